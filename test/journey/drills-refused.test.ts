import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Diagnostic, describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { DrillOrder } from '../../electron/api/drill.ts';
import { diagnosticsOf } from '../../electron/cli/view/failure.ts';
import { pveSlice } from '../../electron/engine/rehearsal/pve/model/slice.ts';
import { ROOT } from '../support/test-engine.ts';
import { build, drill, ONE, oneBuiltExample, planOf, TWO, VM } from './support/drill-run.ts';
import { exampleText, openRack, type Rack } from './support/rack.ts';

/** What a technician is told where a drill is not begun, or did not go as promised. One simulated site for all of it. */
vi.setConfig({ testTimeout: 120_000 });
let rack: Rack;
oneBuiltExample((built) => {
  rack = built;
});

/** The sentence with which an order is refused before a run begins. */
async function refusal(order: DrillOrder, typed: string, text?: string): Promise<string> {
  if (text !== undefined) rack.write(text);
  try {
    await drill(rack, order, typed);
    return 'begun';
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('the drill never')) return error.message;
    return diagnosticsOf(error)
      .map((entry: Diagnostic) => describeDiagnostic(entry, 'en').summary)
      .join('\n');
  } finally {
    rack.write(exampleText());
  }
}

/** The sentence of a drill that was begun as a run. Nothing was broken where there are no moments. */
async function told(order: DrillOrder, typed: string) {
  const { sentence, view, outcome } = await drill(rack, order, typed);
  return {
    sentence,
    state: view.state,
    outcome,
    hasBegun: view.moments.length > 0,
    left: view.left.map((text) => text.en),
  };
}
const NOT_BEGUN = { state: 'failed', outcome: 'failed', hasBegun: false, left: [] };

