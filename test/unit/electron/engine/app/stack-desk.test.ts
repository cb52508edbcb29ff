import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { diagnosticsOf } from '../../../../../electron/cli/view/failure.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

let test: TestEngine;
let site: string;
beforeAll(() => {
  test = openTestEngine();
  cpSync(join(ROOT, 'examples', 'two-node'), join(test.folder, 'site'), { recursive: true });
  site = join(test.folder, 'site', 'site.toml');
});
afterAll(() => test.close());

const client = () => test.engine.client('cli');
const rehearsal = { faults: [], keep: true, compression: 600 };
const about = () => ({ site, instance: 'monitoring', rehearsal });

async function refused(act: Promise<unknown>): Promise<string> {
  const failure = await act.then(
    () => undefined,
    (error: unknown) => diagnosticsOf(error)[0],
  );
  return failure ? `${failure.code}: ${describeDiagnostic(failure, 'en').summary}` : 'it was not refused';
}

it('what cannot be is refused before anything is opened, and nothing goes without its name', async () => {
  const { stacks } = client();
  expect(await refused(stacks.backup({ ...about(), instance: 'stock' }))).toBe(
    'stack.unknown-instance: The site has no stack instance «stock».',
  );
  expect(await refused(stacks.backup({ ...about(), instance: 'registry' }))).toBe(
    'stack.cannot-back-up: The stack registry of registry keeps no data that could be saved alone.',
  );
  expect(await refused(stacks.remove({ ...about(), confirm: 'Monitoring' }))).toBe(
    'stack.not-confirmed: Nothing was done: «Monitoring» was typed, and it needs monitoring.',
  );
  expect(await refused(stacks.restore({ ...about(), from: { name: 'a' }, confirm: '' }))).toMatch(/not-confirmed/);
  expect(await refused(stacks.remove({ ...about(), instance: 'registry', confirm: 'registry' }))).toBe(
    'stack.needed-by: registry stays: monitoring cannot do without it.',
  );
  const missing = join(test.folder, 'no.dump');
  expect(await refused(stacks.restore({ ...about(), from: { file: missing }, confirm: 'monitoring' }))).toMatch(
    /^stack\.no-such-backup: /,
  );
  expect(await client().runs.list({ site })).toEqual([]);
});

it('a rehearsed site that nobody has made yet keeps no backups', async () => {
  expect(await client().stacks.backups(about())).toMatchObject({ instance: 'monitoring', backups: [] });
});
