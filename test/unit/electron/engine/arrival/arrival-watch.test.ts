import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { NodeReport } from '../../../../../electron/api/arrival.ts';
import type { RunEventBody } from '../../../../../electron/api/run.ts';
import { openArrivalStore } from '../../../../../electron/engine/arrival/arrival-store.ts';
import { ArrivalWatch } from '../../../../../electron/engine/arrival/arrival-watch.ts';
import type { Clock } from '../../../../../electron/engine/shell/clock.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { makeEd25519 } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { openHostKeys } from '../../../../../electron/engine/transport/host-keys.ts';
import { createTransports } from '../../../../../electron/engine/transport/pool.ts';
import type { Dialer } from '../../../../../electron/engine/transport/port.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { arrivalSite } from './support/arrival-site.ts';

const START = Date.parse('2026-11-21T14:00:00.000Z');
const KEY = makeEd25519('watch', 'arrival-watch').privateText;
/** One address whose SSH takes connections and says nothing. */
const answering = (address: string, onDial: () => void = () => undefined): Dialer => ({
  connect: async (asked, port) => {
    onDial();
    if (asked !== address || port !== 22) throw Object.assign(new Error('silence'), { code: 'ETIMEDOUT' });
    return new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  },
});

async function open(dialer: Dialer, clock: { now: number } = { now: START }, folder = temporaryFolder('watch')) {
  const site = arrivalSite();
  const store = await openArrivalStore(join(folder, 'arrivals.json'));
  onTestFinished(() => store.settled());
  const hostKeys = await openHostKeys(join(folder, 'host-keys.json'));
  const time: Clock = { now: () => clock.now, wait: async () => undefined };
  const events: RunEventBody[] = [];
  const looks: string[] = [];
  const watch = new ArrivalWatch({
    site,
    store,
    hostKeys,
    dialer,
    openTransports: ({ name, address, user }) => {
      looks.push(name);
      return createTransports({
        hosts: [{ name, address, user }],
        dialer,
        key: new Secret(KEY),
        hostKeys,
        hostKeyPolicy: { mode: 'pinned-only' },
        redactor: createRedactor(),
        clock: time,
        connectTimeoutMs: 100,
      });
    },
    clock: time,
    by: 'test',
    emit: (event) => events.push(event),
    onSsh: () => undefined,
  });
  const phase = (host: string) => watch.views().find((view) => view.host === host)?.phase;
  return { watch, events, phase, store, folder, clock, looks, hostKeys };
}
const signal = new AbortController().signal;
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const REPORT: NodeReport = {
  source: 'ssh',
  at: at(3),
  machine: {},
  disks: [],
  nics: [],
  hostKeys: [],
  memoryBytes: 2 ** 35,
};

