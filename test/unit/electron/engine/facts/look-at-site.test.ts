import { expect, test } from 'vitest';
import { fail } from '../../../../../electron/api/diagnostic.ts';
import { lookAtSite } from '../../../../../electron/engine/facts/look-at-site.ts';
import { stableFacts } from '../../../../../electron/engine/facts/stable-facts.ts';
import { wireText } from '../../../../../electron/engine/shell/command.ts';
import type { ReadTransport } from '../../../../../electron/engine/transport/port.ts';
import { site } from '../../../../steps/support/two-node.ts';

const AT = '2026-11-21T02:00:00.000Z';

/** Answers one part of the round trip and leaves the others without an answer. */
function hostSaying(host: string, id: string, stdout: string): ReadTransport {
  return {
    host,
    exec: async (command) => {
      const nonce = /([0-9a-f]{24})/.exec(wireText(command))?.[1] ?? '';
      return { code: 0, stdout: `\n${nonce} ${id}\n${stdout}\n${nonce} = 0\n`, stderr: '' };
    },
  };
}
const guests = (status: string) => JSON.stringify([{ type: 'qemu', vmid: 100, node: 'pve-node1', status, name: 'x' }]);

async function look(status: string, opened: string[] = []) {
  return lookAtSite({
    site,
    sets: [],
    takenAt: AT,
    open: (host) => {
      opened.push(host);
      if (host === 'witness') throw fail('transport.unreachable', { params: { host, address: 'x', port: 22 } });
      return hostSaying(host, 'resources', guests(status));
    },
  });
}

test('a guest that its cluster says is stopped is expected to be silent and is not asked', async () => {
  const opened: string[] = [];
  const facts = await look('stopped', opened);
  expect(facts.hosts.get('vm-dashboard')).toEqual({ reached: false, expected: true });
  expect(opened).not.toContain('vm-dashboard');
});

test('a running guest is asked after its nodes', async () => {
  const opened: string[] = [];
  const facts = await look('running', opened);
  expect(opened).toEqual(['pve-node1', 'pve-node2', 'witness', 'vm-dashboard']);
  expect(facts.hosts.get('vm-dashboard')?.reached).toBe(true);
});

test('a host that does not answer is a sight of its own', async () => {
  const witness = (await look('stopped')).hosts.get('witness');
  expect(witness).toMatchObject({ reached: false, expected: false, diagnostic: { code: 'transport.unreachable' } });
});

test('looking again at one host keeps what is known of the others', async () => {
  const before = await look('stopped');
  const opened: string[] = [];
  const again = await lookAtSite({
    site,
    sets: [],
    takenAt: AT,
    hosts: ['pve-node2'],
    before,
    open: (host) => {
      opened.push(host);
      return hostSaying(host, 'node-name', 'pve-node2\n');
    },
  });
  expect(opened).toEqual(['pve-node2']);
  expect(again.hosts.get('pve-node1')).toBe(before.hosts.get('pve-node1'));
  expect([...again.hosts.keys()]).toEqual([...before.hosts.keys()]);
});

test('the fingerprint of the same site is the same, however time passes', async () => {
  const one = JSON.stringify(stableFacts(await look('stopped')));
  expect(JSON.stringify(stableFacts(await look('stopped')))).toBe(one);
  expect(JSON.stringify(stableFacts(await look('running')))).not.toBe(one);
  expect(one).not.toContain('"clock"');
});
