import assert from "node:assert/strict";
import test from "node:test";
import { delivery, load } from "./player.js";

const { unpack, at } = await load("data/unpack.js");
const { clipped, band, far, lastWhole, norms, occurring, points, theory } = await load("shared/profile.js");
const { numerals, pinnedNorms } = await load("shared/pinned_profile.js");
const { below, beyond, gates, losses, occurring: named, units, updates } = await load("watch/rows.js");
const { columns, reach, rowAt, sharedRanges, stepAt } = await load("data/pinned.js");
const { broken } = await load("why/curve.js");
const { product, stacked, outside } = await load("why/links.js");
const { HEALTHY_DECADES, LINES, MOST_UPDATE, STATES } = await load("constants.js");

const [SHOWN, BEYOND, NOTHING, BROKEN] = STATES;
const run = (name) => unpack(delivery(name));

test("between two rows the profile moves evenly on the logarithmic axis", () => {
  const vanishing = run("vanishing");
  const middle = norms(vanishing, 10.25, vanishing.axis);
  middle.forEach(({ site, y, state }, i) => {
    const expected = 0.75 * at(vanishing, "norm", 10, i) + 0.25 * at(vanishing, "norm", 11, i);
    assert.equal(site, i + 1);
    assert.ok(Math.abs(y - expected) < 1e-9 && state === SHOWN);
  });
});

test("the legend of the units has an entry even where none is saturated or dead", () => {
  const arrays = (saturated, dead) => ({ arrays: { saturated: { values: [saturated] }, dead: { values: [dead] } } });
  assert.deepEqual(named(arrays(0, 0)), ["saturated"]);
  assert.deepEqual(named(arrays(0, 0.5)), ["dead"]);
});

test("exactly zero, beyond the axis and not a number have marks of their own, and how far beyond is said", () => {
  const silent = run("silent");
  const rows = norms(silent, 10, silent.axis);
  assert.deepEqual([rows[0].state, rows[5].state, rows[19].state], [NOTHING, BEYOND, SHOWN]);
  assert.deepEqual([rows[0].y, rows[0].line, rows[5].y], [silent.axis[0], null, silent.axis[0]]);
  assert.ok(Math.abs(rows[5].line + 250) < 0.01);
  const [{ text, site, y }] = far(rows, silent.axis);
  assert.deepEqual([text.slice(0, 8), text.slice(-4), site, y], ["down to ", "-250", 6, silent.axis[0]]);
  assert.deepEqual(occurring(silent, silent.axis), [SHOWN, BEYOND, NOTHING]);
  const broken = run("diverging");
  const last = norms(broken, broken.rows - 1, broken.axis);
  assert.deepEqual(
    [last[0].state, last[0].y, last[3].state, last[3].y],
    [BROKEN, broken.axis[1], BROKEN, broken.axis[0]],
  );
});

test("a crowded profile keeps only the points that are something else", () => {
  const many = norms(run("long"), 0, [-100, 100]);
  assert.deepEqual(points(many), []);
  assert.equal(points(many.slice(0, 50)).length, 50);
});

test("the healthy band lies around the last site, within the axis", () => {
  const vanishing = run("vanishing");
  const rows = norms(vanishing, 0, vanishing.axis);
  const [{ low, high }] = band(rows, [-100, 100]);
  assert.ok(Math.abs(high - low - 2 * HEALTHY_DECADES) < 1e-9);
  assert.deepEqual(band([], [-1, 1]), []);
});

test("clipping moves the whole profile down, and none is drawn where it leaves the gradient as it is", () => {
  const vanishing = run("vanishing");
  assert.deepEqual(clipped(vanishing, 5, norms(vanishing, 5, vanishing.axis)), []);
  const exploding = run("exploding");
  const rows = norms(exploding, 5, exploding.axis);
  const lower = clipped(exploding, 5, rows);
  assert.ok(Math.abs(rows[49].y - lower[49].y - 1) < 1e-6); // by a factor of 0.1
});

test("theory is left out where the axis does not reach", () => {
  const low = { theory_low: [-40, null, 1.5, -2], theory_high: [-20, -5, 2.5, 3] };
  const rows = theory({ theory: [-30, null, 2, -1], ...low, sites: 4 }, [-10, 1]);
  assert.deepEqual(
    rows.map(({ y }) => y),
    [null, null, null, -1],
  );
  assert.deepEqual(
    rows.map(({ low, high }) => [low, high]),
    [
      [null, null],
      [-10, -5],
      [null, null],
      [-2, 1],
    ],
  );
  assert.deepEqual(
    rows.map(({ last }) => last),
    [false, false, false, true],
  );
});

