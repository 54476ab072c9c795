import assert from "node:assert/strict";
import test from "node:test";
import { delivery, load } from "./player.js";

const { course, named } = await load("read/course.js");
const { READINGS } = await load("read/readings.js");
const { unpack, at } = await load("data/unpack.js");
const { number } = await load("shared/words.js");
const run = (name) => unpack(delivery(name));
const shown = (of, row) => ({ run: of, row, position: row, pinned: [] });
const places = ["layer 1", "layer 2", "layer 3", "layer 4", "layer 5"];
const told = (values, kind = "log") => course({ name: "it", values, kind }, places, [4, 3, 2, 1, 0]);

test("a line is told from where it begins to where it ends, and how it goes", () => {
  assert.equal(told([-12, -9, -6, -3, 0]), "it falls evenly from 1 at layer 5 to 1.00e-12 at layer 1");
  assert.equal(told([8, 6, 4, 2, 0]), "it rises evenly from 1 at layer 5 to 1.00e8 at layer 1");
  assert.equal(told([0.1, 0, 0.05, 0, 0]), "it stays level, from 1 at layer 5 to 1.26 at layer 1");
  assert.match(told([-9, -9, -9, 0, 0]), /falls from .*, most of it between layer 4 and layer 3$/);
  assert.match(told([0, -5, 0, 4, 0]), /goes from .*, between 1.00e-5 at layer 2 and 1e\+?4|10000 at layer 4$/);
  assert.equal(told([0.5, 0.4, 0.3, 0.2, 0.1], "share"), "it rises evenly from 10 % at layer 5 to 50 % at layer 1");
});

test("a value has its name beside it where it has one", () => {
  const series = { name: "it", values: [-12, 0], kind: "log" };
  assert.deepEqual([named(series, 0), named(series, 1)], ["1.00e-12 (about a trillionth)", "1"]);
});

test("what is no number on the axis is told beside the line", () => {
  const nothing = Number.NEGATIVE_INFINITY;
  assert.match(told([nothing, nothing, -2, -1, 0]), /layer 3; it is exactly zero from layer 2 to layer 1$/);
  assert.equal(told([nothing, nothing, nothing, nothing, nothing]), "it is exactly zero everywhere");
  assert.match(told([0, 0, 0, 0, Number.NaN]), /not a number or infinite at layer 5$/);
});

test("the text of the profile has the values of its ends", () => {
  const vanishing = run("vanishing");
  const { places, series, back } = READINGS.profile(shown(vanishing, 120), 1);
  const last = vanishing.sites - 1;
  const order = places.map((_, i) => last - i);
  const norm = (i) => number(at(vanishing, "norm", 120, i));
  assert.ok(back);
  assert.equal(
    course(series[0], places, order),
    `gradient norm falls evenly from ${norm(last)} at layer ${last + 1} to ${norm(0)} at layer 1`,
  );
});

test("every chart of every run gives as many values as it has places, or is not shown", () => {
  for (const name of ["vanishing", "diverging", "silent", "lstm", "long", "plane", "copy", "adding"]) {
    const all = run(name);
    for (const [chart, reading] of Object.entries(READINGS)) {
      const read = reading(shown(all, all.rows - 1), 1);
      const without = ["curve", "memory", all.gated ? "units" : "gates", all.learned.picture ? "" : "learns"];
      if (without.includes(chart)) assert.equal(read, null);
      else for (const { values } of read.series) assert.equal(values.length, read.places.length, chart);
    }
  }
});
