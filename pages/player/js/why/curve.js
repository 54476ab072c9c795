// What a look inside one training step shows: the activation under its z, the recurrent matrix, the LSTM's memory.
import { part } from "../data/snapshots.js";
import { HEALTHY_DECADES, LINES, SATURATED_SLOPE } from "../specs.js";
import { percent, plain } from "../shared/words.js";

const HEADROOM = 0.75, STEP = 5, LOWEST = -300, EDGE = 0.1, DEEPEST = -1.2, HIGHEST = 2;

// The activation and its slope at the site that is described and lies nearest, over the distribution of z there.
export function curve(look, site) {
  const i = described(look, site), of = (block) => part(look, block, i, look.z_sites.length);
  const [f, slope, shares] = ["curve", "slope", "z_share"].map(of), range = look.z_range[i];
  const z = (k, count) => -range + (2 * range * k) / count, last = f.length - 1;
  const low = Math.max(DEEPEST, Math.min(0, ...f, ...slope) - EDGE), high = Math.min(HIGHEST, Math.max(1, ...f, ...slope) + EDGE);
  const unit = (HEADROOM * (high - low)) / Math.max(...shares), count = shares.length;
  const bars = Array.from(shares, (share, k) => ({ z: z(k, count), z1: z(k + 1, count), low, high: low + unit * share }));
  const line = (values, name) => Array.from(values, (y, k) => ({ z: z(k, last), y, line: name }));
  const steep = (k) => Math.abs(slope[k]) >= SATURATED_SLOPE;
  const flat = Array.from({ length: last }, (_, k) => ({ z: z(k, last), z1: z(k + 1, last) }));
  return {
    parameters: { z_range: range, curve_low: low, curve_high: high },
    rows: {
      density: bars.filter((bar) => Number.isFinite(bar.high)),
      curve: [...line(f, LINES.curve), ...line(slope, LINES.slope)],
      flat: flat.filter((_, k) => !steep(k) && !steep(k + 1)),
    },
  };
}

export function aboutCurve(run, look, site) {
  const there = look.z_sites[described(look, site)], saturated = look.arrays.saturated.values[there - 1];
  return `${look.activation_label}, ${run.site} ${there}, training step ${look.step}. Grey bars: how z is distributed over ` +
    `batch and units; yellow: where the slope is below ${SATURATED_SLOPE}. That is so for ${percent(saturated)} of z.`;
}

function described({ z_sites }, site) {
  const away = z_sites.map((known) => Math.abs(known - site));
  return away.indexOf(Math.min(...away));
}

export function aboutMatrix(run, look, site) {
  const { singular_value: largest, spectral_radius: radius, arrays: { slope, slope_factor } } = look;
  if (largest === null) return "";
  const steepest = Math.max(...slope.values), matrix =
    `The recurrent matrix at training step ${look.step}: largest singular value ${plain(largest)}, spectral radius ${plain(radius)}.`;
  if (run.gated) return matrix;
  return `${matrix} Where the slope is at most ${plain(steepest)}, one time step back multiplies the gradient by at most ` +
    `${plain(largest * steepest)}; here the slope's link is ${plain(slope_factor.values[site - 1])}.`;
}

// The two roads of an LSTM's memory; null for every other network.
export function memory({ arrays: { forget_road, cell_gradient } }) {
  if (!forget_road) return null;
  const line = ({ values }, name) =>
    Array.from(values, (y, i) => ({ site: i + 1, line: name, y: Number.isFinite(y) ? Math.max(y, LOWEST) : null }));
  const rows = [...line(forget_road, LINES.road), ...line(cell_gradient, LINES.cell)];
  const known = rows.map(({ y }) => y ?? 0);
  const memory_low = STEP * Math.floor((Math.min(-HEALTHY_DECADES, ...known) - 0.3) / STEP);
  return { parameters: { memory_low, memory_high: Math.max(1, Math.ceil(Math.max(...known))) }, rows: { memory: rows } };
}
