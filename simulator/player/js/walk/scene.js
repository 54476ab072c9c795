// What the drawing of the walk shows at a moment, as plain data: the columns in the window, and the gaps between them.

import { t } from "../shared/language.js";
import { layered } from "../shared/places.js";
import { answers, column } from "./columns.js";
import { gap } from "./gaps.js";
import { matrices } from "./plan.js";

/** @import { Span } from "../constants.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Answers, Column } from "./columns.js" */
/** @import { Gap } from "./gaps.js" */
/** @import { Moment } from "./plan.js" */

/** @typedef {{ h: number, weight: number }} Reach the largest activation and the largest weight of a snapshot */
/** @typedef {{ run: Run, snapshot: Snapshot, moment: Moment, axis: Span, largest: Reach }} View */

/**
 * @typedef {object} Scene
 * @property {number} first column of the window; 0 is the input, one more than the sites the outputs
 * @property {number} last column of the window
 * @property {number} pitch pixels from one column to the next
 * @property {(Column & { site: number, x: number })[]} columns
 * @property {(Gap & { from: number, x: number })[]} gaps
 * @property {Answers | null} answers
 * @property {string} detour
 */

/** Pixels that a column needs, and takes at most; columns that are seen at least and at most. */
const SLOT = 122;
const WIDEST = 200;
const FEWEST = 3;
const MOST = 10;
/** @type {WeakMap<Snapshot, Reach>} */
const measured = new WeakMap();

/**
 * The outputs take two slots.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Moment} moment
 * @param {number} width
 * @param {Span} axis
 * @returns {Scene}
 */
export function scene(run, snapshot, moment, width, axis) {
  const { first, count } = visible(run, moment, width);
  const last = Math.min(run.sites + 1, first + count - 1);
  const pitch = Math.min(WIDEST, width / count);
  const left = (width - pitch * count) / 2;
  const x = (/** @type {number} */ site) => left + pitch * (site - first + 0.5);
  const view = { run, snapshot, moment, axis, largest: reach(snapshot) };
  const sites = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    first,
    last,
    pitch,
    columns: sites.map((site) => ({ site, x: x(site), ...column(view, site) })),
    gaps: sites.slice(0, -1).map((site) => ({ from: site, x: (x(site) + x(site + 1)) / 2, ...gap(view, site) })),
    answers: first + count > run.sites + 2 ? answers(view) : null,
    detour: detour(run, snapshot),
  };
}

/**
 * The sites of the window: it turns like a page, and both neighbours of the site of the moment are always seen.
 * @param {Run} run
 * @param {Moment} moment
 * @param {number} width
 */
function visible(run, { phase, site }, width) {
  const start = layered(run) ? 0 : 1;
  const total = run.sites - start + 3;
  const count = Math.min(total, Math.max(FEWEST, Math.min(MOST, Math.floor(width / SLOT))));
  const end = phase === "loss" || (phase === "update" && site === matrices(run));
  const turned = Math.floor(Math.max(0, site - start - 1) / (count - 2)) * (count - 2);
  return { first: start + (end ? total - count : Math.min(turned, total - count)), count };
}

/** Measured once for each snapshot. @param {Snapshot} snapshot */
export function reach(snapshot) {
  const most = (/** @type {string[]} */ ...names) =>
    names.reduce((most, name) => largest(snapshot.arrays[name].values, most), 0);
  const known = measured.get(snapshot) ?? { h: most("h"), weight: most("weight_in", "weight", "weight_out") };
  measured.set(snapshot, known);
  return known;
}

/**
 * @param {Float32Array} values
 * @param {number} most
 */
const largest = (values, most) =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), most);

/**
 * What leads around the weights of a site, in words; empty where nothing does.
 * @param {Run} run
 * @param {Snapshot} snapshot
 */
export function detour({ links: { rest = "" }, ways }, snapshot) {
  if (snapshot.arrays.forget_road) return t("the memory c runs past the weights");
  return ways[0] === "readouts" ? "" : rest;
}
