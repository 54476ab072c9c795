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
const $data_deliveries = (() => {
// What the page has delivered besides the run that plays. All players of a page read the same store: a delivery's key
// says what it is of, so that it is right for each of them, and each sees by the count that something has come in.

/** How many of a kind are kept: several players, each with its pinned runs, and the steps that were just looked at. */
const KEPT = 12;

let count = 0;

/** How many deliveries have come in so far. */
const arrivals = () => count;

/** @template T */
class Deliveries {
  constructor() {
    /** @type {Map<string, T>} */
    this.known = new Map();
  }

  /**
   * @param {string} key
   * @param {T} delivery
   */
  keep(key, delivery) {
    this.known.delete(key); // so that it stands at the end, as the latest
    this.known.set(key, delivery);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT) this.known.delete(oldest);
    count++;
  }

  /** @param {string} key */
  get(key) {
    return this.known.get(key);
  }

  /** The latest one for which something holds. @param {(delivery: T) => boolean} holds */
  latest(holds) {
    return [...this.known.values()].findLast(holds);
  }
}

return { Deliveries, arrivals };
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
const $data_pinned = (() => {
// The pinned runs beside the one that plays: what came in of them, and where they stand at the step that is shown.
const { PINNED } = $constants;
const { Deliveries } = $data_deliveries;
const { at } = $data_unpack;

/** @import { Span } from "../constants.js" */
/** @import { Pinned as Pin, Run, Seeds, Unpacked } from "./payload.d.ts" */

/** @typedef {{ numeral: string, colour: string, dashes: number[] }} Style */
/** @typedef {Pin & Style & { trace: Run | undefined }} Pinned */
/** @typedef {Pin & Style & { trace: Run }} Arrived */
/** @typedef {{ axis: Span, steps: number, highest: number }} Ranges */

/** @type {Deliveries<Run>} */
const runs = new Deliveries();

/** Each run is delivered on its own, and only when there is more of it. @param {Run} run */
function keepRun(run) {
  runs.keep(run.run, run);
}

/**
 * The runs that are pinned beside a run, with what has come in of each.
 * @param {Run} run
 * @returns {Pinned[]}
 */
function pinnedTo(run) {
  return run.pinned.map((about) => {
    const [numeral, colour, dashes] = PINNED[about.pin_index];
    return { ...about, numeral, colour, dashes, trace: runs.get(about.run) };
  });
}

/**
 * Those of which there is something to show.
 * @param {Pinned[]} pinned
 * @returns {Arrived[]}
 */
function arrived(pinned) {
  return pinned.flatMap((one) => (one.trace?.rows ? [{ ...one, trace: one.trace }] : []));
}

/**
 * The row of a run at a training step: between two rows where the step lies between them, the nearest one beyond them.
 * @param {Pick<Unpacked, "steps" | "rows">} run
 * @param {number} step
 */
function rowAt({ steps, rows }, step) {
  let low = 0;
  let high = rows - 1;
  if (step >= steps[high]) return high;
  if (step <= steps[0]) return 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle;
  }
  return low + (step - steps[low]) / (steps[high] - steps[low]);
}

/** Whether it has other sites than the run beside which it stands. @param {Run} trace @param {Run} run */
const otherSites = (trace, run) => trace.sites !== run.sites || trace.site !== run.site;

/**
 * Where a site of a pinned run stands among those of the run beside it: at its relative depth.
 * @param {number} site
 * @param {Run} trace
 * @param {Run} run
 */
const beside = (site, trace, run) => 0.5 + ((site - 0.5) * run.sites) / trace.sites;

/** The last training step that is drawn of a run: where it ended, or is planned to end. @param {Run} run */
const reach = (run) => (run.done ? run.trained : run.total);

/** Its displayed steps there. @param {Run} run */
const columns = (run) => (run.done ? run.rows : run.planned);

/**
 * The training step at a position, which may lie between two displayed rows.
 * @param {Run} run
 * @param {number} position
 */
function stepAt({ steps }, position) {
  const row = Math.floor(position);
  const next = steps[row + 1] ?? steps[row];
  return steps[row] + (position - row) * (next - steps[row]);
}

/** @param {Arrived[]} pinned */
function losses(pinned) {
  return pinned.flatMap(({ trace, pin_index }) =>
    trace.steps.map((step, row) => {
      const loss = at(trace, "loss", row);
      return { step, pin_index, loss: Number.isFinite(loss) ? loss : null };
    }),
  );
}

/**
 * The ranges that hold what the run, its other seeds and all that are pinned beside it need.
 * @param {Run} run
 * @param {Arrived[]} pinned
 * @param {Seeds | null} [seeds]
 * @returns {Ranges}
 */
function sharedRanges(run, pinned, seeds = null) {
  const traces = [run, ...pinned.map(({ trace }) => trace)];
  // One that diverged would press all others flat with what it grew to: a mark says how far it goes beyond them.
  const whole = traces.filter(({ outcome }) => outcome.name !== "diverged");
  const axes = traces.map((one) => (!whole.length || whole.includes(one) ? one.axis : one.start_axis));
  if (seeds) axes.push(seeds.axis);
  /** @type {Span} */
  const axis = [Math.min(...axes.map(([low]) => low)), Math.max(...axes.map(([, high]) => high))];
  const highest = Math.max(...(whole.length ? whole : traces).map((one) => one.highest), seeds?.highest ?? 0);
  return { axis, steps: Math.max(...traces.map(reach)), highest };
}

return { keepRun, pinnedTo, arrived, rowAt, stepAt, losses, sharedRanges, otherSites, beside, reach, columns };
})();
const $data_seeds = (() => {
// What several random seeds of a run have in common, beside the one that plays.
const { Deliveries } = $data_deliveries;

/** @import { Run, Seeds } from "./payload.d.ts" */

/** @type {Deliveries<Seeds>} */
const known = new Deliveries();

/** @param {Seeds} seeds */
function keepSeeds(seeds) {
  known.keep(seeds.seeds_of, seeds);
}

/** Those that are to be seen with a run; null where none are, or none have come. @param {Run} run */
const seedsOf = (run) => (run.seeds && known.get(run.seeds)) || null;

return { keepSeeds, seedsOf };
})();
const $data_snapshots = (() => {
// Snapshots of single training steps: z, weights, gradients of single units.
const { Deliveries } = $data_deliveries;

/** @import { Run, Snapshot } from "./payload.d.ts" */

/** @type {Deliveries<Snapshot>} */
const snapshots = new Deliveries();

/** @param {Snapshot} snapshot */
function keepSnapshot(snapshot) {
  snapshots.keep(key(snapshot.snapshot_of, snapshot.row), snapshot);
}

/**
 * The snapshot of a displayed step; until it comes, the last one that came of the same run.
 * @param {Run} run
 * @param {number} row
 */
function snapshotAt(run, row) {
  return snapshots.get(key(run.run, row)) ?? snapshots.latest(({ snapshot_of }) => snapshot_of === run.run);
}

/**
 * One row of a block that holds as many numbers for each of several things.
 * @param {Snapshot} snapshot
 * @param {string} block
 * @param {number} i which of the things
 * @param {number} count how many there are
 */
function part(snapshot, block, i, count) {
  const { values } = snapshot.arrays[block];
  const size = values.length / count;
  return values.subarray(i * size, (i + 1) * size);
}

/**
 * @param {string} run
 * @param {number} row
 */
const key = (run, row) => `${run}:${row}`;

return { keepSnapshot, snapshotAt, part };
})();
const $state = (() => {
// The one state of a player. Everything that is seen follows from it, and only commands.js changes it.
/** @import { Run } from "./data/payload.d.ts" */
/** @import { Moment } from "./walk/plan.js" */

/** @typedef {"watch" | "why" | "walk" | "learns"} View */

/**
 * @typedef {object} State
 * @property {Run | null} run the run that plays; it may still be growing
 * @property {Run | null} preview a run that is only being chosen, before training; it is shown in place of the other
 * @property {number} position the displayed step: a row of the run, with a fraction while it moves on to the next one
 * @property {View} view
 * @property {"" | "run" | "walk"} playing what moves by itself: nothing, the run, or the walk through one of its steps
 * @property {number} speed displayed steps per second
 * @property {boolean} presenting whether one picture fills the screen, and which one of the view that is open
 * @property {number} picture
 * @property {boolean} helped whether the keys are shown
 * @property {boolean} saving whether it is chosen what to make a picture or a film of
 * @property {string} leaving the run from which the visitor goes on to the next story; empty where nobody asked
 * @property {{ view: View, speed: number }} own the view and the speed that the visitor chose; a story may open with others
 * @property {string} telling the story that has opened last
 * @property {number} awaited the training step at which a link opens, until the run has come to it; 0 where none does
 * @property {number} site the site from which Why? goes one step back
 * @property {number} question of those that are asked, the one at which the keys stand in What it learns, or -1
 * @property {Moment} moment where the walk stands
 * @property {number} stayed seconds for which the walk has shown its moment, at normal speed
 */

const NORMAL_SPEED = 30;

/** @returns {State} */
function initialState() {
  return {
    run: null,
    preview: null,
    position: 0,
    view: "watch",
    playing: "",
    speed: NORMAL_SPEED,
    presenting: false,
    picture: 0,
    helped: false,
    saving: false,
    leaving: "",
    own: { view: "watch", speed: NORMAL_SPEED },
    telling: "",
    awaited: 0,
    site: 1,
    question: -1,
    moment: { phase: "forward", site: 0 },
    stayed: 0,
  };
}

/** @param {State} state */
const shownRun = (state) => state.preview ?? state.run;

/** The row of the run that is shown: bars and words change with whole rows only. @param {State} state */
const shownRow = (state) => (state.preview ? 0 : Math.floor(state.position));

/** The last displayed step that there is so far. @param {State} state */
const lastRow = ({ run }) => Math.max(0, (run?.rows ?? 1) - 1);

return { initialState, NORMAL_SPEED, shownRun, shownRow, lastRow };
})();
const $walk_plan = (() => {
// The moments of one training step in their order, how long each is shown, and which of them are neighbours.
/** @import { Run } from "../data/payload.d.ts" */

/** @typedef {"forward" | "loss" | "backward" | "update"} Phase */
/** @typedef {{ phase: Phase, site: number }} Moment a site; in an update the number of the weight matrix; 0 is the input */

/** @type {Phase[]} */
const PHASES = ["forward", "loss", "backward", "update"];

/** Seconds of one moment at most, seconds of the whole walk at most, and how much longer a phase's first moment lasts. */
const CALM = 0.6;
const WHOLE = 20;
const FIRST = 3;

/** @type {WeakMap<Run, Moment[]>} */
const planned = new WeakMap();

/** @param {Pick<Run, "site">} run */
const layered = (run) => run.site === "layer";

/**
 * How many weight matrices there are: those of the input, between the sites (time steps share one) and of the outputs.
 * @param {Pick<Run, "site" | "sites">} run
 */
const matrices = (run) => (layered(run) ? run.sites + 1 : 3);

/**
 * All moments of a step in their order. They are asked for at every picture, so each run's are made once.
 * @param {Run} run
 */
function moments(run) {
  const all = planned.get(run) ?? plan(run);
  planned.set(run, all);
  return all;
}

/**
 * @param {Run} run
 * @returns {Moment[]}
 */
function plan(run) {
  const from = (/** @type {number} */ first, /** @type {number} */ last) =>
    Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const sites = {
    forward: from(layered(run) ? 0 : 1, run.sites),
    loss: [run.sites],
    backward: from(1, run.sites).reverse(),
    update: from(1, matrices(run)),
  };
  return PHASES.flatMap((phase) => sites[phase].map((site) => ({ phase, site })));
}

/**
 * The place of a moment among those of a run that may be of another size.
 * @param {Moment[]} all
 * @param {Moment} moment
 */
function nearest(all, { phase, site }) {
  let best = 0;
  all.forEach((one, i) => {
    const away = Math.abs(one.site - site);
    const before = Math.abs(all[best].site - site);
    if (one.phase === phase && (all[best].phase !== phase || away < before)) best = i;
  });
  return best;
}

/**
 * @param {Moment[]} all
 * @param {Phase} phase
 */
function firstOf(all, phase) {
  return all.findIndex((one) => one.phase === phase);
}

/**
 * Where the phase after that of a moment begins; the last phase ends with the walk.
 * @param {Moment[]} all
 * @param {number} place
 */
function nextPhase(all, place) {
  const next = all.findIndex(({ phase }, i) => i > place && phase !== all[place].phase);
  return next < 0 ? all.length - 1 : next;
}

/**
 * Seconds that a moment is shown: the first one of a phase longer, and the whole walk at most 20.
 * @param {Moment[]} all
 * @param {number} place
 */
function pace(all, place) {
  const share = (/** @type {number} */ i) => (i === 0 || all[i].phase !== all[i - 1].phase ? FIRST : 1);
  const whole = all.length + (FIRST - 1) * PHASES.length;
  return share(place) * Math.min(CALM, WHOLE / whole);
}

/**
 * How far the phases up to a moment have come, each from 0 to 1.
 * @param {Moment[]} all
 * @param {number} place
 * @returns {Record<string, number>}
 */
function progress(all, place) {
  return Object.fromEntries(
    PHASES.map((phase) => {
      const first = firstOf(all, phase);
      const count = all.filter((one) => one.phase === phase).length;
      return [phase, Math.max(0, Math.min(1, (place + 1 - first) / Math.max(1, count)))];
    }),
  );
}

/**
 * What is known of a site at a moment: nothing yet, what it passes on, or its gradient too.
 * @param {Moment} moment
 * @param {number} other
 * @returns {"" | "h" | "gradient"}
 */
function known({ phase, site }, other) {
  if (phase === "forward") return other <= site ? "h" : "";
  if (phase === "loss") return "h";
  return phase === "update" || other >= site ? "gradient" : "";
}

return { moments, nearest, firstOf, nextPhase, pace, progress, known, layered, matrices };
})();
const $walk_commands = (() => {
// What can be done with a walk, and how it goes on by itself; and that it and the run take turns.
const { snapshotAt } = $data_snapshots;
const { NORMAL_SPEED } = $state;
const { firstOf, moments, nearest, nextPhase, pace } = $walk_plan;

/** @import { Run } from "../data/payload.d.ts" */
/** @import { State } from "../state.js" */
/** @import { Moment, Phase } from "./plan.js" */

class WalkCommands {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  /** The run and the walk never move at the same time. @param {State["playing"]} what */
  play(what) {
    this.state.playing = what;
    if (what === "run") this.state.awaited = 0;
    this.state.stayed = 0;
  }

  /** @param {State["playing"]} what */
  pause(what) {
    if (this.state.playing === what) this.play("");
  }

  get moments() {
    const { run } = this.state;
    return run ? moments(run) : [];
  }

  /** The place of the walk's moment among all of them. */
  get place() {
    return nearest(this.moments, this.state.moment);
  }

  toggleWalk() {
    const { state } = this;
    if (state.playing === "walk") return this.pause("walk");
    if (this.place === this.moments.length - 1) this.walkTo(0);
    this.play("walk");
  }

  /** @param {number} place */
  walkTo(place) {
    const all = this.moments;
    this.pause("walk");
    this.state.moment = all[Math.max(0, Math.min(all.length - 1, place))] ?? this.state.moment;
  }

  walkBack() {
    this.walkTo(this.place - 1);
  }

  walkForward() {
    this.walkTo(this.place + 1);
  }

  walkToStart() {
    this.walkTo(0);
  }

  walkToEnd() {
    this.walkTo(Number.POSITIVE_INFINITY);
  }

  walkToNextPhase() {
    this.walkTo(nextPhase(this.moments, this.place));
  }

  /** @param {Phase} phase */
  walkToPhase(phase) {
    this.walkTo(firstOf(this.moments, phase));
  }

  /** @param {Moment} moment */
  walkToMoment(moment) {
    this.walkTo(nearest(this.moments, moment));
  }

  /**
   * The walk stands still until the snapshot of its step has come.
   * @param {Run} run
   * @param {number} seconds
   */
  advanceWalk(run, seconds) {
    const { state } = this;
    const row = Math.floor(state.position);
    if (snapshotAt(run, row)?.row !== row) return;
    const all = this.moments;
    let place = this.place;
    state.stayed += (seconds * state.speed) / NORMAL_SPEED;
    for (; state.stayed >= pace(all, place) && place < all.length - 1; place++) state.stayed -= pace(all, place);
    state.moment = all[place];
    if (state.stayed >= pace(all, place)) this.pause("walk");
  }
}

return { WalkCommands };
})();
const $commands = (() => {
// Everything that can be done with a player: by a press, a key, the pointer, the passing of time, or a new run.
const { SPEEDS } = $constants;
const { columns } = $data_pinned;
const { lastRow, NORMAL_SPEED } = $state;
const { WalkCommands } = $walk_commands;

/** @import { Opening, Run } from "./data/payload.d.ts" */
/** @import { View } from "./state.js" */

/** Seconds over which a slice of training is played, a little longer than the next one takes to come. */
const PLAYED_SLICE = 0.4;
/** Seconds that a run takes to play at normal speed, at least: one of eight steps would be over before it is seen. */
const SHORTEST = 4;
/** Seconds that one picture may move a run or a walk on: a page that was busy does not jump. */
const LONGEST_RUN_STEP = 0.1;
const LONGEST_WALK_STEP = 1;

class Commands extends WalkCommands {
  /** A run from the page, or more of the one that plays. @param {Run} run */
  take(run) {
    const { state } = this;
    if (run.preview) {
      state.preview = run;
      return;
    }
    const another = run.run !== state.run?.run;
    // One that diverged after a few steps has been played before it was known to be so short.
    const ended = run.outcome.name === "diverged" && run.rows < SHORTEST * NORMAL_SPEED && !state.run?.done;
    state.preview = null;
    state.run = run;
    if (run.opening && run.opening.telling !== state.telling) this.tell(run.opening);
    else if (another) state.awaited = 0;
    if (another || state.site > run.sites) state.site = Math.ceil(run.sites / 2);
    if (state.view === "walk") state.moment = this.moments[this.place] ?? state.moment;
    if (ended && state.playing === "run") state.position = 0;
    if (state.awaited) return this.goToAwaited(run);
    if (!another) return;
    state.position = 0;
    // A walk that is open is of a single step: the run does not move on below it.
    if (state.view === "walk") this.pause("run");
    else this.play(prefersStill() ? "" : "run");
  }

  /** A story or a link that opens: with its view and speed, or else the visitor's. @param {Opening} opening */
  tell({ telling, view, speed, at }) {
    const { state } = this;
    state.awaited = at;
    state.telling = telling;
    state.view = /** @type {View} */ (view) || state.own.view;
    state.speed = speed || state.own.speed;
    if (state.view !== "walk") this.pause("walk");
  }

  /** Stands still as near to the step that a link names as the run has come, until it is there. @param {Run} run */
  goToAwaited({ steps, done }) {
    const { awaited } = this.state;
    this.pause("run");
    const row = steps.findLastIndex((step) => step <= awaited);
    this.state.position = Math.max(0, row);
    this.state.awaited = done || (steps.at(-1) ?? 0) >= awaited ? 0 : awaited;
  }

  /** @param {View} view */
  open(view) {
    this.state.view = view;
    this.state.picture = 0;
    this.state.own.view = view;
    if (view !== "walk") this.pause("walk");
    else if (this.place === 0 && !prefersStill()) this.play("walk");
    else this.pause("run");
  }

  // ---- the run ------------------------------------------------------------------------------------------------------

  toggle() {
    const { state } = this;
    if (state.playing === "run") return this.pause("run");
    if (state.run?.done && state.position >= lastRow(state)) state.position = 0;
    this.play("run");
  }

  replay() {
    this.state.position = 0;
    this.play("run");
  }

  /** @param {number} row */
  seek(row) {
    this.state.awaited = 0;
    this.pause("run");
    this.state.position = Math.max(0, Math.min(lastRow(this.state), row));
  }

  back() {
    this.seek(Math.ceil(this.state.position) - 1);
  }

  forward() {
    this.seek(Math.floor(this.state.position) + 1);
  }

  toStart() {
    this.seek(0);
  }

  toEnd() {
    this.seek(Number.POSITIVE_INFINITY);
  }

  /** @param {number} speed displayed steps per second */
  setSpeed(speed) {
    this.state.speed = speed;
    this.state.own.speed = speed;
  }

  /** @param {number} which of the menu's */
  chooseSpeed(which) {
    this.setSpeed(Object.values(SPEEDS)[which]);
  }

  // ---- for the back row ---------------------------------------------------------------------------------------------

  togglePresent() {
    this.state.presenting = !this.state.presenting;
    this.state.picture = 0;
  }

  nextPicture() {
    if (this.state.presenting) this.state.picture += 1;
  }

  toggleHelp() {
    this.state.helped = !this.state.helped;
  }

  toggleSave() {
    this.state.saving = !this.state.saving;
  }

  /** From what lies on top. */
  leave() {
    if (this.state.saving) this.state.saving = false;
    else if (this.state.helped) this.state.helped = false;
    else this.state.presenting = false;
  }

  /** The page has it: it is asked for until another run comes. */
  nextStory() {
    this.state.leaving = this.state.run?.run ?? "";
  }

  /** @param {number} site */
  chooseSite(site) {
    this.state.site = site;
  }

  /** @param {number} question */
  chooseQuestion(question) {
    this.state.question = question;
  }

  // ---- what moves by itself -----------------------------------------------------------------------------------------

  /** @param {number} seconds since the last picture */
  advance(seconds) {
    const { playing, preview, run, view } = this.state;
    if (playing === "run" && run && !preview) this.advanceRun(run, Math.min(LONGEST_RUN_STEP, seconds));
    if (playing === "walk" && run && view === "walk") this.advanceWalk(run, Math.min(LONGEST_WALK_STEP, seconds));
  }

  /**
   * While training is still going on, what has come in is spread over the time until more comes.
   * @param {Run} run
   * @param {number} seconds
   */
  advanceRun(run, seconds) {
    const { state } = this;
    const last = lastRow(state);
    const slowly = ((columns(run) - 1) / SHORTEST) * (state.speed / NORMAL_SPEED);
    const speed = run.done
      ? Math.min(state.speed, slowly)
      : Math.min(slowly, state.speed, (last - state.position) / PLAYED_SLICE);
    state.position = Math.min(last, state.position + Math.max(0, speed) * seconds);
    if (run.done && state.position >= last) this.pause("run");
  }
}

/** Whether the visitor asked for nothing to move by itself. */
const prefersStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

return { Commands };
})();
const $shared_glossary = (() => {
// Words that a newcomer may not know explain themselves, from the glossary that the pages use too.
const { TERMS } = $constants;

const LONGEST_FIRST = Object.keys(TERMS).sort((one, other) => other.length - one.length);
const WORDS = new RegExp(`\\b(${LONGEST_FIRST.join("|")})\\b(?!-)`, "i");

/**
 * Writes the text with its explained words, each where it comes first. What it says already stays as it is, and so does
 * each of those words that is there already: it can be read and keeps the focus while the numbers around it change.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {(part: string) => (string | Node)[]} [plain] how the text between those words is written
 */
function explain(element, text, plain = (part) => [part]) {
  if (element.dataset.explained === text) return;
  element.dataset.explained = text;
  const nodes = marked(text, plain).map((part) => (typeof part === "string" ? new Text(part) : part));
  const before = [...element.childNodes];
  if (nodes.length === before.length && nodes.every((node, i) => isAlike(node, before[i]))) {
    nodes.forEach((node, i) => {
      if (node.nodeName !== "DFN") before[i].textContent = node.textContent;
    });
    return;
  }
  const focused = /** @type {HTMLElement | null} */ (element.querySelector("dfn:focus"))?.textContent;
  element.replaceChildren(...nodes);
  if (!focused) return;
  const same = [...element.querySelectorAll("dfn")].find((word) => word.textContent === focused);
  const instead = /** @type {HTMLElement | null} */ (same ?? element.closest(".player"));
  instead?.focus({ preventScroll: true });
}

/**
 * Whether one can become the other by its text alone; an explained word is what it is.
 * @param {Node} node
 * @param {Node} before
 */
function isAlike(node, before) {
  if (node.nodeName === "DFN") return before.nodeName === "DFN" && node.textContent === before.textContent;
  return node.nodeName === before.nodeName && node.childNodes.length < 2;
}

/**
 * @param {string} text
 * @param {(part: string) => (string | Node)[]} plain
 */
function marked(text, plain) {
  const known = new Set();
  return text.split(WORDS).flatMap((part, i) => {
    const says = TERMS[part.toLowerCase()];
    if (i % 2 === 0 || known.has(says)) return plain(part);
    known.add(says);
    return [word(part, says)];
  });
}

/**
 * @param {string} text
 * @param {string} says
 */
function word(text, says) {
  const element = Object.assign(document.createElement("dfn"), { textContent: text, tabIndex: 0 });
  element.dataset.says = says;
  element.setAttribute("aria-description", says);
  return element;
}

return { explain };
})();
const $shared_words = (() => {
// Numbers for people. A norm arrives as its base-10 logarithm, so that 1e-300 is nothing special.
// The words are those of simulator/analysis/words.py; one list of cases (tests/js/words.json) tests both.
/** Names of the powers of a thousand, as far as they are known words. */
const NAMES = ["", "thousand", "million", "billion", "trillion", "quadrillion"];
/** The power of ten by which a number is counted beyond those names, and that from which on its zeros are counted. */
const TRILLION = 12;
const FURTHEST = 26;
/** Powers of ten between which a number is written out. */
const SMALL = -4;
const LARGE = 5;

/** @param {number} log base-10 logarithm */
function number(log) {
  if (log === -Infinity) return "zero";
  if (Number.isNaN(log)) return "not a number";
  if (log === Infinity) return "infinite";
  if (log >= SMALL && log < LARGE) return String(Number((10 ** log).toPrecision(3)));
  let power = Math.floor(log);
  let digits = (10 ** (log - power)).toFixed(2);
  if (digits === "10.00") [power, digits] = [power + 1, "1.00"];
  return `${digits}e${power}`;
}

/**
 * A number written as 3e-13 in words, "3 ten-trillionths"; where it has no name, with all its zeros counted.
 * @param {number} log base-10 logarithm
 */
function spoken(log) {
  if (!Number.isFinite(log) || (log >= SMALL && log < -SMALL)) return "";
  let power = Math.floor(log);
  let digit = Math.round(10 ** (log - power));
  if (digit === 10) [digit, power] = [1, power + 1];
  const size = Math.abs(power);
  if (size > FURTHEST) return `${digit}e${power} (a ${digit} ${power > 0 ? "with" : "after"} ${size} zeros)`;
  const beyond = size >= NAMES.length * 3;
  const rest = size - (beyond ? TRILLION : 0);
  const name = NAMES[Math.floor(rest / 3)];
  if (power > 0) {
    const count = digit * 10 ** (rest % 3);
    return `${count === 1 ? "a" : count} ${name}${beyond ? " trillion" : ""}`;
  }
  const head = ["", "ten-", "hundred-"][rest % 3];
  const parts = digit === 1 ? `a ${head}${name}th` : `${digit} ${head}${name}ths`;
  return parts + (beyond ? " of a trillionth" : "");
}

/** Names of the powers of ten that have a short one, for an axis: a millionth, a billion, and what lies between. */
const DECADE_WORDS = Object.fromEntries(
  [2, 3, 4].flatMap((thousands) => [-3, 3].map((three) => [three * thousands, spoken(three * thousands)])),
);

/** @param {number} share from 0 to 1 */
function percent(share) {
  return Number.isNaN(share) ? "not a number" : `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

/** @param {number} value not a logarithm */
function formatNumber(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : "infinite";
  return value === 0 ? "0" : `${value < 0 ? "−" : ""}${number(Math.log10(Math.abs(value)))}`;
}

/** A loss in the bar: always two digits after the point, so that nothing wobbles while it plays. @param {number} value */
function short(value) {
  return Number.isFinite(value) && value < 1e4 ? value.toFixed(value < 0.1 ? 3 : 2) : formatNumber(value);
}

return { number, spoken, percent, formatNumber, short, DECADE_WORDS };
})();
const $controls = (() => {
// The bar and the walk's buttons: what a press does, and what stands on them.

const { explain } = $shared_glossary;
const { percent, short } = $shared_words;
const { shownRun } = $state;
/** @import { Commands } from "./commands.js" */
/** @import { Run } from "./data/payload.d.ts" */
/** @import { Requests } from "./requests.js" */
/** @import { State, View } from "./state.js" */
/** @import { Phase } from "./walk/plan.js" */

class Controls {
  /**
   * @param {HTMLElement} host
   * @param {State} state
   * @param {Commands} commands
   * @param {Requests} requests
   */
  constructor(host, state, commands, requests) {
    const find = (/** @type {string} */ selector) => /** @type {HTMLButtonElement} */ (host.querySelector(selector));
    this.host = host;
    this.state = state;
    this.play = find("[data-control=play]");
    this.walk = find("[data-walk=play]");
    this.stop = find("[data-control=stop]");
    this.scrub = /** @type {HTMLInputElement} */ (host.querySelector("[data-control=scrub]"));
    this.speed = /** @type {HTMLSelectElement} */ (host.querySelector("[data-control=speed]"));
    this.step = find("[data-control=step]");
    this.status = find("[data-control=status]");
    /** What was drawn last, so that nothing is written twice. */
    this.drawn = {
      playing: /** @type {State["playing"] | null} */ (null),
      run: /** @type {Run | null} */ (null),
      step: "",
      telling: "",
      said: "",
    };
    this.listen(find, commands, requests);
  }

  /**
   * @param {(selector: string) => HTMLElement} find
   * @param {Commands} commands
   * @param {Requests} requests
   */
  listen(find, commands, requests) {
    /** @type {Record<string, () => void>} */
    const presses = {
      "[data-control=play]": () => commands.toggle(),
      "[data-control=again]": () => commands.replay(),
      "[data-control=present]": () => commands.togglePresent(),
      "[data-control=save]": () => commands.toggleSave(),
      "[data-control=stop]": () => requests.stopOrGoOn(),
      "[data-walk=start]": () => commands.walkToStart(),
      "[data-walk=back]": () => commands.walkBack(),
      "[data-walk=play]": () => commands.toggleWalk(),
      "[data-walk=on]": () => commands.walkForward(),
      "[data-walk=next]": () => commands.walkToNextPhase(),
    };
    for (const [selector, press] of Object.entries(presses)) find(selector).onclick = press;
    this.speed.onchange = () => commands.setSpeed(Number(this.speed.value));
    this.scrub.oninput = () => commands.seek(Number(this.scrub.value));
    for (const button of buttons(this.host, "[data-to]")) {
      button.onclick = () => commands.open(/** @type {View} */ (button.dataset.to));
    }
    for (const button of buttons(this.host, "[data-phase]")) {
      button.onclick = () => commands.walkToPhase(/** @type {Phase} */ (button.dataset.phase));
    }
  }

  /** Called at every picture: writes what has changed. */
  draw() {
    const { state, drawn } = this;
    const run = shownRun(state);
    if (this.speed && Number(this.speed.value) !== state.speed) this.speed.value = String(state.speed);
    if (state.playing !== drawn.playing) this.drawPlaying();
    if (state.telling !== drawn.telling) {
      drawn.telling = state.telling;
      this.speed.value = String(state.speed);
    }
    if (!run) return;
    if (run !== drawn.run) this.drawRun(run);
    this.drawStep(run);
  }

  drawPlaying() {
    const { playing } = this.state;
    this.drawn.playing = playing;
    label(this.play, ...(playing === "run" ? ["❚❚", "Pause"] : ["▶", "Play"]));
    this.walk.textContent = playing === "walk" ? "❚❚ Pause" : "▶ Walk";
    this.walk.setAttribute("aria-label", playing === "walk" ? "Pause the walk" : "Walk on by itself");
    this.host.dataset.playing = String(playing === "run");
    this.host.dataset.walkPlaying = String(playing === "walk");
  }

  /** @param {Run} run */
  drawRun(run) {
    this.drawn.run = run;
    this.drawn.step = "";
    const last = Math.max(1, run.done ? run.rows - 1 : run.planned - 1);
    this.scrub.max = String(last);
    this.scrub.style.setProperty("--have", `${(100 * Math.max(0, run.rows - 1)) / last}%`);
    const goesOn = !run.done || run.pinned.some(({ done }) => !done);
    const halted = !run.ask_for_more && goesOn && !run.preview;
    this.stop.hidden = !run.stop;
    this.stop.disabled = !goesOn || run.preview || !run.trained;
    label(this.stop, ...(halted ? ["●", "Go on"] : ["■", "Stop"]));
    this.stop.setAttribute("aria-label", halted ? "Go on training" : "Stop training");
  }

  /** @param {Run} run */
  drawStep(run) {
    const row = Math.floor(this.state.position);
    const said = status(run, row < run.rows - 1, this.state.playing === "run");
    if (said !== this.drawn.said) explain(this.status, said);
    this.drawn.said = said;
    const step = words(run, run.preview ? 0 : row);
    if (step === this.drawn.step) return;
    this.drawn.step = step;
    explain(this.step, step);
    this.scrub.value = String(row);
    this.scrub.setAttribute("aria-valuetext", step);
    this.host.dataset.row = String(row);
  }
}

/**
 * @param {HTMLElement} host
 * @param {string} selector
 * @returns {NodeListOf<HTMLButtonElement>}
 */
const buttons = (host, selector) => host.querySelectorAll(selector);

/**
 * A sign, and a word that is seen where there is room for it.
 * @param {HTMLElement} button
 * @param {string[]} words
 */
function label(button, ...[sign, word]) {
  button.replaceChildren(
    sign,
    Object.assign(document.createElement("span"), { className: "word", textContent: ` ${word}` }),
  );
}

/**
 * What is going on: training, or the playing of what was trained.
 * @param {Run} run
 * @param {boolean} more whether there is something left to play
 * @param {boolean} plays
 */
function status(run, more, plays) {
  if (run.preview) return "before training";
  if (run.note) return run.note;
  if (run.waits_for) return run.waits_for;
  const pins = run.done && run.pinned.some(({ done }) => !done) ? pinnedStatus(run) : "";
  if (run.outcome.name === "diverged") {
    const where = run.outcome.site ? `, ${run.site} ${run.outcome.site}` : "";
    const on = pins || (more && plays ? "now it is played" : "");
    return `diverged at step ${run.outcome.step}${where}${on && `; ${on}`}`;
  }
  if (pins) return pins;
  if (run.done && !more) return "training finished";
  if (run.done) return `all ${run.trained} steps are trained${plays ? ", now they are played" : ""}`;
  if (!run.stop) return "";
  return `${run.ask_for_more ? "training:" : "stopped after"} ${run.trained} of ${run.total} steps`;
}

/** @param {Run} run */
function pinnedStatus(run) {
  return run.ask_for_more ? "training the pinned runs" : "stopped before the pinned runs were finished";
}

/**
 * @param {Run} run
 * @param {number} row
 */
function words(run, row) {
  if (!run.rows) return "no step yet";
  const accuracy = run.scored ? ` · accuracy ${percent(run.arrays.accuracy.values[row])}` : "";
  // While layers are trained one by one, what is seen is the network before that.
  const step = run.note ? "before the first step" : `step ${run.steps[row]} of ${run.total}`;
  return `${step} · loss ${short(run.arrays.loss.values[row])}${accuracy}`;
}

return { Controls };
})();
const $focus = (() => {
// The focus is never lost: where what was focused has gone from the page, the same control as it was made anew has it,
// or what was focused before, or the player.

/** @typedef {{ element: HTMLElement, name: string }} Place a focused element, and the key of the control that it is of */

/** How many places are remembered, and milliseconds for which a control may be away while it is made anew. */
const KEPT = 6;
const AWAY = 300;

class Focus {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    /** The last one in front. @type {Place[]} */
    this.past = [];
    this.lostAt = 0;
    /** Whether the visitor pressed beside everything that takes the focus. */
    this.left = true;
    this.onpress = () => {
      this.left = true;
    };
    this.onfocus = (/** @type {Event} */ event) => this.note(/** @type {HTMLElement} */ (event.composedPath()[0]));
    document.addEventListener("pointerdown", this.onpress, true);
    document.addEventListener("focusin", this.onfocus);
  }

  /** @param {HTMLElement} element */
  note(element) {
    this.left = false;
    this.lostAt = 0;
    const others = this.past.filter((place) => place.element !== element);
    this.past = [{ element, name: nameOf(element) }, ...others].slice(0, KEPT);
  }

  /** Called at every picture. @param {number} now */
  keep(now) {
    const [last] = this.past;
    if (this.left || !last || document.activeElement !== document.body || takesFocus(last.element)) {
      this.lostAt = 0;
      return;
    }
    this.lostAt ||= now;
    const anew = madeAnew(last);
    if (!anew && now - this.lostAt < AWAY) return;
    const before = this.past.find(({ element }) => takesFocus(element))?.element;
    // The page stays where it is.
    (anew ?? before ?? this.host).focus({ preventScroll: true });
  }

  close() {
    document.removeEventListener("pointerdown", this.onpress, true);
    document.removeEventListener("focusin", this.onfocus);
  }
}

/** @param {HTMLElement} element */
const takesFocus = (element) =>
  element.isConnected && !element.matches(":disabled") && element.getClientRects().length > 0;

/** The control with the same key, if it is there. @param {Place} place */
function madeAnew({ element, name }) {
  if (!name) return undefined;
  for (const box of document.querySelectorAll('[class*="st-key-"]')) {
    if (keyOf(box) !== name) continue;
    const inside = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(element.tagName));
    const found = [...inside].find(takesFocus);
    if (found) return found;
  }
  return undefined;
}

/** The key around an element, also around the component whose shadow it is in. @param {Element} element */
function nameOf(element) {
  const root = element.getRootNode();
  const outermost = root instanceof ShadowRoot ? root.host : element;
  const box = outermost.closest('[class*="st-key-"]');
  return box ? keyOf(box) : "";
}

/** Without the number that a key gets where all controls are made anew. @param {Element} box */
const keyOf = (box) => /st-key-(\S+?)(?:-\d+)?(?:\s|$)/.exec(box.className)?.[1] ?? "";

return { Focus };
})();
const $shared_hush = (() => {
// Takes away the sentence of an explained word, on a page with a player and on one without.

/**
 * Until its word is pointed at or focused anew.
 * @param {ParentNode[]} roots where it may be
 * @returns {boolean} whether there was one
 */
function hush(...roots) {
  const shown = roots.flatMap((root) => [...root.querySelectorAll("dfn:not([data-hushed]):is(:hover, :focus)")]);
  for (const word of shown) {
    word.toggleAttribute("data-hushed", true);
    for (const over of ["pointerleave", "blur"]) {
      word.addEventListener(over, () => word.removeAttribute("data-hushed"), { once: true });
    }
  }
  return shown.length > 0;
}

return { hush };
})();
const $keys = (() => {
// The keys of a player. They count inside of it, and anywhere on the page as long as nothing else is focused.
const { hush } = $shared_hush;

/** @import { Commands } from "./commands.js" */
/** @import { State } from "./state.js" */

/** What needs a page around the player that has stories. */
const NEXT_STORY = "n";

/**
 * What each key does to the run, and to the walk where that does something else; some belong to the page outside.
 * @type {Record<string, { run: (to: Commands) => void, walk?: (to: Commands) => void, inside?: boolean }>}
 */
const KEYS = {
  " ": { run: (to) => to.toggle(), walk: (to) => to.toggleWalk() },
  ArrowLeft: { run: (to) => to.back(), walk: (to) => to.walkBack() },
  ArrowRight: { run: (to) => to.forward(), walk: (to) => to.walkForward() },
  Home: { run: (to) => to.toStart(), walk: (to) => to.walkToStart(), inside: true },
  End: { run: (to) => to.toEnd(), walk: (to) => to.walkToEnd(), inside: true },
  1: { run: (to) => to.chooseSpeed(0) },
  2: { run: (to) => to.chooseSpeed(1) },
  3: { run: (to) => to.chooseSpeed(2) },
  f: { run: (to) => to.togglePresent() },
  v: { run: (to) => to.nextPicture() },
  [NEXT_STORY]: { run: (to) => to.nextStory() },
  "?": { run: (to) => to.toggleHelp() },
  Escape: { run: (to) => to.leave(), inside: true },
};

/** How each of them is told: its name, what it does in a sentence, and in a word. */
const TOLD = [
  ["Space", "plays and pauses", "plays"],
  ["← →", "one step back, one step on", "step"],
  ["Home End", "to the start, to the end", "ends"],
  ["1 2 3", "slow, normal, fast", "speed"],
  ["f", "presents: one picture fills the screen, for the back row", "presents"],
  ["v", "the next picture of the view that is presented", "picture"],
  [NEXT_STORY, "the next story", "next story"],
  ["?", "shows and hides these keys", "keys"],
  ["Esc", "back to the page", "back"],
];

/** Whether a key leads nowhere in this player. @param {HTMLElement} host @param {string} key */
const isIdle = (host, key) => key === NEXT_STORY && "storyless" in host.dataset;

/** What is told of the keys of a player. @param {HTMLElement} host */
const told = (host) => TOLD.filter(([key]) => !isIdle(host, key));

/** The players of this page, the one that was used last in front: a key that is pressed outside of them is for it alone. @type {Keys[]} */
const players = [];

class Keys {
  /**
   * @param {HTMLElement} host
   * @param {State} state
   * @param {Commands} commands
   */
  constructor(host, state, commands) {
    this.host = host;
    this.state = state;
    this.commands = commands;
    this.press = this.press.bind(this);
    players.push(this);
    for (const used of ["pointerdown", "focusin"]) host.addEventListener(used, () => this.moveToFront());
    document.addEventListener("keydown", this.press);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.key === "Escape" && hush(document, this.host)) return event.preventDefault();
    const target = /** @type {Element} */ (event.composedPath()[0]);
    const inside = this.host.contains(target);
    const free = target === document.body && players[0] === this;
    if (event.ctrlKey || event.metaKey || event.altKey || !(inside || free)) return;
    const action = KEYS[event.key];
    if (!action || isIdle(this.host, event.key) || (inside ? this.isNative(target, event.key) : action.inside)) return;
    event.preventDefault();
    const walk = this.state.view === "walk" && action.walk;
    (walk || action.run)(this.commands);
  }

  /**
   * Whether the focused element has a use of its own for the key.
   * @param {Element} target
   * @param {string} key
   */
  isNative(target, key) {
    if (target.matches("select, [data-why], [readonly]")) return key !== "Escape";
    if (target.matches(".chart, .table")) return key !== " ";
    if (target.matches("[data-control=scrub]") && this.state.view === "walk") return key !== " ";
    return target.matches("button, a") && (key === " " || key === "Enter");
  }

  moveToFront() {
    this.leave();
    players.unshift(this);
  }

  leave() {
    const at = players.indexOf(this);
    if (at >= 0) players.splice(at, 1);
  }

  close() {
    this.leave();
    document.removeEventListener("keydown", this.press);
  }
}

return { Keys, told };
})();
const $learns_answers = (() => {
// What a run answers at a training step, read from its records; and in a sentence what that is worth.
const { formatNumber } = $shared_words;

/** @import { Run } from "../data/payload.d.ts" */

/** Answers that differ by less than this share of what the right ones differ by are one and the same. */
const ALIKE = 0.05;

/**
 * @typedef {object} At
 * @property {number} record the last one at or before the step, -1 where there is none
 * @property {number} next the one after it, or the same
 * @property {number} mix how far the step lies on the way from the one to the other
 */

/**
 * @param {Run} run
 * @param {number} step may lie between two training steps
 * @returns {At}
 */
function recordAt({ learned: { recorded } }, step) {
  const record = recorded.findLastIndex((one) => one <= step);
  const next = Math.min(record + 1, recorded.length - 1);
  const way = record < 0 || next === record ? 0 : (step - recorded[record]) / (recorded[next] - recorded[record]);
  return { record, next, mix: way };
}

/**
 * The numbers of one row of a block.
 * @param {Run} run
 * @param {string} name
 * @param {number} row
 */
function rowOf(run, name, row) {
  const { values, columns } = run.arrays[name];
  return values.subarray(row * columns, (row + 1) * columns);
}

/**
 * Whether each answer of a record is right; empty for a regression.
 * @param {Run} run
 * @param {number} record
 */
function right(run, record) {
  if (!run.learned.classes || record < 0) return [];
  const { values } = run.arrays["asked:targets"];
  return Array.from(rowOf(run, "said:class", record), (said, i) => said === Math.round(values[i]));
}

/**
 * What has been learned at a record, and what a vanished gradient costs where nothing has.
 * @param {Run} run
 * @param {number} record
 */
function sentence(run, record) {
  const { learned } = run;
  if (!learned.picture) return "Nothing is recorded yet.";
  if (record < 0) return `This is what the network is to learn: ${learned.asked} ${learned.what}s of the task.`;
  return learned.classes ? classes(run, record) : regression(run, record);
}

/**
 * @param {Run} run
 * @param {number} record
 */
function classes(run, record) {
  const { what, readouts, names } = run.learned;
  const said = rowOf(run, "said:class", record);
  const rights = right(run, record);
  const symbols = readouts > 1 ? " symbols" : "";
  const count = `${rights.filter(Boolean).length} of ${rights.length}${symbols} right, guessing gives ${guessed(run)}`;
  const answer = names[said[0]];
  if (said.some((one) => one !== said[0])) {
    return isFlat(run, record)
      ? `The surface is nearly flat: every ${what} gets nearly the same answer. ${count}.`
      : `${count}.`;
  }
  if (isFlat(run, record)) return `The surface is flat: every ${what} gets the same answer. ${count}.`;
  return `Every ${what} gets the same answer, ${answer}: ${count}.`;
}

/** How many one answer for all gets right at most. @param {Run} run */
function guessed(run) {
  const targets = Array.from(run.arrays["asked:targets"].values, Math.round);
  return Math.max(...run.learned.names.map((_, label) => targets.filter((target) => target === label).length));
}

/**
 * Whether the surface over the plane is nowhere higher than elsewhere.
 * @param {Run} run
 * @param {number} record
 */
function isFlat(run, record) {
  if (!run.arrays["said:grid"]) return false;
  const grid = rowOf(run, "said:grid", record);
  return Math.max(...grid) - Math.min(...grid) < ALIKE;
}

/**
 * @param {Run} run
 * @param {number} record
 */
function regression(run, record) {
  const { what } = run.learned;
  const asked = run.arrays["asked:targets"].values;
  const said = rowOf(run, "said", record);
  const off = mean(Array.from(asked, (target, i) => Math.abs(said[i] - target)));
  const middle = mean(asked);
  const guess = mean(Array.from(asked, (target) => Math.abs(target - middle)));
  const apart = spread(said) / spread(asked);
  const errors = `off by ${formatNumber(off)} on average, one answer for all by ${formatNumber(guess)}`;
  if (apart >= ALIKE) return `Answers are ${errors}.`;
  const flat = run.arrays["said:grid"] ? "The surface is flat: every" : "Every";
  return `${flat} ${what} gets ${apart ? "nearly " : ""}the same answer, ${formatNumber(mean(said))}: ${errors}.`;
}

/** @param {ArrayLike<number>} values */
const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation. @param {ArrayLike<number>} values */
function spread(values) {
  const middle = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - middle) ** 2)));
}

return { recordAt, rowOf, right, sentence };
})();
const $learns_sheet = (() => {
// A sheet to draw on: a canvas that fills its room, sharp on every screen and however much the player is enlarged.

/** @typedef {{ width: number, height: number }} Room in pixels */
/** @typedef {Room & { context: CanvasRenderingContext2D, ink: string }} Sheet */

const FONT = "sans-serif";

/**
 * Clears the canvas at the size it should have.
 * @param {HTMLCanvasElement} canvas
 * @param {Room} room
 * @param {string} ink
 * @returns {Sheet | null}
 */
function sheet(canvas, { width, height }, ink) {
  const context = canvas.getContext("2d");
  if (!context) return null;
  const zoom = /** @type {{ currentCSSZoom?: number }} */ (canvas).currentCSSZoom ?? 1;
  const scale = Math.max(1, devicePixelRatio * zoom);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  context.scale(scale, scale);
  return { context, width, height, ink };
}

/**
 * Around the question at which the keys stand.
 * @param {Sheet} sheet
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} [height]
 */
function outline({ context, ink }, x, y, width, height = width) {
  context.globalAlpha = 1;
  context.strokeStyle = ink;
  context.lineWidth = 3;
  context.strokeRect(x, y, width, height);
}

return { sheet, outline, FONT };
})();
const $learns_digits = (() => {
// Digits that no training step sees: one of each large, with the answer and how sure it is; and a wall of all of them.
const { BROKEN, RIGHT } = $constants;
const { percent } = $shared_words;
const { right, rowOf } = $learns_answers;
const { FONT, outline } = $learns_sheet;

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/** @typedef {{ columns: number, rows: number, cell: number, wall: number, left: number, top: number, used: number }} Plan sizes of a large digit and of one of the wall, where that begins, and how much of the room is used */

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
/** How the large ones may stand: so many in a row, above the wall or beside it. @type {[number, boolean][]} */
const WAYS = [
  [KINDS, false],
  [KINDS / 2, false],
  [KINDS / 2, true],
];

/**
 * The way in which most of the room is used.
 * @param {Room} room
 * @returns {Plan}
 */
function planned({ width, height }) {
  const plans = WAYS.map(([columns, beside]) => {
    const rows = KINDS / columns;
    const most = beside ? Math.min(height, width * WALL) : Math.min(width, height * WALL);
    const fit = (/** @type {number} */ room) => Math.max(SMALLEST, Math.min(LARGEST, room / KINDS));
    const least = fit(most);
    const [across, down] = beside ? [width - least * KINDS - GAP, height] : [width, height - least * KINDS - GAP];
    const cell = Math.max(2 * SMALLEST, Math.min(across / columns, down / rows - UNDER));
    const [left, top] = beside ? [columns * cell + GAP, 0] : [0, rows * (cell + UNDER) + GAP];
    const wall = fit(Math.min(width - left, height - top)); // what the large ones leave
    return { columns, rows, cell, wall, left, top, used: cell + 4 * least };
  });
  return plans.reduce((best, plan) => (plan.used > best.used ? plan : best));
}

/** What the picture takes of the room. @param {Room} room @returns {Room} */
function digitsRoom(room) {
  const { columns, rows, cell, wall, left, top } = planned(room);
  const [across, down] = [columns * cell, rows * (cell + UNDER)];
  return {
    width: Math.min(room.width, Math.ceil(Math.max(across, left + wall * KINDS))),
    height: Math.ceil(Math.max(down, top + wall * KINDS)),
  };
}

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {At} at
 * @param {Room} room
 * @param {number} question at which the keys stand, or -1
 */
function drawDigits(sheet, run, { record }, room, question) {
  const { columns, cell, wall, left, top } = planned(room);
  const rights = right(run, record);
  const targets = run.arrays["asked:targets"].values;
  const seen = new Array(KINDS).fill(0);
  for (let i = 0; i < run.learned.asked; i++) {
    if (i < KINDS) large(sheet, run, record, i, (i % columns) * cell, Math.floor(i / columns) * (cell + UNDER), cell);
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

return { digitsRoom, drawDigits };
})();
const $shared_colour = (() => {
// Colours as numbers.

/** Red, green and blue of "#31688e", each from 0 to 255. @param {string} hex */
const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

return { channels };
})();
const $learns_plane = (() => {
// The surface over the plane: what the network answers at every point, under the points that it is asked about.
const { CLASSES } = $constants;
const { channels } = $shared_colour;
const { right, rowOf } = $learns_answers;
const { outline } = $learns_sheet;

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/** Pixels along the picture of the surface, which is drawn larger. */
const FINE = 96;
/** How strong the colour of a sure answer is under points of the same colour. */
const STRONGEST = 165;
const POINT = 5;

/** What the picture takes of the room: a square. @param {Room} room @returns {Room} */
function planeRoom({ width, height }) {
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
function drawPlane(sheet, run, at, _room, question) {
  const grid = surface(run, at);
  if (grid) paint(sheet.context, grid, run, sheet.width);
  points(sheet, run, at.record, question);
}

/** What is asked of a regression, as a surface. @param {Sheet} sheet @param {Run} run */
function drawTruth({ context, width }, run) {
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

return { planeRoom, drawPlane, drawTruth };
})();
const $learns_range = (() => {
// Where the sequences stand, and between which numbers their values lie.

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Room } from "./sheet.js" */

/** @typedef {{ left: number, top: number, size: number }} Square */
/** @typedef {{ width: number, rows: number, scatter: Square }} Plan of the sequences, and of the answers against what was asked */

/** Height of one sequence, in pixels. */
const ROW = 66;
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
function sequencesPlan({ learned: { classes, shown } }, { width, height }) {
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
function sequencesRoom(run, room) {
  const { rows, scatter } = sequencesPlan(run, room);
  return { width: room.width, height: Math.max(rows * ROW, scatter.size && scatter.top + scatter.size + BELOW) };
}

/** What comes in and what is asked lies between these. @param {Run} run @returns {Span} */
function range(run) {
  const { inputs, low, high } = run.learned;
  const came = run.arrays["asked:inputs"].values.filter((_, i) => i % inputs === 0);
  return [Math.min(low, ...came), Math.max(high, ...came)];
}

/** What is asked lies between these: tenths, so that they can be written at the ends of an axis. @param {Run} run @returns {Span} */
function tenths({ learned: { low, high } }) {
  return [Math.floor(low * 10) / 10, Math.ceil(high * 10) / 10];
}

return { sequencesPlan, sequencesRoom, range, tenths, ROW };
})();
const $learns_scatter = (() => {
// The answer to each sequence against what was asked: on the diagonal it is right.
const { CLASSES } = $constants;
const { rowOf } = $learns_answers;
const { tenths } = $learns_range;
const { FONT, outline } = $learns_sheet;

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Square } from "./range.js" */
/** @import { Sheet } from "./sheet.js" */

/** @typedef {{ radius: number, colour: string, alpha: number }} Dot */

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {number} record
 * @param {Square} square
 * @param {number} question at which the keys stand, or -1
 */
function drawScatter(sheet, run, record, square, question) {
  const { context, ink } = sheet;
  const { left, top, size } = square;
  const [low, high] = tenths(run);
  frame(sheet, square, [low, high]);
  if (record < 0) return;
  const place = (/** @type {number} */ value) => ((value - low) / (high - low)) * size;
  const targets = run.arrays["asked:targets"].values;
  rowOf(run, "said", record).forEach((said, i) => {
    const [x, y] = [left + place(targets[i]), top + size - place(said)];
    mark(context, x, y, [top, top + size], { radius: 4, colour: CLASSES[0], alpha: 0.7 });
    if (i === question) outline({ ...sheet, ink }, x - 8, Math.max(top, Math.min(top + size, y)) - 8, 16);
  });
}

/**
 * @param {Sheet} sheet
 * @param {Square} square
 * @param {Span} span
 */
function frame({ context, ink }, { left, top, size }, span) {
  const [low, high] = span.map((value) => value.toFixed(1).replace("-", "−"));
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
  context.fillText("what was asked", left + size / 2, top + size + 34);
  context.fillText(low, left, top + size + 18);
  context.fillText(high, left + size - 6, top + size + 18);
  context.textAlign = "right";
  context.fillText(low, left - 6, top + size);
  context.fillText("answer", left - 6, top + size / 2 + 5);
  context.fillText(high, left - 6, top + 11);
}

/**
 * A dot; a triangle at the frame that points to where it would stand, if that is beyond.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {Span} frame of y, its upper edge first
 * @param {Dot} dot
 */
function mark(context, x, y, [upper, lower], { radius, colour, alpha }) {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  if (y >= upper && y <= lower) context.arc(x, y, radius, 0, 2 * Math.PI);
  else {
    const [tip, foot] = y < upper ? [upper, upper + 2 * radius] : [lower, lower - 2 * radius];
    context.moveTo(x, tip);
    context.lineTo(x - radius, foot);
    context.lineTo(x + radius, foot);
  }
  context.fill();
  context.globalAlpha = 1;
}

return { drawScatter, mark };
})();
const $learns_sequence = (() => {
// Sequences: what comes in along time, and what the network would answer at each time step.
const { CLASSES } = $constants;
const { percent } = $shared_words;
const { right, rowOf } = $learns_answers;
const { ROW, range, sequencesPlan } = $learns_range;
const { drawScatter, mark } = $learns_scatter;
const { FONT, outline } = $learns_sheet;

/** @import { Run } from "../data/payload.d.ts" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/** Height of the strip of one sequence. */
const STRIP = 20;
/** Side of the colour before the name of a class. */
const SWATCH = 11;

/**
 * @param {Sheet} sheet
 * @param {Run} run
 * @param {At} at
 * @param {Room} room
 * @param {number} question at which the keys stand, or -1
 */
function drawSequences(sheet, run, { record }, room, question) {
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
  context.font = `15px ${FONT}`;
  const write = writer(context, ink, run, y);
  write(
    0,
    "asked for",
    places.map((k) => Math.round(targets[k])),
  );
  if (record < 0) return;
  const said = rowOf(run, "said:class", record);
  const rights = right(run, record);
  const sure = readouts > 1 ? "" : percent(rowOf(run, "said:sure", record)[from]);
  const head = places.every((k) => rights[k]) ? "✓ answers" : "✗ answers";
  const answers = places.map((k) => said[k]);
  context.font = `600 15px ${FONT}`;
  // Written nowhere first, for its width says where it must begin to end at the right.
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

return { drawSequences };
})();
const $learns_learns = (() => {
// What it learns: the answers of the run that plays and of those pinned beside it, at the training step that is shown.
const { stepAt } = $data_pinned;
const { recordAt, sentence } = $learns_answers;
const { digitsRoom, drawDigits } = $learns_digits;
const { drawPlane, drawTruth, planeRoom } = $learns_plane;
const { sequencesRoom } = $learns_range;
const { drawSequences } = $learns_sequence;
const { sheet } = $learns_sheet;

/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { State } from "../state.js" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/** @typedef {{ label: string, colour: string, run: Run, truth: boolean }} Entry one picture: a run's, or what is asked */
/** @typedef {{ room: HTMLElement, canvas: HTMLCanvasElement, said: HTMLElement, drawn: string }} Place */

/** The part of the window's height that a picture takes, and its pixels at least; the width of one at most. */
const [PART, LOWEST] = [0.44, 380];
const WIDEST = 860;

/** How each kind of picture is drawn, and what it takes of the room that there is. */
/** @type {{ [picture: string]: (sheet: Sheet, run: Run, at: At, room: Room, question: number) => void }} */
const DRAW = { plane: drawPlane, digits: drawDigits, sequence: drawSequences };
/** @type {{ [picture: string]: (room: Room, run: Run) => Room }} */
const TAKEN = { plane: planeRoom, digits: digitsRoom, sequence: (room, run) => sequencesRoom(run, room) };

/** What is to be known to read a picture. @param {Run} run */
const legend = ({ learned: { picture, classes, inputs } }) =>
  picture === "plane" && classes
    ? "Points: what is asked, blue or orange. Behind them: what the network answers, the stronger the surer. A dark ring: answered wrongly."
    : picture === "plane"
      ? "Points: the right height there, from blue (low) to orange (high). Behind them: the network's. Where it is right, the points melt into the surface."
      : picture === "digits"
        ? "No training step sees these digits. Large: the answer, and how sure the network is. Small, one column for each digit: green is right, crossed is wrong."
        : classes
          ? "For each sequence, first symbol on the left: what comes in, and below it what the network would answer there, the stronger the surer. The answer counts at the end."
          : `Dots: what comes in${inputs > 1 ? ", the marked numbers large" : ""}. Line: what the network would answer there. Ring: what is asked at the end.`;

class Learns {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.box = /** @type {HTMLElement} */ (host.querySelector(".learns"));
    this.charts = /** @type {HTMLElement} */ (host.querySelector(".charts"));
    this.key = "";
    /** @type {Place[]} */
    this.places = [];
  }

  /** @param {string} name */
  find(name) {
    return /** @type {HTMLElement} */ (this.box.querySelector(`[data-learns="${name}"]`));
  }

  /**
   * @param {Shown} shown
   * @param {State} state
   */
  draw({ run, position, pinned, ink }, state) {
    const entries = entriesOf(run, pinned);
    const key = entries.map((one) => `${one.run.run}:${one.label}`).join();
    if (key !== this.key) this.rebuild(entries);
    this.key = key;
    const step = run.rows ? stepAt(run, position) : 1;
    const known = entries.filter((one) => one.run.learned.picture).map((one) => legend(one.run));
    this.find("legend").textContent = [...new Set(known)].join(" ");
    entries.forEach((entry, i) => {
      this.drawOne(entry, this.places[i], step, ink, state);
    });
  }

  /** @param {Entry[]} entries */
  rebuild(entries) {
    this.charts.dataset.pictures = String(entries.length);
    const made = entries.map(({ label, colour }) => {
      const one = document.createElement("div");
      const head = Object.assign(document.createElement("p"), { className: "who", textContent: label });
      const said = Object.assign(document.createElement("p"), { className: "worth" });
      const room = Object.assign(document.createElement("div"), { className: "room" });
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      if (colour) head.style.borderLeft = `6px solid ${colour}`;
      head.hidden = !label;
      room.append(canvas);
      one.append(head, said, room);
      return { one, room, canvas, said, drawn: "" };
    });
    this.places = made;
    this.find("pictures").replaceChildren(...made.map(({ one }) => one));
  }

  /**
   * Only where something has changed: a record, the way to the next, the size or the theme.
   * @param {Entry} entry
   * @param {Place} place
   * @param {number} step
   * @param {string} ink
   * @param {State} state
   */
  drawOne({ run, truth, label }, place, step, ink, { presenting, question }) {
    const { picture } = run.learned;
    const at = recordAt(run, Math.min(step, run.trained));
    const room = roomOf(place.room, presenting);
    // Between two records the surface alone moves; digits and sequences change with a record.
    const moves = picture === "plane" && !truth ? at.mix.toFixed(2) : "";
    const key = [run.run, at.record, at.next, moves, room.width, room.height, ink, truth, run.done, question].join();
    if (key === place.drawn || !room.width || !room.height) return;
    place.drawn = key;
    const words = truth ? "The right heights, by the samples." : `${sentence(run, at.record)}${ended(run, at.record)}`;
    if (place.said.textContent !== words) place.said.textContent = words;
    place.canvas.setAttribute("aria-label", `${label || "What the network answers"}: ${words}`);
    const paper = picture && sheet(place.canvas, TAKEN[picture](room, run), ink);
    if (!paper) return;
    if (truth) drawTruth(paper, run);
    else DRAW[picture](paper, run, at, room, question);
  }
}

/**
 * The run that plays, those pinned beside it, and what is asked where that is a surface of its own.
 * @param {Run} run
 * @param {Shown["pinned"]} pinned
 * @returns {Entry[]}
 */
function entriesOf(run, pinned) {
  const surface = run.arrays["asked:truth"] ? "what is answered" : "";
  const mine = { label: pinned.length ? "this run" : surface, colour: "", run, truth: false };
  const others = pinned.map(({ numeral, label, colour, trace }) => ({
    label: `${numeral} ${label}`,
    colour,
    run: trace,
    truth: false,
  }));
  const asked = { label: "what is asked", colour: "", run, truth: true };
  return [mine, ...others, ...(surface ? [asked] : [])];
}

/**
 * As wide as its place; as high as that is where it fills the screen, else a part of the window.
 * @param {HTMLElement} room
 * @param {boolean} presenting
 * @returns {Room}
 */
function roomOf(room, presenting) {
  const height = presenting
    ? room.clientHeight
    : Math.max(LOWEST, Math.round(PART * document.documentElement.clientHeight));
  return { width: Math.min(presenting ? Number.POSITIVE_INFINITY : WIDEST, room.clientWidth), height };
}

/**
 * A run that diverged has no numbers to answer with: its last ones stay, with a word.
 * @param {Run} run
 * @param {number} record
 */
function ended({ outcome, learned: { recorded } }, record) {
  if (outcome.name !== "diverged" || record < recorded.length - 1) return "";
  return ` These are its last answers, at step ${recorded[record]}: at step ${outcome.step} the run diverged.`;
}

return { Learns };
})();
const $read_course = (() => {
// A line in words: where it begins, where it ends, and which way it takes in between.
const { formatNumber, number, percent, spoken } = $shared_words;

/**
 * @typedef {object} Series one line or one row of bars
 * @property {string} name
 * @property {ArrayLike<number>} values by place; base-10 logarithms where they are norms
 * @property {"log" | "share" | "plain" | "name"} kind
 * @property {string[]} [names] of what is no number, by value
 */

/** Of the whole change, the part by which no place may be off a straight line for it to be even. */
const EVEN = 0.12;
/** Changes that are no more than this are none: powers of ten, shares, parts of the larger end. */
const LEVEL = { log: 0.3, share: 0.02, plain: 0.05, name: 0 };
/** Part of the change that one step must make for it to be named. */
const MOST = 0.5;

/** @type {Record<Series["kind"], (value: number, names: string[]) => string>} */
const WORDS = { log: number, share: percent, plain: formatNumber, name: (value, names) => names[value] };

/** A value as it is said. @param {Series} series @param {number} i */
const said = ({ values, kind, names = [] }, i) => WORDS[kind](values[i], names);

/** And what a norm of a great many digits is called. @param {Series} series @param {number} i */
function named(series, i) {
  const name = series.kind === "log" ? spoken(series.values[i]) : "";
  return name ? `${said(series, i)} (about ${name})` : said(series, i);
}

/**
 * Such as "gradient norm falls evenly from 1.2 at layer 20 to 9e-13 at layer 1".
 * @param {Series} series
 * @param {string[]} places what each is called, in the order in which the line is read
 * @param {number[]} order their places in the series
 * @param {boolean} noisy whether single steps of it are chance, and not worth a word
 */
function course(series, places, order, noisy = false) {
  const all = order.filter((i) => i < series.values.length);
  const known = all.filter((i) => Number.isFinite(series.values[i]));
  const value = (/** @type {number} */ i) => said(series, i);
  const rest = missing(series, places, all);
  if (!known.length) return `${series.name} ${rest || "has no values yet"}`;
  const [first, last] = [known[0], known[known.length - 1]];
  const tail = rest && `; it ${rest}`;
  if (first === last) return `${series.name} is ${value(first)} at ${places[first]}${tail}`;
  const ends = `from ${value(first)} at ${places[first]} to ${value(last)} at ${places[last]}`;
  return `${series.name} ${manner(series, places, known, ends, noisy)}${tail}`;
}

/**
 * @param {Series} series
 * @param {string[]} places
 * @param {number[]} known
 * @param {string} ends
 * @param {boolean} noisy
 */
function manner({ values, kind, ...series }, places, known, ends, noisy) {
  const y = known.map((i) => values[i]);
  const change = y[y.length - 1] - y[0];
  const [low, high] = [Math.min(...y), Math.max(...y)];
  const still = kind === "plain" ? LEVEL.plain * Math.max(Math.abs(low), Math.abs(high)) : LEVEL[kind];
  if (high - low <= still) return `stays level, ${ends}`;
  const say = (/** @type {number} */ at) => said({ ...series, values, kind }, known[at]);
  const where = (/** @type {number} */ at) => `${say(at)} at ${places[known[at]]}`;
  // It comes back by more than half of its way: neither "rises" nor "falls" would say that.
  if (Math.abs(change) < (high - low) / 2) {
    return `goes ${ends}, between ${where(y.indexOf(low))} and ${where(y.indexOf(high))}`;
  }
  const verb = change < 0 ? "falls" : "rises";
  const off = y.map((here, i) => Math.abs(here - y[0] - (change * i) / (y.length - 1)));
  // On a noisy line no single step means anything.
  if (y.length < 3 || noisy) return `${verb} ${ends}`;
  if (Math.max(...off) <= EVEN * Math.abs(change)) return `${verb} evenly ${ends}`;
  const steps = y.slice(1).map((here, i) => (here - y[i]) / change);
  const most = steps.indexOf(Math.max(...steps));
  if (steps[most] < MOST) return `${verb} ${ends}`;
  return `${verb} ${ends}, most of it between ${places[known[most]]} and ${places[known[most + 1]]}`;
}

/**
 * What is beside the numbers: zeros of norms, and what grew too large.
 * @param {Series} series
 * @param {string[]} places
 * @param {number[]} all
 */
function missing({ values, kind }, places, all) {
  const zero = kind === "log" ? all.filter((i) => values[i] === Number.NEGATIVE_INFINITY) : [];
  const broken = all.filter((i) => Number.isNaN(values[i]) || values[i] === Number.POSITIVE_INFINITY);
  const of = (/** @type {number[]} */ some) => {
    const ends = [places[some[0]], places[some[some.length - 1]]];
    return some.length === all.length
      ? "everywhere"
      : ends[0] === ends[1]
        ? `at ${ends[0]}`
        : `from ${ends.join(" to ")}`;
  };
  const parts = [];
  if (zero.length) parts.push(`is exactly zero ${of(zero)}`);
  if (broken.length) parts.push(`is not a number or infinite ${of(broken)}`);
  return parts.join(" and ");
}

return { named, course, said };
})();
const $shared_seeds = (() => {
// The range of several random seeds on the charts: from the lowest to the highest, with the median between them.
const { rowAt } = $data_pinned;
const { at } = $data_unpack;

/** @import { Span } from "../constants.js" */
/** @import { Seeds } from "../data/payload.d.ts" */

/** @typedef {{ site: number, y: number | null, low: number | null, high: number | null, last: boolean }} Reach */

/** The row of the seeds at a training step. @param {Seeds} seeds @param {number} step */
const seedsRow = (seeds, step) => Math.floor(rowAt(seeds, step));

/**
 * One number of an end of the range.
 * @param {Seeds} seeds
 * @param {string} what norm, loss or accuracy
 * @param {"low" | "median" | "high"} end
 * @param {number} row
 * @param {number} column
 */
const endOf = (seeds, what, end, row, column = 0) => at(seeds, `${what}:${end}`, row, column);

/**
 * At each site, log10, as far as it lies on the axis; a run that has diverged lies above it.
 * @param {Seeds} seeds
 * @param {number} step
 * @param {Span} axis
 * @returns {Reach[]}
 */
function norms(seeds, step, [low, high]) {
  const row = seedsRow(seeds, step);
  const sites = seeds.arrays["norm:low"].columns;
  return Array.from({ length: sites }, (_, i) => {
    const [bottom, y, top] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
      endOf(seeds, "norm", end, row, i),
    );
    const seen = bottom <= high && top >= low;
    return {
      site: i + 1,
      y: y >= low && y <= high ? y : null,
      low: seen ? Math.max(low, bottom) : null,
      high: seen ? Math.min(high, top) : null,
      last: i === sites - 1,
    };
  });
}

/**
 * Of loss and accuracy at every displayed step.
 * @param {Seeds | null} seeds
 * @param {number} highest loss of the axis
 */
function losses(seeds, highest) {
  if (!seeds) return [];
  return seeds.steps.map((step, row) => {
    const [low, y, high] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
      endOf(seeds, "loss", end, row),
    );
    const [right_low, right, right_high] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
      finite(endOf(seeds, "accuracy", end, row)),
    );
    // Drawn a little beyond the axis, so that the frame cuts it off.
    const most = 2 * highest;
    const seen = low <= most;
    const reach = { low: seen ? low : null, high: seen ? Math.min(most, high) : null, y: finite(y) };
    return { step, ...reach, right_low, right, right_high };
  });
}

const finite = (/** @type {number} */ value) => (Number.isFinite(value) ? value : null);

return { norms, losses, seedsRow, endOf };
})();
const $shared_profile = (() => {
// The rows of the profile, the one chart that both Watch and Why show, at one displayed training step.
const { CLIP_UNTOUCHED, HEALTHY_DECADES, STATES } = $constants;
const { at } = $data_unpack;
const { number } = $shared_words;

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */

/**
 * @typedef {object} Point one site of the profile
 * @property {number} site
 * @property {number} y log10 of the norm, at the edge of the axis where it lies beyond
 * @property {number | null} line log10 of the norm, where it can be part of a line: beyond the axis the line leaves it
 * @property {string} state
 * @property {number} turn degrees by which its mark is turned
 */

const [SHOWN, BEYOND, NOTHING, BROKEN] = STATES;
/** Sites from which on points would only blur into the line. */
const CROWDED = 120;

/**
 * Norms between two displayed steps move evenly on the logarithmic axis.
 * @param {Run} run
 * @param {number} position
 * @param {Span} axis
 */
function norms(run, position, axis) {
  const row = Math.floor(position);
  const part = position - row;
  const { sites } = run;
  const { values } = run.arrays.norm;
  const rows = [];
  for (let site = 0; site < sites; site++) {
    const here = values[row * sites + site];
    const next = part ? values[(row + 1) * sites + site] : here;
    const moving = Number.isFinite(next) && Number.isFinite(here);
    rows.push(mark(site + 1, moving ? here + (next - here) * part : here, axis));
  }
  return rows;
}

/**
 * @param {number} site
 * @param {number} log
 * @param {Span} axis
 * @returns {Point}
 */
function mark(site, log, [low, high]) {
  if (log === -Infinity) return { site, y: low, line: null, state: NOTHING, turn: 0 };
  if (!Number.isFinite(log)) return { site, y: Number.isNaN(log) ? low : high, line: null, state: BROKEN, turn: 45 };
  if (log < low) return { site, y: low, line: log, state: BEYOND, turn: 0 };
  if (log > high) return { site, y: high, line: log, state: BEYOND, turn: 180 };
  return { site, y: log, line: log, state: SHOWN, turn: 0 };
}

/** Where points would only blur into the line, those that are something else remain. @param {Point[]} rows */
function points(rows) {
  return rows.length > CROWDED ? rows.filter(({ state }) => state !== SHOWN) : rows;
}

/**
 * Where the profile lies farthest beyond the axis, at either end: how far, in words.
 * @param {{ site: number, line: number | null }[]} rows
 * @param {Span} axis
 */
function far(rows, [low, high]) {
  const known = rows.flatMap(({ site, line }) => (line === null ? [] : [{ site, line }]));
  const least = known.reduce((a, b) => (b.line < a.line ? b : a), { site: 0, line: low });
  const most = known.reduce((a, b) => (b.line > a.line ? b : a), { site: 0, line: high });
  const word = (/** @type {typeof least} */ { site, line }, /** @type {boolean} */ up) => ({
    site,
    y: up ? high : low,
    up,
    align: site > rows.length / 2 ? "right" : "left",
    text: `${up ? "up" : "down"} to ${number(line)}`,
  });
  return [...(least.site ? [word(least, false)] : []), ...(most.site ? [word(most, true)] : [])];
}

/**
 * The last row before this one whose norms are all numbers, where those of this row are not; else null.
 * @param {Run} run
 * @param {number} row
 */
function lastWhole(run, row) {
  const { sites } = run;
  const { values } = run.arrays.norm;
  const whole = (/** @type {number} */ one) =>
    values.subarray(one * sites, (one + 1) * sites).every((log) => log < Number.POSITIVE_INFINITY);
  if (whole(row)) return null;
  for (let before = row - 1; before >= 0; before--) if (whole(before)) return before;
  return null;
}

/**
 * Which of the marks a run has somewhere: the legend names no other.
 * @param {Run} run
 * @param {Span} axis
 */
function occurring(run, [low, high]) {
  const found = new Set([SHOWN]);
  for (const log of run.arrays.norm?.values ?? []) {
    if (log === Number.NEGATIVE_INFINITY) found.add(NOTHING);
    else if (!Number.isFinite(log)) found.add(BROKEN);
    else if (log < low || log > high) found.add(BEYOND);
  }
  return STATES.filter((state) => found.has(state));
}

/**
 * Healthy: within a factor of a thousand of the site that is next to the loss.
 * @param {Point[]} rows
 * @param {Span} axis
 */
function band(rows, [low, high]) {
  const last = rows[rows.length - 1]?.line ?? null;
  if (last === null || last - HEALTHY_DECADES > high || last + HEALTHY_DECADES < low) return [];
  return [{ low: Math.max(low, last - HEALTHY_DECADES), high: Math.min(high, last + HEALTHY_DECADES) }];
}

/**
 * What theory expects before training, as far as it lies on the axis.
 * @param {Run} run
 * @param {Span} axis
 */
function theory(run, axis) {
  const [low, high] = axis;
  const shown = (/** @type {number | null} */ y) => (y === null || y < low || y > high ? null : y);
  return run.theory.map((y, i) => ({ site: i + 1, y: shown(y), ...reach(run, i, axis), last: i === run.sites - 1 }));
}

/**
 * Its band at one site; both null where none of it lies on the axis.
 * @param {Run} run
 * @param {number} i
 * @param {Span} axis
 */
function reach(run, i, [low, high]) {
  const top = run.theory_high[i] ?? null;
  const bottom = run.theory_low[i] ?? low;
  if (top === null || top < low || bottom > high) return { low: null, high: null };
  return { low: Math.max(low, bottom), high: Math.min(high, top) };
}

/**
 * The profile as clipping leaves it; empty where it leaves the gradient as it is.
 * @param {Run} run
 * @param {number} position
 * @param {Point[]} rows
 */
function clipped(run, position, rows) {
  const factor = at(run, "clip", Math.floor(position));
  if (!(factor < CLIP_UNTOUCHED && factor > 0)) return [];
  const shift = Math.log10(factor);
  return rows.map(({ site, line }) => ({ site, y: line === null ? null : line + shift }));
}

/**
 * @param {Run} run
 * @param {number} position
 */
function clipWord(run, position) {
  return `╌╌ after clipping (× ${number(Math.log10(at(run, "clip", Math.floor(position))))})`;
}

return { norms, points, far, lastWhole, occurring, band, theory, clipped, clipWord };
})();
const $why_links = (() => {
// The links of the chain at one training step: what each multiplies the gradient by, and what they multiply up to.
const { at } = $data_unpack;
const { far } = $shared_profile;

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */

/** Powers of ten that a stack may reach, up or down: what is exactly zero has no end of its own. */
const MOST = 300;

/** @typedef {Record<string, number>} Logs log10 of each link, by its name */
/** @typedef {{ site: number, from: number, logs: Logs, rest: number }} Column a site, and its links down to ``from`` */

/** @param {Logs} logs */
const product = (logs) => Object.values(logs).reduce((sum, log) => sum + log, 0);

/**
 * ``columns``: each link site with its links down to the one before it; ``links``: the stacked bars of what they have
 * multiplied up to from the last site; ``total``: the measured gradient, relative to the last site's.
 * @param {Run} run
 * @param {number} row
 */
function stacked(run, row) {
  const columns = linked(run, row);
  const norm = (/** @type {number} */ site) => at(run, "norm", row, site - 1);
  const last = norm(run.sites);
  /** @type {Logs} */
  const sums = Object.fromEntries(Object.keys(run.links).map((name) => [name, 0]));
  const links = [];
  const total = [];
  for (let i = columns.length - 1; i >= 0; i--) {
    const { site, logs, rest } = columns[i];
    const half = 0.4 * ((columns[i + 1]?.site ?? site + 1) - site);
    const y = norm(site) - last;
    // Its own links come after: they make the gradient of the sites below it.
    links.push(...pile(sums, site - half, site + half));
    total.unshift({ site, y: Number.isFinite(y) ? y : null });
    for (const [name, log] of Object.entries({ ...logs, rest })) if (name in sums) sums[name] += log;
  }
  return { columns, links, total };
}

/**
 * Where the line lies beyond the axis: a mark at the edge for each site, and how far it goes in words.
 * @param {{ site: number, y: number | null }[]} total
 * @param {Span} axis
 */
function outside(total, [low, high]) {
  const lines = total.map(({ site, y }) => ({ site, line: y }));
  const beyond = lines.flatMap(({ site, line }) => {
    if (line === null || (line >= low && line <= high)) return [];
    return [line < low ? { site, y: low, turn: 0 } : { site, y: high, turn: 180 }];
  });
  return { beyond, far: far(lines, [low, high]) };
}

/**
 * ``rest`` is what was measured beyond the product of the links: what leads around the weights, where something does.
 * @param {Run} run
 * @param {number} row
 * @returns {Column[]}
 */
function linked(run, row) {
  const names = Object.keys(run.links).filter((name) => name !== "rest");
  const { sites = [] } = run.arrays[`link:${names[0]}`];
  const norm = (/** @type {number} */ site) => at(run, "norm", row, site - 1);
  return sites.map((site, i) => {
    const from = sites[i - 1] ?? 0;
    /** @type {Logs} */
    const logs = Object.fromEntries(names.map((name) => [name, at(run, `link:${name}`, row, i)]));
    return { site, from, logs, rest: from ? norm(from) - norm(site) - product(logs) : 0 };
  });
}

/**
 * What shrinks the gradient hangs below the line, what makes it grow stands above it.
 * @param {Logs} sums
 * @param {number} x0
 * @param {number} x1
 */
function pile(sums, x0, x1) {
  let [down, up] = [0, 0];
  return Object.entries(sums).flatMap(([link, log]) => {
    if (Number.isNaN(log) || log === 0) return [];
    const size = Math.max(-MOST, Math.min(MOST, log));
    const y0 = log < 0 ? down : up;
    if (log < 0) down += size;
    else up += size;
    return [{ link, x0, x1, y0, y1: y0 + size }];
  });
}

return { stacked, outside, product };
})();
const $why_recurrence = (() => {
// What a snapshot adds for a sequence: the recurrent matrix, and the two roads of an LSTM's memory.
const { AXIS_STEP, HEALTHY_DECADES, LINES } = $constants;
const { formatNumber } = $shared_words;

/** @import { Numbers, Run, Snapshot } from "../data/payload.d.ts" */

/** log10 below which the memory's axis is cut off, and the air that it has below its lowest point. */
const LOWEST = -300;
const AIR = 0.3;

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function aboutMatrix(run, snapshot, site) {
  const { singular_value: largest, spectral_radius: radius, arrays } = snapshot;
  if (largest === null || radius === null) return "";
  const steepest = Math.max(...arrays.slope.values);
  const matrix =
    `The recurrent matrix at training step ${snapshot.step}: largest singular value ${formatNumber(largest)}, ` +
    `spectral radius ${formatNumber(radius)}.`;
  if (run.gated) return matrix;
  const link = formatNumber(arrays.slope_factor.values[site - 1]);
  return (
    `${matrix} Where the slope is at most ${formatNumber(steepest)}, one time step back multiplies the gradient by at ` +
    `most ${formatNumber(largest * steepest)}; here the slope's link is ${link}.`
  );
}

/** The two roads of an LSTM's memory; null for every other network. @param {Snapshot} snapshot */
function memory({ arrays: { forget_road, cell_gradient } }) {
  if (!forget_road) return null;
  const rows = [...line(forget_road, LINES.road), ...line(cell_gradient, LINES.cell)];
  const known = rows.map(({ y }) => y ?? 0);
  const memory_low = AXIS_STEP * Math.floor((Math.min(-HEALTHY_DECADES, ...known) - AIR) / AXIS_STEP);
  return {
    parameters: { memory_low, memory_high: Math.max(1, Math.ceil(Math.max(...known))) },
    rows: { memory: rows },
  };
}

/**
 * @param {Numbers} numbers
 * @param {string} name
 */
function line({ values }, name) {
  return Array.from(values, (y, i) => ({
    site: i + 1,
    line: name,
    y: Number.isFinite(y) ? Math.max(y, LOWEST) : null,
  }));
}

return { aboutMatrix, memory };
})();
const $read_answers = (() => {
// What the network is asked and answers, question by question: for the text, the table and the arrow keys of What it learns.
const { stepAt } = $data_pinned;
const { recordAt, rowOf, sentence } = $learns_answers;
const { formatNumber } = $shared_words;

/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Series } from "./course.js" */
/** @import { Reading } from "./readings.js" */

/** @param {Shown} shown @returns {Reading | null} */
function answers({ run, position, pinned }) {
  if (!run.learned.picture) return null;
  const step = run.rows ? stepAt(run, position) : 1;
  const others = pinned.filter(
    ({ trace: { learned } }) => learned.what === run.learned.what && learned.asked === run.learned.asked,
  );
  const series = [
    asked(run),
    ...answered(run, step, ""),
    ...others.flatMap((one) => answered(one.trace, step, one.numeral)),
  ];
  const told = [run, ...pinned.map(({ trace }) => trace)].map((one, i) => {
    const words = sentence(one, latest(one, step)).replace(/\.$/, "");
    return i ? `${pinned[i - 1].numeral}: ${words}` : words;
  });
  return { places: places(run), series, text: told.join("; ") };
}

/** The last record by then, -1 where there is none. @param {Run} run @param {number} step */
const latest = (run, step) => recordAt(run, Math.min(step, run.trained)).record;

/** What each question is called. @param {Run} run */
function places(run) {
  const { picture, what, asked: count, readouts } = run.learned;
  return Array.from({ length: count * readouts }, (_, i) => {
    const name = `${what} ${Math.floor(i / readouts) + 1}`;
    if (readouts > 1) return `${name}, symbol ${(i % readouts) + 1}`;
    if (picture !== "plane") return name;
    return `${name} at ${Array.from(rowOf(run, "asked:inputs", i), formatNumber).join(", ")}`;
  });
}

/** @param {Run} run @returns {Series} */
function asked({ learned: { classes, names }, arrays }) {
  const { values } = arrays["asked:targets"];
  if (!classes) return { name: "asked for", values, kind: "plain" };
  return { name: "asked for", values: Array.from(values, Math.round), kind: "name", names };
}

/**
 * Nothing before the first record.
 * @param {Run} run
 * @param {number} step
 * @param {string} numeral of a pinned run
 * @returns {Series[]}
 */
function answered(run, step, numeral) {
  const { classes, names } = run.learned;
  const record = latest(run, step);
  if (record < 0) return [];
  const name = `answer${numeral && ` of ${numeral}`}`;
  if (!classes) return [{ name, values: rowOf(run, "said", record), kind: "plain" }];
  return [
    { name, values: rowOf(run, "said:class", record), kind: "name", names },
    { name: `how sure${numeral && ` is ${numeral}`}`, values: rowOf(run, "said:sure", record), kind: "share" },
  ];
}

return { answers };
})();
const $read_readings = (() => {
// What each chart shows, as lines of numbers at named places: its text, its table and its arrow keys are made of these.
const { LINES } = $constants;
const { rowAt } = $data_pinned;
const { part, snapshotAt } = $data_snapshots;
const { at, gateNames } = $data_unpack;
const { endOf, seedsRow } = $shared_seeds;
const { stacked } = $why_links;
const { memory } = $why_recurrence;
const { answers } = $read_answers;

/** @import { Run, Seeds } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Series } from "./course.js" */

/**
 * @typedef {object} Reading
 * @property {string[]} places names of what the values stand at, from left to right on the chart
 * @property {Series[]} series
 * @property {boolean} [back] whether it is told from right to left, as the gradient travels
 * @property {string} [text] what is told of it in place of the course of its lines
 * @property {number} [here] the place at which the run stands, of charts along training
 */

/** Training steps that the table of the map has beside each other. */
const COLUMNS = 6;

/** @type {Record<string, (shown: Shown, site: number) => Reading | null>} */
const READINGS = { profile, loss, map, updates, units, gates, links, curve, memory: roads, learns: answers };

/** @param {Shown} shown */
function profile({ run, row, pinned, seeds }) {
  const series = [norms("gradient norm", run, row)];
  if (seeds) {
    const there = seedsRow(seeds, run.steps[row]);
    const along = Array.from({ length: run.sites }, (_, i) => i);
    series.push(...ranged(seeds, "", (end) => along.map((i) => endOf(seeds, "norm", end, there, i)), "log"));
  }
  for (const { trace, numeral } of pinned) {
    series.push(norms(`that of ${numeral}`, trace, Math.round(rowAt(trace, run.steps[row]))));
  }
  // A pinned run may have more sites than this one.
  return { places: sites(run, Math.max(...series.map(({ values }) => values.length))), series, back: true };
}

/** @param {Shown} shown */
function loss({ run, row, pinned, seeds }) {
  // A pinned run displays steps of its own choice, so the nearest of them is read.
  const along = (/** @type {string} */ name, /** @type {Run} */ of) =>
    run.steps.map((step) => at(of, name, Math.round(rowAt(of, step))));
  /** @type {Series[]} */
  const series = [{ name: "loss", values: along("loss", run), kind: "plain" }];
  if (run.scored) series.push({ name: "accuracy", values: along("accuracy", run), kind: "share" });
  if (seeds) {
    const rows = run.steps.map((step) => seedsRow(seeds, step));
    series.push(...ranged(seeds, "loss, ", (end) => rows.map((there) => endOf(seeds, "loss", end, there)), "plain"));
    const right = (/** @type {End} */ end) => rows.map((there) => endOf(seeds, "accuracy", end, there));
    if (run.scored) series.push(...ranged(seeds, "accuracy, ", right, "share"));
  }
  for (const { trace, numeral } of pinned) {
    series.push({ name: `loss of ${numeral}`, values: along("loss", trace), kind: "plain" });
  }
  return { places: run.steps.map((step) => `step ${step}`), series, here: row };
}

/** @typedef {"low" | "median" | "high"} End */

/**
 * Three lines: the lowest, the median and the highest of the seeds.
 * @param {Seeds} seeds
 * @param {string} what
 * @param {(end: End) => number[]} values
 * @param {Series["kind"]} kind
 * @returns {Series[]}
 */
function ranged({ count }, what, values, kind) {
  const words = /** @type {const} */ ({ low: "lowest", median: "median", high: "highest" });
  const ends = /** @type {End[]} */ (Object.keys(words));
  return ends.map((end) => ({ name: `${what}${words[end]} of ${count} seeds`, values: values(end), kind }));
}

/** One line for each of some training steps, evenly spaced, and for the one that is shown. @param {Shown} shown */
function map({ run, row }) {
  const rows = Array.from({ length: COLUMNS }, (_, i) => Math.round((i * (run.rows - 1)) / (COLUMNS - 1)));
  // The step that is shown may be among them already.
  const some = [...new Set([...rows, row])].sort((one, other) => one - other);
  const series = some.map((one) => norms(atStep(run, one), run, one));
  return { places: sites(run, run.sites), series, back: true };
}

/**
 * What the line of one training step is called.
 * @param {Run} run
 * @param {number} row
 */
const atStep = (run, row) => `gradient norm at step ${run.steps[row]}`;

/** @param {Shown} shown */
function updates({ run, row }) {
  const values = run.matrices.map((_, i) => at(run, "updates", row, i));
  const places = run.matrices.map((name) => `the weights (${name})`);
  return {
    places,
    series: [{ name: "update relative to weights", values, kind: /** @type {const} */ ("log") }],
    back: true,
  };
}

/** @param {Shown} shown */
function units({ run, row }) {
  if (run.gated) return null;
  return shares(run, row, { saturated: "saturated units", dead: "dead units", similarity: LINES.similarity });
}

/** @param {Shown} shown */
function gates({ run, row }) {
  if (!run.gated) return null;
  const names = gateNames(run).map((gate) => [`gate:${gate}`, `opening of the ${gate} gate`]);
  return shares(run, row, { ...Object.fromEntries(names), similarity: LINES.similarity });
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {Record<string, string>} names words by the name of the array
 */
function shares(run, row, names) {
  const { sites = [] } = run.arrays[Object.keys(names)[0]];
  const values = (/** @type {string} */ name) => sites.map((_, i) => at(run, name, row, i));
  const series = Object.entries(names).map(([name, word]) => ({
    name: word,
    values: values(name),
    kind: /** @type {const} */ ("share"),
  }));
  return { places: sites.map((site) => `${run.site} ${site}`), series, back: true };
}

/** What each link alone has multiplied the gradient by at each site. @param {Shown} shown */
function links({ run, row }) {
  const { columns, total } = stacked(run, row);
  const names = Object.keys(run.links).filter((name) => name in (columns[0]?.logs ?? {}));
  /** @type {Series[]} */
  const series = names.map((name) => ({
    name: `factor of the ${run.links[name]}`,
    values: columns.map(({ logs }) => logs[name]),
    kind: "log",
  }));
  const values = total.map(({ y }) => y ?? Number.NEGATIVE_INFINITY);
  const whole = `gradient relative to ${run.site} ${run.sites}`;
  return {
    places: columns.map(({ site }) => `${run.site} ${site}`),
    series: [/** @type {Series} */ ({ name: whole, values, kind: "log" }), ...series],
    back: true,
  };
}

/**
 * The activation at the places of z for which the distribution is known.
 * @param {Shown} shown
 * @param {number} site
 */
function curve({ run, row }, site) {
  const snapshot = snapshotAt(run, row);
  if (!snapshot) return null;
  const away = snapshot.z_sites.map((known) => Math.abs(known - site));
  const i = away.indexOf(Math.min(...away));
  const [f, slope] = [LINES.curve, LINES.slope].map((name, k) => ({
    name,
    values: part(snapshot, k ? "slope" : "curve", i, snapshot.z_sites.length),
    kind: /** @type {const} */ ("plain"),
  }));
  const range = snapshot.z_range[i];
  const places = Array.from(f.values, (_, k) => `z = ${(-range + (2 * range * k) / (f.values.length - 1)).toFixed(2)}`);
  return { places, series: [f, slope] };
}

/** The two roads of an LSTM's memory. @param {Shown} shown */
function roads({ run, row }) {
  const snapshot = snapshotAt(run, row);
  const rows = snapshot && memory(snapshot)?.rows.memory;
  if (!rows) return null;
  const names = [...new Set(rows.map(({ line }) => line))];
  const values = (/** @type {string} */ name) =>
    rows.filter(({ line }) => line === name).map(({ y }) => y ?? Number.NEGATIVE_INFINITY);
  /** @type {Series[]} */
  const series = names.map((name) => ({ name, values: values(name), kind: "log" }));
  return { places: sites(run, run.sites), series, back: true };
}

/**
 * @param {string} name
 * @param {Run} run
 * @param {number} row
 * @returns {Series}
 */
function norms(name, run, row) {
  const { values } = run.arrays.norm;
  return { name, values: values.subarray(row * run.sites, (row + 1) * run.sites), kind: "log" };
}

/**
 * @param {Run} run
 * @param {number} count
 */
const sites = (run, count) => Array.from({ length: count }, (_, i) => `${run.site} ${i + 1}`);

return { READINGS, atStep };
})();
const $read_reader = (() => {
// Every chart without seeing it: a text that follows the run, a table of its values, and arrows that say them one by one.
const { course, named } = $read_course;
const { atStep, READINGS } = $read_readings;

/** @import { Commands } from "../commands.js" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { Hover } from "../shared/hover.js" */
/** @import { State } from "../state.js" */
/** @import { Reading } from "./readings.js" */

/** Milliseconds between two writings while a run plays: no picture of it is delayed, and nobody is talked down. */
const CALM = 1000;
/** Milliseconds for which a key must be the last one before its value is said. */
const SOON = 150;
/** Charts whose places are training steps, sites from bottom to top, or questions. */
const [ALONG_STEPS, UPWARD, QUESTIONS] = ["loss", "map", "learns"];
const KEYS =
  "Left and right arrows go through its values, up and down through the training steps, Home and End to its ends.";

class Reader {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   * @param {Commands} commands
   * @param {Hover} hover
   */
  constructor(host, charts, state, commands, hover) {
    this.host = host;
    /** The figures of all that can be read, by name. */
    this.boxes = { ...charts.boxes, [QUESTIONS]: /** @type {HTMLElement} */ (host.querySelector(".learns")) };
    this.state = state;
    this.commands = commands;
    this.hover = hover;
    this.live = /** @type {HTMLElement} */ (host.querySelector(".value-said"));
    this.shown = /** @type {Shown | null} */ (null);
    this.timer = this.saying = 0;
    /** The place at which the arrows stand, by chart. @type {Record<string, number>} */
    this.places = {};
    for (const name of Object.keys(this.boxes)) this.listen(name);
  }

  /** @param {string} name */
  listen(name) {
    const chart = this.find(name, ".chart");
    const button = this.find(name, ".values");
    chart.addEventListener("keydown", (event) => this.press(name, event));
    chart.addEventListener("focus", () => {
      this.write();
      // A press of the mouse gives focus too, and does not ask for a value.
      if (chart.matches(":focus-visible")) this.point(name);
    });
    chart.addEventListener("blur", () => {
      this.hover.leave();
      if (name === QUESTIONS) this.commands.chooseQuestion(-1);
    });
    button.addEventListener("click", () => {
      const table = this.find(name, ".table");
      table.hidden = !table.hidden;
      button.setAttribute("aria-expanded", String(!table.hidden));
      this.write();
    });
  }

  /**
   * @param {string} name
   * @param {string} selector
   */
  find(name, selector) {
    return /** @type {HTMLElement} */ (this.boxes[name].querySelector(selector));
  }

  /** Called at every picture that shows something else: writes it down when there is time. @param {Shown} shown */
  draw(shown) {
    this.shown = shown;
    if (!this.timer) this.timer = setTimeout(() => this.write(), CALM);
  }

  /** The texts of all charts that are seen, and the tables that stand open. */
  write() {
    clearTimeout(this.timer);
    this.timer = 0;
    for (const [name, box] of Object.entries(this.boxes)) {
      // Charts of the views that are not open have no place on the screen.
      const reading = box.offsetParent ? this.reading(name) : null;
      if (!reading) continue;
      this.find(name, ".told").textContent = `${told(reading)}. ${KEYS}`;
      const table = this.find(name, ".table");
      // Only while it stands open: of a long run it has hundreds of rows.
      if (!table.hidden) table.replaceChildren(tableOf(reading, this.find(name, ".heading").textContent ?? ""));
    }
  }

  /** @param {string} name */
  reading(name) {
    const { shown } = this;
    return shown?.run.rows ? (READINGS[name]?.(shown, this.state.site) ?? null) : null;
  }

  /**
   * @param {string} name
   * @param {KeyboardEvent} event
   */
  press(name, event) {
    const reading = this.reading(name);
    const along = { ArrowLeft: -1, ArrowRight: 1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
      event.key
    ];
    const through = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    // With a modifier a key belongs to the browser or to the screen reader.
    if (!reading || event.ctrlKey || event.metaKey || event.altKey || (along ?? through) === undefined) return;
    event.preventDefault();
    const upward = name === UPWARD;
    // On the map sites run from bottom to top, so the two pairs of arrows change places.
    const [move, step] = upward ? [through, along] : [along, through];
    if (name === ALONG_STEPS) this.go(along ?? through ?? 0);
    else if (step !== undefined) this.go(step);
    else if (move !== undefined) this.places[name] = this.place(name, reading) + move;
    this.point(name);
  }

  /** To another training step. @param {number} steps */
  go(steps) {
    if (steps === Number.NEGATIVE_INFINITY) this.commands.toStart();
    else if (steps === Number.POSITIVE_INFINITY) this.commands.toEnd();
    else if (steps < 0) this.commands.back();
    else this.commands.forward();
  }

  /**
   * Where the arrows stand: at the run's step, or first where the chart is read from.
   * @param {string} name
   * @param {Reading} reading
   */
  place(name, { places, back }) {
    if (name === ALONG_STEPS) return Math.floor(this.state.position);
    const last = places.length - 1;
    const place = Math.max(0, Math.min(last, this.places[name] ?? (back ? last : 0)));
    this.places[name] = place;
    return place;
  }

  /** Shows the value at the arrows' place and says it, as soon as the keys rest. @param {string} name */
  point(name) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      const reading = this.reading(name);
      const { run, row } = this.shown ?? {};
      if (!reading || !run || row === undefined) return;
      const place = this.place(name, reading);
      const values = reading.series.filter(({ values }) => place < values.length);
      const here = name === UPWARD ? values.filter((one) => one.name === atStep(run, row)) : values;
      const lines = here.map((series) => `${series.name} ${named(series, place)}`);
      const step = name === ALONG_STEPS || name === UPWARD ? "" : `, step ${run.steps[row]}`;
      const words = [`${reading.places[place]}${step}`, ...lines];
      this.live.textContent = words.join(", ");
      this.hover.showAt(this.find(name, ".plot"), words, name === QUESTIONS);
      if (name === QUESTIONS) this.commands.chooseQuestion(place);
      this.hover.mark(reading.places[place].startsWith(`${run.site} `) ? siteOf(reading.places[place]) : null);
    }, SOON);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.saying);
  }
}

