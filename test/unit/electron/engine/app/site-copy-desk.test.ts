import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

const PASSPHRASE = 'THROW-AWAY-PASSPHRASE.txt';
let test: TestEngine;
let folder: string;
let site: string;
beforeAll(() => {
  test = openTestEngine();
  folder = join(test.folder, 'site');
  cpSync(join(ROOT, 'examples', 'two-node'), folder, { recursive: true });
  site = join(folder, 'site.toml');
});
afterAll(() => test.close());

const client = () => test.engine.client('cli');
async function eventsOf(runId: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of await client().runs.events({ runId, after: 0 })) events.push(event);
  return events;
}
const outcomeOf = (events: readonly RunEvent[]) => {
  const last = events.at(-1);
  return last?.type === 'run-finished' ? last.outcome : undefined;
};
const troublesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === 'diagnostic' || event.type === 'step-finished'
      ? event.diagnostic
        ? [`${event.diagnostic.code} ${event.diagnostic.evidence.join(' | ')}`]
        : []
      : [],
  );
const changedIn = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'step-finished' ? event.changes.map(({ after }) => after) : []));

it('a copy in a folder opens again as the site it is, and stands in the book with its digest', async () => {
  const stick = join(test.folder, 'stick');
  const { runId } = await client().handover.copyToFolder({ site, target: stick });
  expect(outcomeOf(await eventsOf(runId))).toBe('done');
  const copy = await client().sites.open({ path: join(stick, 'municipal', 'site.toml') });
  expect(copy.text).toBe(readFileSync(site, 'utf8'));
  expect(copy.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { notes } = await client().handover.look({ site });
  expect(notes).toMatchObject([{ kind: 'copy', folder: join(stick, 'municipal'), hosts: [], withVault: false }]);

  const again = await eventsOf((await client().handover.copyToFolder({ site, target: stick })).runId);
  expect([outcomeOf(again), changedIn(again)]).toEqual(['done', []]);
  const inside = client().handover.copyToFolder({ site, target: join(folder, 'reports') });
  await expect(inside).rejects.toMatchObject({ data: { diagnostics: [{ code: 'handover.copy-inside-site' }] } });
});

it('the nodes of the rehearsal get it over SSH for root alone, once; one that cannot be trusted is named and the other has it', async () => {
  const rehearsal = { faults: [], keep: true, compression: 600 };
  const copy = async (faults: string[] = []) =>
    eventsOf((await client().handover.copyToNodes({ site, rehearsal: { ...rehearsal, faults } })).runId);
  const first = await copy();
  expect(troublesOf(first)).toEqual([]);
  expect(outcomeOf(first)).toBe('done');
  const target = '/var/lib/sitewright/site/municipal';
  expect(changedIn(first)).toEqual([`pve-node1:${target}`, `pve-node2:${target}`]);
  const sent = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === 'log' && event.level === 'change' ? [event.text] : []));
  expect(sent(first).join('\n')).toContain(`chmod 700 ${target}`);
  expect(sent(first).filter((text) => text.includes(`${target}/.site.toml.`)).length).toBeGreaterThan(0);
  const second = await copy();
  expect(outcomeOf(second)).toBe('done');
  expect(sent(second).filter((text) => text.includes(`${target}/.site.toml.`))).toEqual([]);
  const third = await copy(['host-key.changed']);
  expect(outcomeOf(third)).toBe('failed');
  const lacking = third.findLast((event) => event.type === 'step-finished' && event.diagnostic !== undefined);
  expect(lacking).toMatchObject({
    diagnostic: { code: 'handover.hosts-lack', params: { lacking: 'pve-node1', done: 'pve-node2' } },
  });
  // Neither what opens the vault nor a rehearsal as if something had been handed over.
  expect(JSON.stringify([first, second])).not.toContain(readFileSync(join(folder, PASSPHRASE), 'utf8').trim());
  expect((await client().handover.look({ site })).notes).toHaveLength(2);
}, 240_000);
