// A layout as a picture: on a canvas, or as SVG.
/** @import { Layout, Part } from "./layout.js" */

/** The next frame of the browser, in which the player draws itself. */
export const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * On a canvas, larger than on the screen by ``scale``; each chart is drawn anew for it.
 * @param {Layout} layout
 * @param {number} scale
 */
export async function canvasOf(layout, scale) {
  const charts = layout.parts.flatMap((part) => (part.kind === "chart" ? [part] : []));
  const drawn = new Map(
    await Promise.all(charts.map(async (part) => /** @type {const} */ ([part, await part.view.toCanvas(scale)]))),
  );
  const canvas = document.createElement("canvas");
  paint(canvas, layout, scale, (part) => drawn.get(part) ?? null);
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Layout} layout
 * @param {number} scale
 * @param {(part: Part & { kind: "chart" }) => HTMLCanvasElement | null} pictureOf a chart
 */
export function paint(canvas, { width, height, parts, ink, page, font }, scale, pictureOf) {
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(scale, scale);
  pen.fillStyle = page;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = ink;
  for (const part of parts) {
    if (part.kind === "text") {
      pen.font = `${part.bold ? 600 : 400} ${part.size}px ${font}`;
      pen.fillText(part.text, part.x, part.y);
    } else if (part.kind === "line") {
      pen.fillStyle = part.colour ?? ink;
      pen.globalAlpha = Number(part.opacity ?? 1);
      pen.fillRect(part.x, part.y, part.width, part.height);
      pen.globalAlpha = 1;
      pen.fillStyle = ink;
    } else {
      const picture = part.kind === "chart" ? pictureOf(part) : part.canvas;
      pen.imageSmoothingEnabled = part.kind === "chart";
      if (picture) pen.drawImage(picture, part.x, part.y, part.width, part.height);
    }
  }
}

/** @param {Layout} layout */
export async function svgOf({ width, height, parts, ink, page, font }) {
  const inside = await Promise.all(parts.map((part) => element(part)));
  const family = escaped(font);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${family}" fill="${ink}">
<rect width="${width}" height="${height}" fill="${page}"/>
${inside.join("\n")}
</svg>`;
}

/** @param {Part} part */
async function element(part) {
  const { x, y } = part;
  if (part.kind === "text") {
    return `<text x="${x}" y="${y}" font-size="${part.size}" font-weight="${part.bold ? 600 : 400}">${escaped(part.text)}</text>`;
  }
  if (part.kind === "chart") return `<g transform="translate(${x},${y})">${await part.view.toSVG()}</g>`;
  const box = `x="${x}" y="${y}" width="${part.width}" height="${part.height}"`;
  if (part.kind === "line") {
    const fill = part.colour ? ` fill="${escaped(part.colour)}"` : "";
    const opacity = part.opacity ? ` opacity="${part.opacity}"` : "";
    return `<rect ${box}${fill}${opacity}/>`;
  }
  const source = part.canvas.toDataURL();
  return `<image ${box} preserveAspectRatio="none" style="image-rendering: pixelated" href="${source}"/>`;
}

/** @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"]/g, (letter) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[letter]};`);
