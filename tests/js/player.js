// What the tests import: the player's modules and deliveries packed by Python, in a folder that test_javascript.py made.
import { readFileSync } from "node:fs";

const FOLDER = process.env.PLAYER_FOLDER ?? "";

/** One module of the player, such as "data/unpack.js". */
export const load = (name) => import(`${FOLDER}/${name}`);

/** The bytes of a delivery by name. */
export const delivery = (name) => new Uint8Array(readFileSync(`${FOLDER}/${name}.bin`));

/** What Python knows by name: JSON has no infinities, so that these come as words. */
export const known = (name) =>
  JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf-8"), (_, value) => WORDS[value] ?? value);

const WORDS = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY };
