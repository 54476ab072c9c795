// What is read of the profile, and of the charts of Watch.
import { NAMES } from "../constants.js";
import { rowAt } from "../data/pinned.js";
import { at, gateNames } from "../data/unpack.js";
import { t } from "../shared/language.js";
import { gateName, matrixName } from "../shared/places.js";
import { endOf, seedsRow } from "../shared/seeds.js";
import { named, sites } from "./lines.js";

/** @import { Run, Seeds } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Series } from "./course.js" */

/** Training steps that the table of the map has beside each other. */
const COLUMNS = 6;

/** @param {Shown} shown */
export function profile({ run, row, pinned, seeds }) {
  const series = [norms(t("gradient norm"), run, row)];
  const ranges = (/** @type {Seeds} */ of, /** @type {string} */ what) => {
    const there = seedsRow(of, run.steps[row]);
    const along = Array.from({ length: of.arrays["norm:low"].columns }, (_, i) => i);
    return ranged(of, what, (end) => along.map((i) => endOf(of, "norm", end, there, i)), "log");
  };
  if (seeds) series.push(...ranges(seeds, ""));
  for (const { trace, numeral, range } of pinned) {
    const name = t("that of {run}", { run: numeral });
    series.push(norms(name, trace, Math.round(rowAt(trace, run.steps[row]))));
    if (range) series.push(...ranges(range, name));
  }
  // A pinned run may have more sites than this one.
  return { ...sites(run, Math.max(...series.map(({ values }) => values.length))), series, back: true };
}

/** @param {Shown} shown */
export function loss({ run, row, pinned, seeds }) {
  // A pinned run displays steps of its own choice, so the nearest of them is read.
  const along = (/** @type {string} */ name, /** @type {Run} */ of) =>
    run.steps.map((step) => at(of, name, Math.round(rowAt(of, step))));
  /** @type {Series[]} */
  const series = [{ name: t("loss"), values: along("loss", run), kind: "plain" }];
  if (run.scored) series.push({ name: t("accuracy"), values: along("accuracy", run), kind: "share" });
  const ends = (/** @type {Seeds} */ of, /** @type {string} */ what) => (/** @type {End} */ end) =>
    run.steps.map((step) => endOf(of, what, end, seedsRow(of, step)));
  if (seeds) {
    series.push(...ranged(seeds, t("loss"), ends(seeds, "loss"), "plain"));
    if (run.scored) series.push(...ranged(seeds, t("accuracy"), ends(seeds, "accuracy"), "share"));
  }
  for (const { trace, numeral, range } of pinned) {
    const name = t("loss of {run}", { run: numeral });
    series.push({ name, values: along("loss", trace), kind: "plain" });
    if (range) series.push(...ranged(range, name, ends(range, "loss"), "plain"));
  }
  return { places: run.steps.map((step) => t("step {step}", { step })), series, here: row };
}

/** @typedef {"low" | "median" | "high"} End */

/**
 * Three lines: the lowest, the median and the highest of the seeds.
 * @param {Seeds} seeds
 * @param {string} what
 * @param {(end: End) => number[]} values
 * @param {Series["kind"]} kind
 * @returns {Series[]}
 */
function ranged({ count }, what, values, kind) {
  /** @type {[End, string][]} */
  const ends = [
    ["low", t("lowest of {count} seeds", { count })],
    ["median", t("median of {count} seeds", { count })],
    ["high", t("highest of {count} seeds", { count })],
  ];
  return ends.map(([end, word]) => ({ name: what ? `${what}, ${word}` : word, values: values(end), kind }));
}

/** One line for each of some training steps, evenly spaced, and for the one that is shown. @param {Shown} shown */
export function map({ run, row }) {
  const rows = Array.from({ length: COLUMNS }, (_, i) => Math.round((i * (run.rows - 1)) / (COLUMNS - 1)));
  // The step that is shown may be among them already.
  const some = [...new Set([...rows, row])].sort((one, other) => one - other);
  const series = some.map((one) => norms(atStep(run, one), run, one));
  return { ...sites(run, run.sites), series, back: true };
}

/**
 * What the line of one training step is called.
 * @param {Run} run
 * @param {number} row
 */
export const atStep = (run, row) => t("gradient norm at step {step}", { step: run.steps[row] });

/** @param {Shown} shown */
export function updates({ run, row }) {
  const values = run.matrices.map((_, i) => at(run, "updates", row, i));
  const places = run.matrices.map((_, i) => t("the weights ({name})", { name: matrixName(run, i + 1) }));
  return {
    places,
    series: [{ name: t("update relative to weights"), values, kind: /** @type {const} */ ("log") }],
    back: true,
  };
}

/** @param {Shown} shown */
export function units({ run, row }) {
  if (run.gated) return null;
  return shares(run, row, {
    saturated: t("saturated units"),
    dead: t("dead units"),
    similarity: NAMES.similarity,
  });
}

/** @param {Shown} shown */
export function gates({ run, row }) {
  if (!run.gated) return null;
  const names = gateNames(run).map((gate) => [
    `gate:${gate}`,
    t("opening of the {gate} gate", { gate: gateName(gate) }),
  ]);
  return shares(run, row, { ...Object.fromEntries(names), similarity: NAMES.similarity });
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {Record<string, string>} names words by the name of the array
 */
function shares(run, row, names) {
  const { sites = [] } = run.arrays[Object.keys(names)[0]];
  const values = (/** @type {string} */ name) => sites.map((_, i) => at(run, name, row, i));
  const series = Object.entries(names).map(([name, word]) => ({
    name: word,
    values: values(name),
    kind: /** @type {const} */ ("share"),
  }));
  return { ...named(run, sites), series, back: true };
}

/**
 * @param {string} name
 * @param {Run} run
 * @param {number} row
 * @returns {Series}
 */
function norms(name, run, row) {
  const { values } = run.arrays.norm;
  return { name, values: values.subarray(row * run.sites, (row + 1) * run.sites), kind: "log" };
}
