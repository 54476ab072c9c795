// A map: takes the cells as they come, asks for more, draws them, and shows the one that the hand is on.
import { Charts } from "../shared/charts.js";
import { t } from "../shared/language.js";
import { listenToSliders, sayFed } from "../shared/moves.js";
import { Theme } from "../shared/theme.js";
import { settingsOf, showCard } from "./card.js";
import { joined, owners, rowsOf } from "./grid.js";
import { Hand, placed } from "./hand.js";
import { Pins } from "./pins.js";
import { Saving } from "./saving.js";
import { Wishes } from "./wishes.js";

/** @import { Send } from "../requests.js" */
/** @import { Vega } from "../vega.js" */
/** @import { Cell, Delivery } from "./delivery.d.ts" */

/** Milliseconds after which an unanswered question is put again. */
const AGAIN = 2000;

export class Atlas {
  /**
   * @param {HTMLElement} root of the component
   * @param {Promise<Vega>} vega
   */
  constructor(root, vega) {
    this.host = /** @type {HTMLElement} */ (root.querySelector(".atlas"));
    this.charts = new Charts(this.host);
    this.theme = new Theme(this.host, this.charts);
    /** @type {Delivery | null} */
    this.map = null;
    this.known = { key: "", cells: /** @type {Cell[]} */ ([]) };
    /** What is on the screen: for a moment it is the map before. */
    this.shown = { frame: "", cells: /** @type {Cell[]} */ ([]) };
    /** @type {(Cell | null)[]} */
    this.owned = [];
    /** @type {[number, number]} */
    this.at = [0, 0];
    this.pointed = false;
    /** @type {Send} */
    this.send = () => {};
    /** @type {Send} */
    this.keep = () => {};
    /** @type {number | undefined} */
    this.later = undefined;
    this.wishes = new Wishes((wishes) => this.keep("wishes", wishes));
    this.pins = new Pins(this);
    this.saving = new Saving(this);
    this.vega = vega;
    for (const [name, plot] of Object.entries(this.charts.boxes)) {
      new Hand(/** @type {HTMLElement} */ (plot.querySelector(".chart")), this.told(name));
    }
    this.listen();
    new ResizeObserver(() => this.fit()).observe(this.host);
    this.tick = this.tick.bind(this);
    requestAnimationFrame(this.tick);
  }

  listen() {
    this.hearNoMore = listenToSliders(this.host, (move) => {
      this.keep("moved", move);
      return this.map !== null;
    });
    this.find("[data-control=stop]").addEventListener("click", () => {
      this.wish(this.map?.state === "growing" ? "stop" : "go");
    });
    this.find("[data-control=out]").addEventListener("click", () => this.wish("out"));
    this.find(".card [data-control=pin]").addEventListener("click", () => this.pins.turn(this.cell()));
  }

  /**
   * What the hand may do.
   * @param {string} name of the chart
   * @returns {import("./hand.js").Told}
   */
  told(name) {
    return {
      show: (column, row, read) => this.show(column, row, read),
      open: (aside) => this.open(aside),
      pin: () => this.pins.turn(this.cell()),
      zoom: (box) => this.wish("zoom", box),
      out: () => this.map?.zoomed && this.wish("out"),
      where: () => this.at,
      size: () => this.size(),
      area: () => this.charts.area(name),
    };
  }

  /**
   * Asks the page for something.
   * @param {string} name
   * @param {unknown} [value]
   */
  wish(name, value) {
    if (this.map) this.wishes.add(name, this.map.key, value);
  }

  /** @param {string} selector */
  find(selector) {
    return /** @type {HTMLElement} */ (this.host.querySelector(selector));
  }

  /** @returns {[number, number]} */
  size() {
    return [this.map?.across.values.length ?? 1, this.map?.up.values.length ?? 1];
  }

  /** The cell that is seen where the hand stands. @returns {Cell | null} */
  cell() {
    return this.owned[this.at[1] * this.size()[0] + this.at[0]] ?? null;
  }

