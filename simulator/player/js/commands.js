// Everything that can be done with a player: by a press, a key, the pointer, the passing of time, or a new run.
import { SPEEDS } from "./constants.js";
import { columns } from "./data/pinned.js";
import { lastRow, NORMAL_SPEED } from "./state.js";
import { WalkCommands } from "./walk/commands.js";

/** @import { Opening, Run } from "./data/payload.d.ts" */
/** @import { View } from "./state.js" */

/** Seconds over which a slice of training is played, a little longer than the next one takes to come. */
const PLAYED_SLICE = 0.7;
/** Seconds that a run takes to play at normal speed, at least: one of eight steps would be over before it is seen. */
const SHORTEST = 4;
/** Seconds that one picture may move a run or a walk on: a page that was busy does not jump. */
const LONGEST_RUN_STEP = 0.1;
const LONGEST_WALK_STEP = 1;

export class Commands extends WalkCommands {
  /** A run from the page, or more of the one that plays. @param {Run} run */
  take(run) {
    const { state } = this;
    if (run.preview) {
      state.preview = run;
      return;
    }
    const another = run.run !== state.run?.run;
    // One that diverged after a few steps has been played before it was known to be so short.
    const ended = run.outcome.name === "diverged" && run.rows < SHORTEST * NORMAL_SPEED && !state.run?.done;
    state.preview = null;
    state.run = run;
    if (run.opening && run.opening.telling !== state.telling) this.tell(run.opening);
    else if (another) state.awaited = 0;
    if (another || state.site > run.sites) state.site = Math.ceil(run.sites / 2);
    if (state.view === "walk") state.moment = this.moments[this.place] ?? state.moment;
    if (ended && state.playing === "run") state.position = 0;
    if (state.awaited) return this.goToAwaited(run);
    if (!another) return;
    state.position = 0;
    // A walk that is open is of a single step: the run does not move on below it.
    if (state.view === "walk") this.pause("run");
    else this.play(prefersStill() ? "" : "run");
  }

  /** A story or a link that opens: with its view and speed, or else the visitor's. @param {Opening} opening */
  tell({ telling, view, speed, at }) {
    const { state } = this;
    state.awaited = at;
    state.telling = telling;
    state.view = /** @type {View} */ (view) || state.own.view;
    state.speed = speed || state.own.speed;
    if (state.view !== "walk") this.pause("walk");
  }

  /** Stands still as near to the step that a link names as the run has come, until it is there. @param {Run} run */
  goToAwaited({ steps, done }) {
    const { awaited } = this.state;
    this.pause("run");
    const row = steps.findLastIndex((step) => step <= awaited);
    this.state.position = Math.max(0, row);
    this.state.awaited = done || (steps.at(-1) ?? 0) >= awaited ? 0 : awaited;
  }

  /** @param {View} view */
  open(view) {
    this.state.view = view;
    this.state.picture = 0;
    this.state.own.view = view;
    if (view !== "walk") this.pause("walk");
    else if (this.place === 0 && !prefersStill()) this.play("walk");
    else this.pause("run");
  }

  // ---- the run ------------------------------------------------------------------------------------------------------

  toggle() {
    const { state } = this;
    if (state.playing === "run") return this.pause("run");
    if (state.run?.done && state.position >= lastRow(state)) state.position = 0;
    this.play("run");
  }

  replay() {
    this.state.position = 0;
    this.play("run");
  }

  /** @param {number} row */
  seek(row) {
    this.state.awaited = 0;
    this.pause("run");
    this.state.position = Math.max(0, Math.min(lastRow(this.state), row));
  }

  back() {
    this.seek(Math.ceil(this.state.position) - 1);
  }

  forward() {
    this.seek(Math.floor(this.state.position) + 1);
  }

  toStart() {
    this.seek(0);
  }

  toEnd() {
    this.seek(Number.POSITIVE_INFINITY);
  }

  /** @param {number} speed displayed steps per second */
  setSpeed(speed) {
    this.state.speed = speed;
    this.state.own.speed = speed;
  }

  /** @param {number} which of the menu's */
  chooseSpeed(which) {
    this.setSpeed(Object.values(SPEEDS)[which]);
  }

  // ---- for the back row ---------------------------------------------------------------------------------------------

  togglePresent() {
    this.state.presenting = !this.state.presenting;
    this.state.picture = 0;
  }

  nextPicture() {
    if (this.state.presenting) this.state.picture += 1;
  }

  toggleHelp() {
    this.state.helped = !this.state.helped;
  }

  toggleSave() {
    this.state.saving = !this.state.saving;
  }

  /** From what lies on top. */
  leave() {
    if (this.state.saving) this.state.saving = false;
    else if (this.state.helped) this.state.helped = false;
    else this.state.presenting = false;
  }

  /** The page has it: it is asked for until another run comes. */
  nextStory() {
    this.state.leaving = this.state.run?.run ?? "";
  }

  /** @param {number} site */
  chooseSite(site) {
    this.state.site = site;
  }

  /** @param {number} question */
  chooseQuestion(question) {
    this.state.question = question;
  }

  // ---- what moves by itself -----------------------------------------------------------------------------------------

  /** @param {number} seconds since the last picture */
  advance(seconds) {
    const { playing, preview, run, view } = this.state;
    if (playing === "run" && run && !preview) this.advanceRun(run, Math.min(LONGEST_RUN_STEP, seconds));
    if (playing === "walk" && run && view === "walk") this.advanceWalk(run, Math.min(LONGEST_WALK_STEP, seconds));
  }

  /**
   * While training is still going on, what has come in is spread over the time until more comes.
   * @param {Run} run
   * @param {number} seconds
   */
  advanceRun(run, seconds) {
    const { state } = this;
    const last = lastRow(state);
    const slowly = ((columns(run) - 1) / SHORTEST) * (state.speed / NORMAL_SPEED);
    const speed = run.done
      ? Math.min(state.speed, slowly)
      : Math.min(slowly, state.speed, (last - state.position) / PLAYED_SLICE);
    state.position = Math.min(last, state.position + Math.max(0, speed) * seconds);
    if (run.done && state.position >= last) this.pause("run");
  }
}

/** Whether the visitor asked for nothing to move by itself. */
const prefersStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
