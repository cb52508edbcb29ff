import type { KeptBackup } from '../../../api/stacks.ts';
import { linesOf } from '../../facts/parse/text.ts';
import { type Command, read } from '../../shell/command.ts';

const ROOT = '/var/backups/sitewright';
/** How many backups of an instance its host keeps. */
export const KEPT_BACKUPS = 7;
/** Where a file that a laptop brings to be restored lies meanwhile. */
export const BROUGHT = '.brought.dump';
/** Where a backup lies until it is whole. */
export const UNNAMED = '.unnamed.dump';

/** Where the backups of an instance lie on its host; root alone may look into it. */
export function backupFolder(instanceId: string): string {
  return `${ROOT}/${instanceId}`;
}

/** When a backup was begun by the clock of its host, as its name says, `20261122T024105Z.dump` (ISO 8601); undefined = no name of a backup. */
export function timeOfBackup(name: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.dump$/.exec(name);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** What {@link parseRoom} reads: the backups, and how much room there is for one more. */
export function lookForBackups(instanceId: string): Command<'read'> {
  const folder = backupFolder(instanceId);
  return read`parent=${folder}
while [ ! -d "$parent" ]; do parent=$(dirname "$parent"); done
df --output=avail --block-size=1 "$parent" | tail -n 1
cd ${folder} 2>/dev/null || exit 0
for file in *.dump; do
  [ -f "$file" ] || continue
  sum=-
  [ ! -f "$file.sha256" ] || sum=$(cut -c 1-64 "$file.sha256")
  echo "$file $(stat -c %s "$file") $sum"
done`;
}

export interface BackupRoom {
  readonly freeBytes: number;
  /** Newest first. */
  readonly backups: readonly KeptBackup[];
}

/** Undefined = the answer is not whole. */
export function parseRoom(stdout: string): BackupRoom | undefined {
  const [room = '', ...lines] = linesOf(stdout);
  if (!/^\s*\d+\s*$/.test(room)) return undefined;
  const backups = lines.flatMap((line): readonly KeptBackup[] => {
    const [name = '', size = '', sum = ''] = line.trim().split(' ');
    const madeAt = timeOfBackup(name);
    if (madeAt === undefined || !/^\d+$/.test(size)) return [];
    return [{ name, madeAt, sizeBytes: Number(size), ...(/^[0-9a-f]{64}$/.test(sum) ? { sha256: sum } : {}) }];
  });
  return { freeBytes: Number(room), backups: backups.sort((a, b) => (a.name < b.name ? 1 : -1)) };
}
