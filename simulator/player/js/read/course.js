// A line in words: where it begins, where it ends, and which way it takes in between.
import { t } from "../shared/language.js";
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
  return name ? t("{number} (about {words})", { number: said(series, i), words: name }) : said(series, i);
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
  const { name } = series;
  if (!known.length) return missing(series, places, all, name) || t("{name} has no values yet", { name });
  const [first, last] = [known[0], known[known.length - 1]];
  const ends = { name, first: value(first), start: places[first], last: value(last), end: places[last] };
  const told = first === last ? t("{name} is {first} at {start}", ends) : manner(series, places, known, ends, noisy);
  const rest = missing(series, places, all, t("it"));
  return rest ? `${told}; ${rest}` : told;
}

/** @typedef {{ name: string, first: string, start: string, last: string, end: string }} Ends of a line, with their places */

/**
 * @param {Series} series
 * @param {string[]} places
 * @param {number[]} known
 * @param {Ends} ends
 * @param {boolean} noisy
 */
function manner({ values, kind, ...series }, places, known, ends, noisy) {
  const y = known.map((i) => values[i]);
  const change = y[y.length - 1] - y[0];
  const [low, high] = [Math.min(...y), Math.max(...y)];
  const still = kind === "plain" ? LEVEL.plain * Math.max(Math.abs(low), Math.abs(high)) : LEVEL[kind];
  if (high - low <= still) return t("{name} stays level, from {first} at {start} to {last} at {end}", ends);
  const say = (/** @type {number} */ at) => said({ ...series, values, kind }, known[at]);
  // It comes back by more than half of its way: neither "rises" nor "falls" would say that.
  if (Math.abs(change) < (high - low) / 2) {
    const [lowest, highest] = [y.indexOf(low), y.indexOf(high)];
    return t(
      "{name} goes from {first} at {start} to {last} at {end}, between {low} at {lowest} and {high} at {highest}",
      {
        ...ends,
        low: say(lowest),
        lowest: places[known[lowest]],
        high: say(highest),
        highest: places[known[highest]],
      },
    );
  }
  const falls = change < 0;
  const plainly = () =>
    falls
      ? t("{name} falls from {first} at {start} to {last} at {end}", ends)
      : t("{name} rises from {first} at {start} to {last} at {end}", ends);
  const off = y.map((here, i) => Math.abs(here - y[0] - (change * i) / (y.length - 1)));
  // On a noisy line no single step means anything.
  if (y.length < 3 || noisy) return plainly();
  if (Math.max(...off) <= EVEN * Math.abs(change)) {
    return falls
      ? t("{name} falls evenly from {first} at {start} to {last} at {end}", ends)
      : t("{name} rises evenly from {first} at {start} to {last} at {end}", ends);
  }
  const steps = y.slice(1).map((here, i) => (here - y[i]) / change);
  const most = steps.indexOf(Math.max(...steps));
  if (steps[most] < MOST) return plainly();
  const step = { ...ends, before: places[known[most]], after: places[known[most + 1]] };
  return falls
    ? t("{name} falls from {first} at {start} to {last} at {end}, most of it between {before} and {after}", step)
    : t("{name} rises from {first} at {start} to {last} at {end}, most of it between {before} and {after}", step);
}

/**
 * What is beside the numbers: zeros of norms, and what grew too large.
 * @param {Series} series
 * @param {string[]} places
 * @param {number[]} all
 * @param {string} name the line's, or a word that stands for it
 */
function missing({ values, kind }, places, all, name) {
  const zero = kind === "log" ? all.filter((i) => values[i] === Number.NEGATIVE_INFINITY) : [];
  const broken = all.filter((i) => Number.isNaN(values[i]) || values[i] === Number.POSITIVE_INFINITY);
  const of = (/** @type {number[]} */ some) => {
    if (some.length === all.length) return t("everywhere");
    const [start, end] = [places[some[0]], places[some[some.length - 1]]];
    return start === end ? t("at {place}", { place: start }) : t("from {start} to {end}", { start, end });
  };
  const [zeros, rest] = [zero, broken].map((some) => (some.length ? of(some) : ""));
  if (zeros && rest) {
    return t("{name} is exactly zero {zeros} and is not a number or infinite {rest}", { name, zeros, rest });
  }
  if (zeros) return t("{name} is exactly zero {where}", { name, where: zeros });
  return rest && t("{name} is not a number or infinite {where}", { name, where: rest });
}
