// All sites in one strip, coloured by what is known of them so far; a press goes to that moment.
import { APPLIED, BROKEN } from "./specs.js";
import { known, layered } from "./walk_plan.js";
import { gradient, moved } from "./walk_scales.js";

const LANE = 18, CELL = 14, FAINT = 0.15, SEPARATE = 6, MARK = 5;
const LANES = { forward: "spread of h", backward: "gradient", update: "step" };

export class Strip {
  constructor(box, go) {
    Object.assign(this, { box, names: box.querySelector(".names"), canvas: box.querySelector("canvas"), phases: [] });
    this.canvas.onpointerdown = ({ offsetX, offsetY }) => {
      const site = 1 + Math.floor((offsetX / this.canvas.clientWidth) * this.run.sites);
      go(this.phases[Math.min(this.phases.length - 1, Math.floor(offsetY / LANE))], Math.max(1, Math.min(this.run.sites, site)));
    };
  }

  draw(run, look, moment, { first, last }, axis) {
    this.name(run);
    const { canvas } = this, ink = getComputedStyle(canvas).color, pen = canvas.getContext("2d");
    const widest = Math.max(...[...look.arrays.activation_std.values].filter(Number.isFinite));
    const view = { look, moment, axis, ink, widest };
    this.cell = canvas.clientWidth / run.sites;
    canvas.width = canvas.clientWidth * devicePixelRatio;
    canvas.height = canvas.clientHeight * devicePixelRatio;
    pen.scale(devicePixelRatio, devicePixelRatio);
    this.phases.forEach((phase, lane) => {
      for (let site = 1; site <= run.sites; site++) this.fill(pen, lane, site, shade(view, phase, site), ink);
    });
    this.frame(pen, ink, first, last, run);
    this.mark(pen, ink, moment);
  }

  // Time steps share their matrices, so that a sequence has no lane of steps.
  name(run) {
    if (run === this.run) return;
    this.run = run;
    this.phases = Object.keys(LANES).filter((phase) => phase !== "update" || layered(run));
    const named = (phase) => Object.assign(document.createElement("span"), { textContent: LANES[phase] });
    this.names.replaceChildren(...this.phases.map(named));
    this.canvas.style.height = `${LANE * this.phases.length}px`;
  }

  fill(pen, lane, site, { colour, opacity }, ink) {
    const width = this.cell + (this.cell > SEPARATE ? -1 : 0.5), x = (site - 1) * this.cell, y = lane * LANE + 2;
    pen.globalAlpha = 0.06;
    pen.fillStyle = ink;
    pen.fillRect(x, y, width, CELL);
    pen.globalAlpha = opacity;
    pen.fillStyle = colour;
    pen.fillRect(x, y, width, CELL);
    pen.globalAlpha = 1;
  }

  // The part that is drawn large.
  frame(pen, ink, first, last, run) {
    const x = (Math.max(1, first) - 1) * this.cell, end = Math.min(run.sites, last) * this.cell;
    pen.strokeStyle = ink;
    pen.lineWidth = 1.5;
    pen.strokeRect(x + 0.75, 0.75, Math.max(MARK, end - x) - 1.5, LANE * this.phases.length - 1.5);
  }

  mark(pen, ink, { phase, site }) {
    const lane = this.phases.indexOf(phase), width = Math.max(MARK, this.cell), x = (site - 0.5) * this.cell - width / 2;
    if (lane < 0 || site < 1 || site > this.run.sites) return;
    pen.strokeStyle = ink;
    pen.lineWidth = 3;
    pen.strokeRect(x, lane * LANE + 2, width, CELL);
  }
}

// Colour and opacity of one cell; nothing as long as the walk has not come there.
function shade(view, phase, site) {
  const { look: { arrays }, moment, axis } = view, state = known(moment, site);
  if (phase === "forward" && (state || moment.phase !== "forward")) return spread(view, arrays.activation_std.values[site - 1]);
  if (phase === "backward" && state === "gradient") {
    return { colour: gradient(arrays.gradient_norm.values[site - 1], axis).fill, opacity: 1 };
  }
  const updated = phase === "update" && moment.phase === "update" && site <= moment.site;
  return { colour: APPLIED, opacity: updated ? moved(arrays.update_ratio.values[site - 1]) : 0 };
}

function spread({ ink, widest }, value) {
  if (!Number.isFinite(value)) return { colour: BROKEN, opacity: 1 };
  return { colour: ink, opacity: FAINT + (1 - FAINT) * (value / (widest || 1)) };
}
