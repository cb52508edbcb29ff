import { read } from '../../shell/command.ts';
import { type Fact, known, unknown } from '../fact.ts';
import { asNumber, asObject, asText, type Json, parseGuarded, whyFailed } from '../parse/text.ts';

export interface ReplicationState {
  /** `100-0`. */
  readonly job: string;
  readonly guest: number;
  /** Epoch seconds of the last good run, 0 = never. */
  readonly lastSyncSeconds: number;
  readonly failCount: number;
  readonly error: string;
}

/**
 * How the replication jobs whose guest is on this node went (the scheduler's own record: guest id -> target -> state).
 * Volatile: not part of a plan's fingerprint.
 */
export const replicationState: Fact<readonly ReplicationState[]> = {
  id: 'replication-state',
  command: read`cat /var/lib/pve-manager/pve-replication-state.json`,
  parse: (answer) => {
    // absent until the first job ran on this node
    if (answer.code !== 0) return /No such file/.test(answer.stderr) ? known([]) : unknown(whyFailed(answer));
    return parseGuarded(answer.stdout, parseReplicationState);
  },
};

export function parseReplicationState(text: string): readonly ReplicationState[] {
  if (text.trim() === '') return [];
  const found: ReplicationState[] = [];
  for (const [guest, json] of Object.entries(asObject(JSON.parse(text) as Json, 'the replication state'))) {
    for (const [target, state] of Object.entries(asObject(json, `state of guest ${guest}`))) {
      const entry = asObject(state, `state of ${guest} to ${target}`);
      found.push({
        job: asText(entry.id) ?? target,
        guest: Number(guest),
        lastSyncSeconds: asNumber(entry.last_sync) ?? 0,
        failCount: asNumber(entry.fail_count) ?? 0,
        error: asText(entry.error) ?? '',
      });
    }
  }
  return found.sort((a, b) => a.job.localeCompare(b.job));
}
