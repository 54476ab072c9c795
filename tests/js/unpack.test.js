import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, delivery, known, load } from "./player.js";

const { unpack, completed, at, gateNames } = await load("data/unpack.js");
const { part } = await load("data/snapshots.js");

for (const name of ["vanishing", "diverging", "silent", "lstm", "long"]) {
  test(`every array of the run "${name}" comes through its bytes`, () => {
    const run = unpack(delivery(name));
    const { header, arrays } = known(name);
    assert.deepEqual(Object.keys(run.arrays).sort(), Object.keys(arrays).sort());
    for (const [array, values] of Object.entries(arrays)) assertClose(run.arrays[array], values, array);
    for (const [key, value] of Object.entries(header)) assert.deepEqual(run[key], value, key);
    assert.equal(run.rows, run.steps.length);
  });
}

test("a delivery may begin anywhere in its buffer", () => {
  const bytes = delivery("vanishing");
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  assert.deepEqual(unpack(moved.subarray(3)), unpack(bytes));
});

test("what follows the blocks is passed over", () => {
  const bytes = delivery("lstm");
  assert.deepEqual(unpack(new Uint8Array([...bytes, 1, 2, 3, 4])), unpack(bytes));
});

test("a run that is not there yet has axes and no rows", () => {
  const run = unpack(delivery("waiting"));
  assert.deepEqual([run.rows, run.arrays, run.captions], [0, {}, []]);
  assert.ok(run.axis[0] < run.axis[1]);
});

test("what was left out is taken from the run before, where that has the very same", () => {
  const [whole, later, other] = ["vanishing", "vanishing-kept", "lstm"].map((name) => unpack(delivery(name)));
  assert.equal(completed(whole, other), whole);
  assert.deepEqual([later.kept, later.captions, later.arrays], [true, [], {}]);
  assert.deepEqual(completed(later, whole), { ...whole, kept: true, note: "later" });
  assert.deepEqual([completed(later, other), completed(later, null)], [null, null]);
});

test("one number is found by row and column, a gate by its name", () => {
  const run = unpack(delivery("lstm"));
  assert.equal(at(run, "norm", 3, 2), run.arrays.norm.values[3 * run.sites + 2]);
  assert.deepEqual(gateNames(run), ["input", "forget", "output"]);
});

test("a snapshot has a row of each block for each site", () => {
  const snapshot = unpack(delivery("snapshot"));
  const { arrays, sites, units } = known("snapshot");
  for (const [name, values] of Object.entries(arrays)) assertClose(snapshot.arrays[name], values.flat(), name);
  assert.deepEqual([...part(snapshot, "h", 2, sites)], arrays.h[2].map(Math.fround));
  assert.equal(part(snapshot, "h", 0, sites).length, units);
});
