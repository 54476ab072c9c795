// The bytes of a delivery into arrays; simulator/charts/packing.py describes the format and gives the codes.
import { ALIGNED, KINDS } from "../constants.js";

/** @import { Block, Numbers, Run, Unpacked } from "./payload.d.ts" */

/** Bytes of the number that says how long the header is. */
const LENGTH = 4;

/**
 * @param {Uint8Array} bytes
 * @returns {Unpacked}
 */
export function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset, LENGTH).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH, LENGTH + size)));
  // A copy, because an array of numbers must begin at a multiple of its own width.
  const body = bytes.slice(LENGTH + size).buffer;
  const rows = header.steps.length;
  /** @type {Record<string, Numbers>} */
  const arrays = {};
  let at = 0;
  for (const block of /** @type {Block[]} */ (header.blocks)) {
    const length = (block.own_rows ?? rows) * block.columns;
    arrays[block.name] = { ...block, values: READ[block.kind](body, at, length, block) };
    at += Math.ceil((length * KINDS[block.kind].bytes) / ALIGNED) * ALIGNED;
  }
  return { ...header, rows, arrays };
}

/** @param {Uint8Array} bytes */
export const unpackRun = (bytes) => /** @type {Run} */ (unpack(bytes));

/**
 * A delivery with what was left out of it because the run before has it; null where that has something else.
 * @param {Run} run
 * @param {Run | null} before
 * @returns {Run | null}
 */
export function completed(run, before) {
  if (!run.kept) return run;
  if (before?.body !== run.body) return null;
  const { captions, exact, blocks, arrays } = before;
  return { ...run, captions, exact, blocks, arrays };
}

/** @type {Record<Block["kind"], (body: ArrayBuffer, at: number, length: number, block: Block) => Float32Array>} */
const READ = {
  code: (body, at, length) => Float32Array.from(new Uint8Array(body, at, length)),
  number: (body, at, length) => new Float32Array(body, at, length),
  log(body, at, length, { low = 0, unit = 1 }) {
    const { zero, nan, infinite, first } = KINDS.log;
    const special = new Float32Array(first);
    special[zero] = Number.NEGATIVE_INFINITY;
    special[nan] = Number.NaN;
    special[infinite] = Number.POSITIVE_INFINITY;
    return decoded(new Uint16Array(body, at, length), (code) =>
      code < first ? special[code] : low + (code - first) * unit,
    );
  },
  share(body, at, length) {
    const { full, nan } = KINDS.share;
    return decoded(new Uint8Array(body, at, length), (code) => (code === nan ? Number.NaN : code / full));
  },
};

/**
 * A loop, because ``Float32Array.from`` takes ten times as long, and this is done at every slice of training.
 * @param {Uint8Array | Uint16Array} codes
 * @param {(code: number) => number} decode
 */
function decoded(codes, decode) {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = decode(codes[i]);
  return values;
}

/**
 * One number of a run: log10 for norms and update ratios, shares from 0 to 1, loss as it is.
 * @param {Pick<Run, "arrays">} run
 * @param {string} name of the array
 * @param {number} row
 * @param {number} column
 */
export function at(run, name, row, column = 0) {
  const array = run.arrays[name];
  return array.values[row * array.columns + column];
}

/** @param {Run} run */
export function gateNames(run) {
  return Object.keys(run.arrays)
    .filter((name) => name.startsWith("gate:"))
    .map((name) => name.slice(5));
}
