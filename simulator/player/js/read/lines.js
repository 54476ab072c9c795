// The places of a line that has a value at each site.
import { siteName } from "../shared/places.js";

/** @import { Run } from "../data/payload.d.ts" */

/**
 * @param {Run} run
 * @param {number[]} sites
 */
export const named = (run, sites) => ({ places: sites.map((site) => siteName(run, site)), sites });

/**
 * @param {Run} run
 * @param {number} count
 */
export const sites = (run, count) =>
  named(
    run,
    Array.from({ length: count }, (_, i) => i + 1),
  );
