// A sheet to draw on: a canvas as wide as its box, sharp on every screen.

/** @typedef {{ context: CanvasRenderingContext2D, width: number, ink: string }} Sheet */

/**
 * Clears the canvas at the size it should have.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @param {string} ink
 * @returns {Sheet | null}
 */
export function sheet(canvas, width, height, ink) {
  const context = canvas.getContext("2d");
  if (!context) return null;
  const scale = Math.max(1, devicePixelRatio);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  context.scale(scale, scale);
  return { context, width, ink };
}
