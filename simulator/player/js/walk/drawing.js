// Draws the scene of a moment as SVG: units as blocks, weights as lines between them.
import { LINKS } from "../constants.js";
import { t } from "../shared/language.js";

/** @import { Answers, Below } from "./columns.js" */
/** @import { Gap } from "./gaps.js" */
/** @import { Block, Edge } from "./scales.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {{ middles: number[], size: number }} Rows of blocks: their middles and their height */

const NS = "http://www.w3.org/2000/svg";
/** What stands over the numbers of the answers. */
const SAYS = t("says / true");
/** Pixels above and below the blocks, of the input from below, and of a block with the air around it. */
const TOP = 34;
const BOTTOM = 30;
const INPUT = 38;
const BLOCK = 56;
const THICK = 26;
const AIR = 4;
/** Pixels of a letter, about: a name that is longer than its column is wide is set smaller. */
const LETTER = 6.8;

export class Drawing {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.height = this.bottom = 0;
    this.page = /** @type {number | null} */ (null);
  }

  get width() {
    return this.svg.clientWidth;
  }

  /** Its height, which is another one where the walk fills the screen. */
  get room() {
    return this.svg.clientHeight;
  }

  /** @param {Scene} scene */
  draw(scene) {
    const height = this.room;
    const whole = put(null, "g", {});
    // Where other sites are drawn than before, they slide in from the side on which they lie.
    const page = this.page ?? scene.first;
    this.height = height;
    this.bottom = height - BOTTOM - (scene.columns.some(({ below }) => below) ? INPUT : 0);
    /** @type {Record<number, Rows>} */
    const placed = Object.fromEntries(scene.columns.map(({ site, units }) => [site, this.rows(units.length)]));
    for (const column of scene.columns) if (column.now) this.band(whole, column, scene);
    for (const gap of scene.gaps) this.gap(whole, gap, scene, placed);
    for (const column of scene.columns) this.column(whole, column, placed[column.site], scene.pitch);
    if (scene.answers) this.answers(whole, scene, scene.answers, placed[scene.last]);
    if (scene.first !== page) whole.setAttribute("class", scene.first > page ? "turned" : "turned leftward");
    this.page = scene.first;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    this.svg.replaceChildren(whole);
  }

  /**
   * Where blocks stand, one above the other.
   * @param {number} count
   * @returns {Rows}
   */
  rows(count) {
    const pitch = (this.bottom - TOP) / count;
    return {
      middles: Array.from({ length: count }, (_, i) => TOP + pitch * (i + 0.5)),
      size: Math.min(THICK, pitch - AIR),
    };
  }

  /**
   * @param {SVGElement} parent
   * @param {Scene["columns"][number]} column
   * @param {Scene} scene
   */
  band(parent, { x, site }, { pitch, answers, last }) {
    const width = answers && site === last ? 2 * pitch : pitch;
    put(parent, "rect", { class: "here", x: x - pitch / 2 + 2, y: 0, width: width - 4, height: this.height, rx: 8 });
  }

  /**
   * @param {SVGElement} parent
   * @param {Scene["columns"][number]} column
   * @param {Rows} rows
   * @param {number} pitch pixels from one column to the next
   */
  column(parent, { x, label, units, foot, below, now }, { middles, size }, pitch) {
    const fits = (pitch - AIR) / (label.length * LETTER);
    put(parent, "text", { x, y: 16, class: now ? "strong" : "", "font-size": fits < 1 ? `${fits}em` : null }, label);
    for (const [i, unit] of units.entries()) {
      this.block(parent, unit, x - BLOCK / 2, middles[i] - size / 2, BLOCK, size);
    }
    put(parent, "text", { x, y: this.height - 9, class: "strong" }, foot);
    if (below) this.input(parent, x, below);
  }

  /**
   * @param {SVGElement} parent
   * @param {number} x
   * @param {Below} below
   */
  input(parent, x, { units, arrow, now }) {
    const width = BLOCK / units.length;
    const y = this.bottom + INPUT - 12;
    if (now)
      put(parent, "rect", { class: "here", x: x - BLOCK / 2, y: this.bottom + 2, width: BLOCK, height: INPUT, rx: 6 });
    for (const [i, unit] of units.entries()) {
      this.block(parent, { ...unit, text: "" }, x - BLOCK / 2 + i * width, y, width, 12);
    }
    const d = `M${x} ${y - 3} V${this.bottom + 5} m-5 6 l5 -6 l5 6`;
    put(parent, "path", { class: "up", d, stroke: arrow.colour, "stroke-width": arrow.width });
  }

  /**
   * @param {SVGElement} parent
   * @param {Block} unit
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  block(parent, { fill, opacity, ink, text }, x, y, width, height) {
    // Blocks let the ground through, and lines run beneath them.
    put(parent, "rect", { class: "ground", x, y, width, height });
    put(parent, "rect", { class: "block", x, y, width, height, fill, "fill-opacity": opacity });
    if (text) put(parent, "text", { x: x + width / 2, y: y + height / 2 + 5, fill: ink }, text);
  }

  /**
   * @param {SVGElement} parent
   * @param {Gap & { from: number, x: number }} gap
   * @param {Scene} scene
   * @param {Record<number, Rows>} placed
   */
  gap(parent, { from, x, edges, now, moved, back, outward, arrow, foot }, { pitch, detour }, placed) {
    const [start, end] = [placed[from].middles, placed[from + 1].middles];
    const half = (pitch - BLOCK) / 2;
    if (moved) put(parent, "rect", { class: "here", x: x - half, y: 0, width: 2 * half, height: this.height, rx: 8 });
    const group = put(parent, "g", { class: now ? "edges now" : "edges" });
    for (const { i, j, ...style } of edges) {
      const d = `M${x - half} ${start[i]} C${x} ${start[i]} ${x} ${end[j]} ${x + half} ${end[j]}`;
      put(group, "path", { d, ...stroke(style) });
    }
    if (detour && from > 0 && !outward) {
      const d = `M${x - pitch / 2} ${TOP - 3} q${pitch / 2} -16 ${pitch} 0`;
      const colour = back ? LINKS.rest : "currentColor";
      const style = stroke({ colour, width: 2, dashed: false, opacity: back || now ? 1 : 0.4 });
      put(parent, "path", { class: "detour", d, ...style });
    }
    put(parent, "text", { x, y: 20, class: "arrow" }, arrow);
    put(parent, "text", { x, y: this.height - 9, class: moved ? "strong" : "" }, foot);
  }

  /**
   * Beside each output a filled bar, what the network says, over a hollow one, what is true.
   * @param {SVGElement} parent
   * @param {Scene} scene
   * @param {Answers} answers
   * @param {Rows} rows
   */
  answers(parent, { columns, pitch }, { rows, most, signed }, { middles }) {
    const { x } = columns[columns.length - 1];
    const left = x + BLOCK / 2 + 10;
    const right = x + 1.5 * pitch - 78;
    const zero = signed ? (left + right) / 2 : left;
    const bar = (/** @type {number} */ value, /** @type {number} */ y, /** @type {string} */ kind) => {
      const size = Number.isFinite(value) ? ((right - zero) * value) / most : 0;
      put(parent, "rect", { class: kind, x: Math.min(zero, zero + size), y, width: Math.abs(size), height: 7 });
    };
    put(parent, "text", { x: right + 74, y: 16, class: "end" }, SAYS);
    rows.forEach(({ said, truth, text }, i) => {
      bar(said, middles[i] - 8, "said-bar");
      bar(truth, middles[i] + 1, "truth-bar");
      put(parent, "text", { x: right + 74, y: middles[i] + 5, class: "end" }, text);
    });
    put(parent, "path", { class: "zero", d: `M${zero} ${TOP} V${this.bottom}` });
  }
}

/** @param {Edge & { opacity?: number }} edge */
function stroke({ colour, width, opacity, dashed }) {
  return {
    stroke: colour,
    "stroke-width": width,
    "stroke-opacity": opacity,
    "stroke-dasharray": dashed ? "6 4" : null,
  };
}

/**
 * @param {SVGElement | null} parent
 * @param {string} name
 * @param {Record<string, string | number | null | undefined>} attributes
 * @param {string} text
 */
function put(parent, name, attributes, text = "") {
  const element = /** @type {SVGElement} */ (document.createElementNS(NS, name));
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.textContent = text;
  parent?.append(element);
  return element;
}
