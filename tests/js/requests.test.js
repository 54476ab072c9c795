import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./player.js";

const { initialState } = await load("state.js");
const { Requests } = await load("requests.js");

const SECOND = 1000;

/** Requests of a run that is in training, what they have sent, and a delivery of the page. */
function asking({ mock }) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const state = initialState();
  const requests = new Requests(state);
  const sent = [];
  requests.connect((...message) => sent.push(message.join(" ")));
  const deliver = (trained, more = {}) => {
    state.run = { run: "a", body: trained, pinned: [], ask_for_more: true, ...more };
    requests.requestSlice();
  };
  return { deliver, requests, sent, state, wait: (seconds) => mock.timers.tick(seconds * SECOND) };
}

test("each delivery is answered with the next question, at once where it brought something", (t) => {
  const { deliver, sent, wait } = asking(t);
  deliver(1);
  deliver(2);
  deliver(2);
  assert.equal(sent.length, 2);
  wait(0.3);
  assert.deepEqual(sent, ["more 1:a::undefined", "more 2:a::undefined", "more 2:a::undefined"]);
});

test("a question that was lost is put again, ever later, until there is an answer", (t) => {
  const { deliver, sent, wait } = asking(t);
  deliver(1);
  wait(3);
  assert.equal(sent.length, 1);
  wait(2);
  assert.equal(sent.length, 2);
  wait(7);
  assert.equal(sent.length, 2);
  wait(2);
  assert.equal(sent.length, 3);
  deliver(2, { ask_for_more: false });
  wait(100);
  assert.equal(sent.length, 3);
});

test("the same question that is put again after a quarter of a second is not lost either", (t) => {
  const { deliver, sent, wait } = asking(t);
  deliver(1);
  deliver(1);
  wait(0.3);
  wait(5);
  assert.equal(sent.length, 3);
});

test("what was left out is asked for until it comes, by a question that begins with no body", (t) => {
  const { deliver, requests, sent, wait } = asking(t);
  requests.requestWhole();
  wait(5);
  assert.deepEqual(sent, ["more :whole", "more :whole"]);
  deliver(1, { ask_for_more: false });
  wait(100);
  assert.equal(sent.length, 2);
});

test("a stop is said again until it has been heard, and nobody asks who cannot see", (t) => {
  const { deliver, requests, sent, wait } = asking(t);
  deliver(1);
  requests.stopOrGoOn();
  wait(5);
  assert.deepEqual(sent.slice(1), ["stop a", "stop a"]);
  document.hidden = true;
  wait(100);
  deliver(2);
  wait(100);
  document.hidden = false;
  assert.equal(sent.length, 3);
});

test("going on is said again, too, until the run goes on or has nothing left", (t) => {
  const { deliver, requests, sent } = asking(t);
  const stopped = { ask_for_more: false, awaits_part: true };
  deliver(1);
  requests.stopOrGoOn();
  deliver(1, stopped);
  requests.stopOrGoOn();
  deliver(1, stopped); // the answer to a question from before
  assert.deepEqual(sent.slice(-2), ["go a", "go a"]);
  deliver(2);
  deliver(3, { ask_for_more: false, done: true });
  assert.deepEqual(sent.slice(-2), ["go a", "more 2:a::undefined"]);
});
