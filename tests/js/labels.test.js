// The words in the profile: none lies over another, wherever the run takes them.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./player.js";

const { apart, free } = await load("shared/labels.js");

const [WIDTH, HEIGHT, LINE] = [300, 320, 18];
const measure = (/** @type {string} */ text) => 7 * text.length;
const box = (/** @type {number} */ left, /** @type {number} */ middle, /** @type {string} */ text) => ({
  left,
  right: left + measure(text),
  top: middle - LINE / 2 + 1,
  bottom: middle + LINE / 2 - 1,
});

test("words beyond the axis, numerals and the band's word meet neither each other nor the words in the corner", () => {
  for (let seed = 0; seed < 300; seed++) {
    const at = (/** @type {number} */ i) => ((seed * 7919 + i * 104729) % 1000) / 1000;
    const falling = seed % 2 === 0;
    const plot = { width: WIDTH, height: HEIGHT, sites: 20, axis: [0, 10], falling };
    const corner = ["after clipping", seed % 3 ? "theory, before training" : "", ""];
    const up = seed % 5 < 3;
    const site = 1 + Math.floor(19 * at(1));
    const far = [{ site, y: up ? 10 : 0, up, align: site > 10 ? "right" : "left", text: "up to 4.10e8" }];
    const numerals = [{ pin_index: 0, numeral: "①", site: 1 + 18 * at(2), y: 10 * at(3), under: false }];
    const band = [{ low: 0, high: 10 * at(4) }];
    const band_word = "healthy: within 1,000 times layer 20";
    const line = Array.from({ length: 20 }, (_, i) => ({ site: i + 1, line: 5 + 4 * Math.sin(i / 4 + 6 * at(5)) }));
    const set = apart(plot, measure, { corner, far, numerals, band, band_word, line });
    const y = (/** @type {number} */ log) => ((10 - log) / 10) * HEIGHT;
    const x = (/** @type {number} */ of) => ((of - 0.5) / 20) * WIDTH;
    const [beyond, number, healthy] = [set.far[0], set.numerals[0], set.band[0]];
    const start = x(site) - (beyond.align === "right" ? measure(beyond.text) : 0);
    const middle = (/** @type {number} */ i) => (falling ? [18, 38][i] : HEIGHT - [12, 32][i]);
    const boxes = [
      ...corner.flatMap((text, i) => (text ? [box(WIDTH - 8 - measure(text), middle(i), text)] : [])),
      box(start, y(beyond.y) + beyond.dy, beyond.text),
      box(x(number.site) + 6, y(number.y) + number.dy, "①"),
      box(healthy.dx, y(healthy.high) + healthy.dy + LINE / 2, band_word),
    ];
    assert.ok(
      boxes.every(({ left, right }) => left >= 0 && right <= WIDTH + 20),
      `seed ${seed}: beyond the plot`,
    );
    const [left, middleOf] = [x(number.site) + 6, y(number.y) + number.dy];
    for (const point of line) {
      const away = Math.max(left - x(point.site), x(point.site) - left - 20, Math.abs(y(point.line) - middleOf) - 10);
      assert.ok(away > 4, `seed ${seed}: the numeral lies on the point of layer ${point.site}`);
    }
    boxes.forEach((one, i) => {
      for (const other of boxes.slice(0, i)) {
        const apartNow =
          one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
        assert.ok(apartNow, `seed ${seed}: ${JSON.stringify([one, other])}`);
      }
    });
  }
});

test("a word stays where it would like to be unless something is there", () => {
  const word = { left: 0, right: 50, top: 100, bottom: 118 };
  assert.equal(free(word, [4, 40], [], HEIGHT), 4);
  assert.equal(free(word, [4, 40], [{ ...word, top: 90, bottom: 125 }], HEIGHT), 40);
  assert.equal(free(word, [4, 40], [{ ...word, bottom: 200 }], HEIGHT), null);
});
