// A live picture: fetched when it comes into view, moved by itself, by the pointer, or by its slider.
import { made } from "./made.js";

/**
 * @typedef {object} Alive as charts/alive.py packs it
 * @property {string} svg
 * @property {string[]} captions
 * @property {(number | null)[][][]} frames
 * @property {number} most
 * @property {number[]} points
 * @property {number[]} box left, right, top, bottom
 * @property {number} full
 */

const SECONDS = 2.5;
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {Alive} alive @param {number} place @param {number} code */
const spot = ({ box: [left, right, top, bottom], most, full }, place, code) => [
  left + (place * (right - left)) / Math.max(1, most - 1),
  bottom - ((bottom - top) * code) / full,
];

/** The way of a line; where there is no value the pen is lifted. @param {Alive} alive @param {(number | null)[]} codes */
export const way = (alive, codes) => {
  let pen = "M";
  let drawn = "";
  codes.forEach((code, place) => {
    if (code !== null)
      drawn +=
        pen +
        spot(alive, place, code)
          .map((at) => at.toFixed(1))
          .join(" ");
    pen = code === null ? "M" : "L";
  });
  // A line of one place is a dot, which a round cap shows.
  return codes.length === 1 && drawn ? `${drawn}h0` : drawn;
};

/**
 * Fills the figure with its picture.
 * @param {HTMLElement} figure
 * @param {Alive} alive
 * @param {{ play: string, frame: string }} says
 * @param {() => boolean} moves whether pictures move by themselves
 */
export function show(figure, alive, says, moves) {
  const room = made("div", { innerHTML: alive.svg });
  const lines = [...room.querySelectorAll("path[stroke-linejoin]")];
  const points = alive.points.length ? alive.points : null;
  const dots = points ? lines.map((line) => dotOn(line)) : [];
  const last = alive.captions.length - 1;
  const slider = made("input", { type: "range", min: "0", max: `${last}`, step: "1", value: `${last}` });
  slider.setAttribute("aria-label", says.frame);
  const play = made("button", { type: "button", textContent: "▶\ufe0e" });
  play.setAttribute("aria-label", says.play);
  const caption = made("figcaption");
  /** @param {number} frame */
  const draw = (frame) => {
    if (points) {
      dots.forEach((dot, i) => {
        const [x, y] = spot(alive, points[frame], alive.frames[0][i][points[frame]] ?? 0);
        dot.setAttribute("cx", `${x}`);
        dot.setAttribute("cy", `${y}`);
      });
    } else {
      lines.forEach((line, i) => {
        line.setAttribute("d", way(alive, alive.frames[frame][i] ?? []));
      });
    }
    slider.value = `${frame}`;
    slider.setAttribute("aria-valuetext", alive.captions[frame]);
    caption.textContent = alive.captions[frame];
  };
  let running = 0;
  const stop = () => {
    cancelAnimationFrame(running);
    running = 0;
  };
  const start = () => {
    stop();
    const begun = performance.now();
    const next = (/** @type {number} */ now) => {
      const share = Math.min(1, (now - begun) / 1000 / SECONDS);
      draw(Math.round(share * last));
      running = share < 1 && figure.isConnected ? requestAnimationFrame(next) : 0;
    };
    running = requestAnimationFrame(next);
  };
  slider.addEventListener("input", () => {
    stop();
    draw(Number(slider.value));
  });
  play.addEventListener("click", () => (running ? stop() : start()));
  room.addEventListener("pointerenter", () => {
    if (moves() && !running) start();
  });
  figure.replaceChildren(room, caption, made("div", { className: "tools" }, play, slider));
  figure.dataset.shown = "true";
  if (last < 1) play.disabled = slider.disabled = true;
  draw(last);
  if (moves() && last > 0) start();
}

/** @param {Element} line */
const dotOn = (line) => {
  const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  dot.setAttribute("r", "6");
  dot.setAttribute("fill", line.getAttribute("stroke") ?? "currentColor");
  line.after(dot);
  return dot;
};

/** Whether a visitor who has not chosen wants pictures to move. */
export const wantsMotion = () => !CALM.matches;
