import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { NodeArrival, RehearsedMedia, Visitor } from '../../../../../electron/api/arrival.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { arrivalTokens } from '../../../../../electron/engine/arrival/tokens.ts';
import type { EngineClient } from '../../../../../electron/engine/engine.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { ARRIVAL_SECRET } from '../../../../../electron/engine/site/delivery.ts';
import { makeStandIn } from '../../../../support/iso/stand-in-iso.ts';
import { openTestEngine, ROOT } from '../../../../support/test-engine.ts';

interface Prepared {
  readonly client: EngineClient;
  readonly site: string;
  /** Folder of the rehearsal. */
  readonly rehearsal: string;
  /** What was asked of the keeper of sleep, in order. */
  readonly awake: readonly boolean[];
}

/** A copy of the example; a rehearsal of it makes its images from a stand-in of the vendor's. */
function exampleSite(change: (text: string) => string = (text) => text): Prepared {
  const awake: boolean[] = [];
  const opened = openTestEngine({ keepAwake: (wanted) => awake.push(wanted) });
  onTestFinished(() => opened.close());
  const folder = join(opened.folder, 'site');
  mkdirSync(folder);
  cpSync(join(ROOT, 'examples', 'two-node'), folder, { recursive: true });
  const site = join(folder, 'site.toml');
  writeFileSync(site, change(readFileSync(site, 'utf8')));
  const rehearsal = join(opened.folder, 'state', 'sitewright', 'sites', 'municipal', 'rehearsal');
  return { client: opened.engine.client('cli'), site, rehearsal, awake };
}

/** The same with images made from a base that xorriso made, as a person would have made them before. */
async function siteWithImages(): Promise<Prepared> {
  const prepared = exampleSite(version('9.1'));
  const { client, site } = prepared;
  const base = join(prepared.rehearsal, '..', 'base.iso');
  mkdirSync(dirname(base), { recursive: true });
  makeStandIn('proxmox', base);
  // A base that was written this moment is not remembered by its digest.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const { sha256 } = await client.images.inspectBase({ base });
  await client.images.make({ site, base, acceptBase: sha256 });
  return prepared;
}

const version = (wanted: string) => (text: string) => text.replace(/^version = "8.4"/m, `version = "${wanted}"`);
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

/** Files of a rehearsal's runs, pins and arrivals that hold one of its tokens. */
function leaked(rehearsal: string): readonly string[] {
  const { secrets } = JSON.parse(readFileSync(join(rehearsal, 'throw-away-secrets.json'), 'utf8'));
  const secret = new Secret(secrets[ARRIVAL_SECRET] ?? secrets[ARRIVAL_SECRET.replace('secret:', '')]);
  const tokens = arrivalTokens(secret, 'municipal').all(['pve-node1', 'pve-node2']);
  const runs = readdirSync(join(rehearsal, 'runs'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(rehearsal, 'runs', name))
    .filter((file) => statSync(file).isFile());
  const files = [...runs, join(rehearsal, 'arrivals.json'), join(rehearsal, 'host-keys.json')];
  expect(runs.length).toBeGreaterThan(1);
  return files.filter((file) => {
    const text = readFileSync(file, 'utf8');
    return tokens.some((token) => text.includes(token.reveal()));
  });
}

const phases = (node: NodeArrival | undefined) => node?.segments.map(({ phase }) => phase);
const codes = (nodes: readonly NodeArrival[] = []) => [
  ...new Set(nodes.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))),
];

