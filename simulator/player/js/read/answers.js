// What the network is asked and answers, question by question: for the text, the table and the arrow keys of What it learns.
import { stepAt } from "../data/pinned.js";
import { recordAt, rowOf, sentence } from "../learns/answers.js";
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
    ({ trace: { learned } }) => learned.what === run.learned.what && learned.asked === run.learned.asked,
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
  const { picture, what, asked: count, readouts } = run.learned;
  return Array.from({ length: count * readouts }, (_, i) => {
    const name = `${what} ${Math.floor(i / readouts) + 1}`;
    if (readouts > 1) return `${name}, symbol ${(i % readouts) + 1}`;
    if (picture !== "plane") return name;
    return `${name} at ${Array.from(rowOf(run, "asked:inputs", i), formatNumber).join(", ")}`;
  });
}

/** @param {Run} run @returns {Series} */
function asked({ learned: { classes, names }, arrays }) {
  const { values } = arrays["asked:targets"];
  if (!classes) return { name: "asked for", values, kind: "plain" };
  return { name: "asked for", values: Array.from(values, Math.round), kind: "name", names };
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
  const name = `answer${numeral && ` of ${numeral}`}`;
  if (!classes) return [{ name, values: rowOf(run, "said", record), kind: "plain" }];
  return [
    { name, values: rowOf(run, "said:class", record), kind: "name", names },
    { name: `how sure${numeral && ` is ${numeral}`}`, values: rowOf(run, "said:sure", record), kind: "share" },
  ];
}
