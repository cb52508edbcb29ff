import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { Plan } from '../../electron/api/plan.ts';
import type { RunEvent } from '../../electron/api/run.ts';
import type { Selection } from '../../electron/api/selection.ts';
import type { Site } from '../../electron/api/site.ts';
import type { SimHost } from '../../electron/engine/rehearsal/kernel/program.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { openTestEngine } from '../support/test-engine.ts';
import { buildCli, runCli } from './support/cli.ts';
import { type SavedMoment, type ServedSite, serveSite } from './support/served-site.ts';
import { sizedSite } from './support/sized-site.ts';
import { serveMoment, settle } from './support/undisturbed.ts';
import { watchCommands } from './support/watch-commands.ts';

/** A site that stands, one of its hosts off: the others are worked on, what concerns it waits, and the run does not say «done». */
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC sized';
/** Not more: what a step gives two minutes must not be late for lack of this machine's time. */
const COMPRESSION = 100;
const REHEARSAL = { faults: [], keep: true, compression: COMPRESSION };
const folder = mkdtempSync(join(tmpdir(), 'sitewright-away-'));
beforeAll(() => buildCli(), 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BACKUP = `
[[backups]]
id = "nightly"
schedule = "21:00"
storage = "local"
keep = { last = 3 }
`;
/** What a technician does meanwhile: a storage, a machine under HA on one of the nodes that are on, another hour for the backup. */
const changed = (text: string, node: string, replica: string): string =>
  `${text.replace('21:00', '22:30')}
[[storages]]
type = "dir"
id = "scans"
path = "/srv/scans"
content = ["iso"]

[[templates]]
id = 9001
name = "debian-13-second"
image = "debian-13-genericcloud-amd64.qcow2"
node = "${node}"
storage = "vmdata"

[[machines]]
id = 101
name = "vm-two"
template = 9001
node = "${node}"
cores = 2
memoryMib = 2048
diskGib = 16
storage = "vmdata"
address = "192.168.7.201/24"

[machines.replication]
to = ["${replica}"]

[machines.ha]
enabled = true
`;

interface Case {
  readonly title: string;
  readonly nodes: 2 | 3;
  readonly witness: boolean;
  readonly version: '8.4' | '9.1';
}
const ALL: readonly Case[] = (['8.4', '9.1'] as const).flatMap((version) => [
  { title: `two nodes and a witness, ${version}`, nodes: 2, witness: true, version },
  { title: `three nodes, ${version}`, nodes: 3, witness: false, version },
]);
/** Each size on one of the versions; on both in a full run. */
const isFull = process.env.SITEWRIGHT_FULL !== undefined;
const CASES = ALL.filter(({ nodes, version }) => isFull || (nodes === 2) === (version === '8.4'));

interface Applied {
  readonly events: readonly RunEvent[];
  readonly outcome: string;
  readonly changed: readonly string[];
  /** `item code host` of what failed. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

function clientOf(served: ServedSite, siteFile: string) {
  const { engine, close } = openTestEngine({
    env: { XDG_STATE_HOME: served.state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
  const client = engine.client('cli');
  return {
    close,
    plan: (selection?: Selection): Promise<Plan> =>
      client.plan.make({ site: siteFile, rehearsal: REHEARSAL, ...(selection ? { selection } : {}) }),
    async apply(selection?: Selection): Promise<Applied> {
      const { runId } = await client.runs.apply({
        site: siteFile,
        rehearsal: REHEARSAL,
        ...(selection ? { selection } : {}),
      });
      const events: RunEvent[] = [];
      for await (const event of await client.runs.events({ runId, after: 0 })) events.push(event);
      const ends = events.flatMap((event) => (event.type === 'step-finished' ? [event] : []));
      const last = events.at(-1);
      return {
        events,
        outcome: last?.type === 'run-finished' ? last.outcome : '-',
        changed: ends.filter(({ outcome }) => outcome === 'changed').map(({ itemId }) => itemId),
        failed: ends
          .filter(({ outcome }) => outcome === 'failed')
          .map((end) => `${end.itemId} ${end.diagnostic?.code} ${end.diagnostic?.subject.host ?? ''}`.trim()),
        skipped: ends.filter(({ outcome }) => outcome === 'skipped').map(({ itemId }) => itemId),
      };
    },
  };
}

/** A node that starts starts its guests, and puts its key into the cluster's list. */
const BY_ITSELF = /: (qm\.start \d+|pmxcfs\.write priv\/authorized_keys)$/;

const hostOf = (served: ServedSite, name: string): SimHost => served.world.hosts.get(name) as SimHost;
async function power(served: ServedSite, name: string, on: boolean): Promise<void> {
  served.world.setPower(hostOf(served, name), on);
  await served.world.sleep(on ? 400 : 300);
}
const openItems = ({ items }: Plan) => items.filter(({ action }) => action !== 'skip');
const heldBy = (plan: Plan, host: string) =>
  openItems(plan).filter(({ diagnostic }) => diagnostic?.code === 'step.host-away' && diagnostic.subject.host === host);
const idsOf = (items: Plan['items']) => items.map(({ id }) => id);

describe.each(CASES)('$title', ({ nodes, witness, version }) => {
  const own = join(folder, `${nodes}-${version}`);
  const siteFile = join(own, 'site.toml');
  const text = sizedSite({ nodes, version, key: KEY, witness }) + BACKUP;
  const site = parseSite(text).site as Site;
  let stands: SavedMoment;

  beforeAll(async () => {
    mkdirSync(own);
    writeFileSync(siteFile, text);
    const served = await serveSite(site, mkdtempSync(join(own, 'first-')), { compression: COMPRESSION });
    const client = clientOf(served, siteFile);
    const first = await client.apply();
    expect([first.failed, first.outcome]).toEqual([[], 'done']);
    await client.close();
    await settle(served);
    stands = served.save();
    await served.close();
  }, 600_000);

  const inMoment = async (
    work: (served: ServedSite, client: ReturnType<typeof clientOf>) => Promise<void>,
  ): Promise<void> => {
    const served = await serveMoment(site, mkdtempSync(join(own, 'case-')), COMPRESSION, stands);
    writeFileSync(siteFile, text);
    const client = clientOf(served, siteFile);
    try {
      await work(served, client);
      expect(served.world.defects).toEqual([]);
    } finally {
      await client.close();
      await served.close();
    }
  };

  const hosts = site.hosts.map(({ name }) => name);
  test.each(hosts)(
    '%s is off: the others are worked on, the run says so, and converges when it is back',
    (away) =>
      inMoment(async (served, client) => {
        const node = away === 'pve1' ? 'pve2' : 'pve1';
        await power(served, away, false);

        // nothing to change elsewhere: not done, and not hidden
        const still = await client.plan();
        expect(heldBy(still, away).length).toBeGreaterThan(3);
        expect(idsOf(openItems(still).filter((item) => !heldBy(still, away).includes(item)))).toEqual([]);
        expect(still.orphans).toEqual([]);
        expect(
          still.diagnostics.filter(({ code }) => code === 'run.host-away').map(({ subject }) => subject.host),
        ).toEqual([away]);
        const quiet = await client.apply();
        expect(quiet).toMatchObject({ outcome: 'failed', changed: [] });
        expect(quiet.failed).toHaveLength(1);
        expect(quiet.failed[0]).toMatch(new RegExp(`step.host-away ${away}$`));
        expect(quiet.events.filter((event) => event.type === 'log' && event.level === 'change')).toEqual([]);
        // the part that leaves it out is whole
        const others = hosts.filter((name) => name !== away && name !== 'witness');
        const part = await client.plan({ only: ['base'], nodes: others });
        expect(idsOf(openItems(part))).toEqual([]);
        expect(await client.apply({ only: ['base'], nodes: others })).toMatchObject({ outcome: 'done', failed: [] });

        // a change elsewhere is made
        const replica = away === 'witness' ? 'pve2' : away;
        writeFileSync(siteFile, changed(text, node, replica));
        await served.world.run(hostOf(served, node), ['systemctl', 'stop', 'chrony']);
        const wanted = [
          `base.time@${node}`,
          'storage.add@pve1',
          ...(node === 'pve1' ? [] : [`machines.image@${node}`]),
          `machines.template@${node}`,
          'machines.clone@vm-two',
          'machines.start@vm-two',
          'machines.agent@vm-two',
          'backup.jobs@site',
        ];
        const plan = await client.plan();
        const free = idsOf(openItems(plan).filter((item) => !heldBy(plan, away).includes(item)));
        expect(free).toEqual(expect.arrayContaining(wanted));
        const seen: string[] = [];
        watchCommands(served.world, {
          after: (exchange) => {
            if (exchange.host === away) seen.push(exchange.text);
          },
        });
        const applied = await client.apply();
        expect(applied.outcome).toBe('failed');
        expect(applied.failed, JSON.stringify(applied.failed)).toHaveLength(1);
        expect(applied.failed[0]).toMatch(new RegExp(`step.host-away ${away}$`));
        expect(applied.changed).toEqual(expect.arrayContaining(wanted));
        expect(applied.changed.filter((id) => id.endsWith(`@${away}`) && away !== 'pve1')).toEqual([]);
        expect(seen).toEqual([]);
        const after = await client.plan();
        // nothing is left to a node that nobody sees, and HA is not switched on where the next failure would not be borne
        const waiting = idsOf(heldBy(after, away));
        const tied = ['availability.ha@vm-two', 'availability.rule@vm-two'];
        expect(waiting).toEqual(expect.arrayContaining(tied));
        expect(waiting.includes('availability.replication@vm-two')).toBe(away === replica);
        expect(waiting.includes(`machines.snippet@${away}`)).toBe(away === replica);
        expect(idsOf(openItems(after).filter((item) => !heldBy(after, away).includes(item)))).toEqual([]);

        // back again
        await power(served, away, true);
        const again = await client.apply();
        expect([again.failed, again.skipped, again.outcome]).toEqual([[], [], 'done']);
        await settle(served);
        expect(idsOf(openItems(await client.plan()))).toEqual([]);
        expect(again.changed).toEqual(expect.arrayContaining(tied));
        // what a node does by itself when it starts is nobody's second try
        const twice = [...served.world.effects].filter(([key, count]) => count > 1 && !BY_ITSELF.test(key));
        expect(twice).toEqual([]);
      }),
    600_000,
  );

  test(
    'the command line names it, and its exit codes keep what is not known apart from changes',
    () =>
      inMoment(async (served) => {
        const cli = (...words: readonly string[]) =>
          runCli([...words, siteFile, '--rehearsal'], {
            state: served.state,
            env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
          });
        await power(served, 'pve2', false);
        const plan = await cli('plan');
        expect(plan.code, plan.stdout).toBe(1);
        expect(plan.stdout).toMatch(/^pve2\s*\n {2}not known, off or out of reach \(\d+\)$/m);
        expect(plan.stdout.trim().split('\n').at(-1)).toBe('Nothing to change on what was looked at. Not known: pve2.');
        const spanish = await cli('plan', '--lang', 'es');
        expect(spanish.code).toBe(1);
        expect(spanish.stdout).toMatch(/^ {2}no se sabe, apagado o inalcanzable \(\d+\)$/m);
        expect(spanish.stdout).toContain('No hay nada que cambiar en lo que se pudo mirar. No se sabe de: pve2.');
        const apply = await cli('apply');
        expect(apply.code, apply.stdout).toBe(1);
        expect(apply.stderr).toContain('pve2 is off or cannot be reached: this stays as it is until pve2 is back.');
        expect(apply.stdout).not.toContain('every step was already true');

        writeFileSync(siteFile, text.replace('21:00', '22:30'));
        const changes = await cli('plan');
        expect(changes.code, changes.stdout).toBe(4);
        expect(changes.stdout.trim().split('\n').at(-1)).toBe('Steps that would change something: 1. Not known: pve2.');
        expect((await cli('apply')).code).toBe(1);
        await power(served, 'pve2', true);
        expect((await cli('apply')).code).toBe(0);
        expect((await cli('plan')).code).toBe(0);
      }),
    300_000,
  );

  test(
    'a node that drops out in mid-run fails by name, the others finish, and the next run converges',
    () =>
      inMoment(async (served, client) => {
        writeFileSync(
          siteFile,
          changed(text, 'pve1', 'pve2').replace('timezone = "Europe/Madrid"', 'timezone = "UTC"'),
        );
        let isOff = false;
        watchCommands(served.world, {
          before: (exchange) => {
            if (isOff || exchange.host !== 'pve2' || !exchange.text.includes('set-timezone')) return 'go-on';
            isOff = true;
            served.world.setPower(hostOf(served, 'pve2'), false);
            return 'go-on';
          },
        });
        const applied = await client.apply();
        expect(isOff).toBe(true);
        expect(applied.outcome).toBe('failed');
        expect(applied.failed.map((line) => line.split(' ')[0])).toContain('base.time-zone@pve2');
        for (const line of applied.failed) expect(line).toMatch(/ pve2$|@pve2 /);
        expect(applied.changed).toEqual(
          expect.arrayContaining(['base.time-zone@pve1', 'machines.start@vm-two', 'backup.jobs@site']),
        );
        const told = applied.events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []));
        expect(told.filter(({ code }) => code === 'run.host-away').map(({ params }) => params.host)).toEqual(['pve2']);
        await power(served, 'pve2', true);
        const again = await client.apply();
        expect([again.failed, again.skipped, again.outcome]).toEqual([[], [], 'done']);
        await settle(served);
        expect(idsOf(openItems(await client.plan()))).toEqual([]);
      }),
    600_000,
  );
});

