// Paints the cells of the map behind its transparent chart: one pixel for each site and displayed step.
import { BROKEN, NOTHING } from "../constants.js";
import { columns } from "../data/pinned.js";
import { channels } from "../shared/colour.js";

/** @import { Span } from "../constants.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Area } from "../shared/cursor.js" */
/** @import { Scale } from "../vega.js" */

const SHADES = 256;

export class Cells {
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
