// What several random seeds of a run have in common, beside the one that plays.
import { Deliveries } from "./deliveries.js";

/** @import { Run, Seeds } from "./payload.d.ts" */

/** @type {Deliveries<Seeds>} */
const known = new Deliveries();

/** @param {Seeds} seeds */
export function keepSeeds(seeds) {
  known.keep(seeds.seeds_of, seeds);
}

/** Those that are to be seen with a run; null where none are, or none have come. @param {Run} run */
export const seedsOf = (run) => (run.seeds && known.get(run.seeds)) || null;
