import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appendStick, readSticks, type StickRecord } from '../../../../../electron/engine/workspace/stick-ledger.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const record = (content: string, writtenAt: string): StickRecord => ({
  contentSha256: content.repeat(64),
  siteId: 'site',
  siteName: 'Site',
  node: 'pve1',
  baseSha256: 'f'.repeat(64),
  medium: 'ABC',
  writtenAt,
  answer: '',
});
const LATER = '2026-11-21T10:00:00.000Z';

const contents = async (file: string) => {
  const book = await readSticks([file]);
  return ['a', 'b', 'c'].filter((content) => book.get(content.repeat(64)) !== undefined);
};

it('of a ledger of any size the end is read', async () => {
  const file = join(temporaryFolder('ledger'), 'sticks.jsonl');
  await appendStick(file, record('a', '2026-11-21T09:00:00.000Z'));
  // Longer than what can be read in one piece; no byte of it is stored.
  truncateSync(file, 3 * 1024 ** 3);
  await appendStick(file, record('b', LATER));
  expect(await contents(file)).toEqual(['b']);
});

it('a line torn by a power cut costs that line alone', async () => {
  const file = join(temporaryFolder('ledger'), 'sticks.jsonl');
  writeFileSync(file, `${JSON.stringify(record('a', LATER))}\n`);
  appendFileSync(file, JSON.stringify(record('b', LATER)).slice(0, 60));
  await appendStick(file, record('c', LATER));
  expect(await contents(file)).toEqual(['a', 'c']);
});

it('the same content on two sticks is told apart by the stick', async () => {
  const file = join(temporaryFolder('ledger'), 'sticks.jsonl');
  await appendStick(file, { ...record('a', '2026-11-21T09:00:00.000Z'), medium: 'ONE', verifiedAt: LATER });
  await appendStick(file, { ...record('a', LATER), medium: 'TWO' });
  const book = await readSticks([file]);
  const content = 'a'.repeat(64);
  expect(book.on(content, 'ONE')).toMatchObject({ medium: 'ONE', verifiedAt: LATER });
  expect(book.on(content, 'TWO')).not.toHaveProperty('verifiedAt');
  expect(book.on(content, 'THREE')).toBeUndefined();
  expect(book.get(content)).toMatchObject({ medium: 'TWO' });
});
