// What is said at each moment of the walk: a title, a sentence, and a line whose result stands in large type.
import { backward } from "./back.js";
import { CLIP_UNTOUCHED } from "../specs.js";
import { layered } from "./plan.js";
import { number, percent, plain, short } from "../shared/words.js";

const STILL = -5, WILD = -1;

export function tell(run, look, { phase, site }) {
  return { forward, loss, backward, update }[phase](run, look, site);
}

// ---- forward ------------------------------------------------------------------------------------------------------

function forward(run, look, site) {
  if (site === 0) return input(look);
  const { activation_mean, activation_std } = look.arrays, here = `${run.site} ${site}`;
  const mean = activation_mean.values[site - 1], spread = plain(activation_std.values[site - 1]);
  return {
    title: `Forward, ${here}`,
    text: layered(run) ? layer(run, look, site) : timeStep(run, look, site),
    line: { result: `mean ${sign(mean)}${plain(mean)}, spread ${spread}`, of: `of h in ${here}, over batch and units` },
  };
}

const sign = (value) => (value < 0 ? "−" : "");

function input({ inputs }) {
  const count = inputs.at(-1) + 1, drawn = inputs.length < count ? `, of which ${inputs.length} are drawn` : "";
  const image = count === 1; // Only convolutional layers have a single input, the channel of a picture.
  const batch = image ? "pictures" : `examples of ${count} numbers${drawn}`, pixels = image ? " and all pixels" : "";
  return {
    title: "Forward, the input",
    text: `A batch goes in: ${batch}. What stands in a block is the mean over the batch${pixels}.`,
    line: { result: image ? "pictures" : `${count} numbers`, of: "go through the weights into layer 1" },
  };
}

function layer(run, look, site) {
  const before = site > 1 ? `what layer ${site - 1} passes on` : "input";
  return `${z(run, `weights × ${before}`)}; h = ${around(run, site, before, `${f(look)}(z)`)}.`;
}

// What leads around the weights, from the second layer on.
function around({ links: { rest = "" } }, site, before, fresh) {
  if (site === 1) return fresh;
  if (rest.includes("shortcut")) return `${before} + ${fresh}`;
  return rest.includes("highway") ? `gate × ${fresh} + (1 − gate) × ${before}` : fresh;
}

function timeStep(run, look, site) {
  const before = site > 1 ? `what time step ${site - 1} passes on` : "nothing, for it is the first";
  const seen = `Candidate and gates see the input and ${before}.`;
  if (look.arrays.forget_road) {
    return `Memory c = forget gate × old c + input gate × candidate; h = output gate × tanh(c). ${seen}`;
  }
  if (run.gated) return `h = (1 − update gate) × candidate + update gate × old h. ${seen}`;
  const recurrent = site > 1 ? ` + recurrent weights × ${before}` : "";
  return `${z(run, `input weights × input${recurrent}`)}; h = ${f(look)}(z).`;
}

const z = (run, sum) => (run.links.norm ? `z = normalized (${sum})` : `z = ${sum} + bias`);

// The activation as the name of a function.
function f({ activation_label: label }) {
  const name = label.replace(/ \(.*/, "");
  return /^[A-Z][a-z]+\b/.test(name) ? name[0].toLowerCase() + name.slice(1) : name;
}

// ---- loss ---------------------------------------------------------------------------------------------------------

function loss(run, look, site) {
  const value = look.arrays.loss.values[0], scored = run.scored ? `, accuracy ${percent(look.arrays.accuracy.values[0])}` : "";
  const last = run.links.rest?.includes("loss") ? "each of the last time steps" : `${run.site} ${site}`;
  const answer = run.scored ? "one probability for each class" : "the answer";
  return {
    title: "Loss",
    text: `What ${last} passes on is turned into ${answer}. Filled bars: what the network says, on average over the batch; ` +
      `hollow bars: what is true.${Number.isFinite(value) ? "" : " Numbers have overflowed: training ends with this step."}`,
    line: { result: `loss ${short(value)}${scored}`, of: `at training step ${look.step}` },
  };
}

// ---- update -------------------------------------------------------------------------------------------------------

function update(run, look, matrix) {
  const ratio = look.arrays.update_ratio.values[matrix - 1], clip = look.arrays.clip_scale.values[0];
  const name = matrixName(run, matrix), given = matrixGradient(run, look, matrix);
  const clipped = clip < CLIP_UNTOUCHED ? ` Clipping shrank the whole gradient first, to ${percent(clip)} of its size.` : "";
  return {
    title: `Update, ${name}`,
    text: `${given === null ? "" : `The gradient of these weights is ${number(given)}. `}` +
      `The optimizer moves ${name} by a step${effect(ratio, given)}.${clipped}`,
    line: { result: number(ratio), of: "of their size: |step| / |weights|" },
  };
}

function matrixName(run, matrix) {
  if (!layered(run)) return ["the input weights", "the recurrent weights", "the output weights"][matrix - 1];
  return matrix > run.sites ? "the output weights" : `the weights into layer ${matrix}`;
}

// Null where the trace has none of the whole matrix: of a sequence it has each time step's share.
function matrixGradient(run, look, matrix) {
  return layered(run) && matrix <= run.sites ? look.arrays.weight_gradient_norm.values[matrix - 1] : null;
}

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
