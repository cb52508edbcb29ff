import { expect, test } from 'vitest';
import { diagnostic } from '../../electron/api/diagnostic.ts';
import { known, unknown } from '../../electron/engine/facts/fact.ts';
import { machinesStart } from '../../electron/engine/steps/machines/start.ts';
import { applyFrom, MACHINE, MACHINE_CONF, siteWith, TEMPLATE, withExtra } from './machines.support.ts';
import { checkStep, sentenceOf, viewOf } from './support/step-bench.ts';
import { type Hosts, NODE1, nothingKnown } from './support/two-node.ts';

const VM = 'vm-dashboard';
const stopped = siteWith([TEMPLATE, MACHINE]);
const running = siteWith([TEMPLATE, { ...MACHINE, status: 'running' }]);
const guest = (status: string): Hosts =>
  withExtra({ ...running, [VM]: nothingKnown() }, VM, 'machines.cloud-init', known(status));
const START = { job: 'machines.start-100', command: 'qm start 100' };

test('a stopped machine is started, and the step waits for SSH and for the end of its first start', async () => {
  expect(checkStep(machinesStart, VM, stopped)).toEqual({
    state: 'needed',
    changes: [{ what: VM, before: 'stopped', after: 'running' }],
  });
  const done = await applyFrom(machinesStart, {
    target: VM,
    before: stopped,
    afterwards: [running, guest('running'), guest('done')],
    scripts: { [NODE1]: [START] },
  });
  expect(done.failure).toBeUndefined();
  expect(done.waitedMs).toBe(6_000);
});

test('a machine that answers brings no command', () => {
  expect(checkStep(machinesStart, VM, guest('done'))).toEqual({ state: 'satisfied' });
});

const unclear = siteWith([TEMPLATE, { ...MACHINE, status: 'unknown' }]);
const ASK = { command: 'qm status 100', kind: 'read' as const };

test('where the cluster does not know whether it runs, its node is asked before anything is started', async () => {
  expect(checkStep(machinesStart, VM, unclear)).toEqual({
    state: 'needed',
    changes: [{ what: VM, before: 'unknown', after: 'running' }],
  });
  for (const script of [[{ ...ASK, stdout: 'status: running\n' }], [{ ...ASK, stdout: 'status: stopped\n' }, START]]) {
    const done = await applyFrom(machinesStart, {
      target: VM,
      before: unclear,
      afterwards: [guest('done')],
      scripts: { [NODE1]: script },
    });
    expect(done.failure).toBeUndefined();
  }
});

test('that somebody else has started it meanwhile is no failure', async () => {
  const done = await applyFrom(machinesStart, {
    target: VM,
    before: stopped,
    afterwards: [guest('done')],
    scripts: { [NODE1]: [{ ...START, code: 255, stderr: 'VM 100 already running' }] },
  });
  expect(done.failure).toBeUndefined();
});

test('a machine that runs already is only waited for', async () => {
  const done = await applyFrom(machinesStart, {
    target: VM,
    before: running,
    afterwards: [guest('done')],
    scripts: { [NODE1]: [] },
  });
  expect(done.failure).toBeUndefined();
});

test('a machine that never answers fails with the exact sentence', async () => {
  const done = await applyFrom(machinesStart, { target: VM, before: running, scripts: { [NODE1]: [] } });
  expect(done.failure).toBe('vm-dashboard runs, but nothing answers by SSH at 192.168.1.100 after 10 minutes.');
});

test('a machine whose new address waits for its next start is not waited for', async () => {
  const conf = `${MACHINE_CONF}\n[PENDING]\nipconfig0: ip=192.168.1.107/24,gw=192.168.1.1\n`;
  const hosts = siteWith([TEMPLATE, { id: 100, conf, status: 'running' }]);
  const done = await applyFrom(machinesStart, { target: VM, before: hosts, scripts: { [NODE1]: [] } });
  expect(done).toEqual({
    failure: 'vm-dashboard does not answer at 192.168.1.100: it still runs with its old values of ipconfig0.',
    waitedMs: 0,
  });
});

test('a first start that failed blocks with the exact sentence', () => {
  expect(sentenceOf(checkStep(machinesStart, VM, guest('error')))).toBe(
    'The first start of vm-dashboard did not end well: cloud-init says «error».',
  );
});

test('a changed host key stops at once, it is not waited away', async () => {
  const refused = diagnostic('machine.is-template', { params: { id: '100' } });
  const view = viewOf(running);
  const hosts = new Map(view.facts.hosts).set(VM, { reached: false, expected: false, diagnostic: refused });
  expect(machinesStart.check({ ...view, facts: { ...view.facts, hosts } }, VM)).toEqual({
    state: 'blocked',
    diagnostic: refused,
  });
});

test('before the machine exists it waits for it', () => {
  expect(checkStep(machinesStart, VM, siteWith([TEMPLATE]))).toMatchObject({
    state: 'later',
    waitsFor: ['machines.clone'],
  });
});

test('an unknown state of cloud-init is not the end of the first start', () => {
  const hosts = withExtra({ ...running, [VM]: nothingKnown() }, VM, 'machines.cloud-init', unknown('exit code 127'));
  expect(checkStep(machinesStart, VM, hosts).state).toBe('blocked');
});
