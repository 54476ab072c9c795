import assert from "node:assert/strict";
import test from "node:test";
import { delivery, load } from "./player.js";

const { unpack } = await load("data/unpack.js");
const { initialState } = await load("state.js");
const { linkTo } = await load("save/link.js");

const HERE = "https://example.org/app/?depth=5&pin=activation.relu*seed.3&at=7&view=walk&embed=true#map";

function seen(changes) {
  return { ...initialState(), run: unpack(delivery("vanishing")), position: 41.6, ...changes };
}

test("a link to what is seen keeps settings and pins, and names only what differs", () => {
  const here = "https://example.org/app/?depth=5&pin=activation.relu*seed.3";
  assert.equal(linkTo(seen({}), HERE), `${here}&at=42`);
  assert.equal(linkTo(seen({ view: "why", speed: 90 }), HERE), `${here}&at=42&view=why&speed=fast`);
  assert.equal(linkTo(seen({ position: 0 }), "http://localhost:8501/"), "http://localhost:8501/?at=1");
});
