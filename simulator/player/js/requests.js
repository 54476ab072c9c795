// What the player asks the page for: the next slice of training, a stop, a pinned run's end, a snapshot of a step.
/** @import { Run } from "./data/payload.d.ts" */
/** @import { State } from "./state.js" */

/** Milliseconds after which a question is put again whose answer brought nothing new. */
const AGAIN = 250;
/** After which one without an answer is put again: it was lost, as while the connection is. Each time twice as long. */
const LOST = 4000;
/** Between two snapshots that are asked for. */
const BETWEEN_SNAPSHOTS = 300;
/** Asks for a delivery from which nothing is left out. */
const WHOLE = ":whole";

/** @typedef {(name: string, value: unknown) => void} Send */

/** Whether there is something left to train of this run or of those that are pinned. @param {Run} run */
export const goesOn = (run) => !run.done || run.pinned.some(({ done }) => !done);

/** Whether it was stopped before its end. @param {Run} run */
export const halted = (run) => !run.ask_for_more && goesOn(run) && !run.preview;

export class Requests {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {Set<string>} */
    this.unpinned = new Set();
    /** What the stop button asked for last, and of which run. */
    this.turned = { to: "", run: "" };
    this.asked = "";
    this.told = "";
    this.snapshot = "";
    this.snapshotAt = 0;
    /** @type {Send} */
    this.send = () => {};
    /** @type {Send} */
    this.keep = () => {};
    /** @type {number | undefined} */
    this.later = undefined;
    this.patience = LOST;
    this.onvisible = () => document.hidden || this.requestSlice();
    document.addEventListener("visibilitychange", this.onvisible);
  }

  /**
   * Each delivery brings its own functions: ``send`` is heard once, what is given to ``keep`` stays.
   * @param {Send} send
   * @param {Send} keep
   */
  connect(send, keep) {
    this.send = send;
    this.keep = keep;
  }

  /** The next slice of training is asked for only while somebody can see it. */
  requestSlice() {
    clearTimeout(this.later);
    const { run } = this.state;
    if (!run || this.confirmUnpin() || !this.isWaiting(run)) return;
    this.patience = LOST;
    // What it begins with tells the page what it need not send again.
    const state = `${run.body}:${run.run}:${run.pinned.map(({ trained }) => trained)}:${run.ahead_of_page}`;
    const urgent = this.state.leaving === run.run || this.waitsForTurn(run);
    const known = this.asked === state && !urgent;
    this.asked = state;
    if (known) this.later = setTimeout(() => this.ask(), AGAIN);
    else this.ask();
  }

  /** Whether the page has more of the run. @param {Run} run */
  isWaiting(run) {
    const { preview } = this.state;
    const more = run.ask_for_more || run.awaits_part || run.ahead_of_page;
    return !(preview || document.hidden) && (more || this.waitsForTurn(run));
  }

  /** Whether the page has not heard yet that the run is to stop, or to go on. @param {Run} run */
  waitsForTurn(run) {
    return this.turned.run === run.run && (this.turned.to === "stop" ? run.ask_for_more : halted(run));
  }

  // Of two messages that wait for the server the later one replaces the earlier, so a stop is repeated instead until it
  // has been heard. An answer brings the next question; where none comes, this one is put again.
  ask() {
    const { run, leaving } = this.state;
    if (!run || !this.isWaiting(run)) return;
    if (leaving === run.run) this.send("story", run.run);
    else if (this.waitsForTurn(run)) this.send(this.turned.to, run.run);
    else this.send("more", this.asked);
    this.later = setTimeout(() => this.ask(), this.patience);
    this.patience *= 2;
  }

  /** What the page left out is not there: asks for all of it, until it comes. */
  requestWhole() {
    clearTimeout(this.later);
    this.asked = "";
    this.send("more", WHOLE);
    this.later = setTimeout(() => this.requestWhole(), LOST);
  }

  /** Called at every picture: what the visitor asked for by a key. */
  requestStory() {
    const { leaving, run } = this.state;
    if (!leaving || leaving === this.told) return;
    this.told = leaving;
    if (leaving === run?.run) this.send("story", leaving);
  }

  stopOrGoOn() {
    const { run } = this.state;
    if (!run) return;
    this.turned = { to: run.ask_for_more ? "stop" : "go", run: run.run };
    this.send(this.turned.to, run.run);
  }

  /** @param {string} run its key */
  unpin(run) {
    this.unpinned.add(run);
    this.confirmUnpin();
  }

  /** Says which pinned run is to go, again until the page has heard it, as with a stop. Returns whether one is. */
  confirmUnpin() {
    const one = this.state.run?.pinned.find(({ run }) => this.unpinned.has(run));
    if (one) {
      clearTimeout(this.later);
      this.send("unpin", one.run);
    } else this.unpinned.clear();
    return Boolean(one);
  }

  /** Why? and the walk need more of the step that is shown than the run brings along. */
  requestSnapshot() {
    const { run, preview, position, view } = this.state;
    const wanted = `${run?.run}:${Math.floor(position)}`;
    const now = performance.now();
    if (!run?.rows || preview || view === "watch" || view === "learns") return;
    if (wanted === this.snapshot || now - this.snapshotAt < BETWEEN_SNAPSHOTS) return;
    this.snapshot = wanted;
    this.snapshotAt = now;
    this.keep("snapshot", wanted);
  }

  close() {
    clearTimeout(this.later);
    document.removeEventListener("visibilitychange", this.onvisible);
  }
}
