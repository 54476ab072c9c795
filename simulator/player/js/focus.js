// The focus is never lost: where what was focused has gone from the page, the same control as it was made anew has it,
// or what was focused before, or the player.

/** @typedef {{ element: HTMLElement, name: string }} Place a focused element, and the key of the control that it is of */

/** How many places are remembered, and milliseconds for which a control may be away while it is made anew. */
const KEPT = 6;
const AWAY = 300;

export class Focus {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    /** The last one in front. @type {Place[]} */
    this.past = [];
    this.lostAt = 0;
    /** Whether the visitor pressed beside everything that takes the focus. */
    this.left = true;
    this.onpress = () => {
      this.left = true;
    };
    this.onfocus = (/** @type {Event} */ event) => this.note(/** @type {HTMLElement} */ (event.composedPath()[0]));
    document.addEventListener("pointerdown", this.onpress, true);
    document.addEventListener("focusin", this.onfocus);
  }

  /** @param {HTMLElement} element */
  note(element) {
    this.left = false;
    this.lostAt = 0;
    const others = this.past.filter((place) => place.element !== element);
    this.past = [{ element, name: nameOf(element) }, ...others].slice(0, KEPT);
  }

  /** Called at every picture. @param {number} now */
  keep(now) {
    const [last] = this.past;
    if (this.left || !last || document.activeElement !== document.body || takesFocus(last.element)) {
      this.lostAt = 0;
      return;
    }
    this.lostAt ||= now;
    const anew = madeAnew(last);
    if (!anew && now - this.lostAt < AWAY) return;
    // An explained word would open its sentence, which nobody has asked for.
    const before = this.past.find(({ element }) => takesFocus(element) && !element.matches("dfn"))?.element;
    // The page stays where it is.
    (anew ?? before ?? this.host).focus({ preventScroll: true });
  }

  close() {
    document.removeEventListener("pointerdown", this.onpress, true);
    document.removeEventListener("focusin", this.onfocus);
  }
}

/** @param {HTMLElement} element */
const takesFocus = (element) =>
  element.isConnected && !element.matches(":disabled") && element.getClientRects().length > 0;

/** The control with the same key, if it is there. @param {Place} place */
function madeAnew({ element, name }) {
  if (!name) return undefined;
  for (const box of document.querySelectorAll('[class*="st-key-"]')) {
    if (keyOf(box) !== name) continue;
    const inside = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(element.tagName));
    const found = [...inside].find(takesFocus);
    if (found) return found;
  }
  return undefined;
}

/** The key around an element, also around the component whose shadow it is in. @param {Element} element */
function nameOf(element) {
  const root = element.getRootNode();
  const outermost = root instanceof ShadowRoot ? root.host : element;
  const box = outermost.closest('[class*="st-key-"]');
  return box ? keyOf(box) : "";
}

/** Without the number that a key gets where all controls are made anew. @param {Element} box */
const keyOf = (box) => /st-key-(\S+?)(?:-\d+)?(?:\s|$)/.exec(box.className)?.[1] ?? "";
