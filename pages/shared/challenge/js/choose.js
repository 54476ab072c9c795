// The word, its number, and the challenges with that number, each with what this browser has reached in it.
import { t } from "../../../../simulator/player/js/shared/language.js";
import { all, keep, kept, made } from "../../lesson/js/kept.js";
import { NUMBERS, numberOf } from "./number.js";

/** @typedef {{ name: string, label: string, note: string }} Row */
/** @typedef {{ heading: string, note: string, rows: Row[] }} Group */
/** @typedef {HTMLElement & { filled?: boolean }} Root */

const NUMBER = "challenges/number";

/** @param {{ data: { groups: Group[], number: number, language: string }, parentElement: Root }} component ``language``: of links */
export default function ({ data, parentElement: root }) {
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
    lists.replaceChildren(...data.groups.flatMap((group) => listed(group, `number=${number}${data.language}`, number)));
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

/** @param {Group} group @param {string} query @param {number} number */
const listed = (group, query, number) => [
  made("h2", {}, group.heading),
  made("p", {}, group.note),
  made("ol", {}, ...group.rows.map((row) => item(row, query, number))),
];

/** @param {Row} row @param {string} query @param {number} number */
const item = ({ name, label, note }, query, number) => {
  const reached = all()[`challenge:${name}/${number}`]?.reached;
  return made(
    "li",
    { className: reached ? "done" : "" },
    made("a", { href: `challenges?challenge=${name}&${query}`, target: "_self" }, label),
    made("span", { className: "state" }, reached ? `✔\ufe0e ${reached}` : ""),
    made("p", {}, note),
  );
};
