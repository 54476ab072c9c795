// The line across a chart that shows where the run, or the pointer, stands.

/** @typedef {{ x: number, y: number, width: number, height: number }} Area of a plot, in pixels */

/**
 * @param {HTMLElement} cursor
 * @param {Area} area
 * @param {number} x pixels from the left edge of the plot area
 */
export function setCursor(cursor, area, x) {
  cursor.style.height = `${area.height}px`;
  cursor.style.transform = `translate(${area.x + x - 1}px, ${area.y}px)`;
}
