// What happens to the gradient, in words: a sign, a sentence, and a colour last.
import { SIGNS } from "../specs.js";

const CALM = 4000;

export class Verdict {
  constructor(host) {
    this.line = host.querySelector(".verdict");
    this.said = host.querySelector(".said");
    this.sayAt = 0;
  }

  show(run, row) {
    const caption = run.captions.findLast(([from]) => from <= row) ?? run.captions[0];
    if (caption === this.caption) return;
    this.caption = caption;
    const [, name, sentence, spelled] = caption ?? [0, "", "", ""], [sign, colour] = SIGNS[name] ?? ["", ""];
    this.line.dataset.verdict = name;
    this.line.style.setProperty("--meaning", colour);
    this.line.title = spelled;
    const [head, ...rest] = sentence.split(":");
    this.line.querySelector(".sign").textContent = sign;
    this.line.querySelector("b").textContent = rest.length ? `${head}:` : "";
    this.line.querySelector(".rest").replaceChildren(...unbroken(rest.length ? rest.join(":") : sentence));
    this.sayLater(name, `${sentence}. ${spelled}`);
  }

  // A screen reader hears the new state at once, new numbers only now and then.
  sayLater(name, text) {
    clearTimeout(this.timer);
    const wait = name === this.name ? Math.max(500, this.sayAt + CALM - Date.now()) : 500;
    this.timer = setTimeout(() => {
      this.said.textContent = text;
      [this.name, this.sayAt] = [name, Date.now()];
    }, wait);
  }

  close() {
    clearTimeout(this.timer);
  }
}

// Keeps "1e-13" on one line.
function unbroken(text) {
  const whole = (part) => Object.assign(document.createElement("span"), { className: "number", textContent: part });
  return text.split(/(\d+e-\d+)/).map((part, i) => (i % 2 ? whole(part) : part));
}
