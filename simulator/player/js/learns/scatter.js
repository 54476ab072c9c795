// The answer to each sequence against what was asked: on the diagonal it is right.
import { CLASSES } from "../constants.js";
import { signs, t } from "../shared/language.js";
import { rowOf } from "./answers.js";
import { tenths } from "./range.js";
import { FONT, outline } from "./sheet.js";

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Square } from "./range.js" */
/** @import { Sheet } from "./sheet.js" */

/** @typedef {{ radius: number, colour: string, alpha: number }} Dot */

/** What stands at the axes. */
const [ASKED, ANSWER] = [t("what was asked"), t("answer")];

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} record
 * @param {Square} square
 * @param {number} question at which the keys stand, or -1
 */
export function drawScatter(sheet, run, record, square, question) {
  const { context, ink } = sheet;
  const { left, top, size } = square;
  const [low, high] = tenths(run);
  frame(sheet, square, [low, high]);
  if (record < 0) return;
  const place = (/** @type {number} */ value) => ((value - low) / (high - low)) * size;
  const targets = run.arrays["asked:targets"].values;
  rowOf(run, "said", record).forEach((said, i) => {
    const [x, y] = [left + place(targets[i]), top + size - place(said)];
    mark(context, x, y, [top, top + size], { radius: 4, colour: CLASSES[0], alpha: 0.7 });
    if (i === question) outline({ ...sheet, ink }, x - 8, Math.max(top, Math.min(top + size, y)) - 8, 16);
  });
}

/**
 * @param {Sheet} sheet
 * @param {Square} square
 * @param {Span} span
 */
function frame({ context, ink }, { left, top, size }, span) {
  const [low, high] = span.map((value) => signs(value.toFixed(1)).replace("-", "−"));
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.globalAlpha = 0.5;
  context.strokeRect(left, top, size, size);
  context.beginPath();
  context.moveTo(left, top + size);
  context.lineTo(left + size, top);
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = ink;
  context.font = `14px ${FONT}`;
  context.textAlign = "center";
  context.fillText(ASKED, left + size / 2, top + size + 34);
  context.fillText(low, left, top + size + 18);
  context.fillText(high, left + size - 6, top + size + 18);
  context.textAlign = "right";
  context.fillText(low, left - 6, top + size);
  if (context.measureText(ANSWER).width < left - 6) context.fillText(ANSWER, left - 6, top + size / 2 + 5);
  else upward(context, ANSWER, left - 10, top + size / 2);
  context.fillText(high, left - 6, top + 11);
}

/**
 * A word too long to stand beside the frame, from bottom to top.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y of its middle
 */
function upward(context, text, x, y) {
  context.save();
  context.textAlign = "center";
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  context.fillText(text, 0, 0);
  context.restore();
}

/**
 * A dot; a triangle at the frame that points to where it would stand, if that is beyond.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {Span} frame of y, its upper edge first
 * @param {Dot} dot
 */
export function mark(context, x, y, [upper, lower], { radius, colour, alpha }) {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  if (y >= upper && y <= lower) context.arc(x, y, radius, 0, 2 * Math.PI);
  else {
    const [tip, foot] = y < upper ? [upper, upper + 2 * radius] : [lower, lower - 2 * radius];
    context.moveTo(x, tip);
    context.lineTo(x - radius, foot);
    context.lineTo(x + radius, foot);
  }
  context.fill();
  context.globalAlpha = 1;
}
