import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./player.js";

const { Wishes } = await load("map/wishes.js");

test("a wish is handed over until it was heard, also where further ones come before", () => {
  const handed = [];
  const wishes = new Wishes((open) => handed.push(open.map(({ name, about, value }) => [name, about, value])));
  wishes.add("stop", "map");
  wishes.add("pin", "map", [[1, 2]]);
  assert.deepEqual(handed, [
    [["stop", "map", undefined]],
    [
      ["stop", "map", undefined],
      ["pin", "map", [[1, 2]]],
    ],
  ]);
  wishes.heard(wishes.open[0].at);
  wishes.add("go", "map");
  assert.deepEqual(
    handed[2].map(([name]) => name),
    ["pin", "go"],
  );
});

test("a wish is newer than all that the page has heard, whatever the clock says", () => {
  const handed = [];
  const wishes = new Wishes((open) => handed.push(open.at(-1).at));
  wishes.heard(Date.now() + 1e6);
  for (let i = 0; i < 5; i++) wishes.add("stop", "map");
  assert.ok(handed[0] > Date.now() + 1e5 && handed.every((at, i) => i === 0 || at > handed[i - 1]));
});
