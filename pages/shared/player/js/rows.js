// The rows that a chart shows at one displayed training step.
import { HEALTHY_DECADES } from "./specs.js";
import { at } from "./unpack.js";
import { number } from "./words.js";

const SHOWN = "gradient norm", BEYOND = "beyond the axis", NOTHING = "exactly zero", BROKEN = "not a number or infinite", CROWDED = 120;

// Norms between two displayed steps move evenly on the logarithmic axis.
export function profile(run, frame, [low, high]) {
  const row = Math.floor(frame), part = frame - row, { sites } = run, { values } = run.arrays.norm, rows = [];
  for (let site = 0; site < sites; site++) {
    const here = values[row * sites + site], next = part ? values[(row + 1) * sites + site] : here;
    rows.push(mark(site + 1, Number.isFinite(next) && Number.isFinite(here) ? here + (next - here) * part : here, low, high));
  }
  return rows;
}

// Where points would only blur into the line, those that are something else remain.
export function points(rows) {
  return rows.length > CROWDED ? rows.filter(({ line }) => line === null) : rows;
}

function mark(site, log, low, high) {
  if (log === -Infinity) return { site, y: low, line: null, state: NOTHING, turn: 0 };
  if (!Number.isFinite(log)) return { site, y: Number.isNaN(log) ? low : high, line: null, state: BROKEN, turn: 45 };
  if (log < low) return { site, y: low, line: null, state: BEYOND, turn: 0 };
  if (log > high) return { site, y: high, line: null, state: BEYOND, turn: 180 };
  return { site, y: log, line: log, state: SHOWN, turn: 0 };
}

// Healthy: within a factor of a thousand of the site that is next to the loss.
export function band(rows, [low, high]) {
  const last = rows.at(-1);
  if (!last || last.line === null) return [];
  return [{ low: Math.max(low, last.line - HEALTHY_DECADES), high: Math.min(high, last.line + HEALTHY_DECADES) }];
}

export function clipped(run, frame, rows, [low]) {
  const factor = at(run, "clip", Math.floor(frame));
  if (!(factor < 0.995 && factor > 0)) return [];
  const shift = Math.log10(factor);
  return rows.map(({ site, line }) => ({ site, y: line === null || line + shift < low ? null : line + shift }));
}

export function clipWord(run, frame) {
  return `╌╌ after clipping (× ${number(Math.log10(at(run, "clip", Math.floor(frame))))})`;
}

export function losses(run) {
  return run.steps.map((step, row) => ({ step, loss: finite(at(run, "loss", row)), accuracy: finite(at(run, "accuracy", row)) }));
}

export function updates(run, row) {
  return run.matrices.map((_, i) => ({ matrix: i + 1, y: at(run, "updates", row, i) })).filter(({ y }) => y > run.least && y < Infinity);
}

export function units(run, row) {
  return ["saturated", "dead"].flatMap((what) => shares(run, what, row).map((share) => ({ ...share, what })));
}

export function gates(run, row) {
  return gateNames(run).flatMap((gate) => shares(run, `gate:${gate}`, row).map((share) => ({ ...share, gate })));
}

export function gateNames(run) {
  return Object.keys(run.arrays).filter((name) => name.startsWith("gate:")).map((name) => name.slice(5));
}

function shares(run, name, row) {
  return run.arrays[name].sites.map((site, i) => ({ site, share: finite(at(run, name, row, i)) })).filter((s) => s.share !== null);
}

const finite = (value) => (Number.isFinite(value) ? value : null);
