import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { machinesClone } from '../../electron/engine/steps/machines/clone.ts';
import {
  ASK_TASKS,
  applyFrom,
  CLONE_CONF,
  clearing,
  MACHINE,
  MACHINE_CONF,
  making,
  siteWith,
  TEMPLATE,
  withMarks,
} from './machines.support.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { NODE1, NODE2, site } from './support/two-node.ts';

const VM = 'vm-dashboard';
const clone = { id: 100, conf: CLONE_CONF };
const small = { id: 100, conf: MACHINE_CONF.replace('size=32G', 'size=3G') };
const CLONE = {
  job: 'machines.clone-100',
  command: making(100, 'qm clone 9000 100 --name vm-dashboard --full 1 --storage vmdata'),
};
const KEY_FILE = '/var/lib/sitewright/machines/vm-dashboard.pub';
const CONFIGURE = [
  { command: 'mkdir -p /var/lib/sitewright/machines' },
  { upload: KEY_FILE, mode: 0o644, content: `${site.access.sshPublicKey}\n` },
  {
    command: `qm set 100 --cores 2 --memory 4096 --onboot 1 --ipconfig0 'ip=192.168.1.100/24,gw=192.168.1.1' --nameserver 192.168.1.1 --searchdomain municipal.lan --ciuser sitewright --ciupgrade 0 --cicustom 'vendor=local:snippets/sitewright-municipal-vm-dashboard.yaml' --sshkeys ${KEY_FILE}`,
  },
];
const RESIZE = { job: 'machines.resize-100', command: 'qm disk resize 100 scsi0 32G' };

test('a site without the machine gets it cloned, configured and its disk grown', async () => {
  expect(checkStep(machinesClone, VM, siteWith([TEMPLATE]))).toMatchObject({ state: 'needed' });
  const done = await applyFrom(machinesClone, {
    target: VM,
    before: siteWith([TEMPLATE]),
    afterwards: [siteWith([TEMPLATE, clone]), siteWith([TEMPLATE, MACHINE])],
    scripts: { [NODE1]: [CLONE, ...CONFIGURE, RESIZE] },
  });
  expect(done.failure).toBeUndefined();
});

test('a clone that a power cut broke off is removed and made again', async () => {
  for (const conf of ['#qmclone temporary file\nlock: clone\n', `${CLONE_CONF}lock: clone\n`]) {
    const left = withMarks(siteWith([TEMPLATE, { id: 100, conf }]), 100);
    expect(checkStep(machinesClone, VM, left)).toMatchObject({ state: 'needed' });
    const done = await applyFrom(machinesClone, {
      target: VM,
      before: left,
      afterwards: [siteWith([TEMPLATE, clone]), siteWith([TEMPLATE, MACHINE])],
      scripts: { [NODE1]: [ASK_TASKS, clearing(100), CLONE, ...CONFIGURE, RESIZE] },
    });
    expect(done.failure).toBeUndefined();
  }
});

test('a machine that somebody else clones at this moment is not ours to remove', () => {
  const hosts = siteWith([TEMPLATE, { id: 100, conf: '#qmclone temporary file\nlock: clone\n' }]);
  expect(sentenceOf(checkStep(machinesClone, VM, hosts))).toBe('Guest 100 on pve-node1 is locked (clone).');
});

test('a finished machine brings no command, wherever HA has put it', async () => {
  const moved = siteWith([TEMPLATE, { ...MACHINE, node: NODE2 }]);
  for (const hosts of [siteWith([TEMPLATE, MACHINE]), moved]) {
    expect(checkStep(machinesClone, VM, hosts)).toEqual({ state: 'satisfied' });
    await applyFrom(machinesClone, { target: VM, before: hosts, scripts: { [NODE1]: [], [NODE2]: [] } });
  }
});

test('after a try that broke off only the rest is done', async () => {
  expect(checkStep(machinesClone, VM, siteWith([TEMPLATE, small]))).toEqual({
    state: 'needed',
    changes: [{ what: 'vm-dashboard: disk', before: '3 GiB', after: '32 GiB' }],
  });
  await applyFrom(machinesClone, {
    target: VM,
    before: siteWith([TEMPLATE, small]),
    afterwards: [siteWith([TEMPLATE, MACHINE])],
    scripts: { [NODE1]: [RESIZE] },
  });
});

test('a change of cores keeps the network card’s address', async () => {
  const hosts = siteWith([
    TEMPLATE,
    { id: 100, conf: MACHINE_CONF.replace('cores: 2', 'cores: 1').replace('bridge=vmbr0', 'bridge=vmbr7') },
  ]);
  await applyFrom(machinesClone, {
    target: VM,
    before: hosts,
    scripts: { [NODE1]: [{ command: "qm set 100 --cores 2 --net0 'virtio=BC:24:11:00:00:64,bridge=vmbr0'" }] },
  });
});

test('a change that waits for the next start counts as made, and it is said', () => {
  const conf = `${MACHINE_CONF.replace('cores: 2', 'cores: 1')}\n[PENDING]\ncores: 2\n`;
  const verdict = checkStep(machinesClone, VM, siteWith([TEMPLATE, { id: 100, conf }]));
  if (verdict.state !== 'satisfied' || !verdict.warnings?.[0]) throw new Error(JSON.stringify(verdict));
  expect(describeDiagnostic(verdict.warnings[0], 'en').summary).toBe(
    'What was changed of vm-dashboard (cores) takes effect at its next start.',
  );
});

test('a resize that ended with 0 without effect is not believed', async () => {
  const done = await applyFrom(machinesClone, {
    target: VM,
    before: siteWith([TEMPLATE, small]),
    scripts: { [NODE1]: [{ ...RESIZE, stderr: "disk 'scsi0' does not exist" }] },
  });
  expect(done.failure).toBe(
    'On pve-node1 the command ended without an error, but disk of vm-dashboard: 32 GiB is still not so.',
  );
});

test('a clone belongs on its node: while nothing is configured it is carried there', async () => {
  const [machine] = site.machines;
  if (!machine) throw new Error('no machine');
  const other = { ...site, machines: [{ ...machine, node: NODE2, replication: { to: [NODE1], everyMinutes: 15 } }] };
  const done = await applyFrom(machinesClone, {
    target: VM,
    site: other,
    before: siteWith([TEMPLATE]),
    afterwards: [
      siteWith([TEMPLATE, clone]),
      siteWith([TEMPLATE, { ...clone, node: NODE2 }]),
      siteWith([TEMPLATE, { ...MACHINE, node: NODE2 }]),
    ],
    scripts: {
      [NODE1]: [CLONE, { job: 'machines.migrate-100', command: 'qm migrate 100 pve-node2' }],
      [NODE2]: [...CONFIGURE, RESIZE],
    },
  });
  expect(done.failure).toBeUndefined();
});

test('a foreign guest 100 blocks with the exact sentence', () => {
  const hosts = siteWith([{ id: 100, conf: 'name: mail\n' }]);
  expect(sentenceOf(checkStep(machinesClone, VM, hosts))).toBe(
    'Guest 100 exists on pve-node1 as «mail» and does not carry the tag sitewright-municipal.',
  );
});

test('a disk that is larger than the site says blocks with the exact sentence', () => {
  const hosts = siteWith([TEMPLATE, { id: 100, conf: MACHINE_CONF.replace('size=32G', 'size=64G') }]);
  expect(sentenceOf(checkStep(machinesClone, VM, hosts))).toBe(
    'The disk of vm-dashboard has 64 GiB, the site says 32 GiB.',
  );
});
