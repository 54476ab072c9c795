// What happens to the gradient, in words: a sign, a sentence, and a colour last.
import { SIGNS } from "../constants.js";
import { explain } from "./glossary.js";

/** @import { Caption, Run } from "../data/payload.d.ts" */

/** Milliseconds between two readings of new numbers, and before a new state is read. */
const CALM = 4000;
const SOON = 500;

export class Verdict {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.line = /** @type {HTMLElement} */ (host.querySelector(".verdict"));
    this.said = /** @type {HTMLElement} */ (host.querySelector(".said"));
    /** @type {Caption | null | undefined} */
    this.caption = null;
    this.name = "";
    this.saidAt = 0;
    this.timer = 0;
  }

  /**
   * While the run plays the words stay for a while; where it stands still they are those of the very row.
   * @param {Run} run
   * @param {number} row
   * @param {boolean} plays
   */
  show(run, row, plays) {
    const captions = plays ? run.captions : run.exact;
    const caption = captions.findLast(([from]) => from <= row) ?? captions[0];
    if (caption === this.caption) return;
    this.caption = caption;
    const [, name, sentence, written] = caption ?? [0, "", "", ""];
    const [sign, colour] = SIGNS[name] ?? ["", ""];
    this.line.dataset.verdict = name;
    this.line.style.setProperty("--meaning", colour);
    this.line.title = written;
    const [head, ...rest] = sentence.split(":");
    this.find(".sign").textContent = sign;
    explain(this.find("b"), rest.length ? `${head}:` : "");
    explain(this.find(".rest"), rest.length ? rest.join(":") : sentence, unbroken);
    this.sayLater(name, `${sentence}.`);
  }

  /** @param {string} selector */
  find(selector) {
    return /** @type {HTMLElement} */ (this.line.querySelector(selector));
  }

  /**
   * A screen reader hears the new state at once, new numbers only now and then.
   * @param {string} name
   * @param {string} text
   */
  sayLater(name, text) {
    clearTimeout(this.timer);
    const wait = name === this.name ? Math.max(SOON, this.saidAt + CALM - Date.now()) : SOON;
    this.timer = setTimeout(() => {
      this.said.textContent = text;
      this.name = name;
      this.saidAt = Date.now();
    }, wait);
  }

  close() {
    clearTimeout(this.timer);
  }
}

/** Keeps "1e-13" on one line. @param {string} text */
function unbroken(text) {
  const whole = (/** @type {string} */ part) =>
    Object.assign(document.createElement("span"), { className: "number", textContent: part });
  return text.split(/(\d+e-\d+)/).map((part, i) => (i % 2 ? whole(part) : part));
}
