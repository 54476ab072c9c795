// What a number looks like in the drawing of the walk: the colour of its block, the width of its edge, and a few digits.
import { ACTIVATION, APPLIED, BROKEN, NOTHING } from "../constants.js";
import { channels } from "../shared/colour.js";
import { signs } from "../shared/language.js";

/** @import { Span } from "../constants.js" */

/** @typedef {{ fill: string, opacity: number, ink: string, text: string }} Block what a unit looks like */
/** @typedef {{ colour: string, width: number, dashed: boolean }} Edge what a weight looks like */

// Viridis from low to high in even steps: the colours of the map (van der Walt, Smith, 2015).
const VIRIDIS = [
  "#440154",
  "#482878",
  "#3e4989",
  "#31688e",
  "#26828e",
  "#1f9e89",
  "#35b779",
  "#6ece58",
  "#b5de2b",
  "#fde725",
];
const INK = "currentColor";
const BLACK = "#000";
const WHITE = "#fff";
/** Black or white, whichever the visitor's ink is nearer to. */
const CLEAR = "var(--clear)";
/** Opacity below and above zero, and luminance, from which on the digits of a block are black: on either ground 4.5:1. */
const DENSE = [0.76, 0.82];
const BRIGHT = 0.18;
/** Pixels of the widest edge, of the widest step of a weight, and of the narrowest of both. */
const THICKEST = 4.5;
const LARGE_STEP = 3.5;
const THINNEST = 0.6;
/** A weight below this part of the largest one is not drawn. */
export const DROPPED = 0.25;
/** log10 of a step beside its weights: next to nothing, and a very large one. */
const LEAST_STEP = -6;
const LARGEST_STEP = -1;

/** @type {Block} */
export const EMPTY = { fill: "none", opacity: 1, ink: INK, text: "" };

// ---- blocks -------------------------------------------------------------------------------------------------------

/**
 * Of a mean activation: the further from zero, the denser the colour of its sign.
 * @param {number} value
 * @param {number} reach the largest
 * @returns {Block}
 */
export function activation(value, reach) {
  if (!Number.isFinite(value)) return { fill: BROKEN, opacity: 1, ink: BLACK, text: brief(value) };
  const opacity = Math.min(1, Math.asinh(Math.abs(value)) / Math.asinh(reach || 1));
  const sign = value < 0 ? 0 : 1;
  return { fill: ACTIVATION[sign], opacity, ink: opacity > DENSE[sign] ? BLACK : CLEAR, text: brief(value) };
}

/**
 * @param {number} log
 * @param {Span} axis
 * @returns {Block}
 */
export function gradient(log, axis) {
  if (log === -Infinity) return { fill: NOTHING, opacity: 1, ink: BLACK, text: "0" };
  if (!Number.isFinite(log)) return { fill: BROKEN, opacity: 1, ink: BLACK, text: briefLog(log) };
  const [r, g, b] = viridis(share(log, axis));
  const bright = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return { fill: `rgb(${r} ${g} ${b})`, opacity: 1, ink: bright > BRIGHT ? BLACK : WHITE, text: briefLog(log) };
}

export const gradientBar = `linear-gradient(to right, ${VIRIDIS.join(", ")})`;
export const activationBar = `linear-gradient(to right, ${ACTIVATION[0]}, transparent, ${ACTIVATION[1]})`;

/** @param {number} part from 0 to 1 */
function viridis(part) {
  const place = part * (VIRIDIS.length - 1);
  const i = Math.min(VIRIDIS.length - 2, Math.floor(place));
  const [from, to] = [VIRIDIS[i], VIRIDIS[i + 1]].map(channels);
  return from.map((value, k) => Math.round(value + (to[k] - value) * (place - i)));
}

const linear = (/** @type {number} */ value) => (value / 255) ** 2.2;

/**
 * @param {number} value
 * @param {Span} span
 */
const share = (value, [low, high]) => Math.max(0, Math.min(1, (value - low) / (high - low)));

// ---- edges --------------------------------------------------------------------------------------------------------

/**
 * Of a weight beside the largest one; null where it is too small to be drawn. Broken ones are always drawn.
 * @param {number} value
 * @param {number} largest
 * @returns {Edge | null}
 */
export function weight(value, largest) {
  if (!Number.isFinite(value)) return { colour: BROKEN, width: THICKEST, dashed: false };
  const part = Math.abs(value) / (largest || 1);
  return part < DROPPED ? null : { colour: INK, width: THINNEST + (THICKEST - THINNEST) * part, dashed: value < 0 };
}

/**
 * Of a step beside the largest weight, on a logarithmic scale.
 * @param {number} value
 * @param {number} largest
 * @returns {Edge | null}
 */
export function step(value, largest) {
  if (!Number.isFinite(value)) return { colour: BROKEN, width: THICKEST, dashed: false };
  const part = moved(Math.log10(Math.abs(value) / (largest || 1)));
  return part > 0 ? { colour: APPLIED, width: THINNEST + (LARGE_STEP - THINNEST) * part, dashed: value < 0 } : null;
}

/**
 * Of the step of a whole matrix, by the log of its share.
 * @param {number} log
 * @returns {Edge}
 */
export const taken = (log) => ({ colour: APPLIED, width: THINNEST + 2 * LARGE_STEP * moved(log), dashed: false });

/** From 0, next to nothing, to 1, a very large step. @param {number} log */
export const moved = (log) => (Number.isNaN(log) ? 0 : share(log, [LEAST_STEP, LARGEST_STEP]));

// ---- digits -------------------------------------------------------------------------------------------------------

/** Two digits. @param {number} value */
export function brief(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  const short = size === 0 || (size >= 0.01 && size < 1000);
  const text = short ? signs(String(Number(size.toPrecision(2)))) : size.toExponential(0).replace("+", "");
  return value < 0 ? `−${text}` : text;
}

/** One digit and a power of ten, where two digits alone do not say it. @param {number} log */
export function briefLog(log) {
  if (log === -Infinity) return "0";
  if (!Number.isFinite(log)) return Number.isNaN(log) ? "NaN" : "∞";
  if (log >= -2 && log < 3) return brief(10 ** log);
  const power = Math.floor(log);
  const digit = Math.round(10 ** (log - power));
  return digit === 10 ? `1e${power + 1}` : `${digit}e${power}`;
}