/** The number at the end of a site's name. @param {string} place */
const siteOf = (place) => Number(place.split(" ").pop());

/** @param {Reading} reading */
function told({ places, series, back, text }) {
  if (text) return text;
  const order = places.map((_, i) => i);
  if (back) order.reverse();
  return series.map((one) => course(one, places, order, !back)).join("; ");
}

/**
 * @param {Reading} reading
 * @param {string} heading
 */
function tableOf({ places, series, here }, heading) {
  const table = document.createElement("table");
  table.createCaption().textContent = heading;
  const head = table.createTHead().insertRow();
  head.append(...["where", ...series.map(({ name }) => name)].map((name) => cell("th", name, "col")));
  const body = table.createTBody();
  places.forEach((place, i) => {
    const row = body.insertRow();
    const values = series.map((one) => cell("td", i < one.values.length ? named(one, i) : ""));
    row.append(cell("th", place, "row"), ...values);
    if (i === here) row.setAttribute("aria-current", "step");
  });
  return table;
}

/**
 * @param {"th" | "td"} name
 * @param {string} text
 * @param {string} [scope]
 */
function cell(name, text, scope) {
  const element = Object.assign(document.createElement(name), { textContent: text });
  if (scope) element.setAttribute("scope", scope);
  return element;
}

return { Reader };
})();
const $specs = (() => {
const CHARTS = {"profile": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": {"top": 6, "right": 8}, "width": 600, "height": 420, "title": {"anchor": "middle", "offset": 6, "text": {"signal": "site_word"}, "orient": "bottom", "frame": "group"}, "style": "cell", "data": [{"name": "band", "format": {}}, {"name": "theory", "format": {}}, {"name": "seeds", "format": {}}, {"name": "pinned"}, {"name": "numerals"}, {"name": "before", "format": {}}, {"name": "now"}, {"name": "clipped", "format": {}}, {"name": "points"}, {"name": "far", "format": {}}, {"name": "empty", "format": {}, "values": [{}]}, {"name": "data_1", "source": "band", "transform": [{"type": "filter", "expr": "isValid(datum[\"low\"]) && isFinite(+datum[\"low\"])"}]}, {"name": "data_2", "source": "band", "transform": [{"type": "filter", "expr": "isValid(datum[\"high\"]) && isFinite(+datum[\"high\"])"}]}, {"name": "data_3", "source": "theory", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_4", "source": "data_3", "transform": [{"type": "filter", "expr": "datum.last"}]}, {"name": "data_5", "source": "seeds", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_6", "source": "data_5", "transform": [{"type": "filter", "expr": "datum.last"}]}, {"name": "data_7", "source": "pinned", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_8", "source": "numerals", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_9", "source": "before", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_10", "source": "data_9", "transform": [{"type": "filter", "expr": "datum.site == 1"}]}, {"name": "data_11", "source": "now", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_12", "source": "clipped", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_13", "source": "data_12", "transform": [{"type": "filter", "expr": "datum.site == 1"}]}, {"name": "data_14", "source": "points", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_15", "source": "far", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "low", "value": -20}, {"name": "high", "value": 0}, {"name": "sites", "value": 20}, {"name": "falling", "value": false}, {"name": "states", "value": ["gradient norm", "beyond the axis", "zero", "not a number or infinite"]}, {"name": "input_side", "value": "input side"}, {"name": "loss_side", "value": "loss side"}, {"name": "band_word", "value": "healthy"}, {"name": "clip_word", "value": "after clipping"}, {"name": "theory_word", "value": "theory"}, {"name": "seeds_word", "value": "several seeds"}, {"name": "before_word", "value": "pale line: the step before"}, {"name": "site_word", "value": "layer"}, {"name": "decade_words", "value": {}}], "marks": [{"name": "layer_0_layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"opacity": {"value": 0.2}, "fill": {"value": "#009E73"}, "description": {"signal": "\"low: \" + (format(datum[\"low\"], \"\")) + \"; high: \" + (format(datum[\"high\"], \"\"))"}, "x": {"field": {"group": "width"}}, "x2": {"value": 0}, "y": {"scale": "y", "field": "low"}, "y2": {"scale": "y", "field": "high"}}}}, {"name": "layer_0_layer_1_marks", "type": "area", "clip": true, "style": ["area"], "sort": {"field": "x"}, "from": {"data": "data_3"}, "encode": {"update": {"opacity": {"value": 0.12}, "orient": {"value": "vertical"}, "fill": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; low: \" + (format(datum[\"low\"], \"\")) + \"; high: \" + (format(datum[\"high\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "low"}, "y2": {"scale": "y", "field": "high"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"low\"]) && isFinite(+datum[\"low\"])"}}}}, {"name": "layer_0_layer_2_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_3"}, "encode": {"update": {"strokeWidth": {"value": 1.5}, "strokeDash": {"value": [2, 3]}, "stroke": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}, {"name": "layer_0_layer_3_marks", "type": "area", "clip": true, "style": ["area"], "sort": {"field": "x"}, "from": {"data": "data_5"}, "encode": {"update": {"opacity": {"value": 0.35}, "orient": {"value": "vertical"}, "fill": {"value": "#0072B2"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; low: \" + (format(datum[\"low\"], \"\")) + \"; high: \" + (format(datum[\"high\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "low"}, "y2": {"scale": "y", "field": "high"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"low\"]) && isFinite(+datum[\"low\"])"}}}}, {"name": "layer_0_layer_4_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_5"}, "encode": {"update": {"strokeWidth": {"value": 1}, "stroke": {"value": "#0072B2"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}, {"name": "layer_0_layer_5_pathgroup", "type": "group", "from": {"facet": {"name": "faceted_path_layer_0_layer_5_main", "data": "data_7", "groupby": ["pin_index", "pin_index"]}}, "encode": {"update": {"width": {"field": {"group": "width"}}, "height": {"field": {"group": "height"}}}}, "marks": [{"name": "layer_0_layer_5_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "faceted_path_layer_0_layer_5_main"}, "encode": {"update": {"strokeWidth": {"value": 2}, "stroke": {"scale": "color", "field": "pin_index"}, "strokeDash": {"scale": "strokeDash", "field": "pin_index"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; pin_index: \" + (isValid(datum[\"pin_index\"]) ? isArray(datum[\"pin_index\"]) ? join(datum[\"pin_index\"], ' ') : datum[\"pin_index\"] : \"\"+datum[\"pin_index\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}]}, {"name": "layer_0_layer_6_marks", "type": "text", "style": ["text"], "from": {"data": "data_8"}, "encode": {"update": {"align": {"value": "left"}, "dx": {"value": 6}, "dy": {"signal": "isValid(datum.dy) ? datum.dy : datum.under ? 16 : -12"}, "fontSize": {"value": 18}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "datum.silent ? '' : datum.numeral"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_7_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_9"}, "encode": {"update": {"opacity": {"value": 0.5}, "strokeWidth": {"value": 4}, "stroke": {"value": "#0072B2"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; line: \" + (format(datum[\"line\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "line"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"line\"]) && isFinite(+datum[\"line\"])"}}}}, {"name": "layer_0_layer_8_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_11"}, "encode": {"update": {"strokeWidth": {"value": 2}, "stroke": {"value": "#0072B2"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; line: \" + (format(datum[\"line\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "line"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"line\"]) && isFinite(+datum[\"line\"])"}}}}, {"name": "layer_0_layer_9_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_12"}, "encode": {"update": {"strokeWidth": {"value": 2}, "strokeDash": {"value": [6, 3]}, "stroke": {"value": "#E69F00"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}, {"name": "layer_0_layer_10_marks", "type": "symbol", "style": ["point"], "from": {"data": "data_14"}, "encode": {"update": {"opacity": {"value": 1}, "strokeWidth": {"value": 1.5}, "size": {"signal": "clamp(5 * width / sites, 10, 90)"}, "fill": {"scale": "fill", "field": "state"}, "stroke": {"scale": "stroke", "field": "state"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; gradient norm: \" + (format(datum[\"y\"], \"\")) + \"; state: \" + (isValid(datum[\"state\"]) ? isArray(datum[\"state\"]) ? join(datum[\"state\"], ' ') : datum[\"state\"] : \"\"+datum[\"state\"]) + \"; turn: \" + (format(datum[\"turn\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "angle": {"field": "turn"}, "shape": {"scale": "shape", "field": "state"}}}}, {"name": "layer_0_layer_11_marks", "type": "text", "style": ["text"], "from": {"data": "data_2"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"value": "left"}, "baseline": {"value": "top"}, "dx": {"value": 8}, "dy": {"signal": "isValid(datum.dy) ? datum.dy : 4"}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"high: \" + (format(datum[\"high\"], \"\"))"}, "x": {"value": 0}, "y": {"scale": "y", "field": "high"}, "text": {"signal": "datum.silent ? '' : band_word"}}}}, {"name": "layer_0_layer_12_marks", "type": "text", "style": ["text"], "from": {"data": "data_2"}, "encode": {"update": {"align": {"value": "left"}, "baseline": {"value": "top"}, "dx": {"value": 8}, "dy": {"signal": "isValid(datum.dy) ? datum.dy : 4"}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"high: \" + (format(datum[\"high\"], \"\"))"}, "x": {"value": 0}, "y": {"scale": "y", "field": "high"}, "text": {"signal": "datum.silent ? '' : band_word"}}}}, {"name": "layer_0_layer_13_marks", "type": "text", "style": ["text"], "from": {"data": "data_13"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 18 : height - 12"}, "text": {"signal": "clip_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_14_marks", "type": "text", "style": ["text"], "from": {"data": "data_13"}, "encode": {"update": {"align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 18 : height - 12"}, "text": {"signal": "clip_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_15_marks", "type": "text", "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 38 : height - 32"}, "text": {"signal": "theory_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_16_marks", "type": "text", "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 38 : height - 32"}, "text": {"signal": "theory_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_17_marks", "type": "text", "style": ["text"], "from": {"data": "data_10"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 58 : height - 52"}, "text": {"signal": "before_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_18_marks", "type": "text", "style": ["text"], "from": {"data": "data_10"}, "encode": {"update": {"align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 58 : height - 52"}, "text": {"signal": "before_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_19_marks", "type": "text", "style": ["text"], "from": {"data": "data_6"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 78 : height - 72"}, "text": {"signal": "seeds_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_20_marks", "type": "text", "style": ["text"], "from": {"data": "data_6"}, "encode": {"update": {"align": {"value": "right"}, "dx": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"signal": "falling ? 78 : height - 72"}, "text": {"signal": "seeds_word"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_21_marks", "type": "text", "style": ["text"], "from": {"data": "data_15"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dy": {"signal": "isValid(datum.dy) ? datum.dy : datum.up ? 16 : -16"}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "datum.silent ? '' : datum.text"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_22_marks", "type": "text", "style": ["text"], "from": {"data": "data_15"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dy": {"signal": "isValid(datum.dy) ? datum.dy : datum.up ? 16 : -16"}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "datum.silent ? '' : datum.text"}, "baseline": {"value": "middle"}}}}, {"name": "layer_1_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "left"}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "x": {"value": 0}, "y": {"value": -12}, "text": {"signal": "input_side"}, "baseline": {"value": "middle"}}}}, {"name": "layer_2_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "center"}, "fontSize": {"value": 14}, "fontWeight": {"value": "bold"}, "fill": {"signal": "fg"}, "x": {"signal": "width / 2"}, "y": {"value": -12}, "text": {"signal": "width < 420 ? '\u2190 gradient' : '\u2190  the gradient travels this way  \u2190'"}, "baseline": {"value": "middle"}}}}, {"name": "layer_3_marks", "type": "text", "style": ["text"], "from": {"data": "empty"}, "encode": {"update": {"align": {"value": "right"}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "x": {"signal": "width"}, "y": {"value": -12}, "text": {"signal": "loss_side"}, "baseline": {"value": "middle"}}}}], "scales": [{"name": "y", "type": "linear", "domain": [{"signal": "low"}, {"signal": "high"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "x", "type": "linear", "domain": [0.5, {"signal": "sites + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "color", "type": "ordinal", "domain": [0, 1, 2], "range": ["#8B6BC2", "#1F9E92", "#B07640"]}, {"name": "strokeDash", "type": "ordinal", "domain": [0, 1, 2], "range": [[8, 4], [2, 3], [10, 3, 2, 3]]}, {"name": "fill", "type": "ordinal", "domain": ["gradient norm", "beyond the axis", "zero", "not a number or infinite"], "range": ["#0072B2", "transparent", "#999999", "#D55E00"]}, {"name": "stroke", "type": "ordinal", "domain": ["gradient norm", "beyond the axis", "zero", "not a number or infinite"], "range": ["#0072B2", "#0072B2", "#999999", "#D55E00"]}, {"name": "shape", "type": "ordinal", "domain": ["gradient norm", "beyond the axis", "zero", "not a number or infinite"], "range": ["circle", "triangle-down", "triangle-down", "cross"]}], "axes": [{"scale": "y", "orient": "left", "gridScale": "x", "grid": true, "tickCount": {"signal": "ceil(height/40)"}, "tickMinStep": 1, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "tickCount": {"signal": "min(12, width / 45)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "datum.label"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "title": "gradient norm", "minExtent": {"signal": "width > 420 ? 82 : 40"}, "domainColor": {"signal": "fg"}, "tickCount": {"signal": "ceil(height/40)"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "width > 420 && decade_words[round(datum.value)] || (abs(datum.value) < 4 ? format(pow(10, datum.value), ',~g') : '1e' + round(datum.value))"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"columnPadding": 8, "columns": {"signal": "width < 330 ? 4 : 2"}, "offset": 30, "orient": "top", "symbolSize": 90, "values": {"signal": "states"}, "shape": "shape", "direction": "horizontal", "symbolType": "circle", "encode": {"symbols": {"update": {"fillOpacity": {"value": 1}, "opacity": {"value": 1}}}, "labels": {"update": {"text": {"signal": "width < 330 ? {\"gradient norm\": \"norm\", \"beyond the axis\": \"beyond\", \"zero\": \"zero\", \"not a number or infinite\": \"no number\"}[datum.label] : datum.label"}}}}, "fill": "fill", "stroke": "stroke"}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "low", "high", "sites", "falling", "states", "input_side", "loss_side", "band_word", "clip_word", "theory_word", "seeds_word", "before_word", "site_word", "decade_words"]}, "loss": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 216, "style": "cell", "data": [{"name": "seeds", "format": {}}, {"name": "guess", "format": {}}, {"name": "pinned"}, {"name": "loss", "format": {}}, {"name": "beyond", "format": {}}, {"name": "data_0", "source": "seeds", "transform": [{"type": "formula", "expr": "toNumber(datum[\"step\"])", "as": "step"}]}, {"name": "data_2", "source": "guess", "transform": [{"type": "filter", "expr": "isValid(datum[\"guess\"]) && isFinite(+datum[\"guess\"])"}]}, {"name": "data_3", "source": "guess", "transform": [{"type": "filter", "expr": "!(datum.guess > 0.85 * highest)"}, {"type": "filter", "expr": "isValid(datum[\"guess\"]) && isFinite(+datum[\"guess\"])"}]}, {"name": "data_4", "source": "guess", "transform": [{"type": "filter", "expr": "datum.guess > 0.85 * highest"}, {"type": "filter", "expr": "isValid(datum[\"guess\"]) && isFinite(+datum[\"guess\"])"}]}, {"name": "data_5", "source": "pinned", "transform": [{"type": "formula", "expr": "toNumber(datum[\"step\"])", "as": "step"}]}, {"name": "data_6", "source": "loss", "transform": [{"type": "formula", "expr": "toNumber(datum[\"step\"])", "as": "step"}]}, {"name": "data_7", "source": "beyond", "transform": [{"type": "filter", "expr": "isValid(datum[\"step\"]) && isFinite(+datum[\"step\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "highest", "value": 2.5}, {"name": "steps", "value": 300}, {"name": "scored", "value": true}], "marks": [{"name": "layer_0_layer_0_marks", "type": "area", "clip": true, "style": ["area"], "sort": {"field": "x"}, "from": {"data": "data_0"}, "encode": {"update": {"opacity": {"value": 0.25}, "orient": {"value": "vertical"}, "fill": {"signal": "fg"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; loss: \" + (format(datum[\"low\"], \"\")) + \"; high: \" + (format(datum[\"high\"], \"\"))"}, "x": {"scale": "x", "field": "step"}, "y": {"scale": "layer_0_y", "field": "low"}, "y2": {"scale": "layer_0_y", "field": "high"}, "defined": {"signal": "isValid(datum[\"step\"]) && isFinite(+datum[\"step\"]) && isValid(datum[\"low\"]) && isFinite(+datum[\"low\"])"}}}}, {"name": "layer_0_layer_1_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_0"}, "encode": {"update": {"opacity": {"value": 0.6}, "strokeWidth": {"value": 1}, "stroke": {"signal": "fg"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; loss: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "step"}, "y": {"scale": "layer_0_y", "field": "y"}, "defined": {"signal": "isValid(datum[\"step\"]) && isFinite(+datum[\"step\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}, {"name": "layer_0_layer_2_marks", "type": "rule", "clip": true, "style": ["rule"], "from": {"data": "data_2"}, "encode": {"update": {"opacity": {"value": 0.6}, "strokeDash": {"value": [2, 3]}, "stroke": {"signal": "fg"}, "description": {"signal": "\"loss: \" + (format(datum[\"guess\"], \"\"))"}, "x": {"field": {"group": "width"}}, "x2": {"value": 0}, "y": {"scale": "layer_0_y", "field": "guess"}}}}, {"name": "layer_0_layer_3_pathgroup", "type": "group", "from": {"facet": {"name": "faceted_path_layer_0_layer_3_main", "data": "data_5", "groupby": ["pin_index", "pin_index"]}}, "encode": {"update": {"width": {"field": {"group": "width"}}, "height": {"field": {"group": "height"}}}}, "marks": [{"name": "layer_0_layer_3_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "faceted_path_layer_0_layer_3_main"}, "encode": {"update": {"strokeWidth": {"value": 2}, "stroke": {"scale": "color", "field": "pin_index"}, "strokeDash": {"scale": "strokeDash", "field": "pin_index"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; loss: \" + (format(datum[\"loss\"], \"\")) + \"; pin_index: \" + (isValid(datum[\"pin_index\"]) ? isArray(datum[\"pin_index\"]) ? join(datum[\"pin_index\"], ' ') : datum[\"pin_index\"] : \"\"+datum[\"pin_index\"])"}, "x": {"scale": "x", "field": "step"}, "y": {"scale": "layer_0_y", "field": "loss"}, "defined": {"signal": "isValid(datum[\"step\"]) && isFinite(+datum[\"step\"]) && isValid(datum[\"loss\"]) && isFinite(+datum[\"loss\"])"}}}}]}, {"name": "layer_0_layer_4_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_6"}, "encode": {"update": {"strokeWidth": {"value": 2}, "stroke": {"signal": "fg"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; loss: \" + (format(datum[\"loss\"], \"\"))"}, "x": {"scale": "x", "field": "step"}, "y": {"scale": "layer_0_y", "field": "loss"}, "defined": {"signal": "isValid(datum[\"step\"]) && isFinite(+datum[\"step\"]) && isValid(datum[\"loss\"]) && isFinite(+datum[\"loss\"])"}}}}, {"name": "layer_0_layer_5_marks", "type": "symbol", "style": ["point"], "from": {"data": "data_7"}, "encode": {"update": {"opacity": {"value": 1}, "size": {"value": 60}, "shape": {"value": "triangle-up"}, "fill": {"value": "transparent"}, "stroke": {"signal": "fg"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\"))"}, "x": {"scale": "x", "field": "step"}, "y": {"value": 0, "offset": 6}}}}, {"name": "layer_0_layer_6_marks", "type": "text", "style": ["text"], "from": {"data": "data_3"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"value": "right"}, "dy": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"loss: \" + (format(datum[\"guess\"], \"\"))"}, "x": {"signal": "width - 4"}, "y": {"scale": "layer_0_y", "field": "guess"}, "text": {"value": "guessing"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_7_marks", "type": "text", "style": ["text"], "from": {"data": "data_3"}, "encode": {"update": {"align": {"value": "right"}, "dy": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"loss: \" + (format(datum[\"guess\"], \"\"))"}, "x": {"signal": "width - 4"}, "y": {"scale": "layer_0_y", "field": "guess"}, "text": {"value": "guessing"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_8_marks", "type": "text", "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"value": "right"}, "dy": {"value": 12}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"loss: \" + (format(datum[\"guess\"], \"\"))"}, "x": {"signal": "width - 4"}, "y": {"scale": "layer_0_y", "field": "guess"}, "text": {"value": "guessing"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_9_marks", "type": "text", "style": ["text"], "from": {"data": "data_4"}, "encode": {"update": {"align": {"value": "right"}, "dy": {"value": 12}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"loss: \" + (format(datum[\"guess\"], \"\"))"}, "x": {"signal": "width - 4"}, "y": {"scale": "layer_0_y", "field": "guess"}, "text": {"value": "guessing"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_10_marks", "type": "text", "style": ["text"], "from": {"data": "data_7"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dx": {"signal": "datum.align === 'right' ? -8 : 8"}, "dy": {"signal": "datum.dy"}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "step"}, "y": {"value": 0}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_0_layer_11_marks", "type": "text", "style": ["text"], "from": {"data": "data_7"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dx": {"signal": "datum.align === 'right' ? -8 : 8"}, "dy": {"signal": "datum.dy"}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "step"}, "y": {"value": 0}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_1_layer_0_marks", "type": "area", "clip": true, "style": ["area"], "sort": {"field": "x"}, "from": {"data": "data_0"}, "encode": {"update": {"opacity": {"value": 0.16}, "orient": {"value": "vertical"}, "fill": {"signal": "fg"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; accuracy (dashed): \" + (format(datum[\"right_low\"], \"\")) + \"; right_high: \" + (format(datum[\"right_high\"], \"\"))"}, "x": {"scale": "x", "field": "step"}, "y": {"scale": "layer_1_y", "field": "right_low"}, "y2": {"scale": "layer_1_y", "field": "right_high"}, "defined": {"signal": "isValid(datum[\"step\"]) && isFinite(+datum[\"step\"]) && isValid(datum[\"right_low\"]) && isFinite(+datum[\"right_low\"])"}}}}, {"name": "layer_1_layer_1_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_6"}, "encode": {"update": {"strokeWidth": {"value": 1.5}, "strokeDash": {"value": [5, 4]}, "stroke": {"signal": "fg"}, "description": {"signal": "\"step: \" + (format(datum[\"step\"], \"\")) + \"; accuracy (dashed): \" + (format(datum[\"accuracy\"], \"\"))"}, "x": {"scale": "x", "field": "step"}, "y": {"scale": "layer_1_y", "field": "accuracy"}, "defined": {"signal": "isValid(datum[\"step\"]) && isFinite(+datum[\"step\"]) && isValid(datum[\"accuracy\"]) && isFinite(+datum[\"accuracy\"])"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0.5, {"signal": "steps + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "color", "type": "ordinal", "domain": [0, 1, 2], "range": ["#8B6BC2", "#1F9E92", "#B07640"]}, {"name": "strokeDash", "type": "ordinal", "domain": [0, 1, 2], "range": [[8, 4], [2, 3], [10, 3, 2, 3]]}, {"name": "layer_0_y", "type": "linear", "domain": [0, {"signal": "highest"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "layer_1_y", "type": "linear", "domain": [0, 1], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}], "axes": [{"scale": "layer_0_y", "orient": "left", "tickCount": 5, "tickMinStep": 0, "gridScale": "x", "grid": true, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "title": "training step", "tickCount": {"signal": "min(10, width / 60)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "layer_0_y", "orient": "left", "grid": false, "title": "loss", "tickCount": 5, "tickMinStep": 0, "domainColor": {"signal": "fg"}, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "datum.value < 1e5 ? datum.label : replace(format(datum.value, '~e'), 'e+', 'e')"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "layer_1_y", "orient": "right", "grid": false, "title": "accuracy (dashed)", "domainOpacity": {"signal": "scored ? 1 : 0"}, "tickCount": 4, "tickMinStep": 0, "titleOpacity": {"signal": "scored ? 1 : 0"}, "domainColor": {"signal": "fg"}, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"opacity": {"signal": "scored ? 1 : 0"}, "fill": {"signal": "fg"}, "text": {"signal": "round(100 * datum.value) + ' %'"}}}, "ticks": {"update": {"opacity": {"signal": "scored ? 1 : 0"}, "stroke": {"signal": "fg"}}}}, "zindex": 0}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "highest", "steps", "scored"]}, "map": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 300, "title": {"anchor": "middle", "offset": 6, "text": {"signal": "site_word"}, "orient": "left", "frame": "group"}, "style": "cell", "data": [{"name": "cells"}, {"name": "data_0", "source": "cells", "transform": [{"type": "filter", "expr": "isValid(datum[\"begin\"]) && isFinite(+datum[\"begin\"]) && isValid(datum[\"low\"]) && isFinite(+datum[\"low\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "low", "value": -20}, {"name": "high", "value": 0}, {"name": "sites", "value": 20}, {"name": "steps", "value": 300}, {"name": "site_word", "value": "layer"}], "marks": [{"name": "layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_0"}, "encode": {"update": {"fill": {"scale": "color", "field": "y"}, "description": {"signal": "\"begin: \" + (format(datum[\"begin\"], \"\")) + \"; low: \" + (format(datum[\"low\"], \"\")) + \"; end: \" + (format(datum[\"end\"], \"\")) + \"; high: \" + (format(datum[\"high\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "begin"}, "x2": {"scale": "x", "field": "end"}, "y": {"scale": "y", "field": "low"}, "y2": {"scale": "y", "field": "high"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0.5, {"signal": "steps + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [0.5, {"signal": "sites + 0.5"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "color", "type": "linear", "domain": [{"signal": "low"}, {"signal": "high"}], "range": {"scheme": "viridis"}, "clamp": true, "interpolate": "hcl", "zero": false}], "axes": [{"scale": "x", "orient": "bottom", "grid": false, "title": "training step", "tickCount": {"signal": "min(10, width / 60)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "tickCount": 6, "domainColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"gradientLength": {"signal": "height"}, "offset": 10, "tickCount": 5, "fill": "color", "encode": {"labels": {"update": {"text": {"signal": "abs(datum.value) < 4 ? format(pow(10, datum.value), ',~g') : '1e' + round(datum.value)"}}}}}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "low", "high", "sites", "steps", "site_word"]}, "updates": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 226, "title": {"anchor": "middle", "offset": 6, "text": {"signal": "matrix_word"}, "orient": "bottom", "frame": "group"}, "style": "cell", "data": [{"name": "updates", "format": {}}, {"name": "data_1", "source": "updates", "transform": [{"type": "formula", "expr": "datum.matrix - 0.7 / 2", "as": "x0"}, {"type": "formula", "expr": "datum.matrix + 0.7 / 2", "as": "x1"}, {"type": "filter", "expr": "!datum.mark"}, {"type": "formula", "expr": "least", "as": "floor"}, {"type": "filter", "expr": "isValid(datum[\"x0\"]) && isFinite(+datum[\"x0\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_2", "source": "updates", "transform": [{"type": "filter", "expr": "datum.mark == 'still'"}, {"type": "filter", "expr": "isValid(datum[\"matrix\"]) && isFinite(+datum[\"matrix\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_3", "source": "updates", "transform": [{"type": "filter", "expr": "datum.mark == 'beyond'"}, {"type": "filter", "expr": "isValid(datum[\"matrix\"]) && isFinite(+datum[\"matrix\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "matrices", "value": 20}, {"name": "least", "value": -10}, {"name": "matrix_names", "value": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"]}, {"name": "matrix_word", "value": "weights that lead into layer"}], "marks": [{"name": "layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"fill": {"value": "#E69F00"}, "description": {"signal": "\"x0: \" + (format(datum[\"x0\"], \"\")) + \"; update / weight: \" + (format(datum[\"y\"], \"\")) + \"; x1: \" + (format(datum[\"x1\"], \"\")) + \"; floor: \" + (format(datum[\"floor\"], \"\"))"}, "x": {"scale": "x", "field": "x0"}, "x2": {"scale": "x", "field": "x1"}, "y": {"scale": "y", "field": "y"}, "y2": {"scale": "y", "field": "floor"}}}}, {"name": "layer_1_marks", "type": "symbol", "style": ["point"], "from": {"data": "data_2"}, "encode": {"update": {"opacity": {"value": 1}, "size": {"value": 60}, "shape": {"value": "triangle-down"}, "fill": {"value": "#999999"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"matrix: \" + (format(datum[\"matrix\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "matrix"}, "y": {"scale": "y", "field": "y"}}}}, {"name": "layer_2_marks", "type": "symbol", "style": ["point"], "from": {"data": "data_3"}, "encode": {"update": {"opacity": {"value": 1}, "size": {"value": 60}, "shape": {"value": "triangle-down"}, "fill": {"value": "transparent"}, "stroke": {"value": "#E69F00"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"matrix: \" + (format(datum[\"matrix\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; turn: \" + (format(datum[\"turn\"], \"\"))"}, "x": {"scale": "x", "field": "matrix"}, "y": {"scale": "y", "field": "y"}, "angle": {"field": "turn"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0.5, {"signal": "matrices + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [{"signal": "least"}, 1], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}], "axes": [{"scale": "y", "orient": "left", "tickCount": 5, "gridScale": "x", "grid": true, "tickMinStep": 1, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "tickCount": {"signal": "min(12, width / 45)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "matrix_names[datum.value - 1] || ''"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "title": "update / weight", "tickCount": 5, "domainColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "abs(datum.value) < 4 ? format(pow(10, datum.value), ',~g') : '1e' + round(datum.value)"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "matrices", "least", "matrix_names", "matrix_word"]}, "units": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 236, "title": {"anchor": "middle", "offset": 6, "text": {"signal": "site_word"}, "orient": "bottom", "frame": "group"}, "style": "cell", "data": [{"name": "units", "format": {}}, {"name": "below", "format": {}}, {"name": "data_0", "source": "units", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_1", "source": "data_0", "transform": [{"type": "formula", "expr": "datum.site - (datum.what == 'dead' ? 0.4 : 0.8) / 2", "as": "x0"}, {"type": "formula", "expr": "datum.site + (datum.what == 'dead' ? 0.4 : 0.8) / 2", "as": "x1"}, {"type": "filter", "expr": "!(indexof(['similarity', 'by theory'], datum.what) >= 0)"}, {"type": "filter", "expr": "isValid(datum[\"x0\"]) && isFinite(+datum[\"x0\"]) && isValid(datum[\"share\"]) && isFinite(+datum[\"share\"])"}]}, {"name": "data_2", "source": "data_0", "transform": [{"type": "filter", "expr": "indexof(['similarity', 'by theory'], datum.what) >= 0"}]}, {"name": "data_3", "source": "below", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "sites", "value": 20}, {"name": "site_word", "value": "layer"}, {"name": "shown_lines", "value": ["similarity", "by theory"]}, {"name": "shown_units", "value": ["saturated", "dead"]}], "marks": [{"name": "layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"stroke": {"value": "#999999"}, "strokeWidth": {"signal": "sites > 60 ? 0 : 0.5"}, "fill": {"scale": "color", "field": "what"}, "description": {"signal": "\"x0: \" + (format(datum[\"x0\"], \"\")) + \"; share of units, similarity: \" + (format(datum[\"share\"], \"\")) + \"; x1: \" + (format(datum[\"x1\"], \"\")) + \"; what: \" + (isValid(datum[\"what\"]) ? isArray(datum[\"what\"]) ? join(datum[\"what\"], ' ') : datum[\"what\"] : \"\"+datum[\"what\"])"}, "x": {"scale": "x", "field": "x0"}, "x2": {"scale": "x", "field": "x1"}, "y": {"scale": "y", "field": "share"}, "y2": {"scale": "y", "value": 0}}}}, {"name": "layer_1_pathgroup", "type": "group", "from": {"facet": {"name": "faceted_path_layer_1_main", "data": "data_2", "groupby": ["what", "what"]}}, "encode": {"update": {"width": {"field": {"group": "width"}}, "height": {"field": {"group": "height"}}}}, "marks": [{"name": "layer_1_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "faceted_path_layer_1_main"}, "encode": {"update": {"stroke": {"value": "#C2185B"}, "strokeWidth": {"scale": "strokeWidth", "field": "what"}, "strokeDash": {"scale": "strokeDash", "field": "what"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; share of units, similarity: \" + (format(datum[\"share\"], \"\")) + \"; what: \" + (isValid(datum[\"what\"]) ? isArray(datum[\"what\"]) ? join(datum[\"what\"], ' ') : datum[\"what\"] : \"\"+datum[\"what\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "share"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"share\"]) && isFinite(+datum[\"share\"])"}}}}]}, {"name": "layer_2_marks", "type": "symbol", "style": ["point"], "from": {"data": "data_3"}, "encode": {"update": {"opacity": {"value": 1}, "size": {"value": 60}, "shape": {"value": "triangle-down"}, "fill": {"value": "transparent"}, "stroke": {"value": "#C2185B"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "value": 0, "offset": -5}}}}, {"name": "layer_3_marks", "type": "text", "style": ["text"], "from": {"data": "data_3"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dx": {"signal": "datum.align == 'left' ? 8 : -8"}, "dy": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "value": 0}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_4_marks", "type": "text", "style": ["text"], "from": {"data": "data_3"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dx": {"signal": "datum.align == 'left' ? 8 : -8"}, "dy": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "value": 0}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0.5, {"signal": "sites + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [0, 1], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "color", "type": "ordinal", "domain": ["saturated", "dead"], "range": ["#F0E442", {"signal": "fg"}]}, {"name": "strokeWidth", "type": "point", "domain": ["similarity", "by theory"], "range": [2.5, 1]}, {"name": "strokeDash", "type": "ordinal", "domain": ["similarity", "by theory"], "range": [[2, 4], [9, 3]]}], "axes": [{"scale": "y", "orient": "left", "tickCount": 4, "tickMinStep": 0, "gridScale": "x", "grid": true, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "tickCount": {"signal": "min(12, width / 45)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "datum.label"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "title": "share of units, similarity", "tickCount": 4, "tickMinStep": 0, "domainColor": {"signal": "fg"}, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "round(100 * datum.value) + ' %'"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"orient": "top", "symbolStrokeWidth": 0, "values": {"signal": "shown_units"}, "fill": "color", "direction": "horizontal", "symbolType": "square", "encode": {"symbols": {"update": {"stroke": {"value": "#999999"}}}}}, {"direction": "vertical", "orient": "top", "symbolSize": 500, "symbolStrokeColor": "#C2185B", "symbolType": "stroke", "values": {"signal": "shown_lines"}, "strokeDash": "strokeDash", "strokeWidth": "strokeWidth"}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "sites", "site_word", "shown_lines", "shown_units"]}, "gates": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 236, "title": {"anchor": "middle", "offset": 6, "text": {"signal": "site_word"}, "orient": "bottom", "frame": "group"}, "style": "cell", "data": [{"name": "gates"}, {"name": "below", "format": {}}, {"name": "data_0", "source": "gates", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_1", "source": "below", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "sites", "value": 50}, {"name": "shown_gates", "value": ["input", "forget", "output", "similarity"]}, {"name": "site_word", "value": "time step"}], "marks": [{"name": "layer_0_pathgroup", "type": "group", "from": {"facet": {"name": "faceted_path_layer_0_main", "data": "data_0", "groupby": ["gate", "gate"]}}, "encode": {"update": {"width": {"field": {"group": "width"}}, "height": {"field": {"group": "height"}}}}, "marks": [{"name": "layer_0_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "faceted_path_layer_0_main"}, "encode": {"update": {"strokeWidth": {"value": 2.5}, "stroke": {"scale": "color", "field": "gate"}, "strokeDash": {"scale": "strokeDash", "field": "gate"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; how far open, similarity: \" + (format(datum[\"share\"], \"\")) + \"; gate: \" + (isValid(datum[\"gate\"]) ? isArray(datum[\"gate\"]) ? join(datum[\"gate\"], ' ') : datum[\"gate\"] : \"\"+datum[\"gate\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "share"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"share\"]) && isFinite(+datum[\"share\"])"}}}}]}, {"name": "layer_1_marks", "type": "symbol", "style": ["point"], "from": {"data": "data_1"}, "encode": {"update": {"opacity": {"value": 1}, "size": {"value": 60}, "shape": {"value": "triangle-down"}, "fill": {"value": "transparent"}, "stroke": {"value": "#C2185B"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "value": 0, "offset": -5}}}}, {"name": "layer_2_marks", "type": "text", "style": ["text"], "from": {"data": "data_1"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dx": {"signal": "datum.align == 'left' ? 8 : -8"}, "dy": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "value": 0}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_3_marks", "type": "text", "style": ["text"], "from": {"data": "data_1"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dx": {"signal": "datum.align == 'left' ? 8 : -8"}, "dy": {"value": -8}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "value": 0}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0.5, {"signal": "sites + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [0, 1], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "color", "type": "ordinal", "domain": ["forget", "update", "input", "reset", "output", "similarity"], "range": ["#CC79A7", "#CC79A7", "#999999", "#999999", "#999999", "#C2185B"]}, {"name": "strokeDash", "type": "ordinal", "domain": ["forget", "update", "input", "reset", "output", "similarity"], "range": [[1, 0], [1, 0], [8, 4], [8, 4], [2, 3], [2, 4]]}], "axes": [{"scale": "y", "orient": "left", "tickCount": 4, "tickMinStep": 0, "gridScale": "x", "grid": true, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "tickCount": {"signal": "min(12, width / 45)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "datum.label"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "title": "how far open, similarity", "tickCount": 4, "tickMinStep": 0, "domainColor": {"signal": "fg"}, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "round(100 * datum.value) + ' %'"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"columns": {"signal": "width < 380 ? 2 : 4"}, "orient": "top", "symbolSize": 500, "symbolType": "stroke", "values": {"signal": "shown_gates"}, "stroke": "color", "direction": "horizontal", "strokeDash": "strokeDash"}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "sites", "shown_gates", "site_word"]}, "links": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 380, "title": {"anchor": "middle", "offset": 6, "text": {"signal": "site_word"}, "orient": "bottom", "frame": "group"}, "style": "cell", "data": [{"name": "chosen"}, {"name": "links"}, {"name": "level"}, {"name": "total", "format": {}}, {"name": "beyond"}, {"name": "far", "format": {}}, {"name": "data_0", "source": "chosen", "transform": [{"type": "filter", "expr": "isValid(datum[\"x0\"]) && isFinite(+datum[\"x0\"])"}]}, {"name": "data_1", "source": "links", "transform": [{"type": "filter", "expr": "isValid(datum[\"x0\"]) && isFinite(+datum[\"x0\"]) && isValid(datum[\"y0\"]) && isFinite(+datum[\"y0\"])"}]}, {"name": "data_2", "source": "level", "transform": [{"type": "filter", "expr": "isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_3", "source": "total", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}, {"name": "data_4", "source": "data_3", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_5", "source": "beyond", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}, {"name": "data_6", "source": "far", "transform": [{"type": "filter", "expr": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "links_low", "value": -20}, {"name": "links_high", "value": 5}, {"name": "sites", "value": 20}, {"name": "site_word", "value": "layer"}, {"name": "link_words", "value": {"slope": "", "weight": "", "norm": "", "rest": ""}}, {"name": "shown_links", "value": ["slope", "weight"]}, {"name": "decade_words", "value": {}}], "marks": [{"name": "layer_0_marks", "type": "rect", "style": ["rect"], "from": {"data": "data_0"}, "encode": {"update": {"opacity": {"value": 0.14}, "fill": {"signal": "fg"}, "description": {"signal": "\"x0: \" + (format(datum[\"x0\"], \"\")) + \"; x1: \" + (format(datum[\"x1\"], \"\"))"}, "x": {"scale": "x", "field": "x0"}, "x2": {"scale": "x", "field": "x1"}, "y": {"value": 0}, "y2": {"field": {"group": "height"}}}}}, {"name": "layer_1_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"stroke": {"value": "#999999"}, "strokeWidth": {"signal": "sites > 60 ? 0 : 0.5"}, "fill": {"scale": "color", "field": "link"}, "description": {"signal": "\"x0: \" + (format(datum[\"x0\"], \"\")) + \"; of the last one's gradient: \" + (format(datum[\"y0\"], \"\")) + \"; x1: \" + (format(datum[\"x1\"], \"\")) + \"; y1: \" + (format(datum[\"y1\"], \"\")) + \"; link: \" + (isValid(datum[\"link\"]) ? isArray(datum[\"link\"]) ? join(datum[\"link\"], ' ') : datum[\"link\"] : \"\"+datum[\"link\"])"}, "x": {"scale": "x", "field": "x0"}, "x2": {"scale": "x", "field": "x1"}, "y": {"scale": "y", "field": "y0"}, "y2": {"scale": "y", "field": "y1"}}}}, {"name": "layer_2_marks", "type": "rule", "style": ["rule"], "from": {"data": "data_2"}, "encode": {"update": {"strokeWidth": {"value": 1}, "stroke": {"signal": "fg"}, "description": {"signal": "\"y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"field": {"group": "width"}}, "x2": {"value": 0}, "y": {"scale": "y", "field": "y"}}}}, {"name": "layer_3_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "data_3"}, "encode": {"update": {"strokeWidth": {"value": 2}, "stroke": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}, {"name": "layer_4_marks", "type": "symbol", "clip": true, "style": ["point"], "from": {"data": "data_4"}, "encode": {"update": {"opacity": {"value": 1}, "size": {"signal": "clamp(3 * width / sites, 6, 50)"}, "fill": {"signal": "fg"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}}}}, {"name": "layer_5_marks", "type": "symbol", "style": ["point"], "from": {"data": "data_5"}, "encode": {"update": {"opacity": {"value": 1}, "size": {"value": 60}, "shape": {"value": "triangle-down"}, "fill": {"value": "transparent"}, "stroke": {"signal": "fg"}, "ariaRoleDescription": {"value": "point"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; turn: \" + (format(datum[\"turn\"], \"\"))"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "angle": {"field": "turn"}}}}, {"name": "layer_6_marks", "type": "text", "style": ["text"], "from": {"data": "data_6"}, "encode": {"update": {"stroke": {"signal": "page"}, "strokeWidth": {"value": 5}, "strokeJoin": {"value": "round"}, "align": {"signal": "datum.align"}, "dy": {"signal": "datum.up ? 16 : -16"}, "fontSize": {"value": 14}, "fill": {"signal": "page"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}, {"name": "layer_7_marks", "type": "text", "style": ["text"], "from": {"data": "data_6"}, "encode": {"update": {"align": {"signal": "datum.align"}, "dy": {"signal": "datum.up ? 16 : -16"}, "fontSize": {"value": 14}, "fill": {"signal": "fg"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; text: \" + (isValid(datum[\"text\"]) ? isArray(datum[\"text\"]) ? join(datum[\"text\"], ' ') : datum[\"text\"] : \"\"+datum[\"text\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "text": {"signal": "isValid(datum[\"text\"]) ? datum[\"text\"] : \"\"+datum[\"text\"]"}, "baseline": {"value": "middle"}}}}], "scales": [{"name": "x", "type": "linear", "domain": [0.5, {"signal": "sites + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [{"signal": "links_low"}, {"signal": "links_high"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "color", "type": "ordinal", "domain": ["slope", "weight", "norm", "rest"], "range": ["#F0E442", "#E69F00", "#999999", "#CC79A7"]}], "axes": [{"scale": "y", "orient": "left", "gridScale": "x", "grid": true, "tickCount": {"signal": "ceil(height/40)"}, "tickMinStep": 1, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "tickCount": {"signal": "min(12, width / 45)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "datum.label"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "title": "of the last one's gradient", "minExtent": {"signal": "width > 420 ? 82 : 40"}, "domainColor": {"signal": "fg"}, "tickCount": {"signal": "ceil(height/40)"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "width > 420 && decade_words[round(datum.value)] || (abs(datum.value) < 4 ? format(pow(10, datum.value), ',~g') : '1e' + round(datum.value))"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"columns": 1, "orient": "top", "values": {"signal": "shown_links"}, "fill": "color", "direction": "horizontal", "symbolType": "square", "encode": {"symbols": {"update": {"stroke": {"value": "#999999"}}}, "labels": {"update": {"text": {"signal": "link_words[datum.value] || ''"}}}}}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "links_low", "links_high", "sites", "site_word", "link_words", "shown_links", "decade_words"]}, "curve": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 300, "style": "cell", "data": [{"name": "flat"}, {"name": "density"}, {"name": "curve"}, {"name": "data_0", "source": "flat", "transform": [{"type": "filter", "expr": "isValid(datum[\"z\"]) && isFinite(+datum[\"z\"])"}]}, {"name": "data_1", "source": "density", "transform": [{"type": "filter", "expr": "isValid(datum[\"z\"]) && isFinite(+datum[\"z\"]) && isValid(datum[\"low\"]) && isFinite(+datum[\"low\"])"}]}, {"name": "data_2", "source": "curve", "transform": [{"type": "formula", "expr": "toNumber(datum[\"z\"])", "as": "z"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "z_range", "value": 4}, {"name": "curve_low", "value": -1.2}, {"name": "curve_high", "value": 1.2}], "marks": [{"name": "layer_0_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_0"}, "encode": {"update": {"opacity": {"value": 0.25}, "fill": {"value": "#F0E442"}, "description": {"signal": "\"z: \" + (format(datum[\"z\"], \"\")) + \"; z1: \" + (format(datum[\"z1\"], \"\"))"}, "x": {"scale": "x", "field": "z"}, "x2": {"scale": "x", "field": "z1"}, "y": {"value": 0}, "y2": {"field": {"group": "height"}}}}}, {"name": "layer_1_marks", "type": "rect", "clip": true, "style": ["rect"], "from": {"data": "data_1"}, "encode": {"update": {"opacity": {"value": 0.6}, "fill": {"value": "#999999"}, "description": {"signal": "\"z: \" + (format(datum[\"z\"], \"\")) + \"; low: \" + (format(datum[\"low\"], \"\")) + \"; z1: \" + (format(datum[\"z1\"], \"\")) + \"; high: \" + (format(datum[\"high\"], \"\"))"}, "x": {"scale": "x", "field": "z"}, "x2": {"scale": "x", "field": "z1"}, "y": {"scale": "y", "field": "low"}, "y2": {"scale": "y", "field": "high"}}}}, {"name": "layer_2_pathgroup", "type": "group", "from": {"facet": {"name": "faceted_path_layer_2_main", "data": "data_2", "groupby": ["line", "line"]}}, "encode": {"update": {"width": {"field": {"group": "width"}}, "height": {"field": {"group": "height"}}}}, "marks": [{"name": "layer_2_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "faceted_path_layer_2_main"}, "encode": {"update": {"strokeWidth": {"value": 2.5}, "stroke": {"scale": "color", "field": "line"}, "strokeDash": {"scale": "strokeDash", "field": "line"}, "description": {"signal": "\"z, what goes into the activation: \" + (format(datum[\"z\"], \"\")) + \"; y: \" + (format(datum[\"y\"], \"\")) + \"; line: \" + (isValid(datum[\"line\"]) ? isArray(datum[\"line\"]) ? join(datum[\"line\"], ' ') : datum[\"line\"] : \"\"+datum[\"line\"])"}, "x": {"scale": "x", "field": "z"}, "y": {"scale": "y", "field": "y"}, "defined": {"signal": "isValid(datum[\"z\"]) && isFinite(+datum[\"z\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}]}], "scales": [{"name": "x", "type": "linear", "domain": [{"signal": "-z_range"}, {"signal": "z_range"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [{"signal": "curve_low"}, {"signal": "curve_high"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "color", "type": "ordinal", "domain": ["f(z)", "its slope f'(z)"], "range": [{"signal": "fg"}, "#0072B2"]}, {"name": "strokeDash", "type": "ordinal", "domain": ["f(z)", "its slope f'(z)"], "range": [[1, 0], [6, 3]]}], "axes": [{"scale": "x", "orient": "bottom", "gridScale": "y", "grid": true, "tickCount": {"signal": "ceil(width/40)"}, "tickMinStep": 1, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "y", "orient": "left", "tickMinStep": 0, "gridScale": "x", "grid": true, "tickCount": {"signal": "ceil(height/40)"}, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "title": "z, what goes into the activation", "domainColor": {"signal": "fg"}, "labelFlush": true, "tickCount": {"signal": "ceil(width/40)"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "tickMinStep": 0, "domainColor": {"signal": "fg"}, "tickCount": {"signal": "ceil(height/40)"}, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"orient": "top", "symbolSize": 500, "symbolType": "stroke", "stroke": "color", "direction": "horizontal", "strokeDash": "strokeDash"}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "z_range", "curve_low", "curve_high"]}, "memory": {"spec": {"$schema": "https://vega.github.io/schema/vega/v6.json", "autosize": {"type": "fit", "contains": "padding"}, "background": "transparent", "padding": 5, "width": 600, "height": 236, "title": {"anchor": "middle", "offset": 6, "text": {"signal": "site_word"}, "orient": "bottom", "frame": "group"}, "style": "cell", "data": [{"name": "memory"}, {"name": "data_0", "source": "memory", "transform": [{"type": "formula", "expr": "toNumber(datum[\"site\"])", "as": "site"}]}], "signals": [{"name": "fg", "value": "#1A1F27"}, {"name": "page", "value": "#FFFFFF"}, {"name": "memory_low", "value": -5}, {"name": "memory_high", "value": 1}, {"name": "sites", "value": 50}, {"name": "site_word", "value": "time step"}], "marks": [{"name": "layer_0_pathgroup", "type": "group", "from": {"facet": {"name": "faceted_path_layer_0_main", "data": "data_0", "groupby": ["line", "line"]}}, "encode": {"update": {"width": {"field": {"group": "width"}}, "height": {"field": {"group": "height"}}}}, "marks": [{"name": "layer_0_marks", "type": "line", "clip": true, "style": ["line"], "sort": {"field": "x"}, "from": {"data": "faceted_path_layer_0_main"}, "encode": {"update": {"strokeWidth": {"value": 2.5}, "stroke": {"scale": "color", "field": "line"}, "strokeDash": {"scale": "strokeDash", "field": "line"}, "description": {"signal": "\"site: \" + (format(datum[\"site\"], \"\")) + \"; of the last one's: \" + (format(datum[\"y\"], \"\")) + \"; line: \" + (isValid(datum[\"line\"]) ? isArray(datum[\"line\"]) ? join(datum[\"line\"], ' ') : datum[\"line\"] : \"\"+datum[\"line\"])"}, "x": {"scale": "x", "field": "site"}, "y": {"scale": "y", "field": "y"}, "defined": {"signal": "isValid(datum[\"site\"]) && isFinite(+datum[\"site\"]) && isValid(datum[\"y\"]) && isFinite(+datum[\"y\"])"}}}}]}], "scales": [{"name": "x", "type": "linear", "domain": [0.5, {"signal": "sites + 0.5"}], "range": [0, {"signal": "width"}], "nice": false, "zero": false}, {"name": "y", "type": "linear", "domain": [{"signal": "memory_low"}, {"signal": "memory_high"}], "range": [{"signal": "height"}, 0], "nice": false, "zero": false}, {"name": "color", "type": "ordinal", "domain": ["forget gates alone, multiplied", "memory gradient, measured"], "range": ["#CC79A7", "#0072B2"]}, {"name": "strokeDash", "type": "ordinal", "domain": ["forget gates alone, multiplied", "memory gradient, measured"], "range": [[1, 0], [6, 3]]}], "axes": [{"scale": "y", "orient": "left", "gridScale": "x", "grid": true, "tickCount": {"signal": "ceil(height/40)"}, "tickMinStep": 1, "encode": {"grid": {"update": {"stroke": {"signal": "fg"}}}}, "domain": false, "labels": false, "aria": false, "maxExtent": 0, "minExtent": 0, "ticks": false, "zindex": 0}, {"scale": "x", "orient": "bottom", "grid": false, "tickCount": {"signal": "min(12, width / 45)"}, "domainColor": {"signal": "fg"}, "labelFlush": true, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "datum.label"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}, {"scale": "y", "orient": "left", "grid": false, "title": "of the last one's", "domainColor": {"signal": "fg"}, "tickCount": {"signal": "ceil(height/40)"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "encode": {"labels": {"update": {"fill": {"signal": "fg"}, "text": {"signal": "abs(datum.value) < 4 ? format(pow(10, datum.value), ',~g') : '1e' + round(datum.value)"}}}, "ticks": {"update": {"stroke": {"signal": "fg"}}}}, "zindex": 0}], "legends": [{"columns": 1, "orient": "top", "symbolSize": 500, "symbolType": "stroke", "stroke": "color", "direction": "horizontal", "strokeDash": "strokeDash"}], "config": {"axis": {"domainColor": {"signal": "fg"}, "gridColor": {"signal": "fg"}, "gridOpacity": 0.16, "labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelOverlap": "greedy", "tickColor": {"signal": "fg"}, "tickMinStep": 1, "titleColor": {"signal": "fg"}, "titleFontSize": 14, "titleFontWeight": "normal"}, "legend": {"labelColor": {"signal": "fg"}, "labelFontSize": 14, "labelLimit": 300, "title": null}, "style": {"guide-label": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "guide-title": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "group-title": {"font": "Source Sans, Source Sans Pro, sans-serif", "fontSize": 14, "fontWeight": "normal", "fill": {"signal": "fg"}}, "group-subtitle": {"font": "Source Sans, Source Sans Pro, sans-serif"}, "cell": {"stroke": null}, "text": {"font": "Source Sans, Source Sans Pro, sans-serif"}}}}, "parameters": ["fg", "page", "memory_low", "memory_high", "sites", "site_word"]}};

return { CHARTS };
})();
const $shared_charts = (() => {
// Embeds the Altair charts once and from then on only swaps their rows and parameters.
const { CHARTS } = $specs;

/** @import { Area } from "./cursor.js" */
/** @import { Chart, Scale, Vega } from "../vega.js" */

// Under a strict content security policy Vega interprets its expressions, which is slower.
const INTERPRET = (() => {
  try {
    return !new Function("return true")();
  } catch {
    return true;
  }
})();

/** Parameters that cannot change how much room the words of a chart take. */
const STEADY = ["fg", "clip_word", "page", "theory_word", "seeds_word", "before_word", "falling"];

class Charts {
  /** @param {HTMLElement} host */
  constructor(host) {
    /** @type {Record<string, HTMLElement>} */
    this.boxes = {};
    for (const box of host.querySelectorAll("[data-panel]")) {
      this.boxes[/** @type {HTMLElement} */ (box).dataset.panel ?? ""] = /** @type {HTMLElement} */ (box);
    }
    /** @type {Record<string, Chart>} */
    this.views = {};
    /** @type {Record<string, Record<string, unknown>>} */
    this.known = {};
    /** @type {Record<string, Record<string, object[]>>} */
    this.rows = {};
    /** @type {Set<string>} */
    this.stale = new Set();
    /** Those whose words have had to fit beside the rows of the run before: what lay beyond the new axes took room. @type {Set<string>} */
    this.unfitted = new Set();
    /** Whether each chart is as high as its place is, and how it is drawn: as shapes it stays sharp when enlarged. */
    this.fills = false;
    this.renderer = "canvas";
    /** @type {Set<string>} */
    this.begun = new Set();
    this.closed = false;
  }

  /**
   * Those of the names that are not there yet, one after the other, each seen before the next is begun: else the first
   * picture would wait for all of them.
   * @param {Vega["vegaEmbed"]} vegaEmbed
   * @param {string[]} names
   * @param {() => void} ready called after each
   */
  async embed(vegaEmbed, names, ready) {
    for (const name of names.filter((name) => !this.begun.has(name))) {
      this.begun.add(name);
      await this.draw(vegaEmbed, name);
      ready();
      await painted();
      if (this.closed) return;
    }
  }

  /**
   * @param {Vega["vegaEmbed"]} vegaEmbed
   * @param {string} name
   */
  async draw(vegaEmbed, name) {
    const box = document.createElement("div");
    this.plot(name).append(box);
    const { renderer } = this;
    const options = { mode: "vega", actions: false, renderer, ast: INTERPRET, tooltip: false, hover: false };
    const { view } = await vegaEmbed(box, CHARTS[name].spec, options);
    this.views[name] = view;
    for (const [key, value] of Object.entries(this.known[name] ?? {})) view.signal(key, value);
    this.fitOne(name);
    view.run();
  }

  /**
   * Sets parameters on those charts that have them, and only where something changes.
   * @param {Record<string, unknown>} values
   * @param {string[]} names
   */
  set(values, names = Object.keys(CHARTS)) {
    for (const name of names) {
      for (const key of CHARTS[name].parameters) if (key in values) this.setOne(name, key, values[key]);
    }
  }

  /**
   * @param {string} name
   * @param {string} key
   * @param {unknown} value
   */
  setOne(name, key, value) {
    this.known[name] ??= {};
    const known = this.known[name];
    if (known[key] === value || JSON.stringify(known[key]) === JSON.stringify(value)) return;
    known[key] = value;
    this.views[name]?.signal(key, value);
    this.stale.add(name);
    if (STEADY.includes(key)) return;
    this.unfitted.add(name);
    this.views[name]?.resize();
  }

  /**
   * @param {string} name
   * @param {Record<string, object[]>} sets rows by the name of their data set
   */
  data(name, sets) {
    const view = this.views[name];
    if (!view) return;
    this.rows[name] ??= {};
    const shown = this.rows[name];
    for (const [key, rows] of Object.entries(sets)) {
      // Vega takes every row out and in again, so what stays as it is would cost as much as what moves.
      if (rows === shown[key] || (!rows.length && !shown[key]?.length)) continue;
      shown[key] = rows;
      view.data(key, rows);
    }
    if (this.unfitted.delete(name)) view.resize();
    view.run();
    this.stale.delete(name);
  }

  /** @param {string[]} names those of which only parameters may have changed */
  refresh(names = [...this.stale]) {
    for (const name of names) if (this.stale.delete(name)) this.views[name]?.run();
  }

  fit() {
    for (const name of Object.keys(this.views)) if (this.fitOne(name)) this.views[name].run();
  }

  /** @param {string} name */
  fitOne(name) {
    const view = this.views[name];
    const plot = this.plot(name);
    const place = /** @type {HTMLElement} */ (plot.parentElement);
    const width = plot.clientWidth;
    const given = this.fills ? place.clientHeight : Number.parseFloat(getComputedStyle(place).minHeight);
    const height = given || CHARTS[name].spec.height;
    const drawn = view.renderer() === this.renderer;
    if (!width || (drawn && view.width() === width && view.height() === height)) return false;
    // Drawn otherwise only where it is seen: a hidden one has no size by which to place its legend.
    if (!drawn) view.renderer(this.renderer);
    view.width(width).height(height);
    return true;
  }

  /** @param {boolean} fills whether each chart fills its place */
  fill(fills) {
    this.fills = fills;
    this.renderer = fills ? "svg" : "canvas";
  }

  /** @param {string} name */
  plot(name) {
    return /** @type {HTMLElement} */ (this.boxes[name].querySelector(".chart"));
  }

  /**
   * Where the plot area of a chart lies in its panel.
   * @param {string} name
   * @returns {Area | null}
   */
  area(name) {
    const view = this.views[name];
    if (!view) return null;
    const [x, y] = view.origin();
    const { left, top } = view.padding();
    return { x: x + left, y: y + top, width: view.signal("width"), height: view.signal("height") };
  }

  /**
   * @param {string} name
   * @param {string} which
   * @returns {Scale}
   */
  scale(name, which) {
    return this.views[name].scale(which);
  }

  close() {
    this.closed = true;
    for (const view of Object.values(this.views)) view.finalize();
  }
}

/** Until what was drawn is on the screen: what is done within a frame would come before that. */
const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

return { Charts };
})();
const $shared_cursor = (() => {
// The line across a chart that shows where the run, or the pointer, stands.

/** @typedef {{ x: number, y: number, width: number, height: number }} Area of a plot, in pixels */

/**
 * On whole pixels: in most pictures it then stands where it stood, and nothing around it is painted anew.
 * @param {HTMLElement} cursor
 * @param {Area} area
 * @param {number} x pixels from the left edge of the plot area
 */
function setCursor(cursor, area, x) {
  cursor.style.height = `${area.height}px`;
  cursor.style.transform = `translate(${Math.round(area.x + x) - 1}px, ${area.y}px)`;
}

return { setCursor };
})();
const $shared_tips = (() => {
// The exact values that the pointer asks for, as lines of text: the place first.
const { CLIP_UNTOUCHED, LINES } = $constants;
const { beside, otherSites, rowAt } = $data_pinned;
const { at, gateNames } = $data_unpack;
const { endOf, seedsRow } = $shared_seeds;
const { formatNumber, number, percent, spoken } = $shared_words;
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run, Seeds } from "../data/payload.d.ts" */

/**
 * Of the run that plays, and of the pinned ones at the same training step.
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 * @param {Arrived[]} pinned
 * @param {Seeds | null} seeds
 */
function norms(run, row, site, pinned, seeds) {
  const more = pinned.map(({ trace, numeral }) => {
    const there = Math.round(rowAt(trace, run.steps[row]));
    const own = Math.max(1, Math.min(trace.sites, Math.round(beside(site, run, trace))));
    const where = otherSites(trace, run) ? `${trace.site} ${own}: ` : "";
    return `${numeral} ${where}${number(at(trace, "norm", there, own - 1))}`;
  });
  const range = seeds
    ? [`${seeds.count} seeds ${spread(seeds, "norm", seedsRow(seeds, run.steps[row]), number, site - 1)}`]
    : [];
  return [...norm(run, row, site), ...range, ...more];
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 */
function norm(run, row, site) {
  const log = at(run, "norm", row, site - 1);
  const last = at(run, "norm", row, run.sites - 1);
  const factor = at(run, "clip", row);
  const lines = [place(run, row, `${run.site} ${site}`), `gradient norm ${both(log)}`];
  if (site < run.sites && Number.isFinite(log - last)) {
    lines.push(`${number(log - last)} times what ${run.site} ${run.sites} receives`);
  }
  const expected = run.theory[site - 1];
  if (expected !== null && Number.isFinite(expected)) {
    lines.push(`${run.theory_word.slice(3)} ${number(expected)}${reach(run, site - 1)}`);
  }
  return factor < CLIP_UNTOUCHED ? [...lines, `after clipping ${number(log + Math.log10(factor))}`] : lines;
}

/**
 * The band of the theory in words; empty where there is none.
 * @param {Run} run
 * @param {number} i
 */
function reach(run, i) {
  const high = run.theory_high[i] ?? null;
  if (high === null) return "";
  return ` (${number(run.theory_low[i] ?? Number.NEGATIVE_INFINITY)} to ${number(high)})`;
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {Arrived[]} pinned
 * @param {Seeds | null} seeds
 */
function learned(run, row, pinned, seeds) {
  const lines = [`training step ${run.steps[row]}`, learnedOf(run, row)];
  if (seeds) {
    const there = seedsRow(seeds, run.steps[row]);
    lines.push(`${seeds.count} seeds: loss ${spread(seeds, "loss", there, formatNumber)}`);
    if (run.scored) lines.push(`accuracy ${spread(seeds, "accuracy", there, percent)}`);
  }
  const there = (/** @type {Run} */ trace) => Math.round(rowAt(trace, run.steps[row]));
  return [...lines, ...pinned.map(({ trace, numeral }) => `${numeral} ${learnedOf(trace, there(trace))}`)];
}

/**
 * From the lowest to the highest of the seeds, and their median.
 * @param {Seeds} seeds
 * @param {string} what
 * @param {number} row
 * @param {(value: number) => string} word
 * @param {number} [column]
 */
function spread(seeds, what, row, word, column = 0) {
  const [low, median, high] = /** @type {const} */ (["low", "median", "high"]).map((end) =>
    word(endOf(seeds, what, end, row, column)),
  );
  return `${low} to ${high}, median ${median}`;
}

/**
 * @param {Run} run
 * @param {number} row
 */
function learnedOf(run, row) {
  const accuracy = run.scored ? `, accuracy ${percent(at(run, "accuracy", row))}` : "";
  return `loss ${formatNumber(at(run, "loss", row))}${accuracy}`;
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} matrix
 */
function updates(run, row, matrix) {
  const name = run.matrices[matrix - 1];
  const moved = `moved by ${both(at(run, "updates", row, matrix - 1))} of their size`;
  return name ? [place(run, row, `weights: ${name}`), moved] : null;
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 */
function units(run, row, site) {
  return shares(run, row, site, { saturated: "saturated", dead: "dead" });
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 */
function gates(run, row, site) {
  const labels = gateNames(run).map((gate) => [`gate:${gate}`, `${gate} gate open`]);
  return shares(run, row, site, Object.fromEntries(labels));
}

/**
 * Of very long sequences the shares of some sites only are known: the nearest one answers.
 * @param {Run} run
 * @param {number} row
 * @param {number} site
 * @param {Record<string, string>} labels words by the name of the array
 */
function shares(run, row, site, labels) {
  const { sites = [] } = run.arrays[Object.keys(labels)[0]];
  const away = sites.map((known) => Math.abs(known - site));
  const nearest = away.indexOf(Math.min(...away));
  const values = Object.entries(labels).map(([name, label]) => `${label} ${percent(at(run, name, row, nearest))}`);
  const alike = at(run, "similarity", row, nearest);
  const more = Number.isFinite(alike) ? [`${LINES.similarity} ${formatNumber(alike)}`] : [];
  return [place(run, row, `${run.site} ${sites[nearest]}`), ...values, ...more];
}

/**
 * @param {Run} run
 * @param {number} row
 * @param {string} where
 */
function place(run, row, where) {
  return `${where}, training step ${run.steps[row]}`;
}

/** A number, and in words where it has a name. @param {number} log */
function both(log) {
  return spoken(log) ? `about ${spoken(log)} (${number(log)})` : number(log);
}

return { norms, norm, learned, updates, units, gates };
})();
const $shared_hover = (() => {
// Exact values under the pointer, and one cursor through all charts: a site on these, a training step on those.
const { columns, reach, rowAt } = $data_pinned;
const { shownRow, shownRun } = $state;
const { setCursor } = $shared_cursor;
const tips = $shared_tips;

/** @import { Commands } from "../commands.js" */
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run, Seeds } from "../data/payload.d.ts" */
/** @import { State } from "../state.js" */
/** @import { Charts } from "./charts.js" */

const ALONG_STEPS = ["map", "loss"];
/** Charts without a cursor, and those that say nothing under the pointer. */
const WITHOUT = ["updates", "curve"];
const SILENT = ["curve", "memory"];
/** Pixels beyond the edge of a plot that still belong to it. */
const NEAR = 8;

/** How far from the left edge of a chart stands what the keys have come to, in pixels, and which keys they are. */
const ASIDE = 72;
const KEYS = "← → ↑ ↓ Home End";

/** @typedef {{ name: string, x: number, y: number, clientX: number, clientY: number }} Place of the pointer in a chart */

class Hover {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   * @param {Commands} commands
   */
  constructor(host, charts, state, commands) {
    this.host = host;
    this.charts = charts;
    this.state = state;
    this.commands = commands;
    this.tip = /** @type {HTMLElement} */ (host.querySelector(".tip"));
    /** @type {Place | null} */
    this.place = null;
    /** Whether the tip says what the arrow keys have come to. */
    this.keyed = false;
    /** @type {Arrived[]} */
    this.pinned = [];
    this.seeds = /** @type {Seeds | null} */ (null);
    for (const [name, box] of Object.entries(charts.boxes)) if (!SILENT.includes(name)) this.listen(name, box);
  }

  /**
   * @param {string} name
   * @param {HTMLElement} box
   */
  listen(name, box) {
    const plot = /** @type {HTMLElement} */ (box.querySelector(".plot"));
    plot.addEventListener("pointermove", (event) => {
      this.move(name, plot, event);
      if (event.pointerType === "mouse") this.press(event);
      this.show();
    });
    plot.addEventListener("pointerdown", (event) => {
      this.move(name, plot, event);
      this.press(event);
      this.show();
    });
    plot.addEventListener("pointerleave", () => {
      this.place = null;
      this.show();
    });
  }

  /**
   * @param {string} name
   * @param {HTMLElement} plot
   * @param {PointerEvent} event
   */
  move(name, plot, { clientX, clientY }) {
    const area = this.charts.area(name);
    const edge = plot.getBoundingClientRect();
    if (!area) return;
    const x = clientX - edge.left - area.x;
    const y = clientY - edge.top - area.y;
    const inside = x >= -NEAR && x <= area.width + NEAR && y >= -NEAR && y <= area.height + NEAR;
    this.place = inside ? { name, x, y, clientX, clientY } : null;
  }

  /** A press on a chart along training goes to that step, one on the links chooses that site. @param {PointerEvent} event */
  press({ buttons }) {
    const { run } = this.state;
    if (!this.place || !run?.rows || buttons !== 1) return;
    if (this.place.name === "links") this.commands.chooseSite(this.nearest(this.place, "x", run.sites));
    if (ALONG_STEPS.includes(this.place.name)) this.commands.seek(this.row(this.place, run));
  }

  /**
   * Called at every picture, so that the text follows while it plays under a still pointer.
   * @param {Arrived[]} pinned
   * @param {Seeds | null} seeds
   */
  draw(pinned, seeds) {
    this.pinned = pinned;
    this.seeds = seeds;
    this.show();
  }

  show() {
    const run = shownRun(this.state);
    const { place } = this;
    const site = place && run?.rows ? this.site(place, run) : null;
    const lines = place && run?.rows ? this.lines(place, run, site) : null;
    if (lines) this.keyed = false;
    if (this.keyed) return;
    this.tip.hidden = !lines;
    this.mark(lines ? site : null);
    if (!place || !lines) return;
    this.tip.replaceChildren(...lines.map(line));
    const home = this.host.getBoundingClientRect();
    const left = Math.min(place.clientX - home.left + 16, home.width - this.tip.offsetWidth - 4);
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${place.clientY - home.top + 18}px)`;
  }

  /**
   * What the keys have come to, at the top of a chart, until the pointer or another chart says something; where words
   * stand there, below it.
   * @param {HTMLElement} plot
   * @param {string[]} lines
   * @param {boolean} below
   */
  showAt(plot, lines, below = false) {
    const { left, [below ? "bottom" : "top"]: top } = plot.getBoundingClientRect();
    const home = this.host.getBoundingClientRect();
    this.keyed = true;
    this.tip.hidden = false;
    this.tip.replaceChildren(...lines.map(line), line(KEYS, lines.length));
    this.tip.style.transform = `translate(${left - home.left + ASIDE}px, ${top - home.top}px)`;
  }

  /** The keys have left the charts. */
  leave() {
    this.keyed = false;
    this.show();
  }

  /** The site under the pointer, on every chart along the chain. @param {number | null} site */
  mark(site) {
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      const area = this.charts.area(name);
      if (ALONG_STEPS.includes(name) || WITHOUT.includes(name) || !area) continue;
      const cursor = /** @type {HTMLElement} */ (box.querySelector(".plot > .cursor"));
      cursor.hidden = !site || box.hidden;
      if (site && !cursor.hidden) setCursor(cursor, area, this.charts.scale(name, "x")(site));
    }
  }

  /**
   * Null on charts that have no sites.
   * @param {Place} place
   * @param {Run} run
   */
  site(place, run) {
    if (place.name === "loss" || place.name === "updates") return null;
    return this.nearest(place, place.name === "map" ? "y" : "x", run.sites);
  }

  /**
   * What is said at a place.
   * @param {Place} place
   * @param {Run} run
   * @param {number | null} site
   */
  lines(place, run, site) {
    const now = Math.min(shownRow(this.state), run.rows - 1);
    if (place.name === "loss") return tips.learned(run, this.row(place, run), this.pinned, this.seeds);
    if (place.name === "updates") return tips.updates(run, now, this.nearest(place, "x", run.matrices.length));
    if (!site) return null;
    if (place.name === "map") return tips.norm(run, this.row(place, run), site);
    if (place.name === "units") return tips.units(run, now, site);
    return place.name === "gates" ? tips.gates(run, now, site) : tips.norms(run, now, site, this.pinned, this.seeds);
  }

  /**
   * @param {Place} place
   * @param {"x" | "y"} axis
   * @param {number} last
   */
  nearest(place, axis, last) {
    const value = this.charts.scale(place.name, axis).invert(place[axis]);
    return Math.max(1, Math.min(last, Math.round(value)));
  }

  /**
   * The displayed row under the pointer: a column of the map, a point of the loss.
   * @param {Place} place
   * @param {Run} run
   */
  row({ name, x }, run) {
    const step = this.charts.scale(name, "x").invert(x);
    const column = ((step - 0.5) / reach(run)) * columns(run) - 0.5;
    return Math.max(0, Math.min(run.rows - 1, Math.round(name === "map" ? column : rowAt(run, step))));
  }
}

/**
 * @param {string} text
 * @param {number} i
 */
function line(text, i) {
  return Object.assign(document.createElement(i ? "div" : "b"), { textContent: text });
}

return { Hover };
})();
const $shared_legend = (() => {
// Which line belongs to which run, with a button that lets go of a pinned one.
const { GRADIENT } = $constants;
const { otherSites } = $data_pinned;

/** @import { Pinned } from "../data/pinned.js" */
/** @import { Run, Seeds } from "../data/payload.d.ts" */

const SWATCH = '<line x1="0" x2="36" y1="6" y2="6" stroke-width="3"/>';
const BAND = `<rect width="36" height="12" fill="${GRADIENT}" stroke="none" opacity="0.35"/><line x1="0" x2="36" y1="6" y2="6" stroke-width="3"/>`;

class Legend {
  /**
   * @param {HTMLElement} list
   * @param {(run: string) => void} unpin
   */
  constructor(list, unpin) {
    this.list = list;
    this.owner = /** @type {HTMLElement} */ (list.closest(".player"));
    this.unpin = unpin;
    this.key = "";
  }

  /**
   * @param {Pinned[]} pinned
   * @param {Run} run beside which they stand
   * @param {Seeds | null} seeds
   */
  show(pinned, run, seeds) {
    const words = pinned.map((one) => told(one, run));
    const key = JSON.stringify([seeds?.count, ...pinned.map(({ run, pin_index }, i) => [run, pin_index, words[i]])]);
    if (key === this.key) return;
    this.key = key;
    this.list.hidden = !pinned.length && !seeds;
    const focused = this.crosses.findIndex((cross) => cross.matches(":focus"));
    this.list.replaceChildren(
      seeds ? this.range(seeds) : this.entry("this run", GRADIENT, []),
      ...pinned.map((one, i) => this.pinned(one, words[i])),
    );
    const { crosses } = this;
    // Where the cross that was pressed has gone, the next one has the focus; after the last one it is the player.
    if (focused >= 0) (crosses[Math.min(focused, crosses.length - 1)] ?? this.owner).focus({ preventScroll: true });
  }

  /** The buttons that let go of a pinned run, in order. */
  get crosses() {
    return [...this.list.querySelectorAll("button")];
  }

  /**
   * @param {Pinned} pinned
   * @param {string} words
   */
  pinned({ run, numeral, label, colour, dashes }, words) {
    const entry = this.entry(words, colour, dashes);
    const button = Object.assign(document.createElement("button"), { textContent: "✕", title: "Unpin" });
    button.setAttribute("aria-label", `Unpin ${numeral} ${label}`);
    button.onclick = () => this.unpin(run);
    entry.append(button);
    return entry;
  }

  /** This run in the band of its seeds. @param {Seeds} seeds */
  range({ count }) {
    const entry = this.entry(`this run and ${count} seeds`, GRADIENT, []);
    entry.title = `The band goes from the lowest to the highest of ${count} random seeds; the thin line is their median.`;
    /** @type {SVGElement} */ (entry.querySelector("svg")).innerHTML = BAND;
    return entry;
  }

  /**
   * @param {string} text
   * @param {string} colour
   * @param {number[]} dashes
   */
  entry(text, colour, dashes) {
    const entry = document.createElement("li");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    line.innerHTML = SWATCH;
    line.setAttribute("class", "swatch");
    line.style.stroke = colour;
    line.style.strokeDasharray = dashes.join(" ");
    entry.append(line, Object.assign(document.createElement("span"), { textContent: text }));
    return entry;
  }
}

/**
 * A pinned run in words: what sets it apart, and what its line is not.
 * @param {Pinned} pinned
 * @param {Run} run
 */
function told({ numeral, label, trace }, run) {
  const notes = [];
  if (!trace) notes.push("comes next");
  if (trace?.outcome.name === "diverged") notes.push(`diverged at step ${trace.outcome.step}`);
  if (trace && otherSites(trace, run)) {
    notes.push(`its ${trace.sites} ${trace.site}s spread over these ${run.sites} ${run.site}s`);
  }
  return `${numeral} ${label}${notes.length ? ` (${notes.join("; ")})` : ""}`;
}

return { Legend };
})();
const $shared_meter = (() => {
// How many pictures have been drawn and what one costs, written on the player for tests and measurements.

/** Pictures over which the mean time of one is taken. */
const MEASURED = 60;

class Meter {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.count = 0;
    this.sum = 0;
  }

  /** @param {number} cost milliseconds of one picture */
  record(cost) {
    this.host.dataset.pictures = String(++this.count);
    this.sum += cost;
    if (this.count % MEASURED) return;
    this.host.dataset.ms = (this.sum / MEASURED).toFixed(2);
    this.sum = 0;
  }
}

return { Meter };
})();
const $shared_labels = (() => {
// Words in the profile that move with the run: each is set beside those that are there already, never over them.
const { TYPE } = $constants;

/** @import { Span } from "../constants.js" */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box in pixels of the plot */
/** @typedef {{ site: number, y: number, up: boolean, align: string, text: string }} Far */
/** @typedef {{ pin_index: number, numeral: string, site: number, y: number, under: boolean }} Numeral */
/**
 * @typedef {object} Plot
 * @property {number} width
 * @property {number} height
 * @property {number} sites
 * @property {Span} axis
 * @property {boolean} falling whether the line leaves the upper right corner free, and words stand there
 */
/** @typedef {(text: string) => number} Measure width of a text in the charts' type */

const [SIZE, FONT] = TYPE;
/** Height of a line, and how far words stand from the edge of the plot and from each other. */
const LINE = SIZE + 4;
const EDGE = 8;
/** Pixels from the corner to the middle of each of its lines: the charts have them so, see charts/profile.py. */
const CORNER = { falling: [18, 38, 58, 78], rising: [12, 32, 52, 72] };
/** Half the width of a numeral, and how far its middle is above or below its line. */
const NUMERAL = 10;
const BESIDE = { over: -12, under: 16 };

/**
 * The shifts with which no word meets another: of those beyond the axis, of the numerals, and of the healthy band's.
 * Where a low chart has no room left, a word is ``silent``.
 * @param {Plot} plot
 * @param {Measure} measure
 * @param {{ corner: string[], far: Far[], numerals: Numeral[], band: { high: number }[], band_word: string }} words
 *   ``corner``: those of its four lines, an empty one where there is none
 */
function apart(plot, measure, { corner, far, numerals, band, band_word }) {
  const taken = cornered(plot, measure, corner);
  const x = (/** @type {number} */ site) => ((site - 0.5) / plot.sites) * plot.width;
  const [low, high] = plot.axis;
  const y = (/** @type {number} */ log) => ((high - log) / (high - low)) * plot.height;
  /** @param {Box} box @param {number[]} shifts */
  const set = (box, shifts) => {
    const shift = free(box, shifts, taken, plot.height);
    if (shift !== null) taken.push(moved(box, shift));
    return { dy: shift ?? 0, silent: shift === null };
  };
  const beyond = far.map((one) => {
    const width = measure(one.text);
    const left = x(one.site) - (one.align === "right" ? width : 0);
    const middle = y(one.y);
    const away = one.up ? 1 : -1;
    const box = { left, right: left + width, top: middle - LINE / 2, bottom: middle + LINE / 2 };
    return { ...one, ...set(box, lines(16 * away, away)) };
  });
  const numbered = numerals.map((one) => {
    const [left, middle] = [x(one.site) + 6, y(one.y)];
    const box = { left, right: left + 2 * NUMERAL, top: middle - NUMERAL, bottom: middle + NUMERAL };
    const { over, under } = BESIDE;
    const usual = one.under ? [under, over] : [over, under];
    return { ...one, ...set(box, [...usual, ...lines(under, 1), ...lines(over, -1)]) };
  });
  const named = band.map((one) => {
    const top = y(one.high);
    const box = { left: EDGE, right: EDGE + measure(band_word), top, bottom: top + LINE };
    return { ...one, ...set(box, [...lines(4, 1), ...lines(-LINE, -1)]) };
  });
  return { far: beyond, numerals: numbered, band: named };
}

/**
 * Where the words in the corner are, which stay where they are.
 * @param {Plot} plot
 * @param {Measure} measure
 * @param {string[]} words
 * @returns {Box[]}
 */
function cornered({ width, height, falling }, measure, words) {
  const right = width - EDGE;
  return words.flatMap((text, i) => {
    const middle = falling ? CORNER.falling[i] : height - CORNER.rising[i];
    const box = { left: right - measure(text), right, top: middle - LINE / 2, bottom: middle + LINE / 2 };
    return text ? [box] : [];
  });
}

/**
 * The first of the shifts with which a box lies within the plot and meets no other; null where there is no room.
 * @param {Box} box
 * @param {number[]} shifts downwards
 * @param {Box[]} taken
 * @param {number} height
 */
function free(box, shifts, taken, height) {
  const fits = (/** @type {number} */ shift) => {
    const here = moved(box, shift);
    return here.top >= 0 && here.bottom <= height && !taken.some((other) => meet(here, other));
  };
  return shifts.find(fits) ?? null;
}

/** @param {Box} one @param {Box} other */
const meet = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** @param {Box} box @param {number} shift @returns {Box} */
const moved = ({ left, right, top, bottom }, shift) => ({ left, right, top: top + shift, bottom: bottom + shift });

/** Shifts line by line, from the first one on. @param {number} first @param {number} way */
const lines = (first, way) => Array.from({ length: 24 }, (_, i) => first + (way * i * LINE) / 2);

/** Measures texts as the charts set them, each once. @returns {Measure} */
function measured() {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `${SIZE}px ${FONT}`;
  /** @type {Map<string, number>} */
  const known = new Map();
  return (text) => {
    if (known.size > 500) known.clear();
    const width = known.get(text) ?? pen.measureText(text).width;
    known.set(text, width);
    return width;
  };
}

return { apart, free, measured };
})();
const $shared_pinned_profile = (() => {
// The profiles of the pinned runs beside that of the one that plays, and their numerals.
const { beside, rowAt } = $data_pinned;
const { lastWhole, norms } = $shared_profile;

/** @import { Span } from "../constants.js" */
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run } from "../data/payload.d.ts" */

/** @typedef {{ site: number, pin_index: number, y: number | null }} PinnedPoint */

/** How far along its line each numeral stands from the one before. */
const NUMERALS_APART = 1 / 15;
/** Part of the axis below its top, and below the band's, where a numeral stands under its line: words are there. */
const TOP = 0.1;
const BAND_TOP = 0.2;

/**
 * The pinned runs at a training step, each at its relative depth; of one that has diverged the last whole profile.
 * @param {Arrived[]} pinned
 * @param {number} step
 * @param {Run} run the one that they stand beside
 * @param {Span} axis
 * @returns {PinnedPoint[]}
 */
function pinnedNorms(pinned, step, run, axis) {
  return pinned.flatMap(({ trace, pin_index }) => {
    const there = rowAt(trace, step);
    const row = lastWhole(trace, Math.floor(there)) ?? there;
    return norms(trace, row, axis).map(({ site, line }) => ({ site: beside(site, trace, run), pin_index, y: line }));
  });
}

/**
 * Their numerals, near the first site that has a place on the axis, side by side where the lines lie on each other.
 * @param {Arrived[]} pinned
 * @param {PinnedPoint[]} lines
 * @param {Span} axis
 * @param {number} [top] of the healthy band
 */
function numerals(pinned, lines, [low, high], top = high) {
  return pinned.flatMap(({ pin_index, numeral }) => {
    const seen = lines.flatMap(({ pin_index: of, site, y }) =>
      of === pin_index && y !== null && y >= low && y <= high ? [{ site, y }] : [],
    );
    if (!seen.length) return [];
    const along = pin_index * (seen.length - 1) * NUMERALS_APART;
    const here = seen[Math.floor(along)];
    const next = seen[Math.ceil(along)];
    const part = along % 1;
    const y = here.y + part * (next.y - here.y);
    const under = y > high - TOP * (high - low) || (y < top && y > top - BAND_TOP * (high - low));
    return [{ pin_index, numeral, site: here.site + part, y, under }];
  });
}

return { pinnedNorms, numerals };
})();
const $shared_profile_chart = (() => {
// The profile, the one chart that both Watch and Why show: one point for each site at the displayed step.
const { HEALTHY_DECADES } = $constants;
const { stepAt } = $data_pinned;
const { apart, measured } = $shared_labels;
const { numerals, pinnedNorms } = $shared_pinned_profile;
const rows = $shared_profile;
const { norms: seedNorms, seedsRow } = $shared_seeds;

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "./charts.js" */
/** @import { Far, Numeral } from "./labels.js" */
/** @import { PinnedPoint } from "./pinned_profile.js" */

const HEALTHY = (10 ** HEALTHY_DECADES).toLocaleString("en-US");

class ProfileChart {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.charts = charts;
    this.note = /** @type {HTMLElement} */ (host.querySelector("[data-panel=profile] .note"));
    /** @type {object[]} */
    this.theory = [];
    /** The pinned runs' rows in the last picture, and whether they have stayed as they were. */
    this.beside = { pinned: /** @type {PinnedPoint[]} */ ([]), numerals: /** @type {Numeral[]} */ ([]) };
    this.stayed = false;
    /** The range of the seeds, and of which row and axis it is. */
    this.seeds = /** @type {object[]} */ ([]);
    this.seedsAt = "";
    this.measure = measured();
    this.words = { band_word: "", theory_word: "", clip_word: "", before_word: "", seeds_word: "" };
  }

  /**
   * What does not change while the run plays.
   * @param {Run} run
   * @param {Span} axis
   */
  renew(run, axis) {
    const [low, high] = axis;
    const { sites } = run;
    const states = rows.occurring(run, axis);
    const band_word = `healthy: within ${HEALTHY} times ${run.site} ${run.sites}`;
    this.theory = rows.theory(run, axis);
    this.note.textContent = run.theory_note;
    this.set({ low, high, sites, states, band_word, theory_word: run.theory_word, ...run.words });
  }

  /** @param {Shown} shown */
  draw(shown) {
    const { run, position, axis } = shown;
    const now = run.rows ? rows.norms(run, position, axis) : [];
    const clipped = run.rows ? rows.clipped(run, position, now) : [];
    if (clipped.length) this.set({ clip_word: rows.clipWord(run, position) });
    const before = run.rows ? this.before(run, Math.floor(position), axis) : [];
    const falling = now.length > 0 && now[0].y > now[now.length - 1].y;
    if (now.length) this.set({ falling });
    const band = rows.band(now, axis);
    const { pinned, numerals } = this.others(shown, band[0]?.high);
    const far = rows.far(before.length ? before : now, axis);
    const words = () => this.apart({ falling, axis, sites: run.sites, clipped, before, far, numerals, band });
    const shows = {
      now,
      points: rows.points(now),
      theory: this.theory,
      seeds: this.seedsOf(shown),
      clipped,
      pinned,
      before,
    };
    const area = this.charts.area("profile");
    this.charts.data("profile", { ...shows, ...words() });
    // A legend with more or fewer rows has left the plot another height.
    const { width, height } = this.charts.area("profile") ?? {};
    if (width !== area?.width || height !== area?.height) this.charts.data("profile", words());
  }

  /**
   * The words that move, each where it meets no other.
   * @param {{ falling: boolean, axis: Span, sites: number, clipped: object[], before: object[], far: Far[], numerals: Numeral[], band: { low: number, high: number }[] }} shown
   */
  apart({ falling, axis, sites, clipped, before, far, numerals, band }) {
    const area = this.charts.area("profile");
    if (!area) return {};
    const { clip_word, theory_word, before_word, seeds_word, band_word } = this.words;
    const there = /** @type {[object[], string][]} */ ([
      [clipped, clip_word],
      [this.theory, theory_word],
      [before, before_word],
      [this.seeds, seeds_word],
    ]);
    const corner = there.map(([rows, word]) => (rows.length ? word : ""));
    const plot = { width: area.width, height: area.height, sites, axis, falling };
    return apart(plot, this.measure, { corner, far, numerals, band, band_word });
  }

  /**
   * The pinned runs follow in every second picture while a run plays: each of their rows costs as much as one of its own.
   * @param {Shown} shown
   * @param {number} [top] of the healthy band
   */
  others({ run, position, axis, pinned, playing }, top) {
    this.stayed = playing && pinned.length > 0 && !this.stayed;
    if (this.stayed) return this.beside;
    const lines = pinnedNorms(pinned, run.rows ? stepAt(run, position) : 1, run, axis);
    this.beside = { pinned: lines, numerals: numerals(pinned, lines, axis, top) };
    return this.beside;
  }

  /**
   * The range of the seeds, anew for each displayed step only: the same rows cost nothing.
   * @param {Shown} shown
   */
  seedsOf({ run, position, axis, seeds }) {
    const step = run.rows ? stepAt(run, Math.floor(position)) : 1;
    const at = seeds ? `${seeds.seeds_of}:${seedsRow(seeds, step)}:${axis}` : "";
    if (at !== this.seedsAt) this.seeds = seeds ? seedNorms(seeds, step, axis) : [];
    if (seeds) this.set({ seeds_word: `▒ ${seeds.count} seeds, thin line: median` });
    this.seedsAt = at;
    return this.seeds;
  }

  /**
   * What was there when there were numbers last, and its step as a word.
   * @param {Run} run
   * @param {number} row
   * @param {Span} axis
   */
  before(run, row, axis) {
    const before = rows.lastWhole(run, row);
    if (before === null) return [];
    this.set({ before_word: `pale line: the last numbers, at training step ${run.steps[before]}` });
    return rows.norms(run, before, axis);
  }

  /** @param {Record<string, unknown>} parameters */
  set(parameters) {
    for (const name of /** @type {(keyof ProfileChart["words"])[]} */ (Object.keys(this.words))) {
      if (name in parameters) this.words[name] = String(parameters[name]);
    }
    this.charts.set(parameters, ["profile"]);
  }
}

return { ProfileChart };
})();
const $shared_theme = (() => {
// The visitor's colours, which the charts follow: as parameters, so that a change of theme embeds nothing anew.
/** @import { Charts } from "./charts.js" */

/** Pictures between two looks at the visitor's theme, of which the page does not tell. */
const EVERY = 15;

class Theme {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.host = host;
    this.charts = charts;
    /** Of text and lines. */
    this.ink = "";
    this.unchecked = 0;
  }

  /** The page does not say that its theme has changed, but often feeds the player when it has. */
  check() {
    this.unchecked = 0;
  }

  /** Called at every picture; whether the colours are others now. */
  draw() {
    if (this.unchecked-- > 0) return false;
    this.unchecked = EVERY;
    const ink = getComputedStyle(this.host).color;
    if (ink === this.ink) return false;
    this.ink = ink;
    this.charts.set({ fg: ink, page: getComputedStyle(this.host).getPropertyValue("--st-background-color") });
    this.charts.refresh();
    return true;
  }
}

return { Theme };
})();
const $shared_verdict = (() => {
// What happens to the gradient, in words: a sign, a sentence, and a colour last.
const { SIGNS } = $constants;
const { explain } = $shared_glossary;

/** @import { Caption, Run } from "../data/payload.d.ts" */

/** Milliseconds between two readings of new numbers, and before a new state is read. */
const CALM = 4000;
const SOON = 500;

class Verdict {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.line = /** @type {HTMLElement} */ (host.querySelector(".verdict"));
    this.said = /** @type {HTMLElement} */ (host.querySelector(".said"));
    /** @type {Caption | null | undefined} */
    this.caption = null;
    this.name = "";
    this.saidAt = 0;
    this.timer = 0;
  }

  /**
   * While the run plays the words stay for a while; where it stands still they are those of the very row.
   * @param {Run} run
   * @param {number} row
   * @param {boolean} plays
   */
  show(run, row, plays) {
    const captions = plays ? run.captions : run.exact;
    const caption = captions.findLast(([from]) => from <= row) ?? captions[0];
    if (caption === this.caption) return;
    this.caption = caption;
    const [, name, sentence, written] = caption ?? [0, "", "", ""];
    const [sign, colour] = SIGNS[name] ?? ["", ""];
    this.line.dataset.verdict = name;
    this.line.style.setProperty("--meaning", colour);
    this.line.title = written;
    const [head, ...rest] = sentence.split(":");
    this.find(".sign").textContent = sign;
    explain(this.find("b"), rest.length ? `${head}:` : "");
    explain(this.find(".rest"), rest.length ? rest.join(":") : sentence, unbroken);
    this.sayLater(name, `${sentence}.`);
  }

  /** @param {string} selector */
  find(selector) {
    return /** @type {HTMLElement} */ (this.line.querySelector(selector));
  }

  /**
   * A screen reader hears the new state at once, new numbers only now and then.
   * @param {string} name
   * @param {string} text
   */
  sayLater(name, text) {
    clearTimeout(this.timer);
    const wait = name === this.name ? Math.max(SOON, this.saidAt + CALM - Date.now()) : SOON;
    this.timer = setTimeout(() => {
      this.said.textContent = text;
      this.name = name;
      this.saidAt = Date.now();
    }, wait);
  }

  close() {
    clearTimeout(this.timer);
  }
}

/** Keeps "1e-13" on one line. @param {string} text */
function unbroken(text) {
  const whole = (/** @type {string} */ part) =>
    Object.assign(document.createElement("span"), { className: "number", textContent: part });
  return text.split(/(\d+e-\d+)/).map((part, i) => (i % 2 ? whole(part) : part));
}

return { Verdict };
})();
const $walk_drawing = (() => {
// Draws the scene of a moment as SVG: units as blocks, weights as lines between them.
const { LINKS } = $constants;

/** @import { Answers, Below } from "./columns.js" */
/** @import { Gap } from "./gaps.js" */
/** @import { Block, Edge } from "./scales.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {{ middles: number[], size: number }} Rows of blocks: their middles and their height */

const NS = "http://www.w3.org/2000/svg";
/** Pixels above and below the blocks, of the input from below, and of a block with the air around it. */
const TOP = 34;
const BOTTOM = 30;
const INPUT = 38;
const BLOCK = 56;
const THICK = 26;
const AIR = 4;

class Drawing {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.height = this.bottom = 0;
    this.page = /** @type {number | null} */ (null);
  }

  get width() {
    return this.svg.clientWidth;
  }

  /** Its height, which is another one where the walk fills the screen. */
  get room() {
    return this.svg.clientHeight;
  }

  /** @param {Scene} scene */
  draw(scene) {
    const height = this.room;
    const whole = put(null, "g", {});
    // Where other sites are drawn than before, they slide in from the side on which they lie.
    const page = this.page ?? scene.first;
    this.height = height;
    this.bottom = height - BOTTOM - (scene.columns.some(({ below }) => below) ? INPUT : 0);
    /** @type {Record<number, Rows>} */
    const placed = Object.fromEntries(scene.columns.map(({ site, units }) => [site, this.rows(units.length)]));
    for (const column of scene.columns) if (column.now) this.band(whole, column, scene);
    for (const gap of scene.gaps) this.gap(whole, gap, scene, placed);
    for (const column of scene.columns) this.column(whole, column, placed[column.site]);
    if (scene.answers) this.answers(whole, scene, scene.answers, placed[scene.last]);
    if (scene.first !== page) whole.setAttribute("class", scene.first > page ? "turned" : "turned leftward");
    this.page = scene.first;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
    this.svg.replaceChildren(whole);
  }

  /**
   * Where blocks stand, one above the other.
   * @param {number} count
   * @returns {Rows}
   */
  rows(count) {
    const pitch = (this.bottom - TOP) / count;
    return {
      middles: Array.from({ length: count }, (_, i) => TOP + pitch * (i + 0.5)),
      size: Math.min(THICK, pitch - AIR),
    };
  }

  /**
   * @param {SVGElement} parent
   * @param {Scene["columns"][number]} column
   * @param {Scene} scene
   */
  band(parent, { x, site }, { pitch, answers, last }) {
    const width = answers && site === last ? 2 * pitch : pitch;
    put(parent, "rect", { class: "here", x: x - pitch / 2 + 2, y: 0, width: width - 4, height: this.height, rx: 8 });
  }

  /**
   * @param {SVGElement} parent
   * @param {Scene["columns"][number]} column
   * @param {Rows} rows
   */
  column(parent, { x, label, units, foot, below, now }, { middles, size }) {
    put(parent, "text", { x, y: 16, class: now ? "strong" : "" }, label);
    for (const [i, unit] of units.entries()) {
      this.block(parent, unit, x - BLOCK / 2, middles[i] - size / 2, BLOCK, size);
    }
    put(parent, "text", { x, y: this.height - 9, class: "strong" }, foot);
    if (below) this.input(parent, x, below);
  }

  /**
   * @param {SVGElement} parent
   * @param {number} x
   * @param {Below} below
   */
  input(parent, x, { units, arrow, now }) {
    const width = BLOCK / units.length;
    const y = this.bottom + INPUT - 12;
    if (now)
      put(parent, "rect", { class: "here", x: x - BLOCK / 2, y: this.bottom + 2, width: BLOCK, height: INPUT, rx: 6 });
    for (const [i, unit] of units.entries()) {
      this.block(parent, { ...unit, text: "" }, x - BLOCK / 2 + i * width, y, width, 12);
    }
    const d = `M${x} ${y - 3} V${this.bottom + 5} m-5 6 l5 -6 l5 6`;
    put(parent, "path", { class: "up", d, stroke: arrow.colour, "stroke-width": arrow.width });
  }

  /**
   * @param {SVGElement} parent
   * @param {Block} unit
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  block(parent, { fill, opacity, ink, text }, x, y, width, height) {
    // Blocks let the ground through, and lines run beneath them.
    put(parent, "rect", { class: "ground", x, y, width, height });
    put(parent, "rect", { class: "block", x, y, width, height, fill, "fill-opacity": opacity });
    if (text) put(parent, "text", { x: x + width / 2, y: y + height / 2 + 5, fill: ink }, text);
  }

  /**
   * @param {SVGElement} parent
   * @param {Gap & { from: number, x: number }} gap
   * @param {Scene} scene
   * @param {Record<number, Rows>} placed
   */
  gap(parent, { from, x, edges, now, moved, back, outward, arrow, foot }, { pitch, detour }, placed) {
    const [start, end] = [placed[from].middles, placed[from + 1].middles];
    const half = (pitch - BLOCK) / 2;
    if (moved) put(parent, "rect", { class: "here", x: x - half, y: 0, width: 2 * half, height: this.height, rx: 8 });
    const group = put(parent, "g", { class: now ? "edges now" : "edges" });
    for (const { i, j, ...style } of edges) {
      const d = `M${x - half} ${start[i]} C${x} ${start[i]} ${x} ${end[j]} ${x + half} ${end[j]}`;
      put(group, "path", { d, ...stroke(style) });
    }
    if (detour && from > 0 && !outward) {
      const d = `M${x - pitch / 2} ${TOP - 3} q${pitch / 2} -16 ${pitch} 0`;
      const colour = back ? LINKS.rest : "currentColor";
      const style = stroke({ colour, width: 2, dashed: false, opacity: back || now ? 1 : 0.4 });
      put(parent, "path", { class: "detour", d, ...style });
    }
    put(parent, "text", { x, y: 20, class: "arrow" }, arrow);
    put(parent, "text", { x, y: this.height - 9, class: moved ? "strong" : "" }, foot);
  }

  /**
   * Beside each output a filled bar, what the network says, over a hollow one, what is true.
   * @param {SVGElement} parent
   * @param {Scene} scene
   * @param {Answers} answers
   * @param {Rows} rows
   */
  answers(parent, { columns, pitch }, { rows, most, signed }, { middles }) {
    const { x } = columns[columns.length - 1];
    const left = x + BLOCK / 2 + 10;
    const right = x + 1.5 * pitch - 78;
    const zero = signed ? (left + right) / 2 : left;
    const bar = (/** @type {number} */ value, /** @type {number} */ y, /** @type {string} */ kind) => {
      const size = Number.isFinite(value) ? ((right - zero) * value) / most : 0;
      put(parent, "rect", { class: kind, x: Math.min(zero, zero + size), y, width: Math.abs(size), height: 7 });
    };
    put(parent, "text", { x: right + 74, y: 16, class: "end" }, "says / true");
    rows.forEach(({ said, truth, text }, i) => {
      bar(said, middles[i] - 8, "said-bar");
      bar(truth, middles[i] + 1, "truth-bar");
      put(parent, "text", { x: right + 74, y: middles[i] + 5, class: "end" }, text);
    });
    put(parent, "path", { class: "zero", d: `M${zero} ${TOP} V${this.bottom}` });
  }
}

/** @param {Edge & { opacity?: number }} edge */
function stroke({ colour, width, opacity, dashed }) {
  return {
    stroke: colour,
    "stroke-width": width,
    "stroke-opacity": opacity,
    "stroke-dasharray": dashed ? "6 4" : null,
  };
}

/**
 * @param {SVGElement | null} parent
 * @param {string} name
 * @param {Record<string, string | number | null | undefined>} attributes
 * @param {string} text
 */
function put(parent, name, attributes, text = "") {
  const element = /** @type {SVGElement} */ (document.createElementNS(NS, name));
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.textContent = text;
  parent?.append(element);
  return element;
}

return { Drawing };
})();
const $walk_scales = (() => {
// What a number looks like in the drawing of the walk: the colour of its block, the width of its edge, and a few digits.
const { ACTIVATION, APPLIED, BROKEN, NOTHING } = $constants;
const { channels } = $shared_colour;

/** @import { Span } from "../constants.js" */

/** @typedef {{ fill: string, opacity: number, ink: string, text: string }} Block what a unit looks like */
/** @typedef {{ colour: string, width: number, dashed: boolean }} Edge what a weight looks like */

// Viridis from low to high in even steps: the colours of the map (van der Walt, Smith, 2015).
const VIRIDIS = [
  "#440154",
  "#482878",
  "#3e4989",
  "#31688e",
  "#26828e",
  "#1f9e89",
  "#35b779",
  "#6ece58",
  "#b5de2b",
  "#fde725",
];
const INK = "currentColor";
const BLACK = "#000";
const WHITE = "#fff";
/** Black or white, whichever the visitor's ink is nearer to. */
const CLEAR = "var(--clear)";
/** Opacity below and above zero, and luminance, from which on the digits of a block are black: on either ground 4.5:1. */
const DENSE = [0.76, 0.82];
const BRIGHT = 0.18;
/** Pixels of the widest edge, of the widest step of a weight, and of the narrowest of both. */
const THICKEST = 4.5;
const LARGE_STEP = 3.5;
const THINNEST = 0.6;
/** A weight below this part of the largest one is not drawn. */
const DROPPED = 0.25;
/** log10 of a step beside its weights: next to nothing, and a very large one. */
const LEAST_STEP = -6;
const LARGEST_STEP = -1;

/** @type {Block} */
const EMPTY = { fill: "none", opacity: 1, ink: INK, text: "" };

// ---- blocks -------------------------------------------------------------------------------------------------------

/**
 * Of a mean activation: the further from zero, the denser the colour of its sign.
 * @param {number} value
 * @param {number} reach the largest
 * @returns {Block}
 */
function activation(value, reach) {
  if (!Number.isFinite(value)) return { fill: BROKEN, opacity: 1, ink: BLACK, text: brief(value) };
  const opacity = Math.min(1, Math.asinh(Math.abs(value)) / Math.asinh(reach || 1));
  const sign = value < 0 ? 0 : 1;
  return { fill: ACTIVATION[sign], opacity, ink: opacity > DENSE[sign] ? BLACK : CLEAR, text: brief(value) };
}

/**
 * @param {number} log
 * @param {Span} axis
 * @returns {Block}
 */
function gradient(log, axis) {
  if (log === -Infinity) return { fill: NOTHING, opacity: 1, ink: BLACK, text: "0" };
  if (!Number.isFinite(log)) return { fill: BROKEN, opacity: 1, ink: BLACK, text: briefLog(log) };
  const [r, g, b] = viridis(share(log, axis));
  const bright = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return { fill: `rgb(${r} ${g} ${b})`, opacity: 1, ink: bright > BRIGHT ? BLACK : WHITE, text: briefLog(log) };
}

const gradientBar = `linear-gradient(to right, ${VIRIDIS.join(", ")})`;
const activationBar = `linear-gradient(to right, ${ACTIVATION[0]}, transparent, ${ACTIVATION[1]})`;

/** @param {number} part from 0 to 1 */
function viridis(part) {
  const place = part * (VIRIDIS.length - 1);
  const i = Math.min(VIRIDIS.length - 2, Math.floor(place));
  const [from, to] = [VIRIDIS[i], VIRIDIS[i + 1]].map(channels);
  return from.map((value, k) => Math.round(value + (to[k] - value) * (place - i)));
}

const linear = (/** @type {number} */ value) => (value / 255) ** 2.2;

/**
 * @param {number} value
 * @param {Span} span
 */
const share = (value, [low, high]) => Math.max(0, Math.min(1, (value - low) / (high - low)));

// ---- edges --------------------------------------------------------------------------------------------------------

/**
 * Of a weight beside the largest one; null where it is too small to be drawn. Broken ones are always drawn.
 * @param {number} value
 * @param {number} largest
 * @returns {Edge | null}
 */
function weight(value, largest) {
  if (!Number.isFinite(value)) return { colour: BROKEN, width: THICKEST, dashed: false };
  const part = Math.abs(value) / (largest || 1);
  return part < DROPPED ? null : { colour: INK, width: THINNEST + (THICKEST - THINNEST) * part, dashed: value < 0 };
}

/**
 * Of a step beside the largest weight, on a logarithmic scale.
 * @param {number} value
 * @param {number} largest
 * @returns {Edge | null}
 */
function step(value, largest) {
  if (!Number.isFinite(value)) return { colour: BROKEN, width: THICKEST, dashed: false };
  const part = moved(Math.log10(Math.abs(value) / (largest || 1)));
  return part > 0 ? { colour: APPLIED, width: THINNEST + (LARGE_STEP - THINNEST) * part, dashed: value < 0 } : null;
}

/**
 * Of the step of a whole matrix, by the log of its share.
 * @param {number} log
 * @returns {Edge}
 */
const taken = (log) => ({ colour: APPLIED, width: THINNEST + 2 * LARGE_STEP * moved(log), dashed: false });

/** From 0, next to nothing, to 1, a very large step. @param {number} log */
const moved = (log) => (Number.isNaN(log) ? 0 : share(log, [LEAST_STEP, LARGEST_STEP]));

// ---- digits -------------------------------------------------------------------------------------------------------

/** Two digits. @param {number} value */
function brief(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  const short = size === 0 || (size >= 0.01 && size < 1000);
  const text = short ? String(Number(size.toPrecision(2))) : size.toExponential(0).replace("+", "");
  return value < 0 ? `−${text}` : text;
}

/** One digit and a power of ten, where two digits alone do not say it. @param {number} log */
function briefLog(log) {
  if (log === -Infinity) return "0";
  if (!Number.isFinite(log)) return Number.isNaN(log) ? "NaN" : "∞";
  if (log >= -2 && log < 3) return brief(10 ** log);
  const power = Math.floor(log);
  const digit = Math.round(10 ** (log - power));
  return digit === 10 ? `1e${power + 1}` : `${digit}e${power}`;
}

return { activation, gradient, weight, step, brief, briefLog, DROPPED, EMPTY, gradientBar, activationBar, taken, moved };
})();
const $walk_columns = (() => {
// The columns of the drawing at a moment: the units of a site as far as they are known, the input, and the outputs.
const { part } = $data_snapshots;
const { number, short } = $shared_words;
const { known, layered } = $walk_plan;
const { activation, brief, EMPTY, gradient, taken } = $walk_scales;

/** @import { Snapshot } from "../data/payload.d.ts" */
/** @import { Block, Edge } from "./scales.js" */
/** @import { View } from "./scene.js" */

/**
 * @typedef {object} Column
 * @property {string} label
 * @property {Block[]} units
 * @property {string} foot
 * @property {boolean} now whether the moment is here
 * @property {Below | null} [below] the input of a time step
 */
/** @typedef {{ units: Block[], arrow: Edge, now: boolean }} Below */
/** @typedef {{ said: number, truth: number, text: string }} Answer */
/** @typedef {{ rows: Answer[], most: number, signed: boolean }} Answers */

/** @type {Edge} */
const UP = { colour: "currentColor", width: 1.5, dashed: false };

/**
 * @param {View} view
 * @param {number} site
 * @returns {Column}
 */
function column(view, site) {
  if (site === 0) return input(view);
  if (site > view.run.sites) return outputs(view);
  const { run, snapshot, moment, axis, largest } = view;
  const state = known(moment, site);
  const values = part(snapshot, state === "gradient" ? "gradient" : "h", site - 1, run.sites);
  /** @type {Record<typeof state, (value: number) => Block>} */
  const blocks = {
    h: (value) => activation(value, largest.h),
    gradient: (log) => gradient(log, axis),
    "": () => EMPTY,
  };
  return {
    label: `${run.site} ${site}`,
    units: Array.from(values, blocks[state]),
    foot: foot(snapshot, site, state),
    below: layered(run) ? null : below(view, site, state),
    now: site === moment.site && ["forward", "backward"].includes(moment.phase),
  };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} site
 * @param {ReturnType<typeof known>} state
 */
function foot({ arrays }, site, state) {
  const { gradient_norm: norms, activation_mean: mean, activation_std: std } = arrays;
  if (state === "gradient") return number(norms.values[site - 1]);
  return state ? `${brief(mean.values[site - 1])} ± ${brief(std.values[site - 1])}` : "";
}

/**
 * @param {View} view
 * @returns {Column}
 */
function input({ snapshot, moment: { phase, site }, largest }) {
  const seen = phase === "forward" || phase === "loss";
  const units = Array.from(snapshot.arrays.x.values, (value) => (seen ? activation(value, largest.h) : EMPTY));
  return { label: "input", units, foot: "", now: phase === "forward" && site === 0 };
}

/**
 * The input of a time step comes from below, through the first matrix.
 * @param {View} view
 * @param {number} site
 * @param {ReturnType<typeof known>} state
 * @returns {Below}
 */
function below({ run, snapshot, moment: { phase, site: matrix }, largest }, site, state) {
  const moving = phase === "update";
  const ratio = snapshot.arrays.update_ratio.values[0];
  const values = part(snapshot, "x", site - 1, run.sites);
  const units = Array.from(values, (value) => (state === "h" ? activation(value, largest.h) : EMPTY));
  return { units, arrow: moving ? taken(ratio) : UP, now: moving && matrix === 1 };
}

/**
 * @param {View} view
 * @returns {Column}
 */
function outputs({ snapshot, moment: { phase } }) {
  return {
    label: snapshot.labels.length > 1 ? "class" : "output",
    units: snapshot.labels.map((label) => ({ ...EMPTY, text: label.replace("class ", "") })),
    foot: phase === "forward" ? "" : `loss ${short(snapshot.arrays.loss.values[0])}`,
    now: phase === "loss",
  };
}

/**
 * What the network says at each output beside what is true, once it is known.
 * @param {View} view
 * @returns {Answers | null}
 */
function answers({ run, snapshot, moment: { phase } }) {
  if (phase === "forward") return null;
  const { probability, target } = snapshot.arrays;
  const sizes = [...probability.values, ...target.values].filter(Number.isFinite);
  const say = (/** @type {number} */ value) =>
    run.scored && Number.isFinite(value) ? `${Math.round(100 * value)}` : brief(value);
  const rows = Array.from(probability.values, (said, i) => {
    const truth = target.values[i];
    return { said, truth, text: `${say(said)} / ${say(truth)}${run.scored ? " %" : ""}` };
  });
  return { rows, most: Math.max(1e-9, ...sizes.map(Math.abs)), signed: sizes.some((value) => value < 0) };
}

return { column, answers };
})();
const $walk_gaps = (() => {
// The gaps between the columns at a moment: the weights that cross them, the steps these take, the number below.
const { GRADIENT } = $constants;
const { part } = $data_snapshots;
const { layered } = $walk_plan;
const { briefLog, step, weight } = $walk_scales;

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment, Phase } from "./plan.js" */
/** @import { Edge } from "./scales.js" */
/** @import { View } from "./scene.js" */

/** @typedef {Edge & { i: number, j: number, opacity?: number }} Line from unit i to unit j */

/**
 * @typedef {object} Gap
 * @property {Line[]} edges
 * @property {boolean} now whether it is being crossed
 * @property {boolean} moved whether its weights are taking their step
 * @property {boolean} back whether the gradient has come back over it
 * @property {boolean} outward whether it leads to the outputs
 * @property {string} arrow
 * @property {string} foot
 */

/** Opacity of an edge before the walk has come to it, after it, on the way back, and at its moment. */
const FAINT = 0.13;
const USED = 0.4;
const RETURNED = 0.6;
const NOW = 1;
const ARROWS = { forward: "→", loss: "→", backward: "←", update: "" };

/**
 * What leads out of a column.
 * @param {View} view
 * @param {number} from
 * @returns {Gap}
 */
function gap(view, from) {
  const { run, snapshot, moment } = view;
  const { phase } = moment;
  const { used, now } = role(run, moment, from);
  const moving = phase === "update";
  const back = phase === "backward" && used;
  return {
    edges: [
      ...weights(view, from, { used: used && !moving, now, back }),
      ...(moving && used ? steps(view, from, now) : []),
    ],
    now: now && !moving,
    moved: now && moving,
    back,
    outward: from === run.sites,
    arrow: now ? ARROWS[phase] : "",
    foot: used ? between(run, snapshot, phase, from) : "",
  };
}

/**
 * Whether the weights out of a column have been used so far, and whether they are being used.
 * @param {Run} run
 * @param {Moment} moment
 * @param {number} from
 */
function role(run, { phase, site }, from) {
  if (phase === "forward") return { used: from < site, now: from === site - 1 };
  if (phase === "loss") return { used: true, now: from === run.sites };
  if (phase === "backward") return { used: from >= site, now: from === site };
  const matrix = matrixOf(run, from);
  return { used: matrix <= site, now: matrix === site };
}

/**
 * The number of the matrix that leads out of a column: time steps share one.
 * @param {Run} run
 * @param {number} from
 */
function matrixOf(run, from) {
  if (layered(run)) return from + 1;
  // Of input, recurrent and output weights the first come from below each column.
  return from === run.sites ? 3 : 2;
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Phase} phase
 * @param {number} from
 */
function between(run, { arrays }, phase, from) {
  if (phase === "update") return briefLog(arrays.update_ratio.values[matrixOf(run, from) - 1]);
  if (phase !== "backward" || from === run.sites) return "";
  const factor = arrays.gradient_norm.values[from - 1] - arrays.gradient_norm.values[from];
  return Number.isFinite(factor) ? `× ${briefLog(factor)}` : "";
}

// ---- edges --------------------------------------------------------------------------------------------------------

/**
 * @param {View} view
 * @param {number} from
 * @param {{ used: boolean, now: boolean, back: boolean }} role
 * @returns {Line[]}
 */
function weights({ run, snapshot, largest }, from, { used, now, back }) {
  const opacity = !used ? FAINT : now ? NOW : back ? RETURNED : USED;
  const colour = back ? { colour: GRADIENT } : {};
  const drawn = edges(run, snapshot, "weight", from, (value) => weight(value, largest.weight));
  return drawn.map((edge) => ({ ...edge, ...colour, opacity }));
}

/**
 * @param {View} view
 * @param {number} from
 * @param {boolean} now
 * @returns {Line[]}
 */
function steps({ run, snapshot, largest }, from, now) {
  const drawn = edges(run, snapshot, "step", from, (value) => step(value, largest.weight));
  return drawn.map((edge) => ({ ...edge, opacity: now ? NOW : RETURNED }));
}

/**
 * One for each entry of the matrix that is large enough to be drawn.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {"weight" | "step"} kind
 * @param {number} from
 * @param {(value: number) => Edge | null} draw
 * @returns {Line[]}
 */
function edges(run, snapshot, kind, from, draw) {
  const width = from === run.sites ? snapshot.outputs.length : snapshot.units.length;
  return Array.from(matrix(run, snapshot, kind, from), draw).flatMap((edge, k) =>
    edge?.width ? [{ i: Math.floor(k / width), j: k % width, ...edge }] : [],
  );
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {"weight" | "step"} kind
 * @param {number} from
 */
function matrix(run, snapshot, kind, from) {
  if (from === run.sites) return snapshot.arrays[`${kind}_out`].values;
  if (from === 0) return snapshot.arrays[`${kind}_in`].values;
  return layered(run) ? part(snapshot, kind, from - 1, run.sites - 1) : snapshot.arrays[kind].values;
}

return { gap };
})();
const $walk_scene = (() => {
// What the drawing of the walk shows at a moment, as plain data: the columns in the window, and the gaps between them.
const { answers, column } = $walk_columns;
const { gap } = $walk_gaps;
const { layered, matrices } = $walk_plan;

/** @import { Span } from "../constants.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Answers, Column } from "./columns.js" */
/** @import { Gap } from "./gaps.js" */
/** @import { Moment } from "./plan.js" */

/** @typedef {{ h: number, weight: number }} Reach the largest activation and the largest weight of a snapshot */
/** @typedef {{ run: Run, snapshot: Snapshot, moment: Moment, axis: Span, largest: Reach }} View */

/**
 * @typedef {object} Scene
 * @property {number} first column of the window; 0 is the input, one more than the sites the outputs
 * @property {number} last column of the window
 * @property {number} pitch pixels from one column to the next
 * @property {(Column & { site: number, x: number })[]} columns
 * @property {(Gap & { from: number, x: number })[]} gaps
 * @property {Answers | null} answers
 * @property {string} detour
 */

/** Pixels that a column needs, and takes at most; columns that are seen at least and at most. */
const SLOT = 122;
const WIDEST = 200;
const FEWEST = 3;
const MOST = 10;
/** @type {WeakMap<Snapshot, Reach>} */
const measured = new WeakMap();

/**
 * The outputs take two slots.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Moment} moment
 * @param {number} width
 * @param {Span} axis
 * @returns {Scene}
 */
function scene(run, snapshot, moment, width, axis) {
  const { first, count } = visible(run, moment, width);
  const last = Math.min(run.sites + 1, first + count - 1);
  const pitch = Math.min(WIDEST, width / count);
  const left = (width - pitch * count) / 2;
  const x = (/** @type {number} */ site) => left + pitch * (site - first + 0.5);
  const view = { run, snapshot, moment, axis, largest: reach(snapshot) };
  const sites = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    first,
    last,
    pitch,
    columns: sites.map((site) => ({ site, x: x(site), ...column(view, site) })),
    gaps: sites.slice(0, -1).map((site) => ({ from: site, x: (x(site) + x(site + 1)) / 2, ...gap(view, site) })),
    answers: first + count > run.sites + 2 ? answers(view) : null,
    detour: detour(run, snapshot),
  };
}

/**
 * The sites of the window: it turns like a page, and both neighbours of the site of the moment are always seen.
 * @param {Run} run
 * @param {Moment} moment
 * @param {number} width
 */
function visible(run, { phase, site }, width) {
  const start = layered(run) ? 0 : 1;
  const total = run.sites - start + 3;
  const count = Math.min(total, Math.max(FEWEST, Math.min(MOST, Math.floor(width / SLOT))));
  const end = phase === "loss" || (phase === "update" && site === matrices(run));
  const turned = Math.floor(Math.max(0, site - start - 1) / (count - 2)) * (count - 2);
  return { first: start + (end ? total - count : Math.min(turned, total - count)), count };
}

/** Measured once for each snapshot. @param {Snapshot} snapshot */
function reach(snapshot) {
  const most = (/** @type {string[]} */ ...names) =>
    names.reduce((most, name) => largest(snapshot.arrays[name].values, most), 0);
  const known = measured.get(snapshot) ?? { h: most("h"), weight: most("weight_in", "weight", "weight_out") };
  measured.set(snapshot, known);
  return known;
}

/**
 * @param {Float32Array} values
 * @param {number} most
 */
const largest = (values, most) =>
  values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), most);

/**
 * What leads around the weights of a site, in words; empty where nothing does.
 * @param {Run} run
 * @param {Snapshot} snapshot
 */
function detour({ links: { rest = "" } }, snapshot) {
  if (snapshot.arrays.forget_road) return "the memory c runs past the weights";
  return rest.startsWith("what the loss") ? "" : rest;
}

return { scene, reach, detour };
})();
const $walk_legend = (() => {
// The legend of the walk: what every colour, width and number of the drawing means at a moment.
const { APPLIED, BROKEN, GRADIENT, LINKS, NOTHING } = $constants;
const { layered } = $walk_plan;
const { activationBar, brief, briefLog, DROPPED, gradientBar } = $walk_scales;
const { detour, reach } = $walk_scene;

/** @import { Span } from "../constants.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment, Phase } from "./plan.js" */

/**
 * @typedef {object} Entry words, and one swatch at most: a bar with what stands at its two ends, a box, or a line
 * @property {string} text
 * @property {string} [bar]
 * @property {string} [from]
 * @property {string} [to]
 * @property {string} [box]
 * @property {string} [line]
 * @property {number} [width]
 * @property {boolean} [dashed]
 */

const STEP = "step of a weight, from a millionth (thin) to a tenth (wide) of the largest weight; grey: weights";

class WalkLegend {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.shown = "";
  }

  /**
   * @param {Run} run
   * @param {Snapshot} snapshot
   * @param {Moment} moment
   * @param {Span} axis
   */
  show(run, snapshot, { phase }, axis) {
    const entries =
      phase === "backward" || phase === "update" ? behind(run, snapshot, phase, axis) : ahead(run, snapshot);
    const shown = JSON.stringify(entries);
    if (shown === this.shown) return;
    this.shown = shown;
    this.list.replaceChildren(...entries.map(entry));
  }
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 */
function ahead(run, snapshot) {
  const end = brief(reach(snapshot).h || 1);
  return known([
    { bar: activationBar, from: `−${end}`, to: end, text: "mean activation h of a unit" },
    broken(snapshot.arrays.h.values),
    ...weights(run, snapshot),
    around(run, snapshot, "currentColor"),
    !layered(run) && { text: "the same weights between all time steps" },
    { text: `below: mean ± spread of h; ${drawn(snapshot)}` },
  ]);
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Phase} phase
 * @param {Span} axis
 */
function behind(run, snapshot, phase, axis) {
  const logs = snapshot.arrays.gradient.values;
  const moving = phase === "update";
  return known([
    { bar: gradientBar, from: briefLog(axis[0]), to: briefLog(axis[1]), text: "gradient of a unit" },
    logs.includes(Number.NEGATIVE_INFINITY) && { box: NOTHING, text: "zero" },
    broken(logs.filter((log) => log !== Number.NEGATIVE_INFINITY)),
    moving && { line: APPLIED, width: 4, text: STEP },
    !moving && { line: GRADIENT, width: 3, text: `the gradient's way back over the ${gated(run)}weights` },
    !moving && around(run, snapshot, LINKS.rest),
    {
      text: moving
        ? "below: gradient norm, and |step| / |weights| between"
        : "below: gradient norm, and the factor between",
    },
  ]);
}

/** @param {(Entry | false | "")[]} entries */
const known = (entries) => entries.filter((entry) => entry !== false && entry !== "");

/** @param {Float32Array} values */
const broken = (values) => !values.every(Number.isFinite) && { box: BROKEN, text: "not a number or infinite" };

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @returns {Entry[]}
 */
function weights(run, snapshot) {
  const { weight } = reach(snapshot);
  const least = brief(DROPPED * weight);
  if (!weight) return [{ text: "all weights are exactly zero" }];
  return [
    { line: "currentColor", width: 3, text: `${gated(run)}weight above zero,` },
    { line: "currentColor", width: 3, dashed: true, text: `below; widest ${brief(weight)}, under ${least} not drawn` },
  ];
}

/** @param {Run} run */
const gated = (run) => (run.gated ? "candidate's " : "");

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {string} colour
 */
const around = (run, snapshot, colour) =>
  detour(run, snapshot) && { line: colour, width: 2, text: detour(run, snapshot) };

/** @param {Snapshot} snapshot */
function drawn({ units }) {
  const count = units[units.length - 1] + 1;
  return units.length < count ? `${units.length} of ${count} units drawn` : "all units drawn";
}

/** @param {Entry} entry */
function entry({ bar, from, to, line, width, dashed, box, text }) {
  const item = document.createElement("li");
  const swatch = document.createElement("i");
  if (bar) Object.assign(swatch.style, { width: "72px", height: "12px", background: bar });
  if (box) Object.assign(swatch.style, { width: "14px", height: "14px", background: box });
  if (line)
    Object.assign(swatch.style, { width: "30px", borderTop: `${width}px ${dashed ? "dashed" : "solid"} ${line}` });
  if (from) item.append(words(from));
  if (bar || box || line) item.append(swatch);
  if (to) item.append(words(to));
  item.append(words(text));
  return item;
}

/** @param {string} text */
const words = (text) => Object.assign(document.createElement("span"), { textContent: text });

return { WalkLegend };
})();
const $walk_strip = (() => {
// All sites in one strip, coloured by what is known of them so far; a press goes to that moment.
const { APPLIED, BROKEN } = $constants;
const { known, layered } = $walk_plan;
const { gradient, moved } = $walk_scales;

/** @import { Span } from "../constants.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment, Phase } from "./plan.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {keyof typeof LANES} Lane */
/** @typedef {{ colour: string, opacity: number }} Cell */

/** Pixels of a lane and of its cells; of a cell from which on there is a gap to the next; of the smallest outline. */
const LANE = 18;
const CELL = 14;
const SEPARATE = 6;
const SMALLEST = 5;
/** Pixels by which cells without a gap overlap, because a rounded edge would let the ground through. */
const BLEED = 0.5;
/** Opacity of a lane, and of the palest cell on it. */
const GROUND = 0.06;
const FAINT = 0.15;
const LANES = { forward: "spread of h", backward: "gradient", update: "step" };

class Strip {
  /**
   * @param {HTMLElement} box
   * @param {(moment: Moment) => void} go
   */
  constructor(box, go) {
    this.names = /** @type {HTMLElement} */ (box.querySelector(".names"));
    this.canvas = /** @type {HTMLCanvasElement} */ (box.querySelector("canvas"));
    /** @type {Lane[]} */
    this.phases = [];
    /** @type {Record<Lane, Cell[]>} */
    this.cells = { forward: [], backward: [], update: [] };
    /** @type {Run | null} */
    this.run = null;
    this.key = "";
    this.cell = 0;
    this.canvas.onpointerdown = ({ offsetX, offsetY }) => this.run && go(this.pressed(this.run, offsetX, offsetY));
  }

  /**
   * @param {Run} run
   * @param {number} x
   * @param {number} y
   * @returns {Moment}
   */
  pressed({ sites }, x, y) {
    const site = 1 + Math.floor((x / this.canvas.clientWidth) * sites);
    const lane = Math.min(this.phases.length - 1, Math.floor(y / LANE));
    return { phase: this.phases[lane], site: Math.max(1, Math.min(sites, site)) };
  }

  /**
   * @param {Run} run
   * @param {Snapshot} snapshot
   * @param {Moment} moment
   * @param {Scene} scene
   * @param {Span} axis
   */
  draw(run, snapshot, moment, { first, last }, axis) {
    this.name(run);
    const { canvas } = this;
    const ink = getComputedStyle(canvas).color;
    const width = canvas.clientWidth;
    const height = LANE * this.phases.length;
    this.colour(snapshot, axis, ink);
    this.cell = width / run.sites;
    // In the pixels of the screen, or cells would be blurred where it has more of them.
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.strokeStyle = ink;
    pen.scale(devicePixelRatio, devicePixelRatio);
    for (const [i, phase] of this.phases.entries()) this.drawLane(pen, run, moment, phase, i * LANE + 2);
    this.drawOutline(pen, Math.max(1, first) - 1, Math.min(run.sites, last));
    this.drawMark(pen, run, moment);
  }

  /** Time steps share their matrices, so that a sequence has no lane of steps. @param {Run} run */
  name(run) {
    if (run === this.run) return;
    this.run = run;
    this.phases = layered(run) ? ["forward", "backward", "update"] : ["forward", "backward"];
    const named = (/** @type {Lane} */ phase) =>
      Object.assign(document.createElement("span"), { textContent: LANES[phase] });
    this.names.replaceChildren(...this.phases.map(named));
    this.canvas.style.height = `${LANE * this.phases.length}px`;
  }

  /**
   * Colour and opacity of every cell, once for each snapshot.
   * @param {Snapshot} snapshot
   * @param {Span} axis
   * @param {string} ink
   */
  colour(snapshot, axis, ink) {
    const key = JSON.stringify([snapshot.snapshot_of, snapshot.row, axis, ink]);
    const { activation_std, gradient_norm, update_ratio } = snapshot.arrays;
    if (key === this.key) return;
    this.key = key;
    const widest = Math.max(...[...activation_std.values].filter(Number.isFinite));
    this.cells = {
      forward: Array.from(activation_std.values, (value) => spread(value, widest, ink)),
      backward: Array.from(gradient_norm.values, (log) => ({ colour: gradient(log, axis).fill, opacity: 1 })),
      update: Array.from(update_ratio.values, (log) => ({ colour: APPLIED, opacity: moved(log) })),
    };
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Run} run
   * @param {Moment} moment
   * @param {Lane} phase
   * @param {number} y
   */
  drawLane(pen, run, moment, phase, y) {
    const width = this.cell + (this.cell > SEPARATE ? -1 : BLEED);
    const paint = (/** @type {Cell} */ { colour, opacity }, /** @type {number} */ x, /** @type {number} */ width) => {
      Object.assign(pen, { fillStyle: colour, globalAlpha: opacity });
      pen.fillRect(x, y, width, CELL);
    };
    paint({ colour: String(pen.strokeStyle), opacity: GROUND }, 0, this.cell * run.sites);
    for (let site = 1; site <= run.sites; site++) {
      if (reached(phase, moment, site)) paint(this.cells[phase][site - 1], (site - 1) * this.cell, width);
    }
    pen.globalAlpha = 1;
  }

  /**
   * Around the sites that are drawn large.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} before sites before the first of them
   * @param {number} last
   */
  drawOutline(pen, before, last) {
    const height = LANE * this.phases.length;
    const width = Math.max(SMALLEST, (last - before) * this.cell);
    pen.lineWidth = 1.5;
    pen.strokeRect(before * this.cell + 0.75, 0.75, width - 1.5, height - 1.5);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Run} run
   * @param {Moment} moment
   */
  drawMark(pen, run, { phase, site }) {
    const lane = /** @type {Phase[]} */ (this.phases).indexOf(phase);
    const width = Math.max(SMALLEST, this.cell);
    const x = (site - 0.5) * this.cell - width / 2;
    if (lane < 0 || site < 1 || site > run.sites) return;
    pen.lineWidth = 3;
    pen.strokeRect(x, lane * LANE + 2, width, CELL);
  }
}

/**
 * Whether the walk has come to a site in a phase.
 * @param {Lane} phase
 * @param {Moment} moment
 * @param {number} site
 */
function reached(phase, moment, site) {
  if (phase === "forward") return moment.phase !== "forward" || site <= moment.site;
  if (phase === "backward") return known(moment, site) === "gradient";
  return moment.phase === "update" && site <= moment.site;
}

/**
 * @param {number} value
 * @param {number} widest
 * @param {string} ink
 * @returns {Cell}
 */
function spread(value, widest, ink) {
  if (!Number.isFinite(value)) return { colour: BROKEN, opacity: 1 };
  return { colour: ink, opacity: FAINT + (1 - FAINT) * (value / (widest || 1)) };
}

return { Strip };
})();
const $walk_back = (() => {
// What is said on the way back: what the links of one step multiply the gradient by, and what is left of it so far.
const { number } = $shared_words;
const { briefLog } = $walk_scales;

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Told } from "./tell.js" */

/** Factors that are written out, the latest ones. */
const MOST = 5;

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 * @returns {Told}
 */
function backward(run, snapshot, site) {
  const norms = snapshot.arrays.gradient_norm.values;
  const here = `${run.site} ${site}`;
  const line = chain(run, norms, site);
  if (site < run.sites)
    return { title: `Backward, through ${run.site} ${site + 1}`, text: back(run, snapshot, site), line };
  const text =
    `How would the loss change if ${here} passed on a little more? ` +
    `Through the output weights the gradient ${number(norms[site - 1])} arrives at ${here}.`;
  return { title: `Backward, from the loss to ${here}`, text, line };
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function back(run, snapshot, site) {
  const norms = snapshot.arrays.gradient_norm.values;
  const [end, start] = [norms[site - 1], norms[site]];
  const [from, to] = [`${run.site} ${site + 1}`, `${run.site} ${site}`];
  const { factors, product } = links(run, snapshot, site + 1);
  if (start === -Infinity && end === -Infinity) {
    return `Nothing came back to ${from}, so nothing arrives at ${to}: its gradient is exactly zero.`;
  }
  if (!Number.isFinite(start) || Number.isNaN(end) || end === Infinity) {
    return `The gradient of ${from} is ${number(start)}, that of ${to} ${number(end)}: there is nothing to multiply.`;
  }
  if (product === -Infinity && Number.isFinite(end)) {
    const alone = `${run.links.rest} alone brings ${number(end)} to ${to}.`;
    return `The way through the weights is shut, for the slope is zero everywhere in ${from}: ${alone}`;
  }
  const said = factors.map(([name, log]) => `${name} ${number(log)}`).join(" × ");
  return `gradient ${number(start)} × ${said} = ${number(end)} arrives at ${to}.`;
}

/**
 * The links of one step back from a site, as logarithms, with what is measured beyond their product where there is more.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function links(run, snapshot, site) {
  const names = Object.keys(run.links).filter((name) => name !== "rest");
  const norms = snapshot.arrays.gradient_norm.values;
  /** @type {[word: string, log: number][]} */
  const factors = names.map((name) => [
    run.links[name],
    Math.log10(snapshot.arrays[`${name}_factor`].values[site - 1]),
  ]);
  const product = factors.reduce((sum, [, log]) => sum + log, 0);
  if (run.links.rest) factors.push([run.links.rest, norms[site - 2] - norms[site - 1] - product]);
  return { factors, product };
}

/**
 * The latest factors, the last one last, and what all of them multiply up to.
 * @param {Run} run
 * @param {Float32Array} norms
 * @param {number} site
 * @returns {Told["line"]}
 */
function chain(run, norms, site) {
  const last = norms[run.sites - 1];
  const whole = norms[site - 1] - last;
  if (site === run.sites || !Number.isFinite(last) || Number.isNaN(whole)) {
    return { result: number(norms[site - 1]), of: `is the gradient of ${run.site} ${site}` };
  }
  const count = Math.min(MOST, run.sites - site);
  const before = count < run.sites - site ? ["…"] : [];
  const factors = Array.from({ length: count }, (_, i) => norms[site - 1 + i] - norms[site + i]).reverse();
  const terms = ["1", ...before, ...factors.map((log) => (Number.isNaN(log) ? "0" : briefLog(log)))];
  return { terms, result: number(whole), of: `of the gradient of ${run.site} ${run.sites}` };
}

return { backward };
})();
const $walk_tell = (() => {
// What is said at each moment of the walk: a title, a sentence, and a line whose result stands in large type.
const { CLIP_UNTOUCHED } = $constants;
const { formatNumber, number, percent, short } = $shared_words;
const { backward } = $walk_back;
const { layered } = $walk_plan;

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment } from "./plan.js" */

/**
 * @typedef {object} Told
 * @property {string} title
 * @property {string} text
 * @property {{ terms?: string[], result: string, of: string }} line factors, what they multiply up to, and of what
 */

/** log10 of a step beside its weights below which they do not learn, and above which it is a very large one. */
const STILL = -5;
const WILD = -1;

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Moment} moment
 * @returns {Told}
 */
