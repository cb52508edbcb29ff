import { cpSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckResult, RunEvent, RunKind } from '../../../../../electron/api/run.ts';
import { diagnosticsOf } from '../../../../../electron/cli/view/failure.ts';
import { allChecks } from '../../../../../electron/engine/app/all-steps.ts';
import { openRunStore } from '../../../../../electron/engine/run/run-store.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { siteStateFolder } from '../../../../../electron/engine/workspace/state-folder.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

let test: TestEngine;
let site: string;
let text = '';
let ids: readonly string[] = [];
let minutes = 0;
beforeAll(async () => {
  test = openTestEngine();
  cpSync(join(ROOT, 'examples', 'two-node'), join(test.folder, 'site'), { recursive: true });
  site = join(test.folder, 'site', 'site.toml');
  text = await readFile(site, 'utf8');
  const { draft } = parseSite(text);
  ids = draft ? allChecks(draft).map(({ id }) => id) : [];
});
afterAll(() => test.close());

const client = () => test.engine.client('cli');
const rehearsal = { faults: [], keep: true, compression: 600 };
const smoke = (...checks: string[]) => client().runs.smoke({ site, rehearsal, checks });
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => diagnosticsOf(error)[0]?.code,
  );

const answer = (id: string, outcome: CheckResult['outcome']): CheckResult => {
  const title = { en: id, es: id };
  return { id, title, expected: title, outcome, seen: [`${id} of before`], durationMs: 1 };
};

/** A finished run of the simulated site, as its journal keeps it. */
async function ran(kind: RunKind, results: readonly CheckResult[]): Promise<string> {
  minutes += 1;
  const now = () => Date.UTC(2026, 0, 1, 10, minutes);
  const user = { platform: process.platform, env: { XDG_STATE_HOME: join(test.folder, 'state') }, home: homedir() };
  const folder = join(siteStateFolder(user, 'municipal'), 'rehearsal', 'runs');
  const run = await openRunStore({ folder, redactor: createRedactor(), now }).create();
  const start = { runId: run.runId, kind, siteId: 'municipal', rehearsed: true, appVersion: '0', by: 'tecnico' };
  run.log.emit({ type: 'run-started', ...start });
  await run.journal.append('run-started', start);
  await run.journal.append('used', { digests: [{ name: 'site.toml', sha256: sha256Of(text) }] });
  for (const result of results) {
    run.log.emit({ type: 'check-finished', result });
    await run.journal.append('check-finished', { result });
  }
  const end = { outcome: 'done', changed: 0, unchanged: 0, failed: 0, durationMs: 1 } as const;
  run.log.emit({ type: 'run-finished', ...end });
  await run.journal.append('run-finished', end);
  await run.close();
  return run.runId;
}

async function eventsOf(runId: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of await client().runs.events({ runId, after: 0 })) events.push(event);
  return events;
}

it('one check is asked again and the others keep their answer, as long as that is of the site as it is', async () => {
  const [first = '', ...others] = ids;
  expect(await codeOf(smoke('smoke.nothing'))).toBe('check.unknown');
  expect(await codeOf(smoke(first)), 'nothing was asked yet').toBe('check.ask-all');
  await ran(
    'smoke',
    ids.map((id) => answer(id, 'rehearsed')),
  );
  const built = await ran('apply', []);
  expect(await codeOf(smoke(first)), 'before the site was built again').toBe('check.ask-all');
  const whole = await ran(
    'smoke',
    ids.map((id) => answer(id, id === first ? 'failed' : 'rehearsed')),
  );

  const { runId } = await smoke(first);
  const events = await eventsOf(runId);
  const standing = events.find((event) => event.type === 'checks-standing');
  expect(standing?.checks.map((entry) => [entry.result.id, entry.runId])).toEqual(ids.map((id) => [id, whole]));
  const asked = events.flatMap((event) => (event.type === 'check-finished' ? [event.result.id] : []));
  expect(asked).toEqual([first]);
  expect((await client().runs.past({ site, runId })).asked).toEqual({ checks: [first] });

  // Each answer has its number in the report, in the journal of the run that got it.
  const numbers = (await client().report.numbers({ site })).filter(({ key }) => key.startsWith('check:'));
  expect(new Map(numbers.map((entry) => [entry.key.slice('check:'.length), entry.runId]))).toEqual(
    new Map([[first, runId], ...others.map((id) => [id, whole] as const)]),
  );
  const { html } = await client().report.preview({ site, runId: built, language: 'en' });
  expect(html).not.toContain(`${first} of before`);
  expect(html).toContain(`Not asked again then; their answers are of the run ${whole}`);

  // And again, on what stands by now: two runs before it.
  const again = await smoke(others[0] ?? '');
  const now = (await eventsOf(again.runId)).find((event) => event.type === 'checks-standing');
  expect(now?.checks.map((entry) => entry.runId)).toEqual(ids.map((id) => (id === first ? runId : whole)));

  await writeFile(site, `${text}\n# another plan\n`);
  expect(await codeOf(smoke(first)), 'of another plan').toBe('check.ask-all');
  await writeFile(site, text);
});