  /**
   * @param {Delivery} map
   * @param {Send} send
   * @param {Send} keep
   */
  feed(map, send, keep) {
    this.send = send;
    this.keep = keep;
    this.wishes.heard(map.heard);
    const other = this.map?.frame !== map.frame;
    this.map = map;
    this.known = joined(this.known, map);
    // A picture of the same axes stays until the new one is covered, so that a moved slider does not empty the map.
    if (other || this.known.cells.length >= map.coarse) this.shown = { frame: map.frame, cells: this.known.cells };
    if (other) {
      this.at = /** @type {[number, number]} */ (this.size().map((size) => Math.floor(size / 2)));
      this.pointed = false;
    }
    this.write(map);
    this.vega.then(({ vegaEmbed }) => this.charts.embed(vegaEmbed, [map.scale], () => this.draw()));
    this.draw();
    sayFed(this.host);
    this.ask();
  }

  /** Asks for what is missing, only while somebody can see it. */
  ask() {
    clearTimeout(this.later);
    // Asked again after a while, as a tab that comes to the front says nothing by itself.
    if (!this.map || document.hidden) this.later = setTimeout(() => this.ask(), AGAIN);
    else if (this.map.state === "growing" || this.map.ahead_of_page) {
      this.send("more", `${this.map.key}:${this.known.cells.length}`);
      this.later = setTimeout(() => this.ask(), AGAIN);
    }
  }

  /** @param {Delivery} map */
  write(map) {
    const { key, state, progress, border } = map;
    Object.assign(this.host.dataset, { key, state, cells: this.known.cells.length, scale: map.scale });
    this.find("[data-map=progress]").textContent = progress;
    const bar = /** @type {HTMLProgressElement} */ (this.find("progress"));
    Object.assign(bar, { value: this.known.cells.length, max: map.all });
    const stop = /** @type {HTMLButtonElement} */ (this.find("[data-control=stop]"));
    stop.disabled = state === "done";
    stop.textContent = state === "stopped" ? t("Go on") : t("Stop");
    this.find("[data-control=out]").hidden = !map.zoomed;
    this.find("[data-map=theory]").textContent = border.note && `${border.note} ${border.source}.`;
    for (const [name, box] of Object.entries(this.charts.boxes)) {
      box.hidden = name !== map.scale;
    }
    this.pins.take(map);
  }

  draw() {
    const { map } = this;
    if (!map) return;
    this.charts.set(map.parameters, [map.scale]);
    this.owned = owners(this.shown.cells, ...this.size());
    const { lines, names } = map.border;
    if (this.charts.views[map.scale]) this.charts.fitOne(map.scale);
    this.charts.data(map.scale, { ...rowsOf(this.shown.cells, this.owned), border: lines, border_names: names });
    this.showCell(false);
  }

  fit() {
    if (this.map && this.charts.views[this.map.scale]) this.draw();
  }

  /**
   * @param {number} column
   * @param {number} row
   * @param {boolean} read whether it is said, too
   */
  show(column, row, read) {
    const [columns, rows] = this.size();
    this.at = [Math.min(Math.max(column, 0), columns - 1), Math.min(Math.max(row, 0), rows - 1)];
    this.pointed = true;
    this.showCell(read);
  }

  /** @param {boolean} read */
  showCell(read) {
    const { map } = this;
    const cell = this.cell();
    const card = this.find(".card");
    card.dataset.empty = String(!cell || !this.pointed);
    const cursor = this.find(".here");
    cursor.hidden = !(cell && this.pointed);
    if (!map || !cell || !this.pointed) return;
    const [column, row] = this.at;
    this.host.dataset.at = `${column},${row}`;
    showCard(card, cell, map);
    const box = /** @type {import("./hand.js").Box} */ ([column, column + 1, row, row + 1]);
    this.place(cursor, box);
    this.pins.draw();
    if (read) this.find("[role=status]").textContent = `${settingsOf(cell, map)}. ${cell.shown}. ${cell.says}`;
  }

  /**
   * Lays a mark over cells of the chart that is shown.
   * @param {HTMLElement} mark
   * @param {import("./hand.js").Box} box
   */
  place(mark, box) {
    const name = this.map?.scale ?? "";
    const plot = this.charts.boxes[name]?.querySelector(".plot");
    if (mark.parentElement !== plot) plot?.append(mark);
    placed(mark, box, this.charts.area(name), this.size());
  }

  /** @param {boolean} aside */
  open(aside) {
    const cell = this.cell();
    if (cell?.link) window.open(new URL(cell.link, document.baseURI), aside ? "_blank" : "_self");
  }

  tick() {
    if (!this.host.isConnected) {
      clearTimeout(this.later);
      this.hearNoMore?.();
      this.charts.close();
      return;
    }
    requestAnimationFrame(this.tick);
    this.theme.draw();
  }
}
