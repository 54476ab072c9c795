// Sequences: what comes in along time, and what the network would answer at each time step.
import { CLASSES } from "../constants.js";
import { t } from "../shared/language.js";
import { percent } from "../shared/words.js";
import { right, rowOf } from "./answers.js";
import { ROW, range, sequencesPlan } from "./range.js";
import { drawScatter, mark } from "./scatter.js";
import { FONT, outline } from "./sheet.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/** Height of the strip of one sequence. */
const STRIP = 20;
/** Side of the colour before the name of a class. */
const SWATCH = 11;
/** Pixels of the words below a strip, and at least, where they would not stand beside each other. */
const [SIZE, SMALLEST] = [15, 9];
/** What stands before the names of classes. */
const WORDS = { asked: t("asked for"), right: `✓ ${t("answers")}`, wrong: `✗ ${t("answers")}` };

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {At} at
 * @param {Room} room
 * @param {number} question at which the keys stand, or -1
 */
export function drawSequences(sheet, run, { record }, room, question) {
  const { classes, readouts } = run.learned;
  const plan = sequencesPlan(run, room);
  for (let i = 0; i < plan.rows; i++) {
    (classes ? strips : line)({ ...sheet, width: plan.width }, run, record, i, i * ROW);
    if (Math.floor(question / readouts) === i) outline(sheet, 1, i * ROW + 1, plan.width - 2, ROW - 8);
  }
  if (!classes) drawScatter(sheet, run, record, plan.scatter, question);
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
      // Inputs that stand for classes have their colours, all others are ink.
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
      // To be as sure as a guess among the classes is to know nothing.
      context.globalAlpha = Math.max(0.06, (sure[t * shown + i] - 1 / classes) / (1 - 1 / classes));
      context.fillRect(t * cell, top + STRIP + 3, Math.max(1, cell - 1), STRIP / 2);
    });
  }
  context.globalAlpha = 1;
  words(context, ink, width, top + STRIP + 29, run, record, i * readouts);
}

/**
 * What was asked for and what is answered, each with its colour in the strips.
 * @param {CanvasRenderingContext2D} context
 * @param {string} ink
 * @param {number} width
 * @param {number} y
 * @param {Run} run
 * @param {number} record
 * @param {number} from the first of the sequence's answers
 */
function words(context, ink, width, y, run, record, from) {
  const { readouts } = run.learned;
  const targets = run.arrays["asked:targets"].values;
  const places = Array.from({ length: readouts }, (_, k) => from + k);
  context.textAlign = "left";
  const write = writer(context, ink, run, y);
  const wanted = places.map((k) => Math.round(targets[k]));
  const set = (/** @type {number} */ size, bold = false) => {
    context.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
  };
  set(SIZE);
  if (record < 0) {
    write(0, WORDS.asked, wanted);
    return;
  }
  const said = rowOf(run, "said:class", record);
  const rights = right(run, record);
  const sure = readouts > 1 ? "" : percent(rowOf(run, "said:sure", record)[from]);
  const head = places.every((k) => rights[k]) ? WORDS.right : WORDS.wrong;
  const answers = places.map((k) => said[k]);
  // Written nowhere first: its width says where it must begin to end at the right, and how small it has to be.
  const asked = write(Number.NaN, WORDS.asked, wanted);
  set(SIZE, true);
  const swatches = 2 * readouts * (SWATCH + 11);
  const room = (width - swatches - SIZE) / (asked + write(Number.NaN, head, answers, sure) - swatches);
  const size = Math.max(SMALLEST, Math.floor(SIZE * Math.min(1, room)));
  set(size);
  write(0, WORDS.asked, wanted);
  set(size, true);
  write(width - write(Number.NaN, head, answers, sure), head, answers, sure);
}

/**
 * Writes at x, and returns how wide it is; nothing is seen of it where x is not a number.
 * @param {CanvasRenderingContext2D} context
 * @param {string} ink
 * @param {Run} run
 * @param {number} y
 */
function writer(context, ink, { learned: { names } }, y) {
  return (/** @type {number} */ x, /** @type {string} */ head, /** @type {number[]} */ labels, tail = "") => {
    let width = 0;
    const put = (/** @type {string} */ text) => {
      context.fillStyle = ink;
      context.fillText(text, x + width, y);
      width += context.measureText(text).width;
    };
    put(head);
    for (const label of labels) {
      context.fillStyle = CLASSES[label] ?? ink;
      context.fillRect(x + width + 8, y - SWATCH, SWATCH, SWATCH);
      width += SWATCH + 11;
      put(names[label]);
    }
    if (tail) put(` ${tail}`);
    return width;
  };
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
  const { moments, inputs, shown } = run.learned;
  const [low, high] = range(run);
  const came = rowOf(run, "asked:inputs", i);
  const end = width - 14;
  const x = (/** @type {number} */ t) => 4 + (t / Math.max(1, moments.length - 1)) * (end - 20);
  const height = ROW - 16;
  const y = (/** @type {number} */ value) => top + 6 + height * (1 - (value - low) / (high - low));
  moments.forEach((_, t) => {
    const marked = inputs === 1 || came[t * inputs + 1] > 0.5;
    mark(context, x(t), y(came[t * inputs]), [top, top + ROW], {
      radius: marked ? 3.5 : 1.5,
      colour: ink,
      alpha: marked ? 0.75 : 0.3,
    });
  });
  const target = run.arrays["asked:targets"].values[i];
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(end - 4, y(target), 6, 0, 2 * Math.PI);
  context.stroke();
  if (record < 0) return;
  const said = rowOf(run, "course", record);
  context.save();
  // A line ends at the frame, where its values lie beyond it.
  context.beginPath();
  context.rect(0, top, width, ROW - 4);
  context.clip();
  context.strokeStyle = CLASSES[0];
  context.beginPath();
  moments.forEach((_, t) => {
    context.lineTo(x(t), y(said[t * shown + i]));
  });
  context.stroke();
  context.restore();
  const answered = y(rowOf(run, "said", record)[i]);
  mark(context, end - 4, answered, [top, top + ROW - 4], { radius: 4, colour: CLASSES[0], alpha: 1 });
}
