import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Visitor } from '../../../../../electron/api/arrival.ts';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { openArrivalStore } from '../../../../../electron/engine/arrival/arrival-store.ts';
import { arrivalTokens } from '../../../../../electron/engine/arrival/tokens.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { fingerprint } from '../../../../../electron/engine/shell/ssh-keys.ts';
import { arrivalSite } from './support/arrival-site.ts';
import { askBody, hookBody, NODE_KEY, webhookBody } from './support/install-messages.ts';
import { openReceiver } from './support/open-receiver.ts';

describe('a machine that asks for its answer', () => {
  test('gets it as TOML, and it is known when it asked and when it had it whole', async () => {
    const { ask, facts, visitors } = await openReceiver();
    expect(await ask()).toEqual({
      status: 200,
      type: 'application/toml; charset=utf-8',
      text: '# the answer of pve-node1\n',
    });
    await vi.waitFor(() => expect(facts.map(({ fact }) => fact.kind)).toEqual(['asked', 'answered']));
    expect(visitors).toEqual([]);
  });

  test('asks again before anything proves the installation, and gets it again', async () => {
    const { ask } = await openReceiver();
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(200);
  });

  test('gets none after its webhook, also after Sitewright was restarted, until its name is typed; then once', async () => {
    const { ask, send, tokens, visitors, store, folder } = await openReceiver();
    await ask();
    const token = tokens.webhookToken('pve-node1').reveal();
    expect((await send(tokens.webhookPath('pve-node1'), webhookBody({ token }))).status).toBe(200);
    expect(await ask()).toMatchObject({ status: 403, text: expect.stringContaining('pve-node1 is installed already') });
    expect(visitors).toMatchObject([{ kind: 'guarded', host: 'pve-node1' }]);
    await store.settled();

    const later = await openReceiver({ folder });
    expect((await later.ask()).status).toBe(403);
    await expect(later.book.release('pve-node1', 'pve-node2')).rejects.toThrow(/arrival.name-not-typed/);
    await expect(later.book.release('witness', 'witness')).rejects.toThrow(/arrival.unknown-host/);
    await later.book.release('pve-node1', 'pve-node1');
    expect((await later.ask()).status).toBe(200);
    await later.send(tokens.webhookPath('pve-node1'), webhookBody({ token }));
    expect((await later.ask()).status).toBe(403);
  });

  test('gets none when SSH of its installed system has been seen', async () => {
    const { ask, book } = await openReceiver();
    book.sshSeen('pve-node1', false);
    expect((await ask()).status).toBe(200);
    book.sshSeen('pve-node1', false);
    expect((await ask()).status).toBe(403);
  });

  test('without the bearer token of 9.2 it gets 401, with a wrong one too', async () => {
    const { send, tokens, visitors } = await openReceiver();
    expect((await send(tokens.answerPath, askBody())).status).toBe(401);
    expect((await send(tokens.answerPath, askBody(), { headers: { authorization: 'Bearer x' } })).status).toBe(401);
    expect(visitors).toMatchObject([{ kind: 'wrong-secret' }]);
  });

  test('of 9.1 needs no token, because its installer knows none', async () => {
    const { send, tokens } = await openReceiver({
      site: arrivalSite({ dhcp: true, version: '9.1', delivery: 'one-image' }),
    });
    expect((await send(tokens.answerPath, askBody({ iso: { release: '9.1' } }))).status).toBe(200);
  });

  test('that nobody knows is shown with its firmware, can be given a node, and gets that one next time', async () => {
    let now = Date.parse('2026-11-21T14:00:00.000Z');
    const { ask, visitors, book } = await openReceiver({ now: () => now });
    const strange = {
      dmi: { system: { serial: 'SPARE-7', name: 'Other' } },
      network_interfaces: [{ link: 'a', mac: '02:AA:00:00:00:07' }],
    };
    expect((await ask(strange)).status).toBe(404);
    now += 60_000;
    expect((await ask(strange)).status).toBe(404);
    expect(visitors).toHaveLength(2);
    expect(new Set(visitors.map(({ id }) => id)).size).toBe(1);
    expect(visitors[0]).toMatchObject({
      kind: 'unknown-machine',
      fromAddress: '127.0.0.1',
      machine: { systemSerial: 'SPARE-7', macs: ['02:aa:00:00:00:07'] },
    });
    await book.assign(visitors[0]?.id ?? '', 'pve-node2');
    expect(visitors.at(-1)).toMatchObject({ host: 'pve-node2', diagnostics: [{ code: 'arrival.assigned' }] });
    expect((await ask(strange)).text).toBe('# the answer of pve-node2\n');
    await expect(book.assign('nobody', 'pve-node2')).rejects.toThrow(/arrival.unknown-visitor/);
    await expect(book.assign(visitors[0]?.id ?? '', 'witness')).rejects.toThrow(/arrival.unknown-host/);
  });

  test('of another version or product gets none: its disks would be erased for nothing', async () => {
    const { ask, visitors } = await openReceiver();
    expect((await ask({ iso: { release: '9.1' } })).status).toBe(404);
    expect((await ask({ product: { product: 'pbs' } })).status).toBe(404);
    expect(visitors.map(({ diagnostics }) => diagnostics[0]?.code)).toEqual([
      'arrival.other-installer',
      'arrival.other-installer',
    ]);
  });

  test('gets an error and no half of an answer when it cannot be made', async () => {
    const { ask, store, troubles } = await openReceiver({
      answerOf: () => {
        throw new Error('the vault is closed');
      },
    });
    expect(await ask()).toMatchObject({ status: 500, text: expect.not.stringContaining('vault') });
    expect(store.value().guards).toEqual({});
    expect(troubles.map(String)).toEqual(['Error: the vault is closed']);
  });

  test('takes the node of another one that was given it before: no two get the same answer', async () => {
    const { ask, visitors, book } = await openReceiver();
    const machine = (number: number) => ({
      dmi: { system: { serial: `SPARE-${number}` } },
      network_interfaces: [{ link: 'a', mac: `02:AA:00:00:00:0${number}` }],
    });
    for (const number of [1, 2]) {
      expect((await ask(machine(number))).status).toBe(404);
      await book.assign(visitors.at(-1)?.id ?? '', 'pve-node2');
    }
    expect((await ask(machine(1))).status).toBe(404);
    expect((await ask(machine(2))).text).toBe('# the answer of pve-node2\n');
  });
});

