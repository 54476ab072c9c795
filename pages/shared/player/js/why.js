// Why: the links of the chain as a stack, one step back in words and numbers, and the activation under its z.
import { lookAt, part } from "./inside.js";
import { HEALTHY_DECADES } from "./specs.js";
import { at } from "./unpack.js";
import { number, plain } from "./words.js";

const FLAT = 0.05, HEADROOM = 0.75, STEP = 5, LOWEST = -300;

export class Why {
  constructor(host, charts, redraw) {
    Object.assign(this, { host, charts, find: (name) => host.querySelector(`[data-why="${name}"]`) });
    this.range = this.find("site");
    this.range.oninput = () => {
      this.site = Number(this.range.value);
      redraw();
    };
  }

  choose(site) {
    this.range.value = site;
    this.range.oninput();
  }

  renew(run) {
    const { links, links_axis: [links_low, links_high] } = run, shown_links = Object.keys(links);
    this.charts.set({ links_low, links_high, link_words: links, shown_links, sites: run.sites, ...run.words }, ["links", "memory"]);
    this.range.max = run.sites;
    if (!(this.site <= run.sites) || this.run !== run.run) this.site = this.range.value = Math.max(1, Math.ceil(run.sites / 2));
    this.run = run.run;
  }

  draw(run, row) {
    if (!run.rows) return;
    const stack = stacked(run, row);
    const chosen = [{ x0: this.site - 0.5, x1: this.site + 0.5 }], level = [{ y: 0 }];
    this.charts.data("links", { links: stack.bars, total: stack.total, chosen, level });
    this.say(run, row, stack);
    const look = lookAt(run, row);
    this.host.dataset.look = look ? `${look.look}:${look.row}` : "";
    if (look) this.drawLook(run, look);
  }

  say(run, row, { columns }) {
    const place = columns.findLastIndex(({ site }) => site <= this.site), { site, from, logs, rest } = columns[Math.max(0, place)];
    const there = from ? `${run.site} ${from}` : "the input", parts = [...Object.entries(logs), ...(run.links.rest && from ? [["rest", rest]] : [])];
    const product = parts.reduce((sum, [, log]) => sum + log, 0);
    this.find("place").textContent = `${run.site} ${site}`;
    this.range.setAttribute("aria-valuetext", `${run.site} ${site}`);
    this.find("words").textContent = `gradient at ${there} = gradient at ${run.site} ${site} × ${parts.map(([name]) => run.links[name]).join(" × ")}`;
    const here = at(run, "norm", row, site - 1), end = from ? at(run, "norm", row, from - 1) : here + product;
    this.find("numbers").textContent = `${number(end)} = ${number(here)} × ${parts.map(([, log]) => number(log)).join(" × ")}`;
  }

  drawLook(run, look) {
    this.drawCurve(run, look);
    this.drawMemory(run, look);
    const { singular_value: largest, spectral_radius: radius } = look;
    const steepest = Math.max(...look.arrays.slope.values), mean = look.arrays.slope_factor.values[this.site - 1];
    this.find("recurrent").textContent = largest === null ? "" :
      `The recurrent matrix at training step ${look.step}: largest singular value ${plain(largest)}, spectral radius ${plain(radius)}. ` +
      (run.gated ? "" : `Where the slope is at most ${plain(steepest)}, one time step back multiplies the gradient by at most ${plain(largest * steepest)}; here the slope's link is ${plain(mean)}.`);
  }

