// What is seen of a run: the charts, the cells of the map, the cursors and the words around them.
import * as beside from "./data/pinned.js";
import { gateNames } from "./data/unpack.js";
import { Cells } from "./watch/cells.js";
import { Charts } from "./shared/charts.js";
import { Hover, setCursor } from "./shared/hover.js";
import { Legend } from "./shared/legend.js";
import { Maps } from "./watch/maps.js";
import * as profile from "./shared/profile.js";
import * as rows from "./watch/rows.js";
import { CHARTS, HEADINGS } from "./specs.js";
import { Verdict } from "./shared/verdict.js";
import { Views, WALK, WATCH } from "./shared/views.js";
import { Walk } from "./walk/walk.js";
import { Why } from "./why/why.js";

const MEASURED = 60, ALONG_RUN = Object.keys(CHARTS).filter((name) => name !== "profile");

export class Picture {
  constructor(host, player) {
    Object.assign(this, { host, player, pending: [], count: 0, costs: [], others: [] });
    this.onbeside = () => (this.fresh = true);
    this.charts = new Charts(host);
    this.hover = new Hover(host, this.charts, player);
    this.verdict = new Verdict(host);
    this.cells = new Cells(host.querySelector("canvas.cells"));
    this.why = new Why(host, this.charts, this.onbeside);
    this.walk = new Walk(host, player);
    this.views = new Views(host, (name) => this.opened(name));
    this.legend = new Legend(host.querySelector(".legend"), (run) => player.letGo(run));
    this.maps = new Maps(host.querySelector(".maps"));
    addEventListener("gradient-beside", this.onbeside);
    addEventListener("gradient-look", this.onbeside);
    this.sizes = new ResizeObserver(() => (this.resized = true));
    this.sizes.observe(host);
  }

  opened(name) {
    if (name === WALK) this.walk.enter();
    else this.walk.setPlaying(false);
    if (this.vegaEmbed) this.embed(this.vegaEmbed);
  }

  // The charts of the view that is open; those that are there already stay.
  async embed(vegaEmbed) {
    const start = performance.now();
    this.resized = true;
    this.vegaEmbed = vegaEmbed;
    await this.charts.embed(vegaEmbed, this.views.charts, () => {
      this.ready = this.resized = true;
      this.host.dataset.embed = Math.round(performance.now() - start);
    });
  }

  // Brings everything up to date that has changed since the last call.
  update(run, preview, frame) {
    if (this.resized) this.fit();
    if (this.fresh) this.renew(run, preview, frame);
    else if (frame !== this.drawn || (this.pending.length && !preview)) this.draw(run, preview, frame);
  }

  // Colours are parameters of the charts: a change of theme embeds nothing anew.
  theme() {
    const fg = getComputedStyle(this.host).color;
    this.charts.set({ fg });
    this.charts.refresh();
    this.walk.theme(fg);
  }

  fit() {
    this.resized = false;
    this.charts.fit();
    this.theme();
    this.fresh = true;
  }

  // The parts of the charts that stay as they are while a run plays.
  renew(run, preview, frame) {
    const start = performance.now();
    this.fresh = false;
    this.others = beside.arrived(run);
    this.legend.show(beside.pinned(run));
    this.host.dataset.beside = this.others.map(({ run }) => run).join(" ");
    const shared = beside.shared(run, this.others), band_word = `healthy: within 1,000 times ${run.site} ${run.sites}`;
    this.axis = preview ? wider(this.wholeAxis ?? shared.axis, shared.axis) : shared.axis;
    const [low, high] = this.axis;
    this.theory = profile.theory(run, this.axis);
    this.host.querySelector(".note").textContent = run.theory_note;
    const words = { band_word, theory_word: run.theory_word, ...run.words };
    this.charts.set({ low, high, sites: run.sites, ...words }, preview ? [] : ALONG_RUN);
    this.charts.set({ low, high, sites: shared.sites, ...words }, ["profile"]);
    if (!preview) this.renewTraining(run, shared);
    if (!preview) this.why.renew(run);
    this.draw(run, preview, frame);
    this.charts.refresh();
    this.host.dataset.swap = (performance.now() - start).toFixed(1);
  }

