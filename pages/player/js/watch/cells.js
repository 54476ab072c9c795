// Paints the cells of the map behind its transparent chart: one pixel for each site and displayed step.
import { NOTHING, BROKEN } from "../specs.js";

const SHADES = 256;

export class Cells {
  constructor(canvas) {
    this.canvas = canvas;
    this.painted = "";
    this.rows = 0;
  }

  place(area) {
    const { x, y, width, height } = area;
    Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
  }

  // Only what came in since the last time, unless run, size or axis changed.
  paint(run, axis, scale) {
    const key = [run.run, run.planned, run.sites, axis].join();
    // A single row may be a preview of another start than the one that training made.
    if (key !== this.painted || this.rows === 1) {
      this.canvas.width = run.planned;
      this.canvas.height = run.sites;
      this.rows = 0;
      this.painted = key;
    }
    const count = Math.min(run.rows, run.planned) - this.rows;
    if (count <= 0) return;
    const image = new ImageData(count, run.sites);
    this.fill(new Uint32Array(image.data.buffer), count, run, axis, this.colours(scale));
    this.canvas.getContext("2d").putImageData(image, this.rows, 0);
    this.rows += count;
  }

  fill(pixels, count, run, [low, high], { shades, nothing, broken }) {
    const { values } = run.arrays.norm, { sites } = run, unit = (SHADES - 1) / (high - low), from = this.rows * sites;
    for (let i = 0; i < count; i++) {
      for (let site = 0; site < sites; site++) {
        const log = values[from + i * sites + site], shade = Math.round((log - low) * unit);
        const inside = shades[shade < 0 ? 0 : shade >= SHADES ? SHADES - 1 : shade];
        pixels[(sites - 1 - site) * count + i] = log === -Infinity ? nothing : Number.isFinite(log) ? inside : broken;
      }
    }
  }

  // The scale's own colours, read once: they do not depend on its domain.
  colours(scale) {
    if (this.known) return this.known;
    const [low, high] = scale.domain();
    const shades = Uint32Array.from({ length: SHADES }, (_, i) => rgba(scale(low + ((high - low) * i) / (SHADES - 1))));
    return (this.known = { shades, nothing: rgba(NOTHING), broken: rgba(BROKEN) });
  }
}

function rgba(colour) {
  const hex = colour.startsWith("#") ? colour.slice(1).match(/../g).map((pair) => parseInt(pair, 16)) : null;
  const [r, g, b] = hex ?? colour.match(/\d+/g).map(Number);
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
