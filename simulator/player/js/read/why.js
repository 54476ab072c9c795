// What is read of the charts of Why?
import { LINES, NAMES } from "../constants.js";
import { part, snapshotAt } from "../data/snapshots.js";
import { signs, t } from "../shared/language.js";
import { siteName } from "../shared/places.js";
import { stacked } from "../why/links.js";
import { memory } from "../why/recurrence.js";
import { named, sites } from "./lines.js";

/** @import { Shown } from "../picture.js" */
/** @import { Series } from "./course.js" */

/** What each link alone has multiplied the gradient by at each site. @param {Shown} shown */
export function links({ run, row }) {
  const { columns, total } = stacked(run, row);
  const names = Object.keys(run.links).filter((name) => name in (columns[0]?.logs ?? {}));
  /** @type {Series[]} */
  const series = names.map((name) => ({
    name: t("factor of the {link}", { link: run.links[name] }),
    values: columns.map(({ logs }) => logs[name]),
    kind: "log",
  }));
  const values = total.map(({ y }) => y ?? Number.NEGATIVE_INFINITY);
  const whole = t("gradient relative to {site}", { site: siteName(run, run.sites) });
  return {
    ...named(
      run,
      columns.map(({ site }) => site),
    ),
    series: [/** @type {Series} */ ({ name: whole, values, kind: "log" }), ...series],
    back: true,
  };
}

/**
 * The activation at the places of z for which the distribution is known.
 * @param {Shown} shown
 * @param {number} site
 */
export function curve({ run, row }, site) {
  const snapshot = snapshotAt(run, row);
  if (!snapshot) return null;
  const away = snapshot.z_sites.map((known) => Math.abs(known - site));
  const i = away.indexOf(Math.min(...away));
  const [f, slope] = [NAMES.curve, NAMES.slope].map((name, k) => ({
    name,
    values: part(snapshot, k ? "slope" : "curve", i, snapshot.z_sites.length),
    kind: /** @type {const} */ ("plain"),
  }));
  const range = snapshot.z_range[i];
  const places = Array.from(
    f.values,
    (_, k) => `z = ${signs((-range + (2 * range * k) / (f.values.length - 1)).toFixed(2))}`,
  );
  return { places, series: [f, slope] };
}

/** The two roads of an LSTM's memory. @param {Shown} shown */
export function roads({ run, row }) {
  const snapshot = snapshotAt(run, row);
  const rows = snapshot && memory(snapshot)?.rows.memory;
  if (!rows) return null;
  const names = [LINES.road, LINES.cell];
  const values = (/** @type {string} */ name) =>
    rows.filter(({ line }) => line === name).map(({ y }) => y ?? Number.NEGATIVE_INFINITY);
  /** @type {Series[]} */
  const series = names.map((name, i) => ({
    name: i ? NAMES.cell : NAMES.road,
    values: values(name),
    kind: "log",
  }));
  return { ...sites(run, run.sites), series, back: true };
}
