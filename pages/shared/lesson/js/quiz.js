// An answer to choose: of a prediction it is only noted; of a question it is said at once whether it is right, and why not.
import { t } from "../../../../simulator/player/js/shared/language.js";
import { keep, kept, made } from "./kept.js";

/**
 * @typedef {object} Data
 * @property {string} place
 * @property {boolean} asks whether it is said at once what is right
 * @property {string[]} answers
 * @property {string[]} says what is said of each: nothing of the right one
 */
/** @typedef {HTMLElement & { place?: string }} Root */

/** @param {{ data: [Data], parentElement: Root }} component */
export default function ({ data: [data], parentElement: root }) {
  if (root.place === data.place) return; // what has the focus stays
  root.place = data.place;
  const said = made("p", { className: "said", role: "status" });
  const buttons = data.answers.map((text, i) => made("button", { type: "button", onclick: () => choose(i) }, text));
  const group = made("div", { className: "answers", role: "group", ariaLabel: t("Answers") }, ...buttons);
  const box = /** @type {HTMLElement} */ (root.querySelector(".quiz"));
  box.replaceChildren(group, said);

  /** @param {number} chosen */
  const show = (chosen) => {
    const isRight = !data.says[chosen];
    buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === chosen));
      button.dataset.right = data.asks && i === chosen ? String(isRight) : "";
    });
    if (!data.asks) said.textContent = t("Noted, in this browser alone. Go on, and see what happens.");
    else
      said.textContent = isRight
        ? `✔\ufe0e ${t("Right: this is what the run shows.")}`
        : `✖\ufe0e ${t("Not so. {why}", { why: data.says[chosen] })}`;
  };
  /** @param {number} chosen */
  const choose = (chosen) => {
    keep(data.place, { chosen });
    show(chosen);
  };
  const before = kept(data.place).chosen;
  if (before !== undefined && before in buttons) show(before);
}
