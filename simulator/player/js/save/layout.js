// What a picture of charts is made of, and where each part lies: as on the screen, with title, sentence and address.

/** @import { Charts } from "../shared/charts.js" */
/** @import { Chart } from "../vega.js" */

/**
 * @typedef {object} Text
 * @property {"text"} kind
 * @property {string} text
 * @property {number} x
 * @property {number} y of its baseline
 * @property {number} size
 * @property {boolean} bold
 */
/** @typedef {{ kind: "chart", view: Chart, canvas: HTMLCanvasElement | null, x: number, y: number, width: number, height: number }} Drawn */
/** @typedef {{ kind: "pixels", canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number }} Pixels */
/** @typedef {{ kind: "line", x: number, y: number, width: number, height: number, colour?: string, opacity?: string }} Line in ink, or in its colour */
/** @typedef {Text | Drawn | Pixels | Line} Part */
/** @typedef {{ width: number, height: number, parts: Part[], ink: string, page: string, font: string }} Layout */
/**
 * @typedef {object} Words
 * @property {string} title
 * @property {string} sentence
 * @property {string} longest that the sentence can become in the course of the run: room is kept for it
 * @property {string} facts of the step
 * @property {string} address
 */

/** Pixels around everything, and sizes of type with the height of their lines. */
const MARGIN = 16;
const TITLE = 20;
const SENTENCE = 17;
const SMALL = 13;
const LINE = 1.35;
/** Pixels of a sample of a line and of the band around it, and from its beginning to the words beside it. */
const SAMPLE = 36;
const BAND = 11;
const BESIDE = 44;

/**
 * @param {HTMLElement} host of the player
 * @param {Charts} charts
 * @param {HTMLElement[]} figures that are to be seen
 * @param {Words} words
 * @returns {Layout}
 */
