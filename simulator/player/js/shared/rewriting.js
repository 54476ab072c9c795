// Gives the rows that a chart has new values, where they are alike but for these.

/** @import { Chart } from "../vega.js" */

/** @typedef {Record<string, unknown>} Row */

/** Whether there are as many rows, each with the same fields. @param {object[]} rows @param {object[]} others */
export function alike(rows, others) {
  if (rows.length !== others.length) return false;
  return rows.every((row, i) => {
    let more = 0;
    for (const field in row) more += field in others[i] ? 1 : Number.NaN;
    for (const _ in others[i]) more--;
    return more === 0;
  });
}

/**
 * Gives the rows that a chart has other values. Vega would take them out and in again, with all that it has drawn of
 * them: that costs more, and leaves as much behind to be cleared away.
 * @param {Chart} view
 * @param {string} name of the data set
 * @param {Row[]} rows
 * @param {object[]} values of as many rows
 */
export function rewrite(view, name, rows, values) {
  /** @type {Set<string>} */
  const changed = new Set();
  rows.forEach((row, i) => {
    const value = /** @type {Row} */ (values[i]);
    for (const field in value) {
      if (row[field] === value[field]) continue;
      row[field] = value[field];
      changed.add(field);
    }
  });
  if (!changed.size) return;
  view.pulse(view._runtime.data[name].input, {
    pulse(pulse) {
      pulse.mod = rows;
      return pulse.modifies([...changed]);
    },
  });
}
