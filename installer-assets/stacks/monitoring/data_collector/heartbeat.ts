import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';

const fileOf = (folder: string): string => join(folder, 'heartbeat');

/** Leaves word that a round has ended. In seconds since the machine's start: whoever sets the clock changes nothing. */
export function beat(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${fileOf(folder)}.new`;
  writeFileSync(temporary, String(uptime()));
  renameSync(temporary, fileOf(folder));
}

/** Seconds since the last round ended; undefined: none has since the machine's start. */
export function sinceBeat(folder: string): number | undefined {
  try {
    const text = readFileSync(fileOf(folder), 'utf8');
    const seconds = /^\d/.test(text) ? uptime() - Number(text) : Number.NaN;
    return seconds >= -1 ? Math.max(0, seconds) : undefined;
  } catch {
    return undefined;
  }
}
