// Pictures and films of what is seen, made in the browser and handed over as files; and the link that opens it.
import { t } from "../shared/language.js";
import { shownRun } from "../state.js";
import { animation } from "./animation.js";
import { canvasOf, svgOf } from "./drawn.js";
import { film, kind } from "./film.js";
import { layout } from "./layout.js";
import { codeOf, copied, linkTo } from "./link.js";

/** @import { Commands } from "../commands.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { State } from "../state.js" */

/** How much larger a picture is than the screen. */
const SCALE = 2;
const ALL = t("all charts");

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
    this.code = /** @type {HTMLImageElement} */ (this.find("[data-save=code]"));
    this.code.onload = () => {
      this.code.hidden = false;
    };
    this.shown = false;
    /** What takes long and is being made. @type {AbortController | null} */
    this.making = null;
    /** @type {Record<string, () => void>} */
    const presses = {
      png: () => this.savePng(),
      svg: () => this.saveSvg(),
      film: () => this.record(),
      gif: () => this.animate(),
      link: () => this.copyLink(),
    };
    for (const [name, press] of Object.entries(presses)) this.find(`[data-save=${name}]`).onclick = press;
    this.find("[data-save=film]").hidden = !kind();
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
    this.address.hidden = this.code.hidden = true;
    if (!saving) return;
    const options = this.figures.map((figure) => new Option(headingOf(figure), figure.dataset.panel));
    this.which.replaceChildren(new Option(ALL, ""), ...options);
    (this.which.checkVisibility() ? this.which : this.find("[data-save=link]")).focus();
  }

  /** Of what a picture would be made now: the run, its view, and the charts that were chosen. */
  seen() {
    return [shownRun(this.state)?.run, this.state.view, this.which.value].join();
  }

  /** Those that are to be seen. */
  get figures() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll("[data-panel]"))].filter((figure) =>
      figure.checkVisibility(),
    );
  }

  /**
   * The picture that was chosen, as it is now.
   * @param {boolean} calm whether its sentence is that of a run that plays, which stays for a while
   */
  look(calm = false) {
    const { run, position } = this.state;
    const text = (/** @type {string} */ selector) => this.find(selector).textContent?.trim() ?? "";
    const { captions = [], exact = [] } = run ?? {};
    // As it is said of a run that plays: exact numbers would change in every picture of an animation.
    const [, , told = ""] = captions.findLast(([from]) => from <= position) ?? [];
    const sentence = calm ? told : `${text(".verdict b")} ${text(".verdict .rest")}`;
    const longest = [...captions, ...exact].reduce((one, [, , other]) => (other.length > one.length ? other : one), "");
    const [facts, address] = [text("[data-control=step]"), run?.address || location.href.replaceAll("%2A", "*")];
    const chosen = this.figures.filter(({ dataset }) => !this.which.value || dataset.panel === this.which.value);
    return layout(this.host, this.charts, chosen, { title: run?.title ?? "", sentence, longest, facts, address });
  }

  async savePng() {
    const canvas = await canvasOf(this.look(), SCALE);
    canvas.toBlob((blob) => blob && this.hand(blob, "png"));
  }

  async saveSvg() {
    this.hand(new Blob([await svgOf(this.look())], { type: "image/svg+xml" }), "svg");
  }

  /** A film of the run. */
  record() {
    const { state, commands } = this;
    const look = () => this.look();
    return this.long("film", t("The run is being filmed"), async (going) => {
      const blob = await film(state, commands, look, SCALE, going);
      return blob && [blob, kind()?.[1] ?? ""];
    });
  }

  /** An animation of the run, for slides. */
  animate() {
    const { state, commands } = this;
    const look = (/** @type {boolean} */ calm) => this.look(calm);
    return this.long("gif", t("The animation is being made"), async (going, given) => {
      const blob = await animation(state, commands, look, going, given);
      return blob && [blob, "gif"];
    });
  }

  /**
   * Begins what takes long, and says how far it is; pressed once more, the same button gives it up.
   * @param {string} name of its button
   * @param {string} doing
   * @param {(going: (share: number) => boolean, given: AbortSignal) => Promise<[Blob, string] | null>} work the file
   *   and its ending; null where it was given up
   */
  async long(name, doing, work) {
    if (this.making) return this.making.abort();
    this.making = new AbortController();
    const { signal } = this.making;
    const button = /** @type {HTMLButtonElement} */ (this.find(`[data-save=${name}]`));
    const others = /** @type {HTMLButtonElement[]} */ ([...this.box.querySelectorAll("button")]).filter(
      (one) => one !== button,
    );
    const words = button.textContent;
    button.textContent = `■ ${t("Cancel")}`;
    for (const one of others) one.disabled = true;
    let word = t("Nothing was saved: it was stopped before its end.");
    const seen = this.seen();
    const going = (/** @type {number} */ share) => {
      const same = this.seen() === seen;
      if (!same) word = t("Nothing was saved: what is seen changed before its end.");
      else this.said.textContent = `${doing}: ${Math.round(100 * share)} %`;
      return same && !signal.aborted && this.host.isConnected;
    };
    const made = await work(going, signal).catch((/** @type {Error} */ error) => {
      if (!signal.aborted) word = error.message;
      return null;
    });
    this.said.textContent = word;
    if (made) this.hand(...made);
    button.textContent = words;
    for (const one of others) one.disabled = false;
    this.making = null;
  }

  /** Where the browser does not let it be copied, it stands there, chosen for the visitor to do so. */
  async copyLink() {
    const { state, address } = this;
    const link = linkTo(state, state.run?.address || location.href);
    const done = await copied(link);
    address.value = link;
    address.hidden = done;
    if (!done) address.select();
    this.code.hidden = true; // until it has come
    if (!state.run?.address) this.code.src = codeOf(link); // a page of its own has no server to draw it
    this.said.textContent = done
      ? t("Copied: this link opens the run at the step shown.")
      : t("This link opens the run at the step shown.");
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
    // Not at once: the browser may still be asking where to put the file.
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    this.said.textContent = t("Saved as {file}", { file: download });
  }
}

/** @param {HTMLElement} figure */
const headingOf = (figure) => figure.querySelector(".heading")?.textContent ?? "";
