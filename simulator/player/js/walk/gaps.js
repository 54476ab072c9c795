// The gaps between the columns at a moment: the weights that cross them, the steps these take, the number below.
import { GRADIENT } from "../constants.js";
import { part } from "../data/snapshots.js";
import { layered } from "../shared/places.js";
import { briefLog, step, weight } from "./scales.js";

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment, Phase } from "./plan.js" */
/** @import { Edge } from "./scales.js" */
/** @import { View } from "./scene.js" */

/** @typedef {Edge & { i: number, j: number, opacity?: number }} Line from unit i to unit j */

/**
 * @typedef {object} Gap
 * @property {Line[]} edges
 * @property {boolean} now whether it is being crossed
 * @property {boolean} moved whether its weights are taking their step
 * @property {boolean} back whether the gradient has come back over it
 * @property {boolean} outward whether it leads to the outputs
 * @property {string} arrow
 * @property {string} foot
 */

/** Opacity of an edge before the walk has come to it, after it, on the way back, and at its moment. */
const FAINT = 0.13;
const USED = 0.4;
const RETURNED = 0.6;
const NOW = 1;
const ARROWS = { forward: "→", loss: "→", backward: "←", update: "" };

/**
 * What leads out of a column.
 * @param {View} view
 * @param {number} from
 * @returns {Gap}
 */
export function gap(view, from) {
  const { run, snapshot, moment } = view;
  const { phase } = moment;
  const { used, now } = role(run, moment, from);
  const moving = phase === "update";
  const back = phase === "backward" && used;
  return {
    edges: [
      ...weights(view, from, { used: used && !moving, now, back }),
      ...(moving && used ? steps(view, from, now) : []),
    ],
    now: now && !moving,
    moved: now && moving,
    back,
    outward: from === run.sites,
    arrow: now ? ARROWS[phase] : "",
    foot: used ? between(run, snapshot, phase, from) : "",
  };
}

/**
 * Whether the weights out of a column have been used so far, and whether they are being used.
 * @param {Run} run
 * @param {Moment} moment
 * @param {number} from
 */
function role(run, { phase, site }, from) {
  if (phase === "forward") return { used: from < site, now: from === site - 1 };
  if (phase === "loss") return { used: true, now: from === run.sites };
  if (phase === "backward") return { used: from >= site, now: from === site };
  const matrix = matrixOf(run, from);
  return { used: matrix <= site, now: matrix === site };
}

/**
 * The number of the matrix that leads out of a column: time steps share one.
 * @param {Run} run
 * @param {number} from
 */
function matrixOf(run, from) {
  if (layered(run)) return from + 1;
  // Of input, recurrent and output weights the first come from below each column.
  return from === run.sites ? 3 : 2;
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Phase} phase
 * @param {number} from
 */
function between(run, { arrays }, phase, from) {
  if (phase === "update") return briefLog(arrays.update_ratio.values[matrixOf(run, from) - 1]);
  if (phase !== "backward" || from === run.sites) return "";
  const factor = arrays.gradient_norm.values[from - 1] - arrays.gradient_norm.values[from];
  return Number.isFinite(factor) ? `× ${briefLog(factor)}` : "";
}

// ---- edges --------------------------------------------------------------------------------------------------------

/**
 * @param {View} view
 * @param {number} from
 * @param {{ used: boolean, now: boolean, back: boolean }} role
 * @returns {Line[]}
 */
function weights({ run, snapshot, largest }, from, { used, now, back }) {
  const opacity = !used ? FAINT : now ? NOW : back ? RETURNED : USED;
  const colour = back ? { colour: GRADIENT } : {};
  const drawn = edges(run, snapshot, "weight", from, (value) => weight(value, largest.weight));
  return drawn.map((edge) => ({ ...edge, ...colour, opacity }));
}

/**
 * @param {View} view
 * @param {number} from
 * @param {boolean} now
 * @returns {Line[]}
 */
function steps({ run, snapshot, largest }, from, now) {
  const drawn = edges(run, snapshot, "step", from, (value) => step(value, largest.weight));
  return drawn.map((edge) => ({ ...edge, opacity: now ? NOW : RETURNED }));
}

/**
 * One for each entry of the matrix that is large enough to be drawn.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {"weight" | "step"} kind
 * @param {number} from
 * @param {(value: number) => Edge | null} draw
 * @returns {Line[]}
 */
function edges(run, snapshot, kind, from, draw) {
  const width = from === run.sites ? snapshot.outputs.length : snapshot.units.length;
  return Array.from(matrix(run, snapshot, kind, from), draw).flatMap((edge, k) =>
    edge?.width ? [{ i: Math.floor(k / width), j: k % width, ...edge }] : [],
  );
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {"weight" | "step"} kind
 * @param {number} from
 */
function matrix(run, snapshot, kind, from) {
  if (from === run.sites) return snapshot.arrays[`${kind}_out`].values;
  if (from === 0) return snapshot.arrays[`${kind}_in`].values;
  return layered(run) ? part(snapshot, kind, from - 1, run.sites - 1) : snapshot.arrays[kind].values;
}
