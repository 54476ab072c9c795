// The hand on the map: the pointer shows a cell, a click opens its run, a drag chooses what to zoom into; keys do all that.

/** @import { Area } from "../shared/cursor.js" */
/** @typedef {[left: number, right: number, low: number, high: number]} Box in cells */

/** Pixels that a pointer must move before it drags. */
const DRAG = 6;
/** Keys that move by one cell: right and up. @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/**
 * @typedef {object} Told what is to be done
 * @property {(column: number, row: number, read: boolean) => void} show
 * @property {(aside: boolean) => void} open the run that is shown; aside, in a tab of its own
 * @property {() => void} pin
 * @property {(box: Box) => void} zoom
 * @property {() => void} out
 * @property {() => [number, number]} where it stands
 * @property {() => [number, number]} size of the grid: columns and rows
 * @property {() => Area | null} area of the cells within the plot
 */

export class Hand {
  /**
   * @param {HTMLElement} plot
   * @param {Told} told
   */
  constructor(plot, told) {
    this.plot = plot;
    this.told = told;
    this.brush = /** @type {HTMLElement} */ (plot.parentElement?.querySelector(".brush"));
    /** Where a drag began. @type {{ x: number, y: number } | null} */
    this.begun = null;
    this.dragged = false;
    plot.addEventListener("pointermove", (event) => this.move(event));
    plot.addEventListener("pointerdown", (event) => this.press(event));
    plot.addEventListener("pointerup", (event) => this.release(event));
    plot.addEventListener("pointercancel", () => this.end());
    plot.addEventListener("keydown", (event) => this.key(event));
  }

  /** The pointer in cells, from the lower left corner; null beside them. @param {MouseEvent} event */
  at(event) {
    const area = this.told.area();
    if (!area) return null;
    const { left, top } = this.plot.getBoundingClientRect();
    const [columns, rows] = this.told.size();
    const x = ((event.clientX - left - area.x) / area.width) * columns;
    const y = ((area.y + area.height - (event.clientY - top)) / area.height) * rows;
    return { x, y, inside: x >= 0 && x < columns && y >= 0 && y < rows };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.at(event);
    if (!at) return;
    if (this.begun) {
      this.dragged ||= Math.hypot(event.clientX - this.begun.x, event.clientY - this.begun.y) > DRAG;
      if (this.dragged) this.draw(event);
    } else if (at.inside) this.told.show(Math.floor(at.x), Math.floor(at.y), false);
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button || !this.at(event)?.inside || event.pointerType === "touch") return;
    this.plot.setPointerCapture(event.pointerId);
    this.begun = { x: event.clientX, y: event.clientY };
    this.dragged = false;
  }

  /** A finger shows the cell, and the card under it leads to its run: a finger shows nothing before it touches. */
  /** @param {PointerEvent} event */
  release(event) {
    const at = this.at(event);
    if (event.pointerType === "touch" && at?.inside) this.told.show(Math.floor(at.x), Math.floor(at.y), true);
    if (!this.begun) return;
    const box = this.boxTo(event);
    const dragged = this.dragged;
    this.end();
    if (dragged && box) this.told.zoom(box);
    else if (!dragged && at?.inside) this.told.open(event.ctrlKey || event.metaKey || event.shiftKey);
  }

  end() {
    this.begun = null;
    this.dragged = false;
    this.brush.hidden = true;
  }

  /**
   * What a drag has chosen: whole cells.
   * @param {PointerEvent} event
   * @returns {Box | null}
   */
  boxTo(event) {
    const from = this.begun && this.at(new MouseEvent("move", { clientX: this.begun.x, clientY: this.begun.y }));
    const to = this.at(event);
    if (!from || !to) return null;
    const [columns, rows] = this.told.size();
    const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(Math.max(value, 0), most);
    return [
      Math.floor(within(Math.min(from.x, to.x), columns)),
      Math.ceil(within(Math.max(from.x, to.x), columns)),
      Math.floor(within(Math.min(from.y, to.y), rows)),
      Math.ceil(within(Math.max(from.y, to.y), rows)),
    ];
  }

  /** @param {PointerEvent} event */
  draw(event) {
    const box = this.boxTo(event);
    if (box) placed(this.brush, box, this.told.area(), this.told.size());
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const [column, row] = this.told.where();
    const move = MOVES[event.key];
    if (move) this.told.show(column + move[0], row + move[1], true);
    else if (event.key === "Enter") this.told.open(event.shiftKey);
    else if (event.key === "p") this.told.pin();
    else if (event.key === "+") this.told.zoom(around([column, row], this.told.size()));
    else if (event.key === "-") this.told.out();
    else return;
    event.preventDefault();
  }
}

/**
 * Half of the map around a cell.
 * @param {[number, number]} cell
 * @param {[number, number]} size
 * @returns {Box}
 */
export function around(cell, size) {
  const [x, y] = cell.map((at, i) => {
    const half = Math.max(1, Math.round(size[i] / 2));
    return Math.min(Math.max(at - Math.floor(half / 2), 0), size[i] - half);
  });
  return [x, x + Math.max(1, Math.round(size[0] / 2)), y, y + Math.max(1, Math.round(size[1] / 2))];
}

/**
 * Lays an element over cells.
 * @param {HTMLElement} element
 * @param {Box} box
 * @param {Area | null} area
 * @param {[number, number]} size
 */
export function placed(element, [left, right, low, high], area, [columns, rows]) {
  element.hidden = !area;
  if (!area) return;
  const [wide, tall] = [area.width / columns, area.height / rows];
  element.style.width = `${(right - left) * wide}px`;
  element.style.height = `${(high - low) * tall}px`;
  element.style.transform = `translate(${area.x + left * wide}px, ${area.y + area.height - high * tall}px)`;
}
