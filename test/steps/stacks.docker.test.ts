import { expect, test } from 'vitest';
import { applyFrom } from './machines.support.ts';
import { bare, bundle, DEBS, docker, VM } from './stacks.support.ts';
import { bringing, installCommand } from './support/deb-bundle.ts';
import { bundleOf, checkStep, sentenceOf, viewOf } from './support/step-bench.ts';

const ready = bare({ packages: ['docker.io', 'docker-compose'], docker: { installed: true, answers: true } });
const silent = bare({ packages: ['docker.io', 'docker-compose'], docker: { installed: true, answers: false } });
const ENABLE = { command: 'systemctl enable --now docker.service' };

test('a bare machine gets the packages of the bundle by name, and apt sees no other source', async () => {
  expect(checkStep(docker, VM, bare(), { bundle })).toEqual({
    state: 'needed',
    changes: [
      { what: 'package docker-compose', after: '2.26.1-4' },
      { what: 'package docker.io', after: '26.1.5+dfsg1-9' },
    ],
  });
  const done = await applyFrom(docker, {
    target: VM,
    bundle,
    before: bare(),
    afterwards: [ready],
    scripts: {
      [VM]: [
        ...bringing([...DEBS].sort(), { isDeb822: true }),
        {
          job: 'stack.docker',
          command: installCommand('docker-compose docker.io', '/etc/apt/sources.list.d/sitewright.sources'),
        },
        ENABLE,
      ],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('a machine whose Docker answers brings no command to mind', () => {
  expect(checkStep(docker, VM, ready, { bundle })).toEqual({ state: 'satisfied' });
});

test('a stopped daemon is started without installing anything', async () => {
  expect(checkStep(docker, VM, silent, { bundle })).toMatchObject({ state: 'needed' });
  await applyFrom(docker, { target: VM, bundle, before: silent, afterwards: [ready], scripts: { [VM]: [ENABLE] } });
});

test('a daemon that does not come up is said so', async () => {
  const done = await applyFrom(docker, { target: VM, bundle, before: silent, scripts: { [VM]: [ENABLE] } });
  expect(done.failure).toBe('On vm-dashboard the command ended without an error, but docker is still not so.');
});

test('no Docker and no packages blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(docker, VM, bare(), { bundle: bundleOf() }))).toBe(
    'Docker is not on vm-dashboard, and the bundle has no packages for it.',
  );
});

test('compose 1 of Debian 12 is no docker compose: neither in the bundle nor on the machine', () => {
  const old = bundleOf('debs/guest/docker.io_20.10.24+dfsg1-1_amd64.deb', 'debs/guest/docker-compose_1.29.2-3_all.deb');
  expect(checkStep(docker, VM, bare(), { bundle: old })).toMatchObject({ state: 'blocked' });
  const machine = bare({
    packages: ['docker.io', 'docker-compose_1.29.2-3'],
    docker: { installed: true, answers: true },
  });
  expect(checkStep(docker, VM, machine, { bundle: bundleOf() })).toMatchObject({ state: 'blocked' });
});

test('before the machine exists it waits for it', () => {
  const view = viewOf(bare(), { bundle });
  const hosts = new Map(view.facts.hosts).set(VM, { reached: false, expected: true });
  expect(docker.check({ ...view, facts: { ...view.facts, hosts } }, VM)).toEqual({
    state: 'later',
    waitsFor: ['machines.start'],
  });
});
