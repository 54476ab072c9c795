// What the tests import: the player's modules and deliveries packed by Python, in a folder that test_javascript.py made.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** The document as far as the player needs one; all files of tests run in one process and share it. */
class Page extends EventTarget {
  body = {};
  hidden = false;
}
globalThis.document = new Page();

const FOLDER = process.env.PLAYER_FOLDER ?? "";

/** One module of the player, such as "data/unpack.js". */
export const load = (name) => import(`${FOLDER}/${name}`);

/** The bytes of a delivery by name. */
export const delivery = (name) => new Uint8Array(readFileSync(`${FOLDER}/${name}.bin`));

/** What Python knows by name: JSON has no infinities, so that these come as words. */
export const known = (name) =>
  JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf-8"), (_, value) => WORDS[value] ?? value);

const WORDS = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY };

/** Half a step of each kind: what rounding to its codes may cost. */
const half = ({ kind, unit }) => ({ log: 0.51 * unit + 1e-5, share: 0.51 / 250, number: 1e-6, code: 0 })[kind];

/** That an array of a delivery holds these numbers. */
export function assertClose(array, values, name) {
  assert.equal(array.values.length, values.length, name);
  values.forEach((value, i) => {
    const here = array.values[i];
    const close = Object.is(here, value) || Math.abs(here - value) <= half(array) * Math.max(1, Math.abs(value) * 1e-3);
    assert.ok(close, `${name}[${i}] is ${here}, not ${value}`);
  });
}
