import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, delivery, known, load } from "./player.js";

const { unpackRun } = await load("data/unpack.js");
const { recordAt, right, rowOf, sentence } = await load("learns/answers.js");
const { answers } = await load("read/answers.js");
const { said } = await load("read/course.js");

const NAMES = ["plane", "surface", "copy", "adding"];
const run = (name) => unpackRun(delivery(name));
const last = ({ learned }) => learned.recorded.length - 1;

for (const name of NAMES) {
  test(`what is asked and what is answered in the run "${name}" comes through its bytes`, () => {
    const { recorded, arrays } = known(name);
    const here = run(name);
    assert.deepEqual(here.learned.recorded, recorded);
    for (const [array, values] of Object.entries(arrays)) assertClose(here.arrays[array], values, array);
  });

  test(`the sentence on the run "${name}" counts its answers as Python does`, () => {
    const here = run(name);
    known(name).worth.forEach((worth, record) => {
      const said = sentence(here, record);
      const off = Number(said.match(/off by ([\d.]+)/)?.[1]);
      assert.ok(here.learned.classes ? said.includes(worth) : Math.abs(off / worth - 1) < 0.005, `${worth}: ${said}`);
    });
    assert.match(sentence(here, -1), /^This is what the network is to learn: \d+ \w+s of the task\.$/);
  });
}

test("between two records a step lies on the way from the one to the other, beyond them at an end", () => {
  const here = { learned: { recorded: [0, 4, 12] } };
  assert.deepEqual(recordAt(here, 6), { record: 1, next: 2, mix: 0.25 });
  assert.deepEqual(recordAt(here, 20), { record: 2, next: 2, mix: 0 });
  assert.deepEqual(recordAt({ learned: { recorded: [] } }, 3).record, -1);
});

test("an answer is right where it is the class that was asked for, and a regression has no right ones", () => {
  const here = run("copy");
  const asked = here.arrays["asked:targets"].values;
  const answered = rowOf(here, "said:class", last(here));
  assert.deepEqual(
    right(here, last(here)),
    Array.from(asked, (target, i) => target === answered[i]),
  );
  assert.deepEqual(right(run("adding"), 0), []);
});

test("question by question it is read what was asked for and what is answered, of a pinned run too", () => {
  const here = run("copy");
  const pinned = [{ numeral: "①", trace: here }];
  const read = answers({ run: here, position: here.rows - 1, pinned });
  assert.deepEqual(read.places.slice(2, 4), ["sequence 1, symbol 3", "sequence 2, symbol 1"]);
  const [asked, answer, sure, other] = read.series;
  assert.deepEqual(
    [asked.name, answer.name, sure.name, other.name],
    ["asked for", "answer", "how sure", "answer of ①"],
  );
  assert.equal(said(asked, 3), "ABCD"[here.arrays["asked:targets"].values[3]]);
  assert.equal(said(answer, 3), said(other, 3));
  assert.match(said(sure, 3), /^\d+ %$/);
  assert.match(read.text, /right, guessing gives \d+; ①: /);
});

test("digits find room in any place that holds ten of them", async () => {
  const { digitsRoom } = await load("learns/digits.js");
  for (let width = 150; width <= 900; width += 50) {
    for (let height = 150; height <= 900; height += 50) {
      const taken = digitsRoom({ width, height });
      assert.ok(taken.width <= width && taken.height <= height, `${width} x ${height}`);
    }
  }
});
