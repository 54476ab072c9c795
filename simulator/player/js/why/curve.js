// The activation and its slope over the distribution of its z, in a snapshot of one training step.
import { LINES, SATURATED_SLOPE } from "../constants.js";
import { part } from "../data/snapshots.js";
import { t } from "../shared/language.js";
import { siteName } from "../shared/places.js";
import { formatNumber, percent } from "../shared/words.js";

/** @import { Run, Snapshot } from "../data/payload.d.ts" */

/** The highest bar of the distribution reaches up to this part of the chart. */
const HEADROOM = 0.75;
/** How far the axis may go down and up, and the air beyond the curves. */
const DEEPEST = -1.2;
const HIGHEST = 2;
const AIR = 0.1;

/**
 * At the site that is described and lies nearest.
 * @param {Snapshot} snapshot
 * @param {number} site
 */
export function curve(snapshot, site) {
  const i = described(snapshot, site);
  const of = (/** @type {string} */ block) => part(snapshot, block, i, snapshot.z_sites.length);
  const [f, slope, shares] = ["curve", "slope", "z_share"].map(of);
  const range = snapshot.z_range[i];
  const low = Math.max(DEEPEST, Math.min(0, ...f, ...slope) - AIR);
  const high = Math.min(HIGHEST, Math.max(1, ...f, ...slope) + AIR);
  const z = along(range, f.length - 1);
  const line = (/** @type {Float32Array} */ values, /** @type {string} */ name) =>
    Array.from(values, (y, k) => ({ z: z(k), y, line: name }));
  return {
    parameters: { z_range: range, curve_low: low, curve_high: high },
    rows: {
      density: density(shares, range, low, high),
      curve: [...line(f, LINES.curve), ...broken(line(slope, LINES.slope), snapshot.jumps)],
      flat: flat(slope, z),
    },
  };
}

/**
 * The line of the slope, ended and begun anew where it jumps: between two points it would be drawn as a slant.
 * @param {{ z: number, y: number | null, line: string }[]} points
 * @param {number[]} jumps
 */
export function broken(points, jumps) {
  let [first, ...rest] = [...points];
  /** @type {typeof points} */
  const drawn = [];
  const [least, most] = [points[0].z, points[points.length - 1].z];
  for (const jump of jumps.filter((z) => z > least && z < most)) {
    const before = [first, ...rest].filter(({ z }) => z < jump);
    const after = [first, ...rest].filter(({ z }) => z > jump);
    const [left, right] = [before[before.length - 1], after[0]];
    drawn.push(...before, { ...left, z: jump }, { ...left, z: jump, y: null });
    [first, ...rest] = [{ ...right, z: jump }, ...after];
  }
  return [...drawn, first, ...rest];
}

/**
 * Where each of `parts` even parts of the range lies on the axis of z.
 * @param {number} range
 * @param {number} parts
 */
const along = (range, parts) => (/** @type {number} */ k) => -range + (2 * range * k) / parts;

/**
 * @param {Float32Array} shares
 * @param {number} range
 * @param {number} low
 * @param {number} high
 */
function density(shares, range, low, high) {
  const z = along(range, shares.length);
  const unit = (HEADROOM * (high - low)) / Math.max(...shares);
  const bars = Array.from(shares, (share, k) => ({ z: z(k), z1: z(k + 1), low, high: low + unit * share }));
  return bars.filter((bar) => Number.isFinite(bar.high));
}

/**
 * The parts of the axis over which a unit counts as saturated.
 * @param {Float32Array} slope
 * @param {(k: number) => number} z
 */
function flat(slope, z) {
  const steep = (/** @type {number} */ k) => Math.abs(slope[k]) >= SATURATED_SLOPE;
  const parts = Array.from({ length: slope.length - 1 }, (_, k) => ({ z: z(k), z1: z(k + 1) }));
  // Between a flat end and a steep one the slope passes the threshold: that part is not counted.
  return parts.filter((_, k) => !steep(k) && !steep(k + 1));
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
export function aboutCurve(run, snapshot, site) {
  const there = snapshot.z_sites[described(snapshot, site)];
  const saturated = percent(snapshot.arrays.saturated.values[there - 1]);
  return [
    t("{activation}, {site}, training step {step}.", {
      activation: snapshot.activation_label,
      site: siteName(run, there),
      step: snapshot.step,
    }),
    t("Grey bars: how z is distributed over batch and units; yellow: where the slope is below {slope}.", {
      slope: formatNumber(SATURATED_SLOPE),
    }),
    t("That is so for {share} of z.", { share: saturated }),
  ].join(" ");
}

/**
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function described({ z_sites }, site) {
  const away = z_sites.map((known) => Math.abs(known - site));
  return away.indexOf(Math.min(...away));
}
