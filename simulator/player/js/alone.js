// Opens the player in a page of its own, without a server: all that it needs is packed into the page itself.
import { unpack } from "./data/unpack.js";

/** @import { Component } from "./main.js" */
/** @import { Snapshot } from "./data/payload.d.ts" */

/** @typedef {{ default: (component: Component) => void, feed: (delivery: Pick<Component, "data">) => void }} Door */
/**
 * @typedef {object} Parts base64 of gzip, but for the markup
 * @property {string} main the player's module
 * @property {string} vega what draws its charts
 * @property {string} markup
 * @property {string} run
 * @property {string[]} beside the pinned runs, and other seeds
 * @property {string[]} snapshots of some displayed rows, ascending, the first one of row 0
 */

/** How the player's module asks for what draws its charts. */
const VEGA = 'import("./vega.js")';

/** Called by the page itself. */
export async function start() {
  /** @param {string} id */
  const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const parts = /** @type {Parts} */ (JSON.parse(find("parts").textContent ?? ""));
  find("theme").onclick = turnTheme;
  const [main, vega] = await Promise.all([parts.main, parts.vega].map(unpacked));
  const text = new TextDecoder().decode(main).replace(VEGA, `import("${moduleOf(vega)}")`);
  await open(parts, await import(moduleOf(text)), find("player"));
}

/** @param {BlobPart} text */
const moduleOf = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));

function turnTheme() {
  const { documentElement: root } = document;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
}

/**
 * @param {Parts} parts
 * @param {Door} door of the player
 * @param {HTMLElement} place where it is to stand
 */
async function open(parts, door, place) {
  const root = place.attachShadow({ mode: "open" });
  root.innerHTML = parts.markup;
  const [run, ...beside] = await Promise.all([parts.run, ...parts.beside].map(unpacked));
  const snapshots = await Promise.all(parts.snapshots.map(unpacked));
  const rows = snapshots.map((data) => /** @type {Snapshot} */ (unpack(data)).row);
  for (const data of beside) door.feed({ data });
  door.default({
    data: run,
    parentElement: /** @type {HTMLElement} */ (/** @type {unknown} */ (root)),
    setTriggerValue: () => {},
    setStateValue(name, value) {
      if (name === "snapshot" && rows.length) door.feed({ data: snapshots[nearest(rows, String(value))] });
    },
  });
}

/**
 * Which of the rows is the last one up to the row that is asked for as "3f2a:12".
 * @param {number[]} rows ascending, beginning with 0
 * @param {string} wanted
 */
export function nearest(rows, wanted) {
  const row = Number(wanted.split(":")[1]);
  return Math.max(
    0,
    rows.findLastIndex((one) => one <= row),
  );
}

/**
 * The bytes behind base64 of gzip.
 * @param {string} text
 */
async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
