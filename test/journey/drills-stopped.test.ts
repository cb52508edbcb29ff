import { beforeAll, describe, expect, test } from 'vitest';
import type { DrillOrder, DrillView } from '../../electron/api/drill.ts';
import { buildCli, eventsOf, startCli } from './support/cli.ts';
import { drill, ONE, oneBuiltExample, planOf, TWO, VM } from './support/drill-run.ts';
import type { Rack } from './support/rack.ts';

/** Drills that are ended in the middle, by a person or because the laptop is gone. One simulated site for all of it. */
let rack: Rack;
beforeAll(() => buildCli(), 180_000);
oneBuiltExample((built) => {
  rack = built;
});

/** Stops at the first moment whose English text matches. */
const stopAt = (pattern: RegExp) => (view: DrillView) =>
  view.moments.some(({ text }) => pattern.test(text.en)) ? ('stop' as const) : undefined;

async function stopped(order: DrillOrder, typed: string, at: RegExp) {
  const { view, outcome } = await drill(rack, order, typed, stopAt(at));
  return { outcome, state: view.state, left: view.left.map((text) => text.en) };
}
const AS_BEFORE = { outcome: 'cancelled', state: 'stopped', left: [] };

const rulesOf = (node: string) =>
  rack.byHand(node, 'iptables -S; systemctl is-active sitewright-drill-silence || true');

describe('a drill that is stopped puts the site back', () => {
  test('a lost link and a node that is alone talk again', async () => {
    expect(await stopped({ kind: 'link', node: TWO, link: 1 }, TWO, /is cut$/)).toEqual(AS_BEFORE);
    expect(await rulesOf(TWO)).toBe('inactive\n');
    expect(await stopped({ kind: 'quorum', node: TWO }, TWO, /reaches nobody/)).toEqual(AS_BEFORE);
    expect(await stopped({ kind: 'quorum', node: TWO }, TWO, /refuses changes/)).toEqual(AS_BEFORE);
    expect(await rulesOf(TWO)).toBe('inactive\n');
    expect(await rack.byHand(TWO, 'ls /etc/pve')).not.toContain('drill');
    expect(await planOf(rack)).toEqual([]);
  }, 180_000);

  test('a machine that was being backed up or restored is gone with its backup, the original runs', async () => {
    for (const at of [/one is made now/, /becomes machine/, /It runs/])
      expect(await stopped({ kind: 'restore', machine: VM }, VM, at), String(at)).toEqual(AS_BEFORE);
    const here = await rack.byHand(ONE, 'ls /etc/pve/qemu-server /var/lib/vz/dump; pvesm list vmdata');
    expect(here).not.toMatch(/9900|vzdump/);
    expect(await rack.byHand(ONE, 'qm status 100; grep -c ^lock: /etc/pve/qemu-server/100.conf || true')).toBe(
      'status: running\n0\n',
    );
    expect(await planOf(rack)).toEqual([]);
  }, 180_000);

  test('a node that was switched off is named, and the site is whole when it is on again', async () => {
    expect(await stopped({ kind: 'failover', machine: VM }, VM, /^Power of pve-node1 cut/)).toEqual({
      outcome: 'cancelled',
      state: 'stopped',
      left: [
        'Switch pve-node1 on. If it has no button to press, take its power away for 10 s and give it back.',
        'When all nodes are on again, apply the site: it says whether vm-dashboard is where it should be.',
      ],
    });
    await rack.served.world.sleep(900);
    expect(await planOf(rack)).toEqual([]);
  }, 180_000);
});

describe('a laptop that vanishes in the middle of a drill', () => {
  const begin = async (kind: 'link' | 'quorum') => {
    const args = ['drill', rack.file, kind, '--node', TWO, '--confirm', TWO, '--rehearsal', '--json'];
    const cli = startCli(args, {
      state: rack.served.state,
      env: { SITEWRIGHT_REHEARSAL_NETWORK: rack.served.networkFile },
    });
    while (!(await rulesOf(TWO)).includes('sitewright-drill')) await new Promise((resolve) => setTimeout(resolve, 50));
    return cli;
  };

  test.each(['link', 'quorum'] as const)(
    'during %s: the node talks again by itself, and nothing of it has restarted',
    async (kind) => {
      const { world } = rack.served;
      const host = world.hosts.get(TWO);
      if (!host) throw new Error('the example has two nodes');
      const bootedAt = world.bootedAt(host);
      const cli = await begin(kind);
      process.kill(cli.pid, 'SIGKILL');
      expect((await cli.end).signal).toBe('SIGKILL');
      await rack.served.world.sleep(45);
      expect(await rulesOf(TWO)).toBe('inactive\n');
      expect(await rack.byHand(TWO, 'corosync-quorumtool -s | grep Quorate:')).toMatch(/Yes/);
      expect(world.bootedAt(host)).toBe(bootedAt);
      expect(rack.served.world.effects.get(`${TWO}: watchdog.reset`)).toBeUndefined();
    },
    180_000,
  );

  test('that comes back to a node which has restarted meanwhile finds it talking: a restart forgets the rules', async () => {
    const { world } = rack.served;
    const host = world.hosts.get(TWO);
    if (!host) throw new Error('the example has two nodes');
    let hasRestarted = false;
    const { view } = await drill(rack, { kind: 'link', node: TWO, link: 1 }, TWO, ({ moments }) => {
      if (moments.length === 0 || hasRestarted) return undefined;
      hasRestarted = true;
      world.reboot(host);
      return undefined;
    });
    expect({ state: view.state, left: view.left }).toMatchObject({ state: 'failed' });
    // a copy that fell due while the node was down has failed, and is tried again within a quarter of an hour
    await world.sleep(900);
    expect(await rulesOf(TWO)).toBe('inactive\n');
    expect(await planOf(rack)).toEqual([]);
  }, 180_000);

  test('what it left is cleared by the next drill', async () => {
    const cli = await begin('link');
    process.kill(cli.pid, 'SIGKILL');
    await cli.end;
    const { view, sentence } = await drill(rack, { kind: 'quorum', node: TWO }, TWO);
    expect({ state: view.state, sentence }).toEqual({ state: 'rehearsed', sentence: '' });
    expect(await rulesOf(TWO)).toBe('inactive\n');
  }, 180_000);

  test('Ctrl+C is no vanishing: the site is put back before the command ends with 3', async () => {
    const cli = await begin('quorum');
    process.kill(cli.pid, 'SIGINT');
    const end = await cli.end;
    expect(end.code).toBe(3);
    expect(await rulesOf(TWO)).toBe('inactive\n');
    const last = eventsOf(end).findLast((event) => event.type === 'drill');
    expect(last?.type === 'drill' && last.drill.state).toBe('stopped');
    expect(await planOf(rack)).toEqual([]);
  }, 180_000);
});
