import { afterEach, describe, expect, test } from 'vitest';
import type { DrillOrder } from '../../electron/api/drill.ts';
import { build, drill, planOf } from './support/drill-run.ts';
import { exampleText, openRack, type Rack } from './support/rack.ts';
import { sizedSite } from './support/sized-site.ts';

/** Drills on a whole simulated site: each breaks it, measures, and leaves it as it was. */
let rack: Rack;
afterEach(() => rack.close());

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC sized';
const threeNodes = (version: '8.4' | '9.1') => sizedSite({ nodes: 3, version, key: KEY });

/** Guests of the whole cluster, as PVE lists them. */
const guests = async (at: Rack, node: string) =>
  JSON.parse(await at.byHand(node, 'pvesh get /cluster/resources --type vm --output-format json'))
    .map((guest: { vmid: number }) => guest.vmid)
    .sort();

describe.each([
  ['8.4, two nodes and a witness', exampleText(), 'pve-node2', 'vm-dashboard'],
  [
    '9.1, two nodes and a witness',
    exampleText().replace('version = "8.4"', 'version = "9.1"'),
    'pve-node2',
    'vm-dashboard',
  ],
  ['9.1, three nodes', threeNodes('9.1'), 'pve3', 'vm-one'],
] as const)('%s', (_, text, node, machine) => {
  test('every drill is rehearsed, gives its figures, and leaves nothing to change', async () => {
    rack = await openRack(text);
    await build(rack);
    const before = await guests(rack, node);
    const expected: readonly [DrillOrder, string, readonly string[]][] = [
      [{ kind: 'link', node, link: 1 }, node, ['noticed', 'quorate-looks', 'back']],
      [{ kind: 'quorum', node }, node, ['lost', 'refused', 'back']],
      [{ kind: 'restore', machine }, machine, ['backup', 'backup-age', 'backup-size', 'restore', 'restored', 'boot']],
      [{ kind: 'failover', machine }, machine, ['away', 'data-age']],
    ];
    for (const [order, typed, figures] of expected) {
      const { view, outcome, sentence } = await drill(rack, order, typed);
      expect({ kind: order.kind, outcome, state: view.state, left: view.left, sentence }).toEqual({
        kind: order.kind,
        outcome: 'done',
        state: 'rehearsed',
        left: [],
        sentence: '',
      });
      expect(view.figures.map((figure) => figure.id)).toEqual(figures);
      for (const { id, value, atMost } of view.figures) {
        expect(value, id).toBeGreaterThanOrEqual(0);
        if (atMost !== undefined) expect(value, id).toBeLessThanOrEqual(atMost);
      }
      expect(await planOf(rack)).toEqual([]);
    }
    expect(await guests(rack, node)).toEqual(before);
    expect(await rack.byHand(node, 'iptables -S')).not.toContain('sitewright');
    expect(await rack.byHand(node, 'ls /var/lib/vz/dump 2>/dev/null || true')).not.toContain('vzdump');
    expect(rack.served.world.defects).toEqual([]);
  }, 240_000);
});
