// What is said at each moment of the walk: a title, a sentence, and a line whose result stands in large type.
import { CLIP_UNTOUCHED } from "../constants.js";
import { formatNumber, number, percent, short } from "../shared/words.js";
import { backward } from "./back.js";
import { layered } from "./plan.js";

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment } from "./plan.js" */

/**
 * @typedef {object} Told
 * @property {string} title
 * @property {string} text
 * @property {{ terms?: string[], result: string, of: string }} line factors, what they multiply up to, and of what
 */

/** log10 of a step beside its weights below which they do not learn, and above which it is a very large one. */
const STILL = -5;
const WILD = -1;

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Moment} moment
 * @returns {Told}
 */
export function tell(run, snapshot, { phase, site }) {
  return { forward, loss, backward, update }[phase](run, snapshot, site);
}

// ---- forward ------------------------------------------------------------------------------------------------------

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function forward(run, snapshot, site) {
  if (site === 0) return input(snapshot);
  const { activation_mean, activation_std } = snapshot.arrays;
  const here = `${run.site} ${site}`;
  const mean = activation_mean.values[site - 1];
  const spread = formatNumber(activation_std.values[site - 1]);
  return {
    title: `Forward, ${here}`,
    text: layered(run) ? layer(run, snapshot, site) : timeStep(run, snapshot, site),
    line: {
      result: `mean ${formatNumber(mean)}, spread ${spread}`,
      of: `of h in ${here}, over batch and units`,
    },
  };
}

/** @param {Snapshot} snapshot */
function input({ inputs }) {
  const count = inputs[inputs.length - 1] + 1;
  const drawn = inputs.length < count ? `, of which ${inputs.length} are drawn` : "";
  const image = count === 1; // Only convolutional layers have a single input, the channel of a picture.
  const batch = image ? "pictures" : `examples of ${count} numbers${drawn}`;
  const pixels = image ? " and all pixels" : "";
  return {
    title: "Forward, the input",
    text: `A batch goes in: ${batch}. What stands in a block is the mean over the batch${pixels}.`,
    line: { result: image ? "pictures" : `${count} numbers`, of: "go through the weights into layer 1" },
  };
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function layer(run, snapshot, site) {
  const before = site > 1 ? `what layer ${site - 1} passes on` : "input";
  return `${z(run, `weights × ${before}`)}; h = ${around(run, site, before, `${f(snapshot)}(z)`)}.`;
}

/**
 * What leads around the weights, from the second layer on.
 * @param {Run} run
 * @param {number} site
 * @param {string} before
 * @param {string} fresh
 */
function around({ links: { rest = "" } }, site, before, fresh) {
  if (site === 1) return fresh;
  if (rest.includes("shortcut")) return `${before} + ${fresh}`;
  return rest.includes("highway") ? `gate × ${fresh} + (1 − gate) × ${before}` : fresh;
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function timeStep(run, snapshot, site) {
  const before = site > 1 ? `what time step ${site - 1} passes on` : "nothing, for it is the first";
  const seen = `Candidate and gates see the input and ${before}.`;
  if (snapshot.arrays.forget_road) {
    return `Memory c = forget gate × old c + input gate × candidate; h = output gate × ${f(snapshot)}(c). ${seen}`;
  }
  if (run.gated) return `h = (1 − update gate) × candidate + update gate × old h. ${seen}`;
  const recurrent = site > 1 ? ` + recurrent weights × ${before}` : "";
  return `${z(run, `input weights × input${recurrent}`)}; h = ${f(snapshot)}(z).`;
}

/**
 * @param {Run} run
 * @param {string} sum
 */
const z = (run, sum) => (run.links.norm ? `z = normalized (${sum})` : `z = ${sum} + bias`);

/** The activation as the name of a function. @param {Snapshot} snapshot */
function f({ activation_label: label }) {
  const name = label.replace(/ \(.*/, "");
  return /^[A-Z][a-z]+\b/.test(name) ? name[0].toLowerCase() + name.slice(1) : name;
}

// ---- loss ---------------------------------------------------------------------------------------------------------

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function loss(run, snapshot, site) {
  const value = snapshot.arrays.loss.values[0];
  const scored = run.scored ? `, accuracy ${percent(snapshot.arrays.accuracy.values[0])}` : "";
  const last = run.links.rest?.includes("loss") ? "each of the last time steps" : `${run.site} ${site}`;
  const answer = run.scored ? "one probability for each class" : "the answer";
  return {
    title: "Loss",
    text:
      `What ${last} passes on is turned into ${answer}. Filled bars: what the network says, on average over the batch; ` +
      `hollow bars: what is true.${Number.isFinite(value) ? "" : " Numbers have overflowed: training ends with this step."}`,
    line: { result: `loss ${short(value)}${scored}`, of: `at training step ${snapshot.step}` },
  };
}

// ---- update -------------------------------------------------------------------------------------------------------

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} matrix
 */
function update(run, snapshot, matrix) {
  const ratio = snapshot.arrays.update_ratio.values[matrix - 1];
  const clip = snapshot.arrays.clip_scale.values[0];
  const name = matrixName(run, matrix);
  const given = matrixGradient(run, snapshot, matrix);
  const clipped =
    clip < CLIP_UNTOUCHED ? ` Clipping shrank the whole gradient first, to ${percent(clip)} of its size.` : "";
  return {
    title: `Update, ${name}`,
    text:
      `${given === null ? "" : `The gradient of these weights is ${number(given)}. `}` +
      `The optimizer moves ${name} by a step${effect(ratio, given)}.${clipped}`,
    line: { result: number(ratio), of: "of their size: |step| / |weights|" },
  };
}

/**
 * @param {Run} run
 * @param {number} matrix
 */
function matrixName(run, matrix) {
  if (!layered(run)) return ["the input weights", "the recurrent weights", "the output weights"][matrix - 1];
  return matrix > run.sites ? "the output weights" : `the weights into layer ${matrix}`;
}

/**
 * Null where the trace has none of the whole matrix: of a sequence it has each time step's share.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} matrix
 */
function matrixGradient(run, snapshot, matrix) {
  return layered(run) && matrix <= run.sites ? snapshot.arrays.weight_gradient_norm.values[matrix - 1] : null;
}

/**
 * @param {number} ratio
 * @param {number | null} given
 */
function effect(ratio, given) {
  if (ratio === -Infinity) {
    const lost = given !== null && Number.isFinite(given);
    return `${lost ? " so small that rounding swallows it" : " of exactly zero"}: they stay as they are`;
  }
  if (Number.isNaN(ratio)) return " that is not a number";
  if (ratio === Infinity) return " away from exactly zero, beside which any step is infinite";
  if (ratio < STILL) return ": as good as none, they do not learn";
  return ratio > WILD ? ": a very large one" : "";
}
