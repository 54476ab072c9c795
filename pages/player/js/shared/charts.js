// Embeds the Altair charts once and from then on only swaps their rows and parameters.
import { CHARTS } from "../specs.js";

// Under a strict content security policy Vega interprets its expressions, which is slower.
const INTERPRET = (() => {
  try {
    return !new Function("return true")();
  } catch {
    return true;
  }
})();

// Parameters that cannot change how much room the words of a chart take.
const STEADY = ["fg", "clip_word", "theory_word", "falling"];

export class Charts {
  constructor(root) {
    this.boxes = Object.fromEntries([...root.querySelectorAll("[data-panel]")].map((box) => [box.dataset.panel, box]));
    this.views = {};
    this.known = {};
    this.stale = new Set();
    this.begun = new Set();
  }

  // Those of the names that are not there yet, one after the other, so that there is something to see at once.
  async embed(vegaEmbed, names, ready) {
    for (const name of names.filter((name) => !this.begun.has(name))) {
      this.begun.add(name);
      await this.draw(vegaEmbed, name);
      ready();
    }
  }

  async draw(vegaEmbed, name) {
    const box = document.createElement("div");
    this.boxes[name].querySelector(".chart").append(box);
    const options = { mode: "vega", actions: false, renderer: "canvas", ast: INTERPRET, tooltip: false, hover: false };
    const { view } = await vegaEmbed(box, CHARTS[name].spec, options);
    this.views[name] = view;
    for (const [key, value] of Object.entries(this.known[name] ?? {})) view.signal(key, value);
    this.fitOne(name);
    this.views[name].run();
  }

  // Sets parameters on those charts that have them, and only where something changes.
  set(values, names = Object.keys(CHARTS)) {
    for (const name of names) {
      const known = (this.known[name] ??= {});
      for (const key of CHARTS[name].parameters) {
        if (!(key in values) || JSON.stringify(known[key]) === JSON.stringify(values[key])) continue;
        known[key] = values[key];
        this.views[name]?.signal(key, values[key]);
        this.stale.add(name);
        if (!STEADY.includes(key)) this.views[name]?.resize();
      }
    }
  }

  data(name, sets) {
    const view = this.views[name];
    if (!view) return;
    for (const [key, rows] of Object.entries(sets)) view.data(key, rows);
    view.run();
    this.stale.delete(name);
  }

  refresh() {
    for (const name of this.stale) this.views[name]?.run();
    this.stale.clear();
  }

  fit() {
    for (const name of Object.keys(this.views)) if (this.fitOne(name)) this.views[name].run();
  }

  fitOne(name) {
    const width = this.boxes[name].querySelector(".chart").clientWidth;
    if (!width || this.views[name].width() === width) return false;
    this.views[name].width(width);
    return true;
  }

  // Where the plot area of a chart lies in its panel, in pixels.
  area(name) {
    const view = this.views[name];
    if (!view) return null;
    const [x, y] = view.origin(), { left, top } = view.padding();
    return { x: x + left, y: y + top, width: view.signal("width"), height: view.signal("height") };
  }

  scale(name, which) {
    return this.views[name].scale(which);
  }

  close() {
    for (const view of Object.values(this.views)) view.finalize();
  }
}
