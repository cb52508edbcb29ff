import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { Site } from '../../electron/api/site.ts';
import { pveSlice } from '../../electron/engine/rehearsal/pve/model/slice.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, type CliEnd, eventsOf, runCli, startCli } from './support/cli.ts';
import { type ServedSite, serveSite } from './support/served-site.ts';

const SITE = join(ROOT, 'examples', 'two-node', 'site.toml');
const folder = mkdtempSync(join(tmpdir(), 'sitewright-broken-off-'));
const site = parseSite(readFileSync(SITE, 'utf8')).site as Site;
const ownFolder = () => mkdtempSync(join(folder, 'case-'));
const TAKEN_BACK = /^pve-node2: pmxcfs\.write priv\/authorized_keys$|^pve-node2: pvecm\.updatecerts /;
const STUCK = ['cluster.join-node@pve-node2', 'pve-node2 waited 120 s for quorum while joining and did not get it.'];

beforeAll(() => buildCli(), 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('killed while a join hangs, the next run still gets in, takes the node back and can be repeated until the cable is in', async () => {
  const served = await serveSite(site, ownFolder(), { compression: 300, faults: ['join.hangs'] });
  const args = ['apply', SITE, '--rehearsal', '--json'];
  const options = { state: served.state, env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile } };
  const client = startCli(args, options);
  while (!served.world.effects.has('pve-node2: pvecm.add pve-node2')) await pause(20);
  await served.world.sleep(20);
  process.kill(client.pid, 'SIGKILL');
  expect((await client.end).signal).toBe('SIGKILL');
  // the cable stays out for as long as this needs
  pullCable(served, served.world.now() + 1e9);
  // the cluster file system of the joiner is empty: nobody gets in through it
  expect(authorizedKeys(served)).toBe('');

  const second = await runCli(args, options);
  expect(failuresOf(second)).toEqual([STUCK]);
  expect(votes(served)).toEqual(['pve-node1']);
  expect(authorizedKeys(served)).not.toBe('');

  pullCable(served, 0);
  const third = await runCli(args, options);
  expect(failuresOf(third)).toEqual([]);
  expect(third.code).toBe(0);
  expect(votes(served)).toEqual(['pve-node1', 'pve-node2']);
  // each broken-off join emptied the joiner's database, and each time its keys and its certificate were made again
  expect([...served.world.effects].filter(([key, count]) => count > 1 && !TAKEN_BACK.test(key))).toEqual([]);
  expect(served.world.defects).toEqual([]);
  await served.close();
}, 180_000);

test.each(['create.late-failure', 'join.no-certificate', 'join.backup-fails'])(
  '%s: repaired in the same run or told and finished by the next, each effect once',
  async (fault) => {
    const served = await serveSite(site, ownFolder(), { compression: 400, faults: [fault] });
    const options = { state: served.state, env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile } };
    const first = await runCli(['apply', SITE, '--rehearsal', '--json'], options);
    expect(failuresOf(first)).toEqual(fault === 'join.backup-fails' ? [STUCK] : []);
    const second = await runCli(['apply', SITE, '--rehearsal', '--json'], options);
    expect(failuresOf(second)).toEqual([]);
    expect([...served.world.effects].filter(([, count]) => count > 1)).toEqual([]);
    expect(votes(served)).toEqual(['pve-node1', 'pve-node2']);
    await served.close();
  },
  180_000,
);

function pullCable(served: ServedSite, untilMs: number): void {
  const joiner = pveSlice(served.world).nodes['pve-node2'];
  if (joiner) joiner.isolatedUntil = untilMs;
}

function authorizedKeys(served: ServedSite): string {
  const bytes = served.world.hosts.get('pve-node2')?.files.read('/root/.ssh/authorized_keys');
  return Buffer.from(bytes ?? '').toString();
}

/** Members as the first node's corosync.conf names them. */
function votes(served: ServedSite): readonly string[] {
  const bytes = served.world.hosts.get('pve-node1')?.files.read('/etc/pve/corosync.conf');
  return [
    ...Buffer.from(bytes ?? '')
      .toString()
      .matchAll(/^ {4}name: (\S+)$/gm),
  ].map((match) => match[1] ?? '');
}

function failuresOf(end: CliEnd): readonly (readonly string[])[] {
  return eventsOf(end).flatMap((event) =>
    event.type === 'step-finished' && event.outcome === 'failed'
      ? [[event.itemId, event.diagnostic ? describeDiagnostic(event.diagnostic, 'en').summary : '']]
      : [],
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
