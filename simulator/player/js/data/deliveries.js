// What the page has delivered besides the run that plays. All players of a page read the same store: a delivery's key
// says what it is of, so that it is right for each of them, and each sees by the count that something has come in.

/** How many of a kind are kept: several players, each with its pinned runs, and the steps that were just looked at. */
const KEPT = 12;

let count = 0;

/** How many deliveries have come in so far. */
export const arrivals = () => count;

/** @template T */
export class Deliveries {
  constructor() {
    /** @type {Map<string, T>} */
    this.known = new Map();
  }

  /**
   * @param {string} key
   * @param {T} delivery
   */
  keep(key, delivery) {
    this.known.delete(key); // so that it stands at the end, as the latest
    this.known.set(key, delivery);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT) this.known.delete(oldest);
    count++;
  }

  /** @param {string} key */
  get(key) {
    return this.known.get(key);
  }

  /** The latest one for which something holds. @param {(delivery: T) => boolean} holds */
  latest(holds) {
    return [...this.known.values()].findLast(holds);
  }
}
