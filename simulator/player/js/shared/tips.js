// The exact values that the pointer asks for, as lines of text: the place first.
import { CLIP_UNTOUCHED, NAMES } from "../constants.js";
import { beside, otherSites, rowAt } from "../data/pinned.js";
import { at, gateNames } from "../data/unpack.js";
import { t } from "./language.js";
import { gateName, matrixName, siteName } from "./places.js";
import { endOf, seedsRow } from "./seeds.js";
import { formatNumber, number, percent, spoken } from "./words.js";
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run, Seeds } from "../data/payload.d.ts" */

/**
 * Of the run that plays, and of the pinned ones at the same training step.
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 * @param {Arrived[]} pinned
 * @param {Seeds | null} seeds
 */
export function norms(run, row, site, pinned, seeds) {
  const ranged = (/** @type {Seeds | null} */ of, /** @type {number} */ column) => {
    if (!of) return [];
    const range = spread(of, "norm", seedsRow(of, run.steps[row]), number, column);
    return [t("{count} seeds {range}", { count: of.count, range })];
  };
  const more = pinned.flatMap(({ trace, numeral, range }) => {
    const there = Math.round(rowAt(trace, run.steps[row]));
    const own = Math.max(1, Math.min(trace.sites, Math.round(beside(site, run, trace))));
    const norm = number(at(trace, "norm", there, own - 1));
    const line = otherSites(trace, run) ? `${numeral} ${siteName(trace, own)}: ${norm}` : `${numeral} ${norm}`;
    return [line, ...ranged(range, own - 1).map((text) => `${numeral} ${text}`)];
  });
  return [...norm(run, row, site), ...ranged(seeds, site - 1), ...more];
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 */
export function norm(run, row, site) {
  const log = at(run, "norm", row, site - 1);
  const last = at(run, "norm", row, run.sites - 1);
  const factor = at(run, "clip", row);
  const lines = [place(run, row, siteName(run, site)), t("gradient norm {norm}", { norm: both(log) })];
  if (site < run.sites && Number.isFinite(log - last)) {
    lines.push(
      t("{factor} times what {site} receives", { factor: number(log - last), site: siteName(run, run.sites) }),
    );
  }
  const expected = run.theory[site - 1];
  if (expected !== null && Number.isFinite(expected)) {
    // Without the dashes in front, which stand for the line on the chart.
    lines.push(`${run.theory_word.slice(3)} ${number(expected)}${reach(run, site - 1)}`);
  }
  return factor < CLIP_UNTOUCHED
    ? [...lines, t("after clipping {norm}", { norm: number(log + Math.log10(factor)) })]
    : lines;
}

/**
 * The band of the theory in words; empty where there is none.
 * @param {Run} run
 * @param {number} i
 */
function reach(run, i) {
  const high = run.theory_high[i] ?? null;
  if (high === null) return "";
  const low = run.theory_low[i] ?? Number.NEGATIVE_INFINITY;
  return ` (${t("{low} to {high}", { low: number(low), high: number(high) })})`;
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {Arrived[]} pinned
 * @param {Seeds | null} seeds
 */
export function learned(run, row, pinned, seeds) {
  const lines = [t("training step {step}", { step: run.steps[row] }), learnedOf(run, row)];
  const ranged = (/** @type {Seeds} */ of) => {
    const range = spread(of, "loss", seedsRow(of, run.steps[row]), formatNumber);
    return t("{count} seeds: loss {range}", { count: of.count, range });
  };
  if (seeds) {
    lines.push(ranged(seeds));
    const range = spread(seeds, "accuracy", seedsRow(seeds, run.steps[row]), percent);
    if (run.scored) lines.push(t("accuracy {range}", { range }));
  }
  const there = (/** @type {Run} */ trace) => Math.round(rowAt(trace, run.steps[row]));
  for (const { trace, numeral, range } of pinned) {
    lines.push(`${numeral} ${learnedOf(trace, there(trace))}`);
    if (range) lines.push(`${numeral} ${ranged(range)}`);
  }
  return lines;
}

/**
 * From the lowest to the highest of the seeds, and their median.
 * @param {Seeds} seeds
 * @param {string} what
 * @param {number} row
 * @param {(value: number) => string} word
 * @param {number} [column]
 */
function spread(seeds, what, row, word, column = 0) {
  const [low, median, high] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
    word(endOf(seeds, what, end, row, column)),
  );
  return t("{low} to {high}, median {median}", { low, high, median });
}

/**
 * @param {Run} run
 * @param {number} row
 */
function learnedOf(run, row) {
  const loss = formatNumber(at(run, "loss", row));
  if (!run.scored) return t("loss {loss}", { loss });
  return t("loss {loss}, accuracy {accuracy}", { loss, accuracy: percent(at(run, "accuracy", row)) });
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} matrix
 */
export function updates(run, row, matrix) {
  const name = matrixName(run, matrix);
  const moved = t("moved by {part} of their size", { part: both(at(run, "updates", row, matrix - 1)) });
  return name ? [place(run, row, t("weights: {name}", { name })), moved] : null;
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 */
export function units(run, row, site) {
  return shares(run, row, site, { saturated: NAMES.saturated, dead: NAMES.dead });
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 */
export function gates(run, row, site) {
  const labels = gateNames(run).map((gate) => [`gate:${gate}`, t("{gate} gate open", { gate: gateName(gate) })]);
  return shares(run, row, site, Object.fromEntries(labels));
}

/**
 * Of very long sequences the shares of some sites only are known: the nearest one answers.
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 * @param {Record<string, string>} labels words by the name of the array
 */
function shares(run, row, site, labels) {
  const { sites = [] } = run.arrays[Object.keys(labels)[0]];
  const away = sites.map((known) => Math.abs(known - site));
  const nearest = away.indexOf(Math.min(...away));
  const values = Object.entries(labels).map(([name, label]) => `${label} ${percent(at(run, name, row, nearest))}`);
  const alike = at(run, "similarity", row, nearest);
  const more = Number.isFinite(alike) ? [`${NAMES.similarity} ${formatNumber(alike)}`] : [];
  return [place(run, row, siteName(run, sites[nearest])), ...values, ...more];
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {string} where
 */
function place(run, row, where) {
  return t("{place}, training step {step}", { place: where, step: run.steps[row] });
}

/** A number, and in words where it has a name. @param {number} log */
function both(log) {
  const words = spoken(log);
  return words ? t("about {words} ({number})", { words, number: number(log) }) : number(log);
}
