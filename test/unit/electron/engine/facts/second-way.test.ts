import { afterEach, expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { SiteFacts } from '../../../../../electron/engine/facts/site-facts.ts';
import { stableFacts } from '../../../../../electron/engine/facts/stable-facts.ts';
import { steps } from '../../../../../electron/engine/steps/index.ts';
import { type SimulatedSite, simulatedSite } from '../../../../steps/support/simulated-site.ts';
import { NODE1, siteWithoutWitness } from '../../../../steps/support/two-node.ts';
import { sh } from '../../../../support/simulated-site.ts';

let simulated: SimulatedSite | undefined;
afterEach(() => simulated?.close());

const notesAt = (facts: SiteFacts, host: string): readonly string[] => {
  const sight = facts.hosts.get(host);
  return sight?.reached ? (sight.notes ?? []).map((note) => describeDiagnostic(note, 'en').summary) : [];
};

test('a storage.cfg in a form that we do not know changes neither facts nor verdicts: the API is asked for it, and a note says so', async () => {
  const opened = simulatedSite(siteWithoutWitness);
  simulated = opened;
  await opened.walk([...new Set(steps.map(({ phase }) => phase))]);
  const before = await opened.look();
  const tripsBefore = opened.trips();
  await opened.look();
  const hosts = before.hosts.size;
  expect(opened.trips() - tripsBefore).toBeLessThanOrEqual(hosts);
  expect(notesAt(before, NODE1)).toEqual([]);

  // the vendor warns of such a line and passes over it
  const done = await sh(opened.world, "printf '%s\\n' '[[storage]] of another time' >> /etc/pve/storage.cfg", {
    host: NODE1,
  });
  expect(done.code).toBe(0);
  const after = await opened.look();
  expect(notesAt(after, NODE1)).toEqual([
    `${NODE1}: storages came from the API of Proxmox VE, as a file of /etc/pve was not understood.`,
  ]);
  expect(JSON.stringify(stableFacts(after))).toBe(JSON.stringify(stableFacts(before)));
  const ends = await opened.walk([...new Set(steps.map(({ phase }) => phase))]);
  expect([...ends].filter(([, end]) => end !== 'satisfied')).toEqual([]);
}, 120_000);
