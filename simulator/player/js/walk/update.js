// What is said of a step of the optimizer: how large it is beside the weights, and what clipping left of it.
import { CLIP_UNTOUCHED } from "../constants.js";
import { t } from "../shared/language.js";
import { layered } from "../shared/places.js";
import { number, percent } from "../shared/words.js";

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Told } from "./tell.js" */

/** log10 of a step beside its weights below which they do not learn, and above which it is a very large one. */
const STILL = -5;
const WILD = -1;

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} matrix
 * @returns {Told}
 */
export function update(run, snapshot, matrix) {
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
