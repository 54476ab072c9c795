// An explained word leads to the page of words, in a tab of its own, so that no run is lost.

const WORD = "dfn[data-word]";

/**
 * By a click, or by Enter. A finger has nothing to point with: its first tap shows the sentence, the next one goes on.
 * @param {Document} page what stands in its shadow roots, too
 * @param {string} language name of the parameter that keeps the language in a link
 */
export function leadToWords(page, language) {
  let isRead = false;
  page.addEventListener("pointerdown", (event) => {
    isRead = event.pointerType === "mouse" || Boolean(wordOf(event)?.matches(":focus:not([data-hushed])"));
  });
  page.addEventListener("click", (event) => {
    const word = wordOf(event);
    if (word && isRead) open(word, language);
  });
  page.addEventListener("keydown", (event) => {
    const word = event.key === "Enter" ? wordOf(event) : null;
    if (word) open(word, language);
  });
}

/** The word that is pressed. @param {Event} event */
const wordOf = (event) => {
  const [target] = event.composedPath();
  return target instanceof HTMLElement ? /** @type {HTMLElement | null} */ (target.closest(WORD)) : null;
};

/** @param {HTMLElement} word @param {string} language */
const open = (word, language) => {
  const query = new URLSearchParams({ word: word.dataset.word ?? "" });
  const kept = new URLSearchParams(location.search).get(language);
  if (kept) query.set(language, kept);
  window.open(new URL(`./glossary?${query}`, document.baseURI), "_blank", "noopener");
};
