// The maps of the pinned runs under the map of the run that plays: the same colours, the same training steps.
import { Cells } from "./cells.js";
import { setCursor } from "../shared/hover.js";

export class Maps {
  constructor(list) {
    this.list = list;
    this.maps = [];
  }

  // One map for each run that has come in; ``area`` is where the map above lies, ``steps`` its last training step.
  show(others, area, steps, axis, scale) {
    const key = others.map(({ run, place, label }) => `${run}:${place}:${label}`).join();
    if (key !== this.key) this.build(others);
    this.key = key;
    if (!area) return;
    others.forEach(({ trace }, i) => {
      const map = this.maps[i], width = (area.width * trace.total) / steps, height = map.box.clientHeight;
      map.area = { x: area.x, y: 0, width, height };
      map.cells.place(map.area);
      map.cells.paint(trace, axis, scale);
      map.ends.style.left = `${Math.max(0, area.x - 28)}px`;
    });
  }

  build(others) {
    this.maps = others.map(({ numeral, label, colour, trace }) => {
      const row = document.createElement("div"), box = Object.assign(document.createElement("div"), { className: "plot" });
      const canvas = Object.assign(document.createElement("canvas"), { className: "cells" });
      const ends = Object.assign(document.createElement("span"), { className: "ends" });
      const head = Object.assign(document.createElement("p"), { textContent: `${numeral} ${label}` });
      const cursor = Object.assign(document.createElement("i"), { className: "cursor" });
      ends.append(...[trace.sites, 1].map((site) => Object.assign(document.createElement("b"), { textContent: site })));
      head.style.borderColor = colour;
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", `The gradient norm of the pinned run ${label}, through training`);
      box.append(canvas, ends, cursor);
      row.append(head, box);
      return { row, box, cursor, ends, cells: new Cells(canvas) };
    });
    this.list.replaceChildren(...this.maps.map(({ row }) => row));
  }

  // The training step that is shown, ``x`` pixels from the left edge of the map above.
  mark(x) {
    for (const { cursor, area } of this.maps) {
      cursor.hidden = !area || x > area.width;
      if (!cursor.hidden) setCursor(cursor, area, x);
    }
  }
}
