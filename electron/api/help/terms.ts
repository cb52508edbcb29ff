import type { Term } from './term.ts';
import { CLUSTER_TERMS } from './terms/cluster.ts';
import { MACHINE_TERMS } from './terms/machine.ts';
import { WORK_TERMS } from './terms/work.ts';

const terms = { ...CLUSTER_TERMS, ...MACHINE_TERMS, ...WORK_TERMS } as const;

export type TermId = keyof typeof terms;

/** The glossary. */
export const TERMS: Readonly<Record<TermId, Term>> = terms;
