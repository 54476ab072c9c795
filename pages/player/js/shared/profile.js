// The rows of the profile, the one chart that both Watch and Why show, at one displayed training step.
import { frameAt } from "../data/pinned.js";
import { at } from "../data/unpack.js";
import { CLIP_UNTOUCHED, HEALTHY_DECADES, STATES } from "../specs.js";
import { number } from "./words.js";

const [SHOWN, BEYOND, NOTHING, BROKEN] = STATES, CROWDED = 120;

// Norms between two displayed steps move evenly on the logarithmic axis.
export function profile(run, frame, axis) {
  const row = Math.floor(frame), part = frame - row, { sites } = run, { values } = run.arrays.norm, rows = [];
  for (let site = 0; site < sites; site++) {
    const here = values[row * sites + site], next = part ? values[(row + 1) * sites + site] : here;
    const moving = Number.isFinite(next) && Number.isFinite(here);
    rows.push(mark(site + 1, moving ? here + (next - here) * part : here, axis));
  }
  return rows;
}

function mark(site, log, [low, high]) {
  if (log === -Infinity) return { site, y: low, line: null, state: NOTHING, turn: 0 };
  if (!Number.isFinite(log)) return { site, y: Number.isNaN(log) ? low : high, line: null, state: BROKEN, turn: 45 };
  if (log < low) return { site, y: low, line: null, state: BEYOND, turn: 0 };
  if (log > high) return { site, y: high, line: null, state: BEYOND, turn: 180 };
  return { site, y: log, line: log, state: SHOWN, turn: 0 };
}

// Where points would only blur into the line, those that are something else remain.
export function points(rows) {
  return rows.length > CROWDED ? rows.filter(({ line }) => line === null) : rows;
}

// Healthy: within a factor of a thousand of the site that is next to the loss.
export function band(rows, [low, high]) {
  const last = rows.at(-1)?.line ?? null;
  if (last === null) return [];
  return [{ low: Math.max(low, last - HEALTHY_DECADES), high: Math.min(high, last + HEALTHY_DECADES) }];
}

// What theory expects before training, as far as it lies on the axis.
export function theory(run, [low, high]) {
  const shown = (y) => (y === null || y < low || y > high ? null : y);
  return run.theory.map((y, i) => ({ site: i + 1, y: shown(y), last: i === run.sites - 1 }));
}

// The pinned runs at a training step.
export function beside(others, step, axis) {
  return others.flatMap(({ trace, place }) =>
    profile(trace, frameAt(trace, step), axis).map(({ site, line }) => ({ site, place, y: line })));
}

// Their numerals, near the first site that has a place on the axis, side by side where the lines lie on each other.
export function numerals(others, lines) {
  return others.flatMap(({ place, numeral }) => {
    const seen = lines.filter((row) => row.place === place && row.y !== null);
    if (!seen.length) return [];
    const at = (place * (seen.length - 1)) / 15, here = seen[Math.floor(at)], next = seen[Math.ceil(at)], part = at % 1;
    return [{ place, numeral, site: here.site + part, y: here.y + part * (next.y - here.y) }];
  });
}

export function clipped(run, frame, rows, [low]) {
  const factor = at(run, "clip", Math.floor(frame));
  if (!(factor < CLIP_UNTOUCHED && factor > 0)) return [];
  const shift = Math.log10(factor);
  return rows.map(({ site, line }) => ({ site, y: line === null || line + shift < low ? null : line + shift }));
}

export function clipWord(run, frame) {
  return `╌╌ after clipping (× ${number(Math.log10(at(run, "clip", Math.floor(frame))))})`;
}
