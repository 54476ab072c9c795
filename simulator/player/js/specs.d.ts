// The charts, compiled by bundle.py: the specification of each, and the names of its parameters.

export const CHARTS: Record<string, { spec: { height: number }; parameters: string[] }>;
