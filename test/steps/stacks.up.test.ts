import { expect, test } from 'vitest';
import { unknown } from '../../electron/engine/facts/fact.ts';
import { applyFrom, withExtra } from './machines.support.ts';
import { bare, container, FOLDER, placed, up, VM } from './stacks.support.ts';
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
