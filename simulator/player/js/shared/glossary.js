// Words that a newcomer may not know explain themselves, from the glossary that the pages use too.
import { TERMS } from "../constants.js";

const LONGEST_FIRST = Object.keys(TERMS).sort((one, other) => other.length - one.length);
const WORDS = new RegExp(`\\b(${LONGEST_FIRST.join("|")})\\b(?!-)`, "i");

/**
 * Writes the text with its explained words, each where it comes first; what it says already stays as it is, and a
 * word that is focused is focused in the new text too.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {(part: string) => (string | Node)[]} [plain] how the text between those words is written
 */
export function explain(element, text, plain = (part) => [part]) {
  if (element.dataset.explained === text) return;
  element.dataset.explained = text;
  const focused = /** @type {HTMLElement | null} */ (element.querySelector("dfn:focus"))?.textContent;
  element.replaceChildren(...marked(text, plain));
  if (!focused) return;
  const same = [...element.querySelectorAll("dfn")].find((word) => word.textContent === focused);
  const instead = /** @type {HTMLElement | null} */ (same ?? element.closest(".player"));
  instead?.focus({ preventScroll: true });
}

/**
 * @param {string} text
 * @param {(part: string) => (string | Node)[]} plain
 */
function marked(text, plain) {
  const known = new Set();
  return text.split(WORDS).flatMap((part, i) => {
    const says = TERMS[part.toLowerCase()];
    if (i % 2 === 0 || known.has(says)) return plain(part);
    known.add(says);
    return [word(part, says)];
  });
}

/**
 * @param {string} text
 * @param {string} says
 */
function word(text, says) {
  const element = Object.assign(document.createElement("dfn"), { textContent: text, tabIndex: 0 });
  element.dataset.says = says;
  element.setAttribute("aria-description", says);
  return element;
}
