// What the drawing of the walk shows at a moment, as plain data: the columns in the window, and the gaps between them.
import { answers, column } from "./columns.js";
import { gap } from "./gaps.js";
import { layered, matrices } from "./plan.js";

const SLOT = 122, FEWEST = 3, MOST = 10, WIDEST = 200;
const measured = new WeakMap();

// ``site`` of a column: 0 is the input, one more than the sites are the outputs, which take two slots.
export function scene(run, look, moment, width, axis) {
  const { first, count } = visible(run, moment, width), last = Math.min(run.sites + 1, first + count - 1);
  const pitch = Math.min(WIDEST, width / count), left = (width - pitch * count) / 2;
  const x = (site) => left + pitch * (site - first + 0.5), view = { run, look, moment, axis, largest: reach(look) };
  const sites = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    first, last, pitch,
    columns: sites.map((site) => ({ site, x: x(site), ...column(view, site) })),
    gaps: sites.slice(0, -1).map((site) => ({ from: site, x: (x(site) + x(site + 1)) / 2, ...gap(view, site) })),
    answers: first + count > run.sites + 2 ? answers(view) : null,
    detour: detour(run, look),
  };
}

// The sites of the window: it turns like a page, and both neighbours of the site of the moment are always seen.
function visible(run, { phase, site }, width) {
  const start = layered(run) ? 0 : 1, total = run.sites - start + 3;
  const count = Math.min(total, Math.max(FEWEST, Math.min(MOST, Math.floor(width / SLOT))));
  const end = phase === "loss" || (phase === "update" && site === matrices(run));
  const turned = Math.floor(Math.max(0, site - start - 1) / (count - 2)) * (count - 2);
  return { first: start + (end ? total - count : Math.min(turned, total - count)), count };
}

// The largest activation and the largest weight of a look.
export function reach(look) {
  const most = (...names) => names.reduce((most, name) => largest(look.arrays[name].values, most), 0);
  if (!measured.has(look)) measured.set(look, { h: most("h"), weight: most("weight_in", "weight", "weight_out") });
  return measured.get(look);
}

const largest = (values, most) =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), most);

// What leads around the weights of a site, in words; empty where nothing does.
export function detour({ links: { rest = "" } }, look) {
  if (look.arrays.forget_road) return "the memory c runs past the weights";
  return rest.startsWith("what the loss") ? "" : rest;
}
