// What it learns: the answers of the run that plays and of those pinned beside it, at the training step that is shown.
import { stepAt } from "../data/pinned.js";
import { t } from "../shared/language.js";
import { together } from "../shared/words.js";
import { recordAt, sentence } from "./answers.js";
import { digitsRoom, drawDigits } from "./digits.js";
import { drawPlane, drawTruth, planeRoom } from "./plane.js";
import { sequencesRoom } from "./range.js";
import { drawSequences } from "./sequence.js";
import { sheet } from "./sheet.js";

/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { State } from "../state.js" */
/** @import { At } from "./answers.js" */
/** @import { Room, Sheet } from "./sheet.js" */

/** @typedef {{ label: string, colour: string, run: Run, truth: boolean }} Entry one picture: a run's, or what is asked */
/** @typedef {{ room: HTMLElement, canvas: HTMLCanvasElement, said: HTMLElement, drawn: string }} Place */

/** The part of the window's height that a picture takes, and its pixels at least; the width of one at most. */
const [PART, LOWEST] = [0.44, 380];
const WIDEST = 860;

/** How each kind of picture is drawn, and what it takes of the room that there is. */
/** @type {{ [picture: string]: (sheet: Sheet, run: Run, at: At, room: Room, question: number) => void }} */
const DRAW = { plane: drawPlane, digits: drawDigits, sequence: drawSequences };
/** @type {{ [picture: string]: (room: Room, run: Run) => Room }} */
const TAKEN = { plane: planeRoom, digits: digitsRoom, sequence: (room, run) => sequencesRoom(run, room) };

/** What is to be known to read each kind of picture. */
const LEGENDS = {
  plane: t(
    "Points: what is asked, blue or orange. Behind them: what the network answers, the stronger the surer. A dark ring: answered wrongly.",
  ),
  surface: t(
    "Points: the right height there, from blue (low) to orange (high). Behind them: the network's. Where it is right, the points melt into the surface.",
  ),
  digits: t(
    "No training step sees these digits. Large: the answer, and how sure the network is. Small, one column for each digit: green is right, crossed is wrong.",
  ),
  classes: t(
    "For each sequence, first symbol on the left: what comes in, and below it what the network would answer there, the stronger the surer. The answer counts at the end.",
  ),
  marked: t(
    "Dots: what comes in, the marked numbers large. Line: what the network would answer there. Ring: what is asked at the end.",
  ),
  numbers: t("Dots: what comes in. Line: what the network would answer there. Ring: what is asked at the end."),
};
/** What stands over the pictures and is said of them. */
const ANSWERS = t("What the network answers");
const TRUTH = t("The right heights, by the samples.");
const [MINE, ANSWERED, ASKED] = [t("this run"), t("what is answered"), t("what is asked")];

/** @param {Run} run */
function legend({ learned: { picture, classes, inputs } }) {
  if (picture === "plane") return classes ? LEGENDS.plane : LEGENDS.surface;
  if (picture === "digits") return LEGENDS.digits;
  if (classes) return LEGENDS.classes;
  return inputs > 1 ? LEGENDS.marked : LEGENDS.numbers;
}

