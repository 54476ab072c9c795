// A native range over the stops of a setting, and a box for any value. What the hand is on, no answer overwrites.
// While the range moves it tells a value at once, and the next one when the last has been answered, or after PATIENCE.

/**
 * @typedef {object} Data what the page says of the setting
 * @property {string} name
 * @property {string} key
 * @property {string} label
 * @property {string} help
 * @property {string} exact what the box is called
 * @property {string} asks what the sign beside the label is called
 * @property {number[]} stops
 * @property {number} value
 * @property {number} low
 * @property {number} high
 * @property {boolean} whole
 * @property {string} decimal the sign between whole and part, which a box of numbers would take from the browser instead
 * @property {string} player key of the player whose next picture answers
 */
/** @typedef {{ name: string, key: string, value: number, final: boolean, at: number, url: string }} Moved */
/** @typedef {HTMLElement & { liveSlider?: Slider }} Root */

const PATIENCE = 400;
/** Milliseconds after a move in which an answer to an earlier one is no news: who presses a key again goes on from here. */
const OWN = 1000;
/** What a player says when it has been given something new to show (simulator/player/js/player.js). */
const FED = "gradient-fed";
/** What a slider says when it has moved: its player tells the page, whose picture then comes first. */
const MOVED = "gradient-moved";

/** @param {{ data: [Data], parentElement: Root, setStateValue: (name: string, value: Moved) => void }} component */
export default function ({ data: [data], parentElement: root, setStateValue }) {
  root.liveSlider ??= new Slider(root, data);
  const slider = root.liveSlider;
  slider.tell = (value, final) => {
    // The later of two moves has the later time, whichever sliders they came from.
    const at = performance.timeOrigin + performance.now();
    const move = { name: data.name, key: data.key, value, final, at, url: location.search };
    const told = new CustomEvent(MOVED, {
      detail: { player: data.player, move },
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    if (root.dispatchEvent(told)) setStateValue("moved", move);
  };
  slider.take(data);
}

class Slider {
  /**
   * @param {HTMLElement} root
   * @param {Data} data
   */
  constructor(root, data) {
    const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
    this.label = find("label");
    this.help = find("#help");
    this.sign = find("button");
    this.box = /** @type {HTMLInputElement} */ (find("#box"));
    this.range = /** @type {HTMLInputElement} */ (find("#range"));
    this.data = data;
    this.value = data.value;
    this.held = false;
    this.typing = false;
    /** The value that has not been answered yet. @type {number | null} */
    this.unanswered = null;
    this.timer = 0;
    this.movedAt = Number.NEGATIVE_INFINITY;
    this.later = 0;
    /** @type {(value: number, final: boolean) => void} */
    this.tell = () => {};
    this.listen(root);
  }

  /** @param {HTMLElement} root */
  listen(root) {
    this.range.addEventListener("input", () => this.move());
    this.range.addEventListener("change", () => this.release(this.data.stops[Number(this.range.value)]));
    this.box.addEventListener("input", () => {
      this.typing = true;
    });
    this.box.addEventListener("change", () => {
      this.typing = false;
      const value = this.typed();
      if (Number.isFinite(value)) this.release(this.clamped(value));
      else this.box.value = this.said(this.value);
    });
    this.box.addEventListener("keydown", (event) => this.step(event));
    const fed = (/** @type {Event} */ { target }) => {
      // A slider that has left the page hears nothing more, and a player answers for its own sliders alone.
      if (!root.isConnected) document.removeEventListener(FED, fed);
      else if (/** @type {Element} */ (target).closest(`.st-key-${this.data.player}`)) this.answered();
    };
    document.addEventListener(FED, fed);
  }

  /** What the page says, once it can be no answer to an earlier move. @param {Data} data */
  take(data) {
    clearTimeout(this.later);
    if (this.held || this.typing) return;
    const left = this.movedAt + OWN - performance.now();
    if (data.value === this.value || left <= 0) this.show(data);
    else this.later = setTimeout(() => this.take(data), left);
  }

  /** @param {Data} data */
  show(data) {
    this.data = data;
    this.label.textContent = data.label;
    this.help.textContent = data.help;
    this.place(data.value);
    this.box.inputMode = data.low < 0 ? "text" : data.whole ? "numeric" : "decimal"; // some phones' have no minus
    this.box.setAttribute("aria-valuemin", String(data.low));
    this.box.setAttribute("aria-valuemax", String(data.high));
    this.box.setAttribute("aria-label", data.exact);
    this.sign.setAttribute("aria-label", data.asks);
    this.write(data.value);
  }

  /** Puts the thumb at a value, which becomes a stop where it was none. @param {number} value */
  place(value) {
    const stops = [...new Set([...this.data.stops, value])].sort((a, b) => a - b);
    this.data = { ...this.data, stops };
    this.range.max = String(stops.length - 1);
    this.range.value = String(stops.indexOf(value));
  }

  /** @param {number} value */
  write(value) {
    this.value = value;
    this.box.value = this.said(value);
    this.box.setAttribute("aria-valuenow", String(value));
    this.box.setAttribute("aria-valuetext", this.said(value));
    this.range.setAttribute("aria-valuetext", this.said(value));
  }

  /** A number as this language writes it. @param {number} value */
  said(value) {
    return formatNumber(value).replace(".", this.data.decimal);
  }

  /** The number that was typed, with either sign; NaN where it is none. */
  typed() {
    const text = this.box.value.trim().replace("\u2212", "-").replace(this.data.decimal, ".");
    return text ? Number(text) : Number.NaN;
  }

  /** Up and down go to the next stop, as in any box of numbers. @param {KeyboardEvent} event */
  step(event) {
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!up) return;
    event.preventDefault();
    const { stops } = this.data;
    const beyond = stops.filter((stop) => (stop - this.value) * up > 0);
    if (beyond.length) this.release(up > 0 ? Math.min(...beyond) : Math.max(...beyond));
  }

  /** @param {number} value */
  clamped(value) {
    const { low, high, whole } = this.data;
    const inside = Math.min(Math.max(value, low), high);
    return whole ? Math.round(inside) : inside;
  }

  /** The next value waits for the picture of the last one: a page that is asked faster than it answers never answers. */
  move() {
    this.held = true;
    this.write(this.data.stops[Number(this.range.value)]);
    if (this.unanswered === null) this.tellMoved();
    else this.timer ||= setTimeout(() => this.tellMoved(), PATIENCE);
  }

  tellMoved() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.held || this.value === this.unanswered) return;
    this.unanswered = this.value;
    this.tell(this.value, false);
  }

  answered() {
    this.unanswered = null;
    if (this.timer) this.tellMoved();
  }

  /** @param {number} value */
  release(value) {
    this.held = false;
    this.movedAt = performance.now();
    clearTimeout(this.timer);
    this.timer = 0;
    this.place(value);
    this.write(value);
    this.tell(value, true);
  }
}

/** @param {number} value */
const formatNumber = (value) => String(Number(value.toPrecision(6)));
