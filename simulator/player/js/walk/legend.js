// The legend of the walk: what every colour, width and number of the drawing means at a moment.
import { APPLIED, BROKEN, GRADIENT, LINKS, NOTHING } from "../constants.js";
import { layered } from "./plan.js";
import { activationBar, brief, briefLog, DROPPED, gradientBar } from "./scales.js";
import { detour, reach } from "./scene.js";

/** @import { Span } from "../constants.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment, Phase } from "./plan.js" */

/**
 * @typedef {object} Entry words, and one swatch at most: a bar with what stands at its two ends, a box, or a line
 * @property {string} text
 * @property {string} [bar]
 * @property {string} [from]
 * @property {string} [to]
 * @property {string} [box]
 * @property {string} [line]
 * @property {number} [width]
 * @property {boolean} [dashed]
 */

const STEP = "step of a weight, from a millionth (thin) to a tenth (wide) of the largest weight; grey: weights";

export class WalkLegend {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.shown = "";
  }

  /**
   * @param {Run} run
   * @param {Snapshot} snapshot
   * @param {Moment} moment
   * @param {Span} axis
   */
  show(run, snapshot, { phase }, axis) {
    const entries =
      phase === "backward" || phase === "update" ? behind(run, snapshot, phase, axis) : ahead(run, snapshot);
    const shown = JSON.stringify(entries);
    if (shown === this.shown) return;
    this.shown = shown;
    this.list.replaceChildren(...entries.map(entry));
  }
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 */
function ahead(run, snapshot) {
  const end = brief(reach(snapshot).h || 1);
  return known([
    { bar: activationBar, from: `−${end}`, to: end, text: "mean activation h of a unit" },
    broken(snapshot.arrays.h.values),
    ...weights(run, snapshot),
    around(run, snapshot, "currentColor"),
    !layered(run) && { text: "the same weights between all time steps" },
    { text: `below: mean ± spread of h; ${drawn(snapshot)}` },
  ]);
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Phase} phase
 * @param {Span} axis
 */
function behind(run, snapshot, phase, axis) {
  const logs = snapshot.arrays.gradient.values;
  const moving = phase === "update";
  return known([
    { bar: gradientBar, from: briefLog(axis[0]), to: briefLog(axis[1]), text: "gradient of a unit" },
    logs.includes(Number.NEGATIVE_INFINITY) && { box: NOTHING, text: "zero" },
    broken(logs.filter((log) => log !== Number.NEGATIVE_INFINITY)),
    moving && { line: APPLIED, width: 4, text: STEP },
    !moving && { line: GRADIENT, width: 3, text: `the gradient's way back over the ${gated(run)}weights` },
    !moving && around(run, snapshot, LINKS.rest),
    {
      text: moving
        ? "below: gradient norm, and |step| / |weights| between"
        : "below: gradient norm, and the factor between",
    },
  ]);
}

/** @param {(Entry | false | "")[]} entries */
const known = (entries) => entries.filter((entry) => entry !== false && entry !== "");

/** @param {Float32Array} values */
const broken = (values) => !values.every(Number.isFinite) && { box: BROKEN, text: "not a number or infinite" };

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @returns {Entry[]}
 */
function weights(run, snapshot) {
  const { weight } = reach(snapshot);
  const least = brief(DROPPED * weight);
  if (!weight) return [{ text: "all weights are exactly zero" }];
  return [
    { line: "currentColor", width: 3, text: `${gated(run)}weight above zero,` },
    { line: "currentColor", width: 3, dashed: true, text: `below; widest ${brief(weight)}, under ${least} not drawn` },
  ];
}

/** @param {Run} run */
const gated = (run) => (run.gated ? "candidate's " : "");

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {string} colour
 */
const around = (run, snapshot, colour) =>
  detour(run, snapshot) && { line: colour, width: 2, text: detour(run, snapshot) };

/** @param {Snapshot} snapshot */
function drawn({ units }) {
  const count = units[units.length - 1] + 1;
  return units.length < count ? `${units.length} of ${count} units drawn` : "all units drawn";
}

/** @param {Entry} entry */
function entry({ bar, from, to, line, width, dashed, box, text }) {
  const item = document.createElement("li");
  const swatch = document.createElement("i");
  if (bar) Object.assign(swatch.style, { width: "72px", height: "12px", background: bar });
  if (box) Object.assign(swatch.style, { width: "14px", height: "14px", background: box });
  if (line)
    Object.assign(swatch.style, { width: "30px", borderTop: `${width}px ${dashed ? "dashed" : "solid"} ${line}` });
  if (from) item.append(words(from));
  if (bar || box || line) item.append(swatch);
  if (to) item.append(words(to));
  item.append(words(text));
  return item;
}

/** @param {string} text */
const words = (text) => Object.assign(document.createElement("span"), { textContent: text });
