// All sites in one strip, coloured by what is known of them so far; a press goes to that moment.
import { APPLIED, BROKEN } from "../specs.js";
import { known, layered } from "./plan.js";
import { gradient, moved } from "./scales.js";

const LANE = 18, CELL = 14, GROUND = 0.06, FAINT = 0.15, SEPARATE = 6, BLEED = 0.5, MARK = 5;
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
    const { canvas } = this, ink = getComputedStyle(canvas).color, width = canvas.clientWidth, height = LANE * this.phases.length;
    this.colour(look, axis, ink);
    this.cell = width / run.sites;
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    const pen = Object.assign(canvas.getContext("2d"), { strokeStyle: ink });
    pen.scale(devicePixelRatio, devicePixelRatio);
    this.phases.forEach((phase, lane) => this.lane(pen, ink, moment, phase, lane * LANE + 2));
    this.frame(pen, first, last, height);
    this.mark(pen, moment);
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

  // Colour and opacity of every cell, once for each look.
  colour(look, axis, ink) {
    const key = JSON.stringify([look.look, look.row, axis, ink]), { activation_std, gradient_norm, update_ratio } = look.arrays;
    if (key === this.key) return;
    this.key = key;
    const widest = Math.max(...[...activation_std.values].filter(Number.isFinite));
    this.cells = {
      forward: Array.from(activation_std.values, (value) => spread(value, widest, ink)),
      backward: Array.from(gradient_norm.values, (log) => ({ colour: gradient(log, axis).fill, opacity: 1 })),
      update: Array.from(update_ratio.values, (log) => ({ colour: APPLIED, opacity: moved(log) })),
    };
  }

  lane(pen, ink, moment, phase, y) {
    const width = this.cell + (this.cell > SEPARATE ? -1 : BLEED);
    const paint = (colour, opacity, x, width) => {
      Object.assign(pen, { fillStyle: colour, globalAlpha: opacity });
      pen.fillRect(x, y, width, CELL);
    };
    paint(ink, GROUND, 0, this.cell * this.run.sites);
    for (let site = 1; site <= this.run.sites; site++) {
      if (!reached(phase, moment, site)) continue;
      const { colour, opacity } = this.cells[phase][site - 1];
      paint(colour, opacity, (site - 1) * this.cell, width);
    }
    pen.globalAlpha = 1;
  }

  // The part that is drawn large.
  frame(pen, first, last, height) {
    const x = (Math.max(1, first) - 1) * this.cell, end = Math.min(this.run.sites, last) * this.cell;
    pen.lineWidth = 1.5;
    pen.strokeRect(x + 0.75, 0.75, Math.max(MARK, end - x) - 1.5, height - 1.5);
  }

  mark(pen, { phase, site }) {
    const lane = this.phases.indexOf(phase), width = Math.max(MARK, this.cell), x = (site - 0.5) * this.cell - width / 2;
    if (lane < 0 || site < 1 || site > this.run.sites) return;
    pen.lineWidth = 3;
    pen.strokeRect(x, lane * LANE + 2, width, CELL);
  }
}

// Whether the walk has come to a site in a phase.
function reached(phase, moment, site) {
  if (phase === "forward") return moment.phase !== "forward" || site <= moment.site;
  if (phase === "backward") return known(moment, site) === "gradient";
  return moment.phase === "update" && site <= moment.site;
}

function spread(value, widest, ink) {
  if (!Number.isFinite(value)) return { colour: BROKEN, opacity: 1 };
  return { colour: ink, opacity: FAINT + (1 - FAINT) * (value / (widest || 1)) };
}
