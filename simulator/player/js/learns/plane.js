// The surface over the plane: what the network answers at every point, under the points that it is asked about.
import { CLASSES } from "../constants.js";
import { channels } from "../shared/colour.js";
import { right, rowOf } from "./answers.js";
import { outline } from "./sheet.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/** Pixels along the picture of the surface, which is drawn larger. */
const FINE = 96;
/** How strong the colour of a sure answer is under points of the same colour. */
const STRONGEST = 165;
const POINT = 5;

/** What the picture takes of the room: a square. @param {Room} room @returns {Room} */
export function planeRoom({ width, height }) {
  const side = Math.floor(Math.min(width, height));
  return { width: side, height: side };
}

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {At} at
 * @param {Room} _room
 * @param {number} question at which the keys stand, or -1
 */
export function drawPlane(sheet, run, at, _room, question) {
  const grid = surface(run, at);
  if (grid) paint(sheet.context, grid, run, sheet.width);
  points(sheet, run, at.record, question);
}

/** What is asked of a regression, as a surface. @param {Sheet} sheet @param {Run} run */
export function drawTruth({ context, width }, run) {
  paint(context, run.arrays["asked:truth"].values, run, width);
}

/**
 * Between two records every height goes evenly from the one to the other.
 * @param {Run} run
 * @param {At} at
 */
function surface(run, { record, next, mix }) {
  if (record < 0) return null;
  const from = rowOf(run, "said:grid", record);
  const to = rowOf(run, "said:grid", next);
  return from.map((height, i) => height + mix * (to[i] - height));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} grid
 * @param {Run} run
 * @param {number} width
 */
function paint(context, grid, run, width) {
  const small = new OffscreenCanvas(FINE, FINE);
  const pencil = small.getContext("2d");
  if (!pencil) return;
  const image = new ImageData(FINE, FINE);
  const side = Math.sqrt(grid.length);
  const colours = CLASSES.map(channels);
  for (let y = 0; y < FINE; y++) {
    for (let x = 0; x < FINE; x++) {
      const share = signed(
        run,
        between(grid, side, (x * (side - 1)) / (FINE - 1), ((FINE - 1 - y) * (side - 1)) / (FINE - 1)),
      );
      const [red, green, blue] = colours[share > 0 ? 1 : 0];
      image.data.set([red, green, blue, Math.min(1, Math.abs(share)) * STRONGEST], 4 * (y * FINE + x));
    }
  }
  pencil.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, width, width);
}

/**
 * A height as a share: from -1, surely class 0 or as low as the right answers reach, to 1.
 * @param {Run} run
 * @param {number} height
 */
function signed({ learned: { classes, low, high } }, height) {
  return classes ? 2 * height - 1 : (2 * (height - low)) / (high - low) - 1;
}

/**
 * @param {Float32Array} grid
 * @param {number} side
 * @param {number} x
 * @param {number} y
 */
function between(grid, side, x, y) {
  const column = Math.min(side - 2, Math.floor(x));
  const row = Math.min(side - 2, Math.floor(y));
  const [right, up] = [x - column, y - row];
  const at = row * side + column;
  const low = grid[at] + right * (grid[at + 1] - grid[at]);
  const high = grid[at + side] + right * (grid[at + side + 1] - grid[at + side]);
  return low + up * (high - low);
}

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} record
 * @param {number} question
 */
function points(sheet, run, record, question) {
  const { context, width, ink } = sheet;
  const { reach, shown } = run.learned;
  const { values } = run.arrays["asked:inputs"];
  const targets = run.arrays["asked:targets"].values;
  const rights = right(run, record);
  const place = (/** @type {number} */ value) => ((value + reach) / (2 * reach)) * width;
  for (let i = 0; i < shown; i++) {
    const [x, y] = [place(values[2 * i]), width - place(values[2 * i + 1])];
    const share = signed(run, targets[i]);
    context.beginPath();
    context.arc(x, y, POINT, 0, 2 * Math.PI);
    context.globalAlpha = run.learned.classes ? 1 : 0.25 + 0.75 * Math.min(1, Math.abs(share));
    context.fillStyle = CLASSES[share > 0 ? 1 : 0];
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = rights[i] === false ? 2.5 : 0.75;
    context.strokeStyle = rights[i] === false ? ink : "#fff";
    context.stroke();
    if (i === question) outline(sheet, x - 2 * POINT, y - 2 * POINT, 4 * POINT);
  }
}
