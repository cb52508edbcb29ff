import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HandoverNote } from '../../../../../electron/api/handover-look.ts';
import {
  HANDOVER_BOOK,
  noteHandover,
  readHandoverBook,
} from '../../../../../electron/engine/workspace/handover-book.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const note = (minute: number, name: string): HandoverNote => ({
  kind: 'renewed',
  at: `2026-03-02T10:${String(minute).padStart(2, '0')}:00.000Z`,
  by: 'tecnico',
  name,
});

it('keeps notes in their order, newest first, and a torn or foreign line costs only itself', async () => {
  const root = temporaryFolder('handover-book');
  expect(await readHandoverBook(root)).toEqual([]);
  await noteHandover(root, note(1, 'a'));
  appendFileSync(join(root, HANDOVER_BOOK), '{"kind":"renewed","at":"2026-03-0');
  await noteHandover(root, note(2, 'b'));
  appendFileSync(join(root, HANDOVER_BOOK), '{"kind":"value","value":"x"}\n');
  await noteHandover(root, note(3, 'c'));
  expect(await readHandoverBook(root)).toEqual([note(3, 'c'), note(2, 'b'), note(1, 'a')]);
});

it('never writes what is no note, and a folder that cannot be written is no failure', async () => {
  const root = temporaryFolder('handover-book');
  const withValue = { ...note(1, 'a'), value: 'CANARY' };
  await noteHandover(root, withValue);
  expect(existsSync(join(root, HANDOVER_BOOK))).toBe(false);
  await noteHandover(join(root, 'not-there'), note(1, 'a'));
  mkdirSync(join(root, HANDOVER_BOOK));
  await noteHandover(root, note(1, 'a'));
  await expect(readHandoverBook(root)).rejects.toMatchObject({ diagnostics: [{ code: 'workspace.unreadable-file' }] });
  expect(() => readFileSync(join(root, HANDOVER_BOOK))).toThrow();
});
