// The profiles of the pinned runs beside that of the one that plays, and their numerals.
import { beside, rowAt } from "../data/pinned.js";
import { NUMERAL } from "./labels.js";
import { lastWhole, norms } from "./profile.js";

/** @import { Span } from "../constants.js" */
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run } from "../data/payload.d.ts" */

/** @typedef {{ site: number, pin_index: number, y: number | null }} PinnedPoint */

/** How far along its line each numeral stands from the one before at least: as a part of the plot, and in pixels. */
const NUMERALS_APART = 1 / 15;
const PIXELS_APART = 2 * NUMERAL + 2;
/** Part of the axis below its top, and below the band's, where a numeral stands under its line: words are there. */
const TOP = 0.1;
const BAND_TOP = 0.2;
/** Parts of the axis within which another line is so near that a numeral between the two would be either's, and within
 * which the lines lie on each other: they may cross at every step, and numerals would jump. */
const NEAR = 0.12;
const ON = 0.02;

/**
 * The pinned runs at a training step, each at its relative depth; of one that has diverged the last whole profile.
 * @param {Arrived[]} pinned
 * @param {number} step
 * @param {Run} run the one that they stand beside
 * @param {Span} axis
 * @returns {PinnedPoint[]}
 */
export function pinnedNorms(pinned, step, run, axis) {
  return pinned.flatMap(({ trace, pin_index }) => {
    const there = rowAt(trace, step);
    const row = lastWhole(trace, Math.floor(there)) ?? there;
    return norms(trace, row, axis).map(({ site, line }) => ({ site: beside(site, trace, run), pin_index, y: line }));
  });
}

/**
 * Their numerals, near the first site that has a place on the axis, side by side where the lines lie on each other.
 * Of two lines near each other each has its numeral on its own side.
 * @param {Arrived[]} pinned
 * @param {PinnedPoint[]} lines
 * @param {Span} axis
 * @param {number} [top] of the healthy band
 * @param {number} [width] of the plot, in pixels
 */
export function numerals(pinned, lines, [low, high], top = high, width = Number.POSITIVE_INFINITY) {
  // Of a plot that the browser has not laid out yet the width is 0, and infinity times the first index no number.
  const gap = Math.min(1, Math.max(NUMERALS_APART, PIXELS_APART / width));
  const size = high - low;
  return pinned.flatMap(({ pin_index, numeral }) => {
    const seen = lines.flatMap(({ pin_index: of, site, y }) =>
      of === pin_index && y !== null && y >= low && y <= high ? [{ site, y }] : [],
    );
    if (!seen.length) return [];
    const along = Math.min(1, pin_index * gap) * (seen.length - 1);
    const here = seen[Math.floor(along)];
    const next = seen[Math.ceil(along)];
    const part = along % 1;
    const [site, y] = [here.site + part, here.y + part * (next.y - here.y)];
    const heights = others(pinned, pin_index, lines, here.site).filter((one) => Math.abs(one - here.y) < NEAR * size);
    const above = heights.some((one) => one - here.y > ON * size);
    const below = heights.some((one) => here.y - one > ON * size);
    // Those that lie on each other have their numerals on one side.
    const highest = Math.max(y, ...heights.filter((one) => Math.abs(one - here.y) <= ON * size));
    const worded = highest > high - TOP * size || (highest < top && highest > top - BAND_TOP * size);
    const under = above === below ? worded : above;
    return [{ pin_index, numeral, site, y, under }];
  });
}

/**
 * How high the other pinned runs are at the place of a site, or at the point of theirs that is next to it.
 * @param {Arrived[]} pinned
 * @param {number} own
 * @param {PinnedPoint[]} lines
 * @param {number} site
 */
function others(pinned, own, lines, site) {
  return pinned.flatMap(({ pin_index }) => {
    const points = lines.filter((one) => one.pin_index === pin_index && pin_index !== own && one.y !== null);
    if (!points.length) return [];
    const nearest = points.reduce((a, b) => (Math.abs(b.site - site) < Math.abs(a.site - site) ? b : a));
    return [nearest.y ?? 0];
  });
}
