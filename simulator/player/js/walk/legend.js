// The legend of the walk: what every colour, width and number of the drawing means at a moment.
import { APPLIED, BROKEN, GRADIENT, LINKS, NOTHING } from "../constants.js";
import { t } from "../shared/language.js";
import { layered } from "../shared/places.js";
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

const STEP = t("step of a weight, from a millionth (thin) to a tenth (wide) of the largest weight; grey: weights");

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
    { bar: activationBar, from: `−${end}`, to: end, text: t("mean activation h of a unit") },
    broken(snapshot.arrays.h.values),
    ...weights(run, snapshot),
    around(run, snapshot, "currentColor"),
    !layered(run) && { text: t("the same weights between all time steps") },
    { text: drawn(snapshot) },
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
    { bar: gradientBar, from: briefLog(axis[0]), to: briefLog(axis[1]), text: t("gradient of a unit") },
    logs.includes(Number.NEGATIVE_INFINITY) && { box: NOTHING, text: t("zero") },
    broken(logs.filter((log) => log !== Number.NEGATIVE_INFINITY)),
    moving && { line: APPLIED, width: 4, text: STEP },
    !moving && { line: GRADIENT, width: 3, text: wayBack(run) },
    !moving && around(run, snapshot, LINKS.rest),
    {
      text: moving
        ? t("below: gradient norm, and |step| / |weights| between")
        : t("below: gradient norm, and the factor between"),
    },
  ]);
}

/** @param {(Entry | false | "")[]} entries */
const known = (entries) => entries.filter((entry) => entry !== false && entry !== "");

/** @param {Float32Array} values */
const broken = (values) => !values.every(Number.isFinite) && { box: BROKEN, text: t("not a number or infinite") };

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @returns {Entry[]}
 */
function weights(run, snapshot) {
  const { weight } = reach(snapshot);
  const widths = { widest: brief(weight), least: brief(DROPPED * weight) };
  if (!weight) return [{ text: t("all weights are exactly zero") }];
  return [
    { line: "currentColor", width: 3, text: run.gated ? t("candidate's weight above zero,") : t("weight above zero,") },
    {
      line: "currentColor",
      width: 3,
      dashed: true,
      text: t("below; widest {widest}, under {least} not drawn", widths),
    },
  ];
}

/** @param {Run} run */
const wayBack = (run) =>
  run.gated ? t("the gradient's way back over the candidate's weights") : t("the gradient's way back over the weights");

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
  return units.length < count
    ? t("below: mean ± spread of h; {some} of {count} units drawn", { some: units.length, count })
    : t("below: mean ± spread of h; all units drawn");
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
