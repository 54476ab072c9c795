// One network in words and as a small picture: what was asked of it, its settings, its profile, the way to its run.

import { HEALTHY_DECADES } from "../constants.js";
import { t } from "../shared/language.js";
import { together } from "../shared/words.js";

/** @import { Cell, Delivery } from "./delivery.d.ts" */

const SVG = "http://www.w3.org/2000/svg";
/** Size of the picture, and the part of it in which the line runs. */
const WIDTH = 260;
const HEIGHT = 104;
const LEFT = 44;
const BOTTOM = 84;
const TOP = 8;
/** Decades on both sides of a level gradient that are always shown. */
const LEAST = 6;

/**
 * Such as "Weight gain 1.2 · Layers 7".
 * @param {Cell} cell
 * @param {Delivery} map
 */
export const settingsOf = ({ at: [column, row] }, { across, up }) =>
  `${across.label} ${across.labels[column]} · ${up.label} ${up.labels[row]}`;

/**
 * Fills a place with what there is to say of a cell; the verdict's sentence comes last, as its length varies.
 * @param {HTMLElement} place
 * @param {Cell} cell
 * @param {Delivery} map
 */
export function showCard(place, cell, map) {
  const find = (/** @type {string} */ part) => /** @type {HTMLElement} */ (place.querySelector(`[data-card=${part}]`));
  find("settings").textContent = settingsOf(cell, map);
  find("answer").textContent = `${map.asks}: ${cell.shown}`;
  find("says").textContent = together(cell.says);
  find("picture").replaceChildren(...(cell.profile.length ? [thumbnail(cell, map.site)] : []));
  const link = /** @type {HTMLAnchorElement} */ (find("open"));
  link.hidden = !cell.link;
  link.href = cell.link;
}

/**
 * The gradient norm along the chain, relative to the last site; the healthy range is shaded.
 * @param {Cell} cell
 * @param {string} site
 */
function thumbnail({ profile, sites }, site) {
  const known = profile.filter((log) => log !== null);
  const low = Math.min(-LEAST, Math.floor(Math.min(...known)));
  const high = Math.max(LEAST, Math.ceil(Math.max(...known)));
  const y = (/** @type {number} */ log) => TOP + ((high - log) / (high - low)) * (BOTTOM - TOP);
  const x = (/** @type {number} */ i) => LEFT + (i / Math.max(1, profile.length - 1)) * (WIDTH - LEFT - 6);
  const picture = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  picture.setAttribute("aria-label", t("Gradient norm by {site}", { site }));
  const [top, bottom] = [y(HEALTHY_DECADES), y(-HEALTHY_DECADES)];
  const band = { x: LEFT, y: top, width: WIDTH - LEFT - 6, height: bottom - top, class: "healthy" };
  picture.append(
    element("rect", band),
    element("path", { class: "axis", d: `M${LEFT} ${TOP}V${BOTTOM}H${WIDTH - 6}` }),
  );
  let pen = "M";
  let path = "";
  profile.forEach((log, i) => {
    // Where there is no number the pen is lifted, for a line across would invent some.
    if (log !== null) path += `${pen}${x(i).toFixed(1)} ${y(log).toFixed(1)}`;
    pen = log === null ? "M" : "L";
  });
  picture.append(element("path", { class: "line", d: path }));
  profile.forEach((log, i) => {
    if (log !== null) picture.append(element("circle", { cx: x(i), cy: y(log), r: 2.5 }));
  });
  for (const log of [low, 0, high]) picture.append(word(LEFT - 5, y(log) + 4, log ? `1e${log}` : "1", "end"));
  picture.append(word(LEFT, HEIGHT - 4, `${site} 1`, "start"), word(WIDTH - 6, HEIGHT - 4, String(sites), "end"));
  return picture;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} anchor
 */
function word(x, y, text, anchor) {
  const found = element("text", { x, y, "text-anchor": anchor });
  found.textContent = text;
  return found;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function element(name, attributes) {
  const found = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, String(value));
  return found;
}
