// The glossary: all words, a search, an index, and for each word a live picture once it comes into view.
import { made } from "./made.js";
import { show, wantsMotion } from "./picture.js";

/** Frames for which a word that is gone to is held in place. */
const SETTLING = 20;
/** What keeps the language in a link to this page. */
let kept = "";

/**
 * @typedef {object} Word
 * @property {string} name
 * @property {string} label
 * @property {string} group
 * @property {string} plain
 * @property {string} run
 * @property {string[]} [also]
 * @property {string[]} [terms]
 * @property {string} [formula] MathML
 * @property {string} [source]
 * @property {string} [number]
 * @property {{ link: string, label: string }} [lesson]
 * @property {string[]} [related]
 */
/** @typedef {Record<string, string>} Texts */
/**
 * @typedef {{ texts: Texts, words: Word[], here: string, keeps: string, language: string }} Data
 * ``keeps`` stands behind other parameters in links to this page, ``language`` is that of the pictures
 */
/** @typedef {HTMLElement & { here?: string }} Root */

/** @param {{ data: [Data], parentElement: Root }} component */
export default function ({ data: [data], parentElement: root }) {
  const box = /** @type {HTMLElement} */ (root.querySelector(".glossary"));
  if (!box.childElementCount) build(box, data);
  if (root.here !== data.here) goTo(box, data.here);
  root.here = data.here;
}

