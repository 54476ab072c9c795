// Where the sequences stand, and between which numbers their values lie.

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Room } from "./sheet.js" */

/** @typedef {{ left: number, top: number, size: number }} Square */
/** @typedef {{ width: number, rows: number, scatter: Square }} Plan of the sequences, and of the answers against what was asked */

/** Height of one sequence, in pixels. */
export const ROW = 66;
/** Side of the square of answers at most, and at least; what stands on its left and below it. */
const [LARGEST, SMALLEST] = [300, 150];
const [ASIDE, BELOW] = [62, 40];
/** Of the room, the width from which on the square stands beside the sequences, and its part of it. */
const WIDE = 640;
const PART = 0.42;
/** Sequences that are followed at least. */
const FEWEST = 2;

/**
 * @param {Run} run
 * @param {Room} room
 * @returns {Plan}
 */
export function sequencesPlan({ learned: { classes, shown } }, { width, height }) {
  const fitting = (/** @type {number} */ pixels) => Math.max(FEWEST, Math.min(shown, Math.floor(pixels / ROW)));
  const nowhere = { left: 0, top: 0, size: 0 };
  if (classes) return { width, rows: fitting(height), scatter: nowhere };
  if (width >= WIDE) {
    const size = Math.max(SMALLEST, Math.min(LARGEST, width * PART - ASIDE, height - BELOW - 8));
    const left = width - size - 10;
    return { width: left - ASIDE - 20, rows: fitting(height), scatter: { left, top: 8, size } };
  }
  const size = Math.max(SMALLEST, Math.min(LARGEST, width - ASIDE - 10, height - BELOW - FEWEST * ROW));
  const rows = fitting(height - size - BELOW);
  return { width, rows, scatter: { left: ASIDE, top: rows * ROW + 8, size } };
}

/** What the picture takes of the room. @param {Run} run @param {Room} room @returns {Room} */
export function sequencesRoom(run, room) {
  const { rows, scatter } = sequencesPlan(run, room);
  return { width: room.width, height: Math.max(rows * ROW, scatter.size && scatter.top + scatter.size + BELOW) };
}

/** What comes in and what is asked lies between these. @param {Run} run @returns {Span} */
export function range(run) {
  const { inputs, low, high } = run.learned;
  const came = run.arrays["asked:inputs"].values.filter((_, i) => i % inputs === 0);
  return [Math.min(low, ...came), Math.max(high, ...came)];
}

/** What is asked lies between these: tenths, so that they can be written at the ends of an axis. @param {Run} run @returns {Span} */
export function tenths({ learned: { low, high } }) {
  return [Math.floor(low * 10) / 10, Math.ceil(high * 10) / 10];
}
