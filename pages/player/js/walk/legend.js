// The legend of the walk: what every colour, width and number of the drawing means at a moment.
import { APPLIED, BROKEN, GRADIENT, LINKS, NOTHING } from "../specs.js";
import { layered } from "./plan.js";
import { detour, reach } from "./scene.js";
import { DROPPED, activationBar, brief, briefLog, gradientBar } from "./scales.js";

const STEP = "step of a weight, from a millionth (thin) to a tenth (wide) of the largest weight; grey: weights";

export class WalkLegend {
  constructor(list) {
    Object.assign(this, { list, shown: "" });
  }

  show(run, look, { phase }, axis) {
    const entries = phase === "backward" || phase === "update" ? behind(run, look, phase, axis) : ahead(run, look);
    const shown = JSON.stringify(entries);
    if (shown === this.shown) return;
    this.shown = shown;
    this.list.replaceChildren(...entries.map(entry));
  }
}

function ahead(run, look) {
  const { h } = reach(look), end = brief(h || 1);
  return [
    { bar: activationBar, from: `−${end}`, to: end, text: "mean activation h of a unit" },
    broken(look.arrays.h),
    ...weights(run, look),
    around(run, look, "currentColor"),
    !layered(run) && { text: "the same weights between all time steps" },
    { text: `below: mean ± spread of h; ${drawn(run, look)}` },
  ].filter(Boolean);
}

function behind(run, look, phase, axis) {
  const logs = look.arrays.gradient.values, moving = phase === "update";
  return [
    { bar: gradientBar, from: briefLog(axis[0]), to: briefLog(axis[1]), text: "gradient of a unit" },
    logs.includes(-Infinity) && { box: NOTHING, text: "exactly zero" },
    broken({ values: logs.filter((log) => log !== -Infinity) }),
    moving && { line: APPLIED, width: 4, text: STEP },
    !moving && { line: GRADIENT, width: 3, text: `the gradient's way back over the ${gated(run)}weights` },
    !moving && around(run, look, LINKS.rest),
    { text: moving ? "below: gradient norm, and |step| / |weights| between" : "below: gradient norm, and the factor between" },
  ].filter(Boolean);
}

const broken = ({ values }) => !values.every(Number.isFinite) && { box: BROKEN, text: "not a number or infinite" };

function weights(run, look) {
  const { weight } = reach(look), least = brief(DROPPED * weight);
  if (!weight) return [{ text: "all weights are exactly zero" }];
  return [
    { line: "currentColor", width: 3, text: `${gated(run)}weight above zero,` },
    { line: "currentColor", width: 3, dashed: true, text: `below; widest ${brief(weight)}, under ${least} not drawn` },
  ];
}

const gated = (run) => (run.gated ? "candidate's " : "");
const around = (run, look, colour) => detour(run, look) && { line: colour, width: 2, text: detour(run, look) };

function drawn(run, { units }) {
  const count = units.at(-1) + 1;
  return units.length < count ? `${units.length} of ${count} units drawn` : "all units drawn";
}

function entry({ bar, from, to, line, width, dashed, box, text }) {
  const item = document.createElement("li"), swatch = document.createElement("i");
  if (bar) Object.assign(swatch.style, { width: "72px", height: "12px", background: bar });
  if (box) Object.assign(swatch.style, { width: "14px", height: "14px", background: box });
  if (line) Object.assign(swatch.style, { width: "30px", borderTop: `${width}px ${dashed ? "dashed" : "solid"} ${line}` });
  const words = (text) => Object.assign(document.createElement("span"), { textContent: text });
  item.append(...[from && words(from), (bar || box || line) && swatch, to && words(to), words(text)].filter(Boolean));
  return item;
}
