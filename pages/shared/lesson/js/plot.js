// The axes of a drawing, its points, and what is said of them.

import { t } from "../../../../simulator/player/js/shared/language.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const [LEFT, RIGHT, TOP, BOTTOM] = [96, 14, 14, 46];
/** Height in pixels, and the least distance of two names of powers of ten. */
const HEIGHT = 400;
const APART = 22;
/** Pixels that a letter of a text takes across, about, and a line of it down. */
const [LETTER, LINE] = [7.6, 17];

/** @import { Data } from "./draw.js" */

export class Plot {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.width = 600;
    /** What stands below the axis, in as many lines as it takes. */
    this.below = [data.axis];
    this.svg = /** @type {SVGSVGElement} */ (part("svg", { tabindex: 0, role: "slider", height: HEIGHT }));
    this.svg.setAttribute("aria-label", t("Your drawing. Left and right choose a place, up and down move it."));
    this.svg.setAttribute("aria-orientation", "vertical");
    this.svg.setAttribute("aria-valuemin", String(data.low));
    this.svg.setAttribute("aria-valuemax", String(data.high));
  }

  /** @param {number} site from 0 */
  x(site) {
    const last = Math.max(1, this.data.measured.length - 1);
    return LEFT + 12 + (site / last) * (this.width - LEFT - RIGHT - 24);
  }

  /** Of a point, so that neighbours do not hide each other. */
  get radius() {
    return Math.max(2, Math.min(6, (this.x(1) - this.x(0)) / 2 - 1));
  }

  /** The lower end of what can be drawn in. */
  get bottom() {
    return HEIGHT - BOTTOM - LINE * (this.below.length - 1);
  }

  /** @param {number} value */
  y(value) {
    const { low, high } = this.data;
    return TOP + ((high - value) / (high - low)) * (this.bottom - TOP);
  }

  /** The site and the value under the pointer. @param {PointerEvent} event */
  at({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    const { measured, low, high } = this.data;
    const last = measured.length - 1;
    const along = (clientX - box.left - LEFT - 12) / (this.width - LEFT - RIGHT - 24);
    const site = Math.round(Math.min(1, Math.max(0, along)) * last);
    const value = high - ((clientY - box.top - TOP) / (this.bottom - TOP)) * (high - low);
    return { site, value: Math.min(high, Math.max(low, value)) };
  }

  /**
   * @param {number[]} drawn
   * @param {number[]} measured empty until it is shown
   * @param {number} at the site that has the focus, or -1
   */
  draw(drawn, measured, at) {
    this.width = Math.max(280, this.svg.parentElement?.clientWidth ?? 600);
    this.svg.setAttribute("width", String(this.width));
    this.below = inLines(this.data.axis, (this.width - RIGHT) / LETTER);
    const { colours } = this.data;
    const parts = [
      ...this.axes(),
      ...this.line(measured, colours.measured, true),
      ...this.line(drawn, colours.drawn, false),
    ];
    if (at >= 0) parts.push(part("circle", { cx: this.x(at), cy: this.y(drawn[at]), r: 11, class: "focus" }));
    if (measured.length) parts.push(...this.legend());
    this.svg.replaceChildren(...parts);
  }

  axes() {
    const { low, high, names, measured } = this.data;
    const parts = [];
    const step = Math.ceil((APART * (high - low)) / (this.bottom - TOP) / 2) * 2;
    for (let power = Math.ceil(low / step) * step; power <= high; power += step) {
      const y = this.y(power);
      parts.push(part("line", { x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y, class: power ? "grid" : "one" }));
      parts.push(text(names[power - low], { x: LEFT - 8, y: y + 4, "text-anchor": "end" }));
    }
    const count = measured.length;
    const every = Math.ceil(count / 10);
    for (let i = 0; i < count; i++) {
      const isNear = i < every || count - 1 - i < every;
      if (i && i !== count - 1 && ((i + 1) % every || isNear)) continue;
      parts.push(text(String(i + 1), { x: this.x(i), y: this.bottom + 18, "text-anchor": "middle" }));
    }
    // Below the axis where it has room there, else in the middle of the whole picture.
    const isWide = Math.max(...this.below.map((line) => line.length)) * LETTER > this.width - LEFT - RIGHT;
    const middle = ((isWide ? RIGHT : LEFT) + this.width - RIGHT) / 2;
    this.below.forEach((line, i) => {
      const y = HEIGHT - 6 - LINE * (this.below.length - 1 - i);
      parts.push(text(line, { x: middle, y, "text-anchor": "middle" }));
    });
    return parts;
  }

  /** @param {number[]} values @param {string} colour @param {boolean} filled */
  line(values, colour, filled) {
    const points = values.map((value, i) => `${this.x(i)},${this.y(value)}`).join(" ");
    const dash = filled ? "none" : "6 4";
    const line = part("polyline", {
      points,
      fill: "none",
      stroke: colour,
      "stroke-width": 2.5,
      "stroke-dasharray": dash,
    });
    const dots = values.map((value, i) =>
      part("circle", {
        cx: this.x(i),
        cy: this.y(value),
        r: this.radius,
        fill: filled ? colour : "var(--st-background-color)",
        stroke: colour,
        "stroke-width": 2.5,
      }),
    );
    return values.length ? [line, ...dots] : [];
  }

  legend() {
    const { colours } = this.data;
    const measured = t("measured");
    const beside = LEFT + 48 + 9 * measured.length;
    return [
      part("circle", { cx: LEFT + 20, cy: TOP + 12, r: 6, fill: colours.measured }),
      text(measured, { x: LEFT + 32, y: TOP + 17 }),
      part("circle", { cx: beside, cy: TOP + 12, r: 5, fill: "none", stroke: colours.drawn, "stroke-width": 2.5 }),
      text(t("drawn"), { x: beside + 12, y: TOP + 17 }),
    ];
  }

  /** What a reader of the screen hears. @param {number} site @param {number} value @param {number | null} measured */
  tell(site, value, measured) {
    const { low, words, sites } = this.data;
    const named = (/** @type {number} */ power) => words[Math.round(2 * (power - low))];
    const drawn = `${sites[site]}: ${named(value)}`;
    const said = measured === null ? drawn : t("{drawn}, measured {measured}", { drawn, measured: named(measured) });
    this.svg.setAttribute("aria-valuenow", value.toFixed(1));
    this.svg.setAttribute("aria-valuetext", said);
  }
}

/**
 * The words in lines.
 * @param {string} words
 * @param {number} most letters of a line
 */
const inLines = (words, most) => {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (longer.length <= most || !lines[lines.length - 1]) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

/** @param {string} tag @param {Record<string, string | number>} attributes */
const part = (tag, attributes) => {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
};

/** @param {string} content @param {Record<string, string | number>} attributes */
const text = (content, attributes) => {
  const element = part("text", attributes);
  element.textContent = content;
  return element;
};
