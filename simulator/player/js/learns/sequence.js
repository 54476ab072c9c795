// Sequences: what comes in along time, what the network would answer at each time step, and what it was asked.
import { CLASSES } from "../constants.js";
import { formatNumber } from "../shared/words.js";
import { right, rowOf, saying } from "./answers.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Sheet } from "./sheet.js" */

const FONT = "sans-serif";
/** Height of one sequence, of its strip, and of the chart of answers against what was asked. */
const ROW = 66;
const STRIP = 20;
const SCATTER = 260;

/** @param {Run} run */
export const sequencesHeight = ({ learned: { classes, shown } }) => shown * ROW + (classes ? 0 : SCATTER + 30);

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {At} at
 */
export function drawSequences(sheet, run, { record }) {
  const { classes, shown } = run.learned;
  for (let i = 0; i < shown; i++) (classes ? strips : line)(sheet, run, record, i, i * ROW);
  if (!classes) scatter(sheet, run, record, shown * ROW + 10);
}

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} record
 * @param {number} i which sequence
 * @param {number} top
 */
function strips({ context, ink, width }, run, record, i, top) {
  const { moments, inputs, shown, names, classes, readouts } = run.learned;
  const cell = width / moments.length;
  const came = rowOf(run, "asked:inputs", i);
  moments.forEach((_, t) => {
    const values = came.subarray(t * inputs, (t + 1) * inputs);
    const strongest = values.indexOf(Math.max(...values));
    context.fillStyle =
      (inputs > 1 && strongest < classes && names.length === inputs) || inputs > classes
        ? (CLASSES[strongest] ?? ink)
        : ink;
    context.globalAlpha = Math.max(0.06, Math.min(1, values[strongest]));
    context.fillRect(t * cell, top, Math.max(1, cell - 1), STRIP);
  });
  if (record >= 0) {
    const said = rowOf(run, "course:class", record);
    const sure = rowOf(run, "course:sure", record);
    moments.forEach((_, t) => {
      context.fillStyle = CLASSES[said[t * shown + i]] ?? ink;
      context.globalAlpha = Math.max(0.06, (sure[t * shown + i] - 1 / classes) / (1 - 1 / classes));
      context.fillRect(t * cell, top + STRIP + 3, Math.max(1, cell - 1), STRIP / 2);
    });
  }
  context.globalAlpha = 1;
  words(context, ink, width, top + STRIP + 29, run, record, i * readouts);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} ink
 * @param {number} width
 * @param {number} y
 * @param {Run} run
 * @param {number} record
 * @param {number} from the first of the sequence's answers
 */
function words(context, ink, width, y, run, record, from) {
  const { names, readouts } = run.learned;
  const targets = run.arrays["asked:targets"].values;
  const places = Array.from({ length: readouts }, (_, k) => from + k);
  const asked = `asked for ${places.map((k) => names[Math.round(targets[k])]).join(" ")}`;
  context.font = `15px ${FONT}`;
  context.fillStyle = ink;
  context.textAlign = "left";
  context.fillText(asked, 0, y);
  if (record < 0) return;
  const said = rowOf(run, "said:class", record);
  const sure = rowOf(run, "said:sure", record);
  const rights = right(run, record);
  const all = places.every((k) => rights[k]);
  const answer = readouts > 1 ? places.map((k) => names[said[k]]).join(" ") : saying(names[said[from]], sure[from]);
  context.textAlign = "right";
  context.font = `600 15px ${FONT}`;
  context.fillText(`${all ? "✓" : "✗"} answers ${answer}`, width, y);
}

/**
 * What came in as dots, the answer along the sequence as a line, what was asked as a ring at its end.
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} record
 * @param {number} i
 * @param {number} top
 */
function line({ context, ink, width }, run, record, i, top) {
  const { moments, inputs, shown, low, high } = run.learned;
  const came = rowOf(run, "asked:inputs", i);
  const end = width - 14;
  const x = (/** @type {number} */ t) => 4 + (t / Math.max(1, moments.length - 1)) * (end - 20);
  const height = ROW - 12;
  const y = (/** @type {number} */ value) =>
    top + 4 + height * (1 - Math.max(-0.05, Math.min(1.05, (value - low) / (high - low))));
  moments.forEach((_, t) => {
    const marked = inputs === 1 || came[t * inputs + 1] > 0.5;
    dot(context, x(t), y(came[t * inputs]), marked ? 3.5 : 1.5, ink, marked ? 0.75 : 0.3);
  });
  const target = run.arrays["asked:targets"].values[i];
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(end - 4, y(target), 6, 0, 2 * Math.PI);
  context.stroke();
  if (record < 0) return;
  const said = rowOf(run, "course", record);
  context.strokeStyle = CLASSES[0];
  context.beginPath();
  moments.forEach((_, t) => {
    context.lineTo(x(t), y(said[t * shown + i]));
  });
  context.stroke();
  dot(context, end - 4, y(rowOf(run, "said", record)[i]), 4, CLASSES[0], 1);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} colour
 * @param {number} alpha
 */
function dot(context, x, y, radius, colour, alpha) {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

/**
 * The answer to each sequence against what was asked: on the diagonal it is right.
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} record
 * @param {number} top
 */
function scatter({ context, ink, width }, run, record, top) {
  const { low, high } = run.learned;
  const [left, size] = [56, Math.min(SCATTER - 20, width - 70)];
  const place = (/** @type {number} */ value) => Math.max(0, Math.min(1, (value - low) / (high - low))) * size;
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
  context.fillText("what was asked", left + size / 2, top + size + 30);
  context.fillText(formatNumber(high), left + size - 8, top + size + 15);
  context.textAlign = "right";
  context.fillText("answer", left - 6, top + size / 2);
  if (record < 0) return;
  const targets = run.arrays["asked:targets"].values;
  rowOf(run, "said", record).forEach((said, i) => {
    dot(context, left + place(targets[i]), top + size - place(said), 4, CLASSES[0], 0.7);
  });
}
