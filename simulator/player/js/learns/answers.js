// What a run answers at a training step, read from its records; and in a sentence what that is worth.
import { t } from "../shared/language.js";
import { formatNumber } from "../shared/words.js";

/** @import { Asked, Run } from "../data/payload.d.ts" */

/** Answers that differ by less than this share of what the right ones differ by are one and the same. */
const ALIKE = 0.05;

/**
 * @typedef {object} At
 * @property {number} record the last one at or before the step, -1 where there is none
 * @property {number} next the one after it, or the same
 * @property {number} mix how far the step lies on the way from the one to the other
 */

/**
 * @param {Run} run
 * @param {number} step may lie between two training steps
 * @returns {At}
 */
export function recordAt({ learned: { recorded } }, step) {
  const record = recorded.findLastIndex((one) => one <= step);
  const next = Math.min(record + 1, recorded.length - 1);
  const way = record < 0 || next === record ? 0 : (step - recorded[record]) / (recorded[next] - recorded[record]);
  return { record, next, mix: way };
}

/**
 * The numbers of one row of a block.
 * @param {Run} run
 * @param {string} name
 * @param {number} row
 */
export function rowOf(run, name, row) {
  const { values, columns } = run.arrays[name];
  return values.subarray(row * columns, (row + 1) * columns);
}

/**
 * Whether each answer of a record is right; empty for a regression.
 * @param {Run} run
 * @param {number} record
 */
export function right(run, record) {
  if (!run.learned.classes || record < 0) return [];
  const { values } = run.arrays["asked:targets"];
  return Array.from(rowOf(run, "said:class", record), (said, i) => said === Math.round(values[i]));
}

/**
 * What has been learned at a record, and what a vanished gradient costs where nothing has.
 * @param {Run} run
 * @param {number} record
 */
export function sentence(run, record) {
  const { learned } = run;
  if (!learned.picture) return t("Nothing is recorded yet.");
  if (record < 0) return toLearn(learned);
  return learned.classes ? classes(run, record) : regression(run, record);
}

/** @param {Asked} learned */
function toLearn({ picture, asked: count }) {
  if (picture === "plane") return t("This is what the network is to learn: {count} points of the task.", { count });
  if (picture === "digits") return t("This is what the network is to learn: {count} digits of the task.", { count });
  return t("This is what the network is to learn: {count} sequences of the task.", { count });
}

/**
 * @param {Run} run
 * @param {number} record
 */
function classes(run, record) {
  const { picture, readouts, names } = run.learned;
  const said = rowOf(run, "said:class", record);
  const rights = right(run, record);
  const counts = { right: rights.filter(Boolean).length, all: rights.length, guess: guessed(run) };
  const count =
    readouts > 1
      ? t("{right} of {all} symbols right, guessing gives {guess}", counts)
      : t("{right} of {all} right, guessing gives {guess}", counts);
  const answer = names[said[0]];
  if (said.some((one) => one !== said[0])) {
    return isFlat(run, record)
      ? `${t("The surface is nearly flat: every point gets nearly the same answer.")} ${count}.`
      : `${count}.`;
  }
  if (isFlat(run, record)) return `${t("The surface is flat: every point gets the same answer.")} ${count}.`;
  if (picture === "plane") return t("Every point gets the same answer, {answer}: {count}.", { answer, count });
  if (picture === "digits") return t("Every digit gets the same answer, {answer}: {count}.", { answer, count });
  return t("Every sequence gets the same answer, {answer}: {count}.", { answer, count });
}

/** How many one answer for all gets right at most. @param {Run} run */
function guessed(run) {
  const targets = Array.from(run.arrays["asked:targets"].values, Math.round);
  return Math.max(...run.learned.names.map((_, label) => targets.filter((target) => target === label).length));
}

/**
 * Whether the surface over the plane is nowhere higher than elsewhere.
 * @param {Run} run
 * @param {number} record
 */
function isFlat(run, record) {
  if (!run.arrays["said:grid"]) return false;
  const grid = rowOf(run, "said:grid", record);
  return Math.max(...grid) - Math.min(...grid) < ALIKE;
}

/**
 * @param {Run} run
 * @param {number} record
 */
function regression(run, record) {
  const asked = run.arrays["asked:targets"].values;
  const said = rowOf(run, "said", record);
  const off = mean(Array.from(asked, (target, i) => Math.abs(said[i] - target)));
  const middle = mean(asked);
  const guess = mean(Array.from(asked, (target) => Math.abs(target - middle)));
  const apart = spread(said) / spread(asked);
  const errors = { off: formatNumber(off), guess: formatNumber(guess) };
  if (apart >= ALIKE) return t("Answers are off by {off} on average, one answer for all by {guess}.", errors);
  const one = {
    answer: formatNumber(mean(said)),
    errors: t("off by {off} on average, one answer for all by {guess}", errors),
  };
  if (run.arrays["said:grid"]) {
    return apart
      ? t("The surface is flat: every point gets nearly the same answer, {answer}: {errors}.", one)
      : t("The surface is flat: every point gets the same answer, {answer}: {errors}.", one);
  }
  return apart
    ? t("Every sequence gets nearly the same answer, {answer}: {errors}.", one)
    : t("Every sequence gets the same answer, {answer}: {errors}.", one);
}

/** @param {ArrayLike<number>} values */
const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation. @param {ArrayLike<number>} values */
function spread(values) {
  const middle = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - middle) ** 2)));
}
