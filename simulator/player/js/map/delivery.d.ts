// What the page hands over of a map; simulator/charts/cells.py and pages/shared/map_view.py write it.

/** One network, or the middle one of several: its place in the finest grid, and the cells that it stands for so far. */
export interface Cell {
  at: [column: number, row: number];
  /** Edges left, right, low and high of its first box, in cells. */
  box: [number, number, number, number];
  /** On the scale: a number, or a word; null where it has no place there. */
  value: number | string | null;
  /** What the cell's sign is, and its colour; the sign may be empty. */
  sign: string;
  ink: string;
  /** The answer, and the verdict as a sentence. */
  shown: string;
  says: string;
  /** log10 of the gradient norm relative to the last site's; null where it is no number. */
  profile: (number | null)[];
  sites: number;
  /** Where its run is opened; empty where there is none. */
  link: string;
}

export interface Axis {
  name: string;
  label: string;
  /** Of each value how it is shown, and how a link writes it. */
  labels: string[];
  values: string[];
}

export interface Line {
  x: number;
  y: number;
  x2: number;
  y2: number;
  dash: number[];
}

export interface Border {
  lines: Line[];
  names: { x: number; y: number; text: string; align: string; dx: number }[];
  note: string;
  source: string;
}

export interface Delivery {
  /** Never the same twice: the browser passes over what it already has, and would not ask again. */
  stamp: number;
  /** Of the last wish that the page has heard: see wishes.js. */
  heard: number;
  /** Whether the page around the map has to follow. */
  ahead_of_page: boolean;
  /** Of the map: another one has another key. */
  key: string;
  /** Of its axes alone: while these stay, the picture before is kept until there is a new one. */
  frame: string;
  /** The cells from the one on whose number this is. */
  from: number;
  cells: Cell[];
  /** Cells after which the whole map is covered. */
  coarse: number;
  all: number;
  /** "growing", "stopped" or "done". */
  state: string;
  progress: string;
  heading: string;
  asks: string;
  /** Of a site: "layer" or "time step". */
  site: string;
  scale: string;
  parameters: Record<string, unknown>;
  across: Axis;
  up: Axis;
  zoomed: boolean;
  /** What a picture says under the map. */
  address: string;
  file: string;
  border: Border;
  pins: [number, number][];
}