test("bars: updates that moved nothing are marked, shares come by site and by what is shared", () => {
  const vanishing = run("vanishing");
  assert.equal(updates(vanishing, 3).length, vanishing.matrices.length);
  const still = {
    ...vanishing,
    arrays: { updates: { columns: 2, values: [-3, Number.NEGATIVE_INFINITY] } },
    matrices: ["a", "b"],
  };
  assert.deepEqual(updates(still, 0), [
    { matrix: 1, y: -3 },
    { matrix: 2, y: vanishing.least, mark: "still" },
  ]);
  still.arrays.updates.values = [-200, 1.5];
  assert.deepEqual(
    updates(still, 0).filter(({ mark }) => mark),
    [
      { matrix: 1, y: vanishing.least, mark: "beyond", turn: 0 },
      { matrix: 2, y: MOST_UPDATE, mark: "beyond", turn: 180 },
    ],
  );
  const foreseen = { ...vanishing, theory_similarity: [0.5, null] };
  const kinds = ["saturated", "dead", LINES.similarity];
  assert.deepEqual([...new Set(units(vanishing, 0).map(({ what }) => what))], kinds);
  assert.deepEqual([...new Set(units(foreseen, 0).map(({ what }) => what))], [...kinds, LINES.expected]);
  assert.equal(units(foreseen, 0).length, units(vanishing, 0).length + 1);
  assert.equal(gates(run("lstm"), 0).length, 4 * run("lstm").sites);
  assert.deepEqual(below(vanishing, 0), []);
  const apart = { sites: 3, arrays: { similarity: { sites: [1, 2, 3], columns: 3, values: [0.2, -0.1, -0.3] } } };
  assert.deepEqual(below(apart, 0), [{ site: 3, text: "down to −0.3", align: "right" }]);
});

test("a loss that is not a number leaves a gap", () => {
  const rows = losses(run("diverging"));
  assert.equal(rows[rows.length - 1].loss, null);
  assert.equal(rows[0].step, 1);
});

test("a pinned run is read at the step that is shown, and at its last one beyond", () => {
  const other = { steps: [1, 11, 21], rows: 3 };
  assert.deepEqual(
    [0, 1, 6, 21, 99].map((step) => rowAt(other, step)),
    [0, 0, 0.5, 2, 2],
  );
  assert.deepEqual(
    [0, 0.5, 2].map((position) => stepAt(other, position)),
    [1, 6, 21],
  );
});

test("pinned runs have numerals apart from each other, and share the axis that holds all", () => {
  const [playing, other] = [run("vanishing"), run("lstm")];
  const pinned = [0, 2].map((pin_index) => ({ trace: other, pin_index, numeral: "①②③"[pin_index] }));
  const lines = pinnedNorms(pinned, 0, playing, [-100, 100]);
  assert.equal(lines.length, 2 * other.sites);
  // 50 time steps beside 20 layers: at their relative depth, none beyond the axis of the layers.
  assert.deepEqual(
    [lines[0], lines[24], lines[49]].map(({ site }) => site),
    [0.7, 10.3, 20.3],
  );
  const [first, third] = numerals(pinned, lines, [-100, 100]);
  assert.ok(first.site < third.site && third.numeral === "③" && !third.under);
  assert.ok(
    numerals(pinned, lines, [-100, first.y])[0].under && numerals(pinned, lines, [-100, 100], first.y + 1)[0].under,
  ); // at the top stand the names of the chart's ends
  assert.deepEqual(numerals(pinned, lines, [90, 100]), []);
  // Before the browser has laid the chart out it has no width.
  const unlaid = numerals(pinned, lines, [-100, 100], 100, 0);
  assert.deepEqual([unlaid[0].site, unlaid[1].site], [first.site, lines[49].site]);
  // Of two lines near each other the upper one's stands over it and the lower one's under it, whichever is the first; of
  // two that lie on each other both stand on one side.
  for (const shift of [10, -10, 1]) {
    const two = lines.map((one) => ({ ...one, y: one.pin_index ? shift : 0 }));
    const under = numerals(pinned, two, [-100, 100], 5).map((one) => one.under);
    assert.deepEqual(under, shift === 1 ? [true, true] : [shift > 0, shift < 0]);
  }
});

test("a run that diverged presses no run beside it flat: the loss goes by the other, and a mark says how far it goes", () => {
  const [broke, calm] = [run("diverging"), run("vanishing")];
  const pinned = [{ trace: calm, pin_index: 0, numeral: "①" }];
  const { axis, highest } = sharedRanges(broke, pinned);
  assert.ok(highest === calm.highest && axis[1] < broke.axis[1]);
  assert.equal(sharedRanges(broke, []).highest, broke.highest);
  assert.deepEqual(
    beyond(broke, pinned, highest, 31).map(({ text }) => text),
    ["up to 1.00e30"],
  );
});

