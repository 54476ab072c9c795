// The links of the chain at one training step: what each multiplies the gradient by, and what they multiply up to.
import { at } from "../data/unpack.js";

const LOWEST = -300;

export const product = (logs) => Object.values(logs).reduce((sum, log) => sum + log, 0);

// ``columns``: each link site with its links down to the one before it; ``links``: the stacked bars of what they have
// multiplied up to from the last site; ``total``: the measured gradient, relative to the last site's.
export function stacked(run, row) {
  const columns = linked(run, row), norm = (site) => at(run, "norm", row, site - 1), last = norm(run.sites);
  const sums = Object.fromEntries(Object.keys(run.links).map((name) => [name, 0])), links = [], total = [];
  for (let i = columns.length - 1; i >= 0; i--) {
    const { site, logs, rest } = columns[i], half = 0.4 * ((columns[i + 1]?.site ?? site + 1) - site);
    const y = norm(site) - last;
    links.push(...pile(sums, site - half, site + half));
    total.unshift({ site, y: Number.isFinite(y) ? y : null });
    for (const [name, log] of Object.entries({ ...logs, rest })) if (name in sums) sums[name] += log;
  }
  return { columns, links, total };
}

// ``rest`` is what was measured beyond the product of the links: what leads around the weights, where something does.
function linked(run, row) {
  const names = Object.keys(run.links).filter((name) => name !== "rest"), { sites } = run.arrays[`link:${names[0]}`];
  const norm = (site) => at(run, "norm", row, site - 1);
  return sites.map((site, i) => {
    const from = sites[i - 1] ?? 0, logs = Object.fromEntries(names.map((name) => [name, at(run, `link:${name}`, row, i)]));
    return { site, from, logs, rest: from ? norm(from) - norm(site) - product(logs) : 0 };
  });
}

// What shrinks the gradient hangs below the line, what makes it grow stands above it.
function pile(sums, x0, x1) {
  let [down, up] = [0, 0];
  return Object.entries(sums).flatMap(([link, log]) => {
    if (Number.isNaN(log) || log === 0) return [];
    const size = Math.max(LOWEST, Math.min(-LOWEST, log)), y0 = log < 0 ? down : up;
    if (log < 0) down += size;
    else up += size;
    return [{ link, x0, x1, y0, y1: y0 + size }];
  });
}
