// The rows of the profile, the one chart that both Watch and Why show, at one displayed training step.
import { CLIP_UNTOUCHED, HEALTHY_DECADES, STATES } from "../constants.js";
import { at } from "../data/unpack.js";
import { t } from "./language.js";
import { number } from "./words.js";

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */

/**
 * @typedef {object} Point one site of the profile
 * @property {number} site
 * @property {number} y log10 of the norm, at the edge of the axis where it lies beyond
 * @property {number | null} line log10 of the norm, where it can be part of a line: beyond the axis the line leaves it
 * @property {string} state
 * @property {number} turn degrees by which its mark is turned
 */

const [SHOWN, BEYOND, NOTHING, BROKEN] = STATES;
/** Sites from which on points would only blur into the line. */
const CROWDED = 120;

/**
 * Norms between two displayed steps move evenly on the logarithmic axis.
 * @param {Run} run
 * @param {number} position
 * @param {Span} axis
 */
export function norms(run, position, axis) {
  const row = Math.floor(position);
  const part = position - row;
  const { sites } = run;
  const { values } = run.arrays.norm;
  const rows = [];
  for (let site = 0; site < sites; site++) {
    const here = values[row * sites + site];
    const next = part ? values[(row + 1) * sites + site] : here;
    const moving = Number.isFinite(next) && Number.isFinite(here);
    rows.push(mark(site + 1, moving ? here + (next - here) * part : here, axis));
  }
  return rows;
}

/**
 * @param {number} site
 * @param {number} log
 * @param {Span} axis
 * @returns {Point}
 */
function mark(site, log, [low, high]) {
  if (log === -Infinity) return { site, y: low, line: null, state: NOTHING, turn: 0 };
  if (!Number.isFinite(log)) return { site, y: Number.isNaN(log) ? low : high, line: null, state: BROKEN, turn: 45 };
  if (log < low) return { site, y: low, line: log, state: BEYOND, turn: 0 };
  if (log > high) return { site, y: high, line: log, state: BEYOND, turn: 180 };
  return { site, y: log, line: log, state: SHOWN, turn: 0 };
}

/** Where points would only blur into the line, those that are something else remain. @param {Point[]} rows */
export function points(rows) {
  return rows.length > CROWDED ? rows.filter(({ state }) => state !== SHOWN) : rows;
}

/**
 * Where the profile lies farthest beyond the axis, at either end: how far, in words.
 * @param {{ site: number, line: number | null }[]} rows
 * @param {Span} axis
 */
export function far(rows, [low, high]) {
  const known = rows.flatMap(({ site, line }) => (line === null ? [] : [{ site, line }]));
  const least = known.reduce((a, b) => (b.line < a.line ? b : a), { site: 0, line: low });
  const most = known.reduce((a, b) => (b.line > a.line ? b : a), { site: 0, line: high });
  const word = (/** @type {typeof least} */ { site, line }, /** @type {boolean} */ up) => ({
    site,
    y: up ? high : low,
    up,
    align: site > rows.length / 2 ? "right" : "left",
    text: up ? t("up to {number}", { number: number(line) }) : t("down to {number}", { number: number(line) }),
  });
  return [...(least.site ? [word(least, false)] : []), ...(most.site ? [word(most, true)] : [])];
}

/**
 * The last row before this one whose norms are all numbers, where those of this row are not; else null.
 * @param {Run} run
 * @param {number} row
 */
export function lastWhole(run, row) {
  const { sites } = run;
  const { values } = run.arrays.norm;
  const whole = (/** @type {number} */ one) =>
    values.subarray(one * sites, (one + 1) * sites).every((log) => log < Number.POSITIVE_INFINITY);
  if (whole(row)) return null;
  for (let before = row - 1; before >= 0; before--) if (whole(before)) return before;
  return null;
}

/**
 * Which of the marks a run has somewhere: the legend names no other.
 * @param {Run} run
 * @param {Span} axis
 */
export function occurring(run, [low, high]) {
  const found = new Set([SHOWN]);
  for (const log of run.arrays.norm?.values ?? []) {
    if (log === Number.NEGATIVE_INFINITY) found.add(NOTHING);
    else if (!Number.isFinite(log)) found.add(BROKEN);
    else if (log < low || log > high) found.add(BEYOND);
  }
  return STATES.filter((state) => found.has(state));
}

/**
 * Healthy: within a factor of a thousand of the site that is next to the loss.
 * @param {Point[]} rows
 * @param {Span} axis
 */
export function band(rows, [low, high]) {
  const last = rows[rows.length - 1]?.line ?? null;
  if (last === null || last - HEALTHY_DECADES > high || last + HEALTHY_DECADES < low) return [];
  return [{ low: Math.max(low, last - HEALTHY_DECADES), high: Math.min(high, last + HEALTHY_DECADES) }];
}

/**
 * What theory expects before training, as far as it lies on the axis.
 * @param {Run} run
 * @param {Span} axis
 */
export function theory(run, axis) {
  const [low, high] = axis;
  const shown = (/** @type {number | null} */ y) => (y === null || y < low || y > high ? null : y);
  return run.theory.map((y, i) => ({ site: i + 1, y: shown(y), ...reach(run, i, axis), last: i === run.sites - 1 }));
}

/**
 * Its band at one site; both null where none of it lies on the axis.
 * @param {Run} run
 * @param {number} i
 * @param {Span} axis
 */
function reach(run, i, [low, high]) {
  const top = run.theory_high[i] ?? null;
  const bottom = run.theory_low[i] ?? low;
  if (top === null || top < low || bottom > high) return { low: null, high: null };
  return { low: Math.max(low, bottom), high: Math.min(high, top) };
}

/**
 * The profile as clipping leaves it; empty where it leaves the gradient as it is.
 * @param {Run} run
 * @param {number} position
 * @param {Point[]} rows
 */
export function clipped(run, position, rows) {
  const factor = at(run, "clip", Math.floor(position));
  if (!(factor < CLIP_UNTOUCHED && factor > 0)) return [];
  const shift = Math.log10(factor);
  return rows.map(({ site, line }) => ({ site, y: line === null ? null : line + shift }));
}

/**
 * @param {Run} run
 * @param {number} position
 */
export function clipWord(run, position) {
  const factor = number(Math.log10(at(run, "clip", Math.floor(position))));
  return `╌╌ ${t("after clipping (× {factor})", { factor })}`;
}
