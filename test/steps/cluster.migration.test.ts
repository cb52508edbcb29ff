import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { parseDatacenter } from '../../electron/engine/facts/pve/datacenter.ts';
import { migrationStep } from '../../electron/engine/steps/cluster/migration.ts';
import { applyStep, checkStep, sentenceOf } from './support/step-bench.ts';
import { changed, joinedSite, NODE1, site } from './support/two-node.ts';

const wanting = (migration: NonNullable<NonNullable<Site['cluster']>['migration']>): { readonly site: Site } => ({
  site: { ...site, cluster: { name: 'municipal', migration } },
});
const onLink = wanting({ type: 'insecure', cidr: '10.10.11.0/24' });
const saying = (line: string) =>
  changed(joinedSite(), NODE1, { datacenter: known(parseDatacenter(`keyboard: es\n${line}`)) });

test('guests are put on their own network', async () => {
  expect(checkStep(migrationStep, NODE1, saying(''), onLink)).toEqual({
    state: 'needed',
    changes: [{ what: 'migration', before: 'type=secure', after: 'type=insecure,network=10.10.11.0/24' }],
  });
  const done = await applyStep(migrationStep, {
    ...onLink,
    target: NODE1,
    looks: [saying('')],
    scripts: { [NODE1]: [{ command: "pvesh set /cluster/options --migration 'type=insecure,network=10.10.11.0/24'" }] },
  });
  expect(done.failure).toBeUndefined();
});

test.each([
  'migration: type=insecure,network=10.10.11.0/24\n',
  'migration: network=10.10.11.0/24,type=insecure\n',
  'migration: insecure,network=10.10.11.0/24\n',
])('what is there in another order or spelling brings no command: %s', async (line) => {
  expect(checkStep(migrationStep, NODE1, saying(line), onLink)).toEqual({ state: 'satisfied' });
  await applyStep(migrationStep, { ...onLink, target: NODE1, looks: [saying(line)], scripts: { [NODE1]: [] } });
});

test('a network that somebody set stays where the site names none', () => {
  const { site: only } = wanting({ type: 'insecure' });
  expect(checkStep(migrationStep, NODE1, saying('migration: secure,network=10.9.0.0/24\n'), { site: only })).toEqual({
    state: 'needed',
    changes: [
      { what: 'migration', before: 'type=secure,network=10.9.0.0/24', after: 'type=insecure,network=10.9.0.0/24' },
    ],
  });
});

test('an unreadable datacenter.cfg blocks and is never taken for the default', () => {
  const hosts = changed(joinedSite(), NODE1, { datacenter: unknown('/etc/pve is not mounted') });
  expect(sentenceOf(checkStep(migrationStep, NODE1, hosts, onLink))).toBe(
    'pve-node1 did not say datacenter: /etc/pve is not mounted.',
  );
});

test('a refusal is told and nothing is repeated', async () => {
  const done = await applyStep(migrationStep, {
    ...onLink,
    target: NODE1,
    looks: [saying('')],
    scripts: { [NODE1]: [{ command: /^pvesh set/, code: 255, stderr: 'migration: invalid format' }] },
  });
  expect(done.failure).toBe(
    "pve-node1 refused «pvesh set /cluster/options --migration 'type=insecure,network=10.10.11.0/24'».",
  );
});

test('a site that says nothing of it leaves it alone', () => {
  expect(migrationStep.targets(site)).toEqual([]);
});