function tell(run, snapshot, { phase, site }) {
  return { forward, loss, backward, update }[phase](run, snapshot, site);
}

// ---- forward ------------------------------------------------------------------------------------------------------

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function forward(run, snapshot, site) {
  if (site === 0) return input(snapshot);
  const { activation_mean, activation_std } = snapshot.arrays;
  const here = `${run.site} ${site}`;
  const mean = activation_mean.values[site - 1];
  const spread = formatNumber(activation_std.values[site - 1]);
  return {
    title: `Forward, ${here}`,
    text: layered(run) ? layer(run, snapshot, site) : timeStep(run, snapshot, site),
    line: {
      result: `mean ${formatNumber(mean)}, spread ${spread}`,
      of: `of h in ${here}, over batch and units`,
    },
  };
}

/** @param {Snapshot} snapshot */
function input({ inputs }) {
  const count = inputs[inputs.length - 1] + 1;
  const drawn = inputs.length < count ? `, of which ${inputs.length} are drawn` : "";
  const image = count === 1; // Only convolutional layers have a single input, the channel of a picture.
  const batch = image ? "pictures" : `examples of ${count} numbers${drawn}`;
  const pixels = image ? " and all pixels" : "";
  return {
    title: "Forward, the input",
    text: `A batch goes in: ${batch}. What stands in a block is the mean over the batch${pixels}.`,
    line: { result: image ? "pictures" : `${count} numbers`, of: "go through the weights into layer 1" },
  };
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function layer(run, snapshot, site) {
  const before = site > 1 ? `what layer ${site - 1} passes on` : "input";
  return `${z(run, `weights × ${before}`)}; h = ${around(run, site, before, `${f(snapshot)}(z)`)}.`;
}

/**
 * What leads around the weights, from the second layer on.
 * @param {Run} run
 * @param {number} site
 * @param {string} before
 * @param {string} fresh
 */
function around({ links: { rest = "" } }, site, before, fresh) {
  if (site === 1) return fresh;
  if (rest.includes("shortcut")) return `${before} + ${fresh}`;
  return rest.includes("highway") ? `gate × ${fresh} + (1 − gate) × ${before}` : fresh;
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function timeStep(run, snapshot, site) {
  const before = site > 1 ? `what time step ${site - 1} passes on` : "nothing, for it is the first";
  const seen = `Candidate and gates see the input and ${before}.`;
  if (snapshot.arrays.forget_road) {
    return `Memory c = forget gate × old c + input gate × candidate; h = output gate × ${f(snapshot)}(c). ${seen}`;
  }
  if (run.gated) return `h = (1 − update gate) × candidate + update gate × old h. ${seen}`;
  const recurrent = site > 1 ? ` + recurrent weights × ${before}` : "";
  return `${z(run, `input weights × input${recurrent}`)}; h = ${f(snapshot)}(z).`;
}

/**
 * @param {Run} run
 * @param {string} sum
 */
const z = (run, sum) => (run.links.norm ? `z = normalized (${sum})` : `z = ${sum} + bias`);

/** The activation as the name of a function. @param {Snapshot} snapshot */
function f({ activation_label: label }) {
  const name = label.replace(/ \(.*/, "");
  return /^[A-Z][a-z]+\b/.test(name) ? name[0].toLowerCase() + name.slice(1) : name;
}

// ---- loss ---------------------------------------------------------------------------------------------------------

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function loss(run, snapshot, site) {
  const value = snapshot.arrays.loss.values[0];
  const scored = run.scored ? `, accuracy ${percent(snapshot.arrays.accuracy.values[0])}` : "";
  const last = run.links.rest?.includes("loss") ? "each of the last time steps" : `${run.site} ${site}`;
  const answer = run.scored ? "one probability for each class" : "the answer";
  return {
    title: "Loss",
    text:
      `What ${last} passes on is turned into ${answer}. Filled bars: what the network says, on average over the batch; ` +
      `hollow bars: what is true.${Number.isFinite(value) ? "" : " Numbers have overflowed: training ends with this step."}`,
    line: { result: `loss ${short(value)}${scored}`, of: `at training step ${snapshot.step}` },
  };
}

// ---- update -------------------------------------------------------------------------------------------------------

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} matrix
 */
function update(run, snapshot, matrix) {
  const ratio = snapshot.arrays.update_ratio.values[matrix - 1];
  const clip = snapshot.arrays.clip_scale.values[0];
  const name = matrixName(run, matrix);
  const given = matrixGradient(run, snapshot, matrix);
  const clipped =
    clip < CLIP_UNTOUCHED ? ` Clipping shrank the whole gradient first, to ${percent(clip)} of its size.` : "";
  return {
    title: `Update, ${name}`,
    text:
      `${given === null ? "" : `The gradient of these weights is ${number(given)}. `}` +
      `The optimizer moves ${name} by a step${effect(ratio, given)}.${clipped}`,
    line: { result: number(ratio), of: "of their size: |step| / |weights|" },
  };
}

/**
 * @param {Run} run
 * @param {number} matrix
 */
function matrixName(run, matrix) {
  if (!layered(run)) return ["the input weights", "the recurrent weights", "the output weights"][matrix - 1];
  return matrix > run.sites ? "the output weights" : `the weights into layer ${matrix}`;
}

/**
 * Null where the trace has none of the whole matrix: of a sequence it has each time step's share.
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} matrix
 */
function matrixGradient(run, snapshot, matrix) {
  return layered(run) && matrix <= run.sites ? snapshot.arrays.weight_gradient_norm.values[matrix - 1] : null;
}

/**
 * @param {number} ratio
 * @param {number | null} given
 */
function effect(ratio, given) {
  if (ratio === -Infinity) {
    const lost = given !== null && Number.isFinite(given);
    return `${lost ? " so small that rounding swallows it" : " of exactly zero"}: they stay as they are`;
  }
  if (Number.isNaN(ratio)) return " that is not a number";
  if (ratio === Infinity) return " away from exactly zero, beside which any step is infinite";
  if (ratio < STILL) return ": as good as none, they do not learn";
  return ratio > WILD ? ": a very large one" : "";
}

return { tell };
})();
const $walk_walk = (() => {
// Walk: one training step, moment by moment: drawn, said, and in numbers.
const { snapshotAt } = $data_snapshots;
const { Drawing } = $walk_drawing;
const { WalkLegend } = $walk_legend;
const { moments, nearest, progress } = $walk_plan;
const { scene } = $walk_scene;
const { Strip } = $walk_strip;
const { tell } = $walk_tell;

/** @import { Commands } from "../commands.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { State } from "../state.js" */
/** @import { Moment } from "./plan.js" */
/** @import { Told } from "./tell.js" */

/** Milliseconds between two moments that a screen reader hears, and before the first. */
const CALM = 4000;
const SOON = 500;
/** Pixels below which a long line of factors is shortened to its last few. */
const NARROW = 520;
const FEW = 2;

class Walk {
  /**
   * @param {HTMLElement} host
   * @param {Commands} commands
   */
  constructor(host, commands) {
    this.host = host;
    this.box = /** @type {HTMLElement} */ (host.querySelector(".walk"));
    this.drawing = new Drawing(/** @type {SVGSVGElement} */ (host.querySelector("[data-walk=drawing]")));
    this.legend = new WalkLegend(this.find("key"));
    this.strip = new Strip(this.find("strip"), (moment) => commands.walkToMoment(moment));
    /** @type {NodeListOf<HTMLElement>} */
    this.phases = host.querySelectorAll("[data-phase]");
    this.shown = "";
    this.toSay = "";
    this.saidAt = 0;
    this.timer = 0;
  }

  /** @param {string} name */
  find(name) {
    return /** @type {HTMLElement} */ (this.host.querySelector(`[data-walk="${name}"]`));
  }

  /**
   * @param {Shown} shown
   * @param {State} state
   */
  draw(shown, state) {
    const { run, row } = shown;
    const all = moments(run);
    const place = nearest(all, state.moment);
    const moment = all[place];
    const snapshot = run.rows ? snapshotAt(run, row) : undefined;
    const here = snapshot?.row === row;
    Object.assign(this.host.dataset, { walkPhase: moment.phase, walkSite: moment.site });
    this.host.dataset.snapshot = snapshot ? `${snapshot.snapshot_of}:${snapshot.row}` : "";
    this.box.dataset.waiting = String(!here);
    this.drawPhases(all, place);
    this.say(here ? tell(run, snapshot, moment) : waiting(run, row));
    if (snapshot) this.drawMoment(shown, snapshot, moment);
  }

  /**
   * @param {Shown} shown
   * @param {Snapshot} snapshot
   * @param {Moment} moment
   */
  drawMoment({ run, axis, ink }, snapshot, moment) {
    const { width, room } = this.drawing;
    const shown = JSON.stringify([snapshot.snapshot_of, snapshot.row, moment, width, room, axis, ink]);
    if (shown === this.shown) return;
    this.shown = shown;
    const now = scene(run, snapshot, moment, width, axis);
    this.drawing.draw(now);
    this.strip.draw(run, snapshot, moment, now, axis);
    this.legend.show(run, snapshot, moment, axis);
  }

  /**
   * @param {Moment[]} all
   * @param {number} place
   */
  drawPhases(all, place) {
    const parts = progress(all, place);
    for (const button of this.phases) {
      const phase = button.dataset.phase ?? "";
      button.style.setProperty("--part", `${100 * parts[phase]}%`);
      button.setAttribute("aria-current", phase === all[place].phase ? "step" : "false");
    }
    for (const name of ["start", "back"]) this.find(name).setAttribute("aria-disabled", String(place === 0));
    for (const name of ["on", "next"]) this.find(name).setAttribute("aria-disabled", String(place === all.length - 1));
  }

  /** @param {Told} told */
  say({ title, text, line: { terms = [], result, of } }) {
    const long = this.host.clientWidth < NARROW && terms.length > FEW + 2;
    const before = long ? ["1", "…", ...terms.slice(-FEW)] : terms;
    this.find("title").textContent = title;
    this.find("text").textContent = text;
    this.find("terms").textContent = terms.length ? `${before.join(" × ")} = ` : "";
    this.find("result").textContent = result;
    this.find("of").textContent = of;
    this.sayLater(`${title}. ${text} ${result} ${of}`);
  }

  /** A screen reader hears the latest moment, and a new one only now and then. @param {string} text */
  sayLater(text) {
    this.toSay = text;
    this.timer ||= setTimeout(
      () => {
        this.timer = 0;
        this.saidAt = Date.now();
        this.find("said").textContent = this.host.dataset.view === "walk" ? this.toSay : "";
      },
      Math.max(SOON, this.saidAt + CALM - Date.now()),
    );
  }

  close() {
    clearTimeout(this.timer);
  }
}

/**
 * What is said until the snapshot of the step has come.
 * @param {Run} run
 * @param {number} row
 * @returns {Told}
 */
function waiting(run, row) {
  const which = run.rows ? `training step ${run.steps[row]}` : "the first training step";
  return { title: "One moment:", text: `fetching ${which} …`, line: { result: "", of: "" } };
}

return { Walk };
})();
const $watch_cells = (() => {
// Paints the cells of the map behind its transparent chart: one pixel for each site and displayed step.
const { BROKEN, NOTHING } = $constants;
const { columns } = $data_pinned;
const { channels } = $shared_colour;

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Area } from "../shared/cursor.js" */
/** @import { Scale } from "../vega.js" */

const SHADES = 256;

class Cells {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.painted = "";
    this.rows = 0;
  }

  /** @param {Area} area */
  place({ x, y, width, height }) {
    Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
  }

  /**
   * Only what came in since the last time, unless run, size or axis changed.
   * @param {Run} run
   * @param {Span} axis
   * @param {Scale} scale
   */
  paint(run, axis, scale) {
    const width = columns(run);
    const key = [run.run, width, run.sites, axis].join();
    // A single row may be a preview of another start than the one that training made.
    if (key !== this.painted || this.rows === 1) {
      this.canvas.width = width;
      this.canvas.height = run.sites;
      this.rows = 0;
      this.painted = key;
    }
    const count = Math.min(run.rows, width) - this.rows;
    if (count <= 0) return;
    const image = new ImageData(count, run.sites);
    this.fill(new Uint32Array(image.data.buffer), count, run, axis, this.colours(scale));
    this.canvas.getContext("2d")?.putImageData(image, this.rows, 0);
    this.rows += count;
  }

  /**
   * @param {Uint32Array} pixels
   * @param {number} count
   * @param {Run} run
   * @param {Span} axis
   * @param {ReturnType<Cells["colours"]>} colours
   */
  fill(pixels, count, run, [low, high], { shades, nothing, broken }) {
    const { values } = run.arrays.norm;
    const { sites } = run;
    const unit = (SHADES - 1) / (high - low);
    const from = this.rows * sites;
    for (let i = 0; i < count; i++) {
      for (let site = 0; site < sites; site++) {
        const log = values[from + i * sites + site];
        const shade = Math.round((log - low) * unit);
        const inside = shades[shade < 0 ? 0 : shade >= SHADES ? SHADES - 1 : shade];
        pixels[(sites - 1 - site) * count + i] = log === -Infinity ? nothing : Number.isFinite(log) ? inside : broken;
      }
    }
  }

  /**
   * The scale's own colours, read once: they do not depend on its domain.
   * @param {Scale} scale
   * @returns {{ shades: Uint32Array, nothing: number, broken: number }}
   */
  colours(scale) {
    if (this.known) return this.known;
    const [low, high] = scale.domain();
    const shades = Uint32Array.from({ length: SHADES }, (_, i) => rgba(scale(low + ((high - low) * i) / (SHADES - 1))));
    this.known = { shades, nothing: rgba(NOTHING), broken: rgba(BROKEN) };
    return this.known;
  }
}

