// What the network is asked and answers, question by question: for the text, the table and the arrow keys of What it learns.
import { stepAt } from "../data/pinned.js";
import { recordAt, rowOf, sentence } from "../learns/answers.js";
import { t } from "../shared/language.js";
import { formatNumber } from "../shared/words.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Series } from "./course.js" */
/** @import { Reading } from "./readings.js" */

/** @param {Shown} shown @returns {Reading | null} */
export function answers({ run, position, pinned }) {
  if (!run.learned.picture) return null;
  const step = run.rows ? stepAt(run, position) : 1;
  const others = pinned.filter(
    ({ trace: { learned } }) => learned.picture === run.learned.picture && learned.asked === run.learned.asked,
  );
  const series = [
    asked(run),
    ...answered(run, step, ""),
    ...others.flatMap((one) => answered(one.trace, step, one.numeral)),
  ];
  const told = [run, ...pinned.map(({ trace }) => trace)].map((one, i) => {
    const words = sentence(one, latest(one, step)).replace(/\.$/, "");
    return i ? `${pinned[i - 1].numeral}: ${words}` : words;
  });
  return { places: places(run), series, text: told.join("; ") };
}

/** The last record by then, -1 where there is none. @param {Run} run @param {number} step */
const latest = (run, step) => recordAt(run, Math.min(step, run.trained)).record;

/** What each question is called. @param {Run} run */
function places(run) {
  const { picture, asked: count, readouts } = run.learned;
  return Array.from({ length: count * readouts }, (_, i) => {
    const number = Math.floor(i / readouts) + 1;
    if (picture === "digits") return t("digit {number}", { number });
    if (readouts > 1) return t("sequence {number}, symbol {symbol}", { number, symbol: (i % readouts) + 1 });
    if (picture !== "plane") return t("sequence {number}", { number });
    const place = Array.from(rowOf(run, "asked:inputs", i), formatNumber).join(", ");
    return t("point {number} at {place}", { number, place });
  });
}

/** @param {Run} run @returns {Series} */
function asked({ learned: { classes, names }, arrays }) {
  const { values } = arrays["asked:targets"];
  const name = t("asked for");
  if (!classes) return { name, values, kind: "plain" };
  return { name, values: Array.from(values, Math.round), kind: "name", names };
}

/**
 * Nothing before the first record.
 * @param {Run} run
 * @param {number} step
 * @param {string} numeral of a pinned run
 * @returns {Series[]}
 */
function answered(run, step, numeral) {
  const { classes, names } = run.learned;
  const record = latest(run, step);
  if (record < 0) return [];
  const name = numeral ? t("answer of {run}", { run: numeral }) : t("answer");
  const sure = numeral ? t("how sure is {run}", { run: numeral }) : t("how sure");
  if (!classes) return [{ name, values: rowOf(run, "said", record), kind: "plain" }];
  return [
    { name, values: rowOf(run, "said:class", record), kind: "name", names },
    { name: sure, values: rowOf(run, "said:sure", record), kind: "share" },
  ];
}
