// The charts, compiled by bundle.py: the specification of each, and the names of its parameters.

/** What the player itself reads of a specification. */
interface Spec {
  width: number;
  height: number;
  signals: { name: string; value: unknown }[];
}

export const CHARTS: Record<string, { spec: Spec; parameters: string[] }>;
