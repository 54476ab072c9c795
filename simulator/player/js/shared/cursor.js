// The line across a chart that shows where the run, or the pointer, stands.

/** @typedef {{ x: number, y: number, width: number, height: number }} Area of a plot, in pixels */

/**
 * On whole pixels: in most pictures it then stands where it stood, and nothing around it is painted anew.
 * @param {HTMLElement} cursor
 * @param {Area} area
 * @param {number} x pixels from the left edge of the plot area
 */
export function setCursor(cursor, area, x) {
  cursor.style.height = `${area.height}px`;
  cursor.style.transform = `translate(${Math.round(area.x + x) - 1}px, ${area.y}px)`;
}
