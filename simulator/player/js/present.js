// For the back row: one picture of the view fills the screen, with the sentence and the bar, all of it larger.
import { told } from "./keys.js";
import { t } from "./shared/language.js";

/** @import { Charts } from "./shared/charts.js" */
/** @import { State } from "./state.js" */

/** The smallest type of the player, and how large it is at least where a wide screen is scaled to this size; in pixels. */
const TYPE = 14;
const [LEGIBLE, WIDE, HIGH] = [9.3, 640, 360];
/** Pixels that the player itself needs at least. */
const NARROWEST = 480;

export class Present {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   */
  constructor(host, charts, state) {
    this.host = host;
    this.charts = charts;
    this.state = state;
    this.drawn = "";
    this.word = /** @type {HTMLElement} */ (host.querySelector("[data-control=present] .word"));
    this.help = /** @type {HTMLElement} */ (host.querySelector(".help"));
    const line = /** @type {HTMLElement} */ (host.querySelector(".keys"));
    line.textContent = told(host)
      .map(([key, , word]) => `${key} ${word}`)
      .join(" · ");
    this.help.querySelector("dl")?.append(...told(host).flatMap(([key, says]) => [made("dt", key), made("dd", says)]));
  }

  /** Called at every picture. Returns whether the charts have another size now. */
  draw() {
    const { presenting, view, picture, helped } = this.state;
    this.help.hidden = !helped;
    const figures = [.../** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll("[data-views]"))].filter(
      ({ hidden, dataset }) => !hidden && dataset.views?.split(" ").includes(view),
    );
    const which = picture % Math.max(1, figures.length);
    const key = [presenting, view, which, figures.length, innerWidth, innerHeight].join();
    if (key === this.drawn || (!presenting && !this.drawn)) return false;
    this.drawn = key;
    this.fill(presenting);
    figures.forEach((figure, i) => {
      figure.toggleAttribute("data-shown", i === which);
    });
    return true;
  }

  /** @param {boolean} presenting */
  fill(presenting) {
    const { host } = this;
    const before = host.dataset.present === "true";
    host.dataset.present = String(presenting);
    const high = innerHeight < innerWidth ? innerHeight / HIGH : 0; // what stands upright is held in the hand
    const wanted = (Math.max(innerWidth / WIDE, high) * LEGIBLE) / TYPE;
    const zoom = Math.max(1, Math.min(wanted, innerWidth / NARROWEST));
    host.style.zoom = presenting ? String(zoom) : "";
    this.charts.fill(presenting);
    this.word.textContent = presenting ? t("Leave") : t("Present");
    if (before === presenting) return;
    // Above everything else on the page, whatever stands around the player there.
    host.popover = presenting ? "manual" : null;
    if (presenting) host.showPopover();
    host.focus({ preventScroll: true });
  }
}

/**
 * @param {string} tag
 * @param {string} textContent
 */
const made = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });
