import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allSteps } from '../../electron/engine/app/all-steps.ts';
import { itemId } from '../../electron/engine/plan/item-view.ts';
import { folderAssets } from '../../electron/engine/stacks/asset-store.ts';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, startCli } from './support/cli.ts';
import { finalState } from './support/final-state.ts';
import { matrixSite } from './support/matrix-site.ts';
import { openItems } from './support/served-site.ts';
import {
  serveMoment,
  settle,
  type Undisturbed,
  type UndisturbedWalk,
  WITHOUT_COMMANDS,
  walkUndisturbed,
} from './support/undisturbed.ts';
import { watchCommands } from './support/watch-commands.ts';

/**
 * A client is killed with SIGKILL at every step, and started again. The simulated site lives in this process and outlives
 * it, as real machines do; from here every command is seen before it runs and before its answer leaves.
 */
/** Not more: a command that a step gives two minutes would be late for lack of this machine's time. */
const COMPRESSION = 200;
const AT_ONCE = 2;
/**
 * Unset: one moment an item, in turn; of every third item only, where this is not CI. `1`: all three moments of each item. `every-change`: also after each further change
 * of an item, not only after its first.
 */
const FULL = process.env.SITEWRIGHT_FULL ?? '';
const EVERY = process.env.CI ? 1 : 3;
const folder = mkdtempSync(join(tmpdir(), 'sitewright-kill-'));
const { site, siteFile: SITE_FILE } = matrixSite(folder, '9.1');
/** Steps of which there is nothing to interrupt on this site: they only look, or the installer has done their part. */
const SILENT = [
  'base.ssh-keys',
  'cluster.link-priorities', // made with the cluster; changed later in cluster-members.test.ts
  'preflight.clock',
  'preflight.hardware',
  'preflight.joiner',
  'preflight.names',
  'preflight.ports',
  'preflight.pve-version',
  'preflight.space',
  'preflight.time-zone',
  'preflight.virtualisation',
  'preflight.watchdog',
  'preflight.witness',
];

type Moment =
  | { readonly when: 'before-sent' }
  | { readonly when: 'answer-lost'; readonly nth: number }
  | { readonly when: 'before-recorded' };

let walk: UndisturbedWalk;

beforeAll(async () => {
  await buildCli();
  walk = await walkUndisturbed(site, SITE_FILE, folder, COMPRESSION);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every item of the step registry is either interrupted here or known to send nothing', () => {
  const all = allSteps(folderAssets(ROOT)).flatMap((step) =>
    step.targets(site).map((target) => ({ step: step.id, id: itemId(step, target) })),
  );
  expect(all.length).toBeGreaterThan(30);
  expect([...walk.outcomes.keys()].sort()).toEqual(all.map((item) => item.id).sort());
  const silent = all.filter((item) => !walk.items.has(item.id));
  expect([...new Set(silent.map((item) => item.step))].sort()).toEqual(SILENT);
  expect(silent.filter((item) => walk.outcomes.get(item.id) !== 'unchanged')).toEqual([]);
  const isWithout = (step: string) => WITHOUT_COMMANDS.includes(step);
  expect([...walk.items].filter(([, item]) => item.changes.length === 0).map(([id]) => id)).toEqual(
    all.filter((item) => isWithout(item.step)).map((item) => item.id),
  );
});

