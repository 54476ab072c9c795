// The views of a run: what happens, why it happens, and one training step walked through.
import { CHARTS, VIEWS } from "../specs.js";

export const WATCH = "watch", WALK = "walk";

export class Views {
  constructor(host, show) {
    Object.assign(this, { host, show, name: WATCH });
    this.tabs = [...host.querySelectorAll("[data-to]")];
    for (const tab of this.tabs) tab.onclick = () => this.open(tab.dataset.to);
    this.open(WATCH);
  }

  open(name) {
    this.name = this.host.dataset.view = name;
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", tab.dataset.to === name);
    this.show(name);
  }

  // The charts of the view that is open.
  get charts() {
    return Object.keys(CHARTS).filter((chart) => VIEWS[chart].includes(this.name));
  }
}
