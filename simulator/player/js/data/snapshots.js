// Snapshots of single training steps: z, weights, gradients of single units.
import { Deliveries } from "./deliveries.js";

/** @import { Run, Snapshot } from "./payload.d.ts" */

/** @type {Deliveries<Snapshot>} */
const snapshots = new Deliveries();

/** @param {Snapshot} snapshot */
export function keepSnapshot(snapshot) {
  snapshots.keep(key(snapshot.snapshot_of, snapshot.row), snapshot);
}

/**
 * The snapshot of a displayed step; until it comes, the last one that came of the same run.
 * @param {Run} run
 * @param {number} row
 */
export function snapshotAt(run, row) {
  return snapshots.get(key(run.run, row)) ?? snapshots.latest(({ snapshot_of }) => snapshot_of === run.run);
}

/**
 * One row of a block that holds as many numbers for each of several things.
 * @param {Snapshot} snapshot
 * @param {string} block
 * @param {number} i which of the things
 * @param {number} count how many there are
 */
export function part(snapshot, block, i, count) {
  const { values } = snapshot.arrays[block];
  const size = values.length / count;
  return values.subarray(i * size, (i + 1) * size);
}

/**
 * @param {string} run
 * @param {number} row
 */
const key = (run, row) => `${run}:${row}`;
