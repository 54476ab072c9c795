// The profile, the one chart that both Watch and Why show: one point for each site at the displayed step.
import { HEALTHY_DECADES } from "../constants.js";
import { stepAt } from "../data/pinned.js";
import * as rows from "./profile.js";

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "./charts.js" */

const HEALTHY = (10 ** HEALTHY_DECADES).toLocaleString("en-US");

export class ProfileChart {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.charts = charts;
    this.note = /** @type {HTMLElement} */ (host.querySelector(".note"));
    /** @type {object[]} */
    this.theory = [];
    /** The pinned runs' rows in the last picture, and whether they have stayed as they were. */
    this.beside = { pinned: /** @type {rows.PinnedPoint[]} */ ([]), numerals: /** @type {object[]} */ ([]) };
    this.stayed = false;
  }

  /**
   * What does not change while the run plays.
   * @param {Run} run
   * @param {Span} axis
   * @param {number} sites the most of all runs that are shown
   */
  renew(run, axis, sites) {
    const [low, high] = axis;
    const band_word = `healthy: within ${HEALTHY} times ${run.site} ${run.sites}`;
    this.theory = rows.theory(run, axis);
    this.note.textContent = run.theory_note;
    this.set({ low, high, sites, band_word, theory_word: run.theory_word, ...run.words });
  }

  /** @param {Shown} shown */
  draw(shown) {
    const { run, position, axis } = shown;
    const now = run.rows ? rows.norms(run, position, axis) : [];
    const clipped = run.rows ? rows.clipped(run, position, now, axis) : [];
    if (clipped.length) this.set({ clip_word: rows.clipWord(run, position) });
    if (now.length) this.set({ falling: now[0].y > now[now.length - 1].y });
    this.charts.data("profile", {
      now,
      points: rows.points(now),
      band: rows.band(now, axis),
      theory: this.theory,
      clipped,
      ...this.others(shown),
    });
  }

  /**
   * The pinned runs follow in every second picture while a run plays: each of their rows costs as much as one of its own.
   * @param {Shown} shown
   */
  others({ run, position, axis, pinned, playing }) {
    this.stayed = playing && pinned.length > 0 && !this.stayed;
    if (this.stayed) return this.beside;
    const lines = rows.pinnedNorms(pinned, run.rows ? stepAt(run, position) : 0, axis);
    this.beside = { pinned: lines, numerals: rows.numerals(pinned, lines) };
    return this.beside;
  }

  /** @param {Record<string, unknown>} parameters */
  set(parameters) {
    this.charts.set(parameters, ["profile"]);
  }
}
