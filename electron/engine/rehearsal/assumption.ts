/** Behaviour of the simulated site that no test compares with the real tool, with where it comes from. */
export interface Assumption {
  readonly what: string;
  readonly source:
    | 'pve-facts.md'
    | 'pve-behaviour.md'
    | 'vendor source, from memory'
    | 'manual, from memory'
    | 'our choice';
}
