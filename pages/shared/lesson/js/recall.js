// What was predicted before the run, beside what happened.
import { kept, made } from "./kept.js";
import { decades, isDrawing } from "./score.js";

/**
 * @typedef {object} Data
 * @property {string} place where it was predicted
 * @property {string[]} answers
 * @property {string[]} says what is said of each: nothing of the right one
 * @property {number[]} measured the profile, where one was to be drawn
 */

/** @param {{ data: Data, parentElement: HTMLElement }} component */
export default function ({ data, parentElement: root }) {
  const box = /** @type {HTMLElement} */ (root.querySelector(".quiz"));
  box.replaceChildren(...told(data).map((text) => made("p", {}, text)));
}

/** @param {Data} data @returns {string[]} */
const told = ({ place, answers, says, measured }) => {
  const { chosen, drawn } = kept(place);
  if (measured.length) return isDrawing(drawn, measured) ? [`Your drawing was ${decades(drawn, measured)}.`] : [];
  if (chosen === undefined || !(chosen in answers)) return [];
  const verdict = says[chosen] ? `Not what happened. ${says[chosen]}` : "That is what happened.";
  return [`You predicted: “${answers[chosen]}”. ${verdict}`];
};
