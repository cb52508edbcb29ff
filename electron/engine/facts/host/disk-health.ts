import { type Command, change } from '../../shell/command.ts';
import { asArray, asNumber, asObject, asText, type Json } from '../parse/text.ts';
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

/**
 * Asks every disk for its health at once (a sleeping one takes ten seconds to wake) and keeps the answers on the node, as
 * for paths.
 */
export function measureDisks(disks: readonly Pick<BlockDevice, 'path' | 'serial'>[]): Command<'change'> {
  const file = `${RECORD_FOLDER}/${DISK_RECORD}`;
  const asked = disks.map(
    ({ path, serial }) =>
      change`{ out=$(timeout 30 smartctl -H -A -j ${path} 2>&1); code=$?; printf '== %s %s %s\\n%s\\n' "$code" ${path} ${serial} "$out"; } &
`,
  );
  const all = asked.reduce((before, next) => change`${before}${next}`, change``);
  return change`export LC_ALL=C PATH="$PATH:/usr/sbin"
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
      const lineEnd = part.indexOf('\n');
      const title = /^(\d+) (\S+) ?(.*)$/.exec(lineEnd < 0 ? part : part.slice(0, lineEnd));
      if (!title) return [];
      return [{ path: title[2] ?? '', serial: title[3] ?? '', ...readAnswer(part.slice(lineEnd + 1), title[1] ?? '') }];
    });
}

function readAnswer(text: string, code: string): Pick<DiskHealth, 'passed' | 'wear' | 'why'> {
  try {
    const answer = asObject(JSON.parse(text) as Json, 'the answer of smartctl');
    const status = answer.smart_status === undefined ? undefined : asObject(answer.smart_status, 'smart_status');
    const wear = [...ataWear(answer), ...nvmeWear(answer)];
    if (typeof status?.passed === 'boolean') return { passed: status.passed, wear };
    return { wear, why: saidBySmartctl(answer) ?? `exit code ${code}` };
  } catch {
    const last = text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    return { wear: [], why: last === '' ? `exit code ${code}` : last };
  }
}

function saidBySmartctl(answer: { readonly [key: string]: Json }): string | undefined {
  if (answer.smartctl === undefined) return undefined;
  const { messages } = asObject(answer.smartctl, 'smartctl');
  const [first] = messages === undefined ? [] : asArray(messages, 'messages');
  return first === undefined ? undefined : asText(asObject(first, 'a message').string);
}

/** Attributes of SATA disks whose raw value above 0 means lost sectors: reallocated, pending, uncorrectable. */
const LOST_SECTORS = [5, 197, 198];

function ataWear(answer: { readonly [key: string]: Json }): readonly string[] {
  if (answer.ata_smart_attributes === undefined) return [];
  const { table } = asObject(answer.ata_smart_attributes, 'ata_smart_attributes');
  return (table === undefined ? [] : asArray(table, 'table')).flatMap((json) => {
    const row = asObject(json, 'an attribute');
    const raw = row.raw === undefined ? 0 : (asNumber(asObject(row.raw, 'raw').value) ?? 0);
    return LOST_SECTORS.includes(asNumber(row.id) ?? 0) && raw > 0 ? [`${asText(row.name) ?? row.id} ${raw}`] : [];
  });
}

function nvmeWear(answer: { readonly [key: string]: Json }): readonly string[] {
  if (answer.nvme_smart_health_information_log === undefined) return [];
  const log = asObject(answer.nvme_smart_health_information_log, 'the NVMe health log');
  const used = asNumber(log.percentage_used) ?? 0;
  const errors = asNumber(log.media_errors) ?? 0;
  return [...(used >= 100 ? [`percentage_used ${used} %`] : []), ...(errors > 0 ? [`media_errors ${errors}`] : [])];
}
