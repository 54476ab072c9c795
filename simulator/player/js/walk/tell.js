// What is said at each moment of the walk: a title, a sentence, and a line whose result stands in large type.
import { t } from "../shared/language.js";
import { siteName } from "../shared/places.js";
import { percent, short } from "../shared/words.js";
import { backward } from "./back.js";
import { forward } from "./forward.js";
import { update } from "./update.js";

/** @import { Run, Snapshot } from "../data/payload.d.ts" */
/** @import { Moment } from "./plan.js" */

/**
 * @typedef {object} Told
 * @property {string} title
 * @property {string} text
 * @property {{ terms?: string[], result: string, of: string }} line factors, what they multiply up to, and of what
 */

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {Moment} moment
 * @returns {Told}
 */
export function tell(run, snapshot, { phase, site }) {
  return { forward, loss, backward, update }[phase](run, snapshot, site);
}

/**
 * @param {Run} run
 * @param {Snapshot} snapshot
 * @param {number} site
 */
function loss(run, snapshot, site) {
  const value = snapshot.arrays.loss.values[0];
  const last = run.ways.includes("readouts") ? t("each of the last time steps") : siteName(run, site);
  const text = [
    run.scored
      ? t("What {last} passes on is turned into one probability for each class.", { last })
      : t("What {last} passes on is turned into the answer.", { last }),
    t("Filled bars: what the network says, on average over the batch; hollow bars: what is true."),
    ...(Number.isFinite(value) ? [] : [t("Numbers have overflowed: training ends with this step.")]),
  ];
  const accuracy = percent(snapshot.arrays.accuracy.values[0]);
  const result = run.scored
    ? t("loss {loss}, accuracy {accuracy}", { loss: short(value), accuracy })
    : t("loss {loss}", { loss: short(value) });
  const of = t("at training step {step}", { step: snapshot.step });
  return { title: t("Loss"), text: text.join(" "), line: { result, of } };
}
