// Words in the profile that move with the run: each is set beside those that are there already, never over them.
import { TYPE } from "../constants.js";

/** @import { Span } from "../constants.js" */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in pixels of the plot */
/** @typedef {{ site: number, y: number, up: boolean, align: string, text: string }} Far */
/** @typedef {{ site: number, line: number | null }} Dot a point of the profile */
/** @typedef {{ pin_index: number, numeral: string, site: number, y: number, under: boolean }} Numeral */
/**
 * @typedef {object} Plot
 * @property {number} width
 * @property {number} height
 * @property {number} sites
 * @property {Span} axis
 * @property {boolean} falling whether the line leaves the upper right corner free, and words stand there
 */
/** @typedef {(text: string) => number} Measure width of a text in the charts' type */

const [SIZE, FONT] = TYPE;
/** Height of a line, and how far words stand from the edge of the plot and from each other. */
const LINE = SIZE + 4;
export const EDGE = 8;
/** Pixels from the corner to the middle of each of its lines: the charts have them so, see charts/profile.py. */
const CORNER = { falling: [18, 38, 58, 78], rising: [12, 32, 52, 72] };
/** Half the width of a numeral, how far its middle is above or below its line, and the room that a point takes. */
export const NUMERAL = 10;
const POINT = 5;
const BESIDE = { over: -12, under: 16 };
/** Pixels from the left edge at which the band's word may begin, and how far it stands below the band's upper end. */
const BAND_LEFT = [EDGE, 38, 68, 98];
const BAND_TOP = 4;

/**
 * The shifts with which no word meets another: of those beyond the axis, of the numerals, and of the healthy band's.
 * Where a low chart has no room left, a word is ``silent``.
 * @param {Plot} plot
 * @param {Measure} measure
 * @param {{ corner: string[], far: Far[], numerals: Numeral[], band: { high: number }[], band_word: string, line: Dot[] }} words
 *   ``corner``: those of its four lines, an empty one where there is none; ``line``: that of the run that plays
 */
export function apart(plot, measure, { corner, far, numerals, band, band_word, line }) {
  const taken = cornered(plot, measure, corner);
  const x = (/** @type {number} */ site) => ((site - 0.5) / plot.sites) * plot.width;
  const [low, high] = plot.axis;
  const y = (/** @type {number} */ log) => ((high - log) / (high - low)) * plot.height;
  /** @param {Box} box @param {number[]} shifts */
  const set = (box, shifts) => {
    const shift = free(box, shifts, taken, plot.height);
    if (shift !== null) taken.push(moved(box, shift));
    return { dy: shift ?? 0, silent: shift === null };
  };
  /** What the line that plays takes of the height above and below a box. @param {Box} box @returns {Box[]} */
  const covered = ({ left, right }) => {
    const ends = [left - POINT, right + POINT];
    const heights = line.flatMap((one, i) => {
      const next = line[i + 1] ?? one;
      const [from, to] = [x(one.site), x(next.site)];
      if (one.line === null || next.line === null || to < ends[0] || from > ends[1]) return [];
      const [here, there] = [y(one.line), y(next.line)];
      return ends.map((end) => here + (there - here) * Math.min(1, Math.max(0, (end - from) / (to - from || 1))));
    });
    if (!heights.length) return [];
    return [{ left, right, top: Math.min(...heights) - POINT, bottom: Math.max(...heights) + POINT }];
  };
  const beyond = far.map((one) => {
    const width = measure(one.text);
    const left = x(one.site) - (one.align === "right" ? width : 0);
    const middle = y(one.y);
    const away = one.up ? 1 : -1;
    const box = { left, right: left + width, top: middle - LINE / 2, bottom: middle + LINE / 2 };
    return { ...one, ...set(box, lines(16 * away, away)) };
  });
  const numbered = numerals.map((one) => {
    const [left, middle] = [x(one.site) + 6, y(one.y)];
    const box = { left, right: left + 2 * NUMERAL, top: middle - NUMERAL, bottom: middle + NUMERAL };
    const { over, under } = BESIDE;
    const usual = one.under ? [under, over] : [over, under];
    const shifts = [...usual, ...lines(under, 1), ...lines(over, -1)];
    const clear = free(box, shifts, [...taken, ...covered(box)], plot.height);
    return { ...one, ...set(box, clear === null ? shifts : [clear]) };
  });
  const named = band.map((one) => {
    const top = y(one.high);
    const at = (/** @type {number} */ left) => ({ left, right: left + measure(band_word), top, bottom: top + LINE });
    // Beside a numeral in the band rather than below it, where the line may be.
    const inside = BAND_LEFT.filter((left) => at(left).right <= plot.width);
    const dx = inside.find((left) => free(at(left), [BAND_TOP], taken, plot.height) !== null) ?? EDGE;
    return { ...one, dx, ...set(at(dx), [...lines(BAND_TOP, 1), ...lines(-LINE, -1)]) };
  });
  return { far: beyond, numerals: numbered, band: named };
}

/**
 * Where the words in the corner are, which stay where they are.
 * @param {Plot} plot
 * @param {Measure} measure
 * @param {string[]} words
 * @returns {Box[]}
 */
function cornered({ width, height, falling }, measure, words) {
  const right = width - EDGE;
  return words.flatMap((text, i) => {
    const middle = falling ? CORNER.falling[i] : height - CORNER.rising[i];
    const box = { left: right - measure(text), right, top: middle - LINE / 2, bottom: middle + LINE / 2 };
    return text ? [box] : [];
  });
}

/**
 * The first of the shifts with which a box lies within the plot and meets no other; null where there is no room.
 * @param {Box} box
 * @param {number[]} shifts downwards
 * @param {Box[]} taken
 * @param {number} height
 */
export function free(box, shifts, taken, height) {
  const fits = (/** @type {number} */ shift) => {
    const here = moved(box, shift);
    return here.top >= 0 && here.bottom <= height && !taken.some((other) => meet(here, other));
  };
  return shifts.find(fits) ?? null;
}

/** @param {Box} one @param {Box} other */
const meet = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** @param {Box} box @param {number} shift @returns {Box} */
const moved = ({ left, right, top, bottom }, shift) => ({ left, right, top: top + shift, bottom: bottom + shift });

/** Shifts line by line, from the first one on. @param {number} first @param {number} way */
const lines = (first, way) => Array.from({ length: 24 }, (_, i) => first + (way * i * LINE) / 2);

/** Measures texts as the charts set them, each once. @returns {Measure} */
export function measured() {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `${SIZE}px ${FONT}`;
  /** @type {Map<string, number>} */
  const known = new Map();
  return (text) => {
    if (known.size > 500) known.clear();
    const width = known.get(text) ?? pen.measureText(text).width;
    known.set(text, width);
    return width;
  };
}