describe('a rehearsed arrival', () => {
  test('goes from bare machines to all nodes answering, with a stick each and no DHCP', async () => {
    const prepared = await siteWithImages();
    const { last, told, visitors } = await rehearse(prepared, 'stick-each');
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
    expect(prepared.awake).toEqual([true, false]);
    expect(leaked(prepared.rehearsal)).toEqual([]);
  }, 120_000);

  test('goes with one stick from machine to machine', async () => {
    const { last, told } = await rehearse(exampleSite(), 'one-stick');
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 3 });
    const at = (name: string, phase: string) =>
      told
        .get(name)
        ?.at(-1)
        ?.segments.find((segment) => segment.phase === phase)?.from ?? '';
    expect(at('pve-node1', 'restarting') < at('pve-node2', 'powered')).toBe(true);
  }, 120_000);

  test('goes with one image for all over DHCP: answers, webhooks and keys over HTTPS', async () => {
    // Of 9.2, whose requests and webhooks carry tokens.
    const prepared = exampleSite((text) => withDhcp(version('9.2')(text)));
    const { last, told, visitors } = await rehearse(prepared, 'one-image');
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
    expect(leaked(prepared.rehearsal)).toEqual([]);
  }, 120_000);

  test('a disk that is not there ends at the prompt; the silence says so and the screen is understood', async () => {
    const prepared = exampleSite();
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

  test('a node that answers and lacks one of its disks is ready, and the rehearsal does not end well', async () => {
    const prepared = exampleSite((text) =>
      text
        .replace('filesystem = "ext4"', 'filesystem = "zfs"\nraid = "raid0"')
        .replace('diskSerials = ["BTYF812304TL240AGN"]', 'diskSerials = ["BTYF812304TL240AGN", "SECOND-1"]')
        .replace('disks = [', 'disks = [\n  { serial = "SECOND-1", model = "Intel D3-S4520", sizeGb = 240 },'),
    );
    const { last, told, events } = await rehearse(prepared, 'stick-each', ['install.disk-missing@pve-node1']);
    expect(told.get('pve-node1')?.at(-1)).toMatchObject({
      phase: 'ready',
      diagnostics: [{ code: 'arrival.disk-missing', severity: 'error' }],
    });
    expect(events).toContainEqual(
      expect.objectContaining({
        diagnostic: expect.objectContaining({ code: 'arrival.differs', params: { hosts: 'pve-node1' } }),
      }),
    );
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'failed', changed: 3 });
  }, 180_000);

  test('a fault that had no occasion is told of at the end', async () => {
    const { last, events } = await rehearse(exampleSite(), 'stick-each', [
      'install.webhook-unreachable',
      'install.stick-swapped@pve-node2',
    ]);
    const told = events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []));
    const unused = told.filter(({ code }) => code === 'rehearsal.fault-unused');
    expect(unused).toMatchObject([{ params: { name: 'install.webhook-unreachable' } }]);
    expect(last).toMatchObject({ type: 'run-finished' });
  }, 180_000);

  test('one image for all is refused where no DHCP server gives its installer an address', async () => {
    const { client, site } = exampleSite();
    const rehearsal = { compression: 400, faults: [] };
    await expect(client.arrival.watch({ site, rehearsal, rehearsedMedia: 'one-image' })).rejects.toMatchObject({
      data: { diagnostics: [{ code: 'site.one-image-needs-dhcp', subject: { field: 'media.delivery' } }] },
    });
  });

  test('a fault at a node that nobody installs is refused before anything begins', async () => {
    const { client, site } = exampleSite();
    const order = (fault: string) =>
      client.arrival.watch({ site, rehearsal: { compression: 400, faults: [fault] }, rehearsedMedia: 'stick-each' });
    for (const fault of ['install.hangs@pve9', 'install.hangs@witness', 'install.hangs@'])
      await expect(order(fault)).rejects.toMatchObject({
        data: { diagnostics: [{ code: 'rehearsal.unknown-fault-place', params: { known: 'pve-node1, pve-node2' } }] },
      });
  });

  test('somebody else at the address of a node ends the rehearsal, with the key that nobody may believe', async () => {
    const { last, told, events } = await rehearse(exampleSite(), 'stick-each', ['install.host-key-differs@pve-node1']);
    expect(last).toMatchObject({ type: 'run-finished', outcome: 'failed', changed: 2 });
    expect(told.get('pve-node1')?.at(-1)).toMatchObject({ phase: 'ssh', hostKey: { state: 'different' } });
    expect(events).toContainEqual(
      expect.objectContaining({ diagnostic: expect.objectContaining({ code: 'arrival.other-key' }) }),
    );
  }, 180_000);

  test('a node whose stick stays in asks again and is guarded until its name is typed', async () => {
    const prepared = exampleSite(withDhcp);
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

  test('what is said to a watch that is over is refused by name', async () => {
    const opened = openTestEngine();
    onTestFinished(() => opened.close());
    const client = opened.engine.client('cli');
    await expect(client.arrival.powered({ runId: 'gone', host: 'pve-node1' })).rejects.toMatchObject({
      data: { diagnostics: [{ code: 'arrival.run-over' }] },
    });
  });
});
