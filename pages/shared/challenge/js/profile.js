// A profile to be looked at, with no word on the network that it is of.
import { t } from "../../../../simulator/player/js/shared/language.js";
import { Plot } from "../../lesson/js/plot.js";

/** @import { Data } from "../../lesson/js/draw.js" */
/** @typedef {HTMLElement & { resized?: ResizeObserver }} Root */

class Profile extends Plot {
  legend() {
    return [];
  }
}

/** @param {{ data: [Data], parentElement: Root }} component */
export default function ({ data: [data], parentElement: root }) {
  const plot = new Profile(data);
  const { svg } = plot;
  for (const name of svg.getAttributeNames().filter((name) => name.startsWith("aria-"))) svg.removeAttribute(name);
  svg.removeAttribute("tabindex");
  svg.setAttribute("role", "img");
  const said = data.measured.map((value, i) => `${data.sites[i]}: ${data.words[Math.round(2 * (value - data.low))]}`);
  svg.setAttribute(
    "aria-label",
    t("The gradient of the first training step, about: {values}", { values: said.join("; ") }),
  );
  const box = /** @type {HTMLElement} */ (root.querySelector(".draw"));
  box.replaceChildren(svg);
  root.resized?.disconnect();
  root.resized = new ResizeObserver(() => plot.draw([], data.measured, -1));
  root.resized.observe(box);
}
