// What was predicted before the run, beside what happened.
import { t } from "../../../../simulator/player/js/shared/language.js";
import { kept, made } from "./kept.js";
import { isDrawing, judged } from "./score.js";

/**
 * @typedef {object} Data
 * @property {string} place where it was predicted
 * @property {string[]} answers
 * @property {string[]} says what is said of each: nothing of the right one
 * @property {number[]} measured the profile, where one was to be drawn
 */

/** @param {{ data: [Data], parentElement: HTMLElement }} component */
export default function ({ data: [data], parentElement: root }) {
  const box = /** @type {HTMLElement} */ (root.querySelector(".quiz"));
  box.replaceChildren(...told(data).map((text) => made("p", {}, text)));
}

/** @param {Data} data @returns {string[]} */
const told = ({ place, answers, says, measured }) => {
  const { chosen, drawn } = kept(place);
  if (measured.length) return isDrawing(drawn, measured) ? [judged(drawn, measured, false)] : [];
  if (chosen === undefined || !(chosen in answers)) return [];
  const holes = { answer: answers[chosen], why: says[chosen] };
  return [
    holes.why
      ? t("You predicted: “{answer}”. Not what happened. {why}", holes)
      : t("You predicted: “{answer}”. That is what happened.", holes),
  ];
};
