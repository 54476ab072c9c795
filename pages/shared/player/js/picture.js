// What is seen of a run: the charts, the cells of the map, the cursors and the words around them.
import { Cells } from "./cells.js";
import { Charts } from "./charts.js";
import { Hover, setCursor } from "./hover.js";
import * as rows from "./rows.js";
import { HEADINGS } from "./specs.js";
import { Verdict } from "./verdict.js";

const MEASURED = 60;

export class Picture {
  constructor(host, player) {
    Object.assign(this, { host, player, pending: [], count: 0, costs: [] });
    this.charts = new Charts(host);
    this.hover = new Hover(host, this.charts, player);
    this.verdict = new Verdict(host);
    this.cells = new Cells(host.querySelector("canvas.cells"));
    this.sizes = new ResizeObserver(() => (this.resized = true));
    this.sizes.observe(host);
  }

  async embed(vegaEmbed) {
    const start = performance.now();
    await this.charts.embed(vegaEmbed, () => {
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
    this.axis = preview ? wider(this.wholeAxis ?? run.axis, run.axis) : run.axis;
    const [low, high] = this.axis, band_word = `healthy: within 1,000 times ${run.site} ${run.sites}`;
    this.theory = rows.theory(run, this.axis);
    this.host.querySelector(".note").textContent = run.theory_note;
    const words = { band_word, theory_word: run.theory_word, ...run.words };
    this.charts.set({ low, high, sites: run.sites, ...words }, preview ? ["profile"] : undefined);
    if (!preview) this.renewTraining(run);
    this.draw(run, preview, frame);
    this.charts.refresh();
    this.host.dataset.swap = (performance.now() - start).toFixed(1);
  }

  renewTraining(run) {
    const matrix_names = run.matrices.map((name) => name.replace("layer ", ""));
    const matrices = { matrices: Math.max(1, run.matrices.length), matrix_names };
    const training = { steps: run.total, highest: run.highest, least: run.least, scored: run.scored };
    this.wholeAxis = run.axis;
    this.whole = "";
    this.charts.set({ ...training, ...matrices, shown_gates: rows.gateNames(run) });
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
      box.querySelector(".heading").textContent = HEADINGS[name].replace("{site}", run.site);
    }
  }

  draw(run, preview, frame) {
    const start = performance.now();
    this.drawn = frame;
    this.drawProfile(run, frame);
    if (!preview) this.drawRest(run, frame);
    this.verdict.show(run, Math.floor(frame));
    this.hover.show();
    this.measure(performance.now() - start);
  }

  drawProfile(run, frame) {
    const now = run.rows ? rows.profile(run, frame, this.axis) : [];
    const clipped = run.rows ? rows.clipped(run, frame, now, this.axis) : [];
    if (clipped.length) this.charts.set({ clip_word: rows.clipWord(run, frame) });
    if (now.length) this.charts.set({ falling: now[0].y > now.at(-1).y });
    const { theory } = this, band = rows.band(now, this.axis);
    this.charts.data("profile", { now, points: rows.points(now), band, theory, clipped });
  }

  // Cursors move smoothly; bars and lines change with whole steps only.
  drawRest(run, frame) {
    const row = Math.floor(frame), { steps } = run, next = steps[row + 1] ?? steps[row];
    this.cursor("map", ((frame + 0.5) / run.planned) * run.total);
    this.cursor("loss", run.rows ? steps[row] + (frame - row) * (next - steps[row]) : 0);
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

  cursor(name, step) {
    const area = this.charts.area(name), cursor = this.charts.boxes[name].querySelector(".cursor");
    cursor.hidden = !area;
    if (area) setCursor(cursor, area, this.charts.scale(name, "x")(step));
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
    this.charts.close();
    this.verdict.close();
  }
}

const wider = ([low, high], [lower, higher]) => [Math.min(low, lower), Math.max(high, higher)];
