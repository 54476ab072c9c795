// Embeds the Altair charts once and from then on only swaps their rows and parameters.
import { CHARTS } from "../specs.js";
import { alike, rewrite } from "./rewriting.js";

/** @import { Area } from "./cursor.js" */
/** @import { Chart, Scale, Vega } from "../vega.js" */
/** @import { Row } from "./rewriting.js" */

// Under a strict content security policy Vega interprets its expressions, which is slower.
const INTERPRET = (() => {
  try {
    return !new Function("return true")();
  } catch {
    return true;
  }
})();

/** Parameters that cannot change how much room the words of a chart take. */
const STEADY = ["fg", "clip_word", "page", "theory_word", "seeds_word", "before_word", "falling"];

export class Charts {
  /** @param {HTMLElement} host */
  constructor(host) {
    /** @type {Record<string, HTMLElement>} */
    this.boxes = {};
    for (const box of host.querySelectorAll("[data-panel]")) {
      this.boxes[/** @type {HTMLElement} */ (box).dataset.panel ?? ""] = /** @type {HTMLElement} */ (box);
    }
    /** @type {Record<string, Chart>} */
    this.views = {};
    /** @type {Record<string, Record<string, unknown>>} */
    this.known = {};
    /**
     * What was given to each chart last, by the name of the data set, and the rows that Vega holds of it.
     * @type {Record<string, Record<string, { given: object[], held: Row[] }>>}
     */
    this.rows = {};
    /** @type {Set<string>} */
    this.stale = new Set();
    /** Those whose words have had to fit beside the rows of the run before: what lay beyond the new axes took room. @type {Set<string>} */
    this.unfitted = new Set();
    /** Whether each chart is as high as its place is, and how it is drawn: as shapes it stays sharp when enlarged. */
    this.fills = false;
    this.renderer = "canvas";
    /** @type {Set<string>} */
    this.embedded = new Set();
    this.closed = false;
  }

  /**
   * Those of the names that are not there yet, one after the other, each seen before the next is begun: else the first
   * picture would wait for all of them.
   * @param {Vega["vegaEmbed"]} vegaEmbed
   * @param {string[]} names
   * @param {() => void} ready called after each
   */
  async embed(vegaEmbed, names, ready) {
    for (const name of names.filter((name) => !this.embedded.has(name))) {
      this.embedded.add(name);
      await this.draw(vegaEmbed, name);
      if (this.closed) return;
      ready();
      await painted();
      if (this.closed) return;
    }
  }

  /**
   * @param {Vega["vegaEmbed"]} vegaEmbed
   * @param {string} name
   */
  async draw(vegaEmbed, name) {
    const box = document.createElement("div");
    this.plot(name).append(box);
    const { renderer } = this;
    const options = { mode: "vega", actions: false, renderer, ast: INTERPRET, tooltip: false, hover: false };
    const given = { ...this.known[name] };
    const { view } = await vegaEmbed(box, this.asKnown(name), options);
    this.views[name] = view;
    // What a chart shows is said by the element around it; Vega's own words would only be read beside that.
    for (const said of ["role", "aria-roledescription", "aria-label"]) view.container().removeAttribute(said);
    // What has changed while Vega was at it.
    for (const [key, value] of Object.entries(this.known[name] ?? {})) {
      if (given[key] !== value) view.signal(key, value);
    }
    this.fitOne(name);
    view.run();
  }

  /**
   * The chart with its size and what is known of its parameters, so that Vega need not draw it a second time for them.
   * @param {string} name
   */
  asKnown(name) {
    const { spec } = CHARTS[name];
    const { width, height } = this.room(name);
    const known = this.known[name] ?? {};
    const signals = spec.signals.map((one) => (one.name in known ? { ...one, value: known[one.name] } : one));
    return { ...spec, width: width || spec.width, height, signals };
  }

  /**
   * Sets parameters on those charts that have them, and only where something changes.
   * @param {Record<string, unknown>} values
   * @param {string[]} names
   */
  set(values, names = Object.keys(CHARTS)) {
    for (const name of names) {
      for (const key of CHARTS[name].parameters) if (key in values) this.setOne(name, key, values[key]);
    }
  }

  /**
   * @param {string} name
   * @param {string} key
   * @param {unknown} value
   */
  setOne(name, key, value) {
    this.known[name] ??= {};
    const known = this.known[name];
    if (known[key] === value || JSON.stringify(known[key]) === JSON.stringify(value)) return;
    known[key] = value;
    this.views[name]?.signal(key, value);
    this.stale.add(name);
    if (STEADY.includes(key)) return;
    this.unfitted.add(name);
    this.views[name]?.resize();
  }

  /**
   * @param {string} name
   * @param {Record<string, object[]>} sets rows by the name of their data set
   */
  data(name, sets) {
    const view = this.views[name];
    if (!view) return;
    this.rows[name] ??= {};
    const shown = this.rows[name];
    for (const [key, rows] of Object.entries(sets)) {
      const { given, held } = shown[key] ?? { given: [], held: [] };
      if (rows === given || (!rows.length && !given.length)) continue;
      const again = alike(rows, given);
      // What Vega has is its own: it marks its rows, and they are written over.
      shown[key] = { given: rows, held: again ? held : rows.map((row) => ({ ...row })) };
      if (again) rewrite(view, key, held, rows);
      else view.data(key, shown[key].held);
    }
    if (this.unfitted.delete(name)) view.resize();
    view.run();
    this.stale.delete(name);
  }

  /** @param {string[]} names those of which only parameters may have changed */
  refresh(names = [...this.stale]) {
    for (const name of names) if (this.stale.delete(name)) this.views[name]?.run();
  }

  fit() {
    for (const name of Object.keys(this.views)) if (this.fitOne(name)) this.views[name].run();
  }

  /** @param {string} name */
  fitOne(name) {
    const view = this.views[name];
    const { width, height } = this.room(name);
    const drawn = view.renderer() === this.renderer;
    if (!width || (drawn && view.width() === width && view.height() === height)) return false;
    // Drawn otherwise only where it is seen: a hidden one has no size by which to place its legend.
    if (!drawn) view.renderer(this.renderer);
    view.width(width).height(height);
    return true;
  }

  /**
   * Pixels that a chart has; no width where it is not seen.
   * @param {string} name
   */
  room(name) {
    const plot = this.plot(name);
    const place = /** @type {HTMLElement} */ (plot.parentElement);
    const given = this.fills ? place.clientHeight : Number.parseFloat(getComputedStyle(place).minHeight);
    return { width: plot.clientWidth, height: given || CHARTS[name].spec.height };
  }

  /** @param {boolean} fills whether each chart fills its place */
  fill(fills) {
    this.fills = fills;
    this.renderer = fills ? "svg" : "canvas";
  }

  /** @param {string} name */
  plot(name) {
    return /** @type {HTMLElement} */ (this.boxes[name].querySelector(".chart"));
  }

  /**
   * Where the plot area of a chart lies in its panel.
   * @param {string} name
   * @returns {Area | null}
   */
  area(name) {
    const view = this.views[name];
    if (!view) return null;
    const [x, y] = view.origin();
    const { left, top } = view.padding();
    return { x: x + left, y: y + top, width: view.signal("width"), height: view.signal("height") };
  }

  /**
   * @param {string} name
   * @param {string} which
   * @returns {Scale}
   */
  scale(name, which) {
    return this.views[name].scale(which);
  }

  close() {
    this.closed = true;
    for (const view of Object.values(this.views)) view.finalize();
  }
}

/** Until what was drawn is on the screen: what is done within a frame would come before that. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
