// All sites in one strip, coloured by what is known of them so far; a press goes to that moment.
import { APPLIED, BROKEN } from "../constants.js";
import { t } from "../shared/language.js";
import { layered } from "../shared/places.js";
import { known } from "./plan.js";
import { gradient, moved } from "./scales.js";

/** @import { Span } from "../constants.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment, Phase } from "./plan.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {keyof typeof LANES} Lane */
/** @typedef {{ colour: string, opacity: number }} Cell */

/** Pixels of a lane and of its cells; of a cell from which on there is a gap to the next; of the smallest outline. */
const LANE = 18;
const CELL = 14;
const SEPARATE = 6;
const SMALLEST = 5;
/** Pixels by which cells without a gap overlap, because a rounded edge would let the ground through. */
const BLEED = 0.5;
/** Opacity of a lane, and of the palest cell on it. */
const GROUND = 0.06;
const FAINT = 0.15;
const LANES = { forward: t("spread of h"), backward: t("gradient"), update: t("step") };

export class Strip {
  /**
   * @param {HTMLElement} box
   * @param {(moment: Moment) => void} go
   */
  constructor(box, go) {
    this.names = /** @type {HTMLElement} */ (box.querySelector(".names"));
    this.canvas = /** @type {HTMLCanvasElement} */ (box.querySelector("canvas"));
    /** @type {Lane[]} */
    this.phases = [];
    /** @type {Record<Lane, Cell[]>} */
    this.cells = { forward: [], backward: [], update: [] };
    /** @type {Run | null} */
    this.run = null;
    this.key = "";
    this.cell = 0;
    this.canvas.onpointerdown = ({ offsetX, offsetY }) => this.run && go(this.pressed(this.run, offsetX, offsetY));
  }

  /**
   * @param {Run} run
   * @param {number} x
   * @param {number} y
   * @returns {Moment}
   */
  pressed({ sites }, x, y) {
    const site = 1 + Math.floor((x / this.canvas.clientWidth) * sites);
    const lane = Math.min(this.phases.length - 1, Math.floor(y / LANE));
    return { phase: this.phases[lane], site: Math.max(1, Math.min(sites, site)) };
  }

  /**
   * @param {Run} run
   * @param {Snapshot} snapshot
   * @param {Moment} moment
   * @param {Scene} scene
   * @param {Span} axis
   */
  draw(run, snapshot, moment, { first, last }, axis) {
    this.name(run);
    const { canvas } = this;
    const ink = getComputedStyle(canvas).color;
    const width = canvas.clientWidth;
    const height = LANE * this.phases.length;
    this.colour(snapshot, axis, ink);
    this.cell = width / run.sites;
    // In the pixels of the screen, or cells would be blurred where it has more of them.
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.strokeStyle = ink;
    pen.scale(devicePixelRatio, devicePixelRatio);
    for (const [i, phase] of this.phases.entries()) this.drawLane(pen, run, moment, phase, i * LANE + 2);
    this.drawOutline(pen, Math.max(1, first) - 1, Math.min(run.sites, last));
    this.drawMark(pen, run, moment);
  }

  /** Time steps share their matrices, so that a sequence has no lane of steps. @param {Run} run */
  name(run) {
    if (run === this.run) return;
    this.run = run;
    this.phases = layered(run) ? ["forward", "backward", "update"] : ["forward", "backward"];
    const named = (/** @type {Lane} */ phase) =>
      Object.assign(document.createElement("span"), { textContent: LANES[phase] });
    this.names.replaceChildren(...this.phases.map(named));
    this.canvas.style.height = `${LANE * this.phases.length}px`;
  }

  /**
   * Colour and opacity of every cell, once for each snapshot.
   * @param {Snapshot} snapshot
   * @param {Span} axis
   * @param {string} ink
   */
  colour(snapshot, axis, ink) {
    const key = JSON.stringify([snapshot.snapshot_of, snapshot.row, axis, ink]);
    const { activation_std, gradient_norm, update_ratio } = snapshot.arrays;
    if (key === this.key) return;
    this.key = key;
    const widest = Math.max(...[...activation_std.values].filter(Number.isFinite));
    this.cells = {
      forward: Array.from(activation_std.values, (value) => spread(value, widest, ink)),
      backward: Array.from(gradient_norm.values, (log) => ({ colour: gradient(log, axis).fill, opacity: 1 })),
      update: Array.from(update_ratio.values, (log) => ({ colour: APPLIED, opacity: moved(log) })),
    };
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Run} run
   * @param {Moment} moment
   * @param {Lane} phase
   * @param {number} y
   */
  drawLane(pen, run, moment, phase, y) {
    const width = this.cell + (this.cell > SEPARATE ? -1 : BLEED);
    const paint = (/** @type {Cell} */ { colour, opacity }, /** @type {number} */ x, /** @type {number} */ width) => {
      Object.assign(pen, { fillStyle: colour, globalAlpha: opacity });
      pen.fillRect(x, y, width, CELL);
    };
    paint({ colour: String(pen.strokeStyle), opacity: GROUND }, 0, this.cell * run.sites);
    for (let site = 1; site <= run.sites; site++) {
      if (reached(phase, moment, site)) paint(this.cells[phase][site - 1], (site - 1) * this.cell, width);
    }
    pen.globalAlpha = 1;
  }

  /**
   * Around the sites that are drawn large.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} before sites before the first of them
   * @param {number} last
   */
  drawOutline(pen, before, last) {
    const height = LANE * this.phases.length;
    const width = Math.max(SMALLEST, (last - before) * this.cell);
    pen.lineWidth = 1.5;
    pen.strokeRect(before * this.cell + 0.75, 0.75, width - 1.5, height - 1.5);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Run} run
   * @param {Moment} moment
   */
  drawMark(pen, run, { phase, site }) {
    const lane = /** @type {Phase[]} */ (this.phases).indexOf(phase);
    const width = Math.max(SMALLEST, this.cell);
    const x = (site - 0.5) * this.cell - width / 2;
    if (lane < 0 || site < 1 || site > run.sites) return;
    pen.lineWidth = 3;
    pen.strokeRect(x, lane * LANE + 2, width, CELL);
  }
}

/**
 * Whether the walk has come to a site in a phase.
 * @param {Lane} phase
 * @param {Moment} moment
 * @param {number} site
 */
function reached(phase, moment, site) {
  if (phase === "forward") return moment.phase !== "forward" || site <= moment.site;
  if (phase === "backward") return known(moment, site) === "gradient";
  return moment.phase === "update" && site <= moment.site;
}

/**
 * @param {number} value
 * @param {number} widest
 * @param {string} ink
 * @returns {Cell}
 */
function spread(value, widest, ink) {
  if (!Number.isFinite(value)) return { colour: BROKEN, opacity: 1 };
  return { colour: ink, opacity: FAINT + (1 - FAINT) * (value / (widest || 1)) };
}