test('before a site stands, one host that is off stops everything before the first change', async () => {
  const own = mkdtempSync(join(folder, 'new-'));
  const text = sizedSite({ nodes: 3, version: '9.1', key: KEY });
  const siteFile = join(own, 'site.toml');
  writeFileSync(siteFile, text);
  const served = await serveSite(parseSite(text).site as Site, own, { compression: COMPRESSION });
  const client = clientOf(served, siteFile);
  served.world.setPower(hostOf(served, 'pve3'), false);
  const applied = await client.apply();
  expect(applied).toMatchObject({ outcome: 'failed', changed: [] });
  expect(applied.failed.filter((line) => !/transport|preflight/.test(line))).toEqual([]);
  expect(applied.events.filter((event) => event.type === 'log' && event.level === 'change')).toEqual([]);
  await client.close();
  await served.close();
}, 300_000);

test('what is said of a host that is away names it, in both languages', () => {
  const said = (['en', 'es'] as const).map(
    (language) =>
      describeDiagnostic(
        {
          severity: 'error',
          code: 'step.host-away',
          params: { host: 'pve2' },
          evidence: [],
          subject: {},
          retryable: true,
        },
        language,
      ).summary,
  );
  expect(said).toEqual([
    'pve2 is off or cannot be reached: this stays as it is until pve2 is back.',
    'pve2 está apagado o no se puede alcanzar: esto queda como está hasta que pve2 vuelva.',
  ]);
});
