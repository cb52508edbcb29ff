import type { Visitor } from '../../electron/api/arrival.ts';

/** Nothing happens to this visitor until a person decides. */
export function waitsForPerson({ kind, host }: Visitor): boolean {
  return kind === 'guarded' || (kind === 'unknown-machine' && host === undefined);
}
