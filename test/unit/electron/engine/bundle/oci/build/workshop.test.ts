import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inWorkshop } from '../../../../../../../electron/engine/bundle/oci/build/workshop.ts';
import { lockFolder } from '../../../../../../../electron/engine/workspace/folder-lock.ts';
import { temporaryFolder } from '../../../../../../support/temporary-folder.ts';

const now = new Date();

test('who works there already is waited for', async () => {
  const folder = temporaryFolder('workshop');
  const other = await lockFolder(folder, 'container images');
  let isFree = false;
  const work = inWorkshop(folder, { now }, async () => isFree);
  isFree = true;
  await other.release();
  expect(await work).toBe(true);
});

test('one that never ends is waited for only so long, and then named', async () => {
  const folder = temporaryFolder('workshop');
  const other = await lockFolder(folder, 'container images');
  const work = inWorkshop(folder, { now, longestWaitMs: 0 }, async () => 'done');
  await expect(work).rejects.toMatchObject({
    diagnostics: [{ code: 'workspace.locked', params: { pid: process.pid, purpose: 'container images' } }],
  });
  await other.release();
  expect(await inWorkshop(folder, { now, longestWaitMs: 0 }, async () => 'done')).toBe('done');
});

test('what was not used for sixty days is taken away, what was used stays', async () => {
  const folder = temporaryFolder('workshop');
  const debs = join(folder, 'debs');
  mkdirSync(debs);
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  for (const [name, days] of [
    ['old', 61],
    ['kept', 59],
  ] as const) {
    writeFileSync(join(debs, name), name);
    utimesSync(join(debs, name), daysAgo(days), daysAgo(days));
  }
  expect(await inWorkshop(folder, { now }, async () => readdirSync(debs))).toEqual(['kept']);
});
