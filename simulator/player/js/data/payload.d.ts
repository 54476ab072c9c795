// What the page delivers, as simulator/charts/header.py and snapshot.py describe it; a test holds the two together.

/** One array of a delivery: as many numbers for each displayed row as it has columns. */
export interface Block {
  name: string;
  kind: "log" | "share" | "code" | "number";
  columns: number;
  own_rows?: number;
  low?: number;
  unit?: number;
  sites?: number[];
}

export interface Numbers extends Block {
  values: Float32Array;
}

/** What every delivery has once it is unpacked. */
export interface Unpacked {
  blocks: Block[];
  steps: number[];
  rows: number;
  arrays: Record<string, Numbers>;
}

/** A pinned run that stands beside the one that plays. */
export interface Pinned {
  run: string;
  pin_index: number;
  label: string;
  trained: number;
  done: boolean;
  /** The key of its seeds; empty where none are to be seen. */
  seeds: string;
}

/** How a story or a link opens, told once for each telling. No view and a speed of 0: the visitor's own. */
export interface Opening {
  telling: string;
  view: string;
  speed: number;
  /** The training step at which it stands still; 0: it plays from its start. */
  at: number;
}

/** From a row on: the verdict's name, its sentence, and its number as a power of ten. */
export type Caption = [row: number, name: string, sentence: string, written: string];

/** What stands under the axes of sites and of matrices, and at the two ends of the chain. */
export interface Words {
  site_word: string;
  matrix_word: string;
  input_side: string;
  loss_side: string;
}

/** What a network is asked while it trains, and at which training steps. */
export interface Asked {
  picture: "plane" | "digits" | "sequence" | "";
  names: string[];
  recorded: number[];
  classes: number;
  asked: number;
  shown: number;
  inputs: number;
  readouts: number;
  moments: number[];
  reach: number;
  low: number;
  high: number;
}

/** Step and site where the run diverged. */
export interface Outcome {
  name: string;
  step: number | null;
  site: number | null;
}

export interface Run extends Unpacked {
  run: string;
  title: string;
  address: string;
  file: string;
  total: number;
  planned: number;
  sites: number;
  links: Record<string, string>;
  ways: string[];
  gated: boolean;
  kind: string;
  site: string;
  words: Words;
  note: string;
  ask_for_more: boolean;
  awaits_part: boolean;
  ahead_of_page: boolean;
  preview: boolean;
  stop: boolean;
  captions: Caption[];
  exact: Caption[];
  pinned: Pinned[];
  opening: Opening | null;
  seeds: string;
  waits_for: string;
  /** What stands for the captions and arrays. */
  body: string;
  /** Whether the player has them, and they were left out. */
  kept: boolean;
  theory: (number | null)[];
  theory_low: (number | null)[];
  theory_high: (number | null)[];
  theory_word: string;
  theory_note: string;
  theory_similarity: (number | null)[];
  trained: number;
  matrices: string[];
  done: boolean;
  outcome: Outcome;
  axis: [number, number];
  highest: number;
  start_axis: [number, number];
  least: number;
  scored: boolean;
  guess: number | null;
  learned: Asked;
  links_axis: [number, number];
}

/** What several seeds have in common: low, median and high of each quantity. */
export interface Seeds extends Unpacked {
  seeds_of: string;
  count: number;
  axis: [number, number];
  highest: number;
}

export interface Snapshot extends Unpacked {
  snapshot_of: string;
  row: number;
  step: number;
  kind: string;
  site: string;
  sites: number;
  activation_label: string;
  /** Where the slope of the activation jumps, ascending. */
  jumps: number[];
  z_sites: number[];
  z_range: number[];
  singular_value: number | null;
  spectral_radius: number | null;
  units: number[];
  inputs: number[];
  outputs: number[];
  labels: string[];
}
