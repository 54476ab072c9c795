// Looks inside single training steps, as they come in: z, weights, gradients of single units.
const KEPT = 12, looks = new Map();

export function keepLook(look) {
  looks.delete(name(look.look, look.row));
  looks.set(name(look.look, look.row), look);
  while (looks.size > KEPT) looks.delete(looks.keys().next().value);
  dispatchEvent(new Event("gradient-look"));
}

// The look at this displayed step; until it comes, the last one that came of the same run.
export function lookAt(run, row) {
  return looks.get(name(run.run, row)) ?? [...looks.values()].findLast(({ look }) => look === run.run);
}

// One row of a block that holds as many numbers for each of several things.
export function part(look, block, i, count) {
  const { values } = look.arrays[block], size = values.length / count;
  return values.subarray(i * size, (i + 1) * size);
}

const name = (run, row) => `${run}:${row}`;
