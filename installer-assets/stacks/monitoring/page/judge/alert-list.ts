import type { Alert } from '../../protocol/alert.ts';

/** Alerts as they are shown, newest first, and whether there are older ones. */
export interface AlertList {
  readonly list: readonly Alert[];
  readonly more: boolean;
}

const STEP = 50;
/** One more is asked for than is shown, to know whether there are more; web gives 500 at once. */
const MOST = 499;
/** How many older ones to ask for. */
export const OLDER_LIMIT = STEP + 1;

/** How many to ask for anew: all that are shown, so that one that is over leaves the list wherever it stands. */
export function limitOf(shown: AlertList | undefined): number {
  return Math.min(MOST, Math.max(STEP, shown?.list.length ?? 0)) + 1;
}

/** The list after it was asked for anew with that limit. What one answer does not reach stays as it was. */
export function renewed(shown: AlertList | undefined, found: readonly Alert[], limit: number): AlertList {
  const list = found.slice(0, limit - 1);
  if (found.length < limit) return { list, more: false };
  const last = list.at(-1)?.id ?? 0;
  const beyond = shown?.list.slice(list.length).filter(({ id }) => id < last) ?? [];
  return { list: [...list, ...beyond], more: beyond.length === 0 || shown?.more === true };
}

/** The list with the older ones that were asked for. */
export function lengthened({ list }: AlertList, found: readonly Alert[]): AlertList {
  return { list: [...list, ...found.slice(0, STEP)], more: found.length > STEP };
}
