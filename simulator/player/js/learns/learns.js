// What it learns: the answers of the run that plays and of those pinned beside it, at the training step that is shown.
import { stepAt } from "../data/pinned.js";
import { recordAt, sentence } from "./answers.js";
import { digitsHeight, drawDigits } from "./digits.js";
import { drawPlane, drawTruth } from "./plane.js";
import { drawSequences, sequencesHeight } from "./sequence.js";
import { sheet } from "./sheet.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { At } from "./answers.js" */
/** @import { Sheet } from "./sheet.js" */

/** @typedef {{ label: string, colour: string, run: Run, truth: boolean }} Entry one picture: a run's, or what is asked */
/** @typedef {{ figure: HTMLElement, canvas: HTMLCanvasElement, said: HTMLElement, drawn: string }} Place */

/** Widest picture of a plane, and of the rest, in pixels. */
const WIDEST = { plane: 460, digits: 640, sequence: 760, "": 460 };

/** @type {{ [picture: string]: (sheet: Sheet, run: Run, at: At) => void }} */
const DRAW = { plane: drawPlane, digits: drawDigits, sequence: drawSequences };

/** What is to be known to read a picture. @param {Run} run */
const legend = ({ learned: { picture, classes, inputs } }) =>
  picture === "plane" && classes
    ? "Points: what is asked, blue or orange. Behind them: what the network answers, the stronger the surer. A dark ring: answered wrongly."
    : picture === "plane"
      ? "Points: the right height there, from blue (low) to orange (high). Behind them: the network's. Where it is right, the points melt into the surface."
      : picture === "digits"
        ? "No training step sees these digits. Large: the answer, and how sure the network is. Below, one column for each digit: green is right, crossed is wrong."
        : classes
          ? "For each sequence, first symbol on the left: what comes in, and below it what the network would answer there, the stronger the surer. The answer counts at the end."
          : `Dots: what comes in${inputs > 1 ? ", the marked numbers large" : ""}. Line: what the network would answer there. Ring: what is asked at the end.`;

export class Learns {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.box = /** @type {HTMLElement} */ (host.querySelector(".learns"));
    this.key = "";
    /** @type {Place[]} */
    this.places = [];
  }

  /** @param {string} name */
  find(name) {
    return /** @type {HTMLElement} */ (this.box.querySelector(`[data-learns="${name}"]`));
  }

  /** @param {Shown} shown */
  draw({ run, position, pinned, ink }) {
    const entries = this.entries(run, pinned);
    const key = entries.map((one) => `${one.run.run}:${one.label}`).join();
    if (key !== this.key) this.rebuild(entries);
    this.key = key;
    const step = run.rows ? stepAt(run, position) : 1;
    this.find("legend").textContent = run.learned.picture ? legend(run) : "";
    entries.forEach((entry, i) => {
      this.drawOne(entry, this.places[i], step, ink);
    });
  }

  /**
   * @param {Run} run
   * @param {Shown["pinned"]} pinned
   * @returns {Entry[]}
   */
  entries(run, pinned) {
    const mine = { label: pinned.length ? "this run" : "", colour: "transparent", run, truth: false };
    const others = pinned.map(({ numeral, label, colour, trace }) => ({
      label: `${numeral} ${label}`,
      colour,
      run: trace,
      truth: false,
    }));
    const asked = { label: "what is asked", colour: "transparent", run, truth: true };
    return [mine, ...others, ...(run.arrays["asked:truth"] ? [asked] : [])];
  }

  /** @param {Entry[]} entries */
  rebuild(entries) {
    this.places = entries.map(({ label, colour }) => {
      const figure = document.createElement("div");
      const head = Object.assign(document.createElement("p"), { className: "who", textContent: label });
      const said = Object.assign(document.createElement("p"), { className: "worth" });
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      head.style.borderColor = colour;
      head.hidden = !label;
      figure.append(head, said, canvas);
      return { figure, canvas, said, drawn: "" };
    });
    this.find("pictures").replaceChildren(...this.places.map(({ figure }) => figure));
  }

  /**
   * Only where something has changed: a record, the way to the next, the size or the theme.
   * @param {Entry} entry
   * @param {Place} place
   * @param {number} step
   * @param {string} ink
   */
  drawOne({ run, truth, label }, place, step, ink) {
    const { picture } = run.learned;
    const at = recordAt(run, Math.min(step, run.trained));
    const width = Math.floor(Math.min(WIDEST[picture], place.figure.clientWidth));
    const moves = picture === "plane" && !truth ? at.mix.toFixed(2) : "";
    const key = [run.run, at.record, at.next, moves, width, ink, truth, run.done].join();
    if (key === place.drawn || !width) return;
    place.drawn = key;
    const words = truth ? "The right heights, by the samples." : `${sentence(run, at.record)}${ended(run, at.record)}`;
    if (place.said.textContent !== words) place.said.textContent = words;
    place.canvas.setAttribute("aria-label", `${label || "What the network answers"}: ${words}`);
    const paper = picture && sheet(place.canvas, width, heightOf(run, width), ink);
    if (!paper) return;
    if (truth) drawTruth(paper, run);
    else DRAW[picture](paper, run, at);
  }
}

/**
 * @param {Run} run
 * @param {number} width
 */
function heightOf(run, width) {
  const { picture } = run.learned;
  return picture === "plane" ? width : picture === "digits" ? digitsHeight(width) : sequencesHeight(run);
}

/**
 * A run that diverged has no numbers to answer with: its last ones stay, with a word.
 * @param {Run} run
 * @param {number} record
 */
function ended({ outcome, learned: { recorded } }, record) {
  if (outcome.name !== "diverged" || record < recorded.length - 1) return "";
  return ` These are its last answers, at step ${recorded[record]}: at step ${outcome.step} the run diverged.`;
}
