// A sheet to draw on: a canvas that fills its room, sharp on every screen and however much the player is enlarged.

/** @typedef {{ width: number, height: number }} Room in pixels */
/** @typedef {Room & { context: CanvasRenderingContext2D, ink: string }} Sheet */

export const FONT = "sans-serif";

/**
 * Clears the canvas at the size it should have.
 * @param {HTMLCanvasElement} canvas
 * @param {Room} room
 * @param {string} ink
 * @returns {Sheet | null}
 */
export function sheet(canvas, { width, height }, ink) {
  const context = canvas.getContext("2d");
  if (!context) return null;
  const zoom = /** @type {{ currentCSSZoom?: number }} */ (canvas).currentCSSZoom ?? 1;
  const scale = Math.max(1, devicePixelRatio * zoom);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  context.scale(scale, scale);
  return { context, width, height, ink };
}

/**
 * Around the question at which the keys stand.
 * @param {Sheet} sheet
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} [height]
 */
export function outline({ context, ink }, x, y, width, height = width) {
  context.globalAlpha = 1;
  context.strokeStyle = ink;
  context.lineWidth = 3;
  context.strokeRect(x, y, width, height);
}
