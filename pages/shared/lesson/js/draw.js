// A profile that is drawn before it is measured: by mouse or finger in one stroke, or site by site with the arrow keys.
import { t } from "../../../../simulator/player/js/shared/language.js";
import { keep, kept, made } from "./kept.js";
import { Plot } from "./plot.js";
import { isDrawing, judged } from "./score.js";

/**
 * @typedef {object} Data
 * @property {string} place
 * @property {string[]} sites what each place on the way is called
 * @property {string} axis what stands below them
 * @property {number[]} measured powers of ten relative to the last site
 * @property {number} low
 * @property {number} high
 * @property {Record<string, string>} colours
 * @property {string[]} names of the powers of ten, from low to high, as they stand on the axis
 * @property {string[]} words for every half of them
 */
/** @typedef {HTMLElement & { drawing?: Drawing, place?: string }} Root */

/** @param {{ data: [Data], parentElement: Root }} component */
export default function ({ data: [data], parentElement: root }) {
  if (root.place === data.place) return;
  root.place = data.place;
  root.drawing?.close();
  root.drawing = new Drawing(/** @type {HTMLElement} */ (root.querySelector(".draw")), data);
}

class Drawing {
  /**
   * @param {HTMLElement} box
   * @param {Data} data
   */
  constructor(box, data) {
    this.data = data;
    const before = kept(data.place);
    this.values = isDrawing(before.drawn, data.measured) ? before.drawn : data.measured.map(() => 0);
    this.shown = Boolean(before.shown) && isDrawing(before.drawn, data.measured);
    /** The site that the keys move, from 0: the last one stays at 1, as all are relative to it. */
    this.at = Math.max(0, data.measured.length - 2);
    this.plot = new Plot(data);
    this.said = made("p", { className: "said", role: "status" });
    const button = (/** @type {string} */ text, /** @type {() => void} */ onclick) =>
      made("button", { type: "button", onclick }, text);
    this.compare = button(t("Compare with what was measured"), () => this.reveal());
    const again = button(t("Draw again"), () => this.begin());
    box.replaceChildren(this.plot.svg, made("div", { className: "tools" }, this.compare, again), this.said);
    this.listen();
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(box);
  }

  close() {
    this.resized.disconnect();
  }

  listen() {
    const { svg } = this.plot;
    /** @type {{ site: number, value: number } | null} */
    let last = null;
    const move = (/** @type {PointerEvent} */ event) => {
      const now = this.plot.at(event);
      this.stroke(last ?? now, now);
      last = now;
    };
    svg.addEventListener("pointerdown", (event) => {
      if (this.shown) return;
      svg.setPointerCapture(event.pointerId);
      move(event);
    });
    svg.addEventListener("pointermove", (event) => last && move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      svg.addEventListener(end, () => {
        if (last) this.note();
        last = null;
      });
    }
    svg.addEventListener("keydown", (event) => this.press(/** @type {KeyboardEvent} */ (event)));
    svg.addEventListener("focus", () => this.draw());
    svg.addEventListener("blur", () => this.draw());
  }

  /** All sites between two points of a stroke. @typedef {{ site: number, value: number }} Point @param {Point} from @param {Point} to */
  stroke(from, to) {
    const [left, right] = from.site <= to.site ? [from, to] : [to, from];
    for (let site = left.site; site <= right.site; site++) {
      const part = right.site === left.site ? 1 : (site - left.site) / (right.site - left.site);
      this.set(
        site,
        right === to || left.site !== right.site ? left.value + part * (right.value - left.value) : to.value,
      );
    }
    this.draw();
  }

  /** @param {number} site @param {number} value */
  set(site, value) {
    const { low, high, measured } = this.data;
    if (site < 0 || site >= measured.length - 1) return;
    this.values[site] = Math.min(high, Math.max(low, value));
    this.at = site;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const last = this.data.measured.length - 2;
    /** @type {Record<string, [number, number]>} */
    const keys = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 0.5],
      ArrowDown: [0, -0.5],
      PageUp: [0, 2],
      PageDown: [0, -2],
      Home: [-last, 0],
      End: [last, 0],
    };
    const found = keys[event.key];
    if (!found || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const [along, up] = found;
    this.at = Math.min(last, Math.max(0, this.at + along));
    if (up && !this.shown) {
      this.set(this.at, this.values[this.at] + up);
      this.note();
    }
    this.draw();
  }

  note() {
    keep(this.data.place, { drawn: this.values, shown: false });
  }

  begin() {
    this.values = this.data.measured.map(() => 0);
    this.shown = false;
    this.note();
    this.draw();
    this.plot.svg.focus();
  }

  reveal() {
    this.shown = true;
    keep(this.data.place, { drawn: this.values, shown: true });
    this.draw();
  }

  draw() {
    const { data, values, shown, plot } = this;
    const focused = plot.svg.matches(":focus-visible");
    plot.draw(values, shown ? data.measured : [], focused ? this.at : -1);
    plot.tell(this.at, values[this.at], shown ? data.measured[this.at] : null);
    this.compare.toggleAttribute("disabled", shown);
    const text = shown ? judged(values, data.measured, true) : "";
    if (this.said.textContent !== text) this.said.textContent = text;
  }
}