/** @param {HTMLElement} box @param {Data} data */
function build(box, { texts, words, here, keeps, language }) {
  kept = keeps;
  const labels = Object.fromEntries(words.map((word) => [word.name, word.label]));
  const search = made("input", { type: "search", id: "search", autocomplete: "off", spellcheck: false });
  const moves = made("input", { type: "checkbox", checked: wantsMotion() });
  const count = made("p", { className: "count" });
  count.setAttribute("role", "status");
  const cards = words.map((word) => card(word, texts, labels));
  const sorted = [...words].sort((one, other) => one.label.localeCompare(other.label, language));
  const index = made("nav", {}, ...sorted.flatMap((word) => [link(word.name, word.label), " "]));
  index.setAttribute("aria-label", texts.index);
  const seek = () => {
    const asked = plainly(search.value.trim());
    words.forEach((word, i) => {
      cards[i].hidden = !matches(word, asked);
    });
    for (const section of sections) section.hidden = !section.querySelector("article:not([hidden])");
    const found = cards.filter((one) => !one.hidden).length;
    const told = texts.found.replace("{count}", `${found}`).replace("{all}", `${words.length}`);
    count.textContent = found ? told : texts.none;
  };
  const sections = groups(words, cards);
  const top = made(
    "div",
    { className: "top" },
    made("label", { htmlFor: "search" }, texts.search),
    search,
    count,
    made("label", { className: "moves" }, moves, texts.moves),
    made("details", {}, made("summary", {}, texts.index), index),
  );
  search.addEventListener("input", seek);
  box.replaceChildren(top, ...sections);
  box.addEventListener("click", (event) => {
    const name = event.target instanceof HTMLElement ? event.target.closest("a")?.dataset.word : undefined;
    if (!name || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (search.value) {
      search.value = "";
      seek();
    }
    history.replaceState(history.state, "", `glossary?word=${name}${kept}`);
    goTo(box, name);
  });
  seek();
  watch(cards, here, (found) => fill(found, texts, labels, language, () => moves.checked));
}

/** The cards under their headings. @param {Word[]} words @param {HTMLElement[]} cards */
const groups = (words, cards) =>
  [...new Set(words.map((word) => word.group))].map((group) =>
    made(
      "section",
      {},
      made("h2", {}, group),
      made("div", { className: "cards" }, ...cards.filter((_, i) => words[i].group === group)),
    ),
  );

/** A link to a word of this page. @param {string} name @param {string} label */
const link = (name, label) => {
  const found = made("a", { href: `glossary?word=${name}${kept}`, target: "_self" }, label);
  found.dataset.word = name;
  return found;
};

/** @param {Word} word @param {Texts} texts @param {Record<string, string>} labels */
function card(word, texts, labels) {
  const figure = made("figure", {}, made("p", { className: "waiting" }, texts.waiting));
  const ways = [made("a", { href: word.run, target: "_self" }, texts.simulator)];
  if (word.lesson) {
    const label = texts.lesson.replace("{label}", word.lesson.label);
    ways.push(made("a", { href: word.lesson.link, target: "_self" }, label));
  }
  if (word.number) ways.push(made("a", { href: word.number, target: "_self" }, texts.exactly));
  const parts = [
    made("h3", {}, link(word.name, word.label)),
    made("p", { className: "plain" }, word.plain),
    figure,
    ...(word.terms ?? []).map((term) => made("p", { className: "term" }, term)),
  ];
  if (word.formula) parts.push(scrolling(word.formula, word.label));
  if (word.source) parts.push(made("p", { className: "source" }, word.source));
  parts.push(made("p", { className: "ways" }, ...ways.flatMap((way) => [way, " "])));
  if (word.related) {
    const others = word.related.flatMap((name) => [" ", link(name, labels[name])]);
    parts.push(made("p", { className: "related" }, texts.related, ...others));
  }
  const found = made("article", { id: word.name, tabIndex: -1 }, ...parts);
  found.dataset.word = word.name;
  return found;
}

/** A wide formula can be scrolled, by keyboard too. @param {string} formula @param {string} label */
const scrolling = (formula, label) => {
  const found = made("div", { className: "formula", innerHTML: formula, tabIndex: 0 });
  found.setAttribute("role", "group");
  found.setAttribute("aria-label", label);
  return found;
};

/** @param {Word} word @param {string} asked */
const matches = (word, asked) =>
  [word.label, word.name.replaceAll("_", " "), ...(word.also ?? [])].some((form) => plainly(form).includes(asked));

/** As somebody may type it: in small letters without accents. @param {string} text */
const plainly = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** Scrolls to a word, which gets the focus. @param {HTMLElement} box @param {string} name */
function goTo(box, name) {
  for (const old of box.querySelectorAll("article[data-here]")) delete (/** @type {HTMLElement} */ (old).dataset.here);
  const found = /** @type {HTMLElement | null} */ (name ? box.querySelector(`#${CSS.escape(name)}`) : null);
  if (!found) return;
  found.dataset.here = "true";
  let frames = 0;
  // Cards get their height as they come into view, so what was scrolled to moves on for a few frames.
  const settle = () => {
    found.scrollIntoView({ block: "start" });
    if (frames === 0) found.focus({ preventScroll: true });
    frames += 1;
    if (frames < SETTLING) requestAnimationFrame(settle);
  };
  requestAnimationFrame(settle);
}

/**
 * Fetches each picture as its card comes into view, that of the word that is gone to before all others.
 * @param {HTMLElement[]} cards
 * @param {string} here
 * @param {(card: HTMLElement) => void} fetched
 */
function watch(cards, here, fetched) {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        seen.unobserve(target);
        fetched(target);
      }
    },
    { root: document.querySelector(".stMain"), rootMargin: "150px" },
  );
  for (const one of cards) {
    if (one.id === here) fetched(one);
    else seen.observe(one);
  }
}

/** @param {HTMLElement} found @param {Texts} texts @param {Record<string, string>} labels @param {string} language @param {() => boolean} moves */
async function fill(found, texts, labels, language, moves) {
  const name = found.dataset.word ?? "";
  const figure = /** @type {HTMLElement} */ (found.querySelector("figure"));
  const says = {
    play: texts.play.replace("{word}", labels[name]),
    frame: texts.frame.replace("{word}", labels[name]),
  };
  try {
    const answer = await fetch(new URL(`picture?word=${name}&lang=${language}`, new URL("./", document.baseURI)));
    if (!answer.ok) throw new Error(await answer.text());
    show(figure, await answer.json(), says, moves);
  } catch {
    figure.replaceChildren(made("p", { className: "waiting" }, texts.failed));
  }
}
