// What several random seeds of a run have in common, beside the one that plays.
import { Deliveries } from "./deliveries.js";

/** @import { Seeds } from "./payload.d.ts" */

/** @type {Deliveries<Seeds>} */
const known = new Deliveries();

/** @param {Seeds} seeds */
export function keepSeeds(seeds) {
  known.keep(seeds.seeds_of, seeds);
}

/** Those that are to be seen with a run, pinned or not; null where none are, or none have come. @param {{ seeds: string }} run */
export const seedsOf = (run) => (run.seeds && known.get(run.seeds)) || null;
