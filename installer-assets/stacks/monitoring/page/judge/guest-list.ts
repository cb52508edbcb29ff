import type { Overview } from '../../protocol/overview.ts';
import { backupMark, type Guest, guestMark, usedRatio } from './glance.ts';

export const GUEST_ORDERS = ['name', 'node', 'cpu', 'memory', 'backup'] as const;
export type GuestOrder = (typeof GUEST_ORDERS)[number];
export const GUEST_FILTERS = ['all', 'running', 'stopped', 'attention'] as const;
export type GuestFilter = (typeof GUEST_FILTERS)[number];

/** Guests whose name, number or node holds every word that was typed, in the order that was asked for. Pure. */
export function guestList(
  overview: Overview,
  typed: string,
  filter: GuestFilter,
  order: GuestOrder,
  current: boolean,
): readonly Guest[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const found = overview.guests.filter(
    (guest) =>
      passes(overview, guest, filter, current) &&
      words.every((word) => plain(`${guest.name ?? ''} ${guest.source} ${guest.node} ${guest.status}`).includes(word)),
  );
  return found.sort((a, b) => compare(a, b, order));
}

function passes(overview: Overview, guest: Guest, filter: GuestFilter, current: boolean): boolean {
  if (filter === 'all') return true;
  if (filter === 'running' || filter === 'stopped') return guest.status === filter && !guest.template;
  const marks = [guestMark(guest, current), backupMark(guest, overview, current)];
  return marks.some((mark) => mark !== undefined && mark !== 'ok' && mark !== 'off');
}

function compare(a: Guest, b: Guest, order: GuestOrder): number {
  const names = (a.name ?? a.source).localeCompare(b.name ?? b.source, undefined, { numeric: true });
  const most = (x: number | null, y: number | null): number => (y ?? -1) - (x ?? -1);
  if (order === 'node') return a.node.localeCompare(b.node, undefined, { numeric: true }) || names;
  if (order === 'cpu') return most(a.latest?.cpuRatio ?? null, b.latest?.cpuRatio ?? null) || names;
  if (order === 'memory') return most(memoryRatio(a), memoryRatio(b)) || names;
  // no backup at all comes first, then the oldest
  if (order === 'backup') return (a.lastGoodBackupAt ?? '').localeCompare(b.lastGoodBackupAt ?? '') || names;
  return names;
}

export function memoryRatio({ latest }: Guest): number | null {
  return usedRatio(latest?.memoryUsedBytes, latest?.memoryTotalBytes);
}

/** Without accents and capitals: `Búsqueda` is found by `busqueda`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
