// Pictures and films of what is seen, made in the browser and handed over as files; and the link that opens it.
import { canvasOf, svgOf } from "./drawn.js";
import { film, kind } from "./film.js";
import { layout } from "./layout.js";
import { copied, linkTo } from "./link.js";

/** @import { Commands } from "../commands.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { State } from "../state.js" */

/** How much larger a picture is than the screen. */
const SCALE = 2;
const ALL = "all charts";

export class Save {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   * @param {Commands} commands
   */
  constructor(host, charts, state, commands) {
    this.host = host;
    this.charts = charts;
    this.state = state;
    this.commands = commands;
    this.box = this.find(".saving");
    this.button = this.find("[data-control=save]");
    this.which = /** @type {HTMLSelectElement} */ (this.find("[data-save=which]"));
    this.said = this.find("[data-save=said]");
    this.address = /** @type {HTMLInputElement} */ (this.find("[data-save=address]"));
    this.recorder = this.find("[data-save=film]");
    this.recording = this.shown = false;
    /** @type {Record<string, () => void>} */
    const presses = {
      png: () => this.savePng(),
      svg: () => this.saveSvg(),
      film: () => this.record(),
      link: () => this.copyLink(),
    };
    for (const [name, press] of Object.entries(presses)) this.find(`[data-save=${name}]`).onclick = press;
    this.recorder.hidden = !kind();
  }

  /** @param {string} selector */
  find(selector) {
    return /** @type {HTMLElement} */ (this.host.querySelector(selector));
  }

  /** Called at every picture. */
  draw() {
    const { saving } = this.state;
    if (saving === this.shown) return;
    this.shown = saving;
    this.box.hidden = !saving;
    this.button.setAttribute("aria-expanded", String(saving));
    this.said.textContent = "";
    this.address.hidden = true;
    if (!saving) return;
    const options = this.figures.map((figure) => new Option(headingOf(figure), figure.dataset.panel));
    this.which.replaceChildren(new Option(ALL, ""), ...options);
    (this.which.checkVisibility() ? this.which : this.find("[data-save=link]")).focus();
  }

  /** Those that are to be seen. */
  get figures() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll("[data-panel]"))].filter((figure) =>
      figure.checkVisibility(),
    );
  }

  /** The picture that was chosen, as it is now. */
  look() {
    const { run } = this.state;
    const text = (/** @type {string} */ selector) => this.find(selector).textContent?.trim() ?? "";
    const sentence = `${text(".verdict b")} ${text(".verdict .rest")}`;
    const address = `${text("[data-control=step]")} · ${run?.address || location.href}`;
    const chosen = this.figures.filter(({ dataset }) => !this.which.value || dataset.panel === this.which.value);
    return layout(this.host, this.charts, chosen, { title: run?.title ?? "", sentence, address });
  }

  async savePng() {
    const canvas = await canvasOf(this.look(), SCALE);
    canvas.toBlob((blob) => blob && this.hand(blob, "png"));
  }

  async saveSvg() {
    this.hand(new Blob([await svgOf(this.look())], { type: "image/svg+xml" }), "svg");
  }

  /** Begins a film, or gives up the one that is being made. */
  async record() {
    if (this.recording) {
      this.recording = false;
      return;
    }
    this.recording = true;
    this.recorder.textContent = "■ Give up the film";
    const blob = await film(
      this.state,
      this.commands,
      () => this.look(),
      (share) => {
        this.said.textContent = `The run is being filmed: ${Math.round(100 * share)} %`;
        return this.recording && this.host.isConnected;
      },
    );
    this.recording = false;
    this.recorder.textContent = "Film";
    if (blob) this.hand(blob, kind()?.[1] ?? "");
    else this.said.textContent = "No film was made: the run was stopped before its end.";
  }

  /** Where the browser does not let it be copied, it stands there, chosen for the visitor to do so. */
  async copyLink() {
    const { state, address } = this;
    const link = linkTo(state, state.run?.address || location.href);
    const done = await copied(link);
    address.value = link;
    address.hidden = done;
    if (!done) address.select();
    this.said.textContent = `${done ? "Copied: this" : "This"} link opens the run at the step shown.`;
  }

  /**
   * @param {Blob} blob
   * @param {string} ending
   */
  hand(blob, ending) {
    const { run } = this.state;
    const at = ["png", "svg"].includes(ending) ? `-step-${run?.steps[Math.floor(this.state.position)] ?? 0}` : "";
    const download = `${run?.file}${at}.${ending}`;
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    this.said.textContent = `Saved as ${download}`;
  }
}

/** @param {HTMLElement} figure */
const headingOf = (figure) => figure.querySelector(".heading")?.textContent ?? "";
