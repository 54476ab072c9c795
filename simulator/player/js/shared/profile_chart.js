// The profile, the one chart that both Watch and Why show: one point for each site at the displayed step.
import { HEALTHY_DECADES, LANGUAGE } from "../constants.js";
import { stepAt } from "../data/pinned.js";
import { apart, EDGE, measured } from "./labels.js";
import { t } from "./language.js";
import { numerals, pinnedNorms } from "./pinned_profile.js";
import { siteName } from "./places.js";
import * as rows from "./profile.js";
import { pinnedNorms as pinnedSeedNorms, norms as seedNorms, seedsRow } from "./seeds.js";
import { together } from "./words.js";

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "./charts.js" */
/** @import { Dot, Far, Numeral } from "./labels.js" */
/** @import { PinnedPoint } from "./pinned_profile.js" */

const HEALTHY = (10 ** HEALTHY_DECADES).toLocaleString(LANGUAGE);
const HEALTHY_WORD = t("healthy");
/** Pixels of a plot on a phone: below the one the legend alone tells of the seeds, below the other of words only one is left. */
const NARROW = 330;
const LOW = 120;

export class ProfileChart {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.charts = charts;
    this.note = /** @type {HTMLElement} */ (host.querySelector("[data-panel=profile] .note"));
    /** @type {object[]} */
    this.theory = [];
    /** The pinned runs' rows in the last picture, and whether they have stayed as they were. */
    this.beside = { pinned: /** @type {PinnedPoint[]} */ ([]), numerals: /** @type {Numeral[]} */ ([]) };
    this.stayed = false;
    /** Where the words were in the last picture. */
    this.placed = /** @type {Record<string, object[]> | null} */ (null);
    /** The range of the seeds and of those of the pinned runs, and of which rows and axis it is. */
    this.seeds = /** @type {object[]} */ ([]);
    this.pinnedSeeds = /** @type {object[]} */ ([]);
    this.seedsAt = "";
    this.measure = measured();
    this.words = { band_word: "", theory_word: "", clip_word: "", before_word: "", seeds_word: "" };
    /** What the words are where there is room for all of them. */
    this.whole = { band_word: "", theory_word: "", seeds_word: "" };
  }

  /**
   * What does not change while the run plays.
   * @param {Run} run
   * @param {Span} axis
   */
  renew(run, axis) {
    const [low, high] = axis;
    const { sites } = run;
    const states = rows.occurring(run, axis);
    const band_word = t("healthy: within {factor} times {site}", { factor: HEALTHY, site: siteName(run, run.sites) });
    this.theory = rows.theory(run, axis);
    this.note.textContent = together(run.theory_note);
    Object.assign(this.whole, { band_word, theory_word: run.theory_word });
    this.placed = null;
    this.set({ low, high, sites, states, ...run.words });
  }

  /** @param {Shown} shown */
  draw(shown) {
    const { run, position, axis } = shown;
    const now = run.rows ? rows.norms(run, position, axis) : [];
    const clipped = run.rows ? rows.clipped(run, position, now) : [];
    if (clipped.length) this.set({ clip_word: rows.clipWord(run, position) });
    const before = run.rows ? this.before(run, Math.floor(position), axis) : [];
    const falling = now.length > 0 && now[0].y > now[now.length - 1].y;
    if (now.length) this.set({ falling });
    const band = rows.band(now, axis);
    // Beside others the words follow in those pictures in which the others stay: both at once would make it late.
    const turns = shown.playing && shown.pinned.length > 0;
    this.stayed = turns && !this.stayed;
    const { pinned, numerals } = this.others(shown, band[0]?.high);
    const far = rows.far(before.length ? before : now, axis);
    const words = () =>
      this.apart({ falling, axis, sites: run.sites, clipped, before, far, numerals, band, line: now });
    const shows = {
      now,
      points: rows.points(now),
      theory: this.theory,
      ...this.seedsOf(shown),
      clipped,
      pinned,
      before,
    };
    const area = this.charts.area("profile");
    if (!turns || this.stayed || !this.placed) this.placed = words();
    this.charts.data("profile", { ...shows, ...this.placed });
    // A legend with more or fewer rows has left the plot another height.
    const { width, height } = this.charts.area("profile") ?? {};
    if (width === area?.width && height === area?.height) return;
    this.placed = words();
    this.charts.data("profile", this.placed);
  }

  /**
   * The words that move, each where it meets no other.
   * @param {{ falling: boolean, axis: Span, sites: number, clipped: object[], before: object[], far: Far[], numerals: Numeral[], band: { low: number, high: number }[], line: Dot[] }} shown
   */
  apart({ falling, axis, sites, clipped, before, far, numerals, band, line }) {
    const area = this.charts.area("profile");
    if (!area) return {};
    this.fitWords(area);
    const { clip_word, theory_word, before_word, seeds_word, band_word } = this.words;
    const there = /** @type {[object[], string][]} */ ([
      [clipped, clip_word],
      [this.theory, theory_word],
      [before, before_word],
      [this.seeds, seeds_word],
    ]);
    const corner = there.map(([rows, word]) => (rows.length ? word : ""));
    const plot = { width: area.width, height: area.height, sites, axis, falling };
    return apart(plot, this.measure, { corner, far, numerals, band, band_word, line });
  }

  /**
   * Where the plot is small, words that stand elsewhere too would only cover its points.
   * @param {{ width: number, height: number }} area
   */
  fitWords({ width, height }) {
    const { band_word, theory_word, seeds_word } = this.whole;
    const low = height < LOW;
    const fits = this.measure(band_word) < width - 2 * EDGE;
    this.set({
      band_word: low || !fits ? HEALTHY_WORD : band_word,
      theory_word: low && this.note.textContent ? "" : theory_word,
      seeds_word: low || width < NARROW ? "" : seeds_word,
    });
  }

  /**
   * The pinned runs follow in every second picture while a run plays: each of their rows costs as much as one of its own.
   * @param {Shown} shown
   * @param {number} [top] of the healthy band
   */
  others({ run, position, axis, pinned }, top) {
    if (this.stayed) return this.beside;
    const lines = pinnedNorms(pinned, run.rows ? stepAt(run, position) : 1, run, axis);
    this.beside = { pinned: lines, numerals: numerals(pinned, lines, axis, top, this.charts.area("profile")?.width) };
    return this.beside;
  }

  /**
   * The ranges of the seeds, anew for each displayed step only: the same rows cost nothing.
   * @param {Shown} shown
   */
  seedsOf({ run, position, axis, seeds, pinned }) {
    const step = run.rows ? stepAt(run, Math.floor(position)) : 1;
    const all = [seeds, ...pinned.map(({ range }) => range)];
    const at = JSON.stringify([run.sites, axis, ...all.map((one) => one && [one.seeds_of, seedsRow(one, step)])]);
    if (at !== this.seedsAt) {
      this.seeds = seeds ? seedNorms(seeds, step, axis) : [];
      this.pinnedSeeds = pinnedSeedNorms(pinned, step, run, axis);
    }
    if (seeds) this.whole.seeds_word = `▒ ${t("{count} seeds, thin line: median", { count: seeds.count })}`;
    this.seedsAt = at;
    return { seeds: this.seeds, pinned_seeds: this.pinnedSeeds };
  }

  /**
   * What was there when there were numbers last, and its step as a word.
   * @param {Run} run
   * @param {number} row
   * @param {Span} axis
   */
  before(run, row, axis) {
    const before = rows.lastWhole(run, row);
    if (before === null) return [];
    const step = run.steps[before];
    this.set({ before_word: t("pale line: the last numbers, at training step {step}", { step }) });
    return rows.norms(run, before, axis);
  }

  /** @param {Record<string, unknown>} parameters */
  set(parameters) {
    for (const name of /** @type {(keyof ProfileChart["words"])[]} */ (Object.keys(this.words))) {
      if (name in parameters) this.words[name] = String(parameters[name]);
    }
    this.charts.set(parameters, ["profile"]);
  }
}