/** A colour as one pixel of a canvas. @param {string} colour */
function rgba(colour) {
  const [r, g, b] = colour.startsWith("#") ? channels(colour) : (colour.match(/\d+/g) ?? []).map(Number);
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

return { Cells };
})();
const $watch_maps = (() => {
// The maps of the pinned runs under the map of the run that plays: the same colours, the same training steps.
const { reach } = $data_pinned;
const { setCursor } = $shared_cursor;
const { Cells } = $watch_cells;
/** @import { Span } from "../constants.js" */
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Area } from "../shared/cursor.js" */
/** @import { Scale } from "../vega.js" */

/** @typedef {{ row: HTMLElement, box: HTMLElement, cursor: HTMLElement, ends: HTMLElement, cells: Cells, area?: Area }} PinnedMap */

class Maps {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.key = "";
    /** @type {PinnedMap[]} */
    this.maps = [];
  }

  /**
   * One map for each run that has come in.
   * @param {Arrived[]} pinned
   * @param {Area | null} area of the map above
   * @param {number} steps the last training step of the map above
   * @param {Span} axis
   * @param {Scale} scale
   */
  show(pinned, area, steps, axis, scale) {
    const key = pinned.map(({ run, pin_index, label }) => `${run}:${pin_index}:${label}`).join();
    if (key !== this.key) this.rebuild(pinned);
    this.key = key;
    if (!area) return;
    pinned.forEach(({ trace }, i) => {
      const map = this.maps[i];
      const width = (area.width * reach(trace)) / steps;
      const height = map.box.clientHeight;
      map.area = { x: area.x, y: 0, width, height };
      map.cells.place(map.area);
      map.cells.paint(trace, axis, scale);
      map.ends.style.left = `${Math.max(0, area.x - 28)}px`;
    });
  }

  /**
   * @param {Arrived} pinned
   * @returns {PinnedMap}
   */
  build({ numeral, label, colour, trace }) {
    const row = document.createElement("div");
    const box = Object.assign(document.createElement("div"), { className: "plot" });
    const canvas = Object.assign(document.createElement("canvas"), { className: "cells" });
    const ends = Object.assign(document.createElement("span"), { className: "ends" });
    const head = Object.assign(document.createElement("p"), { textContent: `${numeral} ${label}` });
    const cursor = Object.assign(document.createElement("i"), { className: "cursor" });
    ends.append(
      ...[trace.sites, 1].map((site) => Object.assign(document.createElement("b"), { textContent: String(site) })),
    );
    head.style.borderColor = colour;
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", `The gradient norm of the pinned run ${label}, through training`);
    box.append(canvas, ends, cursor);
    row.append(head, box);
    return { row, box, cursor, ends, cells: new Cells(canvas) };
  }

  /** @param {Arrived[]} pinned */
  rebuild(pinned) {
    this.maps = pinned.map((one) => this.build(one));
    this.list.replaceChildren(...this.maps.map(({ row }) => row));
  }

  /** The training step that is shown. @param {number} x pixels from the left edge of the map above */
  mark(x) {
    for (const { cursor, area } of this.maps) {
      cursor.hidden = !area || x > area.width;
      if (area && !cursor.hidden) setCursor(cursor, area, x);
    }
  }
}

