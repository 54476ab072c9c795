import assert from "node:assert/strict";
import test from "node:test";
import { delivery, load } from "./player.js";

const { unpack } = await load("data/unpack.js");
const { initialState } = await load("state.js");
const { Commands } = await load("commands.js");
const { keepSnapshot, snapshotAt } = await load("data/snapshots.js");
const { arrivals } = await load("data/deliveries.js");
const { keepRun, pinnedTo } = await load("data/pinned.js");

const run = (name) => unpack(delivery(name));
const visitor = { still: false };
globalThis.matchMedia = () => ({ matches: visitor.still });

function player(name = "vanishing") {
  const commands = new Commands(initialState());
  if (name) commands.take(run(name));
  return { commands, state: commands.state };
}

test("a new run plays from its start, at displayed steps a second, and stops at its end", () => {
  const { commands, state } = player();
  assert.equal(state.playing, "run");
  for (let picture = 0; picture < 60; picture++) commands.advance(1 / 60);
  assert.ok(Math.abs(state.position - 30) < 1e-6);
  commands.setSpeed(90);
  for (let picture = 0; picture < 600; picture++) commands.advance(1 / 60);
  assert.deepEqual([state.position, state.playing], [299, ""]);
});

test("a run of eight steps takes four seconds, and one that diverged is played from its start", () => {
  const short = { ...run("diverging"), rows: 8 };
  const { commands, state } = player("");
  commands.take({ ...short, done: false, outcome: { name: "running", step: null, site: null } });
  state.position = 7;
  commands.take(short);
  assert.deepEqual([state.position, state.playing], [0, "run"]);
  for (let picture = 0; picture < 120; picture++) commands.advance(1 / 60);
  assert.ok(Math.abs(state.position - 3.5) < 1e-6);
});

test("a page that was busy does not jump", () => {
  const { commands, state } = player();
  commands.advance(5);
  assert.ok(Math.abs(state.position - 3) < 1e-9);
});

test("while training goes on, what has come is spread until more comes", () => {
  const { commands, state } = player("");
  commands.take({ ...run("vanishing"), done: false, rows: 5 });
  commands.advance(1 / 60);
  assert.ok(Math.abs(state.position - 4 / 0.7 / 60) < 1e-9);
  for (let picture = 0; picture < 600; picture++) commands.advance(1 / 60);
  assert.ok(state.position < 4 && state.playing === "run");
});

test("more of the same run changes nothing of where it stands; another one begins", () => {
  const { commands, state } = player();
  commands.seek(70);
  commands.chooseSite(3);
  commands.take(run("vanishing"));
  assert.deepEqual([state.position, state.site, state.playing], [70, 3, ""]);
  commands.take(run("lstm"));
  assert.deepEqual([state.position, state.site, state.playing], [0, Math.ceil(state.run.sites / 2), "run"]);
});

const opening = (at, telling = "link:1") => ({ telling, view: "why", speed: 10, at });

test("a link opens where it says, stands still there, and waits for the run to come so far", () => {
  const { commands, state } = player("");
  const growing = (rows) => ({ ...run("vanishing"), steps: run("vanishing").steps.slice(0, rows), rows, done: false });
  commands.take({ ...growing(30), opening: opening(120) });
  assert.deepEqual([state.position, state.playing, state.view, state.speed], [29, "", "why", 10]);
  commands.take({ ...growing(200), opening: opening(120) });
  assert.deepEqual([state.position, state.awaited], [119, 0]);
  commands.take({ ...run("vanishing"), opening: opening(120) });
  assert.deepEqual([state.position, state.playing], [119, ""]);
  assert.deepEqual(state.own, { view: "watch", speed: 30 });
});

test("who goes somewhere else, or to another run, is not taken back to the step of the link", () => {
  const early = { ...run("vanishing"), steps: [1, 2, 3], rows: 3, done: false, opening: opening(120) };
  for (const go of [(commands) => commands.toStart(), (commands) => commands.toggle()]) {
    const { commands, state } = player("");
    commands.take(early);
    go(commands);
    commands.take({ ...run("vanishing"), opening: opening(120) });
    assert.ok(state.position < 119);
  }
  const { commands, state } = player("");
  commands.take(early);
  commands.take(run("lstm"));
  assert.deepEqual([state.position, state.awaited, state.playing], [0, 0, "run"]);
});

test("a preview leaves the run where it is, and nothing moves until it goes", () => {
  const { commands, state } = player();
  commands.seek(70);
  commands.toggle();
  commands.take({ ...run("lstm"), preview: true });
  commands.advance(1);
  assert.deepEqual([state.position, state.run.run, state.preview.preview], [70, "vanishing", true]);
});

test("a person who asked for reduced motion presses play", () => {
  visitor.still = true;
  const { commands, state } = player();
  assert.equal(state.playing, "");
  commands.open("walk");
  assert.equal(state.playing, "");
  visitor.still = false;
});

test("steps go by whole rows and stay within what there is", () => {
  const { commands, state } = player();
  state.position = 10.4;
  commands.back();
  assert.equal(state.position, 10);
  state.position = 10.4;
  commands.forward();
  assert.equal(state.position, 11);
  commands.toEnd();
  commands.forward();
  assert.equal(state.position, 299);
  commands.toggle(); // at the end it starts again
  assert.deepEqual([state.position, state.playing], [0, "run"]);
});

test("run and walk never move at the same time", () => {
  const { commands, state } = player();
  commands.open("walk");
  assert.equal(state.playing, "walk");
  commands.toggle();
  assert.equal(state.playing, "run");
  commands.toggleWalk();
  assert.equal(state.playing, "walk");
  commands.open("watch");
  assert.equal(state.playing, "");
});

test("the walk waits for the snapshot of its step, and then goes on by itself to its end", () => {
  const { commands, state } = player("walked");
  commands.open("walk");
  commands.advance(1);
  assert.equal(commands.place, 0);
  const before = arrivals();
  keepSnapshot(unpack(delivery("snapshot")));
  assert.equal(arrivals(), before + 1);
  commands.seek(snapshotAt(state.run, 2).row);
  for (let second = 0; second < 30; second++) commands.advance(1);
  assert.deepEqual([commands.place, state.playing], [commands.moments.length - 1, ""]);
  commands.toggleWalk(); // at the end it starts again
  assert.deepEqual([commands.place, state.playing], [0, "walk"]);
  commands.walkToNextPhase();
  assert.deepEqual([state.moment.phase, state.playing], ["loss", ""]);
});

test("a smaller run keeps an open walk near its place", () => {
  const { commands, state } = player();
  commands.open("walk");
  commands.walkToMoment({ phase: "backward", site: 20 });
  commands.take(run("walked"));
  assert.deepEqual(state.moment, { phase: "backward", site: state.run.sites });
});

test("two players of a page have states of their own, and share what has been delivered", () => {
  const [one, other] = [player(), player("lstm")];
  one.commands.seek(50);
  assert.equal(other.state.position, 0);
  keepRun(run("exploding"));
  const pin = { run: "exploding", pin_index: 1, label: "deeper", trained: 300 };
  for (const { state } of [one, other]) {
    assert.equal(pinnedTo({ ...state.run, pinned: [pin] })[0].trace.run, "exploding");
  }
});
