// The columns of the drawing at a moment: the units of a site as far as they are known, the input, and the outputs.
import { part } from "../data/snapshots.js";
import { known, layered } from "./plan.js";
import { EMPTY, activation, brief, gradient, taken } from "./scales.js";
import { number, short } from "../shared/words.js";

const UP = { colour: "currentColor", width: 1.5 };

export function column(view, site) {
  if (site === 0) return input(view);
  if (site > view.run.sites) return outputs(view);
  const { run, look, moment, axis, largest } = view, state = known(moment, site);
  const values = part(look, state === "gradient" ? "gradient" : "h", site - 1, run.sites);
  const blocks = { h: (value) => activation(value, largest.h), gradient: (log) => gradient(log, axis), "": () => EMPTY };
  return {
    label: `${run.site} ${site}`,
    units: Array.from(values, blocks[state]),
    foot: foot(look, site, state),
    below: layered(run) ? null : below(view, site, state),
    now: site === moment.site && ["forward", "backward"].includes(moment.phase),
  };
}

function foot({ arrays }, site, state) {
  const { gradient_norm: norms, activation_mean: mean, activation_std: std } = arrays;
  if (state === "gradient") return number(norms.values[site - 1]);
  return state ? `${brief(mean.values[site - 1])} ± ${brief(std.values[site - 1])}` : "";
}

function input({ look, moment: { phase, site }, largest }) {
  const seen = phase === "forward" || phase === "loss";
  const units = Array.from(look.arrays.x.values, (value) => (seen ? activation(value, largest.h) : EMPTY));
  return { label: "input", units, foot: "", now: phase === "forward" && site === 0 };
}

// The input of a time step comes from below, through the first matrix.
function below({ run, look, moment: { phase, site: matrix }, largest }, site, state) {
  const moving = phase === "update", ratio = look.arrays.update_ratio.values[0];
  const values = part(look, "x", site - 1, run.sites);
  const units = Array.from(values, (value) => (state === "h" ? activation(value, largest.h) : EMPTY));
  return { units, arrow: moving ? taken(ratio) : UP, now: moving && matrix === 1 };
}

function outputs({ look, moment: { phase } }) {
  return {
    label: look.labels.length > 1 ? "class" : "output",
    units: look.labels.map((label) => ({ ...EMPTY, text: label.replace("class ", "") })),
    foot: phase === "forward" ? "" : `loss ${short(look.arrays.loss.values[0])}`,
    now: phase === "loss",
  };
}

// What the network says at each output beside what is true, once it is known.
export function answers({ run, look, moment: { phase } }) {
  if (phase === "forward") return null;
  const { probability, target } = look.arrays, sizes = [...probability.values, ...target.values].filter(Number.isFinite);
  const say = (value) => (run.scored && Number.isFinite(value) ? `${Math.round(100 * value)}` : brief(value));
  const rows = Array.from(probability.values, (said, i) => {
    const truth = target.values[i];
    return { said, truth, text: `${say(said)} / ${say(truth)}${run.scored ? " %" : ""}` };
  });
  return { rows, most: Math.max(1e-9, ...sizes.map(Math.abs)), signed: sizes.some((value) => value < 0) };
}
