// The rows of the smaller charts of Watch at one displayed training step.
import { at, gateNames } from "../data/unpack.js";

export function losses(run) {
  const one = (name, row) => finite(at(run, name, row));
  return run.steps.map((step, row) => ({ step, loss: one("loss", row), accuracy: one("accuracy", row) }));
}

export function updates(run, row) {
  const rows = run.matrices.map((_, i) => ({ matrix: i + 1, y: at(run, "updates", row, i) }));
  const moved = rows.filter(({ y }) => y > run.least && y < Infinity);
  const still = rows.filter(({ y }) => y === -Infinity).map(({ matrix }) => ({ matrix, y: run.least, still: true }));
  return [...moved, ...still];
}

export function units(run, row) {
  return ["saturated", "dead"].flatMap((what) => shares(run, what, row).map((share) => ({ ...share, what })));
}

export function gates(run, row) {
  return gateNames(run).flatMap((gate) => shares(run, `gate:${gate}`, row).map((share) => ({ ...share, gate })));
}

function shares(run, name, row) {
  const rows = run.arrays[name].sites.map((site, i) => ({ site, share: finite(at(run, name, row, i)) }));
  return rows.filter(({ share }) => share !== null);
}

const finite = (value) => (Number.isFinite(value) ? value : null);
