// Plays a run, which may still be growing: what is played, where it stands, and when the page is asked for more.
import { Controls } from "./controls.js";
import { Picture } from "./picture.js";
import { WATCH } from "./shared/views.js";
import { unpack } from "./data/unpack.js";
import { percent, short } from "./shared/words.js";

const NORMAL = 30, SLICE = 0.4, AGAIN = 250, LOOK = 30, WISHES = 300;

export class Player {
  constructor(root, vega) {
    const host = root.querySelector(".player");
    Object.assign(this, { root, host, leaving: new Set(), frame: 0, speed: NORMAL, playing: false, ticks: 0 });
    this.picture = new Picture(host, this);
    this.controls = new Controls(host, this);
    this.onvisible = () => document.hidden || this.ask();
    document.addEventListener("visibilitychange", this.onvisible);
    vega.then(({ vegaEmbed }) => this.picture.embed(vegaEmbed));
    this.tick = this.tick.bind(this);
    this.next = requestAnimationFrame(this.tick);
  }

  // New data from the page: a run, more of it, or a preview of a run that is only being chosen.
  feed(bytes, send, keep) {
    Object.assign(this, { send, keep });
    this.ticks = 0;
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    const run = unpack(bytes), changed = !run.preview && run.run !== this.run?.run;
    this.preview = run.preview ? run : null;
    if (!run.preview) this.run = run;
    if (changed) this.frame = 0;
    if (changed) this.setPlaying(!this.still && !this.picture.walk.open);
    this.picture.fresh = true;
    Object.assign(this.host.dataset, { run: run.run, n: run.trained, done: run.done, preview: run.preview });
    dispatchEvent(new Event("gradient-picture"));
    this.controls.showRun(run);
    this.ask();
  }

  // Whether the visitor asked for nothing to move by itself.
  get still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  get shown() {
    return this.preview ?? this.run;
  }

  // The next slice of training is asked for only while somebody can see it. Of two messages that wait for the server
  // the later one replaces the earlier, so a stop is repeated instead until it has been heard.
  ask() {
    const { run } = this, others = run?.beside.map(({ trained }) => trained), token = `${run?.run}:${run?.trained}:${others}`;
    if (this.leave(run)) return;
    if (!run || this.preview || !(run.pull || run.looking) || document.hidden) return;
    clearTimeout(this.later);
    if (this.halting === run.run) this.send("stop", run.run);
    else if (this.asked === token) this.later = setTimeout(() => this.send("more", token), AGAIN);
    else this.send("more", (this.asked = token));
  }

  letGo(run) {
    this.leaving.add(run);
    this.leave(this.run);
  }

  // Says which pinned run is to go, again until the page has heard it, as with a stop.
  leave(run) {
    const one = run?.beside.find((pinned) => this.leaving.has(pinned.run));
    if (!one) this.leaving.clear();
    else clearTimeout(this.later);
    if (one) this.send("unpin", one.run);
    return Boolean(one);
  }

  // The view that is open may need more of this very step than the run brings along.
  wish() {
    const { run } = this, row = Math.floor(this.frame), wanted = `${run?.run}:${row}`, now = performance.now();
    if (!run?.rows || this.preview || this.picture.views.name === WATCH) return;
    if (wanted === this.wished || now - (this.wishedAt ?? 0) < WISHES) return;
    Object.assign(this, { wished: wanted, wishedAt: now });
    this.keep("look", wanted);
  }

  tell(name) {
    this.halting = name === "stop" ? this.run?.run : null;
    if (this.run) this.send(name, this.run.run);
  }

  setPlaying(playing) {
    this.playing = playing;
    if (playing) this.picture.walk.setPlaying(false);
    this.controls.showPlaying(playing);
  }

  toggle() {
    if (!this.playing && this.run?.done && this.frame >= this.last) this.frame = 0;
    this.setPlaying(!this.playing);
  }

  replay() {
    this.frame = 0;
    this.setPlaying(true);
  }

  seek(row) {
    this.setPlaying(false);
    this.frame = Math.max(0, Math.min(this.last, row));
  }

  // The last displayed step that there is so far.
  get last() {
    return Math.max(0, (this.run?.rows ?? 1) - 1);
  }

  tick(now) {
    if (!this.host.isConnected) return this.close();
    this.next = requestAnimationFrame(this.tick);
    const seconds = Math.min(0.1, (now - (this.before ?? now)) / 1000);
    this.before = now;
    if (!this.picture.ready || !this.shown) return;
    if (this.playing && !this.preview) this.advance(seconds);
    if (this.ticks++ % LOOK < 2) this.picture.theme();
    this.picture.update(this.shown, Boolean(this.preview), this.preview ? 0 : this.frame);
    this.wish();
    this.picture.walk.advance(now);
    this.controls.showStep(this.preview ? "step 0" : words(this.run, Math.floor(this.frame)), Math.floor(this.frame));
  }

  // While training is still going on, what has come in is spread over the time until more comes.
  advance(seconds) {
    const { last } = this, speed = this.run.done ? this.speed : Math.min(this.speed, (last - this.frame) / SLICE);
    this.frame = Math.min(last, this.frame + Math.max(0, speed) * seconds);
    if (this.run.done && this.frame >= last) this.setPlaying(false);
  }

  close() {
    this.root.player = null;
    clearTimeout(this.later);
    document.removeEventListener("visibilitychange", this.onvisible);
    this.controls.close();
    this.picture.close();
  }
}

function words(run, row) {
  if (!run.rows) return "step 0";
  const accuracy = run.scored ? ` · accuracy ${percent(run.arrays.accuracy.values[row])}` : "";
  return `step ${run.steps[row]} of ${run.total} · loss ${short(run.arrays.loss.values[row])}${accuracy}`;
}
