import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./player.js";

const { firstOf, known, matrices, moments, nearest, nextPhase, pace, progress } = await load("walk/plan.js");

const deep = { kind: "deep", sites: 4 };
const sequence = { kind: "sequence", sites: 3 };
const written = (run) =>
  moments(run)
    .map(({ phase, site }) => `${phase[0]}${site}`)
    .join(" ");

test("a layered network is walked from its input to the loss, back to layer 1, and matrix by matrix", () => {
  assert.equal(written(deep), "f0 f1 f2 f3 f4 l4 b4 b3 b2 b1 u1 u2 u3 u4 u5");
  assert.equal(matrices(deep), 5);
});

test("a sequence begins with its first step and has three matrices, whatever its length", () => {
  assert.equal(written(sequence), "f1 f2 f3 l3 b3 b2 b1 u1 u2 u3");
  assert.equal(matrices(sequence), 3);
});

test("the moments of a run are made once", () => {
  assert.equal(moments(deep), moments(deep));
});

test("in a run of another size the walk stands at the same phase, as near to its site as there is one", () => {
  const all = moments(sequence);
  assert.deepEqual(all[nearest(all, { phase: "backward", site: 20 })], { phase: "backward", site: 3 });
  assert.deepEqual(all[nearest(all, { phase: "forward", site: 0 })], { phase: "forward", site: 1 });
});

test("the next phase begins where it should, and after the last one the walk ends", () => {
  const all = moments(deep);
  assert.deepEqual(
    [0, 5, 7, 12].map((place) => nextPhase(all, place)),
    [5, 6, 10, 14],
  );
  assert.deepEqual(
    ["forward", "loss", "backward", "update"].map((phase) => firstOf(all, phase)),
    [0, 5, 6, 10],
  );
});

test("a short walk is calm and a long one takes 20 seconds", () => {
  const seconds = (run) => moments(run).reduce((sum, _, place) => sum + pace(moments(run), place), 0);
  assert.equal(pace(moments(deep), 1), 0.6);
  assert.equal(pace(moments(deep), 0), 3 * 0.6);
  assert.ok(Math.abs(seconds({ kind: "deep", sites: 200 }) - 20) < 1e-9);
});

test("progress fills one phase after the other", () => {
  const all = moments(deep);
  assert.deepEqual(progress(all, 7), { forward: 1, loss: 1, backward: 0.5, update: 0 });
  assert.deepEqual(Object.values(progress(all, all.length - 1)), [1, 1, 1, 1]);
});

test("what is known of a site grows with the walk", () => {
  assert.deepEqual(
    [1, 2, 3].map((site) => known({ phase: "forward", site: 2 }, site)),
    ["h", "h", ""],
  );
  assert.equal(known({ phase: "loss", site: 4 }, 1), "h");
  assert.deepEqual(
    [1, 2, 3].map((site) => known({ phase: "backward", site: 2 }, site)),
    ["", "gradient", "gradient"],
  );
});
