import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { RunEvent, StopMode } from '../../electron/api/run.ts';
import type { Site } from '../../electron/api/site.ts';
import { rehearsalCommandSets } from '../../electron/engine/app/rehearsal-command-sets.ts';
import { createWorld } from '../../electron/engine/rehearsal/kernel/world.ts';
import { WorldFolder } from '../../electron/engine/rehearsal/kernel/world-folder.ts';
import { openThrowAwaySecrets } from '../../electron/engine/rehearsal/throw-away-secrets.ts';
import { compareSites } from '../../electron/engine/site/compare-sites.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { openTestEngine, ROOT } from '../support/test-engine.ts';
import { buildCli, type CliEnd, eventsOf, runCli } from './support/cli.ts';
import { finalState } from './support/final-state.ts';
import { type ServedSite, serveSite } from './support/served-site.ts';
import { type Exchange, watchCommands } from './support/watch-commands.ts';

const SITE = join(ROOT, 'examples', 'two-node', 'site.toml');
const folder = mkdtempSync(join(tmpdir(), 'sitewright-second-'));
const site = parseSite(readFileSync(SITE, 'utf8')).site as Site;
const ownFolder = () => mkdtempSync(join(folder, 'case-'));

beforeAll(() => buildCli(), 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a second apply changes nothing, runs no program that changes, and asks each host at most three times', async () => {
  const own = ownFolder();
  const served = await serveSite(site, own, { compression: 300 });
  const exchanges: (Exchange & { readonly changed: boolean })[] = [];
  watchCommands(served.world, { after: (exchange) => exchanges.push(exchange) });
  const apply = () =>
    runCli(['apply', SITE, '--rehearsal', '--json'], {
      state: served.state,
      env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
    });
  const first = await apply();
  expect(lastOf(first)).toMatchObject({ outcome: 'done', failed: 0 });
  // the watcher can tell a change from a look
  expect(exchanges.filter((exchange) => exchange.changed).length).toBeGreaterThan(35);
  await served.world.sleep(300);

  const before = finalState(served.world);
  const effects = [...served.world.effects];
  const seenBefore = served.world.seen.length;
  exchanges.length = 0;
  const second = await apply();
  expect(lastOf(second)).toMatchObject({ outcome: 'done', changed: 0, failed: 0 });
  expect(eventsOf(second).filter((event) => event.type === 'step-started')).toEqual([]);
  expect(eventsOf(second).filter((event) => event.type === 'log' && event.level === 'change')).toEqual([]);

  for (const host of [...site.hosts, ...site.machines]) {
    const trips = exchanges.filter((exchange) => exchange.host === host.name).length;
    expect(trips, host.name).toBeGreaterThan(0);
    expect(trips, host.name).toBeLessThanOrEqual(3);
  }
  expect([...served.world.effects]).toEqual(effects);
  expect(finalState(served.world)).toEqual(before);
  const ran = served.world.seen.slice(seenBefore).map((command) => command.argv);
  expect(ran.length).toBeGreaterThan(100);
  expect(ran.filter((argv) => !isLook(argv)).map((argv) => argv.join(' ').slice(0, 200))).toEqual([]);

  const seenThen = served.world.seen.length;
  await expectReadBack(served, own);
  const asked = served.world.seen.slice(seenThen).map((command) => command.argv);
  expect(asked.filter((argv) => !isLook(argv)).map((argv) => argv.join(' ').slice(0, 200))).toEqual([]);
  expect([...served.world.effects]).toEqual(effects);
  expect(finalState(served.world)).toEqual(before);
  expect(served.world.defects).toEqual([]);
  await served.close();
}, 180_000);

/** The cluster that stands, described by nothing but reading it: a site on which there is nothing to change. */
async function expectReadBack(served: ServedSite, own: string): Promise<void> {
  const options = { state: served.state, env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile } };
  const rehearsal = join(served.state, 'sitewright', 'sites', site.id, 'rehearsal');
  const key = join(own, 'id_ed25519');
  writeFileSync(key, openThrowAwaySecrets(rehearsal).key.privateText, { mode: 0o600 });
  const out = join(own, 'read-back');
  const words = ['site', 'from-cluster', '192.168.1.11', '--identity', key, '--out', out, '--json'];
  const refused = await runCli(words, options);
  expect(refused.code).toBe(2);
  const [fingerprint = ''] = /SHA256:[A-Za-z0-9+/]{43}/.exec(refused.stdout) ?? [];
  const made = await runCli([...words, '--host-key', fingerprint], options);
  expect(made.code).toBe(0);
  expect(JSON.parse(made.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    type: 'made',
    path: join(out, 'site.toml'),
  });

  const back = parseSite(readFileSync(join(out, 'site.toml'), 'utf8'));
  expect(back.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  // what a cluster does not know: how it was installed, where it stands, what runs inside its machines, and this laptop
  const unknowable =
    /^(name|language|country|organisation|contact|keyboard|mailto|access\.|stacks|network\.laptop|network\.links\[\d\]\.purpose|hosts\[[^\]]+\]\.(origin|label|install))/;
  expect(
    compareSites(site, back.site as Site)
      .map(({ path }) => path)
      .filter((path) => !unknowable.test(path)),
  ).toEqual([]);

  const plan = await runCli(['plan', join(out, 'site.toml'), '--rehearsal', '--json'], options);
  expect(plan.code, plan.stdout.slice(-2000)).toBe(0);
}

