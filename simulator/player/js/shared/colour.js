// Colours as numbers.

/** Red, green and blue of "#31688e", each from 0 to 255. @param {string} hex */
export const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
