import { fail } from '../../../api/diagnostic.ts';
import type { KeptBackup } from '../../../api/stacks.ts';
import { change } from '../../shell/command.ts';
import { evidenceOf } from '../../steps/machines/support/run-change.ts';
import type { InstancePlace, StackBackup } from '../stack.ts';
import { backupsOf, type Hands, saidByJob } from './hands.ts';
import { backupFolder, KEPT_BACKUPS, UNNAMED } from './kept-backups.ts';

/** A year of a large site on a slow disk. */
const SAVE_LIMIT_MS = 6 * 3_600_000;
const LOOK_LIMIT_MS = 120_000;
/** What the host itself goes on to need. */
const SPARE_BYTES = 64 * 1024 ** 2;

/** What the data of an instance are now. */
export interface DataSight {
  readonly sizeBytes: number;
  /** Version of their form. */
  readonly schema: number;
}

/** For a person. */
export function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}

/** Throws `stack.data-unreadable`. */
export async function lookAtData(hands: Hands, place: InstancePlace, way: StackBackup): Promise<DataSight> {
  const { instanceId, host } = place;
  const looking = { signal: hands.signal, timeoutMs: LOOK_LIMIT_MS };
  const result = await hands.transport(host).exec(way.look, looking);
  const [, size] = /^bytes (\d+)$/m.exec(result.stdout) ?? [];
  const [, schema] = /^schema (\d+)$/m.exec(result.stdout) ?? [];
  if (result.code === 0 && size !== undefined && schema !== undefined)
    return { sizeBytes: Number(size), schema: Number(schema) };
  throw fail('stack.data-unreadable', {
    params: { instance: instanceId, host },
    evidence: evidenceOf(result),
    subject: { host },
  });
}

/** The least part of their size that saved data are expected to take, whatever an earlier backup took. */
const LEAST_RATIO = 0.4;

/**
 * Whether there is room for one more backup: the size of the newest, and as much again, tells better than that of the data, of
 * which indexes are no part of a backup and the rest is compressed. A backup of the first hour tells nothing of a year later, so
 * that a part of the data's size is asked for in any case, and never more than all of it.
 * Throws `stack.no-room-for-backup`, and what {@link lookAtData} throws.
 */
export async function lookForRoom(hands: Hands, place: InstancePlace, way: StackBackup): Promise<DataSight> {
  const { instanceId, host } = place;
  const data = await lookAtData(hands, place, way);
  const { freeBytes, backups } = await backupsOf(hands, place);
  const newest = backups[0]?.sizeBytes ?? data.sizeBytes;
  const expected = Math.max(2 * newest, Math.ceil(LEAST_RATIO * data.sizeBytes));
  const needed = Math.min(data.sizeBytes, expected) + SPARE_BYTES;
  if (freeBytes >= needed) return data;
  throw fail('stack.no-room-for-backup', {
    params: { instance: instanceId, host, free: mebibytes(freeBytes), needed: mebibytes(needed) },
    subject: { host },
  });
}

/**
 * Saves the data of an instance beside its other backups on its host and keeps the newest of them. Whole or not at all: a backup
 * without its SHA-256 beside it was cut off right after it was written. It is named by the clock of its host, as all of them are,
 * whichever laptop made them; the one just made stays also where that clock was set back. Throws `stack.not-saved`, `transport.*`.
 */
export async function saveData(hands: Hands, place: InstancePlace, way: StackBackup): Promise<KeptBackup> {
  const { instanceId, host } = place;
  const folder = backupFolder(instanceId);
  // two tries are two jobs: the end of an earlier one that nobody read must not count as that of this one
  const command = change`: ${new Date(hands.now()).toISOString()}
umask 077
mkdir -p ${folder} && cd ${folder} && rm -f ./*.part ${UNNAMED} ${`${UNNAMED}.part`} || exit 1
name=$(date -u +%Y%m%dT%H%M%SZ).dump
${way.save(`${folder}/${UNNAMED}`)} || exit 1
rm -f "$name.sha256" && mv ${UNNAMED} "$name" || exit 1
sha256sum "$name" >"$name.sha256.part" && sync "$name.sha256.part" && mv "$name.sha256.part" "$name.sha256" || exit 1
ls -1 | grep -E ${'^[0-9]{8}T[0-9]{6}Z[.]dump$'} | grep -vxF "$name" | sort -r | tail -n ${`+${KEPT_BACKUPS}`} | while read -r old; do
  rm -f "$old" "$old.sha256"
done
echo "backup $name"`;
  const result = await hands
    .transport(host)
    .job(`stack.backup-${instanceId}`, command, { signal: hands.signal, timeoutMs: SAVE_LIMIT_MS });
  const [, name] = /(?:^|\n)backup (\S+)\n?$/.exec(result.stdout) ?? [];
  const { backups } = await backupsOf(hands, place);
  const saved = backups.find((backup) => backup.name === name);
  if (result.code === 0 && saved?.sha256 !== undefined) return saved;
  throw fail('stack.not-saved', {
    params: { instance: instanceId, host },
    evidence: saidByJob(result),
    subject: { host },
  });
}