test('the check for changing programs knows a change when it sees one', () => {
  for (const words of [
    'qm set 100 --onboot 1',
    'systemctl restart pveproxy',
    'zpool import tank',
    'zpool clear tank',
    'rm -f /etc/hosts',
    'docker compose up -d',
  ])
    expect(isLook(words.split(' ')), words).toBe(false);
});

test('a site without a witness is built, and its HA test ends not applicable, never green', async () => {
  const end = await runCli(['rehearse', join(ROOT, 'examples', 'two-node-no-witness', 'site.toml'), '--json'], {
    state: ownFolder(),
  });
  const results = eventsOf(end).flatMap((event) => (event.type === 'check-finished' ? [event.result] : []));
  expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['smoke.cluster', 'rehearsed'],
    ['smoke.machine-100', 'not-applicable'],
    ['smoke.dashboard-monitoring', 'rehearsed'],
    ['smoke.services-monitoring', 'rehearsed'],
    ['smoke.data-monitoring', 'rehearsed'],
    ['smoke.bare-address-monitoring', 'rehearsed'],
    ['smoke.registry-registry', 'rehearsed'],
  ]);
  expect(results[1]?.reason?.en).toBe('no automatic failover');
  expect(end.code).toBe(0);
}, 180_000);

test('a changed host key stops everything with its reason, again at the next run, and nothing is sent', async () => {
  const state = ownFolder();
  expect((await runCli(['rehearse', SITE, '--keep'], { state })).code).toBe(0);
  for (const flags of [['--fault', 'host-key.changed'], []]) {
    const end = await runCli(['apply', SITE, '--rehearsal', '--json', ...flags], { state });
    expect(end.code).toBe(1);
    const told = eventsOf(end).flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []));
    expect(told.map((entry) => entry.code)).toContain('transport.host-key-changed');
    expect(eventsOf(end).filter((event) => event.type === 'step-started')).toEqual([]);
    expect(lastOf(end)).toMatchObject({ outcome: 'failed', changed: 0 });
  }
}, 180_000);

test('a fault that nobody knows is refused before anything begins', async () => {
  const end = await runCli(['rehearse', SITE, '--fault', 'join.hang'], { state: ownFolder() });
  expect(end.code).toBe(2);
  expect(end.stdout + end.stderr).toContain('No fault is named «join.hang».');
  expect(end.stdout + end.stderr).toContain('join.hangs');
});

test.each<StopMode>(['after-step', 'now'])(
  'stopped %s, a run says what was left, and the next one finishes',
  async (mode) => {
    const { engine, close } = openTestEngine();
    const client = engine.client('cli');
    const rehearsal = { faults: [], keep: true, compression: 300 };
    const follow = async (runId: string, onEvent?: (event: RunEvent) => Promise<void> | void) => {
      const events: RunEvent[] = [];
      for await (const event of await client.runs.events({ runId, after: 0 })) {
        events.push(event);
        await onEvent?.(event);
      }
      return events;
    };
    const { runId } = await client.runs.apply({ site: SITE, rehearsal });
    let isStopped = false;
    const stopped = await follow(runId, async (event) => {
      if (isStopped || event.type !== 'step-started' || event.itemId !== 'cluster.join-node@pve-node2') return;
      isStopped = true;
      await client.runs.stop({ runId, mode });
    });
    expect(isStopped).toBe(true);
    expect(stopped.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'cancelled' });
    const join = stopped.find(
      (event) => event.type === 'step-finished' && event.itemId.startsWith('cluster.join-node'),
    );
    expect(join).toMatchObject(
      mode === 'now' ? { outcome: 'cancelled', diagnostic: { code: 'run.stop-now' } } : { outcome: 'changed' },
    );
    const stopAt = stopped.findIndex((event) => event.type === 'log' && event.text === `stop asked for: ${mode}`);
    expect(stopAt).toBeGreaterThan(0);
    expect(stopped.slice(stopAt).filter((event) => event.type === 'step-started')).toEqual([]);

    const again = await client.runs.apply({ site: SITE, rehearsal });
    const finished = await follow(again.runId);
    expect(finished.at(-1), JSON.stringify(failuresOf(finished))).toMatchObject({ outcome: 'done', failed: 0 });
    await close();
  },
  180_000,
);

