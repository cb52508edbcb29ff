import { factOf } from '../../sight.ts';
import type { View } from '../../step.ts';

/**
 * Whether a node is a member of a cluster already, by its own account. What only matters before a cluster is made (figures
 * that take seconds, remnants, minimums) is not asked of a member again: its cluster proves more than any test.
 */
export function isMember(view: Pick<View, 'facts'>, host: string): boolean {
  return factOf(view, host, 'members').cluster !== undefined;
}
