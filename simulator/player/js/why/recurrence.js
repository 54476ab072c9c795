// What a snapshot adds for a sequence: the recurrent matrix, and the two roads of an LSTM's memory.
import { AXIS_STEP, HEALTHY_DECADES, LINES } from "../constants.js";
import { t } from "../shared/language.js";
import { formatNumber } from "../shared/words.js";

/** @import { Numbers, Run, Snapshot } from "../data/payload.d.ts" */

/** log10 below which the memory's axis is cut off, and the air that it has below its lowest point. */
const LOWEST = -300;
const AIR = 0.3;

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
export function aboutMatrix(run, snapshot, site) {
  const { singular_value: largest, spectral_radius: radius, arrays } = snapshot;
  if (largest === null || radius === null) return "";
  const steepest = Math.max(...arrays.slope.values);
  const matrix = t(
    "The recurrent matrix at training step {step}: largest singular value {largest}, spectral radius {radius}.",
    { step: snapshot.step, largest: formatNumber(largest), radius: formatNumber(radius) },
  );
  if (run.gated) return matrix;
  const link = formatNumber(arrays.slope_factor.values[site - 1]);
  const bound = t(
    "Where the slope is at most {steepest}, one time step back multiplies the gradient by at most {most}; here the slope's link is {link}.",
    { steepest: formatNumber(steepest), most: formatNumber(largest * steepest), link },
  );
  return `${matrix} ${bound}`;
}

/** The two roads of an LSTM's memory; null for every other network. @param {Snapshot} snapshot */
export function memory({ arrays: { forget_road, cell_gradient } }) {
  if (!forget_road) return null;
  const rows = [...line(forget_road, LINES.road), ...line(cell_gradient, LINES.cell)];
  const known = rows.map(({ y }) => y ?? 0);
  const memory_low = AXIS_STEP * Math.floor((Math.min(-HEALTHY_DECADES, ...known) - AIR) / AXIS_STEP);
  return {
    parameters: { memory_low, memory_high: Math.max(1, Math.ceil(Math.max(...known))) },
    rows: { memory: rows },
  };
}

/**
 * @param {Numbers} numbers
 * @param {string} name
 */
function line({ values }, name) {
  return Array.from(values, (y, i) => ({
    site: i + 1,
    line: name,
    y: Number.isFinite(y) ? Math.max(y, LOWEST) : null,
  }));
}
