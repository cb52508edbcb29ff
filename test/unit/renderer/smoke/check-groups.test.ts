import { expect, it } from 'vitest';
import type { CheckResult } from '../../../../electron/api/run.ts';
import { checkGroups } from '../../../../renderer/smoke/check-groups.ts';

it('checks stand by what they ask about, none is lost, and a group without any is left out', () => {
  const ids = ['smoke.own-x-1', 'smoke.machine-100', 'smoke.cluster', 'smoke.services-monitoring'];
  const groups = checkGroups(ids.map((id) => ({ id }) as CheckResult));
  expect(groups.map(([group, of]) => [group, of.map(({ id }) => id)])).toEqual([
    ['cluster', ['smoke.cluster']],
    ['machines', ['smoke.machine-100']],
    ['applications', ['smoke.own-x-1', 'smoke.services-monitoring']],
  ]);
  expect(checkGroups([])).toEqual([]);
});
