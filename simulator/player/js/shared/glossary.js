// Words that a newcomer may not know explain themselves, from the glossary that the pages use too.
import { TERMS } from "../constants.js";
import { t } from "./language.js";
import { together } from "./words.js";

const LONGEST_FIRST = Object.keys(TERMS).sort((one, other) => other.length - one.length);
/** Letters with accents are letters, too. */
const WORDS = new RegExp(`(?<![\\p{L}\\d_])(${LONGEST_FIRST.join("|")})(?![\\p{L}\\d_-])`, "iu");

/**
 * Writes the text with its explained words, each where it comes first. What it says already stays as it is, and so does
 * each of those words that is there already: it can be read and keeps the focus while the numbers around it change.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {(part: string) => (string | Node)[]} [plain] how the text between those words is written
 */
export function explain(element, text, plain = (part) => [part]) {
  if (element.dataset.explained === text) return;
  element.dataset.explained = text;
  const nodes = marked(together(text), plain).map((part) => (typeof part === "string" ? new Text(part) : part));
  const before = [...element.childNodes];
  if (nodes.length === before.length && nodes.every((node, i) => isAlike(node, before[i]))) {
    nodes.forEach((node, i) => {
      if (node.nodeName !== "DFN") before[i].textContent = node.textContent;
    });
    return;
  }
  const focused = /** @type {HTMLElement | null} */ (element.querySelector("dfn:focus"))?.textContent;
  element.replaceChildren(...nodes);
  if (!focused) return;
  const same = [...element.querySelectorAll("dfn")].find((word) => word.textContent === focused);
  const instead = /** @type {HTMLElement | null} */ (same ?? element.closest(".player"));
  instead?.focus({ preventScroll: true });
}

/**
 * Whether one can become the other by its text alone; an explained word is what it is.
 * @param {Node} node
 * @param {Node} before
 */
function isAlike(node, before) {
  if (node.nodeName === "DFN") return before.nodeName === "DFN" && node.textContent === before.textContent;
  return node.nodeName === before.nodeName && node.childNodes.length < 2;
}

/**
 * @param {string} text
 * @param {(part: string) => (string | Node)[]} plain
 */
function marked(text, plain) {
  const known = new Set();
  return text.split(WORDS).flatMap((part, i) => {
    const [name, says] = (i % 2 && TERMS[part.toLowerCase()]) || [];
    if (!name || !says || known.has(name)) return plain(part);
    known.add(name);
    return [word(part, name, says)];
  });
}

/**
 * In the app it leads to the page of words, which a page of its own does not have.
 * @param {string} text
 * @param {string} name
 * @param {string} says
 */
function word(text, name, says) {
  const element = Object.assign(document.createElement("dfn"), { textContent: text, tabIndex: 0 });
  element.dataset.says = says;
  element.setAttribute("aria-description", says);
  if (document.querySelector(".stApp")) {
    element.setAttribute("role", "link");
    Object.assign(element.dataset, { word: name, more: t("More in Words") });
  }
  return element;
}
