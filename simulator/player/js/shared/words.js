// Numbers for people. A norm arrives as its base-10 logarithm, so that 1e-300 is nothing special.
// The words are those of simulator/analysis/words.py; one list of cases (tests/js/words.json) tests both.
/** Names of the powers of a thousand, as far as they are known words. */
const NAMES = ["", "thousand", "million", "billion", "trillion", "quadrillion"];
/** The power of ten by which a number is counted beyond those names, and that from which on its zeros are counted. */
const TRILLION = 12;
const FURTHEST = 26;
/** Powers of ten between which a number is written out. */
const SMALL = -4;
const LARGE = 5;

/** @param {number} log base-10 logarithm */
export function number(log) {
  if (log === -Infinity) return "zero";
  if (Number.isNaN(log)) return "not a number";
  if (log === Infinity) return "infinite";
  if (log >= SMALL && log < LARGE) return String(Number((10 ** log).toPrecision(3)));
  let power = Math.floor(log);
  let digits = (10 ** (log - power)).toFixed(2);
  if (digits === "10.00") [power, digits] = [power + 1, "1.00"];
  return `${digits}e${power}`;
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
  if (size > FURTHEST) return `${digit}e${power} (a ${digit} ${power > 0 ? "with" : "after"} ${size} zeros)`;
  const beyond = size >= NAMES.length * 3;
  const rest = size - (beyond ? TRILLION : 0);
  const name = NAMES[Math.floor(rest / 3)];
  if (power > 0) {
    const count = digit * 10 ** (rest % 3);
    return `${count === 1 ? "a" : count} ${name}${beyond ? " trillion" : ""}`;
  }
  const head = ["", "ten-", "hundred-"][rest % 3];
  const parts = digit === 1 ? `a ${head}${name}th` : `${digit} ${head}${name}ths`;
  return parts + (beyond ? " of a trillionth" : "");
}

/** Names of the powers of ten that have a short one, for an axis: a millionth, a billion, and what lies between. */
export const DECADE_WORDS = Object.fromEntries(
  [2, 3, 4].flatMap((thousands) => [-3, 3].map((three) => [three * thousands, spoken(three * thousands)])),
);

/** @param {number} share from 0 to 1 */
export function percent(share) {
  return Number.isNaN(share) ? "not a number" : `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

/** A sentence, each number of it on one line with its unit. @param {string} text */
export const together = (text) => text.replace(/(\d) (?=(?:%|ms|s|kB|MB)(?!\w))/g, "$1\u00a0");

/** @param {number} value not a logarithm */
export function formatNumber(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : "infinite";
  return value === 0 ? "0" : `${value < 0 ? "−" : ""}${number(Math.log10(Math.abs(value)))}`;
}

/** A loss in the bar: always two digits after the point, so that nothing wobbles while it plays. @param {number} value */
export function short(value) {
  return Number.isFinite(value) && value < 1e4 ? value.toFixed(value < 0.1 ? 3 : 2) : formatNumber(value);
}
