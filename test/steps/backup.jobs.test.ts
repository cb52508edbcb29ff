import { expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import type { ConfigSection } from '../../electron/engine/facts/parse/section-config.ts';
import { backupJobsFact } from '../../electron/engine/ownership/ownership-facts.ts';
import { backupJobsStep } from '../../electron/engine/steps/backup/jobs.ts';
import { applyFrom, MACHINE, siteWith, TEMPLATE } from './machines.support.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { type Hosts, NODE1, site as plain } from './support/two-node.ts';

const site: Site = {
  ...plain,
  backups: [{ id: 'nightly', schedule: '21:00', storage: 'local', mode: 'snapshot', keep: { last: 3, daily: 7 } }],
};
const bench = { site };
const VALUES = {
  comment: 'sitewright-municipal',
  enabled: '1',
  mode: 'snapshot',
  compress: 'zstd',
  'prune-backups': 'keep-daily=7,keep-last=3',
  schedule: '21:00',
  storage: 'local',
  vmid: '100',
};
const job = (values: Record<string, string> = {}, id = 'nightly'): ConfigSection => ({
  type: 'vzdump',
  id,
  values: { ...VALUES, ...values },
});
const seen = (...jobs: readonly ConfigSection[]): Hosts =>
  siteWith([TEMPLATE, MACHINE], { extra: new Map([[backupJobsFact.id, known(jobs)]]) });
const options =
  '--schedule 21:00 --storage local --vmid 100 --mode snapshot --compress zstd --prune-backups keep-last=3,keep-daily=7 --enabled 1 --comment sitewright-municipal';

test('a site without backup jobs has nothing to do here', () => {
  expect(backupJobsStep.targets(plain)).toEqual([]);
  expect(backupJobsStep.targets(site)).toEqual(['site']);
});

test('a job that is absent is made under its own id, with the machines of this site by number', async () => {
  expect(checkStep(backupJobsStep, 'site', seen(), bench)).toEqual({
    state: 'needed',
    changes: [{ what: 'backup nightly', after: '100 to local, 21:00, keep-last=3,keep-daily=7' }],
  });
  const applied = await applyFrom(backupJobsStep, {
    ...bench,
    target: 'site',
    before: seen(),
    afterwards: [seen(job())],
    scripts: { [NODE1]: [{ command: `pvesh create /cluster/backup --id nightly ${options}` }] },
  });
  expect(applied.failure).toBeUndefined();
});

test('a job as wanted brings no command, whatever order its retention is written in and whatever a person added to its comment', async () => {
  const hosts = seen(job({ comment: 'night run, sitewright-municipal' }), job({ comment: 'mine', vmid: '7' }, 'other'));
  expect(checkStep(backupJobsStep, 'site', hosts, bench)).toEqual({ state: 'satisfied' });
  const applied = await applyFrom(backupJobsStep, {
    ...bench,
    target: 'site',
    before: hosts,
    scripts: { [NODE1]: [] },
  });
  expect(applied.failure).toBeUndefined();
});

test('a job that differs is set, and what selects other guests is taken out of it', async () => {
  const changed = seen(job({ 'prune-backups': 'keep-last=1', pool: 'all' }));
  expect(checkStep(backupJobsStep, 'site', changed, bench)).toEqual({
    state: 'needed',
    changes: [
      { what: 'backup nightly: prune-backups', before: 'keep-last=1', after: 'keep-last=3,keep-daily=7' },
      { what: 'backup nightly: pool', before: 'all', after: 'not set' },
    ],
  });
  const applied = await applyFrom(backupJobsStep, {
    ...bench,
    target: 'site',
    before: changed,
    afterwards: [seen(job())],
    scripts: { [NODE1]: [{ command: `pvesh set /cluster/backup/nightly ${options} --delete pool` }] },
  });
  expect(applied.failure).toBeUndefined();
});

test('a job of somebody else under that id blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(backupJobsStep, 'site', seen(job({ comment: 'by hand' })), bench))).toBe(
    'The cluster has a job nightly that Sitewright did not make for this site.',
  );
});

test('jobs that cannot be read are not taken for absent', () => {
  const hosts = siteWith([TEMPLATE, MACHINE], { extra: new Map([[backupJobsFact.id, unknown('no answer')]]) });
  expect(checkStep(backupJobsStep, 'site', hosts, bench)).toMatchObject({ state: 'blocked' });
});

test('a job that still reads otherwise after it was written is told with its name', async () => {
  const applied = await applyFrom(backupJobsStep, {
    ...bench,
    target: 'site',
    before: seen(),
    afterwards: [seen(job({ enabled: '0' }))],
    scripts: { [NODE1]: [{ command: `pvesh create /cluster/backup --id nightly ${options}` }] },
  });
  expect(applied.failure).toBe('The backup job nightly was written and still reads otherwise.');
});
