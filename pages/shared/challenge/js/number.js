// A word becomes a number, here in the browser: the word itself is sent nowhere and kept nowhere.

/** How many numbers there are: so few that many names share each, and none can be told from it. */
export const NUMBERS = 10_000;

/** The 32 bits of FNV-1a (Fowler, Noll, Vo, 1991) of a text in UTF-8. @param {string} text */
export const fnv = (text) => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
};

/** The same for everybody who writes the word, with large letters or small ones. @param {string} word */
export const numberOf = (word) => fnv(word.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase()) % NUMBERS;
