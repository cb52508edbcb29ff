import { expect, test } from 'vitest';
import { known } from '../../electron/engine/facts/fact.ts';
import type { HostFacts } from '../../electron/engine/facts/host-facts.ts';
import { machinesAgent } from '../../electron/engine/steps/machines/agent.ts';
import { applyFrom, MACHINE, siteWith, TEMPLATE } from './machines.support.ts';
import { bringing, debBundle, installCommand } from './support/deb-bundle.ts';
import { bundleOf, checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import { type Hosts, NO_REPOSITORY, NODE1, NODE2, nothingKnown } from './support/two-node.ts';

const VM = 'vm-dashboard';
const AGENT = 'debs/guest/qemu-guest-agent_10.0.2_amd64.deb';
const bundle = debBundle(
  AGENT,
  'debs/guest/libglib2.0-0t64_2.84_amd64.deb',
  'debs/guest/liburing2_2.9_amd64.deb',
  'debs/guest/docker.io_26.1_amd64.deb',
  'debs/guest/containerd_1.7_amd64.deb',
);
const guest = (packages: readonly string[], active = 'inactive', node = NODE1): Hosts => ({
  ...siteWith([TEMPLATE, { ...MACHINE, node, status: 'running' }]),
  [VM]: {
    ...nothingKnown(),
    osRelease: known({ id: 'debian', versionId: '13', prettyName: 'Debian GNU/Linux 13 (trixie)' }),
    aptFiles: known(new Map()),
    extra: new Map([NO_REPOSITORY]),
    packages: known(new Map(packages.map((name) => [name, '99']))),
    units: known(new Map([['qemu-guest-agent.service', { loaded: true, active, enabled: 'static' }]])),
  } as HostFacts,
});
const bare = guest(['liburing2']);
const INSTALL = [
  ...bringing(['debs/guest/libglib2.0-0t64_2.84_amd64.deb', AGENT], { isDeb822: true }),
  {
    job: `packages.qemu-guest-agent.${VM}`,
    command: installCommand('qemu-guest-agent', '/etc/apt/sources.list.d/sitewright.sources'),
  },
];
const START = { command: 'systemctl start qemu-guest-agent' };
const PING = 'qm agent 100 ping';

test('a machine without the agent gets it from the bundle, without the container runtime and what it has, and then it is pinged', async () => {
  expect(checkStep(machinesAgent, VM, bare, { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: 'qemu-guest-agent', after: 'installed and running' }],
  });
  const done = await applyFrom(machinesAgent, {
    bundle,
    target: VM,
    before: bare,
    scripts: {
      [VM]: [...INSTALL, START],
      [NODE1]: [{ command: PING, code: 255, stderr: 'QEMU guest agent is not running\n' }, { command: PING }],
    },
  });
  expect(done).toEqual({ waitedMs: 3_000 });
});

test('a machine of another system than Debian is told as such, unless it has its agent already', () => {
  const osRelease = known({ id: 'ubuntu', versionId: '24.04', prettyName: 'Ubuntu 24.04.3 LTS' });
  const on = (hosts: Hosts): Hosts => ({ ...hosts, [VM]: { ...(hosts[VM] as HostFacts), osRelease } });
  expect(sentenceOf(checkStep(machinesAgent, VM, on(bare), { bundle }))).toBe(
    'vm-dashboard runs Ubuntu 24.04.3 LTS; the packages in the bundle are for Debian.',
  );
  expect(checkStep(machinesAgent, VM, on(guest(['qemu-guest-agent'], 'active')))).toEqual({ state: 'satisfied' });
});

test('an agent that runs brings no command', () => {
  expect(checkStep(machinesAgent, VM, guest(['qemu-guest-agent'], 'active'))).toEqual({ state: 'satisfied' });
});

test('an agent that is stopped is only started', async () => {
  const stopped = guest(['qemu-guest-agent']);
  expect(checkStep(machinesAgent, VM, stopped)).toEqual({
    state: 'needed',
    changes: [{ what: 'qemu-guest-agent', before: 'inactive', after: 'running' }],
  });
  await applyFrom(machinesAgent, {
    target: VM,
    before: stopped,
    scripts: { [VM]: [START], [NODE1]: [{ command: PING }] },
  });
});

test('a bundle without the agent blocks with the exact sentence', () => {
  const verdict = checkStep(machinesAgent, VM, bare, { bundle: bundleOf('debs/guest/docker.io_26.1_amd64.deb') });
  expect(sentenceOf(verdict)).toBe('The bundle has no package qemu-guest-agent for vm-dashboard.');
});

test('a machine that moves meanwhile is pinged where it runs then', async () => {
  const stopped = guest(['qemu-guest-agent']);
  const elsewhere = "Configuration file 'nodes/pve-node1/qemu-server/100.conf' does not exist\n";
  const done = await applyFrom(machinesAgent, {
    target: VM,
    before: stopped,
    afterwards: [guest(['qemu-guest-agent'], 'active', NODE2)],
    scripts: {
      [VM]: [START],
      [NODE1]: [{ command: PING, code: 255, stderr: elsewhere }],
      [NODE2]: [{ command: PING }],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('an agent that Proxmox does not hear fails with the exact sentence', async () => {
  const done = await applyFrom(machinesAgent, {
    target: VM,
    before: guest(['qemu-guest-agent']),
    scripts: {
      [VM]: [START],
      [NODE1]: Array.from({ length: 41 }, () => ({
        command: PING,
        code: 255,
        stderr: 'No QEMU guest agent configured\n',
      })),
    },
  });
  expect(done.failure).toBe('The guest agent of vm-dashboard does not answer its ping on pve-node1.');
});

test('before the machine exists it waits for its start', () => {
  const view = viewOf(siteWith([TEMPLATE]), { bundle });
  const hosts = new Map(view.facts.hosts).set(VM, { reached: false, expected: true });
  expect(machinesAgent.check({ ...view, facts: { ...view.facts, hosts } }, VM)).toEqual({
    state: 'later',
    waitsFor: ['machines.start'],
  });
});
