import type { FileStat } from './program.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TYPES = { directory: 'd', file: '-', symlink: 'l', block: 'b', character: 'c' } as const;

/** `drwxr-xr-x`, set-id and sticky bits included. */
export function modeText(stat: FileStat): string {
  const { mode } = stat; // once: a mount may have to work it out
  const bit = (mask: number, char: string) => ((mode & mask) !== 0 ? char : '-');
  const special = (execute: number, mask: number, both: string, alone: string) =>
    (mode & mask) !== 0 ? ((mode & execute) !== 0 ? both : alone) : bit(execute, 'x');
  return [
    TYPES[stat.kind],
    bit(0o400, 'r'),
    bit(0o200, 'w'),
    special(0o100, 0o4000, 's', 'S'),
    bit(0o040, 'r'),
    bit(0o020, 'w'),
    special(0o010, 0o2000, 's', 'S'),
    bit(0o004, 'r'),
    bit(0o002, 'w'),
    special(0o001, 0o1000, 't', 'T'),
  ].join('');
}

/** One line of `ls -l`, times in UTC; `now` decides between time of day and year. */
export function longListing(stat: FileStat, name: string, now = stat.modifiedAt): string {
  const date = new Date(stat.modifiedAt);
  const recent = Math.abs(now - stat.modifiedAt) < 182 * 86_400_000;
  const clock = recent
    ? `${String(date.getUTCHours()).padStart(2, '0')}:${String(date.getUTCMinutes()).padStart(2, '0')}`
    : ` ${date.getUTCFullYear()}`;
  const day = String(date.getUTCDate()).padStart(2);
  const link = stat.kind === 'symlink' ? ` -> ${stat.target}` : '';
  const owner = `${stat.owner} ${stat.group ?? stat.owner}`;
  return `${modeText(stat)} ${stat.kind === 'directory' ? 2 : 1} ${owner} ${stat.sizeBytes} ${MONTHS[date.getUTCMonth()]} ${day} ${clock} ${name}${link}`;
}