test('a client killed at any moment of any step is followed by one that ends in the same site, each effect once', async () => {
  const sending = [...walk.items].filter(([, item]) => item.changes.length > 0);
  const cases = sending.flatMap(([id, item], index) => momentsOf(item, index).map((moment) => ({ id, moment })));
  const startedAt = Date.now();
  const problems: string[] = [];
  const queue = [...cases];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const found = await killAt(next.id, next.moment);
      for (const problem of found) problems.push(`${next.id}, ${inWords(next.moment)}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  process.stdout.write(
    `killed ${cases.length} clients at ${walk.items.size} items in ${seconds} s${FULL === '' ? `; not run: ${EVERY === 1 ? '' : 'the other items, '}the other two moments of each item (SITEWRIGHT_FULL=1)` : ''}\n`,
  );
  expect(problems).toEqual([]);
}, 3_600_000);

function momentsOf(item: Undisturbed, index: number): readonly Moment[] {
  const all: readonly Moment[] = [
    { when: 'before-sent' },
    { when: 'answer-lost', nth: 0 },
    { when: 'before-recorded' },
  ];
  const inTurn = Math.floor(index / EVERY) % 3;
  if (FULL === '') return index % EVERY === 0 ? all.slice(inTurn, inTurn + 1) : [];
  const further = FULL === 'every-change' ? item.changes.slice(1).map((_, at) => at + 1) : [];
  return [...all, ...further.map((nth) => ({ when: 'answer-lost', nth }) as const)];
}

function inWords(moment: Moment): string {
  return moment.when === 'answer-lost' ? `answer ${moment.nth + 1} lost` : moment.when;
}

/** Kills a client at one moment of one item, starts another one, and says what is not as it should be. */
async function killAt(id: string, moment: Moment): Promise<readonly string[]> {
  const known = walk.items.get(id) as Undisturbed;
  const own = mkdtempSync(join(folder, 'case-'));
  const served = await serveMoment(site, own, COMPRESSION, known.before);
  const client = (...flags: readonly string[]) =>
    startCli(['apply', SITE_FILE, '--rehearsal', ...flags], {
      state: served.state,
      env: { SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
    });
  const killed = client();
  const done = new Set<string>();
  let isDead = false;
  const kill = () => {
    isDead = true;
    process.kill(killed.pid, 'SIGKILL');
  };
  /** A job's effect happens by itself; its answer is the poll that says it has ended. */
  let waitsForJob = false;
  const isAt = (host: string) =>
    !isDead && openItems(served.state, site.id).some((item) => item.id === id && item.hosts.includes(host));
  watchCommands(served.world, {
    before: ({ host }) => {
      if (moment.when !== 'before-sent' || !isAt(host)) return 'go-on';
      kill();
      return 'lose';
    },
    after: ({ host, digest, text, isLook, stdout }) => {
      if (moment.when === 'before-sent' || !isAt(host)) return;
      if (known.changes.includes(digest)) done.add(digest);
      if (moment.when === 'before-recorded') {
        if (isLook && known.changes.every((change) => done.has(change))) kill();
      } else if (waitsForJob) {
        if (stdout.startsWith('ended ')) kill();
      } else if (known.changes[moment.nth] === digest) {
        if (text.includes('--unit=sitewright-job-')) waitsForJob = true;
        else kill();
      }
    },
  });
  try {
    const first = await killed.end;
    if (first.signal !== 'SIGKILL') return [`the moment never came: ${first.stdout.slice(-300)}${first.stderr}`];
    isDead = true;
    const second = await client('--json').end;
    const problems: string[] = [];
    if (!second.stdout.includes('"run.was-interrupted"'))
      problems.push('the next run does not say that this one was interrupted');
    if (second.code !== 0)
      return [`the next run ended with ${second.code}: ${failuresIn(second.stdout)}${second.stderr}`];
    await settle(served);
    for (const [key, count] of served.world.effects) if (count > 1) problems.push(`${count} times: ${key}`);
    const effects = [...served.world.effects.keys()].sort();
    problems.push(
      ...differences(
        'effect',
        Object.fromEntries(walk.effects.map((key) => [key, 'once'])),
        Object.fromEntries(effects.map((key) => [key, 'once'])),
      ),
    );
    problems.push(...differences('state', walk.finalState, finalState(served.world)));
    problems.push(...served.world.defects.map((defect) => `defect of the simulator: ${defect}`));
    return problems;
  } finally {
    await served.close();
    rmSync(own, { recursive: true, force: true });
  }
}

/** The lines of events that tell of a failure, and nothing of what was passed over because of it. */
function failuresIn(stdout: string): string {
  const told = stdout.split('\n').filter((line) => /"outcome":"failed"|"type":"diagnostic"/.test(line));
  return told.map((line) => line.slice(0, 1500)).join('\n');
}

function differences(
  what: string,
  wanted: Readonly<Record<string, string>>,
  seen: Readonly<Record<string, string>>,
): readonly string[] {
  return [...new Set([...Object.keys(wanted), ...Object.keys(seen)])]
    .filter((key) => wanted[key] !== seen[key])
    .map((key) => {
      const [a = 'absent', b = 'absent'] = [wanted[key], seen[key]];
      let from = 0;
      while (from < a.length && a[from] === b[from]) from += 1;
      const part = (text: string) => text.slice(Math.max(0, from - 40), from + 120);
      return `${what} ${key}: wanted …${part(a)}…, is …${part(b)}…`;
    });
}