test('a join that hangs says so, and is finished by the next run once the cable is back', async () => {
  const served = await serveSite(site, ownFolder(), { compression: 300, faults: ['join.hangs'] });
  const apply = () =>
    runCli(['apply', SITE, '--rehearsal', '--json'], {
      state: served.state,
      env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
    });
  const first = await apply();
  expect(first.code).toBe(1);
  expect(failuresOf(eventsOf(first))).toContainEqual([
    'cluster.join-node@pve-node2',
    'pve-node2 waited 120 s for quorum while joining and did not get it.',
  ]);
  await served.world.sleep(900);
  const second = await apply();
  expect(failuresOf(eventsOf(second))).toEqual([]);
  expect(second.code).toBe(0);
  // the join that was broken off emptied the joiner's database: its keys and its certificate were made again
  const twice = [...served.world.effects].filter(([, count]) => count > 1).map(([key]) => key);
  expect(
    twice.filter((key) => !/^pve-node2: (pmxcfs\.write priv\/authorized_keys$|pvecm\.updatecerts )/.test(key)),
  ).toEqual([]);
  await served.close();
}, 180_000);

test.each([
  'ssh.drops@cluster.join-node',
  'ssh.drops-after@cluster.create',
  'ssh.drops-before@storage.pool',
  'ssh.drops-after@machines.clone',
  'ssh.drops@stack.up',
  'node.reboots@cluster.join-node',
  'node.reboots@base.hosts-file',
  'node.reboots@machines.template',
])(
  '%s: what it leaves behind is told, and the next run finishes with each effect once',
  async (fault) => {
    const state = ownFolder();
    const first = await runCli(['rehearse', SITE, '--keep', '--json', '--fault', fault], { state });
    const kept = new WorldFolder(join(state, 'sitewright', 'sites', site.id, 'rehearsal', 'world'));
    // the fault did happen
    expect(kept.load()?.faults).toEqual({ [fault]: 0 });
    for (const [, sentence] of failuresOf(eventsOf(first))) expect(sentence).not.toBe('');
    await aMinutePasses(kept);
    const second = await runCli(['apply', SITE, '--rehearsal', '--json'], { state });
    expect(failuresOf(eventsOf(second))).toEqual([]);
    expect(second.code).toBe(0);
    const effects = Object.entries(kept.load()?.effects ?? {});
    expect(effects.length).toBeGreaterThan(20);
    expect(effects.filter(([, count]) => count > 1)).toEqual([]);
  },
  180_000,
);

/** Simulated time passes only while somebody is in there: so a node that restarts comes back. */
async function aMinutePasses(kept: WorldFolder): Promise<void> {
  const state = kept.load();
  if (!state) throw new Error('nothing was kept');
  const world = createWorld({
    seed: 0,
    hosts: [],
    commandSets: rehearsalCommandSets(),
    compression: 300,
    state,
    blobs: kept,
  });
  await world.sleep(60);
  kept.save(world.saveState(kept));
  world.close();
}

function lastOf(end: CliEnd): RunEvent | undefined {
  return eventsOf(end).at(-1);
}

/** Items that failed, with their sentence. */
function failuresOf(events: readonly RunEvent[]): readonly (readonly [string, string])[] {
  return events.flatMap((event) =>
    event.type === 'step-finished' && event.outcome === 'failed'
      ? [[event.itemId, event.diagnostic ? describeDiagnostic(event.diagnostic, 'en').summary : ''] as const]
      : [],
  );
}

/** Programs that only look, whatever they are told; a shell's own work shows in what it starts and in the state. */
const LOOKING =
  /^(\/bin\/)?(sh|cat|uname|ls|lsblk|df|getent|readlink|date|grep|ss|ssh-keyscan|sha256sum|stat|dpkg-query|corosync-quorumtool)$/;
/** The words with which the others only look. */
const LOOKING_WITH: Readonly<Record<string, RegExp>> = {
  ip: /^-j -d addr$/,
  chronyc: /^-n -c (tracking|sources)$/,
  systemctl: /^(show|is-active|is-enabled) /,
  find: /^\/\S+ -path \S+$/,
  zpool: /^(list |status |import$)/,
  pvesh: /^get /,
  docker: /^(version|image ls|ps) /,
  sed: /^-n /,
  'cloud-init': /^status$/,
  sudo: /^-n -- \/usr\/bin\/env LC_ALL=C.UTF-8 /,
  // what it starts is seen by itself
  timeout: /^-k 1 8 sh -c /,
  '/usr/bin/env': /^LC_ALL=C.UTF-8 SITEWRIGHT_EXEC=\w+ \/bin\/sh -c /,
};
function isLook(argv: readonly string[]): boolean {
  const [program = '', ...words] = argv;
  return LOOKING.test(program) || (LOOKING_WITH[program]?.test(words.join(' ')) ?? false);
}
