import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../electron/api/run.ts';
import { allSteps } from '../../electron/engine/app/all-steps.ts';
import { itemId } from '../../electron/engine/plan/item-view.ts';
import type { CommandFate } from '../../electron/engine/rehearsal/kernel/command-fate.ts';
import { folderAssets } from '../../electron/engine/stacks/asset-store.ts';
import { openTestEngine, ROOT } from '../support/test-engine.ts';
import { type MatrixSite, matrixSite } from './support/matrix-site.ts';
import { openItems, type ServedSite } from './support/served-site.ts';
import {
  serveMoment,
  type Undisturbed,
  type UndisturbedWalk,
  WITHOUT_COMMANDS,
  walkUndisturbed,
} from './support/undisturbed.ts';
import { digestOf } from './support/watch-commands.ts';

/**
 * Every step of the registry x every way in which a command can go wrong, each from the site as it was just before the step:
 * the run ends in the step being true or in a sentence that fits, and the next run makes it true with each effect once. The
 * client's own death is in kill.test.ts.
 */
const FATES = [
  'never-arrives',
  'is-cut',
  'answer-is-lost',
  'host-restarts',
  'hangs',
  'lies',
] as const satisfies readonly CommandFate[];
type Fate = (typeof FATES)[number];

/** Not more: a command that a step gives two minutes would be late for lack of this machine's time. */
const COMPRESSION = 250;
const AT_ONCE = 2;
/**
 * Unset: one fate an item, in turn, on one of the versions, in turn; of every third item only, where this is not CI. `1`: every fate on every version. `every-change`: also one
 * fate, in turn, at each further change of an item.
 */
const FULL = process.env.SITEWRIGHT_FULL ?? '';
const EVERY = process.env.CI ? 1 : 3;
const folder = mkdtempSync(join(tmpdir(), 'sitewright-matrix-'));
const sites = (['8.4', '9.1'] as const).map((version) => matrixSite(folder, version));

/** What may be told of an item whose command met a fate: of the link, of the time, or of what was not true afterwards. */
const FITTING: Readonly<Record<Fate, RegExp>> = {
  'never-arrives': /^transport\./,
  'is-cut': /^transport\./,
  'answer-is-lost': /^transport\./,
  'host-restarts': /^(transport|cluster|pve|stack|machine|step)\./,
  hangs: /^(transport\.command-timeout|step\.deadline|cluster\.|transport\.)/,
  lies: /^(step\.not-converged|transport\.job-lost|transport\.upload-damaged|transport\.upload-refused|base\.|cluster\.|machine\.|storage\.|availability\.|access\.|stack\.|pve\.)/,
};

/** A node that comes back starts its guests by itself: no effect of ours. */
const STARTS_WITH_ITS_NODE = /: qm\.start \d+$/;

interface Walked extends MatrixSite {
  readonly walk: UndisturbedWalk;
}
const walked: Walked[] = [];

beforeAll(async () => {
  for (const entry of sites) {
    const own = join(folder, entry.version);
    mkdirSync(own);
    walked.push({ ...entry, walk: await walkUndisturbed(entry.site, entry.siteFile, own, COMPRESSION) });
  }
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the matrix has every step of the registry, and every item of it that sends anything', () => {
  for (const { site, walk } of walked) {
    const steps = allSteps(folderAssets(ROOT));
    expect(steps.filter((step) => step.targets(site).length === 0).map((step) => step.id)).toEqual([]);
    const all = steps.flatMap((step) => step.targets(site).map((target) => itemId(step, target)));
    expect([...walk.outcomes.keys()].sort()).toEqual([...all].sort());
    const silent = all.filter((id) => !walk.items.has(id));
    expect(silent.filter((id) => walk.outcomes.get(id) !== 'unchanged')).toEqual([]);
    const isWithout = (id: string) => WITHOUT_COMMANDS.some((step) => id.startsWith(`${step}@`));
    expect([...walk.items].filter(([, item]) => item.changes.length === 0).map(([id]) => id)).toEqual(
      all.filter(isWithout),
    );
  }
});

/** One command of one item that meets one fate. */
interface Case {
  readonly on: Walked;
  readonly id: string;
  readonly item: Undisturbed;
  /** Which of the item's changes. */
  readonly nth: number;
  readonly fate: Fate;
}

function casesOf(on: Walked, version: number): readonly Case[] {
  const items = [...on.walk.items].filter(([, item]) => item.changes.length > 0);
  return items.flatMap(([id, item], index): readonly Case[] => {
    const turn = Math.floor(index / EVERY);
    const inTurn = FATES[Math.floor(turn / sites.length) % FATES.length] as Fate;
    const isSampled = index % EVERY === 0 && turn % sites.length === version;
    if (FULL === '') return isSampled ? [{ on, id, item, nth: 0, fate: inTurn }] : [];
    const first = FATES.map((fate) => ({ on, id, item, nth: 0, fate }));
    if (FULL !== 'every-change') return first;
    const further = item.changes.slice(1).map((_, at) => {
      return { on, id, item, nth: at + 1, fate: FATES[(index + at + version) % FATES.length] as Fate };
    });
    return [...first, ...further];
  });
}

