// Why: the links of the chain as a stack, one step back in words and numbers, and what a snapshot of the step adds.
import { snapshotAt } from "../data/snapshots.js";
import { at } from "../data/unpack.js";
import { t } from "../shared/language.js";
import { siteName } from "../shared/places.js";
import { number } from "../shared/words.js";
import { aboutCurve, curve } from "./curve.js";
import { outside, product, stacked } from "./links.js";
import { aboutMatrix, memory } from "./recurrence.js";
/** @import { Commands } from "../commands.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { State } from "../state.js" */
/** @import { Column } from "./links.js" */

export class Why {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {Commands} commands
   */
  constructor(host, charts, commands) {
    this.host = host;
    this.charts = charts;
    this.range = /** @type {HTMLInputElement} */ (this.find("site"));
    this.range.oninput = () => commands.chooseSite(Number(this.range.value));
  }

  /** @param {string} name */
  find(name) {
    return /** @type {HTMLElement} */ (this.host.querySelector(`[data-why="${name}"]`));
  }

  /** What does not change while the run plays. @param {Run} run */
  renew(run) {
    const { links, links_axis, sites, words } = run;
    const [links_low, links_high] = links_axis;
    const parameters = { links_low, links_high, link_words: links, shown_links: Object.keys(links), sites, ...words };
    this.charts.set(parameters, ["links", "memory"]);
    this.range.max = String(sites);
  }

  /**
   * @param {Shown} shown
   * @param {State} state
   */
  draw({ run, row }, { site }) {
    this.range.value = String(site);
    if (!run.rows) return;
    const { columns, links, total } = stacked(run, row);
    const chosen = [{ x0: site - 0.5, x1: site + 0.5 }];
    this.charts.data("links", { links, total, chosen, level: [{ y: 0 }], ...outside(total, run.links_axis) });
    const column = columns.findLast((one) => one.site <= site);
    if (column) this.say(run, row, column);
    const snapshot = snapshotAt(run, row);
    this.host.dataset.snapshot = snapshot ? `${snapshot.snapshot_of}:${snapshot.row}` : "";
    if (snapshot) this.drawSnapshot(run, snapshot, site);
  }

  /**
   * One step back from the chosen site, in words and with its numbers filled in.
   * @param {Run} run
   * @param {number} row
   * @param {Column} column
   */
  say(run, row, { site, from, logs, rest }) {
    const here = siteName(run, site);
    const there = from ? siteName(run, from) : t("the input");
    const parts = Object.entries(run.links.rest && from ? { ...logs, rest } : logs);
    const start = at(run, "norm", row, site - 1);
    const end = from ? at(run, "norm", row, from - 1) : start + product(logs);
    const names = parts.map(([name]) => run.links[name]).join(" × ");
    const factors = parts.map(([, log]) => number(log)).join(" × ");
    this.range.setAttribute("aria-valuetext", here);
    this.find("place").textContent = here;
    this.find("words").textContent = t("gradient at {there} = gradient at {here} × {names}", {
      there,
      here,
      names,
    });
    this.find("numbers").textContent = `${number(end)} = ${number(start)} × ${factors}`;
  }

  /**
   * @param {Run} run
   * @param {Snapshot} snapshot
   * @param {number} site
   */
  drawSnapshot(run, snapshot, site) {
    const { charts } = this;
    const activation = curve(snapshot, site);
    const roads = memory(snapshot);
    charts.set(activation.parameters, ["curve"]);
    charts.data("curve", activation.rows);
    this.find("z").textContent = aboutCurve(run, snapshot, site);
    this.find("recurrent").textContent = aboutMatrix(run, snapshot, site);
    charts.boxes.memory.hidden = !roads;
    if (!roads) return;
    charts.set(roads.parameters, ["memory"]);
    charts.data("memory", roads.rows);
  }
}
