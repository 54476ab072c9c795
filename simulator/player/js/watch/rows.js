// The rows of the smaller charts of Watch at one displayed training step.
import { LINES, MOST_UPDATE } from "../constants.js";
import { at, gateNames } from "../data/unpack.js";
import { t } from "../shared/language.js";
import { formatNumber } from "../shared/words.js";

/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run } from "../data/payload.d.ts" */

/** A cosine no farther below zero looks as if it were on the axis. @type {{ site: number, share: number | null }} */
const NOWHERE = { site: 0, share: -0.01 };
/** Pixels from one line of words to the next. */
const LINE = 18;

/** @param {Run} run */
export function losses(run) {
  const one = (/** @type {string} */ name, /** @type {number} */ row) => finite(at(run, name, row));
  return run.steps.map((step, row) => ({ step, loss: one("loss", row), accuracy: one("accuracy", row) }));
}

/**
 * The loss of a guess, a line across the chart where its axis reaches so far.
 * @param {Run} run
 * @param {number} highest loss of the axis
 */
export const guesses = ({ guess }, highest) => (guess === null || guess > highest ? [] : [{ guess }]);

/**
 * Where a curve of the loss leaves the chart at the top, and how far it goes: of this run and of the pinned ones, in
 * a line each, with words that stay within the chart.
 * @param {Run} run
 * @param {Arrived[]} pinned
 * @param {number} highest loss of the axis
 * @param {number} steps of the axis
 */
export function beyond(run, pinned, highest, steps) {
  const all = [{ trace: run, numeral: "" }, ...pinned];
  let line = 0;
  return all.flatMap(({ trace, numeral }) => {
    const losses = Array.from(trace.arrays.loss?.values ?? []).filter(Number.isFinite);
    const most = Math.max(...losses);
    if (!(most > highest)) return [];
    const step = leaving(trace, highest);
    const align = step > steps / 2 ? "right" : "left";
    return [
      {
        step,
        text: `${numeral} ${t("up to {number}", { number: formatNumber(most) })}`.trim(),
        align,
        dy: 8 + LINE * line++,
      },
    ];
  });
}

/**
 * Where the line of the loss crosses the upper end of the axis first, which may be between two training steps.
 * @param {Run} run
 * @param {number} highest
 */
function leaving({ steps, arrays }, highest) {
  const { values } = arrays.loss;
  const row = values.findIndex((loss) => loss > highest);
  const before = values[row - 1];
  if (!Number.isFinite(before) || !Number.isFinite(values[row])) return steps[row];
  const part = (highest - before) / (values[row] - before);
  return steps[row - 1] + part * (steps[row] - steps[row - 1]);
}

/** Which of saturated and dead units there are at all: the legend names no other. @param {Run} run */
export const occurring = (run) => {
  const found = ["saturated", "dead"].filter((what) => run.arrays[what]?.values.some((share) => share > 0));
  return found.length ? found : ["saturated"]; // Vega draws nothing at all beside a legend without an entry
};

/**
 * @param {Run} run
 * @param {number} row
 */
export function updates(run, row) {
  const rows = run.matrices.map((_, i) => ({ matrix: i + 1, y: at(run, "updates", row, i) }));
  const { least } = run;
  const marks = rows.flatMap(({ matrix, y }) => {
    if (y === Number.NEGATIVE_INFINITY) return [{ matrix, y: least, mark: "still" }];
    if (y < least) return [{ matrix, y: least, mark: "beyond", turn: 0 }];
    return y > MOST_UPDATE && Number.isFinite(y) ? [{ matrix, y: MOST_UPDATE, mark: "beyond", turn: 180 }] : [];
  });
  return [...rows.filter(({ y }) => y >= least && Number.isFinite(y)), ...marks];
}

/**
 * @param {Run} run
 * @param {number} row
 */
export function units(run, row) {
  const bars = ["saturated", "dead"].flatMap((what) => shares(run, what, row).map((share) => ({ ...share, what })));
  return [...bars, ...similarity(run, row), ...expected(run)];
}

/**
 * @param {Run} run
 * @param {number} row
 */
function similarity(run, row) {
  return shares(run, "similarity", row).map((share) => ({ ...share, what: LINES.similarity }));
}

/**
 * Where the similarity lies farthest below zero, at which the axis begins, and how far.
 * @param {Run} run
 * @param {number} row
 */
export function below(run, row) {
  const lowest = similarity(run, row).reduce((a, b) => ((b.share ?? 0) < (a.share ?? 0) ? b : a), NOWHERE);
  const { site, share } = lowest;
  if (!site || share === null) return [];
  return [
    {
      site,
      text: t("down to {number}", { number: formatNumber(share) }),
      align: site > run.sites / 2 ? "right" : "left",
    },
  ];
}

/** How alike the samples are by theory. @param {Run} run */
function expected({ theory_similarity }) {
  const rows = theory_similarity.map((share, i) => ({ site: i + 1, share, what: LINES.expected }));
  return rows.filter(({ share }) => share !== null);
}

/**
 * @param {Run} run
 * @param {number} row
 */
export function gates(run, row) {
  const open = gateNames(run).flatMap((gate) => shares(run, `gate:${gate}`, row).map((share) => ({ ...share, gate })));
  return [...open, ...similarity(run, row).map(({ what, ...share }) => ({ ...share, gate: what }))];
}

/**
 * @param {Run} run
 * @param {string} name
 * @param {number} row
 */
function shares(run, name, row) {
  const { sites = [] } = run.arrays[name];
  const rows = sites.map((site, i) => ({ site, share: finite(at(run, name, row, i)) }));
  return rows.filter(({ share }) => share !== null);
}

const finite = (/** @type {number} */ value) => (Number.isFinite(value) ? value : null);
