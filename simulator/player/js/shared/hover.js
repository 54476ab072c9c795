// Exact values under the pointer, and one cursor through all charts: a site on these, a training step on those.
import { columns, reach, rowAt } from "../data/pinned.js";
import { shownRow, shownRun } from "../state.js";
import { setCursor } from "./cursor.js";
import { t } from "./language.js";
import * as tips from "./tips.js";

/** @import { Commands } from "../commands.js" */
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run, Seeds } from "../data/payload.d.ts" */
/** @import { State } from "../state.js" */
/** @import { Charts } from "./charts.js" */

const ALONG_STEPS = ["map", "loss"];
/** Charts without a cursor, and those that say nothing under the pointer. */
const WITHOUT = ["updates", "curve"];
const SILENT = ["curve", "memory"];
/** Pixels beyond the edge of a plot that still belong to it. */
const NEAR = 8;

/** How far from the left edge of a chart stands what the keys have come to, in pixels, and which keys they are. */
const ASIDE = 72;
const KEYS = `← → ↑ ↓ ${t("Home End")}`;

/** @typedef {{ name: string, x: number, y: number, clientX: number, clientY: number }} Place of the pointer in a chart */

export class Hover {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   * @param {Commands} commands
   */
  constructor(host, charts, state, commands) {
    this.host = host;
    this.charts = charts;
    this.state = state;
    this.commands = commands;
    this.tip = /** @type {HTMLElement} */ (host.querySelector(".tip"));
    /** @type {Place | null} */
    this.place = null;
    /** Whether the tip says what the arrow keys have come to. */
    this.keyed = false;
    /** @type {Arrived[]} */
    this.pinned = [];
    this.seeds = /** @type {Seeds | null} */ (null);
    for (const [name, box] of Object.entries(charts.boxes)) if (!SILENT.includes(name)) this.listen(name, box);
  }

  /**
   * @param {string} name
   * @param {HTMLElement} box
   */
  listen(name, box) {
    const plot = /** @type {HTMLElement} */ (box.querySelector(".plot"));
    plot.addEventListener("pointermove", (event) => {
      this.move(name, plot, event);
      // A finger that moves scrolls the page.
      if (event.pointerType === "mouse") this.press(event);
      this.show();
    });
    plot.addEventListener("pointerdown", (event) => {
      this.move(name, plot, event);
      this.press(event);
      this.show();
    });
    plot.addEventListener("pointerleave", () => {
      this.place = null;
      this.show();
    });
  }

  /**
   * @param {string} name
   * @param {HTMLElement} plot
   * @param {PointerEvent} event
   */
  move(name, plot, { clientX, clientY }) {
    const area = this.charts.area(name);
    const edge = plot.getBoundingClientRect();
    if (!area) return;
    const x = clientX - edge.left - area.x;
    const y = clientY - edge.top - area.y;
    const inside = x >= -NEAR && x <= area.width + NEAR && y >= -NEAR && y <= area.height + NEAR;
    this.place = inside ? { name, x, y, clientX, clientY } : null;
  }

  /** A press on a chart along training goes to that step, one on the links chooses that site. @param {PointerEvent} event */
  press({ buttons }) {
    const { run } = this.state;
    if (!this.place || !run?.rows || buttons !== 1) return;
    if (this.place.name === "links") this.commands.chooseSite(this.nearest(this.place, "x", run.sites));
    if (ALONG_STEPS.includes(this.place.name)) this.commands.seek(this.row(this.place, run));
  }

  /**
   * Called at every picture, so that the text follows while it plays under a still pointer.
   * @param {Arrived[]} pinned
   * @param {Seeds | null} seeds
   */
  draw(pinned, seeds) {
    this.pinned = pinned;
    this.seeds = seeds;
    this.show();
  }

  show() {
    const run = shownRun(this.state);
    const { place } = this;
    const site = place && run?.rows ? this.site(place, run) : null;
    const lines = place && run?.rows ? this.lines(place, run, site) : null;
    if (lines) this.keyed = false;
    // What the keys have come to stays, as the pictures go on below it.
    if (this.keyed) return;
    this.tip.hidden = !lines;
    this.mark(lines ? site : null);
    if (!place || !lines) return;
    this.tip.replaceChildren(...lines.map(line));
    const home = this.host.getBoundingClientRect();
    const left = Math.min(place.clientX - home.left + 16, home.width - this.tip.offsetWidth - 4);
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${place.clientY - home.top + 18}px)`;
  }

  /**
   * What the keys have come to, at the top of a chart, until the pointer or another chart says something; where words
   * stand there, below it.
   * @param {HTMLElement} plot
   * @param {string[]} lines
   * @param {boolean} below
   */
  showAt(plot, lines, below = false) {
    const { left, [below ? "bottom" : "top"]: top } = plot.getBoundingClientRect();
    const home = this.host.getBoundingClientRect();
    this.keyed = true;
    this.tip.hidden = false;
    this.tip.replaceChildren(...lines.map(line), line(KEYS, lines.length));
    this.tip.style.transform = `translate(${left - home.left + ASIDE}px, ${top - home.top}px)`;
  }

  /** The keys have left the charts. */
  leave() {
    this.keyed = false;
    this.show();
  }

  /** The site under the pointer, on every chart along the chain. @param {number | null} site */
  mark(site) {
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      const area = this.charts.area(name);
      if (ALONG_STEPS.includes(name) || WITHOUT.includes(name) || !area) continue;
      const cursor = /** @type {HTMLElement} */ (box.querySelector(".plot > .cursor"));
      cursor.hidden = !site || box.hidden;
      if (site && !cursor.hidden) setCursor(cursor, area, this.charts.scale(name, "x")(site));
    }
  }

  /**
   * Null on charts that have no sites.
   * @param {Place} place
   * @param {Run} run
   */
  site(place, run) {
    if (place.name === "loss" || place.name === "updates") return null;
    return this.nearest(place, place.name === "map" ? "y" : "x", run.sites);
  }

  /**
   * What is said at a place.
   * @param {Place} place
   * @param {Run} run
   * @param {number | null} site
   */
  lines(place, run, site) {
    const now = Math.min(shownRow(this.state), run.rows - 1);
    if (place.name === "loss") return tips.learned(run, this.row(place, run), this.pinned, this.seeds);
    if (place.name === "updates") return tips.updates(run, now, this.nearest(place, "x", run.matrices.length));
    if (!site) return null;
    if (place.name === "map") return tips.norm(run, this.row(place, run), site);
    if (place.name === "units") return tips.units(run, now, site);
    return place.name === "gates" ? tips.gates(run, now, site) : tips.norms(run, now, site, this.pinned, this.seeds);
  }

  /**
   * @param {Place} place
   * @param {"x" | "y"} axis
   * @param {number} last
   */
  nearest(place, axis, last) {
    const value = this.charts.scale(place.name, axis).invert(place[axis]);
    return Math.max(1, Math.min(last, Math.round(value)));
  }

  /**
   * The displayed row under the pointer: a column of the map, a point of the loss.
   * @param {Place} place
   * @param {Run} run
   */
  row({ name, x }, run) {
    const step = this.charts.scale(name, "x").invert(x);
    const column = ((step - 0.5) / reach(run)) * columns(run) - 0.5;
    return Math.max(0, Math.min(run.rows - 1, Math.round(name === "map" ? column : rowAt(run, step))));
  }
}

/**
 * @param {string} text
 * @param {number} i
 */
function line(text, i) {
  return Object.assign(document.createElement(i ? "div" : "b"), { textContent: text });
}
