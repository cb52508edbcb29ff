import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { NodeArrival, RehearsedMedia, Visitor } from '../../../../../electron/api/arrival.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import type { EngineClient } from '../../../../../electron/engine/engine.ts';
import { makeStandIn } from '../../../../support/iso/stand-in-iso.ts';
import { openTestEngine, ROOT } from '../../../../support/test-engine.ts';

interface Prepared {
  readonly client: EngineClient;
  readonly site: string;
  readonly folder: string;
}

/** The example, for the version of the stand-in base, with images made from it; the client of the command line. */
async function siteWithImages(change: (text: string) => string = (text) => text): Promise<Prepared> {
  const opened = openTestEngine();
  onTestFinished(() => opened.close());
  const folder = join(opened.folder, 'site');
  mkdirSync(folder);
  cpSync(join(ROOT, 'examples', 'two-node'), folder, { recursive: true });
  const site = join(folder, 'site.toml');
  const text = readFileSync(site, 'utf8').replace(/^version = "8.4"/m, 'version = "9.1"');
  writeFileSync(site, change(text));
  const base = join(opened.folder, 'base.iso');
  makeStandIn('proxmox', base);
  const client = opened.engine.client('cli');
  // A base that was written this moment is not remembered by its digest.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const { sha256 } = await client.images.inspectBase({ base });
  await client.images.make({ site, base, acceptBase: sha256 });
  return { client, site, folder };
}

const withDhcp = (text: string): string =>
  text.replace(
    /^\[network\.laptop\]/m,
    '[network.dhcp]\nrangeStart = "192.168.1.100"\nrangeEnd = "192.168.1.150"\n\n[network.laptop]',
  );

interface Watched {
  readonly events: readonly RunEvent[];
  readonly last: RunEvent | undefined;
  /** Every state of each machine, in order. */
  readonly told: ReadonlyMap<string, readonly NodeArrival[]>;
  readonly visitors: readonly Visitor[];
}

async function rehearse(
  { client, site }: Prepared,
  rehearsedMedia: RehearsedMedia,
  faults: readonly string[] = [],
  onEvent: (event: RunEvent, runId: string) => void = () => undefined,
): Promise<Watched> {
  const { runId } = await client.arrival.watch({
    site,
    rehearsal: { compression: 400, faults: [...faults] },
    rehearsedMedia,
  });
  const events: RunEvent[] = [];
  for await (const event of await client.runs.events({ runId })) {
    events.push(event);
    onEvent(event, runId);
  }
  const told = new Map<string, NodeArrival[]>();
  for (const event of events)
    if (event.type === 'arrival') told.set(event.node.host, [...(told.get(event.node.host) ?? []), event.node]);
  return {
    events,
    last: events.at(-1),
    told,
    visitors: events.flatMap((event) => (event.type === 'visitor' ? [event.visitor] : [])),
  };
}

const phases = (node: NodeArrival | undefined) => node?.segments.map(({ phase }) => phase);
const codes = (nodes: readonly NodeArrival[] = []) => [
  ...new Set(nodes.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))),
];

describe('a rehearsed arrival', () => {
  test('goes from bare machines to all nodes answering, with a stick each and no DHCP', async () => {
    const { last, told, visitors } = await rehearse(await siteWithImages(), 'stick-each');
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 3 });
    for (const name of ['pve-node1', 'pve-node2']) {
      const node = told.get(name)?.at(-1);
      expect(phases(node)).toEqual(['waiting', 'powered', 'restarting', 'ssh', 'ready']);
      expect(node?.hostKey?.state).toBe('from-report');
      expect(node?.report).toMatchObject({ source: 'first-boot', virtualisation: true });
      expect(node?.report?.disks.length).toBeGreaterThan(1);
    }
    expect(told.get('witness')?.at(-1)).toMatchObject({ phase: 'ready', hostKey: { state: 'compared' } });
    expect(visitors).toEqual([]);
  }, 120_000);

  test('goes with one stick from machine to machine', async () => {
    const { last, told } = await rehearse(await siteWithImages(), 'one-stick');
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 3 });
    const at = (name: string, phase: string) =>
      told
        .get(name)
        ?.at(-1)
        ?.segments.find((segment) => segment.phase === phase)?.from ?? '';
    expect(at('pve-node1', 'restarting') < at('pve-node2', 'powered')).toBe(true);
  }, 120_000);

  test('goes with one image for all over DHCP: answers, webhooks and keys over HTTPS', async () => {
    const prepared = await siteWithImages(withDhcp);
    const { last, told, visitors, events } = await rehearse(prepared, 'one-image');
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 3 });
    for (const name of ['pve-node1', 'pve-node2']) {
      const node = told.get(name)?.at(-1);
      expect(phases(node)).toEqual([
        'waiting',
        'powered',
        'asked',
        'installing',
        'installed',
        'restarting',
        'ssh',
        'ready',
      ]);
      expect(node?.hostKey?.state).toBe('from-report');
      expect(node?.report).toMatchObject({ source: 'webhook', filesystem: expect.any(String) });
      expect(node?.report?.memoryBytes).toBeGreaterThan(0);
      expect(codes(told.get(name))).toContain('arrival.pull-stick');
    }
    expect(visitors).toEqual([]);
    expect(JSON.stringify(events)).not.toMatch(/[A-Za-z0-9_-]{43}\/(answer|installed|report)/);
  }, 120_000);

  test('a disk that is not there ends at the prompt; the silence says so and the screen is understood', async () => {
    const prepared = await siteWithImages();
    const { last, told, events } = await rehearse(prepared, 'stick-each', ['install.disk-missing@pve-node2']);
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'failed' });
    const node = told.get('pve-node2')?.at(-1);
    expect(node).toMatchObject({ phase: 'powered', silentSince: expect.any(String) });
    expect(codes(told.get('pve-node2'))).toContain('arrival.silent');
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'diagnostic',
        diagnostic: expect.objectContaining({
          code: 'arrival.technician-stopped',
          evidence: expect.arrayContaining([expect.stringContaining('root@proxmox')]),
        }),
      }),
    );
    const [meaning] = await prepared.client.arrival.screen({
      site: prepared.site,
      host: 'pve-node2',
      screen: 'error-and-prompt',
    });
    expect(meaning?.code).toBe('arrival.screen-error-disk');
  }, 120_000);

  test('a node whose stick stays in asks again and is guarded until its name is typed', async () => {
    const prepared = await siteWithImages(withDhcp);
    let asked = 0;
    const tries: Promise<unknown>[] = [];
    const { visitors, last } = await rehearse(
      prepared,
      'one-image',
      ['install.stick-left-in@pve-node1'],
      (event, runId) => {
        if (event.type !== 'visitor' || event.visitor.kind !== 'guarded') return;
        asked += 1;
        if (asked > 1) return;
        const { client } = prepared;
        const release = (typedName: string) => client.arrival.release({ runId, host: 'pve-node1', typedName });
        tries.push(
          expect(release('pve-node2'))
            .rejects.toMatchObject({ data: { diagnostics: [{ code: 'arrival.name-not-typed' }] } })
            .then(() => client.runs.stop({ runId, mode: 'after-step' })),
        );
      },
    );
    await Promise.all(tries);
    expect(tries).toHaveLength(1);
    expect(visitors[0]).toMatchObject({
      kind: 'guarded',
      host: 'pve-node1',
      diagnostics: [{ code: 'arrival.guarded' }],
    });
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'cancelled' });
  }, 120_000);
});
