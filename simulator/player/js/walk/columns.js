// The columns of the drawing at a moment: the units of a site as far as they are known, the input, and the outputs.
import { part } from "../data/snapshots.js";
import { t } from "../shared/language.js";
import { layered, siteName } from "../shared/places.js";
import { number, short } from "../shared/words.js";
import { known } from "./plan.js";
import { activation, brief, EMPTY, gradient, taken } from "./scales.js";

/** @import { Snapshot } from "../data/payload.d.ts" */
/** @import { Block, Edge } from "./scales.js" */
/** @import { View } from "./scene.js" */

/**
 * @typedef {object} Column
 * @property {string} label
 * @property {Block[]} units
 * @property {string} foot
 * @property {boolean} now whether the moment is here
 * @property {Below | null} [below] the input of a time step
 */
/** @typedef {{ units: Block[], arrow: Edge, now: boolean }} Below */
/** @typedef {{ said: number, truth: number, text: string }} Answer */
/** @typedef {{ rows: Answer[], most: number, signed: boolean }} Answers */

/** @type {Edge} */
const UP = { colour: "currentColor", width: 1.5, dashed: false };

/**
 * @param {View} view
 * @param {number} site
 * @returns {Column}
 */
export function column(view, site) {
  if (site === 0) return input(view);
  if (site > view.run.sites) return outputs(view);
  const { run, snapshot, moment, axis, largest } = view;
  const state = known(moment, site);
  const values = part(snapshot, state === "gradient" ? "gradient" : "h", site - 1, run.sites);
  /** @type {Record<typeof state, (value: number) => Block>} */
  const blocks = {
    h: (value) => activation(value, largest.h),
    gradient: (log) => gradient(log, axis),
    "": () => EMPTY,
  };
  return {
    label: siteName(run, site),
    units: Array.from(values, blocks[state]),
    foot: foot(snapshot, site, state),
    below: layered(run) ? null : below(view, site, state),
    now: site === moment.site && ["forward", "backward"].includes(moment.phase),
  };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} site
 * @param {ReturnType<typeof known>} state
 */
function foot({ arrays }, site, state) {
  const { gradient_norm: norms, activation_mean: mean, activation_std: std } = arrays;
  if (state === "gradient") return number(norms.values[site - 1]);
  return state ? `${brief(mean.values[site - 1])} ± ${brief(std.values[site - 1])}` : "";
}

/**
 * @param {View} view
 * @returns {Column}
 */
function input({ snapshot, moment: { phase, site }, largest }) {
  const seen = phase === "forward" || phase === "loss";
  const units = Array.from(snapshot.arrays.x.values, (value) => (seen ? activation(value, largest.h) : EMPTY));
  return { label: t("input"), units, foot: "", now: phase === "forward" && site === 0 };
}

/**
 * The input of a time step comes from below, through the first matrix.
 * @param {View} view
 * @param {number} site
 * @param {ReturnType<typeof known>} state
 * @returns {Below}
 */
function below({ run, snapshot, moment: { phase, site: matrix }, largest }, site, state) {
  const moving = phase === "update";
  const ratio = snapshot.arrays.update_ratio.values[0];
  const values = part(snapshot, "x", site - 1, run.sites);
  const units = Array.from(values, (value) => (state === "h" ? activation(value, largest.h) : EMPTY));
  return { units, arrow: moving ? taken(ratio) : UP, now: moving && matrix === 1 };
}

/**
 * @param {View} view
 * @returns {Column}
 */
function outputs({ snapshot, moment: { phase } }) {
  return {
    label: snapshot.labels.length > 1 ? t("class") : t("output"),
    units: snapshot.labels.map((text) => ({ ...EMPTY, text })),
    foot: phase === "forward" ? "" : t("loss {loss}", { loss: short(snapshot.arrays.loss.values[0]) }),
    now: phase === "loss",
  };
}

/**
 * What the network says at each output beside what is true, once it is known.
 * @param {View} view
 * @returns {Answers | null}
 */
export function answers({ run, snapshot, moment: { phase } }) {
  if (phase === "forward") return null;
  const { probability, target } = snapshot.arrays;
  const sizes = [...probability.values, ...target.values].filter(Number.isFinite);
  const say = (/** @type {number} */ value) =>
    run.scored && Number.isFinite(value) ? `${Math.round(100 * value)}` : brief(value);
  const rows = Array.from(probability.values, (said, i) => {
    const truth = target.values[i];
    return { said, truth, text: `${say(said)} / ${say(truth)}${run.scored ? " %" : ""}` };
  });
  return { rows, most: Math.max(1e-9, ...sizes.map(Math.abs)), signed: sizes.some((value) => value < 0) };
}
