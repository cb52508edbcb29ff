import { hostname } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import { buildCli, eventsOf, startCli } from './support/cli.ts';
import {
  exampleText,
  follow,
  openRack,
  outcomeOf,
  type Rack,
  type RackClient,
  REHEARSAL,
  troubles,
} from './support/rack.ts';

/** Two people with a laptop each at one rack: the second is told of the first, by name, and changes nothing. */
const LOCK = '/var/lib/sitewright/lock';
let rack: Rack | undefined;
afterEach(() => rack?.close());

const start = async (client: RackClient, file: string, order: { takeLock?: boolean } = {}) =>
  (await client.runs.apply({ site: file, rehearsal: REHEARSAL, ...order })).runId;

test('the second laptop is refused with the name of the first, changes nothing, and goes on once the first has ended', async () => {
  rack = await openRack(exampleText());
  const { file, served } = rack;
  const ana = rack.laptop('ana');
  const luis = rack.laptop('luis');
  let refused: readonly string[] = [];
  let warned: readonly string[] = [];
  let sent: readonly unknown[] = [];
  const runId = await start(ana, file);
  const first = await follow(ana, runId, async (event) => {
    // not while the cluster is made: then the keys of root, which pmxcfs keeps, are away for a moment, for every laptop
    if (refused.length > 0 || event.type !== 'step-started' || !event.itemId.startsWith('machines.template')) return;
    const events = await follow(luis, await start(luis, file));
    refused = troubles(events);
    sent = events.filter((each) => each.type === 'step-started' || (each.type === 'log' && each.level === 'change'));
    warned = (await luis.plan.make({ site: file, rehearsal: REHEARSAL })).diagnostics
      .filter((entry) => entry.code === 'run.site-locked' && entry.severity === 'warning')
      .map((entry) => describeDiagnostic(entry, 'es').summary);
  });
  const started = /since (\S+)\)/.exec(refused[0] ?? '')?.[1] ?? '';
  expect(refused).toEqual([`ana on ${hostname()} is changing this site now (run ${runId}, since ${started}).`]);
  expect(warned).toEqual([
    `ana en ${hostname()} está cambiando este sitio ahora (ejecución ${runId}, desde ${started}).`,
  ]);
  expect(sent).toEqual([]);
  expect(troubles(first)).toEqual([]);
  expect(outcomeOf(first)).toBe('done');
  await expect(rack.byHand('pve-node1', `ls -d ${LOCK}`)).rejects.toThrow('No such file');

  const second = await follow(luis, await start(luis, file));
  expect(outcomeOf(second)).toBe('done');
  // the vault of the second laptop does not hold the token that the first made: that alone is made anew, with what reads it
  const twice = [...served.world.effects].filter(([, count]) => count > 1).map(([key]) => key);
  expect(twice.filter((key) => !/ (token\.add|acl\.modify|docker\.compose-up) /.test(key))).toEqual([]);
}, 180_000);

test('a lock that nobody renews is told as that, and taken only by who says so; one that is renewed never is', async () => {
  rack = await openRack(exampleText());
  const luis = rack.laptop('luis');
  const holder = JSON.stringify({
    token: 'a1b2c3d4e5f6',
    laptop: 'portatil-7',
    laptopId: 'another',
    user: 'ana',
    runId: '20260301T100000Z-abcdef',
    siteId: 'municipal',
    startedAt: '2026-03-01T10:00:00.000Z',
    pid: 1,
    process: '',
  });
  await rack.byHand('pve-node1', `mkdir -p ${LOCK} && printf '%s\\n' '${holder}' > ${LOCK}/holder`);
  const fresh = await follow(luis, await start(luis, rack.file, { takeLock: true }));
  expect(troubles(fresh)).toEqual([
    'ana on portatil-7 is changing this site now (run 20260301T100000Z-abcdef, since 2026-03-01T10:00:00.000Z).',
  ]);
  expect(outcomeOf(fresh)).toBe('failed');

  await rack.served.world.sleep(1300);
  const stale = troubles(await follow(luis, await start(luis, rack.file)));
  expect(stale.join('\n')).toMatch(
    /^ana on portatil-7 began to change this site \(run 20260301T100000Z-abcdef, since 2026-03-01T10:00:00.000Z\) and has not been heard from for \d+ minutes\.$/,
  );
  const taken = await follow(luis, await start(luis, rack.file, { takeLock: true }));
  expect(troubles(taken)).toEqual([]);
  expect(outcomeOf(taken)).toBe('done');
}, 180_000);

test('a laptop whose application was killed goes on by itself: the lock is its own, and nobody has to be asked', async () => {
  await buildCli();
  rack = await openRack(exampleText());
  const { byHand, file, served } = rack;
  const options = { state: served.state, env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile } };
  const run = startCli(['apply', file, '--rehearsal', '--json', '--only', 'preflight,base'], options);
  const isHeld = () => byHand('pve-node1', `cat ${LOCK}/holder`).then(Boolean, () => false);
  while (!(await isHeld())) await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(run.pid, 'SIGKILL');
  await run.end;
  expect(await isHeld()).toBe(true);
  const again = await startCli(['apply', file, '--rehearsal', '--json', '--only', 'preflight,base'], options).end;
  expect(troubles(eventsOf(again))).toEqual([]);
  expect(again.code).toBe(0);
  expect(await isHeld()).toBe(false);
}, 120_000);

test('a run whose lock was taken over while it was not heard from ends, and says who goes on has to be agreed', async () => {
  rack = await openRack(exampleText());
  const { byHand, file, served } = rack;
  served.world.orderFault('guest.does-not-boot'); // waited for so long that the lock is renewed meanwhile
  const ana = rack.laptop('ana');
  let isReplaced = false;
  const events = await follow(ana, await start(ana, file), async (event) => {
    if (isReplaced || event.type !== 'step-started' || !event.itemId.startsWith('cluster.')) return;
    isReplaced = true;
    await byHand('pve-node1', `printf '%s\\n' '{}' > ${LOCK}/holder`);
  });
  expect(isReplaced).toBe(true);
  expect(troubles(events)).toContain(
    'Another laptop has taken over the lock of this site on pve-node1; this run ends.',
  );
  expect(outcomeOf(events)).toBe('failed');
  // what is not ours any more is left where it is
  expect(await byHand('pve-node1', `cat ${LOCK}/holder`)).toBe('{}\n');
}, 180_000);
