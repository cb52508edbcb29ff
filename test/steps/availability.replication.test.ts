import { expect, test } from 'vitest';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { availabilityReplication } from '../../electron/engine/steps/availability/replication.ts';
import { applyFrom, MACHINE, siteWith, TEMPLATE } from './machines.support.ts';
import { checkStep, sentenceOf } from './support/step-bench.ts';
import { NODE1, NODE2 } from './support/two-node.ts';

const VM = 'vm-dashboard';
const step = availabilityReplication;
const job = (values: Record<string, string> = {}) =>
  known([{ type: 'local', id: '100-0', values: { target: NODE2, schedule: '*/15', ...values } }]);
const run = (lastSyncSeconds: number, failCount = 0, error = '') =>
  known([{ job: '100-0', guest: 100, target: NODE2, lastSyncSeconds, failCount, error }]);
const guests = [TEMPLATE, MACHINE];
const CREATE = { command: "pvesr create-local-job 100-0 pve-node2 --schedule '*/15' --comment sitewright-municipal" };
const RUN = { job: 'availability.replicate-100-0', command: 'pvesr run --id 100-0 --verbose 1' };

test('a machine without copy gets the job, and the first copy is made at once', async () => {
  expect(checkStep(step, VM, siteWith(guests))).toEqual({
    state: 'needed',
    changes: [{ what: 'replication 100-0', after: 'pve-node1 to pve-node2, */15' }],
  });
  const done = await applyFrom(step, { target: VM, before: siteWith(guests), scripts: { [NODE1]: [CREATE, RUN] } });
  expect(done.failure).toBeUndefined();
});

test('a job that has copied brings no command, also after Proxmox turned it round', async () => {
  const good = siteWith(guests, { replicationJobs: job(), replicationState: run(1795227724) });
  const turned = siteWith([TEMPLATE, { ...MACHINE, node: NODE2 }], {
    replicationJobs: job({ target: NODE1 }),
    replicationState: run(1795227724),
  });
  for (const hosts of [good, turned]) {
    expect(checkStep(step, VM, hosts)).toEqual({ state: 'satisfied' });
    await applyFrom(step, { target: VM, before: hosts, scripts: { [NODE1]: [], [NODE2]: [] } });
  }
});

test('a schedule left out of the file is the default, not a difference', () => {
  const values = known([{ type: 'local', id: '100-0', values: { target: NODE2 } }]);
  const hosts = siteWith(guests, { replicationJobs: values, replicationState: run(1) });
  expect(checkStep(step, VM, hosts)).toEqual({ state: 'satisfied' });
});

test('a job that never copied is run, not made again', async () => {
  const hosts = siteWith(guests, { replicationJobs: job() });
  expect(checkStep(step, VM, hosts)).toMatchObject({ state: 'needed' });
  await applyFrom(step, { target: VM, before: hosts, scripts: { [NODE1]: [RUN] } });
});

test('another schedule is changed without copying again', async () => {
  const hosts = siteWith(guests, { replicationJobs: job({ schedule: '*/5' }), replicationState: run(1) });
  await applyFrom(step, {
    target: VM,
    before: hosts,
    scripts: { [NODE1]: [{ command: "pvesr update 100-0 --schedule '*/15'" }] },
  });
});

test('a job that somebody disabled is enabled and copies what it missed', async () => {
  const hosts = siteWith(guests, { replicationJobs: job({ disable: '1' }), replicationState: run(1795227724) });
  expect(checkStep(step, VM, hosts)).toEqual({
    state: 'needed',
    changes: [{ what: 'replication 100-0', before: 'disabled', after: 'enabled' }],
  });
  const done = await applyFrom(step, {
    target: VM,
    before: hosts,
    scripts: { [NODE1]: [{ command: 'pvesr enable 100-0', kind: 'change' }, RUN] },
  });
  expect(done.failure).toBeUndefined();
});

test('a later copy that failed is not called the first', async () => {
  const hosts = siteWith(guests, { replicationJobs: job(), replicationState: run(1795227724, 2, 'no such pool') });
  expect(checkStep(step, VM, hosts)).toEqual({
    state: 'needed',
    changes: [{ what: 'replication 100-0: last copy', before: 'no such pool', after: 'done' }],
  });
  const done = await applyFrom(step, {
    target: VM,
    before: hosts,
    scripts: {
      [NODE1]: [
        { ...RUN, code: 255 },
        { command: 'pvesr status --guest 100', kind: 'read' },
      ],
    },
  });
  expect(done.failure).toBe(
    'The disk of vm-dashboard was copied from pve-node1 to pve-node2 before, but its newest copy has failed.',
  );
});

test('a copy that fails says between which nodes, with the reason', async () => {
  const done = await applyFrom(step, {
    target: VM,
    before: siteWith(guests, { replicationJobs: job() }),
    scripts: {
      [NODE1]: [
        { ...RUN, code: 255, stderr: "storage 'vmdata' is not available on node 'pve-node2'" },
        { command: 'pvesr status --guest 100', kind: 'read' },
      ],
    },
  });
  expect(done.failure).toBe('The disk of vm-dashboard has not been copied from pve-node1 to pve-node2.');
});

const LOCKED = { ...RUN, code: 255, stderr: "can't lock file '/var/lock/pvesr.lck' - got timeout" };

test('a copy that the scheduler began before us is waited for', async () => {
  const done = await applyFrom(step, {
    target: VM,
    before: siteWith(guests, { replicationJobs: job() }),
    afterwards: [
      siteWith(guests, { replicationJobs: job() }),
      siteWith(guests, { replicationJobs: job(), replicationState: run(1795227724) }),
    ],
    scripts: { [NODE1]: [LOCKED] },
  });
  expect(done.failure).toBeUndefined();
});

test('a copy of the scheduler that fails is told', async () => {
  const done = await applyFrom(step, {
    target: VM,
    before: siteWith(guests, { replicationJobs: job() }),
    afterwards: [siteWith(guests, { replicationJobs: job(), replicationState: run(0, 1, 'no such pool') })],
    scripts: { [NODE1]: [LOCKED, { command: 'pvesr status --guest 100', kind: 'read' }] },
  });
  expect(done.failure).toBe('The disk of vm-dashboard has not been copied from pve-node1 to pve-node2.');
});

test('a job that is being removed blocks with the exact sentence', () => {
  const hosts = siteWith(guests, { replicationJobs: job({ remove_job: 'full' }) });
  expect(sentenceOf(checkStep(step, VM, hosts))).toBe('Replication job 100-0 is being removed.');
});

test('a job to another node blocks with the exact sentence', () => {
  const hosts = siteWith(guests, { replicationJobs: job({ target: 'pve-node9' }) });
  expect(sentenceOf(checkStep(step, VM, hosts))).toBe(
    'Replication job 100-0 goes between pve-node1, pve-node9; the site says pve-node1, pve-node2.',
  );
});

test('before the machine exists it waits, and unread files block', () => {
  expect(checkStep(step, VM, siteWith([TEMPLATE]))).toMatchObject({ state: 'later', waitsFor: ['machines.clone'] });
  const hosts = siteWith(guests, { replicationJobs: unknown('not mounted') });
  expect(sentenceOf(checkStep(step, VM, hosts))).toBe(
    'What pve-node1 says about /etc/pve/replication.cfg could not be read.',
  );
});
