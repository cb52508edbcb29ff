import type { CheckResult } from '../../electron/api/run.ts';
import type { SentenceKey } from '../text/text.ts';

/** What a check asks about, in the order in which one thing stands on the other. */
const GROUPS = ['cluster', 'machines', 'applications'] as const;
type Group = (typeof GROUPS)[number];

export const GROUP_WORDS = {
  cluster: 'smoke.groupCluster',
  machines: 'smoke.groupMachines',
  applications: 'smoke.groupApplications',
} satisfies Record<Group, SentenceKey>;

function groupOf({ id }: CheckResult): Group {
  if (id === 'smoke.cluster') return 'cluster';
  return id.startsWith('smoke.machine-') ? 'machines' : 'applications';
}

/** Checks by what they ask about; within a group in the order in which they ran. A group without any is left out. */
export function checkGroups(checks: readonly CheckResult[]): readonly (readonly [Group, readonly CheckResult[]])[] {
  return GROUPS.flatMap((group) => {
    const of = checks.filter((check) => groupOf(check) === group);
    return of.length === 0 ? [] : [[group, of] as const];
  });
}
