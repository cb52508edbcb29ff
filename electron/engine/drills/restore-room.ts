import { fail } from '../../api/diagnostic.ts';
import type { Machine } from '../../api/site.ts';
import { asNumber, asText } from '../facts/parse/text.ts';
import { read } from '../shell/command.ts';
import { askList, LOOK_TIMEOUT_MS } from './ask.ts';
import { diskBytesByStorage, diskBytesOf, type GuestValues } from './compare-guests.ts';
import type { DrillContext } from './drill.ts';

/** What a storage keeps free beside a backup: it is often the node's root, which must not fill. */
const BACKUP_RESERVE_BYTES = 2 * 2 ** 30;
/** What a node keeps of its memory beside the restored machine. */
const MEMORY_RESERVE_BYTES = 2 ** 30;
/** Of a machine whose configuration names none (qm.conf(5)). */
const DEFAULT_MEMORY_MIB = 512;

/**
 * Every storage that holds disks of the machine has as much free as these take there, and the one that is to take a backup
 * as much as all of them, since nobody knows how well they pack. Room that is unknown is none.
 */
export async function needRoom(
  context: DrillContext,
  machine: Machine,
  node: string,
  values: GuestValues,
  backupTo?: string,
): Promise<void> {
  const storages = await askList(context, node, read`pvesh get ${`/nodes/${node}/storage`} --output-format json`);
  const needs = new Map(diskBytesByStorage(values));
  if (backupTo !== undefined)
    needs.set(backupTo, (needs.get(backupTo) ?? 0) + diskBytesOf(values) + BACKUP_RESERVE_BYTES);
  for (const [storage, need] of needs) {
    const free = asNumber(storages.find((entry) => asText(entry.storage) === storage)?.avail);
    const params = { storage, node, machine: machine.name, need: Math.ceil(need / 2 ** 30) };
    if (free === undefined) throw fail('drill.room-unknown', { params, subject: { host: node } });
    if (free >= need) continue;
    const code = storage === backupTo ? 'drill.no-room-for-backup' : 'drill.no-room';
    throw fail(code, { params: { ...params, have: Math.floor(free / 2 ** 30) }, subject: { host: node } });
  }
}

/**
 * Whether the node can run the machine a second time without taking memory from those that work there. Where it cannot,
 * or does not say, that is told and the drill goes on without a start.
 */
export async function hasMemory(context: DrillContext, node: string, values: GuestValues): Promise<boolean> {
  const options = { signal: context.signal, timeoutMs: LOOK_TIMEOUT_MS };
  const answer = await context.read(node).exec(read`cat /proc/meminfo`, options);
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(answer.stdout)?.[1];
  const own = Number(/^(?:current=)?(\d+)/.exec(values.memory ?? '')?.[1] ?? DEFAULT_MEMORY_MIB) * 2 ** 20;
  const need = own + MEMORY_RESERVE_BYTES;
  const free = kib === undefined ? undefined : Number(kib) * 1024;
  if (free !== undefined && free >= need) return true;
  const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  context.moment('note', {
    en: `Restored and compared, not started: ${node} has ${free === undefined ? 'an unknown part' : `${gib(free)} GiB`} of its memory free, ${gib(need)} GiB are needed`,
    es: `Restaurada y comparada, sin arrancar: ${node} tiene ${free === undefined ? 'una parte desconocida' : `${gib(free).replace('.', ',')} GiB`} de memoria libre y hacen falta ${gib(need).replace('.', ',')} GiB`,
  });
  if (free !== undefined)
    context.figure({
      id: 'memory-free',
      title: { en: 'Memory free, too little for a start', es: 'Memoria libre, insuficiente para arrancar' },
      value: free,
      unit: 'bytes',
    });
  return false;
}