  renewTraining(run, shared) {
    const matrix_names = run.matrices.map((name) => name.replace("layer ", ""));
    const matrices = { matrices: Math.max(1, run.matrices.length), matrix_names };
    const training = { steps: shared.steps, highest: shared.highest, least: run.least, scored: run.scored };
    this.wholeAxis = shared.axis;
    this.whole = "";
    this.charts.set({ ...training, ...matrices, shown_gates: gateNames(run) });
    this.showPanels(run);
    this.charts.data("loss", { loss: rows.losses(run), beside: beside.losses(this.others) });
    this.charts.refresh();
    const area = this.charts.area("map");
    if (!area) return;
    const colours = this.charts.scale("map", "color");
    this.cells.place({ ...area, width: (area.width * run.total) / shared.steps });
    this.cells.paint(run, this.axis, colours);
    this.maps.show(this.others, area, shared.steps, this.axis, colours);
  }

  showPanels(run) {
    const { boxes } = this.charts, changed = boxes.gates.hidden === run.gated;
    boxes.gates.hidden = !run.gated;
    boxes.units.hidden = run.gated;
    if (changed) this.charts.fit();
    for (const [name, box] of Object.entries(boxes)) {
      box.querySelector(".heading").textContent = HEADINGS[name].replace("{site}", run.site);
    }
  }

  draw(run, preview, frame) {
    const start = performance.now();
    this.drawn = frame;
    this.drawProfile(run, frame);
    if (!preview && this.views.name === WATCH) this.drawRest(run, frame);
    if (!preview && this.views.name === "why") this.why.draw(run, Math.floor(frame));
    if (!preview && this.views.name === WALK) this.walk.draw(run, Math.floor(frame), this.axis);
    this.verdict.show(run, Math.floor(frame));
    this.hover.show();
    this.measure(performance.now() - start);
  }

  drawProfile(run, frame) {
    const now = run.rows ? profile.profile(run, frame, this.axis) : [];
    const clipped = run.rows ? profile.clipped(run, frame, now, this.axis) : [];
    if (clipped.length) this.charts.set({ clip_word: profile.clipWord(run, frame) });
    if (now.length) this.charts.set({ falling: now[0].y > now.at(-1).y });
    const { theory } = this, band = profile.band(now, this.axis);
    const others = profile.beside(this.others, this.step(run, frame), this.axis), numerals = profile.numerals(this.others, others);
    this.charts.data("profile", { now, points: profile.points(now), band, theory, clipped, beside: others, numerals });
  }

  // Cursors move smoothly; bars and lines change with whole steps only.
  drawRest(run, frame) {
    const row = Math.floor(frame);
    this.maps.mark(this.cursor("map", ((frame + 0.5) / run.planned) * run.total));
    this.cursor("loss", this.step(run, frame));
    const whole = `${run.run}:${row}:${Object.keys(this.charts.views)}`;
    if (whole !== this.whole) this.pending = ["updates", run.gated ? "gates" : "units"];
    this.whole = whole;
    do this.drawNext(run, row);
    while (!this.player.playing && this.pending.length);
  }

  // One of the smaller charts in each picture, so that no picture takes long.
  drawNext(run, row) {
    const name = this.pending.shift();
    if (name) this.charts.data(name, { [name]: run.rows ? rows[name](run, row) : [] });
  }

  step(run, frame) {
    return run.rows ? beside.stepAt(run, frame) : 0;
  }

  // Returns how far from the left edge of the chart it stands, in pixels.
  cursor(name, step) {
    const area = this.charts.area(name), cursor = this.charts.boxes[name].querySelector(".plot > .cursor");
    const x = area ? this.charts.scale(name, "x")(step) : 0;
    cursor.hidden = !area;
    if (area) setCursor(cursor, area, x);
    return x;
  }

  measure(cost) {
    this.host.dataset.pictures = ++this.count;
    this.costs.push(cost);
    if (this.costs.length < MEASURED) return;
    this.host.dataset.ms = (this.costs.reduce((sum, ms) => sum + ms) / MEASURED).toFixed(2);
    this.costs = [];
  }

  close() {
    this.sizes.disconnect();
    removeEventListener("gradient-beside", this.onbeside);
    removeEventListener("gradient-look", this.onbeside);
    this.charts.close();
    this.verdict.close();
    this.walk.close();
  }
}

const wider = ([low, high], [lower, higher]) => [Math.min(low, lower), Math.max(high, higher)];
