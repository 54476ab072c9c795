// What bundle.py takes from the simulator's Python, so that no number, colour or word of it is written a second time.

/** The language of all texts, and English message -> what it is there: a text, or one for each form of the plural. */
export const LANGUAGE: string;
export const MESSAGES: Record<string, string | string[]>;
/** Its signs for decimals and for thousands. */
export const SIGNS_OF_NUMBERS: [decimal: string, group: string];

export type Span = [low: number, high: number];

/** Views that show each chart, and its heading, by the chart's name. */
export const VIEWS: Record<string, string[]>;
export const HEADINGS: Record<string, string>;

/** Each word of the glossary and what it means, by every form in which it stands on the page. */
export const TERMS: Record<string, [name: string, says: string]>;

/** How a number is written in a delivery: bytes each, and the codes that mean something else. */
export const KINDS: {
  log: { bytes: number; zero: number; nan: number; infinite: number; first: number };
  share: { bytes: number; full: number; nan: number };
  code: { bytes: number };
  number: { bytes: number };
};

/** Header and blocks of a delivery begin at a multiple of so many bytes. */
export const ALIGNED: number;

/** States of a point of the profile: on the axis, beyond it, exactly zero, not a number or infinite. */
export const STATES: [shown: string, beyond: string, nothing: string, broken: string];
/** Displayed steps per second of each entry of the menu, from slow to fast. */
export const SPEEDS: Record<string, number>;
/** A link's parameters of the training step, the view and the speed. */
export const MOMENT: [string, string, string];
/** Sign and colour of each verdict. */
export const SIGNS: Record<string, [sign: string, colour: string]>;
/** Numeral, colour and dashes of each pinned run. */
export const PINNED: [numeral: string, colour: string, dashes: number[]][];
/** Names by which a chart tells its lines apart, and what they and others are called: of each of LINES, and of bars. */
export const LINES: { curve: string; slope: string; road: string; cell: string; similarity: string; expected: string };

export const NAMES: Record<keyof typeof LINES | "saturated" | "dead", string>;
/** What each gate is called. */
export const GATES: Record<string, string>;

export const GRADIENT: string;
export const APPLIED: string;
export const LINKS: Record<string, string>;
/** Colours of activations below and above zero. */
export const ACTIVATION: [below: string, above: string];
/** Colours of the classes that a network tells apart; of a surface the first is low, the second high. */
export const CLASSES: string[];
export const RIGHT: string;
export const NOTHING: string;
export const BROKEN: string;

export const HEALTHY_DECADES: number;
export const SATURATED_SLOPE: number;
export const CLIP_UNTOUCHED: number;
/** Decades by which an axis of logarithms grows. */
export const AXIS_STEP: number;
/** log10 of where the axis of update ratios ends. */
export const MOST_UPDATE: number;
/** Size in pixels and family of the words in charts. */
export const TYPE: [size: number, font: string];
