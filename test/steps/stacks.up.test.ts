import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { applyFrom, withExtra } from './machines.support.ts';
import { bare, container, copied, FOLDER, onHost, placed, places, REGISTRY, up, VM } from './stacks.support.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';

const env = { config: placed().config, stamp: '', mode: '600' };
const collector = container('data_collector', 'Up 2 minutes');
const running = bare({ env, containers: [container('db'), container('web'), collector] });
const COMPOSE = `docker compose --file ${FOLDER}/compose.yaml --project-name municipal_project`;
const UP = {
  job: 'stack.up-monitoring',
  command: `${COMPOSE} up --detach --wait --wait-timeout 300 --pull never --remove-orphans`,
};

test('services that do not exist are brought up as a job, and looked at afterwards', async () => {
  expect(checkStep(up, VM, bare({ env }))).toEqual({
    state: 'needed',
    changes: ['db', 'web', 'data_collector'].map((what) => ({ what, after: 'running' })),
  });
  const done = await applyFrom(up, {
    target: VM,
    before: bare({ env }),
    afterwards: [running],
    scripts: { [VM]: [UP] },
  });
  expect(done.failure).toBeUndefined();
});

test('running services bring no command', async () => {
  expect(checkStep(up, VM, running)).toEqual({ state: 'satisfied' });
  await applyFrom(up, { target: VM, before: running, scripts: { [VM]: [] } });
});

test('containers made from older files are made anew', () => {
  const stale = bare({
    env,
    containers: [container('db'), container('web', 'Up 2 days (healthy)', 'old-1'), collector],
  });
  expect(checkStep(up, VM, stale)).toEqual({
    state: 'needed',
    changes: [{ what: 'web', before: 'other configuration', after: 'as its files say' }],
  });
});

test('a container of another project does not count', () => {
  const foreign = { ...container('web'), project: 'other' };
  expect(checkStep(up, VM, bare({ env, containers: [container('db'), foreign, collector] }))).toMatchObject({
    state: 'needed',
    changes: [{ what: 'web' }],
  });
});

test('a service that does not become healthy fails with the exact sentence, although compose ended with 0', async () => {
  const sick = bare({ env, containers: [container('db'), container('web', 'Up 5 minutes (unhealthy)'), collector] });
  const done = await applyFrom(up, {
    target: VM,
    before: bare({ env }),
    afterwards: [sick],
    scripts: { [VM]: [UP, { command: `${COMPOSE} logs --no-color --tail 10`, kind: 'read', stdout: 'web-1 | no\n' }] },
  });
  expect(done.failure).toBe(
    'The services of monitoring on vm-dashboard have not come up: web (Up 5 minutes (unhealthy)).',
  );
});

test('a docker ps that cannot be read blocks, it is never an empty list', () => {
  const hosts = withExtra(running, VM, 'stack.containers', unknown('exit code 1: Cannot connect to the Docker daemon'));
  expect(sentenceOf(checkStep(up, VM, hosts))).toBe(
    'vm-dashboard did not say docker ps: exit code 1: Cannot connect to the Docker daemon.',
  );
});

const PREVIOUS = `${FOLDER}/.previous`;
const LOGS = { command: `${COMPOSE} logs --no-color --tail 10`, kind: 'read', stdout: 'web-1 | no\n' } as const;
const BACK = [
  { command: copied([`${PREVIOUS}/ca/pve-root-ca.pem`], `${FOLDER}/ca`) },
  {
    command: copied(
      ['compose.yaml', 'backup', 'restore', '.env.sha256', '.env'].map((name) => `${PREVIOUS}/${name}`),
      FOLDER,
    ),
  },
];
const BACK_UP = { ...UP, job: 'stack.back-monitoring' };
const next = { ...env, config: 'new-1', images: places({ WEB_IMAGE: 'd4' }) };
const previous = { ...env, images: places() };
const failedWeb = container('web', 'Up 5 minutes (unhealthy)', 'new-1');
const sickUpgrade = bare({ env: next, previous, containers: [container('db'), failedWeb, collector] });

/** What the database says of its data, and the backup that is made before other images take over. */
const look = (schema: number) =>
  ({ command: `${FOLDER}/backup --look`, kind: 'read', stdout: `bytes 9000000\nschema ${schema}\n` }) as const;
const BACKUP = '20261122T024105Z.dump';
const KEPT = '/var/backups/sitewright/monitoring';
const SAVED = [
  look(1),
  { command: /^parent=/, kind: 'read', stdout: '9000000000\n' },
  {
    job: 'stack.backup-monitoring',
    command: new RegExp(`${FOLDER}/backup ${KEPT}/[.]unnamed[.]dump `),
    stdout: `saved: ${KEPT}/.unnamed.dump\nbackup ${BACKUP}\n`,
  },
  { command: /^parent=/, kind: 'read', stdout: `9000000000\n${BACKUP} 4000 ${'ab'.repeat(32)}\n` },
] as const;

