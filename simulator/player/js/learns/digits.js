// Digits that no training step sees: one of each large, with the answer and how sure it is; and a wall of all of them.
import { BROKEN, RIGHT } from "../constants.js";
import { percent } from "../shared/words.js";
import { right, rowOf } from "./answers.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Sheet } from "./sheet.js" */

const SIDE = 8;
const KINDS = 10;
/** Height of the words and the bar under a large digit, in pixels, and the gap above the wall. */
const UNDER = 44;
const GAP = 14;

/** @param {number} width */
export const digitsHeight = (width) =>
  columnsOf(width).rows * (columnsOf(width).cell + UNDER) + GAP + wallCell(width) * KINDS;

/** Of a narrow picture in two rows. @param {number} width */
function columnsOf(width) {
  const columns = width < 460 ? KINDS / 2 : KINDS;
  return { columns, rows: KINDS / columns, cell: width / columns };
}

/** @param {number} width */
const wallCell = (width) => Math.min(34, width / KINDS);

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {At} at
 */
export function drawDigits(sheet, run, { record }) {
  const { width } = sheet;
  const { columns, rows, cell } = columnsOf(width);
  const rights = right(run, record);
  for (let i = 0; i < KINDS; i++)
    large(sheet, run, record, i, (i % columns) * cell, Math.floor(i / columns) * (cell + UNDER), cell);
  const top = rows * (cell + UNDER) + GAP;
  const targets = run.arrays["asked:targets"].values;
  const seen = new Array(KINDS).fill(0);
  for (let i = 0; i < run.learned.asked; i++) {
    // One column for each digit, so that a network with one answer for all gets one column right.
    const kind = Math.round(targets[i]);
    const [x, y] = [kind * wallCell(width), top + seen[kind]++ * wallCell(width)];
    small(sheet, run, i, x, y, wallCell(width), rights[i]);
  }
}

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} record
 * @param {number} i
 * @param {number} x
 * @param {number} y
 * @param {number} cell
 */
function large({ context, ink }, run, record, i, x, y, cell) {
  image(context, ink, run, i, x + 4, y, cell - 8);
  if (record < 0) return;
  const answer = rowOf(run, "said:class", record)[i];
  const sure = rowOf(run, "said:sure", record)[i];
  const isRight = right(run, record)[i];
  context.fillStyle = ink;
  context.textAlign = "center";
  context.font = `600 18px ${FONT}`;
  context.fillText(`${isRight ? "✓" : "✗"} ${answer}`, x + cell / 2, y + cell + 14);
  context.globalAlpha = 0.2;
  context.fillRect(x + 6, y + cell + 20, cell - 12, 5);
  context.globalAlpha = 1;
  context.fillStyle = isRight ? RIGHT : BROKEN;
  context.fillRect(x + 6, y + cell + 20, (cell - 12) * sure, 5);
  context.fillStyle = ink;
  context.font = `14px ${FONT}`;
  context.fillText(percent(sure), x + cell / 2, y + cell + 40);
}

const FONT = "sans-serif";

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} i
 * @param {number} x
 * @param {number} y
 * @param {number} cell
 * @param {boolean | undefined} isRight
 */
function small({ context, ink }, run, i, x, y, cell, isRight) {
  if (isRight !== undefined) {
    context.globalAlpha = isRight ? 0.55 : 0.22;
    context.fillStyle = isRight ? RIGHT : BROKEN;
    context.fillRect(x + 1, y + 1, cell - 2, cell - 2);
    context.globalAlpha = 1;
  }
  image(context, ink, run, i, x + 4, y + 4, cell - 8);
  if (isRight !== false) return;
  context.strokeStyle = BROKEN;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x + 4, y + cell - 4);
  context.lineTo(x + cell - 4, y + 4);
  context.stroke();
}

/**
 * The brightest pixel in full ink.
 * @param {CanvasRenderingContext2D} context
 * @param {string} ink
 * @param {Run} run
 * @param {number} i
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function image(context, ink, run, i, x, y, size) {
  const { low = 0, unit = 1 } = run.arrays["asked:inputs"];
  const pixels = rowOf(run, "asked:inputs", i);
  const high = Math.max(...pixels);
  context.fillStyle = ink;
  const dot = size / SIDE;
  pixels.forEach((value, at) => {
    context.globalAlpha = Math.max(0, (value - low) / Math.max(unit, high - low));
    context.fillRect(x + (at % SIDE) * dot, y + Math.floor(at / SIDE) * dot, dot + 0.3, dot + 0.3);
  });
  context.globalAlpha = 1;
}