test("a run that begins far above a guess does not press those beside it flat, and the numerals have room", () => {
  const guess = 2;
  const [calm, other] = [run("vanishing"), run("vanishing")].map((one) => ({ ...one, guess }));
  const losses = Float32Array.from(calm.arrays.loss.values, (loss, row) => (row < 5 ? 40 * guess : loss));
  const wild = {
    ...other,
    highest: 50 * guess,
    arrays: { ...other.arrays, loss: { ...other.arrays.loss, values: losses } },
  };
  const pinned = [0, 1, 2].map((pin_index) => ({ trace: wild, pin_index, numeral: "①②③"[pin_index] }));
  const { axis, highest } = sharedRanges(calm, pinned);
  assert.ok(highest === 4 * guess && sharedRanges(wild, []).highest === 50 * guess);
  assert.equal(beyond(calm, pinned, highest, calm.total).length, 3);
  const all = { ...wild, arrays: { ...wild.arrays, loss: { ...wild.arrays.loss, values: losses.slice(0, 5) } } };
  assert.equal(sharedRanges(all, pinned).highest, 50 * guess); // of this one nothing else would be seen
  const lost = [{ trace: all, pin_index: 0, numeral: "①" }]; // never near a guess, and far above the run: a mark is left
  assert.equal(sharedRanges({ ...calm, highest: 3 * guess }, lost).highest, 3 * guess);
  const near = [{ ...lost[0], trace: { ...all, highest: 20 * guess } }];
  assert.equal(sharedRanges({ ...calm, highest: 3 * guess }, near).highest, 20 * guess);
  const [one, two] = numerals(pinned, pinnedNorms(pinned, 0, calm, axis), axis, undefined, 110);
  assert.ok(two.site - one.site >= (20 / 110) * (calm.sites - 1));
});

test("a pinned run that diverged widens no axis, and stays at its last whole profile", () => {
  const [playing, broke] = [run("vanishing"), run("diverging")];
  const pinned = [{ trace: broke, pin_index: 0, numeral: "①" }];
  const { axis, highest, steps } = sharedRanges(playing, pinned);
  assert.ok(broke.highest > 20 && highest === playing.highest && steps === playing.total);
  assert.ok(axis[1] < broke.axis[1]);
  assert.equal(lastWhole(broke, broke.rows - 1), broke.rows - 2);
  assert.equal(lastWhole(broke, 5), null);
  assert.ok(pinnedNorms(pinned, 299, playing, axis).every(({ y }) => Number.isFinite(y)));
  // The loss rises from 2 to 1e9 in step 29: the line leaves the chart as soon as step 28 is over.
  const [{ step, text, align }] = beyond(playing, pinned, highest, steps);
  assert.ok(step > 28 && step < 28.01 && text === "① up to 1.00e30" && align === "left");
});

test("map and curves end where a run that diverged ends", () => {
  const broke = run("diverging");
  assert.deepEqual([reach(broke), columns(broke), sharedRanges(broke, []).steps], [31, 31, 31]);
  const growing = { ...broke, done: false };
  assert.deepEqual([reach(growing), columns(growing)], [growing.total, growing.planned]);
});

test("the slope of a ReLU jumps: its line ends at one height and begins at the other", () => {
  const points = [-1, 0, 1].map((z) => ({ z, y: z > 0 ? 1 : 0, line: "slope" }));
  assert.deepEqual(
    broken(points, [0]).map(({ z, y }) => [z, y]),
    [
      [-1, 0],
      [0, 0],
      [0, null],
      [0, 1],
      [1, 1],
    ],
  );
  assert.deepEqual(broken(points, []), points);
  const twice = [-2, -0.5, 0.5, 2].map((z) => ({ z, y: Math.abs(z) < 1 ? 1 : 0 }));
  assert.deepEqual(
    broken(twice, [-1, 1])
      .filter(({ y }) => y !== null)
      .map(({ z, y }) => [z, y]),
    [
      [-2, 0],
      [-1, 0],
      [-1, 1],
      [-0.5, 1],
      [0.5, 1],
      [1, 1],
      [1, 0],
      [2, 0],
    ],
  );
});

test("a product of links beyond the axis has a mark at its edge, and how far it goes is said", () => {
  const total = [
    { site: 1, y: -67.5 },
    { site: 2, y: -50 },
    { site: 3, y: null },
  ];
  const { beyond: marks, far: words } = outside(total, [-60, 5]);
  assert.deepEqual(marks, [{ site: 1, y: -60, turn: 0 }]);
  assert.deepEqual(
    words.map(({ text }) => text),
    ["down to 3.16e-68"],
  );
});

test("the links of all steps back multiply up to what was measured", () => {
  const vanishing = run("vanishing");
  const { columns, total } = stacked(vanishing, 7);
  const whole = columns.slice(1).reduce((sum, { logs, rest }) => sum + product(logs) + rest, 0);
  assert.ok(Math.abs(whole - total[0].y) < 1e-4);
});
