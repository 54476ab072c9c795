// The moments of one training step in their order, how long each is shown, and which of them are neighbours.
const PHASES = ["forward", "loss", "backward", "update"];

const CALM = 0.6, WHOLE = 20, FIRST = 3;

export const layered = (run) => run.site === "layer";

// How many weight matrices there are: those of the input, between the sites (time steps share one) and of the outputs.
export const matrices = (run) => (layered(run) ? run.sites + 1 : 3);

// A moment is a phase and a site; of an update the number of the weight matrix, and site 0 is the input.
export function moments(run) {
  const from = (first, last) => Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const sites = {
    forward: from(layered(run) ? 0 : 1, run.sites),
    loss: [run.sites],
    backward: from(1, run.sites).reverse(),
    update: from(1, matrices(run)),
  };
  return PHASES.flatMap((phase) => sites[phase].map((site) => ({ phase, site })));
}

// The place of a moment among those of a run that may be of another size.
export function nearest(all, { phase, site }) {
  let best = 0;
  all.forEach((one, i) => {
    const away = Math.abs(one.site - site), before = Math.abs(all[best].site - site);
    if (one.phase === phase && (all[best].phase !== phase || away < before)) best = i;
  });
  return best;
}

export function firstOf(all, phase) {
  return all.findIndex((one) => one.phase === phase);
}

// Where the phase after that of a moment begins; the last phase ends with the walk.
export function nextPhase(all, place) {
  const next = all.findIndex(({ phase }, i) => i > place && phase !== all[place].phase);
  return next < 0 ? all.length - 1 : next;
}

// Seconds that a moment is shown: the first one of a phase longer, and the whole walk at most 20.
export function pace(all, place) {
  const share = (i) => (i === 0 || all[i].phase !== all[i - 1].phase ? FIRST : 1);
  const whole = all.length + (FIRST - 1) * PHASES.length;
  return share(place) * Math.min(CALM, WHOLE / whole);
}

// How far the phases up to a moment have come, each from 0 to 1.
export function progress(all, place) {
  return Object.fromEntries(PHASES.map((phase) => {
    const first = firstOf(all, phase), count = all.filter((one) => one.phase === phase).length;
    return [phase, Math.max(0, Math.min(1, (place + 1 - first) / Math.max(1, count)))];
  }));
}

// What is known of a site at a moment: nothing yet, what it passes on, or its gradient too.
export function known({ phase, site }, other) {
  if (phase === "forward") return other <= site ? "h" : "";
  if (phase === "loss") return "h";
  return phase === "update" || other >= site ? "gradient" : "";
}
