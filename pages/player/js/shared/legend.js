// Which line belongs to which run, with a button that lets go of a pinned one.
import { GRADIENT } from "../constants.js";

/** @import { Pinned } from "../data/pinned.js" */

const SWATCH = '<line x1="0" x2="36" y1="6" y2="6" stroke-width="3"/>';

export class Legend {
  /**
   * @param {HTMLElement} list
   * @param {(run: string) => void} unpin
   */
  constructor(list, unpin) {
    this.list = list;
    this.owner = /** @type {HTMLElement} */ (list.closest(".player"));
    this.unpin = unpin;
    this.key = "";
  }

  /** @param {Pinned[]} pinned */
  show(pinned) {
    const key = JSON.stringify(
      pinned.map(({ run, pin_index, label, trace }) => [run, pin_index, label, Boolean(trace)]),
    );
    if (key === this.key) return;
    this.key = key;
    this.list.hidden = !pinned.length;
    const focused = this.crosses.findIndex((cross) => cross.matches(":focus"));
    this.list.replaceChildren(this.entry("this run", GRADIENT, []), ...pinned.map((one) => this.pinned(one)));
    const { crosses } = this;
    // Where the cross that was pressed has gone, the next one has the focus; after the last one it is the player.
    if (focused >= 0) (crosses[Math.min(focused, crosses.length - 1)] ?? this.owner).focus({ preventScroll: true });
  }

  /** The buttons that let go of a pinned run, in order. */
  get crosses() {
    return [...this.list.querySelectorAll("button")];
  }

  /** @param {Pinned} pinned */
  pinned({ run, numeral, label, colour, dashes, trace }) {
    const entry = this.entry(`${numeral} ${label}${trace ? "" : " (comes next)"}`, colour, dashes);
    const button = Object.assign(document.createElement("button"), { textContent: "✕", title: "Unpin" });
    button.setAttribute("aria-label", `Unpin ${numeral} ${label}`);
    button.onclick = () => this.unpin(run);
    entry.append(button);
    return entry;
  }

  /**
   * @param {string} text
   * @param {string} colour
   * @param {number[]} dashes
   */
  entry(text, colour, dashes) {
    const entry = document.createElement("li");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    line.innerHTML = SWATCH;
    line.setAttribute("class", "swatch");
    line.style.stroke = colour;
    line.style.strokeDasharray = dashes.join(" ");
    entry.append(line, Object.assign(document.createElement("span"), { textContent: text }));
    return entry;
  }
}
