// How many pictures have been drawn and what one costs, written on the player for tests and measurements.

/** Pictures over which the mean time of one is taken. */
const MEASURED = 60;

export class Meter {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.count = 0;
    this.sum = 0;
  }

  /** @param {number} cost milliseconds of one picture */
  record(cost) {
    this.host.dataset.pictures = String(++this.count);
    this.sum += cost;
    if (this.count % MEASURED) return;
    this.host.dataset.ms = (this.sum / MEASURED).toFixed(2);
    this.sum = 0;
  }
}
