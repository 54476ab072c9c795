// What this browser keeps of lessons and challenges: what was seen, chosen, drawn and reached. It never leaves it.

/**
 * @typedef {object} Kept of one screen
 * @property {boolean} [seen]
 * @property {number} [chosen] the answer, from 0
 * @property {number[]} [drawn] powers of ten, site by site
 * @property {number} [points] in a challenge: what was reached, of a limbo how deep
 * @property {boolean} [shown] whether what was drawn has been held against what was measured
 */

const NAME = "gradient-lessons";

/** All of it, by place, such as "sigmoid/3". @returns {Record<string, Kept>} */
export const all = () => {
  try {
    const found = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {}; // somebody else wrote there, or nothing may be kept
  }
};

/** @param {string} place @returns {Kept} */
export const kept = (place) => {
  const found = all()[place];
  return found && typeof found === "object" ? found : {};
};

/** @param {string} place @param {Kept} more */
export const keep = (place, more) => {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...all(), [place]: { ...kept(place), ...more } }));
  } catch {
    // It may be full or forbidden: then this visit goes on, and nothing is kept of it.
  }
};

/** An element of these properties and children. @param {string} tag @param {Record<string, any>} properties @param {(Node | string)[]} children */
export const made = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
