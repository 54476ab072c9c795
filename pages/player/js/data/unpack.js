// Turns the bytes of a run into arrays; simulator/charts/payload.py describes the format.
const READ = { log: [Uint16Array, 2], share: [Uint8Array, 1], number: [Float32Array, 4] };

export function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const run = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const body = bytes.slice(4 + size).buffer;
  run.rows = run.steps.length;
  run.arrays = {};
  let at = 0;
  for (const block of run.blocks) {
    const [Type, width] = READ[block.kind], length = run.rows * block.columns;
    run.arrays[block.name] = { ...block, values: decode(block, new Type(body, at, length)) };
    at += Math.ceil((length * width) / 4) * 4;
  }
  return run;
}

function decode(block, codes) {
  if (block.kind === "number") return codes;
  const values = new Float32Array(codes.length);
  const one = block.kind === "log"
    ? (c) => (c > 2 ? block.low + (c - 3) * block.unit : [-Infinity, NaN, Infinity][c])
    : (c) => (c === 255 ? NaN : c / 250);
  for (let i = 0; i < codes.length; i++) values[i] = one(codes[i]);
  return values;
}

// One number of a run: log10 for norms and update ratios, shares from 0 to 1, loss as it is.
export function at(run, name, row, column = 0) {
  const array = run.arrays[name];
  return array.values[row * array.columns + column];
}

export function gateNames(run) {
  return Object.keys(run.arrays).filter((name) => name.startsWith("gate:")).map((name) => name.slice(5));
}
