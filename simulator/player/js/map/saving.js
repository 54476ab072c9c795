// The map as a picture or a drawing, with its sentence and its address.
import { canvasOf, svgOf } from "../save/drawn.js";
import { layout } from "../save/layout.js";

/** @import { Atlas } from "./atlas.js" */

/** Pixels of the picture for one on the screen. */
const SHARP = 2;

export class Saving {
  /** @param {Atlas} atlas */
  constructor(atlas) {
    this.atlas = atlas;
    atlas.find("[data-control=png]").addEventListener("click", () => this.png());
    atlas.find("[data-control=svg]").addEventListener("click", () => this.svg());
  }

  look() {
    const { host, charts, map } = this.atlas;
    const { heading = "", scale = "", progress = "", address = "" } = map ?? {};
    const sentence = this.atlas.find("[data-map=theory]").textContent ?? "";
    const words = { title: heading, sentence, longest: sentence, facts: progress, address };
    return layout(host, charts, [charts.boxes[scale]], words);
  }

  async png() {
    const canvas = await canvasOf(this.look(), SHARP);
    canvas.toBlob((blob) => blob && this.hand(blob, "png"));
  }

  async svg() {
    this.hand(new Blob([await svgOf(this.look())], { type: "image/svg+xml" }), "svg");
  }

  /**
   * @param {Blob} blob
   * @param {string} ending
   */
  hand(blob, ending) {
    const href = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href, download: `${this.atlas.map?.file}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }
}