return { Maps };
})();
const $watch_rows = (() => {
// The rows of the smaller charts of Watch at one displayed training step.
const { LINES, MOST_UPDATE } = $constants;
const { at, gateNames } = $data_unpack;
const { formatNumber } = $shared_words;

/** @import { Arrived } from "../data/pinned.js" */
/** @import { Run } from "../data/payload.d.ts" */

/** A cosine no farther below zero looks as if it were on the axis. @type {{ site: number, share: number | null }} */
const NOWHERE = { site: 0, share: -0.01 };
/** Pixels from one line of words to the next. */
const LINE = 18;

/** @param {Run} run */
function losses(run) {
  const one = (/** @type {string} */ name, /** @type {number} */ row) => finite(at(run, name, row));
  return run.steps.map((step, row) => ({ step, loss: one("loss", row), accuracy: one("accuracy", row) }));
}

/**
 * The loss of a guess, a line across the chart where its axis reaches so far.
 * @param {Run} run
 * @param {number} highest loss of the axis
 */
const guesses = ({ guess }, highest) => (guess === null || guess > highest ? [] : [{ guess }]);

/**
 * Where a curve of the loss leaves the chart at the top, and how far it goes: of this run and of the pinned ones, in
 * a line each, with words that stay within the chart.
 * @param {Run} run
 * @param {Arrived[]} pinned
 * @param {number} highest loss of the axis
 * @param {number} steps of the axis
 */
function beyond(run, pinned, highest, steps) {
  const all = [{ trace: run, numeral: "" }, ...pinned];
  let line = 0;
  return all.flatMap(({ trace, numeral }) => {
    const losses = Array.from(trace.arrays.loss?.values ?? []).filter(Number.isFinite);
    const most = Math.max(...losses);
    if (!(most > highest)) return [];
    const step = leaving(trace, highest);
    const align = step > steps / 2 ? "right" : "left";
    return [{ step, text: `${numeral} up to ${formatNumber(most)}`.trim(), align, dy: 8 + LINE * line++ }];
  });
}

/**
 * Where the line of the loss crosses the upper end of the axis first, which may be between two training steps.
 * @param {Run} run
 * @param {number} highest
 */
function leaving({ steps, arrays }, highest) {
  const { values } = arrays.loss;
  const row = values.findIndex((loss) => loss > highest);
  const before = values[row - 1];
  if (!Number.isFinite(before) || !Number.isFinite(values[row])) return steps[row];
  const part = (highest - before) / (values[row] - before);
  return steps[row - 1] + part * (steps[row] - steps[row - 1]);
}

/** Which of saturated and dead units there are at all: the legend names no other. @param {Run} run */
const occurring = (run) => {
  const found = ["saturated", "dead"].filter((what) => run.arrays[what]?.values.some((share) => share > 0));
  return found.length ? found : ["saturated"]; // Vega draws nothing at all beside a legend without an entry
};

/**
 * @param {Run} run
 * @param {number} row
 */
function updates(run, row) {
  const rows = run.matrices.map((_, i) => ({ matrix: i + 1, y: at(run, "updates", row, i) }));
  const { least } = run;
  const marks = rows.flatMap(({ matrix, y }) => {
    if (y === Number.NEGATIVE_INFINITY) return [{ matrix, y: least, mark: "still" }];
    if (y < least) return [{ matrix, y: least, mark: "beyond", turn: 0 }];
    return y > MOST_UPDATE && Number.isFinite(y) ? [{ matrix, y: MOST_UPDATE, mark: "beyond", turn: 180 }] : [];
  });
  return [...rows.filter(({ y }) => y >= least && Number.isFinite(y)), ...marks];
}

/**
 * @param {Run} run
 * @param {number} row
 */
function units(run, row) {
  const bars = ["saturated", "dead"].flatMap((what) => shares(run, what, row).map((share) => ({ ...share, what })));
  return [...bars, ...similarity(run, row), ...expected(run)];
}

/**
 * @param {Run} run
 * @param {number} row
 */
function similarity(run, row) {
  return shares(run, "similarity", row).map((share) => ({ ...share, what: LINES.similarity }));
}

/**
 * Where the similarity lies farthest below zero, at which the axis begins, and how far.
 * @param {Run} run
 * @param {number} row
 */
function below(run, row) {
  const lowest = similarity(run, row).reduce((a, b) => ((b.share ?? 0) < (a.share ?? 0) ? b : a), NOWHERE);
  const { site, share } = lowest;
  if (!site || share === null) return [];
  return [{ site, text: `down to ${formatNumber(share)}`, align: site > run.sites / 2 ? "right" : "left" }];
}

/** How alike the samples are by theory. @param {Run} run */
function expected({ theory_similarity }) {
  const rows = theory_similarity.map((share, i) => ({ site: i + 1, share, what: LINES.expected }));
  return rows.filter(({ share }) => share !== null);
}

/**
 * @param {Run} run
 * @param {number} row
 */
function gates(run, row) {
  const open = gateNames(run).flatMap((gate) => shares(run, `gate:${gate}`, row).map((share) => ({ ...share, gate })));
  return [...open, ...similarity(run, row).map(({ what, ...share }) => ({ ...share, gate: what }))];
}

/**
 * @param {Run} run
 * @param {string} name
 * @param {number} row
 */
function shares(run, name, row) {
  const { sites = [] } = run.arrays[name];
  const rows = sites.map((site, i) => ({ site, share: finite(at(run, name, row, i)) }));
  return rows.filter(({ share }) => share !== null);
}

const finite = (/** @type {number} */ value) => (Number.isFinite(value) ? value : null);

return { losses, beyond, updates, units, below, gates, guesses, occurring };
})();
const $watch_watch = (() => {
// Watch: the map of the whole training, loss, updates, units or gates, and cursors at the step that is shown.
const { LINES, VIEWS } = $constants;
const { columns, losses: pinnedLosses, reach, stepAt } = $data_pinned;
const { gateNames } = $data_unpack;
const { setCursor } = $shared_cursor;
const { losses: seedLosses } = $shared_seeds;
const { Cells } = $watch_cells;
const { Maps } = $watch_maps;
const { below, beyond, gates, guesses, losses, occurring, units, updates } = $watch_rows;

/** @import { Span } from "../constants.js" */
/** @import { Ranges } from "../data/pinned.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { State } from "../state.js" */

/** The charts of this view alone: the profile has axes of its own. */
const WATCHED = Object.keys(VIEWS).filter((name) => VIEWS[name].includes("watch") && name !== "profile");
/** The rows of the charts that show one row of a run. */
const BARS = { updates, units, gates };

class Watch {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.charts = charts;
    this.cells = new Cells(/** @type {HTMLCanvasElement} */ (host.querySelector("canvas.cells")));
    this.maps = new Maps(/** @type {HTMLElement} */ (host.querySelector(".maps")));
    /** Charts that are still to follow to the row that is shown. @type {(keyof typeof BARS)[]} */
    this.pending = [];
    this.whole = "";
  }

  /**
   * What does not change while the run plays.
   * @param {Shown} shown
   * @param {Ranges} ranges of all runs that are shown
   */
  renew({ run, pinned, seeds, axis }, { steps, highest }) {
    const { charts } = this;
    this.whole = "";
    this.renewParameters(run, axis, steps, highest);
    this.choosePanels(run);
    charts.data("loss", {
      loss: losses(run),
      pinned: pinnedLosses(pinned),
      seeds: seedLosses(seeds, highest),
      guess: guesses(run, highest),
      beyond: beyond(run, pinned, highest, steps),
    });
    charts.refresh(["map"]);
    const area = charts.area("map");
    if (!area) return;
    const colours = charts.scale("map", "color");
    // A run that goes on fills its part of the planned steps.
    this.cells.place({ ...area, width: (area.width * reach(run)) / steps });
    this.cells.paint(run, axis, colours);
    this.maps.show(pinned, area, steps, axis, colours);
  }

  /**
   * @param {Run} run
   * @param {Span} axis
   * @param {number} steps
   * @param {number} highest
   */
  renewParameters(run, [low, high], steps, highest) {
    const matrices = Math.max(1, run.matrices.length);
    const matrix_names = run.matrices.map((name) => name.replace("layer ", ""));
    const { sites, least, scored, words } = run;
    const parameters = { low, high, sites, steps, highest, least, scored, matrices, matrix_names, ...words };
    const shown_lines = [LINES.similarity, ...(run.theory_similarity.length ? [LINES.expected] : [])];
    const shown_gates = [...gateNames(run), LINES.similarity];
    this.charts.set({ ...parameters, shown_lines, shown_gates, shown_units: occurring(run) }, WATCHED);
  }

  /** Gates take the place of saturated and dead units. @param {Run} run */
  choosePanels({ gated }) {
    const { gates, units } = this.charts.boxes;
    const changed = gates.hidden === gated;
    gates.hidden = !gated;
    units.hidden = gated;
    // A chart that was hidden had no size to be drawn in.
    if (changed) this.charts.fit();
  }

  /**
   * Cursors move smoothly; bars and lines change with whole rows only.
   * @param {Shown} shown
   * @param {State} state
   */
  draw({ run, position, row }, { playing }) {
    this.maps.mark(this.drawCursor("map", 0.5 + ((position + 0.5) / columns(run)) * reach(run)));
    this.drawCursor("loss", run.rows ? stepAt(run, position) : 1);
    const whole = `${run.run}:${row}:${Object.keys(this.charts.views)}`;
    if (whole !== this.whole) this.pending = ["updates", run.gated ? "gates" : "units"];
    this.whole = whole;
    do this.drawNext(run, row);
    while (this.pending.length && (playing !== "run" || this.charts.stale.has(this.pending[0])));
  }

  /**
   * One of the smaller charts in each picture, so that no picture takes long; but none has new axes without new rows.
   * @param {Run} run
   * @param {number} row
   */
  drawNext(run, row) {
    const name = this.pending.shift();
    if (!name) return;
    /** @type {Record<string, object[]>} */
    const rows = { [name]: run.rows ? BARS[name](run, row) : [] };
    if (name !== "updates") rows.below = run.rows ? below(run, row) : [];
    this.charts.data(name, rows);
  }

  /**
   * @param {string} name of the chart
   * @param {number} step
   * @returns how far from the left edge of the plot area it stands, in pixels
   */
  drawCursor(name, step) {
    const area = this.charts.area(name);
    const cursor = /** @type {HTMLElement} */ (this.charts.boxes[name].querySelector(".plot > .cursor"));
    const x = area ? this.charts.scale(name, "x")(step) : 0;
    cursor.hidden = !area;
    if (area) setCursor(cursor, area, x);
    return x;
  }
}

return { Watch };
})();
const $why_curve = (() => {
// The activation and its slope over the distribution of its z, in a snapshot of one training step.
const { LINES, SATURATED_SLOPE } = $constants;
const { part } = $data_snapshots;
const { percent } = $shared_words;

/** @import { Run, Snapshot } from "../data/payload.d.ts" */

/** The highest bar of the distribution reaches up to this part of the chart. */
const HEADROOM = 0.75;
/** How far the axis may go down and up, and the air beyond the curves. */
const DEEPEST = -1.2;
const HIGHEST = 2;
const AIR = 0.1;

/**
 * At the site that is described and lies nearest.
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function curve(snapshot, site) {
  const i = described(snapshot, site);
  const of = (/** @type {string} */ block) => part(snapshot, block, i, snapshot.z_sites.length);
  const [f, slope, shares] = ["curve", "slope", "z_share"].map(of);
  const range = snapshot.z_range[i];
  const low = Math.max(DEEPEST, Math.min(0, ...f, ...slope) - AIR);
  const high = Math.min(HIGHEST, Math.max(1, ...f, ...slope) + AIR);
  const z = along(range, f.length - 1);
  const line = (/** @type {Float32Array} */ values, /** @type {string} */ name) =>
    Array.from(values, (y, k) => ({ z: z(k), y, line: name }));
  return {
    parameters: { z_range: range, curve_low: low, curve_high: high },
    rows: {
      density: density(shares, range, low, high),
      curve: [...line(f, LINES.curve), ...broken(line(slope, LINES.slope), snapshot.jumps)],
      flat: flat(slope, z),
    },
  };
}

