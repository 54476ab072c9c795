// What the player asks the page for: the next slice of training, a stop, a pinned run's end, a snapshot of a step.
/** @import { State } from "./state.js" */

/** Milliseconds after which an unanswered question is put again, and between two snapshots that are asked for. */
const AGAIN = 250;
const BETWEEN_SNAPSHOTS = 300;

/** @typedef {(name: string, value: unknown) => void} Send */

export class Requests {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {Set<string>} */
    this.unpinned = new Set();
    this.stopping = "";
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

  // The next slice of training is asked for only while somebody can see it. Of two messages that wait for the server
  // the later one replaces the earlier, so a stop is repeated instead until it has been heard.
  requestSlice() {
    const { run, preview } = this.state;
    if (!run || this.confirmUnpin()) return;
    if (preview || !(run.ask_for_more || run.awaits_part || run.ahead_of_page) || document.hidden) return;
    const state = `${run.run}:${run.trained}:${run.pinned.map(({ trained }) => trained)}:${run.ahead_of_page}`;
    clearTimeout(this.later);
    if (this.state.leaving === run.run) this.send("story", run.run);
    else if (this.stopping === run.run) this.send("stop", run.run);
    else if (this.asked === state) this.later = setTimeout(() => this.send("more", state), AGAIN);
    else {
      this.asked = state;
      this.send("more", state);
    }
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
    this.stopping = run.ask_for_more ? run.run : "";
    this.send(run.ask_for_more ? "stop" : "go", run.run);
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
