// The visitor's colours, which the charts follow: as parameters, so that a change of theme embeds nothing anew.
/** @import { Charts } from "./charts.js" */

/** Pictures between two looks at the visitor's theme, of which the page does not tell. */
const EVERY = 15;

export class Theme {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.host = host;
    this.charts = charts;
    /** Of text and lines. */
    this.ink = "";
    this.unchecked = 0;
  }

  /** The page does not say that its theme has changed, but often feeds the player when it has. */
  check() {
    this.unchecked = 0;
  }

  /** Called at every picture; whether the colours are others now. */
  draw() {
    if (this.unchecked-- > 0) return false;
    this.unchecked = EVERY;
    const ink = getComputedStyle(this.host).color;
    if (ink === this.ink) return false;
    this.ink = ink;
    this.charts.set({ fg: ink, page: getComputedStyle(this.host).getPropertyValue("--st-background-color") });
    this.charts.refresh();
    return true;
  }
}
