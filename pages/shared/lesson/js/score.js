// How far what was drawn lies from what was measured: by powers of ten, on average over the sites.

/** Whether that is a drawing of these sites. @param {any} drawn @param {number[]} measured @returns {drawn is number[]} */
export const isDrawing = (drawn, measured) =>
  Array.isArray(drawn) && drawn.length === measured.length && drawn.every(Number.isFinite);

/** @param {number[]} drawn @param {number[]} measured */
export const score = (drawn, measured) =>
  drawn.reduce((sum, value, i) => sum + Math.abs(value - measured[i]), 0) / drawn.length;

/** In words. @param {number[]} drawn @param {number[]} measured */
export const decades = (drawn, measured) => {
  const off = score(drawn, measured);
  const judged = off < 0.5 ? "very close" : off < 1.5 ? "close" : off < 4 ? "some way off" : "far off";
  const times = off < 0.3 ? `${Math.round(100 * 10 ** off) / 100} times` : `${spelled(10 ** off)} times`;
  return `${judged}: ${off.toFixed(1)} powers of ten off at each place on average, that is ${times} too much or too little`;
};

/** @param {number} times */
const spelled = (times) => (times < 9.95 ? times.toFixed(1) : Number(times.toPrecision(1)).toLocaleString("en"));
