import assert from "node:assert/strict";
import test from "node:test";
import { delivery, known, load } from "./player.js";

const { unpack } = await load("data/unpack.js");
const { keepSeeds, seedsOf } = await load("data/seeds.js");
const { losses, norms, pinnedLosses, pinnedNorms, seedsRow } = await load("shared/seeds.js");
const { READINGS } = await load("read/readings.js");
const { pinnedTo, sharedRanges } = await load("data/pinned.js");
const tips = await load("shared/tips.js");

const seeds = unpack(delivery("seeds"));
const expected = known("seeds");

test("the range of the norms at a step is that of the runs, as far as it lies on the axis", () => {
  const row = 4;
  const found = norms(seeds, seeds.steps[row], [-200, 200]);
  found.forEach(({ site, low, y, high }, i) => {
    const logs = ["low", "median", "high"].map((end) => Math.log10(expected.norm[end][row][i]));
    assert.equal(site, i + 1);
    // Each end is written in even steps of its own range.
    for (const [k, value] of [low, y, high].entries()) assert.ok(Math.abs(value - logs[k]) < 0.01);
  });
  const cut = norms(seeds, seeds.steps[row], [-3, -2]);
  assert.ok(cut.every(({ low, high }) => low === null || (low >= -3 && high <= -2)));
  assert.ok(cut.some(({ low }) => low === null));
});

test("a run that has diverged lies above the axis, and takes the median along where most have", () => {
  const last = seeds.rows - 1;
  assert.deepEqual(expected.diverged, [1, 3]);
  assert.ok(norms(seeds, seeds.steps[last], [-200, 200]).every(({ high }) => high === 200));
  const { low, y, high } = losses(seeds, 3)[last];
  assert.ok(low <= y && y <= 3 && high === 6);
});

test("a step that only the run displays has the range of the step before it", () => {
  assert.equal(seedsRow(seeds, seeds.steps[3] + 0.5), 3);
  assert.equal(seedsRow(seeds, 1e9), seeds.rows - 1);
});

test("the axes hold the range, the words say it, and a run that asks for none has none", () => {
  keepSeeds(seeds);
  const run = { ...unpack(delivery("vanishing")), seeds: "seeds" };
  assert.equal(seedsOf(run), seeds);
  assert.equal(seedsOf({ ...run, seeds: "" }), null);
  const { axis } = sharedRanges({ ...run, axis: [0, 1] }, [], seeds);
  assert.ok(axis[0] <= seeds.axis[0] && axis[1] >= seeds.axis[1]);
  const shown = { run, row: 0, pinned: [], seeds };
  const names = READINGS.profile(shown).series.map(({ name }) => name);
  assert.deepEqual(names.slice(1), ["lowest of 3 seeds", "median of 3 seeds", "highest of 3 seeds"]);
  assert.equal(READINGS.loss(shown).series.length, 2 + 6);
  assert.match(tips.norms(run, 0, 1, [], seeds).join(), /3 seeds .* to .*, median/);
  assert.match(tips.learned(run, 0, [], seeds).join(), /3 seeds: loss .* to .*, median/);
});

test("a pinned run has the band of its own seeds, at its own places, and the axes and the words tell of it", () => {
  keepSeeds(seeds);
  const run = unpack(delivery("vanishing"));
  const pin = { run: "seeds", pin_index: 1, label: "", trained: 1, done: true, seeds: "seeds" };
  const [{ range }] = pinnedTo({ ...run, pinned: [pin] });
  assert.equal(range, seeds);
  assert.equal(pinnedTo({ ...run, pinned: [{ ...pin, seeds: "" }] })[0].range, null);
  const sites = seeds.arrays["norm:low"].columns;
  const pinned = [{ ...pin, numeral: "②", trace: { ...run, sites }, range }];
  const bands = pinnedNorms(pinned, seeds.steps[4], run, [-200, 200]);
  const own = norms(seeds, seeds.steps[4], [-200, 200]);
  assert.deepEqual(
    bands.map(({ low, high }) => [low, high]),
    own.map(({ low, high }) => [low, high]),
  );
  assert.deepEqual(new Set(bands.map(({ pin_index }) => pin_index)), new Set([1]));
  assert.ok(bands.every(({ site }, i) => Math.abs(site - (0.5 + ((i + 0.5) * run.sites) / sites)) < 1e-9));
  assert.equal(pinnedLosses(pinned, 3).length, seeds.rows);
  const { axis } = sharedRanges({ ...run, axis: [0, 1] }, [{ ...pinned[0], trace: { ...run, axis: [0, 1] } }]);
  assert.ok(axis[0] <= seeds.axis[0] && axis[1] >= seeds.axis[1]);
  const shown = { run, row: 0, pinned, seeds: null };
  const names = READINGS.profile(shown).series.map(({ name }) => name);
  assert.equal(names[2], "that of ②, lowest of 3 seeds");
  assert.equal(READINGS.loss(shown).series.length, 2 + 1 + 3);
  assert.match(tips.norms(run, 0, 1, pinned, null).join(), /② 3 seeds .* to .*, median/);
  assert.match(tips.learned(run, 0, pinned, null).join(), /② 3 seeds: loss .* to .*, median/);
});
