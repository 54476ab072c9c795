// What is said on the way back: what the links of one step multiply the gradient by, and what is left of it so far.
import { t } from "../shared/language.js";
import { siteName } from "../shared/places.js";
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
  const here = siteName(run, site);
  const line = chain(run, norms, site);
  if (site < run.sites) {
    const title = t("Backward, through {site}", { site: siteName(run, site + 1) });
    return { title, text: back(run, snapshot, site), line };
  }
  const text = [
    t("How would the loss change if {site} passed on a little more?", { site: here }),
    t("Through the output weights the gradient {norm} arrives at {site}.", {
      norm: number(norms[site - 1]),
      site: here,
    }),
  ];
  return { title: t("Backward, from the loss to {site}", { site: here }), text: text.join(" "), line };
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function back(run, snapshot, site) {
  const norms = snapshot.arrays.gradient_norm.values;
  const [end, start] = [norms[site - 1], norms[site]];
  const [from, to] = [siteName(run, site + 1), siteName(run, site)];
  const ends = { start: number(start), end: number(end), from, to };
  const { factors, product } = links(run, snapshot, site + 1);
  if (start === -Infinity && end === -Infinity) {
    return t("Nothing came back to {from}, so nothing arrives at {to}: its gradient is exactly zero.", ends);
  }
  if (!Number.isFinite(start) || Number.isNaN(end) || end === Infinity) {
    return t("The gradient of {from} is {start}, that of {to} {end}: there is nothing to multiply.", ends);
  }
  if (product === -Infinity && Number.isFinite(end)) {
    return t(
      "The way through the weights is shut, for the slope is zero everywhere in {from}: {rest} alone brings {end} to {to}.",
      { ...ends, rest: run.links.rest },
    );
  }
  const said = factors.map(([name, log]) => `${name} ${number(log)}`).join(" × ");
  return t("gradient {start} × {factors} = {end} arrives at {to}.", { ...ends, factors: said });
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
    return { result: number(norms[site - 1]), of: t("is the gradient of {site}", { site: siteName(run, site) }) };
  }
  const count = Math.min(MOST, run.sites - site);
  const before = count < run.sites - site ? ["…"] : [];
  const factors = Array.from({ length: count }, (_, i) => norms[site - 1 + i] - norms[site + i]).reverse();
  const terms = ["1", ...before, ...factors.map((log) => (Number.isNaN(log) ? "0" : briefLog(log)))];
  return { terms, result: number(whole), of: t("of the gradient of {site}", { site: siteName(run, run.sites) }) };
}
