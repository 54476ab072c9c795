// The bar and the walk's buttons: what a press does, and what stands on them.

import { goesOn, halted } from "./requests.js";
import { explain } from "./shared/glossary.js";
import { t } from "./shared/language.js";
import { siteName } from "./shared/places.js";
import { percent, short } from "./shared/words.js";
import { shownRun } from "./state.js";

/** @import { Commands } from "./commands.js" */
/** @import { Run } from "./data/payload.d.ts" */
/** @import { Requests } from "./requests.js" */
/** @import { State, View } from "./state.js" */
/** @import { Phase } from "./walk/plan.js" */

/** What stands on the buttons and what a screen reader says of them. */
const WORDS = {
  play: t("Play"),
  pause: t("Pause"),
  walk: t("Walk"),
  pauseWalk: t("Pause the walk"),
  walkOn: t("Walk on by itself"),
};

export class Controls {
  /**
   * @param {HTMLElement} host
   * @param {State} state
   * @param {Commands} commands
   * @param {Requests} requests
   */
  constructor(host, state, commands, requests) {
    const find = (/** @type {string} */ selector) => /** @type {HTMLButtonElement} */ (host.querySelector(selector));
    this.host = host;
    this.state = state;
    this.play = find("[data-control=play]");
    this.walk = find("[data-walk=play]");
    this.stop = find("[data-control=stop]");
    this.scrub = /** @type {HTMLInputElement} */ (host.querySelector("[data-control=scrub]"));
    this.speed = /** @type {HTMLSelectElement} */ (host.querySelector("[data-control=speed]"));
    this.step = find("[data-control=step]");
    this.status = find("[data-control=status]");
    /** What was drawn last, so that nothing is written twice. */
    this.drawn = {
      playing: /** @type {State["playing"] | null} */ (null),
      run: /** @type {Run | null} */ (null),
      step: "",
      telling: "",
      said: "",
    };
    this.listen(find, commands, requests);
  }

  /**
   * @param {(selector: string) => HTMLElement} find
   * @param {Commands} commands
   * @param {Requests} requests
   */
  listen(find, commands, requests) {
    /** @type {Record<string, () => void>} */
    const presses = {
      "[data-control=play]": () => commands.toggle(),
      "[data-control=again]": () => commands.replay(),
      "[data-control=present]": () => commands.togglePresent(),
      "[data-control=save]": () => commands.toggleSave(),
      "[data-control=stop]": () => requests.stopOrGoOn(),
      "[data-walk=start]": () => commands.walkToStart(),
      "[data-walk=back]": () => commands.walkBack(),
      "[data-walk=play]": () => commands.toggleWalk(),
      "[data-walk=on]": () => commands.walkForward(),
      "[data-walk=next]": () => commands.walkToNextPhase(),
    };
    for (const [selector, press] of Object.entries(presses)) find(selector).onclick = press;
    this.speed.onchange = () => commands.setSpeed(Number(this.speed.value));
    this.scrub.oninput = () => commands.seek(Number(this.scrub.value));
    for (const button of buttons(this.host, "[data-to]")) {
      button.onclick = () => commands.open(/** @type {View} */ (button.dataset.to));
    }
    for (const button of buttons(this.host, "[data-phase]")) {
      button.onclick = () => commands.walkToPhase(/** @type {Phase} */ (button.dataset.phase));
    }
  }

  /** Called at every picture: writes what has changed. */
  draw() {
    const { state, drawn } = this;
    const run = shownRun(state);
    if (this.speed && Number(this.speed.value) !== state.speed) this.speed.value = String(state.speed);
    if (state.playing !== drawn.playing) this.drawPlaying();
    if (state.telling !== drawn.telling) {
      drawn.telling = state.telling;
      this.speed.value = String(state.speed);
    }
    if (!run) return;
    if (run !== drawn.run) this.drawRun(run);
    this.drawStep(run);
  }

