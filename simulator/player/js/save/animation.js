// The run as an animation for slides (GIF): drawn here, picture by picture, and put together by the server.
import { LANGUAGE } from "../constants.js";
import { t } from "../shared/language.js";
import { lastRow } from "../state.js";
import { canvasOf, frame } from "./drawn.js";

/** @import { Commands } from "../commands.js" */
/** @import { State } from "../state.js" */
/** @import { Layout } from "./layout.js" */

/** Pictures at most, pixels of each, and bytes of all together: simulator/export/gif.py takes little more. */
const MOST = 30;
const MOST_PIXELS = 1e6;
const MOST_BYTES = 14e6;
/** They are drawn larger and reduced, as who shows a picture does: type that is drawn small is set differently. */
const LARGER = 2;
/** Share of the work that is done once all is drawn. */
const DRAWN = 0.9;

/**
 * @param {State} state
 * @param {Commands} commands
 * @param {(calm: boolean) => Layout} look at the charts as they are now, and whether the sentence stays for a while
 * @param {(share: number) => boolean} going told how far it is; false where it is to be given up
 * @param {AbortSignal} given where it was given up
 * @returns {Promise<Blob | null>} null where it was given up; rejected with the server's sentence where it refuses
 */
export async function animation(state, commands, look, going, given) {
  const before = state.position;
  const pictures = await drawn(state, commands, look, going);
  commands.seek(before);
  return pictures && joined(pictures, given);
}

/**
 * The pictures as PNG, of rows evenly spaced, the first and the last among them.
 * @param {State} state
 * @param {Commands} commands
 * @param {(calm: boolean) => Layout} look
 * @param {(share: number) => boolean} going
 */
async function drawn(state, commands, look, going) {
  /** @type {Promise<Blob | null>[]} */
  const pictures = [];
  const last = lastRow(state);
  commands.seek(0);
  const { width, height } = look(false); // all are of one size
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  /** Draws it; its file, which is not waited for, in a list. @param {number} row */
  const picture = async (row) => {
    commands.seek(row);
    await frame();
    const large = await canvasOf({ ...look(row > 0 && row < last), width, height }, LARGER);
    return [reduced(large, scale / LARGER)];
  };
  const [largest] = await Promise.all(await picture(last)); // its lines are the longest
  const most = Math.min(MOST, Math.max(2, Math.floor(MOST_BYTES / (largest?.size ?? 1))));
  const rows = evenlySpaced(last + 1, most);
  commands.seek(0);
  await frame(); // one more, as all is drawn anew
  for (const row of rows) {
    pictures.push(...(await picture(row)));
    if (!going((DRAWN * pictures.length) / rows.length)) return null;
  }
  return (await Promise.all(pictures)).filter((one) => one !== null);
}

/**
 * A smaller picture as PNG.
 * @param {HTMLCanvasElement} canvas
 * @param {number} scale
 * @returns {Promise<Blob | null>}
 */
function reduced(canvas, scale) {
  const [width, height] = [canvas.width, canvas.height].map((pixels) => Math.round(pixels * scale));
  const small = Object.assign(document.createElement("canvas"), { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  pen.imageSmoothingQuality = "high";
  pen.drawImage(canvas, 0, 0, width, height);
  return new Promise((resolve) => small.toBlob(resolve));
}

/**
 * @param {Blob[]} pictures
 * @param {AbortSignal} given
 */
async function joined(pictures, given) {
  // Each picture behind its length, in four bytes.
  const body = new Blob(pictures.flatMap((one) => [new Uint32Array([one.size]), one]));
  const answer = await fetch(new URL(`animation?lang=${LANGUAGE}`, document.baseURI), {
    method: "POST",
    body,
    signal: given,
  });
  if (!answer.ok) throw new Error(answer.status === 400 ? await answer.text() : t("The server could not make it."));
  return answer.blob();
}

/**
 * Numbers from 0 to below count, evenly spaced, the first and the last among them.
 * @param {number} count
 * @param {number} most of them
 */
function evenlySpaced(count, most) {
  const fewer = Math.min(count, most);
  return Array.from({ length: fewer }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, fewer - 1)));
}