/**
 * The line of the slope, ended and begun anew where it jumps: between two points it would be drawn as a slant.
 * @param {{ z: number, y: number | null, line: string }[]} points
 * @param {number[]} jumps
 */
function broken(points, jumps) {
  let [first, ...rest] = [...points];
  /** @type {typeof points} */
  const drawn = [];
  const [least, most] = [points[0].z, points[points.length - 1].z];
  for (const jump of jumps.filter((z) => z > least && z < most)) {
    const before = [first, ...rest].filter(({ z }) => z < jump);
    const after = [first, ...rest].filter(({ z }) => z > jump);
    const [left, right] = [before[before.length - 1], after[0]];
    drawn.push(...before, { ...left, z: jump }, { ...left, z: jump, y: null });
    [first, ...rest] = [{ ...right, z: jump }, ...after];
  }
  return [...drawn, first, ...rest];
}

/**
 * Where each of `parts` even parts of the range lies on the axis of z.
 * @param {number} range
 * @param {number} parts
 */
const along = (range, parts) => (/** @type {number} */ k) => -range + (2 * range * k) / parts;

/**
 * @param {Float32Array} shares
 * @param {number} range
 * @param {number} low
 * @param {number} high
 */
function density(shares, range, low, high) {
  const z = along(range, shares.length);
  const unit = (HEADROOM * (high - low)) / Math.max(...shares);
  const bars = Array.from(shares, (share, k) => ({ z: z(k), z1: z(k + 1), low, high: low + unit * share }));
  return bars.filter((bar) => Number.isFinite(bar.high));
}

