// What the visitor asked of the page. It is kept until the page has heard it: of two messages that wait for the server
// the later one replaces the earlier, and the map asks for more cells all the time.

/** @typedef {{ at: number, name: string, about: string, value: unknown }} Wish about: key of the map it is asked of */

export class Wishes {
  /** @param {(wishes: Wish[]) => void} keep hands all that were not heard to the page */
  constructor(keep) {
    this.keep = keep;
    /** @type {Wish[]} */
    this.open = [];
    this.last = 0;
  }

  /**
   * @param {string} name
   * @param {string} about
   * @param {unknown} value
   */
  add(name, about, value) {
    this.last = Math.max(this.last + 1, Date.now());
    this.open = [...this.open, { at: this.last, name, about, value }];
    this.keep(this.open);
  }

  /** @param {number} at of the last wish that the page has heard */
  heard(at) {
    this.last = Math.max(this.last, at);
    this.open = this.open.filter((wish) => wish.at > at);
  }
}
