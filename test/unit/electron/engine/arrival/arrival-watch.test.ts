import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
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
/** One address that takes connections and says nothing. */
const answering = (address: string, onDial: () => void = () => undefined): Dialer => ({
  connect: async (asked) => {
    onDial();
    if (asked !== address) throw Object.assign(new Error('silence'), { code: 'ETIMEDOUT' });
    return new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  },
});

async function open(dialer: Dialer, clock: { now: number } = { now: START }, folder = temporaryFolder('watch')) {
  const site = arrivalSite();
  const store = await openArrivalStore(join(folder, 'arrivals.json'));
  const hostKeys = await openHostKeys(join(folder, 'host-keys.json'));
  const time: Clock = { now: () => clock.now, wait: async () => undefined };
  const events: RunEventBody[] = [];
  const watch = new ArrivalWatch({
    site,
    store,
    hostKeys,
    dialer,
    openTransports: ({ name, address, user }) =>
      createTransports({
        hosts: [{ name, address, user }],
        dialer,
        key: new Secret(KEY),
        hostKeys,
        hostKeyPolicy: { mode: 'pinned-only' },
        redactor: createRedactor(),
        clock: time,
        connectTimeoutMs: 100,
      }),
    clock: time,
    by: 'test',
    emit: (event) => events.push(event),
    onSsh: () => undefined,
  });
  const phase = (host: string) => watch.views().find((view) => view.host === host)?.phase;
  return { watch, events, phase, store, folder, clock };
}
const signal = new AbortController().signal;

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
});
