import type { LockItem } from '../lock/lock.ts';

/** A word that a kind keeps with its item; undefined = it keeps none of that name. */
export function textOf({ detail }: Pick<LockItem, 'detail'>, key: string): string | undefined {
  const value = detail?.[key];
  return typeof value === 'string' ? value : undefined;
}
