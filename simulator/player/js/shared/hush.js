// Takes away the sentence of an explained word, on a page with a player and on one without.

/**
 * Until its word is pointed at or focused anew.
 * @param {ParentNode[]} roots where it may be
 * @returns {boolean} whether there was one
 */
export function hush(...roots) {
  const shown = roots.flatMap((root) => [...root.querySelectorAll("dfn:not([data-hushed]):is(:hover, :focus)")]);
  for (const word of shown) {
    word.toggleAttribute("data-hushed", true);
    for (const over of ["pointerleave", "blur"]) {
      word.addEventListener(over, () => word.removeAttribute("data-hushed"), { once: true });
    }
  }
  return shown.length > 0;
}
