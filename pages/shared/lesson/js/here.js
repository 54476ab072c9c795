// Notes that a screen was seen, and begins it at its top.
import { keep } from "./kept.js";

/** @typedef {HTMLElement & { place?: string }} Root */

/** @param {{ data: [{ place: string }], parentElement: Root }} component */
export default function ({ data: [data], parentElement: root }) {
  if (root.place === data.place) return;
  const first = root.place === undefined;
  root.place = data.place;
  keep(data.place, { seen: true });
  if (!first) document.querySelector(".stMain")?.scrollTo(0, 0);
}
