// Which line belongs to which run, with a button that lets go of a pinned one.
import { GRADIENT } from "../constants.js";
import { otherSites } from "../data/pinned.js";
import { nt, t } from "./language.js";
import { layered } from "./places.js";

/** @import { Pinned } from "../data/pinned.js" */
/** @import { Run, Seeds } from "../data/payload.d.ts" */

const SWATCH = '<line x1="0" x2="36" y1="6" y2="6" stroke-width="3"/>';
/** @param {string} colour */
const band = (colour) => `<rect width="36" height="12" fill="${colour}" stroke="none" opacity="0.35"/>${SWATCH}`;

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

  /**
   * @param {Pinned[]} pinned
   * @param {Run} run beside which they stand
   * @param {Seeds | null} seeds
   */
  show(pinned, run, seeds) {
    const notes = pinned.map((one) => noted(one, run));
    const key = JSON.stringify([
      seeds?.count,
      ...pinned.map((one, i) => [one.run, one.pin_index, one.label, Boolean(one.range), notes[i]]),
    ]);
    if (key === this.key) return;
    this.key = key;
    this.list.hidden = !pinned.length && !seeds;
    const focused = this.crosses.findIndex((cross) => cross.matches(":focus"));
    this.list.replaceChildren(
      seeds ? this.range(seeds) : this.entry(t("this run"), GRADIENT, []),
      ...pinned.map((one, i) => this.pinned(one, notes[i])),
    );
    const { crosses } = this;
    // Where the cross that was pressed has gone, the next one has the focus; after the last one it is the player.
    if (focused >= 0) (crosses[Math.min(focused, crosses.length - 1)] ?? this.owner).focus({ preventScroll: true });
  }

  /** The buttons that let go of a pinned run, in order. */
  get crosses() {
    return [...this.list.querySelectorAll("button")];
  }

  /**
   * @param {Pinned} pinned
   * @param {string} note
   */
  pinned({ run, numeral, label, colour, dashes, trace, range }, note) {
    const entry = this.entry(`${numeral} ${label}`, colour, dashes);
    if (range) entry.children[0].innerHTML = band(colour);
    // While it is awaited it is pale, and the words are for readers: more lines for a moment would move the picture.
    entry.classList.toggle("awaited", !trace);
    const className = trace ? "" : "spoken";
    entry.querySelector("span")?.append(Object.assign(document.createElement("i"), { textContent: note, className }));
    const button = Object.assign(document.createElement("button"), { textContent: "✕", title: t("Unpin") });
    button.setAttribute("aria-label", t("Unpin {run}", { run: `${numeral} ${label}` }));
    button.onclick = () => this.unpin(run);
    entry.append(button);
    return entry;
  }

  /** This run in the band of its seeds. @param {Seeds} seeds */
  range({ count }) {
    const entry = this.entry(t("this run, {count} seeds and their median", { count }), GRADIENT, []);
    entry.title = t(
      "The band goes from the lowest to the highest of {count} random seeds; their median is a thin line by the gradient and a pale one by the loss.",
      {
        count,
      },
    );
    entry.children[0].innerHTML = band(GRADIENT);
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

/**
 * What the line of a pinned run is not, and what stands around it.
 * @param {Pinned} pinned
 * @param {Run} run
 */
function noted({ trace }, run) {
  const notes = [];
  if (!trace) notes.push(t("comes next"));
  if (trace?.outcome.name === "diverged") notes.push(t("diverged at step {step}", { step: trace.outcome.step ?? 0 }));
  if (trace && otherSites(trace, run)) {
    notes.push(spread(trace));
  }
  return notes.length ? ` (${notes.join("; ")})` : "";
}

/** How the sites of the one lie among those of the run that is shown. @param {Run} trace */
function spread(trace) {
  return layered(trace)
    ? nt(
        "its {number} layer, drawn over the whole width",
        "its {number} layers, drawn over the whole width",
        trace.sites,
      )
    : nt(
        "its {number} time step, drawn over the whole width",
        "its {number} time steps, drawn over the whole width",
        trace.sites,
      );
}