export class Learns {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.box = /** @type {HTMLElement} */ (host.querySelector(".learns"));
    this.charts = /** @type {HTMLElement} */ (host.querySelector(".charts"));
    this.key = "";
    /** @type {Place[]} */
    this.places = [];
  }

  /** @param {string} name */
  find(name) {
    return /** @type {HTMLElement} */ (this.box.querySelector(`[data-learns="${name}"]`));
  }

  /**
   * @param {Shown} shown
   * @param {State} state
   */
  draw({ run, position, pinned, ink }, state) {
    const entries = entriesOf(run, pinned);
    const key = entries.map((one) => `${one.run.run}:${one.label}`).join();
    if (key !== this.key) this.rebuild(entries);
    this.key = key;
    const step = run.rows ? stepAt(run, position) : 1;
    const known = entries.filter((one) => one.run.learned.picture).map((one) => legend(one.run));
    this.find("legend").textContent = [...new Set(known)].join(" ");
    entries.forEach((entry, i) => {
      this.drawOne(entry, this.places[i], step, ink, state);
    });
  }

  /** @param {Entry[]} entries */
  rebuild(entries) {
    this.charts.dataset.pictures = String(entries.length);
    const made = entries.map(({ label, colour }) => {
      const one = document.createElement("div");
      const head = Object.assign(document.createElement("p"), { className: "who", textContent: label });
      const said = Object.assign(document.createElement("p"), { className: "worth" });
      const room = Object.assign(document.createElement("div"), { className: "room" });
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      if (colour) head.style.borderLeft = `6px solid ${colour}`;
      head.hidden = !label;
      room.append(canvas);
      one.append(head, said, room);
      return { one, room, canvas, said, drawn: "" };
    });
    this.places = made;
    this.find("pictures").replaceChildren(...made.map(({ one }) => one));
  }

  /**
   * Only where something has changed: a record, the way to the next, the size or the theme.
   * @param {Entry} entry
   * @param {Place} place
   * @param {number} step
   * @param {string} ink
   * @param {State} state
   */
  drawOne({ run, truth, label }, place, step, ink, { presenting, question }) {
    const { picture } = run.learned;
    const at = recordAt(run, Math.min(step, run.trained));
    const room = roomOf(place.room, presenting);
    // Between two records the surface alone moves; digits and sequences change with a record.
    const moves = picture === "plane" && !truth ? at.mix.toFixed(2) : "";
    const key = [run.run, at.record, at.next, moves, room.width, room.height, ink, truth, run.done, question].join();
    if (key === place.drawn || !room.width || !room.height) return;
    place.drawn = key;
    const words = truth ? TRUTH : together(`${sentence(run, at.record)}${ended(run, at.record)}`);
    if (place.said.textContent !== words) place.said.textContent = words;
    place.canvas.setAttribute("aria-label", `${label || ANSWERS}: ${words}`);
    const paper = picture && sheet(place.canvas, TAKEN[picture](room, run), ink);
    if (!paper) return;
    if (truth) drawTruth(paper, run);
    else DRAW[picture](paper, run, at, room, question);
  }
}

/**
 * The run that plays, those pinned beside it, and what is asked where that is a surface of its own.
 * @param {Run} run
 * @param {Shown["pinned"]} pinned
 * @returns {Entry[]}
 */
function entriesOf(run, pinned) {
  const surface = run.arrays["asked:truth"] ? ANSWERED : "";
  const mine = { label: pinned.length ? MINE : surface, colour: "", run, truth: false };
  const others = pinned.map(({ numeral, label, colour, trace }) => ({
    label: `${numeral} ${label}`,
    colour,
    run: trace,
    truth: false,
  }));
  const asked = { label: ASKED, colour: "", run, truth: true };
  return [mine, ...others, ...(surface ? [asked] : [])];
}

/**
 * As wide as its place; as high as that is where it fills the screen, else a part of the window.
 * @param {HTMLElement} room
 * @param {boolean} presenting
 * @returns {Room}
 */
function roomOf(room, presenting) {
  const height = presenting
    ? room.clientHeight
    : Math.max(LOWEST, Math.round(PART * document.documentElement.clientHeight));
  return { width: Math.min(presenting ? Number.POSITIVE_INFINITY : WIDEST, room.clientWidth), height };
}

/**
 * A run that diverged has no numbers to answer with: its last ones stay, with a word.
 * @param {Run} run
 * @param {number} record
 */
function ended({ outcome, learned: { recorded } }, record) {
  if (outcome.name !== "diverged" || record < recorded.length - 1) return "";
  const steps = { step: recorded[record], end: outcome.step ?? 0 };
  return ` ${t("These are its last answers, at step {step}: at step {end} the run diverged.", steps)}`;
}
