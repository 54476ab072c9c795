// The run as a film: it plays once from its start, and what is seen is recorded picture by picture.
import { canvasOf, frame } from "./drawn.js";

/** @import { Commands } from "../commands.js" */
/** @import { State } from "../state.js" */
/** @import { Layout } from "./layout.js" */

/** What a browser may be able to write, the one that most programs read in front, and the ending of its files. */
const KINDS = [
  ["video/mp4;codecs=avc1.640033", "mp4"],
  ["video/mp4", "mp4"],
  ["video/webm;codecs=vp9", "webm"],
  ["video/webm", "webm"],
];
const PICTURES = 30;
const BITS = 12e6;
/** Milliseconds for which the first and the last picture stand. */
const STANDS = 700;

/** Kind and ending of the films that this browser can write; none where it can write no film. */
export const kind = () =>
  typeof MediaRecorder === "undefined" ? undefined : KINDS.find(([mime]) => MediaRecorder.isTypeSupported(mime));

/**
 * @param {State} state
 * @param {Commands} commands
 * @param {() => Layout} look at the charts as they are now
 * @param {number} scale how much larger it is than the screen
 * @param {(share: number) => boolean} going told how far it is; false where it is to be given up
 * @returns {Promise<Blob | null>} null where it was given up
 */
export async function film(state, commands, look, scale, going) {
  const [mime] = kind() ?? [];
  commands.toStart();
  await frame();
  const { width, height } = look(); // a film keeps its size
  const canvas = Object.assign(document.createElement("canvas"), { width: width * scale, height: height * scale });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const draw = async () => pen.drawImage(await canvasOf({ ...look(), width, height }, scale), 0, 0);
  await draw();
  const recorder = new MediaRecorder(canvas.captureStream(PICTURES), { mimeType: mime, videoBitsPerSecond: BITS });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  const last = () => Math.max(1, (state.run?.rows ?? 1) - 1);
  let whole = await lasting(STANDS, draw, () => going(0));
  commands.replay();
  while (whole && state.playing === "run") {
    await frame();
    await draw();
    whole = going(state.position / last());
  }
  whole &&= state.position >= last() && (await lasting(STANDS, draw, () => going(1)));
  recorder.stop();
  await stopped;
  return whole ? new Blob(parts, { type: mime }) : null;
}

/**
 * Draws again and again for a while; whether it was not given up.
 * @param {number} milliseconds
 * @param {() => Promise<void>} draw
 * @param {() => boolean} going
 */
async function lasting(milliseconds, draw, going) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    await frame();
    await draw();
    if (!going()) return false;
  }
  return true;
}
