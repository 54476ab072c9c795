// What is seen of a run: the profile, the view that is open, and the words around them.
import { HEADINGS, VIEWS } from "./constants.js";
import { arrivals } from "./data/deliveries.js";
import { arrived, pinnedTo, sharedRanges } from "./data/pinned.js";
import { seedsOf } from "./data/seeds.js";
import { Learns } from "./learns/learns.js";
import { Reader } from "./read/reader.js";
import { Charts } from "./shared/charts.js";
import { explain } from "./shared/glossary.js";
import { Hover } from "./shared/hover.js";
import { t } from "./shared/language.js";
import { Legend } from "./shared/legend.js";
import { Meter } from "./shared/meter.js";
import { ProfileChart } from "./shared/profile_chart.js";
import { Theme } from "./shared/theme.js";
import { Verdict } from "./shared/verdict.js";
import { DECADE_WORDS } from "./shared/words.js";
import { CHARTS } from "./specs.js";
import { shownRow, shownRun } from "./state.js";
import { Walk } from "./walk/walk.js";
import { Watch } from "./watch/watch.js";
import { Why } from "./why/why.js";

/** @import { Commands } from "./commands.js" */
/** @import { Span } from "./constants.js" */
/** @import { Arrived } from "./data/pinned.js" */
/** @import { Run, Seeds } from "./data/payload.d.ts" */
/** @import { Requests } from "./requests.js" */
/** @import { State, View } from "./state.js" */
/** @import { Vega } from "./vega.js" */

/**
 * @typedef {object} Shown what a view is given to draw
 * @property {Run} run the run that is shown, or the preview in its place
 * @property {number} position displayed step, with a fraction
 * @property {number} row displayed step
 * @property {Arrived[]} pinned
 * @property {Seeds | null} seeds what other random seeds do
 * @property {Span} axis log10 of the gradient norms that the charts reach over
 * @property {boolean} playing whether the run plays, so that the next picture follows at once
 * @property {string} ink colour of text and lines in the visitor's theme
 */

/** @typedef {Pick<State, "position" | "site" | "question" | "moment" | "playing"> & { run: Run, come: number }} Seen what a picture depends on */

export class Picture {
  /**
   * @param {HTMLElement} host
   * @param {State} state
   * @param {Commands} commands
   * @param {Requests} requests
   */
  constructor(host, state, commands, requests) {
    this.host = host;
    this.state = state;
    this.charts = new Charts(host);
    this.charts.set({ decade_words: DECADE_WORDS });
    this.hover = new Hover(host, this.charts, state, commands);
    this.reader = new Reader(host, this.charts, state, commands, this.hover);
    this.verdict = new Verdict(host);
    this.profile = new ProfileChart(host, this.charts);
    this.legend = new Legend(find(host, ".legend"), (run) => requests.unpin(run));
    this.views = {
      watch: new Watch(host, this.charts),
      why: new Why(host, this.charts, commands),
      walk: new Walk(host, commands),
      learns: new Learns(host),
    };
    this.ready = this.resized = false;
    /** @type {Span} */
    this.axis = [0, 1];
    this.wholeAxis = /** @type {Span | null} */ (null);
    this.pinned = /** @type {Arrived[]} */ ([]);
    this.seeds = /** @type {Seeds | null} */ (null);
    this.theme = new Theme(host, this.charts);
    this.meter = new Meter(host);
    /** What the last picture shows, to see what has changed since; null where all must be drawn anew. @type {Seen | null} */
    this.drawn = null;
    this.view = /** @type {View | null} */ (null);
    this.sizes = new ResizeObserver(() => {
      this.resized = true;
    });
    for (const box of [host, find(host, ".charts")]) this.sizes.observe(box);
  }

  /** Before the runtime is there, nothing is embedded. @param {Vega["vegaEmbed"]} vegaEmbed */
  async embed(vegaEmbed) {
    const start = performance.now();
    this.vegaEmbed = vegaEmbed;
    const names = Object.keys(CHARTS).filter((name) => VIEWS[name].includes(this.state.view));
    const ready = () => {
      this.ready = this.resized = true;
      this.draw(); // at once: an empty chart would be painted before the next picture
    };
    const run = shownRun(this.state);
    // Colours, axes and legend ahead of the first picture, which Vega would otherwise lay out again for each of them.
    if (run) {
      if (this.theme.draw()) this.drawn = null;
      this.frame(run);
    }
    if (!names.length) ready(); // the walk draws by itself
    await this.charts.embed(vegaEmbed, names, ready);
    this.host.dataset.embed = String(Math.round(performance.now() - start));
  }

