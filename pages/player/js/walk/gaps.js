// The gaps between the columns at a moment: the weights that cross them, the steps these take, the number below.
import { part } from "../data/snapshots.js";
import { GRADIENT } from "../specs.js";
import { layered } from "./plan.js";
import { briefLog, step, weight } from "./scales.js";

const FAINT = 0.13, USED = 0.4, RETURNED = 0.6, NOW = 1, ARROWS = { forward: "→", loss: "→", backward: "←", update: "" };

// What leads out of a column: ``now`` it is crossed, ``moved`` its weights take their step, ``back`` the gradient came.
export function gap(view, from) {
  const { run, look, moment: { phase } } = view, { used, now } = role(run, view.moment, from);
  const moving = phase === "update", back = phase === "backward" && used;
  return {
    edges: [...weights(view, from, { used: used && !moving, now, back }), ...(moving && used ? steps(view, from, now) : [])],
    now: now && !moving,
    moved: now && moving,
    back,
    outward: from === run.sites,
    arrow: now ? ARROWS[phase] : "",
    foot: used ? between(run, look, phase, from) : "",
  };
}

// Whether the weights out of a column have been used so far, and whether they are being used.
function role(run, { phase, site }, from) {
  if (phase === "forward") return { used: from < site, now: from === site - 1 };
  if (phase === "loss") return { used: true, now: from === run.sites };
  if (phase === "backward") return { used: from >= site, now: from === site };
  const matrix = matrixOf(run, from);
  return { used: matrix <= site, now: matrix === site };
}

// The number of the matrix that leads out of a column: time steps share one.
function matrixOf(run, from) {
  if (layered(run)) return from + 1;
  return from === run.sites ? 3 : 2;
}

function between(run, { arrays }, phase, from) {
  if (phase === "update") return briefLog(arrays.update_ratio.values[matrixOf(run, from) - 1]);
  if (phase !== "backward" || from === run.sites) return "";
  const factor = arrays.gradient_norm.values[from - 1] - arrays.gradient_norm.values[from];
  return Number.isFinite(factor) ? `× ${briefLog(factor)}` : "";
}

// ---- edges --------------------------------------------------------------------------------------------------------

function weights({ run, look, largest }, from, { used, now, back }) {
  const opacity = !used ? FAINT : now ? NOW : back ? RETURNED : USED, colour = back ? { colour: GRADIENT } : {};
  const drawn = edges(run, look, "weight", from, (value) => weight(value, largest.weight));
  return drawn.map((edge) => ({ ...edge, ...colour, opacity }));
}

function steps({ run, look, largest }, from, now) {
  const drawn = edges(run, look, "step", from, (value) => step(value, largest.weight));
  return drawn.map((edge) => ({ ...edge, opacity: now ? NOW : RETURNED }));
}

// One for each entry of the matrix that is large enough to be drawn, from unit i to unit j.
function edges(run, look, kind, from, draw) {
  const width = from === run.sites ? look.outputs.length : look.units.length;
  const place = (k) => ({ i: Math.floor(k / width), j: k % width });
  return Array.from(matrix(run, look, kind, from), (value, k) => ({ ...place(k), ...draw(value) })).filter((edge) => edge.width);
}

function matrix(run, look, kind, from) {
  if (from === run.sites) return look.arrays[`${kind}_out`].values;
  if (from === 0) return look.arrays[`${kind}_in`].values;
  return layered(run) ? part(look, kind, from - 1, run.sites - 1) : look.arrays[kind].values;
}
