// Plays a recorded run, which may still be growing, through charts that are embedded once.
import { Cells } from "./cells.js";
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { Hover, setCursor } from "./hover.js";
import * as rows from "./rows.js";
import { HEADINGS } from "./specs.js";
import { unpack } from "./unpack.js";
import { Verdict } from "./verdict.js";
import { percent, short } from "./words.js";

const NORMAL = 30, SLICE = 0.4;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Player {
  constructor(root, vega) {
    const host = root.querySelector(".player");
    Object.assign(this, { host, frame: 0, speed: NORMAL, playing: false, pictures: 0, ticks: 0, costs: [], pending: [] });
    this.charts = new Charts(host);
    this.controls = new Controls(host, this);
    this.hover = new Hover(host, this.charts, this);
    this.verdict = new Verdict(host);
    this.cells = new Cells(host.querySelector("canvas.cells"));
    this.sizes = new ResizeObserver(() => (this.resized = true));
    this.sizes.observe(host);
    this.onvisible = () => document.hidden || this.ask();
    document.addEventListener("visibilitychange", this.onvisible);
    const start = performance.now();
    vega.then(({ vegaEmbed }) => this.charts.embed(vegaEmbed, () => this.ready(start)));
    this.tick = this.tick.bind(this);
    this.next = requestAnimationFrame(this.tick);
  }

  ready(start) {
    this.embedded = this.resized = this.fresh = true;
    this.colours = "";
    this.host.dataset.embed = Math.round(performance.now() - start);
  }

  // New data from the page: a run, more of it, or a preview of a run that is only being chosen.
  feed(bytes, send) {
    this.send = send;
    this.colours = "";
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    const run = unpack(bytes), changed = !run.preview && run.run !== this.run?.run;
    this.preview = run.preview ? run : null;
    if (!run.preview) this.run = run;
    if (changed) this.frame = 0;
    if (changed) this.setPlaying(!still());
    this.fresh = true;
    Object.assign(this.host.dataset, { run: run.run, n: run.trained, done: run.done, preview: run.preview });
    this.controls.showRun(run);
    this.ask();
  }

  get shown() {
    return this.preview ?? this.run;
  }

  // The next slice of training is asked for only while somebody can see it.
  ask() {
    const run = this.run, token = `${run?.run}:${run?.trained}`;
    if (!run || this.preview || run.done || !run.pull || document.hidden) return;
    clearTimeout(this.later);
    if (this.asked === token) this.later = setTimeout(() => this.send("more", token), 250);
    else this.send("more", (this.asked = token));
  }

  tell(name) {
    if (this.run) this.send(name, this.run.run);
  }

  setPlaying(playing) {
    this.playing = playing;
    this.controls.showPlaying(playing);
  }

  toggle() {
    if (!this.playing && this.run?.done && this.frame >= this.run.rows - 1) this.frame = 0;
    this.setPlaying(!this.playing);
  }

  replay() {
    this.frame = 0;
    this.setPlaying(true);
  }

  seek(row) {
    this.setPlaying(false);
    this.frame = Math.max(0, Math.min((this.run?.rows ?? 1) - 1, row));
  }

  tick(now) {
    this.next = requestAnimationFrame(this.tick);
    const seconds = Math.min(0.1, (now - (this.last ?? now)) / 1000);
    this.last = now;
    if (!this.embedded || !this.shown) return;
    if (this.playing && !this.preview) this.advance(seconds);
    if (this.colours === "" || this.ticks++ % 30 === 0) this.theme();
    if (this.resized) this.fit();
    if (this.fresh) this.renew();
    if (this.frame !== this.drawn || (this.pending.length && !this.preview)) this.draw();
  }

  // While training is still going on, what has come in is spread over the time until more comes.
  advance(seconds) {
    const last = Math.max(0, this.run.rows - 1), speed = this.run.done ? this.speed : Math.min(this.speed, (last - this.frame) / SLICE);
    this.frame = Math.min(last, this.frame + Math.max(0, speed) * seconds);
    if (this.run.done && this.frame >= last) this.setPlaying(false);
  }

  theme() {
    const style = getComputedStyle(this.host), fg = style.color, grid = style.getPropertyValue("--grid").trim() || "#ccc";
    if (this.colours === fg + grid) return;
    this.colours = fg + grid;
    this.charts.set({ fg, grid });
    this.charts.refresh();
  }

  fit() {
    this.resized = false;
    this.charts.fit();
    this.drawn = null;
    this.fresh = true;
  }

  // The parts of the charts that stay as they are while a run plays.
  renew() {
    const start = performance.now(), run = this.shown;
    this.fresh = false;
    this.drawn = null;
    this.axis = this.preview && this.run ? [Math.min(this.run.axis[0], run.axis[0]), Math.max(this.run.axis[1], run.axis[1])] : run.axis;
    const [low, high] = this.axis, last = `${run.site} ${run.sites}`;
    const words = { ...run.words, band_word: `healthy: within 1,000 times ${last}` };
    this.charts.set({ low, high, sites: run.sites, ...words }, this.preview ? ["profile"] : undefined);
    if (!this.preview) this.renewTraining(run);
    this.draw();
    this.charts.refresh();
    this.host.dataset.swap = (performance.now() - start).toFixed(1);
  }

  renewTraining(run) {
    const names = rows.gateNames(run);
    const matrices = { matrices: Math.max(1, run.matrices.length), matrix_names: run.matrices.map((name) => name.replace("layer ", "")) };
    this.charts.set({ steps: run.total, highest: run.highest, scored: run.scored, shown_gates: names, ...matrices });
    this.showPanels(run);
    this.charts.data("loss", { loss: rows.losses(run) });
    this.charts.refresh();
    const area = this.charts.area("map");
    if (!area) return;
    this.cells.place(area);
    this.cells.paint(run, this.axis, this.charts.scale("map", "color"));
  }

  showPanels(run) {
    const { boxes } = this.charts, changed = boxes.gates.hidden === run.gated;
    boxes.gates.hidden = !run.gated;
    boxes.units.hidden = run.gated;
    if (changed) this.charts.fit();
    for (const [name, box] of Object.entries(boxes)) {
      const heading = HEADINGS[name].replace("{site}", run.site);
      box.querySelector(".heading").textContent = heading;
    }
  }

  draw() {
    const start = performance.now(), run = this.shown, frame = this.preview ? 0 : Math.min(this.frame, Math.max(0, run.rows - 1));
    const now = run.rows ? rows.profile(run, frame, this.axis) : [];
    const clipped = run.rows ? rows.clipped(run, frame, now, this.axis) : [];
    if (clipped.length) this.charts.set({ clip_word: rows.clipWord(run, frame), falling: now[0].y > now.at(-1).y });
    this.charts.data("profile", { now, points: rows.points(now), band: rows.band(now, this.axis), clipped });
    if (!this.preview) this.drawRest(run, frame);
    this.verdict.show(run, Math.floor(frame));
    this.hover.show();
    this.drawn = this.frame;
    this.measure(performance.now() - start);
  }

  // Cursors move smoothly; bars and lines change with whole steps only.
  drawRest(run, frame) {
    const row = Math.floor(frame), key = `${run.run}:${row}:${Object.keys(this.charts.views)}`;
    this.cursor("map", ((frame + 0.5) / run.planned) * run.total);
    this.cursor("loss", run.rows ? run.steps[row] + (frame - row) * ((run.steps[row + 1] ?? run.steps[row]) - run.steps[row]) : 0);
    this.host.dataset.frame = row;
    this.controls.showStep(this.words(run, row), row);
    if (key !== this.whole) this.pending = ["updates", run.gated ? "gates" : "units"];
    this.whole = key;
    do this.drawNext(run, row);
    while (!this.playing && this.pending.length);
  }

  // One of the smaller charts in each picture, so that no picture takes long.
  drawNext(run, row) {
    const name = this.pending.shift();
    if (name) this.charts.data(name, { [name]: run.rows ? rows[name](run, row) : [] });
  }

  words(run, row) {
    if (!run.rows) return "step 0";
    const accuracy = run.arrays.accuracy.values[row], loss = short(run.arrays.loss.values[row]);
    return `step ${run.steps[row]} of ${run.total} · loss ${loss}${run.scored ? ` · accuracy ${percent(accuracy)}` : ""}`;
  }

  cursor(name, step) {
    const area = this.charts.area(name), cursor = this.charts.boxes[name].querySelector(".cursor");
    cursor.hidden = !area;
    if (area) setCursor(cursor, area, this.charts.scale(name, "x")(step));
  }

  measure(cost) {
    this.host.dataset.pictures = ++this.pictures;
    this.costs.push(cost);
    if (this.costs.length < 60) return;
    this.host.dataset.ms = (this.costs.reduce((sum, ms) => sum + ms) / this.costs.length).toFixed(2);
    this.costs = [];
  }

  close() {
    cancelAnimationFrame(this.next);
    clearTimeout(this.later);
    document.removeEventListener("visibilitychange", this.onvisible);
    this.sizes.disconnect();
    for (const part of [this.charts, this.controls, this.verdict]) part.close();
  }
}
