// The pinned runs beside the one that plays: what came in of them, and where they stand at the step that is shown.
import { BESIDE } from "../specs.js";
import { at } from "./unpack.js";

const KEPT = 12, known = new Map();

// Each run is delivered on its own, and only when there is more of it.
export function keep(run) {
  known.delete(run.run);
  known.set(run.run, run);
  while (known.size > KEPT) known.delete(known.keys().next().value);
  dispatchEvent(new Event("gradient-beside"));
}

// The pinned runs that a run is compared with, as far as they have come in.
export function pinned(run) {
  return run.beside.map((about) => ({ ...about, ...look(about.place), trace: known.get(about.run) }));
}

export function arrived(run) {
  return pinned(run).filter(({ trace }) => trace?.rows);
}

function look(place) {
  const [numeral, colour, dashes] = BESIDE[place];
  return { numeral, colour, dashes };
}

// The row of a run at a training step, between two rows where the step lies between them, and the last one beyond it.
export function frameAt({ steps, rows }, step) {
  let low = 0, high = rows - 1;
  if (step >= steps[high]) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle;
  }
  return low + (step - steps[low]) / (steps[high] - steps[low]);
}

export function stepAt({ steps }, frame) {
  const row = Math.floor(frame), next = steps[row + 1] ?? steps[row];
  return steps[row] + (frame - row) * (next - steps[row]);
}

export function losses(others) {
  return others.flatMap(({ trace, place }) =>
    trace.steps.map((step, row) => ({ step, place, loss: Number.isFinite(at(trace, "loss", row)) ? at(trace, "loss", row) : null })));
}

// The one range that holds what all of them need.
export function shared(run, others) {
  const all = [run, ...others.map(({ trace }) => trace)], most = (name) => Math.max(...all.map((one) => one[name]));
  const axis = [Math.min(...all.map(({ axis }) => axis[0])), Math.max(...all.map(({ axis }) => axis[1]))];
  return { axis, sites: most("sites"), steps: most("total"), highest: most("highest") };
}
