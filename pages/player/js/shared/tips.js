// The exact values that the pointer asks for, as lines of text: the place first.
import { frameAt } from "../data/pinned.js";
import { at, gateNames } from "../data/unpack.js";
import { CLIP_UNTOUCHED } from "../specs.js";
import { number, percent, plain, spelled } from "./words.js";

// Of the run that plays, and of the pinned ones at the same training step.
export function norms(run, row, site, others) {
  const lines = site > run.sites ? [place(run, row, `${run.site} ${site}`)] : norm(run, row, site);
  const more = others.filter(({ trace }) => site <= trace.sites).map(({ trace, numeral }) => {
    const there = Math.round(frameAt(trace, run.steps[row]));
    return `${numeral} ${number(at(trace, "norm", there, site - 1))}`;
  });
  return [...lines, ...more];
}

export function norm(run, row, site) {
  const log = at(run, "norm", row, site - 1), last = at(run, "norm", row, run.sites - 1);
  const factor = at(run, "clip", row), lines = [place(run, row, `${run.site} ${site}`), `gradient norm ${both(log)}`];
  if (site < run.sites && Number.isFinite(log - last)) {
    lines.push(`${number(log - last)} times what ${run.site} ${run.sites} receives`);
  }
  const expected = run.theory[site - 1];
  if (Number.isFinite(expected)) lines.push(`${run.theory_word.slice(3)} ${number(expected)}`);
  return factor < CLIP_UNTOUCHED ? [...lines, `after clipping ${number(log + Math.log10(factor))}`] : lines;
}

export function learned(run, row, others) {
  const lines = [`training step ${run.steps[row]}`, learnedOf(run, row)];
  const there = (trace) => Math.round(frameAt(trace, run.steps[row]));
  return [...lines, ...others.map(({ trace, numeral }) => `${numeral} ${learnedOf(trace, there(trace))}`)];
}

function learnedOf(run, row) {
  const accuracy = run.scored ? `, accuracy ${percent(at(run, "accuracy", row))}` : "";
  return `loss ${plain(at(run, "loss", row))}${accuracy}`;
}

export function updates(run, row, column) {
  const name = run.matrices[column - 1], size = name && both(at(run, "updates", row, column - 1));
  return name && [place(run, row, `weights: ${name}`), `moved by ${size} of their size`];
}

export function units(run, row, site) {
  return shares(run, row, site, { saturated: "saturated", dead: "dead" });
}

export function gates(run, row, site) {
  const labels = gateNames(run).map((gate) => [`gate:${gate}`, `${gate} gate open`]);
  return shares(run, row, site, Object.fromEntries(labels));
}

// Of very long sequences the shares of some sites only are known: the nearest one answers.
function shares(run, row, site, labels) {
  const { sites } = run.arrays[Object.keys(labels)[0]], away = sites.map((known) => Math.abs(known - site));
  const nearest = away.indexOf(Math.min(...away));
  const values = Object.entries(labels).map(([name, label]) => `${label} ${percent(at(run, name, row, nearest))}`);
  return [place(run, row, `${run.site} ${sites[nearest]}`), ...values];
}

function place(run, row, where) {
  return `${where}, training step ${run.steps[row]}`;
}

function both(log) {
  return spelled(log) ? `${number(log)} (about ${spelled(log)})` : number(log);
}
