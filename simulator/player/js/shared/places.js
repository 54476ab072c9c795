// What a place on the gradient's way is called: a site, a weight matrix, one of several gates.
import { GATES } from "../constants.js";
import { t } from "./language.js";

/** @import { Run } from "../data/payload.d.ts" */

/** Whether sites are layers; else they are time steps. @param {Pick<Run, "kind">} run */
export const layered = ({ kind }) => kind === "deep";

/** Such as "layer 3". @param {Pick<Run, "kind">} run @param {number} number */
export const siteName = (run, number) =>
  layered(run) ? t("layer {number}", { number }) : t("time step {number}", { number });

/**
 * What a matrix is called: after the layer that it leads into, or by a name of its own.
 * @param {Pick<Run, "kind" | "matrices">} run
 * @param {number} number from 1
 */
export function matrixName({ matrices }, number) {
  const name = matrices[number - 1] ?? "";
  const layer = layerOf(name);
  if (layer) return t("layer {number}", { number: layer });
  return { input: t("input"), recurrent: t("recurrent"), output: t("output") }[name] ?? name;
}

/** The same where little room is left. @param {Pick<Run, "kind" | "matrices">} run @param {number} number from 1 */
export const matrixMark = (run, number) => layerOf(run.matrices[number - 1]) || matrixName(run, number);

/** @param {string} matrix */
const layerOf = (matrix) => (/^layer (\d+)$/.exec(matrix) ?? [])[1] ?? "";

/** The gate as it is called beside others, such as "forget". @param {string} gate */
export const gateName = (gate) => GATES[gate] ?? gate;