/**
 * The parts of the axis over which a unit counts as saturated.
 * @param {Float32Array} slope
 * @param {(k: number) => number} z
 */
function flat(slope, z) {
  const steep = (/** @type {number} */ k) => Math.abs(slope[k]) >= SATURATED_SLOPE;
  const parts = Array.from({ length: slope.length - 1 }, (_, k) => ({ z: z(k), z1: z(k + 1) }));
  // Between a flat end and a steep one the slope passes the threshold: that part is not counted.
  return parts.filter((_, k) => !steep(k) && !steep(k + 1));
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function aboutCurve(run, snapshot, site) {
  const there = snapshot.z_sites[described(snapshot, site)];
  const saturated = percent(snapshot.arrays.saturated.values[there - 1]);
  return (
    `${snapshot.activation_label}, ${run.site} ${there}, training step ${snapshot.step}. Grey bars: how z is distributed ` +
    `over batch and units; yellow: where the slope is below ${SATURATED_SLOPE}. That is so for ${saturated} of z.`
  );
}

/**
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function described({ z_sites }, site) {
  const away = z_sites.map((known) => Math.abs(known - site));
  return away.indexOf(Math.min(...away));
}

return { curve, broken, aboutCurve };
})();
const $why_why = (() => {
// Why: the links of the chain as a stack, one step back in words and numbers, and what a snapshot of the step adds.
const { snapshotAt } = $data_snapshots;
const { at } = $data_unpack;
const { number } = $shared_words;
const { aboutCurve, curve } = $why_curve;
const { outside, product, stacked } = $why_links;
const { aboutMatrix, memory } = $why_recurrence;
/** @import { Commands } from "../commands.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { State } from "../state.js" */
/** @import { Column } from "./links.js" */

class Why {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {Commands} commands
   */
  constructor(host, charts, commands) {
    this.host = host;
    this.charts = charts;
    this.range = /** @type {HTMLInputElement} */ (this.find("site"));
    this.range.oninput = () => commands.chooseSite(Number(this.range.value));
  }

  /** @param {string} name */
  find(name) {
    return /** @type {HTMLElement} */ (this.host.querySelector(`[data-why="${name}"]`));
  }

  /** What does not change while the run plays. @param {Run} run */
  renew(run) {
    const { links, links_axis, sites, words } = run;
    const [links_low, links_high] = links_axis;
    const parameters = { links_low, links_high, link_words: links, shown_links: Object.keys(links), sites, ...words };
    this.charts.set(parameters, ["links", "memory"]);
    this.range.max = String(sites);
  }

  /**
   * @param {Shown} shown
   * @param {State} state
   */
  draw({ run, row }, { site }) {
    this.range.value = String(site);
    if (!run.rows) return;
    const { columns, links, total } = stacked(run, row);
    const chosen = [{ x0: site - 0.5, x1: site + 0.5 }];
    this.charts.data("links", { links, total, chosen, level: [{ y: 0 }], ...outside(total, run.links_axis) });
    const column = columns.findLast((one) => one.site <= site);
    if (column) this.say(run, row, column);
    const snapshot = snapshotAt(run, row);
    this.host.dataset.snapshot = snapshot ? `${snapshot.snapshot_of}:${snapshot.row}` : "";
    if (snapshot) this.drawSnapshot(run, snapshot, site);
  }

  /**
   * One step back from the chosen site, in words and with its numbers filled in.
   * @param {Run} run
   * @param {number} row
   * @param {Column} column
   */
  say(run, row, { site, from, logs, rest }) {
    const here = `${run.site} ${site}`;
    const there = from ? `${run.site} ${from}` : "the input";
    const parts = Object.entries(run.links.rest && from ? { ...logs, rest } : logs);
    const start = at(run, "norm", row, site - 1);
    const end = from ? at(run, "norm", row, from - 1) : start + product(logs);
    const names = parts.map(([name]) => run.links[name]).join(" × ");
    const factors = parts.map(([, log]) => number(log)).join(" × ");
    this.range.setAttribute("aria-valuetext", here);
    this.find("place").textContent = here;
    this.find("words").textContent = `gradient at ${there} = gradient at ${here} × ${names}`;
    this.find("numbers").textContent = `${number(end)} = ${number(start)} × ${factors}`;
  }

  /**
   * @param {Run} run
   * @param {Snapshot} snapshot
   * @param {number} site
   */
  drawSnapshot(run, snapshot, site) {
    const { charts } = this;
    const activation = curve(snapshot, site);
    const roads = memory(snapshot);
    charts.set(activation.parameters, ["curve"]);
    charts.data("curve", activation.rows);
    this.find("z").textContent = aboutCurve(run, snapshot, site);
    this.find("recurrent").textContent = aboutMatrix(run, snapshot, site);
    charts.boxes.memory.hidden = !roads;
    if (!roads) return;
    charts.set(roads.parameters, ["memory"]);
    charts.data("memory", roads.rows);
  }
}

return { Why };
})();
const $picture = (() => {
// What is seen of a run: the profile, the view that is open, and the words around them.
const { HEADINGS, VIEWS } = $constants;
const { arrivals } = $data_deliveries;
const { arrived, pinnedTo, sharedRanges } = $data_pinned;
const { seedsOf } = $data_seeds;
const { Learns } = $learns_learns;
const { Reader } = $read_reader;
const { Charts } = $shared_charts;
const { explain } = $shared_glossary;
const { Hover } = $shared_hover;
const { Legend } = $shared_legend;
const { Meter } = $shared_meter;
const { ProfileChart } = $shared_profile_chart;
const { Theme } = $shared_theme;
const { Verdict } = $shared_verdict;
const { DECADE_WORDS } = $shared_words;
const { CHARTS } = $specs;
const { shownRow, shownRun } = $state;
const { Walk } = $walk_walk;
const { Watch } = $watch_watch;
const { Why } = $why_why;

/** @import { Commands } from "./commands.js" */
/** @import { Span } from "./constants.js" */
/** @import { Arrived } from "./data/pinned.js" */
/** @import { Run, Seeds } from "./data/payload.d.ts" */
/** @import { Requests } from "./requests.js" */
/** @import { State, View } from "./state.js" */
/** @import { Vega } from "./vega.js" */

/**
 * @typedef {object} Shown what a view is given to draw
 * @property {Run} run the run that is shown, or the preview in its place
 * @property {number} position displayed step, with a fraction
 * @property {number} row displayed step
 * @property {Arrived[]} pinned
 * @property {Seeds | null} seeds what other random seeds do
 * @property {Span} axis log10 of the gradient norms that the charts reach over
 * @property {boolean} playing whether the run plays, so that the next picture follows at once
 * @property {string} ink colour of text and lines in the visitor's theme
 */

/** @typedef {Pick<State, "position" | "site" | "question" | "moment" | "playing"> & { run: Run, come: number }} Seen what a picture depends on */

class Picture {
  /**
   * @param {HTMLElement} host
   * @param {State} state
   * @param {Commands} commands
   * @param {Requests} requests
   */
  constructor(host, state, commands, requests) {
    this.host = host;
    this.state = state;
    this.charts = new Charts(host);
    this.charts.set({ decade_words: DECADE_WORDS });
    this.hover = new Hover(host, this.charts, state, commands);
    this.reader = new Reader(host, this.charts, state, commands, this.hover);
    this.verdict = new Verdict(host);
    this.profile = new ProfileChart(host, this.charts);
    this.legend = new Legend(find(host, ".legend"), (run) => requests.unpin(run));
    this.views = {
      watch: new Watch(host, this.charts),
      why: new Why(host, this.charts, commands),
      walk: new Walk(host, commands),
      learns: new Learns(host),
    };
    this.ready = this.resized = false;
    /** @type {Span} */
    this.axis = [0, 1];
    this.wholeAxis = /** @type {Span | null} */ (null);
    this.pinned = /** @type {Arrived[]} */ ([]);
    this.seeds = /** @type {Seeds | null} */ (null);
    this.theme = new Theme(host, this.charts);
    this.meter = new Meter(host);
    /** What the last picture shows, to see what has changed since; null where all must be drawn anew. @type {Seen | null} */
    this.drawn = null;
    this.view = /** @type {View | null} */ (null);
    this.sizes = new ResizeObserver(() => {
      this.resized = true;
    });
    for (const box of [host, find(host, ".charts")]) this.sizes.observe(box);
  }

  /** Before the runtime is there, nothing is embedded. @param {Vega["vegaEmbed"]} vegaEmbed */
  async embed(vegaEmbed) {
    const start = performance.now();
    this.vegaEmbed = vegaEmbed;
    const names = Object.keys(CHARTS).filter((name) => VIEWS[name].includes(this.state.view));
    await this.charts.embed(vegaEmbed, names, () => {
      this.ready = this.resized = true;
    });
    this.host.dataset.embed = String(Math.round(performance.now() - start));
  }

  /** Called at every picture: brings up to date what has changed since the last one. */
  draw() {
    const { view, position, site, question, moment, playing } = this.state;
    if (view !== this.view) this.open(view);
    const run = shownRun(this.state);
    if (!this.ready || !run) return;
    if (this.theme.draw()) this.drawn = null;
    if (this.resized) this.fit();
    const now = { run, come: arrivals(), position, site, question, moment, playing };
    if (now.run !== this.drawn?.run || now.come !== this.drawn.come) this.renew(run);
    else if (differ(now, this.drawn) || (this.views.watch.pending.length && !run.preview)) this.drawRun(run);
    this.drawn = now;
  }

  /** Shows another view; its charts are embedded when it is opened first. @param {View} view */
  open(view) {
    this.view = view;
    this.host.dataset.view = view;
    for (const tab of this.host.querySelectorAll("[data-to]")) {
      tab.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (tab).dataset.to === view));
    }
    this.resized = true;
    if (this.vegaEmbed) this.embed(this.vegaEmbed);
  }

  fit() {
    this.resized = false;
    this.charts.fit();
    this.drawn = null;
  }

  /** The parts of the charts that stay as they are while a run plays. @param {Run} run */
  renew(run) {
    const start = performance.now();
    const pinned = pinnedTo(run);
    this.pinned = arrived(pinned);
    this.seeds = run.preview ? null : seedsOf(run);
    this.host.dataset.seeds = String(this.seeds?.count ?? 0);
    this.legend.show(pinned, run, this.seeds);
    this.host.dataset.pinned = this.pinned.map((one) => one.run).join(" ");
    const ranges = sharedRanges(run, this.pinned, this.seeds);
    this.axis = run.preview ? wider(this.wholeAxis ?? ranges.axis, ranges.axis) : ranges.axis;
    this.profile.renew(run, this.axis);
    // A preview is for the profile alone: the other charts stay with the run that is there.
    if (!run.preview) {
      this.wholeAxis = ranges.axis;
      this.nameCharts(run);
      this.views.watch.renew(this.shown(run), ranges);
      this.views.why.renew(run);
    }
    this.drawRun(run);
    this.charts.refresh();
    this.host.dataset.swap = (performance.now() - start).toFixed(1);
  }

  /** Headings say what this kind of network calls a site. @param {Run} run */
  nameCharts(run) {
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      const heading = HEADINGS[name].replace("{site}", run.site);
      explain(find(box, ".heading"), run.scored ? heading : heading.replace(" and accuracy", ""));
    }
  }

  /** @param {Run} run */
  drawRun(run) {
    const start = performance.now();
    const shown = this.shown(run);
    this.profile.draw(shown);
    if (!run.preview) this.views[this.state.view].draw(shown, this.state);
    this.verdict.show(run, shown.row, this.state.playing === "run");
    this.hover.draw(this.pinned, this.seeds);
    if (!run.preview) this.reader.draw(shown);
    this.meter.record(performance.now() - start);
  }

  /**
   * @param {Run} run
   * @returns {Shown}
   */
  shown(run) {
    const { pinned, seeds, axis } = this;
    const { ink } = this.theme;
    const position = run.preview ? 0 : this.state.position;
    const playing = this.state.playing === "run" && !run.preview;
    return { run, position, row: shownRow(this.state), pinned, seeds, axis, playing, ink };
  }

  close() {
    this.sizes.disconnect();
    this.charts.close();
    this.verdict.close();
    this.reader.close();
    this.views.walk.close();
  }
}

