// Which cell is seen where: coarse cells first, and the finer ones over them as they come.

/** @import { Cell, Delivery } from "./delivery.d.ts" */

/** @param {Cell} cell */
const area = ({ box: [x, x2, y, y2] }) => (x2 - x) * (y2 - y);

/**
 * The cells that are known after a delivery; those before it where they belong to the same map.
 * @param {{ key: string, cells: Cell[] }} known
 * @param {Delivery} delivery
 */
export function joined(known, { key, from, cells }) {
  const before = known.key === key ? known.cells : [];
  // One delivery may be overtaken by the next: then the page is told how many have come, and sends them again.
  if (from > before.length) return { key, cells: before };
  return { key, cells: [...before.slice(0, from), ...cells] };
}

/**
 * Of each place of the finest grid, row by row, the cell that is seen there.
 * @param {Cell[]} cells
 * @param {number} columns
 * @param {number} rows
 */
export function owners(cells, columns, rows) {
  /** @type {(Cell | null)[]} */
  const found = new Array(columns * rows).fill(null);
  for (const cell of coarseFirst(cells)) {
    const [x, x2, y, y2] = cell.box;
    for (let row = y; row < y2; row++) for (let column = x; column < x2; column++) found[row * columns + column] = cell;
  }
  return found;
}

/** @param {Cell[]} cells */
export const coarseFirst = (cells) => [...cells].sort((one, other) => area(other) - area(one));

/**
 * The rows of the chart's data sets.
 * @param {Cell[]} cells
 * @param {(Cell | null)[]} owned
 */
export function rowsOf(cells, owned) {
  const seen = new Map();
  for (const cell of owned) seen.set(cell, (seen.get(cell) ?? 0) + 1);
  const shown = coarseFirst(cells).filter((cell) => seen.has(cell));
  const boxes = shown.map((cell) => {
    const [x, x2, y, y2] = cell.box;
    return { x, x2, y, y2, [typeof cell.value === "string" ? "word" : "value"]: cell.value };
  });
  const signs = shown.flatMap((cell) => {
    if (!cell.sign) return [];
    const [x, x2, y, y2] = cell.box;
    // Of a cell over which finer ones lie, its own place alone is left for certain.
    const whole = seen.get(cell) === area(cell);
    const [at_x, at_y] = whole ? [(x + x2) / 2, (y + y2) / 2] : [cell.at[0] + 0.5, cell.at[1] + 0.5];
    return [{ at_x, at_y, sign: cell.sign, ink: cell.ink }];
  });
  return {
    cells: boxes.filter((_, i) => shown[i].value !== null),
    without: boxes.filter((_, i) => shown[i].value === null),
    signs,
  };
}
