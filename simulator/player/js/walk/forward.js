// What is said on the way forward: what goes in, and what each layer or time step makes of it.
import { t } from "../shared/language.js";
import { layered, siteName } from "../shared/places.js";
import { formatNumber } from "../shared/words.js";

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Told } from "./tell.js" */

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 * @returns {Told}
 */
export function forward(run, snapshot, site) {
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