/**
 * Whether a property of one is not that of the other.
 * @param {Seen} one
 * @param {Seen} other
 */
const differ = (one, other) =>
  Object.entries(one).some(([key, value]) => value !== other[/** @type {keyof Seen} */ (key)]);

/**
 * @param {HTMLElement} host
 * @param {string} selector
 */
const find = (host, selector) => /** @type {HTMLElement} */ (host.querySelector(selector));

/**
 * @param {Span} axis
 * @param {Span} other
 * @returns {Span}
 */
const wider = ([low, high], [lower, higher]) => [Math.min(low, lower), Math.max(high, higher)];

return { Picture };
})();
const $present = (() => {
// For the back row: one picture of the view fills the screen, with the sentence and the bar, all of it larger.
const { told } = $keys;

/** @import { Charts } from "./shared/charts.js" */
/** @import { State } from "./state.js" */

/** The smallest type of the player, and how large it is at least where the screen is scaled to this size; in pixels. */
const TYPE = 14;
const [LEGIBLE, WIDE, HIGH] = [9.3, 640, 360];
/** Pixels that the player itself needs at least. */
const NARROWEST = 480;

class Present {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   */
  constructor(host, charts, state) {
    this.host = host;
    this.charts = charts;
    this.state = state;
    this.drawn = "";
    this.word = /** @type {HTMLElement} */ (host.querySelector("[data-control=present] .word"));
    this.help = /** @type {HTMLElement} */ (host.querySelector(".help"));
    const line = /** @type {HTMLElement} */ (host.querySelector(".keys"));
    line.textContent = told(host)
      .map(([key, , word]) => `${key} ${word}`)
      .join(" · ");
    this.help.querySelector("dl")?.append(...told(host).flatMap(([key, says]) => [made("dt", key), made("dd", says)]));
  }

  /** Called at every picture. Returns whether the charts have another size now. */
  draw() {
    const { presenting, view, picture, helped } = this.state;
    this.help.hidden = !helped;
    const figures = [.../** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll("[data-views]"))].filter(
      ({ hidden, dataset }) => !hidden && dataset.views?.split(" ").includes(view),
    );
    const which = picture % Math.max(1, figures.length);
    const key = [presenting, view, which, figures.length, innerWidth, innerHeight].join();
    if (key === this.drawn || (!presenting && !this.drawn)) return false;
    this.drawn = key;
    this.fill(presenting);
    figures.forEach((figure, i) => {
      figure.toggleAttribute("data-shown", i === which);
    });
    return true;
  }

  /** @param {boolean} presenting */
  fill(presenting) {
    const { host } = this;
    const before = host.dataset.present === "true";
    host.dataset.present = String(presenting);
    const wanted = (Math.max(innerWidth / WIDE, innerHeight / HIGH) * LEGIBLE) / TYPE;
    const zoom = Math.max(1, Math.min(wanted, innerWidth / NARROWEST));
    host.style.zoom = presenting ? String(zoom) : "";
    this.charts.fill(presenting);
    this.word.textContent = presenting ? "Leave" : "Present";
    if (before === presenting) return;
    // Above everything else on the page, whatever stands around the player there.
    host.popover = presenting ? "manual" : null;
    if (presenting) host.showPopover();
    host.focus({ preventScroll: true });
  }
}

/**
 * @param {string} tag
 * @param {string} textContent
 */
const made = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });

return { Present };
})();
const $requests = (() => {
// What the player asks the page for: the next slice of training, a stop, a pinned run's end, a snapshot of a step.
/** @import { Run } from "./data/payload.d.ts" */
/** @import { State } from "./state.js" */

/** Milliseconds after which a question is put again whose answer brought nothing new. */
const AGAIN = 250;
/** After which one without an answer is put again: it was lost, as while the connection is. Each time twice as long. */
const LOST = 4000;
/** Between two snapshots that are asked for. */
const BETWEEN_SNAPSHOTS = 300;

/** @typedef {(name: string, value: unknown) => void} Send */

class Requests {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {Set<string>} */
    this.unpinned = new Set();
    this.stopping = "";
    this.asked = "";
    this.told = "";
    this.snapshot = "";
    this.snapshotAt = 0;
    /** @type {Send} */
    this.send = () => {};
    /** @type {Send} */
    this.keep = () => {};
    /** @type {number | undefined} */
    this.later = undefined;
    this.patience = LOST;
    this.onvisible = () => document.hidden || this.requestSlice();
    document.addEventListener("visibilitychange", this.onvisible);
  }

  /**
   * Each delivery brings its own functions: ``send`` is heard once, what is given to ``keep`` stays.
   * @param {Send} send
   * @param {Send} keep
   */
  connect(send, keep) {
    this.send = send;
    this.keep = keep;
  }

  /** The next slice of training is asked for only while somebody can see it. */
  requestSlice() {
    clearTimeout(this.later);
    const { run } = this.state;
    if (!run || this.confirmUnpin() || !this.isWaiting(run)) return;
    this.patience = LOST;
    const state = `${run.run}:${run.trained}:${run.pinned.map(({ trained }) => trained)}:${run.ahead_of_page}`;
    const urgent = [this.state.leaving, this.stopping].includes(run.run);
    const known = this.asked === state && !urgent;
    this.asked = state;
    if (known) this.later = setTimeout(() => this.ask(), AGAIN);
    else this.ask();
  }

  /** Whether the page has more of the run. @param {Run} run */
  isWaiting(run) {
    const { preview } = this.state;
    return !(preview || document.hidden) && (run.ask_for_more || run.awaits_part || run.ahead_of_page);
  }

  // Of two messages that wait for the server the later one replaces the earlier, so a stop is repeated instead until it
  // has been heard. An answer brings the next question; where none comes, this one is put again.
  ask() {
    const { run, leaving } = this.state;
    if (!run || !this.isWaiting(run)) return;
    if (leaving === run.run) this.send("story", run.run);
    else if (this.stopping === run.run) this.send("stop", run.run);
    else this.send("more", this.asked);
    this.later = setTimeout(() => this.ask(), this.patience);
    this.patience *= 2;
  }

  /** Called at every picture: what the visitor asked for by a key. */
  requestStory() {
    const { leaving, run } = this.state;
    if (!leaving || leaving === this.told) return;
    this.told = leaving;
    if (leaving === run?.run) this.send("story", leaving);
  }

  stopOrGoOn() {
    const { run } = this.state;
    if (!run) return;
    this.stopping = run.ask_for_more ? run.run : "";
    this.send(run.ask_for_more ? "stop" : "go", run.run);
  }

  /** @param {string} run its key */
  unpin(run) {
    this.unpinned.add(run);
    this.confirmUnpin();
  }

  /** Says which pinned run is to go, again until the page has heard it, as with a stop. Returns whether one is. */
  confirmUnpin() {
    const one = this.state.run?.pinned.find(({ run }) => this.unpinned.has(run));
    if (one) {
      clearTimeout(this.later);
      this.send("unpin", one.run);
    } else this.unpinned.clear();
    return Boolean(one);
  }

  /** Why? and the walk need more of the step that is shown than the run brings along. */
  requestSnapshot() {
    const { run, preview, position, view } = this.state;
    const wanted = `${run?.run}:${Math.floor(position)}`;
    const now = performance.now();
    if (!run?.rows || preview || view === "watch" || view === "learns") return;
    if (wanted === this.snapshot || now - this.snapshotAt < BETWEEN_SNAPSHOTS) return;
    this.snapshot = wanted;
    this.snapshotAt = now;
    this.keep("snapshot", wanted);
  }

  close() {
    clearTimeout(this.later);
    document.removeEventListener("visibilitychange", this.onvisible);
  }
}

return { Requests };
})();
const $save_drawn = (() => {
// A layout as a picture: on a canvas, or as SVG.
/** @import { Layout, Part } from "./layout.js" */

/** The next frame of the browser, in which the player draws itself. */
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * On a canvas, larger than on the screen by ``scale``; each chart is drawn anew for it.
 * @param {Layout} layout
 * @param {number} scale
 */
async function canvasOf(layout, scale) {
  const charts = layout.parts.flatMap((part) => (part.kind === "chart" ? [part] : []));
  const drawn = new Map(
    await Promise.all(charts.map(async (part) => /** @type {const} */ ([part, await part.view.toCanvas(scale)]))),
  );
  const canvas = document.createElement("canvas");
  paint(canvas, layout, scale, (part) => drawn.get(part) ?? null);
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} layout
 * @param {number} scale
 * @param {(part: Part & { kind: "chart" }) => HTMLCanvasElement | null} pictureOf a chart
 */
function paint(canvas, { width, height, parts, ink, page, font }, scale, pictureOf) {
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(scale, scale);
  pen.fillStyle = page;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = ink;
  for (const part of parts) {
    if (part.kind === "text") {
      pen.font = `${part.bold ? 600 : 400} ${part.size}px ${font}`;
      pen.fillText(part.text, part.x, part.y);
    } else if (part.kind === "line") pen.fillRect(part.x, part.y, part.width, part.height);
    else {
      const picture = part.kind === "chart" ? pictureOf(part) : part.canvas;
      pen.imageSmoothingEnabled = part.kind === "chart";
      if (picture) pen.drawImage(picture, part.x, part.y, part.width, part.height);
    }
  }
}

/** @param {Layout} layout */
async function svgOf({ width, height, parts, ink, page, font }) {
  const inside = await Promise.all(parts.map((part) => element(part)));
  const family = escaped(font);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}" fill="${ink}">
<rect width="${width}" height="${height}" fill="${page}"/>
${inside.join("\n")}
</svg>`;
}

/** @param {Part} part */
async function element(part) {
  const { x, y } = part;
  if (part.kind === "text") {
    return `<text x="${x}" y="${y}" font-size="${part.size}" font-weight="${part.bold ? 600 : 400}">${escaped(part.text)}</text>`;
  }
  if (part.kind === "chart") return `<g transform="translate(${x},${y})">${await part.view.toSVG()}</g>`;
  const box = `x="${x}" y="${y}" width="${part.width}" height="${part.height}"`;
  if (part.kind === "line") return `<rect ${box}/>`;
  const source = part.canvas.toDataURL();
  return `<image ${box} preserveAspectRatio="none" style="image-rendering: pixelated" href="${source}"/>`;
}

/** @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"]/g, (letter) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[letter]};`);

return { canvasOf, paint, svgOf, frame };
})();
const $save_animation = (() => {
// The run as an animation for slides (GIF): drawn here, picture by picture, and put together by the server.
const { lastRow } = $state;
const { canvasOf, frame } = $save_drawn;

/** @import { Commands } from "../commands.js" */
/** @import { State } from "../state.js" */
/** @import { Layout } from "./layout.js" */

/** Pictures at most, pixels of each, and bytes of all together: simulator/export/gif.py takes little more. */
const MOST = 30;
const MOST_PIXELS = 1e6;
const MOST_BYTES = 14e6;
/** They are drawn larger and reduced, as who shows a picture does: type that is drawn small is set differently. */
const LARGER = 2;
/** Share of the work that is done once all is drawn. */
const DRAWN = 0.9;

/**
 * @param {State} state
 * @param {Commands} commands
 * @param {(calm: boolean) => Layout} look at the charts as they are now, and whether the sentence stays for a while
 * @param {(share: number) => boolean} going told how far it is; false where it is to be given up
 * @param {AbortSignal} given where it was given up
 * @returns {Promise<Blob | null>} null where it was given up; rejected with the server's sentence where it refuses
 */
async function animation(state, commands, look, going, given) {
  const before = state.position;
  const pictures = await drawn(state, commands, look, going);
  commands.seek(before);
  return pictures && joined(pictures, given);
}

/**
 * The pictures as PNG, of rows evenly spaced, the first and the last among them.
 * @param {State} state
 * @param {Commands} commands
 * @param {(calm: boolean) => Layout} look
 * @param {(share: number) => boolean} going
 */
async function drawn(state, commands, look, going) {
  /** @type {Promise<Blob | null>[]} */
  const pictures = [];
  const last = lastRow(state);
  commands.seek(0);
  const { width, height } = look(false); // all are of one size
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  /** Draws it; its file, which is not waited for, in a list. @param {number} row */
  const picture = async (row) => {
    commands.seek(row);
    await frame();
    const large = await canvasOf({ ...look(row > 0 && row < last), width, height }, LARGER);
    return [reduced(large, scale / LARGER)];
  };
  const [largest] = await Promise.all(await picture(last)); // its lines are the longest
  const most = Math.min(MOST, Math.max(2, Math.floor(MOST_BYTES / (largest?.size ?? 1))));
  const rows = evenlySpaced(last + 1, most);
  commands.seek(0);
  await frame(); // one more, as all is drawn anew
  for (const row of rows) {
    pictures.push(...(await picture(row)));
    if (!going((DRAWN * pictures.length) / rows.length)) return null;
  }
  return (await Promise.all(pictures)).filter((one) => one !== null);
}

/**
 * A smaller picture as PNG.
 * @param {HTMLCanvasElement} canvas
 * @param {number} scale
 * @returns {Promise<Blob | null>}
 */
function reduced(canvas, scale) {
  const [width, height] = [canvas.width, canvas.height].map((pixels) => Math.round(pixels * scale));
  const small = Object.assign(document.createElement("canvas"), { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  pen.imageSmoothingQuality = "high";
  pen.drawImage(canvas, 0, 0, width, height);
  return new Promise((resolve) => small.toBlob(resolve));
}

/**
 * @param {Blob[]} pictures
 * @param {AbortSignal} given
 */
async function joined(pictures, given) {
  // Each picture behind its length, in four bytes.
  const body = new Blob(pictures.flatMap((one) => [new Uint32Array([one.size]), one]));
  const answer = await fetch(new URL("animation", document.baseURI), { method: "POST", body, signal: given });
  if (!answer.ok) throw new Error(answer.status === 400 ? await answer.text() : "The server could not make it.");
  return answer.blob();
}

/**
 * At most so many of the numbers from 0, evenly spaced, the first and the last among them.
 * @param {number} count
 * @param {number} most
 */
function evenlySpaced(count, most) {
  const fewer = Math.min(count, most);
  return Array.from({ length: fewer }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, fewer - 1)));
}

return { animation };
})();
const $save_film = (() => {
// The run as a film: it plays once from its start, and what is seen is recorded picture by picture.
const { canvasOf, frame } = $save_drawn;

/** @import { Commands } from "../commands.js" */
/** @import { State } from "../state.js" */
/** @import { Layout } from "./layout.js" */

/** What a browser may be able to write, the one that most programs read in front, and the ending of its files. */
const KINDS = [
  ["video/mp4;codecs=avc1.640033", "mp4"],
  ["video/mp4", "mp4"],
  ["video/webm;codecs=vp9", "webm"],
  ["video/webm", "webm"],
];
const PICTURES = 30;
const BITS = 12e6;
/** Milliseconds for which the first and the last picture stand. */
const STANDS = 700;

/** Kind and ending of the films that this browser can write; none where it can write no film. */
const kind = () =>
  typeof MediaRecorder === "undefined" ? undefined : KINDS.find(([mime]) => MediaRecorder.isTypeSupported(mime));

/**
 * @param {State} state
 * @param {Commands} commands
 * @param {() => Layout} look at the charts as they are now
 * @param {number} scale how much larger it is than the screen
 * @param {(share: number) => boolean} going told how far it is; false where it is to be given up
 * @returns {Promise<Blob | null>} null where it was given up
 */
async function film(state, commands, look, scale, going) {
  const [mime] = kind() ?? [];
  commands.toStart();
  await frame();
  const { width, height } = look(); // a film keeps its size
  const canvas = Object.assign(document.createElement("canvas"), { width: width * scale, height: height * scale });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const draw = async () => pen.drawImage(await canvasOf({ ...look(), width, height }, scale), 0, 0);
  await draw();
  const recorder = new MediaRecorder(canvas.captureStream(PICTURES), { mimeType: mime, videoBitsPerSecond: BITS });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  const last = () => Math.max(1, (state.run?.rows ?? 1) - 1);
  let whole = await lasting(STANDS, draw, () => going(0));
  commands.replay();
  while (whole && state.playing === "run") {
    await frame();
    await draw();
    whole = going(state.position / last());
  }
  whole &&= state.position >= last() && (await lasting(STANDS, draw, () => going(1)));
  recorder.stop();
  await stopped;
  return whole ? new Blob(parts, { type: mime }) : null;
}

/**
 * Draws for so many milliseconds; whether it was not given up.
 * @param {number} milliseconds
 * @param {() => Promise<void>} draw
 * @param {() => boolean} going
 */
async function lasting(milliseconds, draw, going) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    await frame();
    await draw();
    if (!going()) return false;
  }
  return true;
}

return { film, kind };
})();
const $save_layout = (() => {
// What a picture of charts is made of, and where each part lies: as on the screen, with title, sentence and address.

/** @import { Charts } from "../shared/charts.js" */
/** @import { Chart } from "../vega.js" */

/**
 * @typedef {object} Text
 * @property {"text"} kind
 * @property {string} text
 * @property {number} x
 * @property {number} y of its baseline
 * @property {number} size
 * @property {boolean} bold
 */
/** @typedef {{ kind: "chart", view: Chart, canvas: HTMLCanvasElement | null, x: number, y: number, width: number, height: number }} Drawn */
/** @typedef {{ kind: "pixels", canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number }} Pixels */
/** @typedef {{ kind: "line", x: number, y: number, width: number, height: number }} Line */
/** @typedef {Text | Drawn | Pixels | Line} Part */
/** @typedef {{ width: number, height: number, parts: Part[], ink: string, page: string, font: string }} Layout */
/**
 * @typedef {object} Words
 * @property {string} title
 * @property {string} sentence
 * @property {string} longest that the sentence can become in the course of the run: room is kept for it
 * @property {string} facts of the step
 * @property {string} address
 */

/** Pixels around everything, and sizes of type with the height of their lines. */
const MARGIN = 16;
const TITLE = 20;
const SENTENCE = 17;
const SMALL = 13;
const LINE = 1.35;

/**
 * @param {HTMLElement} host of the player
 * @param {Charts} charts
 * @param {HTMLElement[]} figures that are to be seen
 * @param {Words} words
 * @returns {Layout}
 */
function layout(host, charts, figures, { title, sentence, longest, facts, address }) {
  const style = getComputedStyle(host);
  const font = style.fontFamily;
  const boxes = figures.map((figure) => figure.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const wide = Math.max(...boxes.map((box) => box.right)) - left;
  const high = Math.max(...boxes.map((box) => box.bottom)) - top;
  /** @type {Part[]} */
  const parts = [];
  let y = MARGIN;
  const write = (/** @type {string} */ text, /** @type {number} */ size, bold = false, room = text) => {
    const face = `${bold ? "600" : "400"} ${size}px ${font}`;
    const lines = wrapped(text, wide, face);
    lines.forEach((line, i) => {
      parts.push({ kind: "text", text: line, x: MARGIN, y: y + size + i * size * LINE, size, bold });
    });
    y += size * LINE * Math.max(lines.length, wrapped(room, wide, face).length);
  };
  write(title, TITLE, true);
  write(sentence, SENTENCE, false, longest);
  y += SMALL;
  for (const figure of figures) parts.push(...seen(figure, charts, MARGIN - left, y - top));
  y += high + SMALL;
  write(facts, SMALL);
  write(address, SMALL);
  const even = (/** @type {number} */ pixels) => 2 * Math.ceil(pixels / 2); // as films want it
  const [width, height] = [even(wide + 2 * MARGIN), even(y + MARGIN)];
  return { width, height, parts, ink: style.color, page: style.getPropertyValue("--st-background-color"), font };
}

/**
 * The parts of one figure, moved by so many pixels.
 * @param {HTMLElement} figure
 * @param {Charts} charts
 * @param {number} right
 * @param {number} down
 * @returns {Part[]}
 */
function seen(figure, charts, right, down) {
  const place = (/** @type {Element} */ part) => {
    const { left, top, width, height } = part.getBoundingClientRect();
    return { x: left + right, y: top + down, width, height };
  };
  const heading = /** @type {HTMLElement} */ (figure.querySelector(".heading"));
  const { x, y } = place(heading);
  /** @type {Part[]} */
  const parts = [{ kind: "text", text: heading.textContent ?? "", x, y: y + SENTENCE, size: SENTENCE - 1, bold: true }];
  const view = charts.views[figure.dataset.panel ?? ""];
  const chart = figure.querySelector(".chart canvas, .chart svg");
  for (const canvas of figure.querySelectorAll("canvas")) {
    if (!(view && canvas === chart) && canvas.width && visible(canvas))
      parts.push({ kind: "pixels", canvas, ...place(canvas) });
  }
  if (view && chart) {
    const canvas = chart instanceof HTMLCanvasElement ? chart : null;
    parts.push({ kind: "chart", view, canvas, ...place(chart) });
  }
  for (const cursor of /** @type {NodeListOf<HTMLElement>} */ (figure.querySelectorAll(".cursor"))) {
    if (!cursor.hidden && visible(cursor)) parts.push({ kind: "line", ...place(cursor) });
  }
  return parts;
}

/** @param {Element} part */
const visible = (part) => part.checkVisibility() && part.getBoundingClientRect().width > 0;

/**
 * The text in lines that are not wider than this.
 * @param {string} text
 * @param {number} width
 * @param {string} font
 */
function wrapped(text, width, font) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = font;
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

return { layout };
})();
const $save_link = (() => {
// The link that opens what is seen: the run at this training step, in this view and at this speed.
const { MOMENT, SPEEDS } = $constants;
const { initialState, shownRow } = $state;

/** @import { State } from "../state.js" */

/** What is no setting: how a page was put into the frame of another one. */
const FRAME = ["embed", "embed_options"];

/**
 * Only what differs from the default is named.
 * @param {State} state
 * @param {string} here where the run is opened from its start
 */
function linkTo(state, here) {
  const { view, speed } = initialState();
  const link = new URL(here);
  const shown = [
    String(state.run?.steps[shownRow(state)] ?? 1),
    state.view === view ? "" : state.view,
    state.speed === speed ? "" : (Object.keys(SPEEDS).find((name) => SPEEDS[name] === state.speed) ?? ""),
  ];
  link.hash = "";
  for (const name of FRAME) link.searchParams.delete(name);
  MOMENT.forEach((name, i) => {
    link.searchParams.delete(name);
    if (shown[i]) link.searchParams.set(name, shown[i]);
  });
  return link.href;
}

/**
 * Whether the text was put on the clipboard: a page that came without encryption may not.
 * @param {string} text
 */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

return { linkTo, copied };
})();
const $save_save = (() => {
// Pictures and films of what is seen, made in the browser and handed over as files; and the link that opens it.
const { shownRun } = $state;
const { animation } = $save_animation;
const { canvasOf, svgOf } = $save_drawn;
const { film, kind } = $save_film;
const { layout } = $save_layout;
const { copied, linkTo } = $save_link;

/** @import { Commands } from "../commands.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { State } from "../state.js" */

/** How much larger a picture is than the screen. */
const SCALE = 2;
const ALL = "all charts";

class Save {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   * @param {Commands} commands
   */
  constructor(host, charts, state, commands) {
    this.host = host;
    this.charts = charts;
    this.state = state;
    this.commands = commands;
    this.box = this.find(".saving");
    this.button = this.find("[data-control=save]");
    this.which = /** @type {HTMLSelectElement} */ (this.find("[data-save=which]"));
    this.said = this.find("[data-save=said]");
    this.address = /** @type {HTMLInputElement} */ (this.find("[data-save=address]"));
    this.shown = false;
    /** What takes long and is being made. @type {AbortController | null} */
    this.making = null;
    /** @type {Record<string, () => void>} */
    const presses = {
      png: () => this.savePng(),
      svg: () => this.saveSvg(),
      film: () => this.record(),
      gif: () => this.animate(),
      link: () => this.copyLink(),
    };
    for (const [name, press] of Object.entries(presses)) this.find(`[data-save=${name}]`).onclick = press;
    this.find("[data-save=film]").hidden = !kind();
  }

  /** @param {string} selector */
  find(selector) {
    return /** @type {HTMLElement} */ (this.host.querySelector(selector));
  }

  /** Called at every picture. */
  draw() {
    const { saving } = this.state;
    if (saving === this.shown) return;
    this.shown = saving;
    this.box.hidden = !saving;
    this.button.setAttribute("aria-expanded", String(saving));
    this.said.textContent = "";
    this.address.hidden = true;
    if (!saving) return;
    const options = this.figures.map((figure) => new Option(headingOf(figure), figure.dataset.panel));
    this.which.replaceChildren(new Option(ALL, ""), ...options);
    (this.which.checkVisibility() ? this.which : this.find("[data-save=link]")).focus();
  }

  /** Of what a picture would be made now: the run, its view, and the charts that were chosen. */
  seen() {
    return [shownRun(this.state)?.run, this.state.view, this.which.value].join();
  }

  /** Those that are to be seen. */
  get figures() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll("[data-panel]"))].filter((figure) =>
      figure.checkVisibility(),
    );
  }

  /**
   * The picture that was chosen, as it is now.
   * @param {boolean} calm whether its sentence is that of a run that plays, which stays for a while
   */
  look(calm = false) {
    const { run, position } = this.state;
    const text = (/** @type {string} */ selector) => this.find(selector).textContent?.trim() ?? "";
    const { captions = [], exact = [] } = run ?? {};
    const [, , told = ""] = captions.findLast(([from]) => from <= position) ?? [];
    const sentence = calm ? told : `${text(".verdict b")} ${text(".verdict .rest")}`;
    const longest = [...captions, ...exact].reduce((one, [, , other]) => (other.length > one.length ? other : one), "");
    const [facts, address] = [text("[data-control=step]"), run?.address || location.href];
    const chosen = this.figures.filter(({ dataset }) => !this.which.value || dataset.panel === this.which.value);
    return layout(this.host, this.charts, chosen, { title: run?.title ?? "", sentence, longest, facts, address });
  }

  async savePng() {
    const canvas = await canvasOf(this.look(), SCALE);
    canvas.toBlob((blob) => blob && this.hand(blob, "png"));
  }

  async saveSvg() {
    this.hand(new Blob([await svgOf(this.look())], { type: "image/svg+xml" }), "svg");
  }

  /** A film of the run. */
  record() {
    const { state, commands } = this;
    const look = () => this.look();
    return this.long("film", "The run is being filmed", async (going) => {
      const blob = await film(state, commands, look, SCALE, going);
      return blob && [blob, kind()?.[1] ?? ""];
    });
  }

  /** An animation of the run, for slides. */
  animate() {
    const { state, commands } = this;
    const look = (/** @type {boolean} */ calm) => this.look(calm);
    return this.long("gif", "The animation is being made", async (going, given) => {
      const blob = await animation(state, commands, look, going, given);
      return blob && [blob, "gif"];
    });
  }

  /**
   * Begins what takes long, and says how far it is; pressed once more, the same button gives it up.
   * @param {string} name of its button
   * @param {string} doing
   * @param {(going: (share: number) => boolean, given: AbortSignal) => Promise<[Blob, string] | null>} work the file
   *   and its ending; null where it was given up
   */
  async long(name, doing, work) {
    if (this.making) return this.making.abort();
    this.making = new AbortController();
    const { signal } = this.making;
    const button = /** @type {HTMLButtonElement} */ (this.find(`[data-save=${name}]`));
    const others = /** @type {HTMLButtonElement[]} */ ([...this.box.querySelectorAll("button")]).filter(
      (one) => one !== button,
    );
    const words = button.textContent;
    button.textContent = "■ Cancel";
    for (const one of others) one.disabled = true;
    let word = "Nothing was saved: it was stopped before its end.";
    const seen = this.seen();
    const going = (/** @type {number} */ share) => {
      const same = this.seen() === seen;
      if (!same) word = "Nothing was saved: what is seen changed before its end.";
      else this.said.textContent = `${doing}: ${Math.round(100 * share)} %`;
      return same && !signal.aborted && this.host.isConnected;
    };
    const made = await work(going, signal).catch((/** @type {Error} */ error) => {
      if (!signal.aborted) word = error.message;
      return null;
    });
    this.said.textContent = word;
    if (made) this.hand(...made);
    button.textContent = words;
    for (const one of others) one.disabled = false;
    this.making = null;
  }

  /** Where the browser does not let it be copied, it stands there, chosen for the visitor to do so. */
  async copyLink() {
    const { state, address } = this;
    const link = linkTo(state, state.run?.address || location.href);
    const done = await copied(link);
    address.value = link;
    address.hidden = done;
    if (!done) address.select();
    this.said.textContent = `${done ? "Copied: this" : "This"} link opens the run at the step shown.`;
  }

  /**
   * @param {Blob} blob
   * @param {string} ending
   */
  hand(blob, ending) {
    const { run } = this.state;
    const at = ["png", "svg"].includes(ending) ? `-step-${run?.steps[Math.floor(this.state.position)] ?? 0}` : "";
    const download = `${run?.file}${at}.${ending}`;
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    this.said.textContent = `Saved as ${download}`;
  }
}

/** @param {HTMLElement} figure */
const headingOf = (figure) => figure.querySelector(".heading")?.textContent ?? "";

return { Save };
})();
const $shared_moves = (() => {
// What the sliders of the page tell: with it what they move can answer before the page around it is drawn anew.

/** What a slider says when it has moved, with the key of what is to answer: that one tells the page. */
const MOVED = "gradient-moved";
/** What is said by whoever has been given something new to show; it rises to the document. */
const FED = "gradient-fed";

/** @typedef {(move: unknown) => boolean} Tell whether the move was told to the page */

/**
 * Whether this is what has that key: Streamlit writes it on what stands around a component.
 * @param {HTMLElement} host
 * @param {string} key
 */
function isNamed(host, key) {
  const root = host.getRootNode();
  const outermost = root instanceof ShadowRoot ? root.host : host;
  return outermost.closest(`.st-key-${key}`) !== null;
}

/**
 * Passes on the moves of sliders that wait for this element, until what is returned is called.
 * @param {HTMLElement} host
 * @param {Tell} tell
 */
function listenToSliders(host, tell) {
  const moved = (/** @type {Event} */ event) => {
    const { player, move } = /** @type {CustomEvent} */ (event).detail;
    if (isNamed(host, player) && tell(move)) event.preventDefault();
  };
  document.addEventListener(MOVED, moved);
  return () => document.removeEventListener(MOVED, moved);
}

/** @param {HTMLElement} host */
const sayFed = (host) => host.dispatchEvent(new Event(FED, { bubbles: true, composed: true }));

return { listenToSliders, sayFed };
})();
const $player = (() => {
// A player: its state, the commands that change it, the requests to the page, and what draws it at every picture.
const { Commands } = $commands;
const { Controls } = $controls;
const { unpackRun } = $data_unpack;
const { Focus } = $focus;
const { Keys } = $keys;
const { Picture } = $picture;
const { Present } = $present;
const { Requests } = $requests;
const { Save } = $save_save;
const { listenToSliders, sayFed } = $shared_moves;
const { initialState, shownRun } = $state;

/** @import { Send } from "./requests.js" */
/** @import { Vega } from "./vega.js" */

/** Milliseconds for which a run stands still until a slider's move is answered. */
const ANSWERED = 200;

class Player {
  /**
   * @param {HTMLElement} root of the component
   * @param {Promise<Vega>} vega
   */
  constructor(root, vega) {
    this.host = /** @type {HTMLElement} */ (root.querySelector(".player"));
    this.state = initialState();
    this.commands = new Commands(this.state);
    this.requests = new Requests(this.state);
    this.controls = new Controls(this.host, this.state, this.commands, this.requests);
    this.keys = new Keys(this.host, this.state, this.commands);
    this.focus = new Focus(this.host);
    this.picture = new Picture(this.host, this.state, this.commands, this.requests);
    this.present = new Present(this.host, this.picture.charts, this.state);
    this.save = new Save(this.host, this.picture.charts, this.state, this.commands);
    vega.then(({ vegaEmbed }) => this.picture.embed(vegaEmbed));
    /** @type {Uint8Array | null} */
    this.bytes = null;
    this.before = 0;
    this.stillUntil = 0;
    this.hearNoMore = listenToSliders(this.host, (move) => this.tellMove(move));
    this.closed = () => {};
    this.tick = this.tick.bind(this);
    requestAnimationFrame(this.tick);
  }

  /**
   * New data from the page: a run, more of it, or a preview of a run that is only being chosen.
   * @param {Uint8Array} bytes
   * @param {Send} send
   * @param {Send} keep
   */
  feed(bytes, send, keep) {
    this.requests.connect(send, keep);
    this.picture.theme.check();
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.stillUntil = 0;
    const before = shownRun(this.state)?.run;
    const run = unpackRun(bytes);
    this.commands.take(run);
    const { run: key, trained, done, preview } = run;
    Object.assign(this.host.dataset, { run: key, n: trained, done, preview });
    this.controls.draw();
    sayFed(this.host);
    // At once, for what the page draws next around it would keep it waiting.
    if (key !== before) this.picture.draw();
    this.requests.requestSlice();
  }

  /**
   * A slider's move, told in the player's name: then the page answers with a picture before it draws itself anew.
   * Until then the run stands still, because each further picture of it would keep the new one waiting.
   * @param {unknown} move
   */
  tellMove(move) {
    if (!this.bytes) return false;
    this.stillUntil = performance.now() + ANSWERED;
    this.requests.keep("moved", move);
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.host.isConnected) return this.close();
    requestAnimationFrame(this.tick);
    const seconds = (now - (this.before || now)) / 1000;
    this.before = now;
    if (now < this.stillUntil) return;
    // Nothing plays before there is something to see.
    if (this.picture.ready) this.commands.advance(seconds);
    this.controls.draw();
    if (this.present.draw()) this.picture.resized = true;
    this.picture.draw();
    this.save.draw();
    this.requests.requestStory();
    this.focus.keep(now);
    if (this.picture.ready) this.requests.requestSnapshot();
  }

  close() {
    this.closed();
    this.hearNoMore();
    this.requests.close();
    this.keys.close();
    this.focus.close();
    this.picture.close();
  }
}

return { Player };
})();
// The component's door: the page calls it with every new run, slice or theme.
const { keepRun } = $data_pinned;
const { keepSeeds } = $data_seeds;
const { keepSnapshot } = $data_snapshots;
const { unpack } = $data_unpack;
const { Player } = $player;

/** @import { Run, Seeds, Snapshot } from "./data/payload.d.ts" */
/** @import { Send } from "./requests.js" */

/**
 * @typedef {object} Component what Streamlit hands over
 * @property {Uint8Array} data
 * @property {HTMLElement} parentElement
 * @property {Send} setTriggerValue
 * @property {Send} setStateValue
 */

const vega = import("./vega.js");

// There is nothing to hand back for the unmount: Streamlit would also call it when newer data overtakes older data,
// while the player stays where it is. The player itself sees when it has left the page.
/** @param {Component} component */
export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const root = /** @type {HTMLElement & { player?: Player | null }} */ (parentElement);
  root.player ??= new Player(root, vega);
  root.player.closed = () => {
    root.player = null;
  };
  root.player.feed(data, setTriggerValue, setStateValue);
}

/**
 * The door of the component that brings what stands beside the run: a pinned run, its seeds, or a snapshot of one step.
 * @param {Pick<Component, "data">} component
 */
export function feed({ data }) {
  const brought = /** @type {Run | Seeds | Snapshot} */ (unpack(data));
  if ("snapshot_of" in brought) keepSnapshot(brought);
  else if ("seeds_of" in brought) keepSeeds(brought);
  else keepRun(brought);
}
