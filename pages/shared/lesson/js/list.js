// The lessons, and how far this browser has come in each.
import { nt, t } from "../../../../simulator/player/js/shared/language.js";
import { all, made } from "./kept.js";

/** @typedef {{ name: string, label: string, note: string, minutes: number, answered: boolean[] }} Row of each screen whether it asks for an answer */

/** @param {{ data: [{ rows: Row[], language: string }], parentElement: HTMLElement }} component ``language``: of links */
export default function ({ data: [data], parentElement: root }) {
  const box = /** @type {HTMLElement} */ (root.querySelector(".list"));
  const items = data.rows.map((row) => {
    const { done, next } = far(row);
    const count = row.answered.length;
    const minutes = nt("{number} minute", "{number} minutes", row.minutes);
    const state =
      done === count
        ? `✔\ufe0e ${t("done")}`
        : done
          ? nt("{done} of {number} screen", "{done} of {number} screens", count, { done })
          : nt("{number} screen", "{number} screens", count);
    return made(
      "li",
      { className: done === count ? "done" : "" },
      made("a", { href: `lessons?lesson=${row.name}&screen=${next}${data.language}`, target: "_self" }, row.label),
      made("span", { className: "state" }, `${minutes} · ${state}`),
      made("p", {}, row.note),
    );
  });
  box.replaceChildren(made("ol", {}, ...items));
}

/** Screens that are done, and the first that is not. @param {Row} row */
const far = ({ name, answered }) => {
  const known = all();
  const done = answered.map((asks, i) => {
    const { seen, chosen, shown } = known[`${name}/${i + 1}`] ?? {};
    return Boolean(asks ? chosen !== undefined || shown : seen);
  });
  const open = done.indexOf(false);
  return { done: done.filter(Boolean).length, next: open < 0 ? 1 : open + 1 };
};
