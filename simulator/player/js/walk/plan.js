// The moments of one training step in their order, how long each is shown, and which of them are neighbours.
import { layered } from "../shared/places.js";

/** @import { Run } from "../data/payload.d.ts" */

/** @typedef {"forward" | "loss" | "backward" | "update"} Phase */
/** @typedef {{ phase: Phase, site: number }} Moment a site; in an update the number of the weight matrix; 0 is the input */

/** @type {Phase[]} */
const PHASES = ["forward", "loss", "backward", "update"];

/** Seconds of one moment at most, seconds of the whole walk at most, and how much longer a phase's first moment lasts. */
const CALM = 0.6;
const WHOLE = 20;
const FIRST = 3;

/** @type {WeakMap<Run, Moment[]>} */
const planned = new WeakMap();

/**
 * How many weight matrices there are: those of the input, between the sites (time steps share one) and of the outputs.
 * @param {Pick<Run, "kind" | "sites">} run
 */
export const matrices = (run) => (layered(run) ? run.sites + 1 : 3);

/**
 * All moments of a step in their order. They are asked for at every picture, so each run's are made once.
 * @param {Run} run
 */
export function moments(run) {
  const all = planned.get(run) ?? plan(run);
  planned.set(run, all);
  return all;
}

/**
 * @param {Run} run
 * @returns {Moment[]}
 */
function plan(run) {
  const from = (/** @type {number} */ first, /** @type {number} */ last) =>
    Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const sites = {
    forward: from(layered(run) ? 0 : 1, run.sites),
    loss: [run.sites],
    backward: from(1, run.sites).reverse(),
    update: from(1, matrices(run)),
  };
  return PHASES.flatMap((phase) => sites[phase].map((site) => ({ phase, site })));
}

/**
 * The place of a moment among those of a run that may be of another size.
 * @param {Moment[]} all
 * @param {Moment} moment
 */
export function nearest(all, { phase, site }) {
  let best = 0;
  all.forEach((one, i) => {
    const away = Math.abs(one.site - site);
    const before = Math.abs(all[best].site - site);
    if (one.phase === phase && (all[best].phase !== phase || away < before)) best = i;
  });
  return best;
}

/**
 * @param {Moment[]} all
 * @param {Phase} phase
 */
export function firstOf(all, phase) {
  return all.findIndex((one) => one.phase === phase);
}

/**
 * Where the phase after that of a moment begins; the last phase ends with the walk.
 * @param {Moment[]} all
 * @param {number} place
 */
export function nextPhase(all, place) {
  const next = all.findIndex(({ phase }, i) => i > place && phase !== all[place].phase);
  return next < 0 ? all.length - 1 : next;
}

/**
 * Seconds that a moment is shown: the first one of a phase longer, and the whole walk at most 20.
 * @param {Moment[]} all
 * @param {number} place
 */
export function pace(all, place) {
  const share = (/** @type {number} */ i) => (i === 0 || all[i].phase !== all[i - 1].phase ? FIRST : 1);
  const whole = all.length + (FIRST - 1) * PHASES.length;
  return share(place) * Math.min(CALM, WHOLE / whole);
}

/**
 * How far the phases up to a moment have come, each from 0 to 1.
 * @param {Moment[]} all
 * @param {number} place
 * @returns {Record<string, number>}
 */
export function progress(all, place) {
  return Object.fromEntries(
    PHASES.map((phase) => {
      const first = firstOf(all, phase);
      const count = all.filter((one) => one.phase === phase).length;
      return [phase, Math.max(0, Math.min(1, (place + 1 - first) / Math.max(1, count)))];
    }),
  );
}

/**
 * What is known of a site at a moment: nothing yet, what it passes on, or its gradient too.
 * @param {Moment} moment
 * @param {number} other
 * @returns {"" | "h" | "gradient"}
 */
export function known({ phase, site }, other) {
  if (phase === "forward") return other <= site ? "h" : "";
  if (phase === "loss") return "h";
  return phase === "update" || other >= site ? "gradient" : "";
}
