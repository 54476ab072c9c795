// Exact values under the pointer, and one cursor through all charts: a site on these, a training step on those.
import { shared } from "../data/pinned.js";
import * as tips from "./tips.js";

const ALONG_STEPS = ["map", "loss"], WITHOUT = ["updates", "curve"], SILENT = ["curve", "memory"], NEAR = 8;

export class Hover {
  constructor(host, charts, player) {
    Object.assign(this, { host, charts, player, tip: host.querySelector(".tip"), place: null });
    for (const [name, box] of Object.entries(charts.boxes)) {
      if (SILENT.includes(name)) continue;
      const plot = box.querySelector(".plot");
      plot.addEventListener("pointermove", (event) => this.move(name, plot, event));
      plot.addEventListener("pointerdown", (event) => this.press(name, plot, event));
      plot.addEventListener("pointerleave", () => this.leave());
    }
  }

  move(name, plot, event) {
    const area = this.charts.area(name), edge = plot.getBoundingClientRect();
    if (!area) return;
    const x = event.clientX - edge.left - area.x, y = event.clientY - edge.top - area.y;
    const inside = x >= -NEAR && x <= area.width + NEAR && y >= -NEAR && y <= area.height + NEAR;
    this.place = inside ? { name, x, y, clientX: event.clientX, clientY: event.clientY } : null;
    if (event.pointerType === "mouse") this.seek(event);
    this.show();
  }

  press(name, plot, event) {
    this.move(name, plot, event);
    this.seek(event);
  }

  leave() {
    this.place = null;
    this.show();
  }

  // A press on a chart along training goes to that step, one on the links chooses that site.
  seek(event) {
    if (this.place?.name === "links" && event.buttons === 1) this.player.picture.why.choose(this.site);
    if (this.place && ALONG_STEPS.includes(this.place.name) && event.buttons === 1) this.player.seek(this.row());
  }

  // Called at every picture too, so that the text follows while it plays under a still pointer.
  show() {
    const run = this.player.shown, lines = this.place && run?.rows ? this.lines(run) : null;
    this.tip.hidden = !lines;
    this.mark(lines ? this.site : null);
    if (!lines) return;
    this.tip.replaceChildren(...lines.map(line));
    const home = this.host.getBoundingClientRect(), { clientX, clientY } = this.place;
    const left = Math.min(clientX - home.left + 16, home.width - this.tip.offsetWidth - 4);
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${clientY - home.top + 18}px)`;
  }

  // The site under the pointer, on every chart along the chain.
  mark(site) {
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      if (ALONG_STEPS.includes(name) || WITHOUT.includes(name) || !this.charts.views[name]) continue;
      const cursor = box.querySelector(".plot > .cursor"), reach = this.player.shown?.sites;
      cursor.hidden = !site || box.hidden || (name !== "profile" && site > reach);
      if (!cursor.hidden) setCursor(cursor, this.charts.area(name), this.charts.scale(name, "x")(site));
    }
  }

  lines(run) {
    const { name } = this.place, { others } = this.player.picture, now = Math.min(Math.floor(this.player.frame), run.rows - 1);
    const most = name === "profile" ? shared(run, others).sites : run.sites;
    this.site = name === "loss" || name === "updates" ? null : this.nearest(name === "map" ? "y" : "x", most);
    if (name === "loss") return tips.learned(run, this.row(), others);
    if (name === "map") return tips.norm(run, this.row(), this.site);
    if (name === "updates") return tips.updates(run, now, this.nearest("x", run.matrices.length));
    return name === "profile" || name === "links" ? tips.norms(run, now, this.site, others) : tips[name](run, now, this.site);
  }

  nearest(axis, last) {
    const value = this.charts.scale(this.place.name, axis).invert(this.place[axis]);
    return Math.max(1, Math.min(last, Math.round(value)));
  }

  // The displayed step under the pointer: a column of the map, a point of the loss.
  row() {
    const { name, x } = this.place, { run } = this.player, step = this.charts.scale(name, "x").invert(x);
    const column = (step / run.total) * run.planned - 0.5;
    const point = (step / Math.max(run.total - 1, 1)) * (run.planned - 1);
    return Math.max(0, Math.min(run.rows - 1, Math.round(name === "map" ? column : point)));
  }
}

export function setCursor(cursor, area, x) {
  cursor.style.height = `${area.height}px`;
  cursor.style.transform = `translate(${area.x + x - 1}px, ${area.y}px)`;
}

function line(text, i) {
  return Object.assign(document.createElement(i ? "div" : "b"), { textContent: text });
}