describe('a drill is not begun', () => {
  test('where another name was typed than that of what is broken', async () => {
    expect(await refusal({ kind: 'link', node: TWO, link: 1 }, ONE)).toBe(
      'The drill was not begun: "pve-node1" was typed, and it needs pve-node2.',
    );
    expect(await refusal({ kind: 'restore', machine: VM }, '')).toBe(
      'The drill was not begun: "" was typed, and it needs vm-dashboard.',
    );
  });

  test('on a node, link or machine that the site has not', async () => {
    expect(await refusal({ kind: 'quorum', node: 'pve-node7' }, 'pve-node7')).toBe(
      'The site has no node "pve-node7" for this drill.',
    );
    expect(await refusal({ kind: 'link', node: TWO, link: 3 }, TWO)).toBe('The site has no link "3" for this drill.');
  });

  test('where the site has no HA, one link only, or no vote to spare', async () => {
    const noHa = exampleText().replace(/\[machines\.ha\][^[]*/, '');
    expect(await refusal({ kind: 'failover' }, VM, noHa)).toBe('No machine of this site is under HA.');
    const oneLink = exampleText()
      .replace(/\[\[network\.links\]\]\nid = 1\n[^[]*/, '')
      .replace(/, 1 = "10\.10\.11\.1[12]"/g, '')
      .replace(/, link = 1 }/g, ' }');
    expect(await refusal({ kind: 'link', node: TWO }, TWO, oneLink)).toBe(
      'pve-node2 has one cluster link only; without it the node is alone.',
    );
    const noWitness = readFileSync(join(ROOT, 'examples', 'two-node-no-witness', 'site.toml'), 'utf8');
    expect(await refusal({ kind: 'quorum' }, TWO, noWitness)).toBe(
      'The cluster of this site does not survive the loss of one node (2 votes, 2 needed).',
    );
  });

  test('while another laptop changes the site', async () => {
    const other = {
      token: 'another-laptop',
      laptop: 'tina',
      laptopId: 'x',
      user: 'ana',
      runId: 'r1',
      siteId: 'municipal',
    };
    const holder = JSON.stringify({ ...other, startedAt: '2026-11-21T10:00:00Z', pid: 1, process: 'x' });
    await rack.byHand(ONE, `mkdir /var/lib/sitewright/lock && echo '${holder}' > /var/lib/sitewright/lock/holder`);
    try {
      expect(await refusal({ kind: 'link', node: TWO, link: 1 }, TWO)).toMatch(
        /^the drill never said anything: ana on tina is changing this site now/,
      );
    } finally {
      await rack.byHand(ONE, 'rm -r /var/lib/sitewright/lock');
    }
  });

  test('while a vote is missing', async () => {
    const witness = rack.served.world.hosts.get('witness');
    if (!witness) throw new Error('the example has a witness');
    rack.served.world.setPower(witness, false);
    await rack.served.world.sleep(30);
    expect(await told({ kind: 'failover', machine: VM }, VM)).toEqual({
      sentence: 'pve-node1 has no full quorum now: 2 of 3 votes.',
      ...NOT_BEGUN,
    });
    rack.served.world.setPower(witness, true);
    await rack.served.world.sleep(30);
  });

  test('while the other link is down', async () => {
    const drop = '-p udp --dport 5405:5412 -d 10.10.10.12 -j DROP';
    await rack.byHand(TWO, `iptables -I INPUT ${drop}`);
    expect(await told({ kind: 'link', node: TWO, link: 1 }, TWO)).toEqual({
      sentence: 'pve-node1 has no other link than 1 over which it reaches every node now.',
      ...NOT_BEGUN,
    });
    await rack.byHand(TWO, `iptables -D INPUT ${drop}`);
  });

  test('where the storage takes no backups, or has no room for a second machine', async () => {
    const storages = await rack.byHand(ONE, 'cat /etc/pve/storage.cfg');
    const content = /^dir: local\n(?:\s.*\n)*?\s+content (\S+)/m.exec(storages)?.[1];
    await rack.byHand(ONE, 'pvesm set local --content iso,vztmpl,import,snippets');
    expect(await told({ kind: 'restore', machine: VM }, VM)).toEqual({
      sentence: 'Storage local takes no backups on pve-node1.',
      ...NOT_BEGUN,
    });
    await rack.byHand(ONE, `pvesm set local --content ${content}`);
    const pool = pveSlice(rack.served.world).nodes[ONE]?.pools.data ?? {};
    const size = { ...pool };
    Object.assign(pool, { sizeBytes: 40 * 2 ** 30 });
    expect(await told({ kind: 'restore', machine: VM }, VM)).toMatchObject({
      sentence: expect.stringMatching(/^vmdata on pve-node1 has no room to restore vm-dashboard: 32 GiB needed/),
      ...NOT_BEGUN,
    });
    Object.assign(pool, size);
  });

  test('while nothing but the node itself could take the machine', async () => {
    await rack.byHand(ONE, `ha-manager crm-command node-maintenance enable ${TWO}`);
    await rack.served.world.sleep(30);
    expect(await told({ kind: 'failover', machine: VM }, VM)).toEqual({
      sentence: 'HA has no other node for vm-dashboard now (pve-node2: maintenance).',
      ...NOT_BEGUN,
    });
    await rack.byHand(ONE, `ha-manager crm-command node-maintenance disable ${TWO}`);
    await rack.served.world.sleep(30);
  });
});

describe('a drill that did not go as promised fails with why, and puts back what it can', () => {
  test('the backup cannot be made; the restore breaks off and nothing of it stays', async () => {
    rack.served.world.orderFault('backup.fails');
    expect((await told({ kind: 'restore', machine: VM }, VM)).sentence).toBe(
      'The backup of vm-dashboard on pve-node1 failed.',
    );
    rack.served.world.orderFault('restore.fails');
    const failed = await told({ kind: 'restore', machine: VM }, VM);
    expect(failed).toMatchObject({ state: 'failed', outcome: 'failed', hasBegun: true, left: [] });
    expect(failed.sentence).toMatch(/^The backup local:backup\/vzdump-qemu-100-\S+ could not be restored\.$/);
    expect(await rack.byHand(ONE, 'ls /etc/pve/qemu-server; pvesm list vmdata')).not.toContain('9900');
    expect(await planOf(rack)).toEqual([]);
  });

  test('a number on whose disks somebody has kept something is not used', async () => {
    await rack.byHand(ONE, 'pvesm alloc vmdata 9900 vm-9900-disk-0 1G');
    const { view } = await drill(rack, { kind: 'restore', machine: VM }, VM);
    expect(view.state).toBe('rehearsed');
    expect(view.moments.map(({ text }) => text.en)).toContain('Machine 9901 is removed');
    expect(await rack.byHand(ONE, 'pvesm list vmdata')).toContain('vm-9900-disk-0');
    await rack.byHand(ONE, 'pvesm free vmdata:vm-9900-disk-0');
  });

  test('HA never starts the machine elsewhere: the node is switched on again, the machine runs where it was', async () => {
    rack.served.world.orderFault('failover.stuck');
    const failed = await told({ kind: 'failover', machine: VM }, VM);
    expect(failed).toMatchObject({ state: 'failed', outcome: 'failed', hasBegun: true });
    expect(failed.sentence).toBe('vm-dashboard did not run on another node within 10 min; HA reports recovery.');
    expect(await planOf(rack)).toEqual([]);
  });

  test('the other node has no copy of the disk: told as that, with what is left to do', async () => {
    const own = await openRack(exampleText());
    try {
      await build(own);
      own.served.world.orderFault('replica.missing');
      const { view, sentence, outcome } = await drill(own, { kind: 'failover', machine: VM }, VM);
      expect({ sentence, outcome, state: view.state }).toEqual({
        sentence: 'vm-dashboard did not run on another node within 10 min; HA reports error.',
        outcome: 'failed',
        state: 'failed',
      });
      const [first, ...rest] = view.left.map((text) => text.en);
      expect(first).toBe(
        'HA has given up vm-dashboard on pve-node2. Its disk is on pve-node1: type these lines on pve-node2, one after the other.',
      );
      expect(rest.pop()).toBe(
        'When all nodes are on again, apply the site: it says whether vm-dashboard is where it should be.',
      );
      // the lines do what they say
      for (const line of rest) {
        await own.byHand(TWO, line);
        await own.served.world.sleep(60);
      }
      expect(rest).toHaveLength(3);
      await own.served.world.sleep(1_200);
      expect(await planOf(own)).toEqual([]);
      expect(await own.byHand(ONE, 'qm status 100')).toBe('status: running\n');
    } finally {
      await own.close();
    }
  }, 240_000);
});
