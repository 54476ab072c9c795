// The maps of the pinned runs under the map of the run that plays: the same colours, the same training steps.
import { reach } from "../data/pinned.js";
import { setCursor } from "../shared/cursor.js";
import { t } from "../shared/language.js";
import { Cells } from "./cells.js";
/** @import { Span } from "../constants.js" */
/** @import { Arrived } from "../data/pinned.js" */
/** @import { Area } from "../shared/cursor.js" */
/** @import { Scale } from "../vega.js" */

/** @typedef {{ row: HTMLElement, box: HTMLElement, cursor: HTMLElement, ends: HTMLElement, cells: Cells, area?: Area }} PinnedMap */

export class Maps {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
    this.key = "";
    /** @type {PinnedMap[]} */
    this.maps = [];
  }

  /**
   * One map for each run that has come in.
   * @param {Arrived[]} pinned
   * @param {Area | null} area of the map above
   * @param {number} steps the last training step of the map above
   * @param {Span} axis
   * @param {Scale} scale
   */
  show(pinned, area, steps, axis, scale) {
    const key = pinned.map(({ run, pin_index, label }) => `${run}:${pin_index}:${label}`).join();
    if (key !== this.key) this.rebuild(pinned);
    this.key = key;
    if (!area) return;
    pinned.forEach(({ trace }, i) => {
      const map = this.maps[i];
      const width = (area.width * reach(trace)) / steps;
      const height = map.box.clientHeight;
      map.area = { x: area.x, y: 0, width, height };
      map.cells.place(map.area);
      map.cells.paint(trace, axis, scale);
      map.ends.style.left = `${Math.max(0, area.x - 28)}px`;
    });
  }

  /**
   * @param {Arrived} pinned
   * @returns {PinnedMap}
   */
  build({ numeral, label, colour, trace }) {
    const row = document.createElement("div");
    const box = Object.assign(document.createElement("div"), { className: "plot" });
    const canvas = Object.assign(document.createElement("canvas"), { className: "cells" });
    const ends = Object.assign(document.createElement("span"), { className: "ends" });
    const head = Object.assign(document.createElement("p"), { textContent: `${numeral} ${label}` });
    const cursor = Object.assign(document.createElement("i"), { className: "cursor" });
    ends.append(
      ...[trace.sites, 1].map((site) => Object.assign(document.createElement("b"), { textContent: String(site) })),
    );
    head.style.borderColor = colour;
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", t("The gradient norm of the pinned run {label}, through training", { label }));
    box.append(canvas, ends, cursor);
    row.append(head, box);
    return { row, box, cursor, ends, cells: new Cells(canvas) };
  }

  /** @param {Arrived[]} pinned */
  rebuild(pinned) {
    this.maps = pinned.map((one) => this.build(one));
    this.list.replaceChildren(...this.maps.map(({ row }) => row));
  }

  /** The training step that is shown. @param {number} x pixels from the left edge of the map above */
  mark(x) {
    for (const { cursor, area } of this.maps) {
      cursor.hidden = !area || x > area.width;
      if (area && !cursor.hidden) setCursor(cursor, area, x);
    }
  }
}
