// What each chart shows, as lines of numbers at named places: its text, its table and its arrow keys are made of these.
import { answers } from "./answers.js";
import { gates, loss, map, profile, units, updates } from "./watch.js";
import { curve, links, roads } from "./why.js";

/** @import { Shown } from "../picture.js" */
/** @import { Series } from "./course.js" */

/**
 * @typedef {object} Reading
 * @property {string[]} places names of what the values stand at, from left to right on the chart
 * @property {number[]} [sites] their numbers, where the places are sites
 * @property {Series[]} series
 * @property {boolean} [back] whether it is told from right to left, as the gradient travels
 * @property {string} [text] what is told of it in place of the course of its lines
 * @property {number} [here] the place at which the run stands, of charts along training
 */

/** By the chart. @type {Record<string, (shown: Shown, site: number) => Reading | null>} */
export const READINGS = { profile, loss, map, updates, units, gates, links, curve, memory: roads, learns: answers };
