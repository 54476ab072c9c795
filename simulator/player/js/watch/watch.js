// Watch: the map of the whole training, loss, updates, units or gates, and cursors at the step that is shown.
import { LINES, VIEWS } from "../constants.js";
import { columns, losses as pinnedLosses, reach, stepAt } from "../data/pinned.js";
import { gateNames } from "../data/unpack.js";
import { setCursor } from "../shared/cursor.js";
import { matrixMark } from "../shared/places.js";
import { remembered } from "../shared/remembered.js";
import { pinnedLosses as pinnedSeedLosses, losses as seedLosses } from "../shared/seeds.js";
import { Cells } from "./cells.js";
import { Maps } from "./maps.js";
import { below, beyond, gates, guesses, losses, occurring, units, updates } from "./rows.js";

/** @import { Span } from "../constants.js" */
/** @import { Ranges } from "../data/pinned.js" */
/** @import { Run } from "../data/payload.d.ts" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { State } from "../state.js" */

/** The charts of this view alone: the profile has axes of its own. */
const WATCHED = Object.keys(VIEWS).filter((name) => VIEWS[name].includes("watch") && name !== "profile");
/** The rows of the charts that show one row of a run. */
const BARS = { updates, units, gates };

export class Watch {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   */
  constructor(host, charts) {
    this.charts = charts;
    this.cells = new Cells(/** @type {HTMLCanvasElement} */ (host.querySelector("canvas.cells")));
    this.maps = new Maps(/** @type {HTMLElement} */ (host.querySelector(".maps")));
    /** Charts that are still to follow to the row that is shown. @type {(keyof typeof BARS)[]} */
    this.pending = [];
    this.whole = "";
    // Vega takes rows that are made anew out and in again, all of them: only those of a run of which more came in.
    this.losses = remembered(losses);
    this.pinnedLosses = remembered(pinnedLosses);
  }

  /**
   * What does not change while the run plays.
   * @param {Shown} shown
   * @param {Ranges} ranges of all runs that are shown
   */
  renew({ run, pinned, seeds, axis }, { steps, highest }) {
    const { charts } = this;
    this.whole = "";
    this.renewParameters(run, axis, steps, highest);
    this.choosePanels(run);
    charts.data("loss", {
      loss: this.losses([run.arrays], run),
      pinned: this.pinnedLosses(
        pinned.flatMap(({ trace, pin_index }) => [trace, pin_index]),
        pinned,
      ),
      seeds: seedLosses(seeds, highest),
      pinned_seeds: pinnedSeedLosses(pinned, highest),
      guess: guesses(run, highest),
      beyond: beyond(run, pinned, highest, steps),
    });
    charts.refresh(["map"]);
    const area = charts.area("map");
    if (!area) return;
    const colours = charts.scale("map", "color");
    // A run that goes on fills its part of the planned steps.
    this.cells.place({ ...area, width: (area.width * reach(run)) / steps });
    this.cells.paint(run, axis, colours);
    this.maps.show(pinned, area, steps, axis, colours);
  }

  /**
   * @param {Run} run
   * @param {Span} axis
   * @param {number} steps
   * @param {number} highest
   */
  renewParameters(run, [low, high], steps, highest) {
    const matrices = Math.max(1, run.matrices.length);
    const matrix_names = run.matrices.map((_, i) => matrixMark(run, i + 1));
    const { sites, least, scored, words } = run;
    const parameters = { low, high, sites, steps, highest, least, scored, matrices, matrix_names, ...words };
    const shown_lines = [LINES.similarity, ...(run.theory_similarity.length ? [LINES.expected] : [])];
    const shown_gates = [...gateNames(run), LINES.similarity];
    this.charts.set({ ...parameters, shown_lines, shown_gates, shown_units: occurring(run) }, WATCHED);
  }

  /** Gates take the place of saturated and dead units. @param {Run} run */
  choosePanels({ gated }) {
    const { gates, units } = this.charts.boxes;
    const changed = gates.hidden === gated;
    gates.hidden = !gated;
    units.hidden = gated;
    // A chart that was hidden had no size to be drawn in.
    if (changed) this.charts.fit();
  }

  /**
   * Cursors move smoothly; bars and lines change with whole rows only.
   * @param {Shown} shown
   * @param {State} state
   */
  draw({ run, position, row }, { playing }) {
    this.maps.mark(this.drawCursor("map", 0.5 + ((position + 0.5) / columns(run)) * reach(run)));
    this.drawCursor("loss", run.rows ? stepAt(run, position) : 1);
    const whole = `${run.run}:${row}:${Object.keys(this.charts.views)}`;
    if (whole !== this.whole) this.pending = ["updates", run.gated ? "gates" : "units"];
    this.whole = whole;
    do this.drawNext(run, row);
    while (this.pending.length && (playing !== "run" || this.charts.stale.has(this.pending[0])));
  }

  /**
   * One of the smaller charts in each picture, so that no picture takes long; but none has new axes without new rows.
   * @param {Run} run
   * @param {number} row
   */
  drawNext(run, row) {
    const name = this.pending.shift();
    if (!name) return;
    /** @type {Record<string, object[]>} */
    const rows = { [name]: run.rows ? BARS[name](run, row) : [] };
    if (name !== "updates") rows.below = run.rows ? below(run, row) : [];
    this.charts.data(name, rows);
  }

  /**
   * @param {string} name of the chart
   * @param {number} step
   * @returns how far from the left edge of the plot area it stands, in pixels
   */
  drawCursor(name, step) {
    const area = this.charts.area(name);
    const cursor = /** @type {HTMLElement} */ (this.charts.boxes[name].querySelector(".plot > .cursor"));
    const x = area ? this.charts.scale(name, "x")(step) : 0;
    cursor.hidden = !area;
    if (area) setCursor(cursor, area, x);
    return x;
  }
}
