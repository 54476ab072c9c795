// The range of several random seeds on the charts: from the lowest to the highest, with the median between them.
import { beside, rowAt } from "../data/pinned.js";
import { at } from "../data/unpack.js";

/** @import { Span } from "../constants.js" */
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run, Seeds } from "../data/payload.d.ts" */

/** @typedef {{ site: number, y: number | null, low: number | null, high: number | null, last: boolean }} Reach */

/** The row of the seeds at a training step. @param {Seeds} seeds @param {number} step */
export const seedsRow = (seeds, step) => Math.floor(rowAt(seeds, step));

/**
 * One number of an end of the range.
 * @param {Seeds} seeds
 * @param {string} what norm, loss or accuracy
 * @param {"low" | "median" | "high"} end
 * @param {number} row
 * @param {number} column
 */
export const endOf = (seeds, what, end, row, column = 0) => at(seeds, `${what}:${end}`, row, column);

/**
 * At each site, log10, as far as it lies on the axis; a run that has diverged lies above it.
 * @param {Seeds} seeds
 * @param {number} step
 * @param {Span} axis
 * @returns {Reach[]}
 */
export function norms(seeds, step, [low, high]) {
  const row = seedsRow(seeds, step);
  const sites = seeds.arrays["norm:low"].columns;
  return Array.from({ length: sites }, (_, i) => {
    const [bottom, y, top] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
      endOf(seeds, "norm", end, row, i),
    );
    const seen = bottom <= high && top >= low;
    return {
      site: i + 1,
      y: y >= low && y <= high ? y : null,
      low: seen ? Math.max(low, bottom) : null,
      high: seen ? Math.min(high, top) : null,
      last: i === sites - 1,
    };
  });
}

/**
 * The same of the pinned runs beside a run, without their medians, for which there is no room.
 * @param {Arrived[]} pinned
 * @param {number} step
 * @param {Run} run
 * @param {Span} axis
 */
export function pinnedNorms(pinned, step, run, axis) {
  return ranged(pinned).flatMap(({ range, trace, pin_index }) =>
    norms(range, step, axis).map(({ site, low, high }) => ({ site: beside(site, trace, run), pin_index, low, high })),
  );
}

/** Those of which there are seeds. @param {Arrived[]} pinned */
const ranged = (pinned) => pinned.flatMap((one) => (one.range ? [{ ...one, range: one.range }] : []));

/**
 * The losses of the pinned runs' seeds at every displayed step.
 * @param {Arrived[]} pinned
 * @param {number} highest loss of the axis
 */
export const pinnedLosses = (pinned, highest) =>
  ranged(pinned).flatMap(({ range, pin_index }) =>
    losses(range, highest).map(({ step, low, high }) => ({ step, pin_index, low, high })),
  );

/**
 * Of loss and accuracy at every displayed step.
 * @param {Seeds | null} seeds
 * @param {number} highest loss of the axis
 */
export function losses(seeds, highest) {
  if (!seeds) return [];
  return seeds.steps.map((step, row) => {
    const [low, y, high] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
      endOf(seeds, "loss", end, row),
    );
    const [right_low, right, right_high] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
      finite(endOf(seeds, "accuracy", end, row)),
    );
    // Drawn a little beyond the axis, so that the frame cuts it off.
    const most = 2 * highest;
    const seen = low <= most;
    const reach = { low: seen ? low : null, high: seen ? Math.min(most, high) : null, y: finite(y) };
    return { step, ...reach, right_low, right, right_high };
  });
}

const finite = (/** @type {number} */ value) => (Number.isFinite(value) ? value : null);
