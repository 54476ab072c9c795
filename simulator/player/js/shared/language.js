// Messages in the language that the page is shown in; what they are in English stands in the code.
import { LANGUAGE, MESSAGES, SIGNS_OF_NUMBERS } from "../constants.js";

const plurals = new Intl.PluralRules(LANGUAGE);

/**
 * The message in this language, each {name} in it filled with the hole of that name.
 * @param {string} message
 * @param {Record<string, string | number>} [holes]
 */
export function t(message, holes = {}) {
  const told = MESSAGES[message];
  return filled(typeof told === "string" ? told : message, holes);
}

/**
 * One of the messages, as the number asks for; it stands in the hole {number}, too.
 * @param {string} one
 * @param {string} many
 * @param {number} number
 * @param {Record<string, string | number>} [holes]
 */
export function nt(one, many, number, holes = {}) {
  const told = MESSAGES[one];
  const forms = Array.isArray(told) ? told : [one, many];
  return filled(forms[plurals.select(number) === "one" ? 0 : 1], { number, ...holes });
}

/** A number as JavaScript writes it, such as "1,234.5", with this language's signs. @param {string} number */
export function signs(number) {
  const [decimal, group] = SIGNS_OF_NUMBERS;
  return decimal === "." ? number : number.replace(/[.,]/g, (sign) => (sign === "." ? decimal : group));
}

/**
 * @param {string} message
 * @param {Record<string, string | number>} holes
 */
function filled(message, holes) {
  return message.replace(/\{(\w+)\}/g, (hole, name) => String(holes[name] ?? hole));
}
