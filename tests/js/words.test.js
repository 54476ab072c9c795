import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { known, load } from "./player.js";

const words = await load("shared/words.js");
const { brief, briefLog } = await load("walk/scales.js");

/** The list that Python's wording is tested with, too (tests/test_words.py). */
const CASES = JSON.parse(readFileSync(new URL("words.json", import.meta.url), "utf-8"));
const WORDINGS = { spoken: words.spoken, percent: words.percent, scientific: briefLog };

for (const [name, wording] of Object.entries(WORDINGS)) {
  test(`${name}: the same words as in Python`, () => {
    for (const [value, expected] of CASES[name]) assert.equal(wording(value), expected, `${name}(${value})`);
  });
}

test("numbers are spelled as Python spells them, over 90 powers of ten", () => {
  for (const [log, expected] of known("spoken")) assert.equal(words.spoken(log), expected, `10 ** ${log}`);
});

test("a norm is written by its logarithm, so that nothing is too small", () => {
  const { number } = words;
  const logs = [-300.2, -4.0001, -4, 0, Math.log10(2.3456), 4.9999999, 5, -9.99999];
  assert.deepEqual(logs.map(number), ["6.31e-301", "1.00e-4", "0.0001", "1", "2.35", "100000", "1.00e5", "1.00e-10"]);
  assert.deepEqual([Number.NEGATIVE_INFINITY, Number.NaN, Number.POSITIVE_INFINITY].map(number), [
    "zero",
    "not a number",
    "infinite",
  ]);
});

test("a number stays on one line with its unit", () => {
  assert.equal(words.together("11 % of 300 steps in 5 s, 40 sites"), "11\u00a0% of 300 steps in 5\u00a0s, 40 sites");
});

test("a loss in the bar keeps its digits after the point", () => {
  assert.deepEqual([2.3, 0.05, 12.345, 1e9, Number.NaN].map(words.short), [
    "2.30",
    "0.050",
    "12.35",
    "1.00e9",
    "not a number",
  ]);
  assert.deepEqual([0, -0.5, Number.POSITIVE_INFINITY].map(words.formatNumber), ["0", "−0.5", "infinite"]);
});

test("digits in a block are few, with a minus that is as wide as a plus", () => {
  assert.deepEqual([0, 0.123, -1.26, 12345, 0.00123, Number.NaN, -Infinity].map(brief), [
    "0",
    "0.12",
    "−1.3",
    "1e4",
    "1e-3",
    "NaN",
    "−∞",
  ]);
});
