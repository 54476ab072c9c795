const $constants = (() => {
const LANGUAGE = "en";
const MESSAGES = {};
const SIGNS_OF_NUMBERS = [".", ","];
const VIEWS = {"profile": ["watch", "why", "learns"], "loss": ["watch"], "map": ["watch"], "updates": ["watch"], "units": ["watch"], "gates": ["watch"], "links": ["why"], "curve": ["why"], "memory": ["why"]};
const HEADINGS = {"profile": "Gradient norm by {site}", "loss": "Loss and accuracy", "map": "The same through training", "updates": "Weight updates", "units": "Saturated and dead units, similarity", "gates": "Gates along the sequence, similarity", "links": "The links of the chain, multiplied up", "curve": "The activation, and the z it gets", "memory": "The road through the forget gates"};
const TERMS = {"gradient": "Says for every number in the network how the loss would change if that number were a little larger; training follows it downhill.", "gradients": "Says for every number in the network how the loss would change if that number were a little larger; training follows it downhill.", "vanishing": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "vanish": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "vanishes": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "vanished": "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand still.", "exploding": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "explode": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "explodes": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "exploded": "The gradient grows at each step back, until training takes steps so large that it falls apart.", "diverged": "The numbers grew too large for the computer, and training had to end.", "diverges": "The numbers grew too large for the computer, and training had to end.", "diverge": "The numbers grew too large for the computer, and training had to end.", "healthy": "The gradient at the first layer is within 1,000 times of what it is at the last.", "norm": "How large something with many entries is, as one number: its length.", "norms": "How large something with many entries is, as one number: its length.", "layer": "One stage of the network: it takes numbers from the stage before, weighs and bends them, and passes them on.", "layers": "One stage of the network: it takes numbers from the stage before, weighs and bends them, and passes them on.", "time step": "One place in a sequence: the network reads one symbol there and hands what it remembers to the next.", "time steps": "One place in a sequence: the network reads one symbol there and hands what it remembers to the next.", "sequence": "Symbols in an order, which the network reads one after the other.", "sequences": "Symbols in an order, which the network reads one after the other.", "training step": "Once around: look at some samples, measure the loss, find the gradient, and change the weights a little.", "training steps": "Once around: look at some samples, measure the loss, find the gradient, and change the weights a little.", "batch": "The samples that are looked at together in one training step.", "batches": "The samples that are looked at together in one training step.", "batch size": "The samples that are looked at together in one training step.", "loss": "How wrong the answers are, as one number: training makes it smaller.", "losses": "How wrong the answers are, as one number: training makes it smaller.", "training": "Showing the network samples again and again, and changing its weights a little each time.", "trained": "Showing the network samples again and again, and changing its weights a little each time.", "trains": "Showing the network samples again and again, and changing its weights a little each time.", "accuracy": "The share of the answers that are right.", "guess": "What a network reaches that gives the same answer to everything: no better than this is nothing learned.", "chance": "What a network reaches that gives the same answer to everything: no better than this is nothing learned.", "guessing": "What a network reaches that gives the same answer to everything: no better than this is nothing learned.", "weights": "The numbers that training changes: how strongly each unit listens to each unit before it.", "weight": "The numbers that training changes: how strongly each unit listens to each unit before it.", "update": "By how much a training step really changes the weights.", "updates": "By how much a training step really changes the weights.", "learning rate": "How long a stride training takes downhill: too short and nothing happens, too long and it stumbles.", "learning rates": "How long a stride training takes downhill: too short and nothing happens, too long and it stumbles.", "activation": "The function that bends what a unit has added up, such as sigmoid or ReLU, before it is passed on.", "activations": "The function that bends what a unit has added up, such as sigmoid or ReLU, before it is passed on.", "slope": "How steep a curve is at a place: a flat piece lets no gradient through.", "slopes": "How steep a curve is at a place: a flat piece lets no gradient through.", "unit": "One of the many small calculators of a layer, sometimes called a neuron.", "units": "One of the many small calculators of a layer, sometimes called a neuron.", "saturated": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "saturation": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "saturates": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "saturate": "On a part of its curve that is nearly flat, where less than a twentieth of the gradient gets through.", "dead": "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For one sample, half of the ReLUs being off is normal.)", "dies": "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For one sample, half of the ReLUs being off is normal.)", "die": "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For one sample, half of the ReLUs being off is normal.)", "similarity": "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.", "similar": "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.", "alike": "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.", "spread": "How much of the gradient that left the last layer arrives at the first.", "clipping": "Cuts a gradient that is too large down before it is used.", "clipped": "Cuts a gradient that is too large down before it is used.", "gradient clipping": "Cuts a gradient that is too large down before it is used.", "normalization": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "batch normalization": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "layer normalization": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "normalizations": "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.", "shortcut": "A road around a layer, which numbers and gradients take unchanged.", "shortcuts": "A road around a layer, which numbers and gradients take unchanged.", "residual": "A road around a layer, which numbers and gradients take unchanged.", "gate": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "gates": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "forget gate": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "forget gates": "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.", "cell": "What a network for sequences repeats at every time step: a plain RNN, an LSTM or a GRU.", "cells": "What a network for sequences repeats at every time step: a plain RNN, an LSTM or a GRU.", "link": "One of the factors by which the gradient is multiplied on a step back: a slope, weights, a normalization.", "links": "One of the factors by which the gradient is multiplied on a step back: a slope, weights, a normalization.", "z": "What a unit has added up, before its activation bends it.", "starting weights": "The weights before training, drawn by chance in a way that was chosen.", "initialization": "The weights before training, drawn by chance in a way that was chosen.", "initialized": "The weights before training, drawn by chance in a way that was chosen.", "optimizer": "The rule that makes of gradients the steps that are taken, such as SGD or Adam.", "optimizers": "The rule that makes of gradients the steps that are taken, such as SGD or Adam.", "dropout": "Switches some units off by chance in every training step, so that none is relied on too much.", "pretraining": "Trains one layer after the other alone, before all of them together.", "pretrained": "Trains one layer after the other alone, before all of them together.", "orthogonal": "Of weights: they turn what comes in without making it longer or shorter.", "rotations": "Of weights: they turn what comes in without making it longer or shorter.", "rotation": "Of weights: they turn what comes in without making it longer or shorter.", "samples": "The single examples that the network looks at: a picture, a point, a sequence.", "sample": "The single examples that the network looks at: a picture, a point, a sequence.", "seed": "A number from which everything that is left to chance is drawn: the first weights, the data and the batches. Another seed gives another run of the same settings.", "seeds": "A number from which everything that is left to chance is drawn: the first weights, the data and the batches. Another seed gives another run of the same settings.", "logarithmic": "Of an axis: every mark stands for so many times more than the one before, so that tiny and huge fit on it."};
const KINDS = {"log": {"bytes": 2, "zero": 0, "nan": 1, "infinite": 2, "first": 3}, "share": {"bytes": 1, "full": 250, "nan": 255}, "code": {"bytes": 1}, "number": {"bytes": 4}};
const ALIGNED = 4;
const STATES = ["gradient norm", "beyond the axis", "zero", "not a number or infinite"];
const SPEEDS = {"slow": 10, "normal": 30, "fast": 90};
const MOMENT = ["at", "view", "speed"];
const SIGNS = {"vanishing": ["\u2744\ufe0e", "#56B4E9"], "exploding": ["\u2739\ufe0e", "#D55E00"], "healthy": ["\u2714\ufe0e", "#009E73"], "solved": ["\u2605\ufe0e", "#009E73"], "early": ["\u2026", "#999999"], "not_learning": ["\u25cb", "#999999"], "symmetric_units": ["\u2261", "#999999"], "zero": ["\u2205", "#999999"], "diverged": ["\u2716\ufe0e", "#D55E00"]};
const PINNED = [["\u2460", "#8B6BC2", [8, 4]], ["\u2461", "#1F9E92", [2, 3]], ["\u2462", "#B07640", [10, 3, 2, 3]]];
const GRADIENT = "#0072B2";
const APPLIED = "#E69F00";
const LINKS = {"slope": "#F0E442", "weight": "#E69F00", "norm": "#999999", "rest": "#CC79A7"};
const ACTIVATION = ["#CC79A7", "#009E73"];
const LINES = {"curve": "f(z)", "slope": "its slope f'(z)", "road": "forget gates alone, multiplied", "cell": "memory gradient, measured", "similarity": "similarity", "expected": "by theory"};
const TYPE = [14, "Source Sans, Source Sans Pro, sans-serif"];
const CLASSES = ["#0072B2", "#E69F00", "#009E73", "#CC79A7"];
const RIGHT = "#009E73";
const NOTHING = "#999999";
const BROKEN = "#D55E00";
const HEALTHY_DECADES = 3;
const SATURATED_SLOPE = 0.05;
const CLIP_UNTOUCHED = 0.995;
const AXIS_STEP = 5;
const MOST_UPDATE = 1;

return { LANGUAGE, MESSAGES, SIGNS_OF_NUMBERS, VIEWS, HEADINGS, TERMS, KINDS, ALIGNED, STATES, SPEEDS, MOMENT, SIGNS, PINNED, GRADIENT, APPLIED, LINKS, ACTIVATION, LINES, TYPE, CLASSES, RIGHT, NOTHING, BROKEN, HEALTHY_DECADES, SATURATED_SLOPE, CLIP_UNTOUCHED, AXIS_STEP, MOST_UPDATE };
})();
const $data_unpack = (() => {
// The bytes of a delivery into arrays; simulator/charts/packing.py describes the format and gives the codes.
const { ALIGNED, KINDS } = $constants;

/** @import { Block, Numbers, Run, Unpacked } from "./payload.d.ts" */

/** Bytes of the number that says how long the header is. */
const LENGTH = 4;

/**
 * @param {Uint8Array} bytes
 * @returns {Unpacked}
 */
function unpack(bytes) {
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
const unpackRun = (bytes) => /** @type {Run} */ (unpack(bytes));

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
function at(run, name, row, column = 0) {
  const array = run.arrays[name];
  return array.values[row * array.columns + column];
}

/** @param {Run} run */
function gateNames(run) {
  return Object.keys(run.arrays)
    .filter((name) => name.startsWith("gate:"))
    .map((name) => name.slice(5));
}

return { unpack, at, gateNames, unpackRun };
})();
// Opens the player in a page of its own, without a server: all that it needs is packed into the page itself.
const { unpack } = $data_unpack;

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
