// What is said on the way back: what the links of one step multiply the gradient by, and what is left of it so far.
import { number } from "../shared/words.js";
import { briefLog } from "./scales.js";

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Told } from "./tell.js" */

/** Factors that are written out, the latest ones. */
const MOST = 5;

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 * @returns {Told}
 */
export function backward(run, snapshot, site) {
  const norms = snapshot.arrays.gradient_norm.values;
  const here = `${run.site} ${site}`;
  const line = chain(run, norms, site);
  if (site < run.sites)
    return { title: `Backward, through ${run.site} ${site + 1}`, text: back(run, snapshot, site), line };
  const text =
    `How would the loss change if ${here} passed on a little more? ` +
    `Through the output weights the gradient ${number(norms[site - 1])} arrives at ${here}.`;
  return { title: `Backward, from the loss to ${here}`, text, line };
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function back(run, snapshot, site) {
  const norms = snapshot.arrays.gradient_norm.values;
  const [end, start] = [norms[site - 1], norms[site]];
  const [from, to] = [`${run.site} ${site + 1}`, `${run.site} ${site}`];
  const { factors, product } = links(run, snapshot, site + 1);
  if (start === -Infinity && end === -Infinity) {
    return `Nothing came back to ${from}, so nothing arrives at ${to}: its gradient is exactly zero.`;
  }
  if (!Number.isFinite(start) || Number.isNaN(end) || end === Infinity) {
    return `The gradient of ${from} is ${number(start)}, that of ${to} ${number(end)}: there is nothing to multiply.`;
  }
  if (product === -Infinity && Number.isFinite(end)) {
    const alone = `${run.links.rest} alone brings ${number(end)} to ${to}.`;
    return `The way through the weights is shut, for the slope is zero everywhere in ${from}: ${alone}`;
  }
  const said = factors.map(([name, log]) => `${name} ${number(log)}`).join(" × ");
  return `gradient ${number(start)} × ${said} = ${number(end)} arrives at ${to}.`;
}

/**
 * The links of one step back from a site, as logarithms, with what is measured beyond their product where there is more.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function links(run, snapshot, site) {
  const names = Object.keys(run.links).filter((name) => name !== "rest");
  const norms = snapshot.arrays.gradient_norm.values;
  /** @type {[word: string, log: number][]} */
  const factors = names.map((name) => [
    run.links[name],
    Math.log10(snapshot.arrays[`${name}_factor`].values[site - 1]),
  ]);
  const product = factors.reduce((sum, [, log]) => sum + log, 0);
  if (run.links.rest) factors.push([run.links.rest, norms[site - 2] - norms[site - 1] - product]);
  return { factors, product };
}

/**
 * The latest factors, the last one last, and what all of them multiply up to.
 * @param {Run} run
 * @param {Float32Array} norms
 * @param {number} site
 * @returns {Told["line"]}
 */
function chain(run, norms, site) {
  const last = norms[run.sites - 1];
  const whole = norms[site - 1] - last;
  if (site === run.sites || !Number.isFinite(last) || Number.isNaN(whole)) {
    return { result: number(norms[site - 1]), of: `is the gradient of ${run.site} ${site}` };
  }
  const count = Math.min(MOST, run.sites - site);
  const before = count < run.sites - site ? ["…"] : [];
  const factors = Array.from({ length: count }, (_, i) => norms[site - 1 + i] - norms[site + i]).reverse();
  const terms = ["1", ...before, ...factors.map((log) => (Number.isNaN(log) ? "0" : briefLog(log)))];
  return { terms, result: number(whole), of: `of the gradient of ${run.site} ${run.sites}` };
}
