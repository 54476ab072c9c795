// What the sliders of the page tell: with it what they move can answer before the page around it is drawn anew.

/** What a slider says when it has moved, with the key of what is to answer: that one tells the page. */
const MOVED = "gradient-moved";
/** What is said by whoever has been given something new to show; it rises to the document. */
const FED = "gradient-fed";

/** @typedef {(move: unknown) => boolean} Tell whether the move was told to the page */

/**
 * Whether this is what has that key: Streamlit writes it on what stands around a component.
 * @param {HTMLElement} host
 * @param {string} key
 */
function isNamed(host, key) {
  const root = host.getRootNode();
  const outermost = root instanceof ShadowRoot ? root.host : host;
  return outermost.closest(`.st-key-${key}`) !== null;
}

/**
 * Passes on the moves of sliders that wait for this element, until what is returned is called.
 * @param {HTMLElement} host
 * @param {Tell} tell
 */
export function listenToSliders(host, tell) {
  const moved = (/** @type {Event} */ event) => {
    const { player, move } = /** @type {CustomEvent} */ (event).detail;
    if (isNamed(host, player) && tell(move)) event.preventDefault();
  };
  document.addEventListener(MOVED, moved);
  return () => document.removeEventListener(MOVED, moved);
}

/** @param {HTMLElement} host */
export const sayFed = (host) => host.dispatchEvent(new Event(FED, { bubbles: true, composed: true }));