export function layout(host, charts, figures, { title, sentence, longest, facts, address }) {
  const style = getComputedStyle(host);
  const font = style.fontFamily;
  const boxes = figures.map((figure) => figure.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const wide = Math.max(...boxes.map((box) => box.right)) - left;
  const high = Math.max(...boxes.map((box) => box.bottom)) - top;
  /** @type {Part[]} */
  const parts = [];
  let y = MARGIN;
  const write = (/** @type {string} */ text, /** @type {number} */ size, bold = false, room = text, indent = 0) => {
    const face = `${bold ? "600" : "400"} ${size}px ${font}`;
    const lines = wrapped(text, wide - indent, face);
    lines.forEach((line, i) => {
      parts.push({ kind: "text", text: line, x: MARGIN + indent, y: y + size + i * size * LINE, size, bold });
    });
    y += size * LINE * Math.max(lines.length, wrapped(room, wide - indent, face).length);
  };
  write(title, TITLE, true);
  write(sentence, SENTENCE, false, longest);
  for (const { text, colour, dashes, opacity } of legend(host)) {
    const middle = y + SMALL / 2 + 1.5;
    if (opacity) parts.push(line(MARGIN, middle, SAMPLE, BAND, colour, opacity));
    parts.push(...sample(MARGIN, middle, colour, dashes));
    write(text, SMALL, false, text, BESIDE);
  }
  y += SMALL;
  for (const figure of figures) parts.push(...seen(figure, charts, MARGIN - left, y - top));
  y += high + SMALL;
  write(facts, SMALL);
  write(address, SMALL);
  const even = (/** @type {number} */ pixels) => 2 * Math.ceil(pixels / 2); // as films want it
  const [width, height] = [even(wide + 2 * MARGIN), even(y + MARGIN)];
  return { width, height, parts, ink: style.color, page: style.getPropertyValue("--st-background-color"), font };
}

/** Which line belongs to which run, where there are several; the map has none. @param {HTMLElement} host */
function legend(host) {
  const list = /** @type {HTMLElement | null} */ (host.querySelector(".legend"));
  const entries = !list || list.hidden ? [] : [...list.children];
  return entries.map((entry) => {
    const swatch = /** @type {SVGElement} */ (entry.querySelector(".swatch"));
    const { stroke, strokeDasharray } = swatch.style;
    const dashes = (strokeDasharray.match(/[\d.]+/g) ?? []).map(Number);
    const opacity = swatch.querySelector("rect")?.getAttribute("opacity"); // of the band, where there is one
    return { text: entry.querySelector("span")?.textContent ?? "", colour: stroke, dashes, opacity };
  });
}

/**
 * A piece of a line as it is drawn on the charts, around this height.
 * @param {number} x
 * @param {number} middle
 * @param {string} colour
 * @param {number[]} dashes
 */
function sample(x, middle, colour, dashes) {
  const [on, off] = dashes.length ? dashes : [SAMPLE, 1];
  const pieces = [];
  for (let at = 0; at < SAMPLE; at += on + off) pieces.push(line(x + at, middle, Math.min(on, SAMPLE - at), 3, colour));
  return pieces;
}

/**
 * @param {number} x
 * @param {number} middle
 * @param {number} width
 * @param {number} height
 * @param {string} colour
 * @param {string} [opacity]
 * @returns {Line}
 */
const line = (x, middle, width, height, colour, opacity) => ({
  kind: "line",
  x,
  y: middle - height / 2,
  width,
  height,
  colour,
  opacity,
});

/**
 * The parts of one figure, moved.
 * @param {HTMLElement} figure
 * @param {Charts} charts
 * @param {number} right pixels
 * @param {number} down pixels
 * @returns {Part[]}
 */
function seen(figure, charts, right, down) {
  const place = (/** @type {Element} */ part) => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return { x: left + right, y: top + down, width, height };
  };
  const heading = /** @type {HTMLElement} */ (figure.querySelector(".heading"));
  const { x, y } = place(heading);
  /** @type {Part[]} */
  const parts = [{ kind: "text", text: heading.textContent ?? "", x, y: y + SENTENCE, size: SENTENCE - 1, bold: true }];
  const view = charts.views[figure.dataset.panel ?? ""];
  const chart = figure.querySelector(".chart canvas, .chart svg");
  for (const canvas of figure.querySelectorAll("canvas")) {
    if (!(view && canvas === chart) && canvas.width && visible(canvas))
      parts.push({ kind: "pixels", canvas, ...place(canvas) });
  }
  if (view && chart) {
    const canvas = chart instanceof HTMLCanvasElement ? chart : null;
    parts.push({ kind: "chart", view, canvas, ...place(chart) });
  }
  // The names of the pinned runs' maps, and their first and last sites.
  for (const word of figure.querySelectorAll(".maps p, .maps b")) {
    const text = document.createRange();
    text.selectNodeContents(word);
    const { left, top } = text.getBoundingClientRect();
    const size = Number.parseFloat(getComputedStyle(word).fontSize);
    const at = { x: left + right, y: top + down + size, size, bold: false };
    parts.push({ kind: "text", text: word.textContent ?? "", ...at });
  }
  for (const cursor of /** @type {NodeListOf<HTMLElement>} */ (figure.querySelectorAll(".cursor"))) {
    if (!cursor.hidden && visible(cursor)) parts.push({ kind: "line", ...place(cursor) });
  }
  return parts;
}

/** @param {Element} part */
const visible = (part) => part.checkVisibility() && part.getBoundingClientRect().width > 0;

/**
 * The text in lines that are not wider than this; a word that is wider, as an address may be, is parted.
 * @param {string} text
 * @param {number} width
 * @param {string} font
 */
function wrapped(text, width, font) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = font;
  const fits = (/** @type {string} */ words) => pen.measureText(words).width <= width;
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && fits(longer)) {
      lines[lines.length - 1] = longer;
      continue;
    }
    lines.push("");
    for (const letter of fits(word) ? [word] : word) {
      if (lines.at(-1) && !fits(lines.at(-1) + letter)) lines.push("");
      lines[lines.length - 1] += letter;
    }
  }
  return lines;
}
