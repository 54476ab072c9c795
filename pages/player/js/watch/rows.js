// The rows of the smaller charts of Watch at one displayed training step.
import { LINES } from "../constants.js";
import { at, gateNames } from "../data/unpack.js";
/** @import { Run } from "../data/payload.d.ts" */

/** @param {Run} run */
export function losses(run) {
  const one = (/** @type {string} */ name, /** @type {number} */ row) => finite(at(run, name, row));
  return run.steps.map((step, row) => ({ step, loss: one("loss", row), accuracy: one("accuracy", row) }));
}

/**
 * The loss of a guess, a line across the chart where its axis reaches so far.
 * @param {Run} run
 * @param {number} highest loss of the axis
 */
export const guesses = ({ guess }, highest) => (guess === null || guess > highest ? [] : [{ guess }]);

/**
 * @param {Run} run
 * @param {number} row
 */
export function updates(run, row) {
  const rows = run.matrices.map((_, i) => ({ matrix: i + 1, y: at(run, "updates", row, i) }));
  const moved = rows.filter(({ y }) => y > run.least && y < Number.POSITIVE_INFINITY);
  const still = rows.filter(({ y }) => y === Number.NEGATIVE_INFINITY);
  return [...moved, ...still.map(({ matrix }) => ({ matrix, y: run.least, still: true }))];
}

/**
 * @param {Run} run
 * @param {number} row
 */
export function units(run, row) {
  const bars = ["saturated", "dead"].flatMap((what) => shares(run, what, row).map((share) => ({ ...share, what })));
  return [...bars, ...similarity(run, row), ...expected(run)];
}

/**
 * @param {Run} run
 * @param {number} row
 */
function similarity(run, row) {
  return shares(run, "similarity", row).map((share) => ({ ...share, what: LINES.similarity }));
}

/** How alike the samples are by theory. @param {Run} run */
function expected({ theory_similarity }) {
  const rows = theory_similarity.map((share, i) => ({ site: i + 1, share, what: LINES.expected }));
  return rows.filter(({ share }) => share !== null);
}

/**
 * @param {Run} run
 * @param {number} row
 */
export function gates(run, row) {
  const open = gateNames(run).flatMap((gate) => shares(run, `gate:${gate}`, row).map((share) => ({ ...share, gate })));
  return [...open, ...similarity(run, row).map(({ what, ...share }) => ({ ...share, gate: what }))];
}

/**
 * @param {Run} run
 * @param {string} name
 * @param {number} row
 */
function shares(run, name, row) {
  const { sites = [] } = run.arrays[name];
  const rows = sites.map((site, i) => ({ site, share: finite(at(run, name, row, i)) }));
  return rows.filter(({ share }) => share !== null);
}

const finite = (/** @type {number} */ value) => (Number.isFinite(value) ? value : null);
