// What is said at each moment of the walk: a title, a sentence, and a line whose result stands in large type.
import { CLIP_UNTOUCHED } from "../constants.js";
import { t } from "../shared/language.js";
import { layered, siteName } from "../shared/places.js";
import { formatNumber, number, percent, short } from "../shared/words.js";
import { backward } from "./back.js";

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
  const here = siteName(run, site);
  const mean = activation_mean.values[site - 1];
  const spread = formatNumber(activation_std.values[site - 1]);
  return {
    title: t("Forward, {site}", { site: here }),
    text: layered(run) ? layer(run, snapshot, site) : timeStep(run, snapshot, site),
    line: {
      result: t("mean {mean}, spread {spread}", { mean: formatNumber(mean), spread }),
      of: t("of h in {site}, over batch and units", { site: here }),
    },
  };
}

/** @param {Snapshot} snapshot */
function input({ inputs }) {
  const count = inputs[inputs.length - 1] + 1;
  const image = count === 1; // Only convolutional layers have a single input, the channel of a picture.
  return {
    title: t("Forward, the input"),
    text: `${batch(count, inputs.length)} ${meaning(image)}`,
    line: {
      result: image ? t("pictures") : t("{count} numbers", { count }),
      of: t("go through the weights into layer 1"),
    },
  };
}

/** What goes in. @param {number} count of numbers @param {number} drawn of them */
function batch(count, drawn) {
  if (count === 1) return t("A batch goes in: pictures.");
  return drawn < count
    ? t("A batch goes in: examples of {count} numbers, of which {drawn} are drawn.", { count, drawn })
    : t("A batch goes in: examples of {count} numbers.", { count });
}

/** What the number in a block is. @param {boolean} image */
const meaning = (image) =>
  image
    ? t("What stands in a block is the mean over the batch and all pixels.")
    : t("What stands in a block is the mean over the batch.");

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function layer(run, snapshot, site) {
  const before = site > 1 ? passedOn(run, site - 1) : t("input");
  const sum = t("weights × {what}", { what: before });
  return `${z(run, sum)}; h = ${around(run, site, before, `${f(snapshot)}(z)`)}.`;
}

/** @param {Run} run @param {number} site */
const passedOn = (run, site) => t("what {site} passes on", { site: siteName(run, site) });

/**
 * What leads around the weights, from the second layer on.
 * @param {Run} run
 * @param {number} site
 * @param {string} before
 * @param {string} fresh
 */
function around({ ways }, site, before, fresh) {
  if (site === 1) return fresh;
  if (ways.includes("residual")) return `${before} + ${fresh}`;
  return ways.includes("highway") ? t("gate × {fresh} + (1 − gate) × {before}", { fresh, before }) : fresh;
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function timeStep(run, snapshot, site) {
  const before = passedOn(run, site - 1);
  if (run.gated) {
    const memory = t("Memory c = forget gate × old c + input gate × candidate; h = output gate × {activation}(c).", {
      activation: f(snapshot),
    });
    const state = t("h = (1 − update gate) × candidate + update gate × old h.");
    const seen =
      site > 1
        ? t("Candidate and gates see the input and {before}.", { before })
        : t("Candidate and gates see the input and nothing, for it is the first.");
    return `${snapshot.arrays.forget_road ? memory : state} ${seen}`;
  }
  const sum =
    site > 1 ? t("input weights × input + recurrent weights × {before}", { before }) : t("input weights × input");
  return `${z(run, sum)}; h = ${f(snapshot)}(z).`;
}

/**
 * @param {Run} run
 * @param {string} sum
 */
const z = (run, sum) => (run.links.norm ? t("z = normalized ({sum})", { sum }) : t("z = {sum} + bias", { sum }));

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
  const last = run.ways.includes("readouts") ? t("each of the last time steps") : siteName(run, site);
  const text = [
    run.scored
      ? t("What {last} passes on is turned into one probability for each class.", { last })
      : t("What {last} passes on is turned into the answer.", { last }),
    t("Filled bars: what the network says, on average over the batch; hollow bars: what is true."),
    ...(Number.isFinite(value) ? [] : [t("Numbers have overflowed: training ends with this step.")]),
  ];
  const accuracy = percent(snapshot.arrays.accuracy.values[0]);
  const result = run.scored
    ? t("loss {loss}, accuracy {accuracy}", { loss: short(value), accuracy })
    : t("loss {loss}", { loss: short(value) });
  const of = t("at training step {step}", { step: snapshot.step });
  return { title: t("Loss"), text: text.join(" "), line: { result, of } };
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
  const name = weightsName(run, matrix);
  const given = matrixGradient(run, snapshot, matrix);
  const shrunk = { share: percent(clip) };
  const text = [
    ...(given === null ? [] : [t("The gradient of these weights is {norm}.", { norm: number(given) })]),
    effect(name, ratio, given),
    ...(clip < CLIP_UNTOUCHED ? [t("Clipping shrank the whole gradient first, to {share} of its size.", shrunk)] : []),
  ];
  return {
    title: t("Update, {name}", { name }),
    text: text.join(" "),
    line: { result: number(ratio), of: t("of their size: |step| / |weights|") },
  };
}

/**
 * @param {Run} run
 * @param {number} matrix
 */
function weightsName(run, matrix) {
  const output = t("the output weights");
  if (!layered(run)) return [t("the input weights"), t("the recurrent weights"), output][matrix - 1];
  return matrix > run.sites ? output : t("the weights into layer {number}", { number: matrix });
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
 * What the step is beside the weights.
 * @param {string} name
 * @param {number} ratio
 * @param {number | null} given
 */
function effect(name, ratio, given) {
  if (ratio === -Infinity) {
    return given !== null && Number.isFinite(given)
      ? t("The optimizer moves {name} by a step so small that rounding swallows it: they stay as they are.", { name })
      : t("The optimizer moves {name} by a step of exactly zero: they stay as they are.", { name });
  }
  if (Number.isNaN(ratio)) return t("The optimizer moves {name} by a step that is not a number.", { name });
  if (ratio === Infinity) {
    return t("The optimizer moves {name} by a step away from exactly zero, beside which any step is infinite.", {
      name,
    });
  }
  if (ratio < STILL) return t("The optimizer moves {name} by a step: as good as none, they do not learn.", { name });
  if (ratio > WILD) return t("The optimizer moves {name} by a step: a very large one.", { name });
  return t("The optimizer moves {name} by a step.", { name });
}
