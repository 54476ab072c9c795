// What can be done with a walk, and how it goes on by itself; and that it and the run take turns.
import { snapshotAt } from "../data/snapshots.js";
import { NORMAL_SPEED } from "../state.js";
import { firstOf, moments, nearest, nextPhase, pace } from "./plan.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { State } from "../state.js" */
/** @import { Moment, Phase } from "./plan.js" */

export class WalkCommands {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  /** The run and the walk never move at the same time. @param {State["playing"]} what */
  play(what) {
    this.state.playing = what;
    if (what === "run") this.state.awaited = 0;
    this.state.stayed = 0;
  }

  /** @param {State["playing"]} what */
  pause(what) {
    if (this.state.playing === what) this.play("");
  }

  get moments() {
    const { run } = this.state;
    return run ? moments(run) : [];
  }

  /** The place of the walk's moment among all of them. */
  get place() {
    return nearest(this.moments, this.state.moment);
  }

  toggleWalk() {
    const { state } = this;
    if (state.playing === "walk") return this.pause("walk");
    if (this.place === this.moments.length - 1) this.walkTo(0);
    this.play("walk");
  }

  /** @param {number} place */
  walkTo(place) {
    const all = this.moments;
    this.pause("walk");
    this.state.moment = all[Math.max(0, Math.min(all.length - 1, place))] ?? this.state.moment;
  }

  walkBack() {
    this.walkTo(this.place - 1);
  }

  walkForward() {
    this.walkTo(this.place + 1);
  }

  walkToStart() {
    this.walkTo(0);
  }

  walkToEnd() {
    this.walkTo(Number.POSITIVE_INFINITY);
  }

  walkToNextPhase() {
    this.walkTo(nextPhase(this.moments, this.place));
  }

  /** @param {Phase} phase */
  walkToPhase(phase) {
    this.walkTo(firstOf(this.moments, phase));
  }

  /** @param {Moment} moment */
  walkToMoment(moment) {
    this.walkTo(nearest(this.moments, moment));
  }

  /**
   * The walk stands still until the snapshot of its step has come.
   * @param {Run} run
   * @param {number} seconds
   */
  advanceWalk(run, seconds) {
    const { state } = this;
    const row = Math.floor(state.position);
    if (snapshotAt(run, row)?.row !== row) return;
    const all = this.moments;
    let place = this.place;
    state.stayed += (seconds * state.speed) / NORMAL_SPEED;
    for (; state.stayed >= pace(all, place) && place < all.length - 1; place++) state.stayed -= pace(all, place);
    state.moment = all[place];
    if (state.stayed >= pace(all, place)) this.pause("walk");
  }
}
