// Exact values under the pointer, and one cursor through all charts: a site on these, a training step on those.
import { at } from "./unpack.js";
import { gateNames } from "./rows.js";
import { number, percent, plain, spelled } from "./words.js";

export const ALONG_STEPS = ["map", "loss"];

export class Hover {
  constructor(host, charts, player) {
    Object.assign(this, { host, charts, player, tip: host.querySelector(".tip"), place: null });
    for (const [name, box] of Object.entries(charts.boxes)) {
      const plot = box.querySelector(".plot");
      plot.addEventListener("pointermove", (event) => this.move(name, plot, event));
      plot.addEventListener("pointerdown", (event) => this.seek(name, event));
      plot.addEventListener("pointerleave", () => this.leave());
    }
  }

  move(name, plot, event) {
    const area = this.charts.area(name), edge = plot.getBoundingClientRect();
    if (!area || !this.player.shown) return;
    const x = event.clientX - edge.left - area.x, y = event.clientY - edge.top - area.y;
    const inside = x >= -8 && x <= area.width + 8 && y >= -8 && y <= area.height + 8;
    this.place = inside ? { name, x, y, clientX: event.clientX, clientY: event.clientY } : null;
    if (event.buttons && event.pointerType === "mouse") this.seek(name, event);
    this.show();
  }

  leave() {
    this.place = null;
    this.show();
  }

  // A press on a chart along training goes to that step.
  seek(name, event) {
    if (this.place?.name !== name || !ALONG_STEPS.includes(name) || event.buttons !== 1) return;
    this.player.seek(this.row());
  }

  row() {
    const { name, x } = this.place, { run } = this.player, step = this.charts.scale(name, "x").invert(x);
    const nearest = name === "map" ? (step / run.total) * run.planned - 0.5 : (step / Math.max(run.total - 1, 1)) * (run.planned - 1);
    return Math.max(0, Math.min(run.rows - 1, Math.round(nearest)));
  }

  // Called at every picture too, so that the text follows while it plays under a still pointer.
  show() {
    const lines = this.place && this.player.shown?.rows ? this.lines() : null;
    this.tip.hidden = !lines;
    this.mark(lines ? this.site : null);
    if (!lines) return;
    this.tip.replaceChildren(...lines.map((text, i) => Object.assign(document.createElement(i ? "div" : "b"), { textContent: text })));
    const home = this.host.getBoundingClientRect(), { clientX, clientY } = this.place;
    const left = Math.min(clientX - home.left + 16, home.width - this.tip.offsetWidth - 4);
    const below = clientY - home.top + 18;
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${below}px)`;
  }

  mark(site) {
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      if (ALONG_STEPS.includes(name) || name === "updates" || !this.charts.views[name]) continue;
      const cursor = box.querySelector(".cursor"), area = site && this.charts.area(name);
      cursor.hidden = !area;
      if (area) setCursor(cursor, area, this.charts.scale(name, "x")(site));
    }
  }

  lines() {
    const { name, x } = this.place, run = this.player.shown, row = Math.min(Math.floor(this.player.frame), run.rows - 1);
    const last = name === "updates" ? run.matrices.length : run.sites;
    const column = Math.max(1, Math.min(last, Math.round(this.charts.scale(name, "x").invert(x))));
    this.site = ALONG_STEPS.includes(name) || name === "updates" ? null : column;
    if (name === "profile") return norm(run, row, column);
    if (name === "map") return this.cell(run);
    if (name === "loss") return learned(run, this.row());
    if (name === "updates") return run.matrices.length ? updated(run, row, column) : null;
    return shares(run, name, row, column);
  }

  cell(run) {
    const site = Math.round(this.charts.scale("map", "y").invert(this.place.y));
    this.site = Math.max(1, Math.min(run.sites, site));
    return norm(run, this.row(), this.site);
  }
}

export function setCursor(cursor, area, x) {
  cursor.style.height = `${area.height}px`;
  cursor.style.transform = `translate(${area.x + x - 1}px, ${area.y}px)`;
}

function norm(run, row, site) {
  const log = at(run, "norm", row, site - 1), last = at(run, "norm", row, run.sites - 1), word = run.site;
  const said = spelled(log), share = log - last, factor = at(run, "clip", row);
  const lines = [`${word} ${site}, training step ${run.steps[row]}`, `gradient norm ${number(log)}${said ? ` (${said})` : ""}`];
  if (site < run.sites && Number.isFinite(share)) lines.push(`${number(share)} times what ${word} ${run.sites} receives`);
  if (factor < 0.995) lines.push(`after clipping ${number(log + Math.log10(factor))}`);
  return lines;
}

function learned(run, row) {
  const accuracy = at(run, "accuracy", row), lines = [`training step ${run.steps[row]}`, `loss ${plain(at(run, "loss", row))}`];
  return run.scored ? [...lines, `accuracy ${percent(accuracy)}`] : lines;
}

function updated(run, row, column) {
  const log = at(run, "updates", row, column - 1), said = spelled(log);
  return [`${run.matrices[column - 1]}, training step ${run.steps[row]}`, `moves by ${number(log)} of its size${said ? ` (${said})` : ""}`];
}

function shares(run, name, row, site) {
  const gates = gateNames(run), names = name === "gates" ? gates.map((gate) => `gate:${gate}`) : gates.length ? [] : ["saturated", "dead"];
  if (!names.length) return null;
  const { sites } = run.arrays[names[0]], near = sites.reduce((best, s, i) => (Math.abs(s - site) < Math.abs(sites[best] - site) ? i : best), 0);
  const values = names.map((key) => `${key.startsWith("gate:") ? `${key.slice(5)} gate open` : key} ${percent(at(run, key, row, near))}`);
  return [`${run.site} ${sites[near]}, training step ${run.steps[row]}`, ...values];
}