  /** Called at every picture: brings up to date what has changed since the last one. */
  draw() {
    const { view, position, site, question, moment, playing } = this.state;
    if (view !== this.view) this.open(view);
    const run = shownRun(this.state);
    if (!this.ready || !run) return;
    if (this.theme.draw()) this.drawn = null;
    if (this.resized) this.fit();
    const now = { run, come: arrivals(), position, site, question, moment, playing };
    if (now.run !== this.drawn?.run || now.come !== this.drawn.come) this.renew(run);
    else if (differ(now, this.drawn) || (this.views.watch.pending.length && !run.preview)) this.drawRun(run);
    this.drawn = now;
  }

  /** Shows another view; its charts are embedded when it is opened first. @param {View} view */
  open(view) {
    this.view = view;
    this.host.dataset.view = view;
    for (const tab of this.host.querySelectorAll("[data-to]")) {
      tab.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (tab).dataset.to === view));
    }
    this.resized = true;
    if (this.vegaEmbed) this.embed(this.vegaEmbed);
  }

  fit() {
    this.resized = false;
    this.charts.fit();
    this.drawn = null;
  }

  /** The parts of the charts that stay as they are while a run plays. @param {Run} run */
  renew(run) {
    const start = performance.now();
    const ranges = this.frame(run);
    // A preview is for the profile alone: the other charts stay with the run that is there.
    if (!run.preview) {
      this.wholeAxis = ranges.axis;
      this.nameCharts(run);
      this.views.watch.renew(this.shown(run), ranges);
      this.views.why.renew(run);
    }
    this.drawRun(run);
    this.charts.refresh();
    this.host.dataset.swap = (performance.now() - start).toFixed(1);
  }

  /**
   * The runs beside this one, and the axis that they share with it in the profile; the ranges of all charts.
   * @param {Run} run
   */
  frame(run) {
    const pinned = pinnedTo(run);
    this.pinned = arrived(pinned);
    this.seeds = run.preview ? null : seedsOf(run);
    this.host.dataset.seeds = String(this.seeds?.count ?? 0);
    this.legend.show(pinned, run, this.seeds);
    this.host.dataset.pinned = this.pinned.map((one) => one.run).join(" ");
    const ranges = sharedRanges(run, this.pinned, this.seeds);
    this.axis = run.preview ? wider(this.wholeAxis ?? ranges.axis, ranges.axis) : ranges.axis;
    this.profile.renew(run, this.axis);
    return ranges;
  }

  /** Headings say what this kind of network calls a site. @param {Run} run */
  nameCharts(run) {
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      const heading = name === "loss" && !run.scored ? t("Loss") : HEADINGS[name].replace("{site}", run.site);
      explain(find(box, ".heading"), heading);
    }
  }

  /** @param {Run} run */
  drawRun(run) {
    const start = performance.now();
    const shown = this.shown(run);
    this.profile.draw(shown);
    if (!run.preview) this.views[this.state.view].draw(shown, this.state);
    this.verdict.show(run, shown.row, this.state.playing === "run");
    this.hover.draw(this.pinned, this.seeds);
    if (!run.preview) this.reader.draw(shown);
    this.meter.record(performance.now() - start);
  }

  /**
   * @param {Run} run
   * @returns {Shown}
   */
  shown(run) {
    const { pinned, seeds, axis } = this;
    const { ink } = this.theme;
    const position = run.preview ? 0 : this.state.position;
    const playing = this.state.playing === "run" && !run.preview;
    return { run, position, row: shownRow(this.state), pinned, seeds, axis, playing, ink };
  }

  close() {
    this.sizes.disconnect();
    this.charts.close();
    this.verdict.close();
    this.reader.close();
    this.views.walk.close();
  }
}

/**
 * Whether a property of one is not that of the other.
 * @param {Seen} one
 * @param {Seen} other
 */
const differ = (one, other) =>
  Object.entries(one).some(([key, value]) => value !== other[/** @type {keyof Seen} */ (key)]);

/**
 * @param {HTMLElement} host
 * @param {string} selector
 */
const find = (host, selector) => /** @type {HTMLElement} */ (host.querySelector(selector));

/**
 * @param {Span} axis
 * @param {Span} other
 * @returns {Span}
 */
const wider = ([low, high], [lower, higher]) => [Math.min(low, lower), Math.max(high, higher)];