test('whatever becomes of a command, its step ends true or with the sentence that fits, and is true after the next run', async () => {
  const cases = walked.flatMap(casesOf);
  const startedAt = Date.now();
  const problems: string[] = [];
  const ends = new Map<string, number>();
  const queue = [...cases];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { on, id, nth, fate } = next;
      const { problem, end } = await meet(next);
      const key = `${fate}: ${end}`;
      ends.set(key, (ends.get(key) ?? 0) + 1);
      if (problem) problems.push(`${on.version}: ${id}, change ${nth + 1}, ${fate}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const told = [...ends].sort().map(([end, count]) => `  ${count} x ${end}`);
  const items = walked.reduce((sum, { walk }) => sum + walk.items.size, 0);
  process.stdout.write(
    `${cases.length} faults at ${items} items of two versions in ${seconds} s${FULL === '' ? `; not run: ${EVERY === 1 ? '' : 'the other items, '}the other fates of each item (SITEWRIGHT_FULL=1)` : ''}\n${told.join('\n')}\n`,
  );
  expect(problems).toEqual([]);
}, 3_600_000);

interface Met {
  /** How the item ended in the run that met the fault. */
  readonly end: string;
  readonly problem?: string;
}

async function meet({ on, id, item, nth, fate }: Case): Promise<Met> {
  const { site, siteFile } = on;
  const own = mkdtempSync(join(folder, 'case-'));
  const served = await serveMoment(site, own, COMPRESSION, item.before);
  let hasMet = false;
  served.world.fateOf = (host, argv) => {
    if (hasMet || digestOf(argv) !== item.changes[nth]) return 'runs';
    if (!openItems(served.state, site.id).some((open) => open.id === id && open.hosts.includes(host.name)))
      return 'runs';
    hasMet = true;
    return fate;
  };
  try {
    const first = await applyUntil(served, siteFile, id);
    if (!hasMet) return { end: 'never', problem: `the moment never came: ${inShort(first)}` };
    const end = first.outcome === 'failed' ? (first.diagnostic?.code ?? '-') : (first.outcome ?? '-');
    if (first.outcome === 'failed') {
      if (!FITTING[fate].test(end)) return { end, problem: `told as ${inShort(first)}` };
      for (const language of ['en', 'es'] as const) {
        const { summary, hint } = describeDiagnostic(first.diagnostic as never, language);
        if (summary === '' || !hint) return { end, problem: `${end} says nothing in ${language}` };
      }
    } else if (first.outcome !== 'changed') return { end, problem: `ended ${inShort(first)}` };
    // somebody reads the sentence; a node that restarted is back by then
    await served.world.sleep(120);
    const second = await applyUntil(served, siteFile, id);
    if (second.outcome !== 'changed' && second.outcome !== 'unchanged')
      return { end, problem: `after ${end} the next run ended ${inShort(second)}` };
    if (second.outcome === 'changed' && first.outcome === 'changed')
      return { end, problem: 'was changed by both runs' };
    const twice = [...served.world.effects]
      .filter(([key, count]) => count > 1 && !(fate === 'host-restarts' && STARTS_WITH_ITS_NODE.test(key)))
      .map(([key, count]) => `${count} x ${key}`);
    if (twice.length > 0) return { end, problem: twice.join('; ') };
    if (served.world.defects.length > 0) return { end, problem: served.world.defects.join('; ') };
    return { end };
  } finally {
    await served.close();
    rmSync(own, { recursive: true, force: true });
  }
}

type Finished = Partial<Extract<RunEvent, { type: 'step-finished' }>> & { readonly others: readonly string[] };

/** A client that stops when this item has ended. */
async function applyUntil(served: ServedSite, siteFile: string, id: string): Promise<Finished> {
  const { engine, close } = openTestEngine({
    concurrency: 1,
    env: { XDG_STATE_HOME: served.state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
  const client = engine.client('cli');
  const rehearsal = { faults: [], keep: true, compression: COMPRESSION };
  const others: string[] = [];
  let finished: Finished = { others };
  try {
    const { runId } = await client.runs.apply({ site: siteFile, rehearsal });
    for await (const event of await client.runs.events({ runId, after: 0 })) {
      if (event.type === 'diagnostic') others.push(event.diagnostic.code);
      if (event.type !== 'step-finished') continue;
      if (event.diagnostic) others.push(`${event.itemId} ${event.diagnostic.code}`);
      if (event.itemId !== id) continue;
      finished = { ...event, others };
      await client.runs.stop({ runId, mode: 'after-step' }).catch(() => undefined); // it may have ended by itself
    }
  } finally {
    await close();
  }
  return finished;
}

function inShort({ outcome, diagnostic, others }: Finished): string {
  return `${outcome ?? 'not at all'}${diagnostic ? ` with ${diagnostic.code} ${JSON.stringify(diagnostic.evidence).slice(0, 600)}` : ''} (${others.join(', ')})`;
}
