import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./player.js";

const { Keys, told } = await load("keys.js");
const { initialState } = await load("state.js");

/** An element of the page that matches the given selectors. */
const element = (...selectors) => {
  const matches = (list) => list.split(", ").some((one) => selectors.includes(one));
  return { matches, closest: (list) => matches(list) || null };
};

function player(...inside) {
  const done = [];
  const commands = new Proxy({}, { get: (_, name) => () => done.push(name) });
  const host = Object.assign(new EventTarget(), { contains: (target) => inside.includes(target), dataset: {} });
  const state = initialState();
  return { host, state, done, keys: new Keys(host, state, commands) };
}

function press(key, target, more = {}) {
  const event = Object.assign(new Event("keydown", { cancelable: true }), { key, ...more });
  event.composedPath = () => [target];
  document.dispatchEvent(event);
  return event.defaultPrevented;
}

test("keys count on the free page and inside the player, some of them inside alone", () => {
  const box = element("section");
  const { done, keys } = player(box);
  for (const key of [" ", "ArrowLeft", "ArrowRight", "Home", "End", "x"]) press(key, document.body);
  assert.deepEqual(done.splice(0), ["toggle", "back", "forward"]);
  for (const key of ["Home", "End"]) assert.ok(press(key, box));
  assert.deepEqual(done.splice(0), ["toStart", "toEnd"]);
  press(" ", element("input"));
  press(" ", document.body, { ctrlKey: true });
  assert.deepEqual(done, []);
  keys.close();
});

test("letters count while a button of the page has the focus, but not in a field, a menu or a dialog", () => {
  const { done, keys } = player();
  for (const key of ["f", "n", "2", " ", "ArrowLeft"]) press(key, element("button"));
  assert.deepEqual(done.splice(0), ["togglePresent", "nextStory", "chooseSpeed"]);
  for (const target of [element("input"), element("button", "[role=listbox]"), element("a", "[role=dialog]")]) {
    assert.ok(!press("f", target));
  }
  assert.deepEqual(done, []);
  keys.close();
});

test("where the walk is open, the same keys walk", () => {
  const { done, keys, state } = player();
  state.view = "walk";
  for (const key of [" ", "ArrowLeft", "ArrowRight"]) press(key, document.body);
  assert.deepEqual(done, ["toggleWalk", "walkBack", "walkForward"]);
  keys.close();
});

test("an element keeps the keys that it has a use for", () => {
  const [button, select, scrub] = [element("button"), element("select"), element("[data-control=scrub]")];
  const { done, keys, state } = player(button, select, scrub);
  for (const target of [button, select]) press(" ", target);
  press("ArrowLeft", select);
  assert.deepEqual(done.splice(0), []);
  press("ArrowLeft", scrub);
  press("ArrowLeft", button);
  assert.deepEqual(done.splice(0), ["back", "back"]);
  state.view = "walk";
  press("ArrowLeft", scrub);
  press(" ", scrub);
  assert.deepEqual(done, ["toggleWalk"]);
  keys.close();
});

test("of two players on a page, a key is for the one that was used last", () => {
  const [one, other] = [player(), player()];
  press(" ", document.body);
  assert.deepEqual([one.done.length, other.done.length], [1, 0]);
  other.host.dispatchEvent(new Event("pointerdown"));
  press(" ", document.body);
  assert.deepEqual([one.done.length, other.done.length], [1, 1]);
  other.keys.close();
  press(" ", document.body);
  assert.deepEqual([one.done.length, other.done.length], [2, 1]);
  one.keys.close();
});

test("the next story is asked of a page that has stories, and of none without them", () => {
  const { host, done, keys } = player();
  press("n", document.body);
  host.dataset.storyless = "";
  press("n", document.body);
  assert.deepEqual(done, ["nextStory"]);
  assert.ok(!told(host).some(([key]) => key === "n") && told({ dataset: {} }).some(([key]) => key === "n"));
  keys.close();
});
