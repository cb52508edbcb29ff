import { type Command, change } from '../../shell/command.ts';
import type { BlockDevice } from './disks.ts';
import { RECORD_FOLDER } from './preflight-records.ts';

export const DISK_RECORD = 'disks.txt';
const END = '== end';

export interface DiskHealth {
  readonly path: string;
  readonly serial: string;
  /** The disk's own verdict; undefined = it does not say (virtual, behind a RAID controller, no smartctl). */
  readonly passed?: boolean;
  /** What it says of its wear, in the vendor's words. */
  readonly wear: readonly string[];
  /** Why nothing is known. */
  readonly why?: string;
}

/** The disks that can be asked: whole, built in, of a kind that smartctl knows (no ZFS volume, no network disk). */
export function disksToAsk(devices: readonly BlockDevice[]): readonly BlockDevice[] {
  return devices.filter(({ type, name, removable }) => type === 'disk' && !removable && /^(sd|hd|vd|nvme)/.test(name));
}

/** The lines of smartctl that count: verdicts of SATA and NVMe, of SCSI, lost sectors, wear, and its complaints. */
const KEPT =
  'self-assessment test result:|SMART Health Status:|^ *(5|197|198) |^Percentage Used:|^Media and Data|nable to|ailed:|not found|specify';

/**
 * Asks every disk for its health at once (a sleeping one takes ten seconds to wake) and keeps the answers on the node, as
 * for paths. Its text, not its JSON: a disk's whole JSON is 10 kB, the lines that count are 300 bytes, and every later
 * look reads them.
 */
export function measureDisks(disks: readonly Pick<BlockDevice, 'path' | 'serial'>[]): Command<'change'> {
  const file = `${RECORD_FOLDER}/${DISK_RECORD}`;
  const asked = disks.map(
    ({ path, serial }) =>
      change`{ out=$(timeout 30 smartctl -H -A ${path} 2>&1 | grep -E ${KEPT}); printf '== %s %s\\n%s\\n' ${path} ${serial} "$out"; } &
`,
  );
  const all = asked.reduce((before, next) => change`${before}${next}`, change``);
  return change`export LC_ALL=C PATH="$PATH:/usr/sbin"; umask 077
mkdir -p ${RECORD_FOLDER} && {
${all}wait
printf '%s\\n' ${END}
} > ${`${file}.new`} 2>&1 && mv ${`${file}.new`} ${file} && cat ${file}`;
}

/** Reads a record back; undefined = it is not whole. */
export function parseDiskHealth(text: string): readonly DiskHealth[] | undefined {
  if (!text.trimEnd().endsWith(END)) return undefined;
  return `\n${text}`
    .split('\n== ')
    .slice(1)
    .flatMap((part): readonly DiskHealth[] => {
      const [title = '', ...lines] = part.split('\n');
      const [path = '', ...serial] = title.split(' ');
      return path.startsWith('/') ? [{ path, serial: serial.join(' '), ...readAnswer(lines) }] : [];
    });
}

/** Attributes of SATA disks that count lost sectors: reallocated, pending, uncorrectable. */
const LOST_SECTORS = /^\s*(?:5|197|198)\s+(\S+)\s.*\s(\d+)(?:\s*\(.*\))?\s*$/;

function readAnswer(lines: readonly string[]): Pick<DiskHealth, 'passed' | 'wear' | 'why'> {
  const wear: string[] = [];
  let verdict: string | undefined;
  for (const line of lines) {
    verdict ??= /(?:test result|SMART Health Status):\s*(.+?)\s*$/.exec(line)?.[1];
    const sectors = LOST_SECTORS.exec(line);
    if (sectors && Number(sectors[2]) > 0) wear.push(`${sectors[1]} ${sectors[2]}`);
    const used = /^Percentage Used:\s+(\d+)%/.exec(line);
    if (used && Number(used[1]) >= 100) wear.push(`Percentage Used ${used[1]} %`);
    const errors = /^Media and Data Integrity Errors:\s+([\d.,]+)/.exec(line);
    if (errors && /[1-9]/.test(errors[1] ?? '')) wear.push(`Media and Data Integrity Errors ${errors[1]}`);
  }
  if (verdict !== undefined) return { passed: verdict === 'PASSED' || verdict === 'OK', wear };
  return {
    wear,
    why:
      lines
        .find((line) => line.trim() !== '')
        ?.trim()
        .slice(0, 200) ?? 'no answer',
  };
}
