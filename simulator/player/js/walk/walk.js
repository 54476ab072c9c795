// Walk: one training step, moment by moment: drawn, said, and in numbers.
import { snapshotAt } from "../data/snapshots.js";
import { t } from "../shared/language.js";
import { Drawing } from "./drawing.js";
import { WalkLegend } from "./legend.js";
import { moments, nearest, progress } from "./plan.js";
import { scene } from "./scene.js";
import { Strip } from "./strip.js";
import { tell } from "./tell.js";

/** @import { Commands } from "../commands.js" */
/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { State } from "../state.js" */
/** @import { Moment } from "./plan.js" */
/** @import { Told } from "./tell.js" */

/** Milliseconds between two moments that a screen reader hears, and before the first. */
const CALM = 4000;
const SOON = 500;
/** Pixels below which a long line of factors is shortened to its last few. */
const NARROW = 520;
const FEW = 2;

export class Walk {
  /**
   * @param {HTMLElement} host
   * @param {Commands} commands
   */
  constructor(host, commands) {
    this.host = host;
    this.box = /** @type {HTMLElement} */ (host.querySelector(".walk"));
    this.drawing = new Drawing(/** @type {SVGSVGElement} */ (host.querySelector("[data-walk=drawing]")));
    this.legend = new WalkLegend(this.find("key"));
    this.strip = new Strip(this.find("strip"), (moment) => commands.walkToMoment(moment));
    /** @type {NodeListOf<HTMLElement>} */
    this.phases = host.querySelectorAll("[data-phase]");
    this.shown = "";
    this.toSay = "";
    this.saidAt = 0;
    this.timer = 0;
  }

  /** @param {string} name */
  find(name) {
    return /** @type {HTMLElement} */ (this.host.querySelector(`[data-walk="${name}"]`));
  }

  /**
   * @param {Shown} shown
   * @param {State} state
   */
  draw(shown, state) {
    const { run, row } = shown;
    const all = moments(run);
    const place = nearest(all, state.moment);
    const moment = all[place];
    const snapshot = run.rows ? snapshotAt(run, row) : undefined;
    const here = snapshot?.row === row;
    Object.assign(this.host.dataset, { walkPhase: moment.phase, walkSite: moment.site });
    this.host.dataset.snapshot = snapshot ? `${snapshot.snapshot_of}:${snapshot.row}` : "";
    this.box.dataset.waiting = String(!here);
    this.drawPhases(all, place);
    this.say(here ? tell(run, snapshot, moment) : waiting(run, row));
    if (snapshot) this.drawMoment(shown, snapshot, moment);
  }

  /**
   * @param {Shown} shown
   * @param {Snapshot} snapshot
   * @param {Moment} moment
   */
  drawMoment({ run, axis, ink }, snapshot, moment) {
    const { width, room } = this.drawing;
    // All that the drawing depends on: pictures come sixty times a second, moments two or three.
    const shown = JSON.stringify([snapshot.snapshot_of, snapshot.row, moment, width, room, axis, ink]);
    if (shown === this.shown) return;
    this.shown = shown;
    const now = scene(run, snapshot, moment, width, axis);
    this.drawing.draw(now);
    this.strip.draw(run, snapshot, moment, now, axis);
    this.legend.show(run, snapshot, moment, axis);
  }

  /**
   * @param {Moment[]} all
   * @param {number} place
   */
  drawPhases(all, place) {
    const parts = progress(all, place);
    for (const button of this.phases) {
      const phase = button.dataset.phase ?? "";
      button.style.setProperty("--part", `${100 * parts[phase]}%`);
      button.setAttribute("aria-current", phase === all[place].phase ? "step" : "false");
    }
    for (const name of ["start", "back"]) this.find(name).setAttribute("aria-disabled", String(place === 0));
    for (const name of ["on", "next"]) this.find(name).setAttribute("aria-disabled", String(place === all.length - 1));
  }

  /** @param {Told} told */
  say({ title, text, line: { terms = [], result, of } }) {
    const long = this.host.clientWidth < NARROW && terms.length > FEW + 2;
    const before = long ? ["1", "…", ...terms.slice(-FEW)] : terms;
    this.find("title").textContent = title;
    this.find("text").textContent = text;
    this.find("terms").textContent = terms.length ? `${before.join(" × ")} = ` : "";
    this.find("result").textContent = result;
    this.find("of").textContent = of;
    this.sayLater(`${title}. ${text} ${result} ${of}`);
  }

  /** A screen reader hears the latest moment, and a new one only now and then. @param {string} text */
  sayLater(text) {
    this.toSay = text;
    this.timer ||= setTimeout(
      () => {
        this.timer = 0;
        this.saidAt = Date.now();
        this.find("said").textContent = this.host.dataset.view === "walk" ? this.toSay : "";
      },
      Math.max(SOON, this.saidAt + CALM - Date.now()),
    );
  }

  close() {
    clearTimeout(this.timer);
  }
}

/**
 * What is said until the snapshot of the step has come.
 * @param {Run} run
 * @param {number} row
 * @returns {Told}
 */
function waiting(run, row) {
  const text = run.rows
    ? t("fetching training step {step} …", { step: run.steps[row] })
    : t("fetching the first training step …");
  return { title: t("One moment:"), text, line: { result: "", of: "" } };
}
