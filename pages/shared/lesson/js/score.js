// How far what was drawn lies from what was measured: by powers of ten, on average over the sites.
import { signs, t } from "../../../../simulator/player/js/shared/language.js";

/** Whether that is a drawing of these sites. @param {any} drawn @param {number[]} measured @returns {drawn is number[]} */
export const isDrawing = (drawn, measured) =>
  Array.isArray(drawn) && drawn.length === measured.length && drawn.every(Number.isFinite);

/** @param {number[]} drawn @param {number[]} measured */
export const score = (drawn, measured) =>
  drawn.reduce((sum, value, i) => sum + Math.abs(value - measured[i]), 0) / drawn.length;

/** In words. @param {number[]} drawn @param {number[]} measured @param {boolean} now whether it is seen, or was drawn before */
export const judged = (drawn, measured, now) => {
  const off = score(drawn, measured);
  const judged = off < 0.5 ? t("very close") : off < 1.5 ? t("close") : off < 4 ? t("some way off") : t("far off");
  const times = signs(off < 0.3 ? String(Math.round(100 * 10 ** off) / 100) : spelled(10 ** off));
  const holes = { judged, off: signs(off.toFixed(1)), times };
  return now
    ? t(
        "Your drawing is {judged}: {off} powers of ten off at each place on average, that is {times} times too much or too little.",
        holes,
      )
    : t(
        "Your drawing was {judged}: {off} powers of ten off at each place on average, that is {times} times too much or too little.",
        holes,
      );
};

/** @param {number} times */
const spelled = (times) => (times < 9.95 ? times.toFixed(1) : Number(times.toPrecision(1)).toLocaleString("en"));
