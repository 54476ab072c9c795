// The pinned runs beside the one that plays: what came in of them, and where they stand at the step that is shown.
import { PINNED } from "../constants.js";
import { Deliveries } from "./deliveries.js";
import { seedsOf } from "./seeds.js";
import { at } from "./unpack.js";

/** @import { Span } from "../constants.js" */
/** @import { Pinned as Pin, Run, Seeds, Unpacked } from "./payload.d.ts" */

/** @typedef {{ numeral: string, colour: string, dashes: number[] }} Style */
/** @typedef {Pin & Style & { trace: Run | undefined, range: Seeds | null }} Pinned with what its seeds have in common */
/** @typedef {Pinned & { trace: Run }} Arrived */
/** @typedef {{ axis: Span, steps: number, highest: number }} Ranges */

/** Losses of a guess that an axis of several runs holds at least of each. */
const GUESSES = 4;
/** Times what the run itself needs beyond which a pinned one leaves the axis, since it would press the run flat. */
const PRESSED = 8;

/** @type {Deliveries<Run>} */
const runs = new Deliveries();

/** Each run is delivered on its own, and only when there is more of it. @param {Run} run */
export function keepRun(run) {
  runs.keep(run.run, run);
}

/**
 * The runs that are pinned beside a run, with what has come in of each.
 * @param {Run} run
 * @returns {Pinned[]}
 */
export function pinnedTo(run) {
  return run.pinned.map((about) => {
    const [numeral, colour, dashes] = PINNED[about.pin_index];
    return { ...about, numeral, colour, dashes, trace: runs.get(about.run), range: seedsOf(about) };
  });
}

/**
 * Those of which there is something to show.
 * @param {Pinned[]} pinned
 * @returns {Arrived[]}
 */
export function arrived(pinned) {
  return pinned.flatMap((one) => (one.trace?.rows ? [{ ...one, trace: one.trace }] : []));
}

/**
 * The row of a run at a training step: between two rows where the step lies between them, the nearest one beyond them.
 * @param {Pick<Unpacked, "steps" | "rows">} run
 * @param {number} step
 */
export function rowAt({ steps, rows }, step) {
  let low = 0;
  let high = rows - 1;
  if (step >= steps[high]) return high;
  if (step <= steps[0]) return 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle;
  }
  return low + (step - steps[low]) / (steps[high] - steps[low]);
}

/** Whether it has other sites than the run beside which it stands. @param {Run} trace @param {Run} run */
export const otherSites = (trace, run) => trace.sites !== run.sites || trace.site !== run.site;

/**
 * Where a site of a pinned run stands among those of the run beside it: at its relative depth.
 * @param {number} site
 * @param {Run} trace
 * @param {Run} run
 */
export const beside = (site, trace, run) => 0.5 + ((site - 0.5) * run.sites) / trace.sites;

/** The last training step that is drawn of a run: where it ended, or is planned to end. @param {Run} run */
export const reach = (run) => (run.done ? run.trained : run.total);

/** Its displayed steps there. @param {Run} run */
export const columns = (run) => (run.done ? run.rows : run.planned);

/**
 * The training step at a position, which may lie between two displayed rows.
 * @param {Run} run
 * @param {number} position
 */
export function stepAt({ steps }, position) {
  const row = Math.floor(position);
  const next = steps[row + 1] ?? steps[row];
  return steps[row] + (position - row) * (next - steps[row]);
}

/** @param {Arrived[]} pinned */
export function losses(pinned) {
  return pinned.flatMap(({ trace, pin_index }) =>
    trace.steps.map((step, row) => {
      const loss = at(trace, "loss", row);
      return { step, pin_index, loss: Number.isFinite(loss) ? loss : null };
    }),
  );
}

/**
 * The axis that a run's loss needs beside others: where it comes down to a few guesses, its first steps may leave it.
 * @param {Run} run
 */
function comparable({ highest, guess, arrays }) {
  const enough = GUESSES * (guess ?? Number.POSITIVE_INFINITY);
  return highest > enough && arrays.loss?.values.some((loss) => loss < enough) ? enough : highest;
}

/**
 * The ranges that hold what the run and all that are pinned beside it need, and their other seeds.
 * @param {Run} run
 * @param {Arrived[]} pinned
 * @param {Seeds | null} [seeds]
 * @returns {Ranges}
 */
export function sharedRanges(run, pinned, seeds = null) {
  const traces = [run, ...pinned.map(({ trace }) => trace)];
  // One that diverged would press all others flat with what it grew to: a mark says how far it goes beyond them.
  const whole = traces.filter(({ outcome }) => outcome.name !== "diverged");
  const axes = traces.map((one) => (!whole.length || whole.includes(one) ? one.axis : one.start_axis));
  const ranges = [seeds, ...pinned.map(({ range }) => range)].flatMap((one) => (one ? [one] : []));
  axes.push(...ranges.map((one) => one.axis));
  /** @type {Span} */
  const axis = [Math.min(...axes.map(([low]) => low)), Math.max(...axes.map(([, high]) => high))];
  const needed = pinned.length ? comparable : (/** @type {Run} */ one) => one.highest;
  const most = whole.includes(run) ? PRESSED * needed(run) : Number.POSITIVE_INFINITY;
  const tops = (whole.length ? whole : traces).map(needed).filter((top) => top <= most);
  const highest = Math.max(...tops, ...ranges.map((one) => one.highest).filter((top) => top <= most));
  return { axis, steps: Math.max(...traces.map(reach)), highest };
}
