// Numbers for people. A norm arrives as its base-10 logarithm, so that 1e-300 is nothing special.
// The words are those of simulator/analysis/words.py; one list of cases (tests/js/words.json) tests both.
import { nt, signs, t } from "./language.js";

/** So many times 10 to this power, where it has a name. @type {Record<number, (count: number) => string>} */
const THOUSANDS = {
  3: (n) => t("{number} thousand", { number: n }),
  6: (n) => nt("a million", "{number} million", n),
  9: (n) => nt("a billion", "{number} billion", n),
  12: (n) => nt("a trillion", "{number} trillion", n),
  15: (n) => nt("a quadrillion", "{number} quadrillion", n),
};
/** So many of one over 10 to this power: names go by thousands. @type {Record<number, (count: number) => string>} */
const FRACTIONS = {
  4: (n) => nt("a ten-thousandth", "{number} ten-thousandths", n),
  5: (n) => nt("a hundred-thousandth", "{number} hundred-thousandths", n),
  6: (n) => nt("a millionth", "{number} millionths", n),
  7: (n) => nt("a ten-millionth", "{number} ten-millionths", n),
  8: (n) => nt("a hundred-millionth", "{number} hundred-millionths", n),
  9: (n) => nt("a billionth", "{number} billionths", n),
  10: (n) => nt("a ten-billionth", "{number} ten-billionths", n),
  11: (n) => nt("a hundred-billionth", "{number} hundred-billionths", n),
  12: (n) => nt("a trillionth", "{number} trillionths", n),
  13: (n) => nt("a ten-trillionth", "{number} ten-trillionths", n),
  14: (n) => nt("a hundred-trillionth", "{number} hundred-trillionths", n),
  15: (n) => nt("a quadrillionth", "{number} quadrillionths", n),
  16: (n) => nt("a ten-quadrillionth", "{number} ten-quadrillionths", n),
  17: (n) => nt("a hundred-quadrillionth", "{number} hundred-quadrillionths", n),
};
/** The power of ten by which a number is counted beyond those names, and from which on it is. */
const TRILLION = 12;
const BEYOND = 18;
/** The power of ten from which on its zeros are counted. */
const FURTHEST = 26;
const [ZERO, NOT, INFINITE] = [t("zero"), t("not a number"), t("infinite")];
/** Powers of ten between which a number is written out. */
const SMALL = -4;
const LARGE = 5;

/** @param {number} log base-10 logarithm */
export function number(log) {
  if (log === -Infinity) return ZERO;
  if (Number.isNaN(log)) return NOT;
  if (log === Infinity) return INFINITE;
  if (log >= SMALL && log < LARGE) return signs(String(Number((10 ** log).toPrecision(3))));
  let power = Math.floor(log);
  let digits = (10 ** (log - power)).toFixed(2);
  if (digits === "10.00") [power, digits] = [power + 1, "1.00"];
  return signs(`${digits}e${power}`);
}

/**
 * A number written as 3e-13 in words, "3 ten-trillionths"; where it has no name, with all its zeros counted.
 * @param {number} log base-10 logarithm
 */
export function spoken(log) {
  if (!Number.isFinite(log) || (log >= SMALL && log < -SMALL)) return "";
  let power = Math.floor(log);
  let digit = Math.round(10 ** (log - power));
  if (digit === 10) [digit, power] = [1, power + 1];
  const size = Math.abs(power);
  if (size > FURTHEST) {
    const holes = { written: `${digit}e${power}`, digit, zeros: size };
    return power > 0
      ? t("{written} ({digit} with {zeros} zeros)", holes)
      : t("{written} ({digit} after {zeros} zeros)", holes);
  }
  const beyond = size >= BEYOND;
  const named = size - (beyond ? TRILLION : 0);
  if (power < 0) {
    const part = FRACTIONS[named](digit);
    return beyond ? t("{part} of a trillionth", { part }) : part;
  }
  const rest = named % 3;
  const count = THOUSANDS[named - rest](digit * 10 ** rest);
  return beyond ? t("{count} trillion", { count }) : count;
}

/** Names of the powers of ten that have a short one, for an axis: a millionth, a billion, and what lies between. */
export const DECADE_WORDS = Object.fromEntries(
  [2, 3, 4].flatMap((thousands) => [-3, 3].map((three) => [three * thousands, spoken(three * thousands)])),
);

/** @param {number} share from 0 to 1 */
export function percent(share) {
  return Number.isNaN(share) ? NOT : `${signs((100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0))} %`;
}

/** A sentence, each number of it on one line with its unit. @param {string} text */
export const together = (text) => text.replace(/(\d) (?=(?:%|ms|s|kB|MB)(?!\w))/g, "$1\u00a0");

/** @param {number} value not a logarithm */
export function formatNumber(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? NOT : INFINITE;
  return value === 0 ? "0" : `${value < 0 ? "−" : ""}${number(Math.log10(Math.abs(value)))}`;
}

/** A loss in the bar: always two digits after the point, so that nothing wobbles while it plays. @param {number} value */
export function short(value) {
  return Number.isFinite(value) && value < 1e4 ? signs(value.toFixed(value < 0.1 ? 3 : 2)) : formatNumber(value);
}
