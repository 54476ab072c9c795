// Which line belongs to which run, with a button that lets go of a pinned one.
import { GRADIENT } from "../specs.js";

export class Legend {
  constructor(list, unpin) {
    Object.assign(this, { list, unpin, key: "" });
  }

  show(others) {
    const key = JSON.stringify(others.map(({ run, place, label, trace }) => [run, place, label, Boolean(trace)]));
    if (key === this.key) return;
    this.key = key;
    this.list.hidden = !others.length;
    this.list.replaceChildren(this.entry("this run", GRADIENT, []), ...others.map((one) => this.pinned(one)));
  }

  pinned({ run, numeral, label, colour, dashes, trace }) {
    const text = `${numeral} ${label}${trace ? "" : " (comes next)"}`, entry = this.entry(text, colour, dashes);
    const button = Object.assign(document.createElement("button"), { textContent: "✕", title: "Unpin" });
    button.setAttribute("aria-label", `Unpin ${numeral} ${label}`);
    button.onclick = () => this.unpin(run);
    entry.append(button);
    return entry;
  }

  entry(text, colour, dashes) {
    const entry = document.createElement("li"), line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    line.innerHTML = '<line x1="0" x2="36" y1="6" y2="6" stroke-width="3"/>';
    line.setAttribute("class", "swatch");
    line.firstChild.style.stroke = colour;
    line.firstChild.style.strokeDasharray = dashes.join(" ");
    entry.append(line, Object.assign(document.createElement("span"), { textContent: text }));
    return entry;
  }
}
