// What is made of a delivery, once for as long as nothing else has come in.

/**
 * A function that makes its result anew only where one of the parts of which it is made has changed.
 * @template {unknown[]} Given
 * @template Made
 * @param {(...given: Given) => Made} make
 * @returns {(parts: unknown[], ...given: Given) => Made}
 */
export function remembered(make) {
  /** @type {{ parts: unknown[], made: Made } | null} */
  let last = null;
  return (parts, ...given) => {
    const same = last?.parts.length === parts.length && last.parts.every((part, i) => part === parts[i]);
    if (!last || !same) last = { parts, made: make(...given) };
    return last.made;
  };
}
