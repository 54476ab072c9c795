// The links of the chain at one training step: what each multiplies the gradient by, and what they multiply up to.
import { at } from "../data/unpack.js";
import { far } from "../shared/profile.js";

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */

/** Powers of ten that a stack may reach, up or down: what is exactly zero has no end of its own. */
const MOST = 300;

/** @typedef {Record<string, number>} Logs log10 of each link, by its name */
/** @typedef {{ site: number, from: number, logs: Logs, rest: number }} Column a site, and its links down to ``from`` */

/** @param {Logs} logs */
export const product = (logs) => Object.values(logs).reduce((sum, log) => sum + log, 0);

/**
 * ``columns``: each link site with its links down to the one before it; ``links``: the stacked bars of what they have
 * multiplied up to from the last site; ``total``: the measured gradient, relative to the last site's.
 * @param {Run} run
 * @param {number} row
 */
export function stacked(run, row) {
  const columns = linked(run, row);
  const norm = (/** @type {number} */ site) => at(run, "norm", row, site - 1);
  const last = norm(run.sites);
  /** @type {Logs} */
  const sums = Object.fromEntries(Object.keys(run.links).map((name) => [name, 0]));
  const links = [];
  const total = [];
  for (let i = columns.length - 1; i >= 0; i--) {
    const { site, logs, rest } = columns[i];
    const half = 0.4 * ((columns[i + 1]?.site ?? site + 1) - site);
    const y = norm(site) - last;
    // Its own links come after: they make the gradient of the sites below it.
    links.push(...pile(sums, site - half, site + half));
    total.unshift({ site, y: Number.isFinite(y) ? y : null });
    for (const [name, log] of Object.entries({ ...logs, rest })) if (name in sums) sums[name] += log;
  }
  return { columns, links, total };
}

/**
 * Where the line lies beyond the axis: a mark at the edge for each site, and how far it goes in words.
 * @param {{ site: number, y: number | null }[]} total
 * @param {Span} axis
 */
export function outside(total, [low, high]) {
  const lines = total.map(({ site, y }) => ({ site, line: y }));
  const beyond = lines.flatMap(({ site, line }) => {
    if (line === null || (line >= low && line <= high)) return [];
    return [line < low ? { site, y: low, turn: 0 } : { site, y: high, turn: 180 }];
  });
  return { beyond, far: far(lines, [low, high]) };
}

/**
 * ``rest`` is what was measured beyond the product of the links: what leads around the weights, where something does.
 * @param {Run} run
 * @param {number} row
 * @returns {Column[]}
 */
function linked(run, row) {
  const names = Object.keys(run.links).filter((name) => name !== "rest");
  const { sites = [] } = run.arrays[`link:${names[0]}`];
  const norm = (/** @type {number} */ site) => at(run, "norm", row, site - 1);
  return sites.map((site, i) => {
    const from = sites[i - 1] ?? 0;
    /** @type {Logs} */
    const logs = Object.fromEntries(names.map((name) => [name, at(run, `link:${name}`, row, i)]));
    return { site, from, logs, rest: from ? norm(from) - norm(site) - product(logs) : 0 };
  });
}

/**
 * What shrinks the gradient hangs below the line, what makes it grow stands above it.
 * @param {Logs} sums
 * @param {number} x0
 * @param {number} x1
 */
function pile(sums, x0, x1) {
  let [down, up] = [0, 0];
  return Object.entries(sums).flatMap(([link, log]) => {
    if (Number.isNaN(log) || log === 0) return [];
    const size = Math.max(-MOST, Math.min(MOST, log));
    const y0 = log < 0 ? down : up;
    if (log < 0) down += size;
    else up += size;
    return [{ link, x0, x1, y0, y1: y0 + size }];
  });
}
