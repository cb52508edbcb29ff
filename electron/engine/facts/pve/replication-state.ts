import { read } from '../../shell/command.ts';
import { type Fact, type Known, known, unknown } from '../fact.ts';
import type { ConfigSection } from '../parse/section-config.ts';
import { asNumber, asObject, asText, parseGuarded, parseObject, whyFailed } from '../parse/text.ts';

export interface ReplicationState {
  /** `100-0`; '' = no job of that guest and target is configured (any more). */
  readonly job: string;
  readonly guest: number;
  /** Node that gets the copy. */
  readonly target: string;
  /** Epoch seconds of the last good run, 0 = never. */
  readonly lastSyncSeconds: number;
  readonly failCount: number;
  readonly error: string;
}

/**
 * How the replication jobs whose guest is on this node went (the scheduler's own record: guest id -> `local/TARGET` ->
 * state). The record does not name the jobs: {@link nameJobs} does.
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

/** Reads the record, by guest and target; '' = nothing was ever copied. Throws where it is something else. */
export function parseReplicationState(text: string): readonly ReplicationState[] {
  if (text.trim() === '') return [];
  const found: ReplicationState[] = [];
  for (const [guest, json] of Object.entries(parseObject(text, 'the replication state'))) {
    for (const [target, state] of Object.entries(asObject(json, `state of guest ${guest}`))) {
      const entry = asObject(state, `state of ${guest} to ${target}`);
      found.push({
        job: '',
        guest: Number(guest),
        target: target.replace(/^local\//, ''),
        lastSyncSeconds: asNumber(entry.last_sync) ?? 0,
        failCount: asNumber(entry.fail_count) ?? 0,
        error: asText(entry.error) ?? '',
      });
    }
  }
  return found.sort((a, b) => a.guest - b.guest || a.target.localeCompare(b.target));
}

/**
 * Gives each state the id of its job, from replication.cfg. Right after a guest has moved the record of the node that it came to
 * still names that very node as the target: it is that of the one job that is left over.
 * @param nodeName the node whose record this is; undefined = not known
 */
export function nameJobs(
  states: Known<readonly ReplicationState[]>,
  jobs: Known<readonly ConfigSection[]>,
  nodeName: string | undefined,
): Known<readonly ReplicationState[]> {
  if (!states.known || !jobs.known) return states;
  return known(
    states.value.map((state) => {
      const own = jobs.value.filter(({ id }) => id.startsWith(`${state.guest}-`));
      const others = states.value.filter((other) => other.guest === state.guest && other !== state);
      const left = own.filter(({ values }) => !others.some((other) => other.target === values.target));
      const isTurned = state.target === nodeName && left.length === 1;
      const job = own.find(({ values }) => values.target === state.target) ?? (isTurned ? left[0] : undefined);
      return { ...state, job: job?.id ?? '' };
    }),
  );
}