describe('watching machines', () => {
  test('a look that began before a machine asked does not say that it is installed', async () => {
    const clock = { now: START };
    let reinstalls = (): void => undefined;
    const { watch, phase } = await open(
      answering('192.168.1.11', () => reinstalls()),
      clock,
    );
    reinstalls = () => {
      clock.now += 1;
      watch.learn('pve-node1', { kind: 'asked', at: new Date(clock.now).toISOString() });
    };
    await watch.round(signal);
    expect(phase('pve-node1')).toBe('asked');
    reinstalls = () => undefined;
    clock.now += 5_000;
    await watch.round(signal);
    expect(phase('pve-node1')).toBe('ssh');
    await watch.settled();
  });

  test('a look that fails shows nothing of the script that it was to run', async () => {
    const { watch } = await open(answering('192.168.1.11'));
    await watch.round(signal);
    await watch.settled();
    const told = watch.views()[0]?.diagnostics.filter(({ code }) => code.startsWith('transport.')) ?? [];
    expect(told).toHaveLength(1);
    for (const line of told.flatMap(({ evidence }) => evidence)) expect(line).not.toMatch(/\n|LC_ALL|printf/);
    expect(told[0]?.evidence.length).toBeLessThanOrEqual(1);
  });

  test('each machine is told of when something about it changed, and only then', async () => {
    const { watch, events, clock } = await open(answering('nothing'));
    const told = () => events.filter((event) => event.type === 'arrival').length;
    await watch.round(signal);
    expect(told()).toBe(3);
    clock.now += 5_000;
    await watch.round(signal);
    expect(told()).toBe(3);
    watch.powered('pve-node2');
    expect(told()).toBe(4);
    expect(events.filter((event) => event.type === 'probes')).toHaveLength(2);
  });

  test('a watch that begins again the same day goes on, the next day anew', async () => {
    const first = await open(answering('nothing'));
    first.watch.powered('pve-node1');
    await first.store.settled();
    const soon = await open(answering('nothing'), { now: START + 3_600_000 }, first.folder);
    expect(soon.phase('pve-node1')).toBe('powered');
    const later = await open(answering('nothing'), { now: START + 86_400_000 }, first.folder);
    expect(later.phase('pve-node1')).toBe('waiting');
  });

  test('a key that the machine does not show cannot be confirmed, and a machine that nobody planned neither', async () => {
    const { watch } = await open(answering('nothing'));
    const fingerprint = `SHA256:${'a'.repeat(43)}`;
    await expect(watch.compareKey('pve-node1', fingerprint)).rejects.toThrow(/arrival.key-not-seen/);
    await expect(watch.compareKey('other', fingerprint)).rejects.toThrow(/arrival.unknown-host/);
    expect(() => watch.powered('other')).toThrow(/arrival.unknown-host/);
  });

  test('a key that is pinned but not the one that is shown cannot be confirmed either', async () => {
    const { watch, hostKeys, phase } = await open(answering('nothing'));
    const shown = { fingerprint: `SHA256:${'a'.repeat(43)}`, state: 'different', at: at(1) } as const;
    const known = makeEd25519('known', 'arrival-watch').publicLine.split(' ')[1] ?? '';
    await hostKeys.pin('pve-node1', Buffer.from(known, 'base64'), { origin: 'known-before', by: 'test', note: 'test' });
    const pinned = hostKeys.pins('pve-node1')[0]?.fingerprint ?? '';
    watch.learn('pve-node1', { kind: 'probe', at: at(1), up: true, ssh: true, api: true });
    watch.learn('pve-node1', { kind: 'host-key', at: at(1), hostKey: shown });
    await expect(watch.compareKey('pve-node1', pinned)).rejects.toThrow(/arrival.key-not-seen/);
    expect(phase('pve-node1')).toBe('ssh');
  });

  test('a watch that begins again looks at the keys anew, also of machines that were ready', async () => {
    const ready = [
      { kind: 'probe', at: at(1), up: true, ssh: true, api: true },
      { kind: 'host-key', at: at(2), hostKey: { fingerprint: 'SHA256:x', state: 'from-report', at: at(2) } },
      { kind: 'report', at: at(3), report: REPORT },
    ] as const;
    const first = await open(answering('nothing'));
    for (const fact of ready) first.watch.learn('pve-node1', fact);
    expect(first.phase('pve-node1')).toBe('ready');
    await first.store.settled();
    const again = await open(answering('192.168.1.11'), { now: START + 3_600_000 }, first.folder);
    await again.watch.round(signal);
    await again.watch.settled();
    expect(again.looks).toEqual(['pve-node1']);
  });

  test('a look that began before a machine asked says nothing of it, also when it has its answer already', async () => {
    const clock = { now: START };
    const { watch, phase } = await open(
      answering('192.168.1.11', () => {
        if (phase('pve-node1') !== 'waiting') return;
        clock.now += 1;
        const at = new Date(clock.now).toISOString();
        watch.learn('pve-node1', { kind: 'asked', at });
        watch.learn('pve-node1', { kind: 'answered', at });
      }),
      clock,
    );
    await watch.round(signal);
    expect(phase('pve-node1')).toBe('installing');
  });

  test('a machine that was there before teaches nothing of how long installations take', async () => {
    const { watch, store } = await open(answering('nothing'));
    watch.learn('witness', { kind: 'powered', at: at(1) });
    watch.learn('witness', { kind: 'probe', at: at(60), up: true, ssh: true });
    watch.learn('witness', {
      kind: 'host-key',
      at: at(61),
      hostKey: { fingerprint: 'SHA256:x', state: 'compared', at: at(61) },
    });
    expect(store.value().learnt).toEqual({});
  });
});
