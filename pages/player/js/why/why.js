// Why: the links of the chain as a stack, one step back in words and numbers, and what a look inside the step adds.
import { lookAt } from "../data/snapshots.js";
import { product, stacked } from "./links.js";
import { at } from "../data/unpack.js";
import * as within from "./curve.js";
import { number } from "../shared/words.js";

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
    const { links, links_axis: [links_low, links_high], sites, words } = run, shown_links = Object.keys(links);
    const parameters = { links_low, links_high, link_words: links, shown_links, sites, ...words };
    this.charts.set(parameters, ["links", "memory"]);
    this.range.max = sites;
    if (this.run !== run.run || this.site > sites) this.site = this.range.value = Math.ceil(sites / 2);
    this.run = run.run;
  }

  draw(run, row) {
    if (!run.rows) return;
    const { columns, links, total } = stacked(run, row), chosen = [{ x0: this.site - 0.5, x1: this.site + 0.5 }];
    this.charts.data("links", { links, total, chosen, level: [{ y: 0 }] });
    this.say(run, row, columns.findLast(({ site }) => site <= this.site));
    const look = lookAt(run, row);
    this.host.dataset.look = look ? `${look.look}:${look.row}` : "";
    if (look) this.drawLook(run, look);
  }

  // One step back from the chosen site, in words and with its numbers filled in.
  say(run, row, { site, from, logs, rest }) {
    const here = `${run.site} ${site}`, there = from ? `${run.site} ${from}` : "the input";
    const parts = Object.entries(run.links.rest && from ? { ...logs, rest } : logs);
    const start = at(run, "norm", row, site - 1), end = from ? at(run, "norm", row, from - 1) : start + product(logs);
    const factors = parts.map(([, log]) => number(log)).join(" × ");
    this.range.setAttribute("aria-valuetext", here);
    this.find("place").textContent = here;
    this.find("words").textContent =
      `gradient at ${there} = gradient at ${here} × ${parts.map(([name]) => run.links[name]).join(" × ")}`;
    this.find("numbers").textContent = `${number(end)} = ${number(start)} × ${factors}`;
  }

  drawLook(run, look) {
    const curve = within.curve(look, this.site), memory = within.memory(look);
    this.charts.set(curve.parameters, ["curve"]);
    this.charts.data("curve", curve.rows);
    this.find("z").textContent = within.aboutCurve(run, look, this.site);
    this.find("recurrent").textContent = within.aboutMatrix(run, look, this.site);
    this.charts.boxes.memory.hidden = !memory;
    if (!memory) return;
    this.charts.set(memory.parameters, ["memory"]);
    this.charts.data("memory", memory.rows);
  }
}