  drawCurve(run, look) {
    const away = look.z_sites.map((site) => Math.abs(site - this.site)), i = away.indexOf(Math.min(...away)), count = look.z_sites.length;
    const range = look.z_range[i], f = part(look, "curve", i, count), slope = part(look, "slope", i, count), share = part(look, "z_share", i, count);
    const grid = (index, size) => -range + (2 * range * index) / size;
    const [low, high] = [Math.max(-1.2, Math.min(-0.1, ...f, ...slope) - 0.1), Math.min(2, Math.max(1, ...f, ...slope) + 0.1)];
    const most = Math.max(...share), top = (value) => low + (HEADROOM * (high - low) * value) / most;
    const density = Array.from(share, (value, k) => ({ z: grid(k, share.length), z1: grid(k + 1, share.length), low, high: top(value) }));
    const line = (values, name) => Array.from(values, (y, k) => ({ z: grid(k, f.length - 1), y, line: name }));
    this.charts.set({ z_range: range, curve_low: low, curve_high: high }, ["curve"]);
    this.charts.data("curve", { density, curve: [...line(f, "f(z)"), ...line(slope, "its slope f'(z)")], flat: flat(slope, grid) });
    const inFlat = share.reduce((sum, value, k) => sum + (Math.abs(slope[Math.round(((k + 0.5) / share.length) * (f.length - 1))]) < FLAT ? value : 0), 0);
    this.find("z").textContent = `${look.activation_label}, ${run.site} ${look.z_sites[i]}, training step ${look.step}. Grey bars: how z is distributed over batch and units; ` +
      `yellow: where the slope is below ${FLAT}, which holds ${Math.round(100 * inFlat)} % of z.`;
  }

  drawMemory(run, look) {
    const box = this.charts.boxes.memory, roads = look.arrays.forget_road;
    box.hidden = !roads;
    if (!roads) return;
    const lines = { "forget gates alone, multiplied": roads.values, "memory gradient, measured": look.arrays.cell_gradient.values };
    const rows = Object.entries(lines).flatMap(([line, values]) =>
      Array.from(values, (y, i) => ({ site: i + 1, line, y: Number.isFinite(y) ? Math.max(y, LOWEST) : null })));
    const known = rows.map(({ y }) => y).filter((y) => y !== null);
    const low = STEP * Math.floor((Math.min(-HEALTHY_DECADES, ...known) - 0.3) / STEP), high = Math.max(1, Math.ceil(Math.max(...known)));
    this.charts.set({ memory_low: low, memory_high: high }, ["memory"]);
    this.charts.data("memory", { memory: rows });
  }
}

// Where the slope is next to nothing, as stretches of z.
function flat(slope, grid) {
  const rows = [];
  for (let k = 0; k < slope.length - 1; k++) {
    if (Math.abs(slope[k]) >= FLAT || Math.abs(slope[k + 1]) >= FLAT) continue;
    const last = rows.at(-1), z = grid(k, slope.length - 1), z1 = grid(k + 1, slope.length - 1);
    if (last && Math.abs(last.z1 - z) < 1e-9) last.z1 = z1;
    else rows.push({ z, z1 });
  }
  return rows;
}

// Each link site with its links down to the one before it, and the bars of what they multiply up to from the last site.
function stacked(run, row) {
  const names = Object.keys(run.links).filter((name) => name !== "rest"), { sites } = run.arrays[`link:${names[0]}`];
  const norm = (site) => at(run, "norm", row, site - 1), last = norm(run.sites);
  const columns = sites.map((site, i) => {
    const from = sites[i - 1] ?? 0, logs = Object.fromEntries(names.map((name) => [name, at(run, `link:${name}`, row, i)]));
    const product = names.reduce((sum, name) => sum + logs[name], 0);
    return { site, from, logs, rest: from ? norm(from) - norm(site) - product : 0 };
  });
  const sums = Object.fromEntries(Object.keys(run.links).map((name) => [name, 0])), bars = [], total = [];
  for (let i = sites.length - 1; i >= 0; i--) {
    const { site } = columns[i], half = 0.4 * ((sites[i + 1] ?? site + 1) - site);
    bars.push(...pile(sums, site - half, site + half));
    const y = norm(site) - last;
    total.push({ site, y: Number.isFinite(y) ? y : null });
    for (const name of Object.keys(sums)) sums[name] += name === "rest" ? columns[i].rest : columns[i].logs[name];
  }
  return { columns, bars, total: total.reverse() };
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