  drawPlaying() {
    const { playing } = this.state;
    this.drawn.playing = playing;
    label(this.play, ...(playing === "run" ? ["❚❚", WORDS.pause] : ["▶", WORDS.play]));
    this.walk.textContent = playing === "walk" ? `❚❚ ${WORDS.pause}` : `▶ ${WORDS.walk}`;
    this.walk.setAttribute("aria-label", playing === "walk" ? WORDS.pauseWalk : WORDS.walkOn);
    this.host.dataset.playing = String(playing === "run");
    this.host.dataset.walkPlaying = String(playing === "walk");
  }

  /** @param {Run} run */
  drawRun(run) {
    this.drawn.run = run;
    this.drawn.step = "";
    // As long as the whole run from the start, so that it does not shrink while training goes on.
    const last = Math.max(1, run.done ? run.rows - 1 : run.planned - 1);
    this.scrub.max = String(last);
    this.scrub.style.setProperty("--have", `${(100 * Math.max(0, run.rows - 1)) / last}%`);
    const stopped = halted(run);
    this.stop.hidden = !run.stop;
    this.stop.disabled = !goesOn(run) || run.preview || !run.trained;
    label(this.stop, ...(stopped ? ["●", t("Go on")] : ["■", t("Stop")]));
    this.stop.setAttribute("aria-label", stopped ? t("Go on training") : t("Stop training"));
  }

  /** @param {Run} run */
  drawStep(run) {
    const row = Math.floor(this.state.position);
    const said = status(run, row < run.rows - 1, this.state.playing === "run");
    if (said !== this.drawn.said) explain(this.status, said);
    this.drawn.said = said;
    const step = words(run, run.preview ? 0 : row);
    if (step === this.drawn.step) return;
    this.drawn.step = step;
    explain(this.step, step);
    this.scrub.value = String(row);
    this.scrub.setAttribute("aria-valuetext", step);
    this.host.dataset.row = String(row);
  }
}

/**
 * @param {HTMLElement} host
 * @param {string} selector
 * @returns {NodeListOf<HTMLButtonElement>}
 */
const buttons = (host, selector) => host.querySelectorAll(selector);

/**
 * A sign, and a word that is seen where there is room for it.
 * @param {HTMLElement} button
 * @param {string[]} words
 */
function label(button, ...[sign, word]) {
  button.replaceChildren(
    sign,
    Object.assign(document.createElement("span"), { className: "word", textContent: ` ${word}` }),
  );
}

/**
 * What is going on: training, or the playing of what was trained.
 * @param {Run} run
 * @param {boolean} more whether there is something left to play
 * @param {boolean} plays
 */
function status(run, more, plays) {
  if (run.preview) return t("before training");
  if (run.note) return run.note;
  if (run.waits_for) return run.waits_for;
  const pins = run.done && run.pinned.some(({ done }) => !done) ? pinnedStatus(run) : "";
  if (run.outcome.name === "diverged") {
    const { step, site } = run.outcome;
    const diverged = site
      ? t("diverged at step {step}, {site}", { step: step ?? 0, site: siteName(run, site) })
      : t("diverged at step {step}", { step: step ?? 0 });
    const on = pins || (more && plays ? t("now it is played") : "");
    return on ? `${diverged}; ${on}` : diverged;
  }
  if (pins) return pins;
  if (run.done && !more) return t("training finished");
  const { trained, total } = run;
  if (run.done) {
    return plays
      ? t("all {trained} steps are trained, now they are played", { trained })
      : t("all {trained} steps are trained", { trained });
  }
  if (!run.stop) return "";
  return run.ask_for_more
    ? t("training: {trained} of {total} steps", { trained, total })
    : t("stopped after {trained} of {total} steps", { trained, total });
}

/** @param {Run} run */
function pinnedStatus(run) {
  return run.ask_for_more ? t("training the pinned runs") : t("stopped before the pinned runs were finished");
}

/**
 * @param {Run} run
 * @param {number} row
 */
function words(run, row) {
  if (!run.rows) return t("no step yet");
  // While layers are trained one by one, what is seen is the network before that.
  const step = run.note
    ? t("before the first step")
    : t("step {step} of {total}", { step: run.steps[row], total: run.total });
  const parts = [step, t("loss {loss}", { loss: short(run.arrays.loss.values[row]) })];
  if (run.scored) parts.push(t("accuracy {share}", { share: percent(run.arrays.accuracy.values[row]) }));
  return parts.join(" · ");
}
