import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { DrillOrder } from '../../electron/api/drill.ts';
import type { ReportModel } from '../../electron/engine/report/report-model.ts';
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

/** The drills that a report of the site shows: kind, how it ended, how many figures. */
async function reported(at: Rack): Promise<readonly (readonly [string, string, number])[]> {
  const { folder } = await at.laptop().report.make({ site: at.file, outDir: join(dirname(at.file), 'report') });
  const { drills } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Pick<ReportModel, 'drills'>;
  const text = readFileSync(join(folder, 'report.md'), 'utf8');
  expect(/never had a drill|nunca tuvo un simulacro/.test(text)).toBe(drills.length === 0);
  for (const { drill: shown } of drills)
    expect(text).toContain(shown.title[/nunca|Simulacros/.test(text) ? 'es' : 'en']);
  return drills.map(({ drill: { kind, state, figures } }) => [kind, state, figures.length]);
}

const isFull = process.env.SITEWRIGHT_FULL === '1';

type Walk = readonly [title: string, text: string, node: string, machine: string];
const WALKS: readonly Walk[] = [
  ['8.4, two nodes and a witness', exampleText(), 'pve-node2', 'vm-dashboard'],
  [
    '9.1, two nodes and a witness',
    exampleText().replace('version = "8.4"', 'version = "9.1"'),
    'pve-node2',
    'vm-dashboard',
  ],
  ['9.1, three nodes', threeNodes('9.1'), 'pve3', 'vm-one'],
];

describe.each(WALKS.filter(([title]) => isFull || !title.startsWith('9.1, two')))('%s', (_, text, node, machine) => {
  test('every drill is rehearsed, gives its figures, and leaves nothing to change', async () => {
    rack = await openRack(text);
    await build(rack);
    const before = await guests(rack, node);
    expect(await reported(rack)).toEqual([]);
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
    expect(await reported(rack)).toEqual([
      ['failover', 'rehearsed', 2],
      ['link', 'rehearsed', 3],
      ['quorum', 'rehearsed', 3],
      ['restore', 'rehearsed', 6],
    ]);
    expect(await guests(rack, node)).toEqual(before);
    expect(await rack.byHand(node, 'iptables -S')).not.toContain('sitewright');
    expect(await rack.byHand(node, 'ls /var/lib/vz/dump 2>/dev/null || true')).not.toContain('vzdump');
    expect(rack.served.world.defects).toEqual([]);
  }, 240_000);
});
