// The word, its number, and the challenges with that number, each with what this browser has reached in it.
import { nt, t } from "../../../../simulator/player/js/shared/language.js";
import { all, keep, kept, made } from "../../lesson/js/kept.js";
import { NUMBERS, numberOf } from "./number.js";

/** @typedef {"points" | "layers" | "steps"} Counted */
/** @typedef {{ name: string, label: string, note: string, counted: Counted }} Row */
/** @typedef {{ heading: string, note: string, rows: Row[] }} Group */
/** @typedef {HTMLElement & { filled?: boolean }} Root */

const NUMBER = "challenges/number";

/** @typedef {{ groups: Group[], number: number, most: number, language: string }} Data ``most``: points, ``language``: of links */

/** @param {{ data: [Data], parentElement: Root }} component */
export default function ({ data: [data], parentElement: root }) {
  if (root.filled) return; // who is typing goes on
  root.filled = true;
  const box = /** @type {HTMLElement} */ (root.querySelector(".choose"));
  const lists = made("div");
  const said = made("p", { className: "said", role: "status" });
  const word = /** @type {HTMLInputElement} */ (
    made("input", { type: "text", id: "word", autocomplete: "off", spellcheck: false, maxLength: 80 })
  );

  /** @param {number} number */
  const show = (number) => {
    said.textContent = number
      ? t("Number {number}. Whoever writes the same word gets the same networks.", { number })
      : t("No word yet: these are the networks of number 0.");
    lists.replaceChildren(
      ...data.groups.flatMap((group) => listed(group, `number=${number}${data.language}`, number, data.most)),
    );
  };
  word.addEventListener("input", () => {
    const number = word.value.trim() ? numberOf(word.value) : 0;
    keep(NUMBER, { chosen: number });
    show(number);
  });
  const label = made("label", { htmlFor: "word" }, t("A word that your class agrees on, or your name"));
  box.replaceChildren(label, word, said, lists);
  const before = kept(NUMBER).chosen ?? 0;
  show(data.number || (Number.isInteger(before) && before >= 0 && before < NUMBERS ? before : 0));
}

/** @param {Group} group @param {string} query @param {number} number @param {number} most */
const listed = (group, query, number, most) => [
  made("h2", {}, group.heading),
  made("p", {}, group.note),
  made("ol", {}, ...group.rows.map((row) => item(row, query, number, most))),
];

/** What was reached, in this page's language. @param {Counted} counted @param {number} points @param {number} most */
const said = (counted, points, most) => {
  if (counted === "layers") return nt("{number} layer", "{number} layers", points);
  if (counted === "steps") return nt("{number} time step", "{number} time steps", points);
  return t("{points} of {most}", { points, most });
};

/** @param {Row} row @param {string} query @param {number} number @param {number} most */
const item = ({ name, label, note, counted }, query, number, most) => {
  const points = all()[`challenge:${name}/${number}`]?.points;
  return made(
    "li",
    { className: points ? "done" : "" },
    made("a", { href: `challenges?challenge=${name}&${query}`, target: "_self" }, label),
    made("span", { className: "state" }, points ? `✔\ufe0e ${said(counted, points, most)}` : ""),
    made("p", {}, note),
  );
};
