// What the player uses of the Vega runtime, which the bundle puts beside it.

export interface Vega {
  vegaEmbed(box: HTMLElement, spec: object, options: object): Promise<{ view: Chart }>;
}

export const vegaEmbed: Vega["vegaEmbed"];

/** A scale of a chart. */
export interface Scale {
  (value: number): number & string;
  invert(pixels: number): number;
  domain(): number[];
}

/** What goes through a chart's operators: which rows have other values, and in which fields. */
export interface Pulse {
  mod: object[];
  modifies(fields: string[]): Pulse;
}

/** An operator of a chart. */
export type Operator = object;

/** A chart that is shown: Vega calls it a view. */
export interface Chart {
  signal(name: string): number;
  signal(name: string, value: unknown): Chart;
  data(name: string, rows: object[]): Chart;
  run(): Chart;
  pulse(operator: Operator, changes: { pulse(pulse: Pulse): Pulse }): Chart;
  /** Vega keeps it to itself; its own names of the data sets lead to where their rows go in. */
  _runtime: { data: Record<string, { input: Operator }> };
  container(): HTMLElement;
  resize(): Chart;
  width(): number;
  width(pixels: number): Chart;
  height(): number;
  height(pixels: number): Chart;
  renderer(): string;
  renderer(type: string): Chart;
  origin(): [number, number];
  padding(): { left: number; top: number };
  scale(name: string): Scale;
  toCanvas(scale: number): Promise<HTMLCanvasElement>;
  toSVG(): Promise<string>;
  finalize(): void;
}