test('where new files do not come up, those that ran before come back and run, and the step says so', async () => {
  const done = await applyFrom(up, {
    target: VM,
    before: bare({ env: next, previous, containers: [container('db'), container('web'), collector] }),
    afterwards: [sickUpgrade, bare({ env, previous, containers: [container('db'), container('web'), collector] })],
    scripts: {
      [VM]: [...SAVED, { ...UP, code: 1, stderr: 'container web is unhealthy\n' }, LOGS, ...BACK, look(1), BACK_UP],
    },
  });
  expect(done.failure).toBe(
    'The new monitoring on vm-dashboard did not come up (db (other configuration), web (Up 5 minutes (unhealthy)), data_collector (other configuration)); what ran before is back and runs.',
  );
});

test('data whose form the new version changed are brought back before what ran before starts on them', async () => {
  const restore = { job: 'stack.restore-monitoring', command: `${FOLDER}/restore --leave-stopped ${KEPT}/${BACKUP}` };
  const done = await applyFrom(up, {
    target: VM,
    before: bare({ env: next, previous, containers: [container('db'), container('web'), collector] }),
    afterwards: [sickUpgrade, bare({ env, previous, containers: [container('db'), container('web'), collector] })],
    scripts: { [VM]: [...SAVED, { ...UP, code: 1 }, LOGS, ...BACK, look(2), restore, BACK_UP] },
  });
  expect(done.failure).toMatch(/what ran before is back and runs, with the data as they were before\.$/);
});

test('without room for its data an upgrade does not begin, and what runs goes on', async () => {
  const done = await applyFrom(up, {
    target: VM,
    before: bare({ env: next, previous, containers: [container('db'), container('web'), collector] }),
    scripts: { [VM]: [look(1), { command: /^parent=/, kind: 'read', stdout: '1000000\n' }] },
  });
  expect(done.failure).toBe(
    'monitoring on vm-dashboard keeps its version: its data could not be saved before the upgrade.',
  );
});

test('an upgrade on which nothing is saved, as its former version does not all run, says so', async () => {
  const images = places({ WEB_IMAGE: 'd4' });
  const notes: string[] = [];
  const done = await applyFrom(up, {
    onNote: (text) => notes.push(text),
    target: VM,
    before: bare({ env: next, previous, containers: [container('db'), container('web', 'Exited (1)'), collector] }),
    afterwards: [
      bare({
        env: next,
        previous,
        images: new Set(onHost(images)),
        containers: ['db', 'web', 'data_collector'].map((service) => container(service, undefined, 'new-1')),
      }),
    ],
    scripts: { [VM]: [UP] },
  });
  expect(done.failure).toBeUndefined();
  expect(notes).toEqual(['monitoring: nothing is saved before this upgrade: not all of its former version runs well']);
});

test('files that have run before are not undone when a service of theirs falls ill', async () => {
  const ill = bare({
    env: next,
    previous,
    containers: [container('db', undefined, 'new-1'), failedWeb, container('data_collector', 'Up 2 days', 'new-1')],
  });
  const done = await applyFrom(up, { target: VM, before: ill, afterwards: [ill], scripts: { [VM]: [UP, LOGS] } });
  expect(done.failure).toBe(
    'The services of monitoring on vm-dashboard have not come up: web (Up 5 minutes (unhealthy)).',
  );
});

test('where what ran before does not come up either, that is said', async () => {
  const sick = container('web', 'Up 1 minute (unhealthy)');
  const done = await applyFrom(up, {
    target: VM,
    before: bare({ env: next, previous, containers: [] }),
    afterwards: [sickUpgrade, bare({ env, previous, containers: [container('db'), sick, collector] })],
    scripts: { [VM]: [UP, LOGS, ...BACK, BACK_UP] },
  });
  expect(done.failure).toMatch(
    /^The new monitoring on vm-dashboard did not come up .*, and what ran before does not come up either: web \(Up 1 minute \(unhealthy\)\)\.$/,
  );
});

test('images that neither run nor ran before are removed; what Docker holds back is no failure', async () => {
  const old = places({ WEB_IMAGE: 'e5', DB_IMAGE: 'f6' });
  const foreign = ['other/app@sha256:1', `${REGISTRY}/somebody/else@sha256:2`];
  const all = new Set([...onHost(places({ WEB_IMAGE: 'd4' })), ...onHost(), ...onHost(old), ...foreign]);
  const upgraded = bare({
    env: next,
    previous,
    images: all,
    containers: [
      container('db', undefined, 'new-1'),
      container('web', undefined, 'new-1'),
      container('data_collector', 'Up 2 minutes', 'new-1'),
    ],
  });
  const done = await applyFrom(up, {
    target: VM,
    before: sickUpgrade,
    afterwards: [upgraded],
    scripts: {
      [VM]: [
        UP,
        { command: `docker image rm ${old.get('WEB_IMAGE')}` },
        {
          command: `docker image rm ${old.get('DB_IMAGE')}`,
          code: 1,
          stderr: 'container is using its referenced image\n',
        },
      ],
    },
  });
  expect(done.failure).toBeUndefined();
});
