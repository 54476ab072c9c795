// Digits that no training step sees: one of each large, with the answer and how sure it is; and a wall of all of them.
import { BROKEN, RIGHT } from "../constants.js";
import { percent } from "../shared/words.js";
import { right, rowOf } from "./answers.js";
import { FONT, outline } from "./sheet.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/**
 * @typedef {object} Plan sizes of a large digit and of one of the wall, where that begins, and what all of it takes
 * @property {number} columns
 * @property {number} cell
 * @property {number} wall 0 where there is none
 * @property {number} left
 * @property {number} top
 * @property {number} across
 * @property {number} down
 * @property {number} used how much of the room is used
 */

const SIDE = 8;
const KINDS = 10;
/** Height of the words and the bar under a large digit, in pixels, and the gap to the wall. */
const UNDER = 44;
const GAP = 16;
/** Pixels of a digit of the wall at most, and at least. */
const [LARGEST, SMALLEST] = [34, 15];
/** The wall's part of the whole, and pixels of a large digit from which on its certainty is written too. */
const WALL = 0.42;
const ROOMY = 46;
/** How the large ones may stand: how many in a row, above the wall or beside it; alone where there is no room for both. @type {[number, "above" | "beside" | "alone"][]} */
const WAYS = [
  [KINDS, "above"],
  [KINDS / 2, "above"],
  [KINDS / 2, "beside"],
  [KINDS / 2, "alone"],
];

/**
 * The way in which most of the room is used, of those that find room in it.
 * @param {Room} room
 * @returns {Plan}
 */
function planned(room) {
  const plans = WAYS.map((way) => plan(room, ...way));
  const fitting = plans.filter(({ across, down }) => across <= room.width && down <= room.height);
  return fitting.reduce((best, one) => (one.used > best.used ? one : best), fitting[0] ?? plans[1]);
}

/**
 * @param {Room} room
 * @param {number} columns
 * @param {"above" | "beside" | "alone"} way
 * @returns {Plan}
 */
function plan({ width, height }, columns, way) {
  const rows = KINDS / columns;
  const beside = way === "beside";
  const most = beside ? Math.min(height, width * WALL) : Math.min(width, height * WALL);
  const fit = (/** @type {number} */ room) => Math.max(SMALLEST, Math.min(LARGEST, room / KINDS));
  const least = way === "alone" ? 0 : fit(most);
  const taken = least && least * KINDS + GAP;
  const [wide, high] = beside ? [width - taken, height] : [width, height - taken];
  const cell = Math.max(2 * SMALLEST, Math.min(wide / columns, high / rows - UNDER));
  const [left, top] = beside ? [columns * cell + GAP, 0] : [0, rows * (cell + UNDER) + (least && GAP)];
  const wall = least && fit(Math.min(width - left, height - top)); // what the large ones leave
  const across = Math.max(columns * cell, left + wall * KINDS);
  const down = Math.max(rows * (cell + UNDER), top + wall * KINDS);
  return { columns, cell, wall, left, top, across, down, used: cell + 4 * least };
}

/** What the picture takes of the room. @param {Room} room @returns {Room} */
export function digitsRoom(room) {
  const { across, down } = planned(room);
  return { width: Math.min(room.width, Math.ceil(across)), height: Math.ceil(down) };
}

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {At} at
 * @param {Room} room
 * @param {number} question at which the keys stand, or -1
 */
export function drawDigits(sheet, run, { record }, room, question) {
  const { columns, cell, wall, left, top } = planned(room);
  const rights = right(run, record);
  const targets = run.arrays["asked:targets"].values;
  const seen = new Array(KINDS).fill(0);
  for (let i = 0; i < run.learned.asked; i++) {
    if (i < KINDS) large(sheet, run, record, i, (i % columns) * cell, Math.floor(i / columns) * (cell + UNDER), cell);
    if (!wall) continue;
    // One column for each digit, so that a network with one answer for all gets one column right.
    const kind = Math.round(targets[i]);
    const [x, y] = [left + kind * wall, top + seen[kind]++ * wall];
    small(sheet, run, i, x, y, wall, rights[i]);
    if (i === question) outline(sheet, x, y, wall);
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
  if (cell < ROOMY) return;
  context.fillStyle = ink;
  context.font = `14px ${FONT}`;
  context.fillText(percent(sure), x + cell / 2, y + cell + 40);
}

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
  image(context, ink, run, i, x + 3, y + 3, cell - 6);
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
