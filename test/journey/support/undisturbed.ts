import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunEvent } from '../../../electron/api/run.ts';
import type { Site } from '../../../electron/api/site.ts';
import { openTestEngine } from '../../support/test-engine.ts';
import { finalState } from './final-state.ts';
import { openItems, type SavedMoment, type ServedSite, serveSite } from './served-site.ts';
import { watchCommands } from './watch-commands.ts';

/** Where a site keeps who is changing it. */
const SITE_LOCK = '/var/lib/sitewright/lock';

/** A command that begins with a word of its own (network-guard.ts). */
const IS_ITS_OWN = /: [0-9a-f]{16}\n/;

/** Their work is HTTP through the connection, no command: what is cut of it is sent again (bundle/oci). */
export const WITHOUT_COMMANDS = ['registry.push'];

/** What an undisturbed run did for one item. */
export interface Undisturbed {
  /** The site just before it. */
  readonly before: SavedMoment;
  /** Digests of the commands that changed something, in order, each once. */
  readonly changes: string[];
}

export interface UndisturbedWalk {
  /** The items that sent something, by id, in the order in which they did. */
  readonly items: ReadonlyMap<string, Undisturbed>;
  /** How each item of the run ended. */
  readonly outcomes: ReadonlyMap<string, string>;
  readonly finalState: Readonly<Record<string, string>>;
  readonly effects: readonly string[];
}

/** One client from beginning to end, one item after the other, with the site saved before each. */
export async function walkUndisturbed(
  site: Site,
  siteFile: string,
  folder: string,
  compression: number,
): Promise<UndisturbedWalk> {
  const items = new Map<string, Undisturbed>();
  const outcomes = new Map<string, string>();
  const own = join(folder, 'undisturbed');
  mkdirSync(own);
  const served = await serveSite(site, own, { compression });
  // As if installed elsewhere, so that the step of the time zone has something to do.
  for (const host of served.world.hosts.values()) await served.world.run(host, ['timedatectl', 'set-timezone', 'UTC']);
  const current = () => openItems(served.state, site.id)[0]?.id;
  watchCommands(served.world, {
    before: () => {
      const id = current();
      if (id !== undefined && !items.has(id)) items.set(id, { before: served.save(), changes: [] });
      return 'go-on';
    },
    after: (exchange) => {
      const item = items.get(current() ?? '');
      if (!item || exchange.isLook || !exchange.changed || item.changes.includes(exchange.digest)) return;
      if (exchange.text.includes(SITE_LOCK)) return; // renewed by the clock, whatever item is at work
      if (IS_ITS_OWN.test(exchange.text)) return; // another try sends another one: nothing to wait for
      item.changes.push(exchange.digest);
    },
  });
  const { engine, close } = openTestEngine({
    concurrency: 1,
    env: { XDG_STATE_HOME: served.state, SITEWRIGHT_REHEARSAL_NETWORK: served.networkFile },
  });
  const client = engine.client('cli');
  const options = { faults: [], keep: true, compression };
  const { runId } = await client.runs.apply({ site: siteFile, rehearsal: options });
  let last: RunEvent | undefined;
  const troubles: string[] = [];
  for await (const event of await client.runs.events({ runId, after: 0 })) {
    last = event;
    if (event.type !== 'step-finished') continue;
    outcomes.set(event.itemId, event.outcome);
    if (event.diagnostic) troubles.push(`${event.itemId}: ${event.diagnostic.code} ${event.diagnostic.evidence}`);
  }
  expect(troubles).toEqual([]);
  expect(last).toMatchObject({ type: 'run-finished', outcome: 'done' });
  await settle(served);
  expect(Math.max(...served.world.effects.values())).toBe(1);
  expect(served.world.defects).toEqual([]);
  const effects = [...served.world.effects.keys()].sort();
  const walk = { items, outcomes, finalState: finalState(served.world), effects };
  await close();
  await served.close();
  return walk;
}

/** The site as it was just before an item: the undisturbed run held its lock in that moment, which nobody does now. */
export async function serveMoment(
  site: Site,
  folder: string,
  compression: number,
  from: SavedMoment,
): Promise<ServedSite> {
  const served = await serveSite(site, folder, { compression, from });
  for (const host of served.world.hosts.values()) if (host.files.stat(SITE_LOCK)) host.files.removeTree(SITE_LOCK);
  return served;
}

/** What goes on by itself (first replication, HA) comes to its end. */
export async function settle(served: ServedSite): Promise<void> {
  await served.world.sleep(300);
}
