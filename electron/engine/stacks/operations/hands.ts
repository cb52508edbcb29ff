import { fail } from '../../../api/diagnostic.ts';
import type { Patience } from '../../pve/patience.ts';
import { evidenceOf } from '../../steps/machines/support/run-change.ts';
import type { ExecResult, Transport } from '../../transport/port.ts';
import type { InstancePlace } from '../stack.ts';
import { type BackupRoom, lookForBackups, parseRoom } from './kept-backups.ts';

/** What work on an instance needs: the context of a step has it, and so has a run of its own. */
export interface Hands extends Patience {
  transport(host: string): Transport;
}

/** What a job said; the end of it stands in both of its streams. */
export function saidByJob({ code, stdout }: ExecResult): readonly string[] {
  return evidenceOf({ code, stdout, stderr: '' });
}

/** The backups of an instance on its host. Throws `stack.backups-unreadable`, `transport.*`. */
export async function backupsOf(hands: Hands, { instanceId, host }: InstancePlace): Promise<BackupRoom> {
  const result = await hands.transport(host).exec(lookForBackups(instanceId), { signal: hands.signal });
  const room = result.code === 0 ? parseRoom(result.stdout) : undefined;
  if (room) return room;
  throw fail('stack.backups-unreadable', {
    params: { instance: instanceId, host },
    evidence: evidenceOf(result),
    subject: { host },
  });
}
