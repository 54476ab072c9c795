// A line in words: where it begins, where it ends, and which way it takes in between.
import { formatNumber, number, percent, spoken } from "../shared/words.js";

/**
 * @typedef {object} Series one line or one row of bars
 * @property {string} name
 * @property {ArrayLike<number>} values by place; base-10 logarithms where they are norms
 * @property {"log" | "share" | "plain" | "name"} kind
 * @property {string[]} [names] of what is no number, by value
 */

/** Of the whole change, the part by which no place may be off a straight line for it to be even. */
const EVEN = 0.12;
/** Changes that are no more than this are none: powers of ten, shares, parts of the larger end. */
const LEVEL = { log: 0.3, share: 0.02, plain: 0.05, name: 0 };
/** Part of the change that one step must make for it to be named. */
const MOST = 0.5;

/** @type {Record<Series["kind"], (value: number, names: string[]) => string>} */
const WORDS = { log: number, share: percent, plain: formatNumber, name: (value, names) => names[value] };

/** A value as it is said. @param {Series} series @param {number} i */
export const said = ({ values, kind, names = [] }, i) => WORDS[kind](values[i], names);

/** And what a norm of a great many digits is called. @param {Series} series @param {number} i */
export function named(series, i) {
  const name = series.kind === "log" ? spoken(series.values[i]) : "";
  return name ? `${said(series, i)} (about ${name})` : said(series, i);
}

/**
 * Such as "gradient norm falls evenly from 1.2 at layer 20 to 9e-13 at layer 1".
 * @param {Series} series
 * @param {string[]} places what each is called, in the order in which the line is read
 * @param {number[]} order their places in the series
 * @param {boolean} noisy whether single steps of it are chance, and not worth a word
 */
export function course(series, places, order, noisy = false) {
  const all = order.filter((i) => i < series.values.length);
  const known = all.filter((i) => Number.isFinite(series.values[i]));
  const value = (/** @type {number} */ i) => said(series, i);
  const rest = missing(series, places, all);
  if (!known.length) return `${series.name} ${rest || "has no values yet"}`;
  const [first, last] = [known[0], known[known.length - 1]];
  const tail = rest && `; it ${rest}`;
  if (first === last) return `${series.name} is ${value(first)} at ${places[first]}${tail}`;
  const ends = `from ${value(first)} at ${places[first]} to ${value(last)} at ${places[last]}`;
  return `${series.name} ${manner(series, places, known, ends, noisy)}${tail}`;
}

/**
 * @param {Series} series
 * @param {string[]} places
 * @param {number[]} known
 * @param {string} ends
 * @param {boolean} noisy
 */
function manner({ values, kind, ...series }, places, known, ends, noisy) {
  const y = known.map((i) => values[i]);
  const change = y[y.length - 1] - y[0];
  const [low, high] = [Math.min(...y), Math.max(...y)];
  const still = kind === "plain" ? LEVEL.plain * Math.max(Math.abs(low), Math.abs(high)) : LEVEL[kind];
  if (high - low <= still) return `stays level, ${ends}`;
  const say = (/** @type {number} */ at) => said({ ...series, values, kind }, known[at]);
  const where = (/** @type {number} */ at) => `${say(at)} at ${places[known[at]]}`;
  // It comes back by more than half of its way: neither "rises" nor "falls" would say that.
  if (Math.abs(change) < (high - low) / 2) {
    return `goes ${ends}, between ${where(y.indexOf(low))} and ${where(y.indexOf(high))}`;
  }
  const verb = change < 0 ? "falls" : "rises";
  const off = y.map((here, i) => Math.abs(here - y[0] - (change * i) / (y.length - 1)));
  // On a noisy line no single step means anything.
  if (y.length < 3 || noisy) return `${verb} ${ends}`;
  if (Math.max(...off) <= EVEN * Math.abs(change)) return `${verb} evenly ${ends}`;
  const steps = y.slice(1).map((here, i) => (here - y[i]) / change);
  const most = steps.indexOf(Math.max(...steps));
  if (steps[most] < MOST) return `${verb} ${ends}`;
  return `${verb} ${ends}, most of it between ${places[known[most]]} and ${places[known[most + 1]]}`;
}

/**
 * What is beside the numbers: zeros of norms, and what grew too large.
 * @param {Series} series
 * @param {string[]} places
 * @param {number[]} all
 */
function missing({ values, kind }, places, all) {
  const zero = kind === "log" ? all.filter((i) => values[i] === Number.NEGATIVE_INFINITY) : [];
  const broken = all.filter((i) => Number.isNaN(values[i]) || values[i] === Number.POSITIVE_INFINITY);
  const of = (/** @type {number[]} */ some) => {
    const ends = [places[some[0]], places[some[some.length - 1]]];
    return some.length === all.length
      ? "everywhere"
      : ends[0] === ends[1]
        ? `at ${ends[0]}`
        : `from ${ends.join(" to ")}`;
  };
  const parts = [];
  if (zero.length) parts.push(`is exactly zero ${of(zero)}`);
  if (broken.length) parts.push(`is not a number or infinite ${of(broken)}`);
  return parts.join(" and ");
}
