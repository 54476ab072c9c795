// Up to three cells that stay: a numeral on the map, and a card below it for each.
import { PINNED } from "../constants.js";
import { t } from "../shared/language.js";
import { showCard } from "./card.js";

/** @import { Atlas } from "./atlas.js" */
/** @import { Cell, Delivery } from "./delivery.d.ts" */

export class Pins {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    /** @type {[number, number][]} */
    this.places = [];
    this.told = "";
    this.list = atlas.find(".pins");
    const card = /** @type {HTMLElement} */ (atlas.find(".card"));
    this.marks = PINNED.map(([numeral]) => Object.assign(document.createElement("b"), { textContent: numeral }));
    this.cards = PINNED.map(([numeral], i) => {
      const one = /** @type {HTMLElement} */ (card.cloneNode(true));
      one.classList.add("pinned");
      const button = /** @type {HTMLElement} */ (one.querySelector("[data-control=pin]"));
      button.textContent = "✕";
      button.setAttribute("aria-label", t("Let go of {run}", { run: numeral }));
      button.addEventListener("click", () => this.keep(this.places.filter((_, k) => k !== i)));
      one.prepend(Object.assign(document.createElement("b"), { textContent: numeral, className: "numeral" }));
      this.list.append(one);
      return one;
    });
    for (const mark of this.marks) mark.className = "mark";
  }

  /** What the page says is pinned, unless it has not heard yet what was turned here. @param {Delivery} map */
  take(map) {
    const said = JSON.stringify(map.pins);
    if (said !== this.told) this.places = map.pins;
    this.told = said;
    this.draw();
  }

  /** Pins a cell, or lets go of it. @param {Cell | null} cell */
  turn(cell) {
    if (!cell) return;
    const others = this.places.filter((place) => String(place) !== String(cell.at));
    if (others.length < this.places.length) this.keep(others);
    else if (others.length < PINNED.length) this.keep([...others, cell.at]);
    else this.atlas.find("[role=status]").textContent = t("Three cells are pinned; let go of one first.");
  }

  /** @param {[number, number][]} places */
  keep(places) {
    this.places = places;
    this.atlas.wish("pin", places);
    this.draw();
  }

  draw() {
    const { map } = this.atlas;
    if (!map) return;
    const [columns] = this.atlas.size();
    const here = String(this.atlas.cell()?.at);
    const pinned = this.places.some((place) => String(place) === here);
    this.atlas.find(".card:not(.pinned) [data-control=pin]").textContent = pinned ? t("Unpin") : t("Pin");
    this.list.hidden = !this.places.length;
    this.cards.forEach((card, i) => {
      const place = this.places[i];
      const cell = place && this.atlas.owned[place[1] * columns + place[0]];
      card.hidden = !place;
      this.marks[i].hidden = !place;
      if (!place) return;
      card.dataset.empty = String(!cell);
      if (cell) showCard(card, { ...cell, at: place }, map);
      this.atlas.place(this.marks[i], [place[0], place[0] + 1, place[1], place[1] + 1]);
    });
  }
}