/** Requests of two machines that both have a port of pve-node1: a card was moved, and its serials say nothing. */
const twin = (port: number) => ({
  dmi: { system: { name: 'RM-2200' } },
  network_interfaces: [{ link: 'a', mac: `02:00:00:00:01:0${port}` }],
});
const spare = (number: number) => ({
  dmi: { system: { serial: `SPARE-${number}` } },
  network_interfaces: [{ link: 'a', mac: `02:AA:00:00:00:0${number}` }],
});

describe('a release', () => {
  async function openInstalled() {
    const opened = await openReceiver();
    const token = opened.tokens.webhookToken('pve-node1').reveal();
    const report = (change: Readonly<Record<string, unknown>> = {}) =>
      opened.send(opened.tokens.webhookPath('pve-node1'), webhookBody({ token, ...change }));
    expect((await opened.ask()).status).toBe(200);
    expect((await report()).status).toBe(200);
    return { ...opened, report };
  }
  const codes = (visitors: readonly Visitor[]) => visitors.map(({ diagnostics }) => diagnostics[0]?.code);

  test('goes over to the machine that is given the node by hand: the installed one keeps its disks', async () => {
    const { ask, visitors, book, report } = await openInstalled();
    await book.release('pve-node1', 'pve-node1');
    await ask(spare(7));
    await book.assign(visitors.at(-1)?.id ?? '', 'pve-node1');
    expect((await ask()).status).toBe(404);
    expect(visitors.at(-1)).toMatchObject({ kind: 'unknown-machine', diagnostics: [{ code: 'arrival.given-away' }] });
    expect((await ask(spare(7))).text).toBe('# the answer of pve-node1\n');
    const nic = { mac: '02:aa:00:00:00:07', 'is-management': true };
    await report({ dmi: { system: { serial: 'SPARE-7' } }, 'network-interfaces': [nic] });
    expect((await ask(spare(7))).status).toBe(403);
    expect((await ask()).status).toBe(404);
  });

  test('is asked for before a machine takes the place of an installed one', async () => {
    const { ask, visitors, book } = await openInstalled();
    await ask(spare(7));
    await book.assign(visitors.at(-1)?.id ?? '', 'pve-node1');
    expect((await ask(spare(7))).status).toBe(403);
    expect(codes(visitors)).toEqual(['arrival.unknown-machine', 'arrival.assigned', 'arrival.guarded-other-machine']);
    await book.release('pve-node1', 'pve-node1');
    expect((await ask(spare(7))).status).toBe(200);
  });

  test('is asked for before an installed machine becomes another node', async () => {
    const { ask, visitors, book, send, tokens } = await openReceiver();
    await ask(spare(7));
    await book.assign(visitors.at(-1)?.id ?? '', 'pve-node1');
    await ask(spare(7));
    const told = { dmi: { system: { serial: 'SPARE-7' } }, 'network-interfaces': [{ mac: '02:aa:00:00:00:07' }] };
    const token = tokens.webhookToken('pve-node1').reveal();
    await send(tokens.webhookPath('pve-node1'), webhookBody({ token, ...told }));
    await book.assign(visitors.at(0)?.id ?? '', 'pve-node2');
    expect((await ask(spare(7))).status).toBe(403);
    expect(visitors.at(-1)?.diagnostics).toMatchObject([
      { code: 'arrival.guarded-other-node', params: { host: 'pve-node2', installed: 'pve-node1' } },
    ]);
    await book.release('pve-node2', 'pve-node2');
    expect((await ask(spare(7))).text).toBe('# the answer of pve-node2\n');
  });

  test('is for the machine that was sent away, and is refused while two were', async () => {
    const first = await openReceiver();
    first.book.sshSeen('pve-node1', true);
    expect((await first.ask(twin(1))).status).toBe(403);
    await first.book.release('pve-node1', 'pve-node1');
    expect((await first.ask(twin(2))).status).toBe(403);
    expect((await first.ask(twin(1))).status).toBe(200);

    const { ask, book } = await openReceiver();
    book.sshSeen('pve-node1', true);
    await ask(twin(1));
    await ask(twin(2));
    await expect(book.release('pve-node1', 'pve-node1')).rejects.toThrow(/arrival.which-machine: .*01:01.*01:02/);
  });

  test.each([
    ['webhook', 'its installer reported'],
    ['first-boot', 'reported its first start'],
    ['ssh', 'SSH answered'],
  ] as const)('that a %s made necessary is asked for in words of a person', async (by, words) => {
    const { ask, visitors, book, send, tokens, report } = { ...(await openReceiver()), report: hookBody };
    await ask();
    if (by === 'ssh') book.sshSeen('pve-node1', false);
    if (by === 'first-boot') await send(tokens.reportPath, report(tokens.reportToken('pve-node1').reveal()));
    const token = tokens.webhookToken('pve-node1').reveal();
    if (by === 'webhook') await send(tokens.webhookPath('pve-node1'), webhookBody({ token }));
    await ask();
    const [told] = visitors.at(-1)?.diagnostics ?? [];
    if (!told) throw new Error('nobody was sent away');
    for (const language of ['en', 'es'] as const)
      expect(describeDiagnostic(told, language).summary).not.toMatch(/webhook|first-boot|\{/);
    expect(describeDiagnostic(told, 'en').summary).toContain(words);
  });

  test('and an assignment are on the disk when they are answered, and refused where they cannot be', async () => {
    const { ask, visitors, book, folder, store } = await openReceiver();
    await ask(spare(7));
    const path = join(folder, 'arrivals.json');
    await book.assign(visitors.at(-1)?.id ?? '', 'pve-node2');
    expect((await openArrivalStore(path)).value().assignments).toMatchObject([{ host: 'pve-node2' }]);
    await book.release('pve-node1', 'pve-node1');
    expect((await openArrivalStore(path)).value().guards['pve-node1']?.release).toBeDefined();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    await expect(book.release('pve-node2', 'pve-node2')).rejects.toThrow(/workspace.not-writable/);
    await expect(book.assign(visitors[0]?.id ?? '', 'pve-node1')).rejects.toThrow(/workspace.not-writable/);
    rmSync(folder);
    mkdirSync(folder);
    store.update((value) => ({ ...value }));
  });
});

describe('a webhook', () => {
  test('with its secret is believed: keys first, then the report', async () => {
    const { send, tokens, facts, keys, store } = await openReceiver();
    const token = tokens.webhookToken('pve-node1').reveal();
    expect((await send(tokens.webhookPath('pve-node1'), webhookBody({ token }))).status).toBe(200);
    expect(keys).toEqual([`pve-node1 1 ${fingerprint(NODE_KEY.publicLine)}`]);
    expect(facts).toMatchObject([{ host: 'pve-node1', fact: { kind: 'report', name: 'pve-node1.municipal.lan' } }]);
    expect(store.value().guards['pve-node1']?.machines[0]?.installed?.by).toBe('webhook');
  });

  test.each([
    ['without its token', {}],
    [
      'with the token of another node',
      { token: arrivalTokens(new Secret('the secret of the site'), 'municipal').webhookToken('pve-node2').reveal() },
    ],
  ])(
    '%s is shown, never pinned, and still answered with 200: the installer would stop in a shell',
    async (_what, change) => {
      const { send, tokens, facts, keys, visitors, store } = await openReceiver();
      expect((await send(tokens.webhookPath('pve-node1'), webhookBody(change))).status).toBe(200);
      expect(visitors).toMatchObject([{ kind: 'wrong-secret', host: 'pve-node1' }]);
      expect([...facts, ...keys]).toEqual([]);
      expect(store.value().guards).toEqual({});
    },
  );

  test.each([
    ['no JSON', 'not json'],
    ['nothing', ''],
  ])('of %s is shown and still answered with 200', async (_what, body) => {
    const { send, tokens, visitors } = await openReceiver();
    expect((await send(tokens.webhookPath('pve-node1'), body)).status).toBe(200);
    expect(visitors).toMatchObject([{ kind: 'unreadable', host: 'pve-node1' }]);
  });

  test('whose keys cannot be kept is told of here and answered with 200; a first-boot hook tries again', async () => {
    const full = async () => Promise.reject(new Error('no space is left'));
    const { send, tokens, troubles } = await openReceiver({ onHostKeys: full });
    const token = tokens.webhookToken('pve-node1').reveal();
    expect((await send(tokens.webhookPath('pve-node1'), webhookBody({ token }))).status).toBe(200);
    const body = hookBody(tokens.reportToken('pve-node1').reveal());
    expect((await send(tokens.reportPath, body)).status).toBe(500);
    expect(troubles.map(String)).toEqual(['Error: no space is left', 'Error: no space is left']);
  });

  test('is only thanked for when what it proves is on the disk', async () => {
    const { send, tokens, folder } = await openReceiver();
    const token = tokens.webhookToken('pve-node1').reveal();
    await send(tokens.webhookPath('pve-node1'), webhookBody({ token }));
    const kept = await openArrivalStore(join(folder, 'arrivals.json'));
    expect(kept.value().guards['pve-node1']?.machines[0]?.installed?.by).toBe('webhook');
  });

  test('to another path is shown, never pinned', async () => {
    const { send, tokens, facts, keys, visitors } = await openReceiver();
    const other = arrivalTokens(new Secret('the secret of another site'), 'municipal');
    for (const path of ['/', '/installed', other.webhookPath('pve-node1'), `${tokens.webhookPath('pve-node1')}x`])
      expect((await send(path, webhookBody())).status).toBe(404);
    expect(visitors.map(({ kind }) => kind)).toEqual(['wrong-path']);
    expect([...facts, ...keys]).toEqual([]);
    expect(JSON.stringify(visitors)).not.toContain(other.webhookPath('pve-node1').split('/')[1]);
  });
});

describe('a first-boot report', () => {
  test('with its token is believed', async () => {
    const { send, tokens, keys, store } = await openReceiver();
    const body = hookBody(tokens.reportToken('pve-node1').reveal());
    expect((await send(tokens.reportPath, body)).status).toBe(200);
    expect(keys).toEqual([`pve-node1 1 ${fingerprint(NODE_KEY.publicLine)}`]);
    expect(store.value().guards['pve-node1']?.machines[0]?.installed?.by).toBe('first-boot');
  });

  test('with the token of another node is not', async () => {
    const { send, tokens, keys, visitors } = await openReceiver();
    const body = hookBody(tokens.reportToken('pve-node2').reveal());
    expect((await send(tokens.reportPath, body)).status).toBe(403);
    expect(visitors).toMatchObject([{ kind: 'wrong-secret' }]);
    expect(keys).toEqual([]);
  });
});
