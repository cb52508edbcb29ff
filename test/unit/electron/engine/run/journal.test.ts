import { appendFileSync, mkdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOURNAL_START, openJournal, verifyJournal } from '../../../../../electron/engine/run/journal.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const redactor = createRedactor([new Secret('hunter2hunter2')]);
const newPath = (): string => join(temporaryFolder('journal'), 'deep', 'journal.jsonl');

async function written(path: string, count: number): Promise<string> {
  const journal = await openJournal(path, { redactor });
  await Promise.all(Array.from({ length: count }, (_, index) => journal.append('step', { index, word: 'ñandú' })));
  await journal.close();
  return journal.head();
}

describe('journal', () => {
  it('chains records over several openings and says the same head as its verification', async () => {
    const path = newPath();
    await written(path, 3);
    const head = await written(path, 2);
    const check = verifyJournal(readFileSync(path, 'utf8'), path);
    expect(check).toMatchObject({ isWhole: true, head });
    expect(check.records.map((record) => record.n)).toEqual([1, 2, 3, 4, 5]);
    expect(check.records[0]?.prev).toBe(JOURNAL_START);
  });

  it('shows any flipped byte of any record but the end of the last one, which the head shows', async () => {
    const path = newPath();
    const head = await written(path, 4);
    const bytes = readFileSync(path);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] as number) ^ mask;
        const check = verifyJournal(flipped.toString('utf8'), path);
        expect(check.isWhole && check.head === head && flipped.toString('utf8') === bytes.toString('utf8')).toBe(false);
        expect(check.isWhole && check.head === head).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('names the record from which on it was altered, also when one is missing', async () => {
    const path = newPath();
    await written(path, 4);
    const lines = readFileSync(path, 'utf8').split('\n');
    lines.splice(1, 1);
    expect(verifyJournal(lines.join('\n'), path).diagnostics).toMatchObject([
      { code: 'run.journal-damaged', params: { record: 2 } },
    ]);
  });

  it('cuts off a record that was torn by a power cut, says so, and goes on', async () => {
    const path = newPath();
    await written(path, 2);
    const whole = readFileSync(path, 'utf8');
    for (const torn of ['{"n":3,"at":"20', '{"n":3}', '\u0000\u0000']) {
      appendFileSync(path, torn);
      expect(verifyJournal(readFileSync(path, 'utf8'), path).diagnostics[0]?.code).toBe('run.journal-torn');
      const journal = await openJournal(path, { redactor });
      expect(journal.mended).toMatchObject({ code: 'run.journal-torn', params: { bytes: torn.length } });
      await journal.append('next');
      await journal.close();
      const check = verifyJournal(readFileSync(path, 'utf8'), path);
      expect(check).toMatchObject({ isWhole: true, head: journal.head() });
      expect(check.records.map((record) => record.type)).toEqual(['step', 'step', 'journal-mended', 'next']);
      truncateSync(path, Buffer.byteLength(whole));
    }
  });

  it('keeps secrets out', async () => {
    const path = newPath();
    const journal = await openJournal(path, { redactor });
    await journal.append('step', { deep: [{ text: 'is hunter2hunter2' }] });
    await journal.close();
    expect(readFileSync(path, 'utf8')).toContain('is ***');
    expect(verifyJournal(readFileSync(path, 'utf8'), path).isWhole).toBe(true);
  });

  it('says that the disk of this computer is full, and not merely that it cannot write', async () => {
    const path = newPath();
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync('/dev/full', path); // the kernel's own full disk
    const journal = await openJournal(path, { redactor });
    const failure = await journal.append('step').catch((error: unknown) => error);
    expect(failure).toMatchObject({ diagnostics: [{ code: 'run.laptop-disk-full', params: { file: path } }] });
    await expect(journal.append('step')).rejects.toBe(failure);
    await journal.close();
  });

  it('fails what is asked of it once it cannot be written', async () => {
    const journal = await openJournal(newPath(), { redactor });
    await journal.close();
    await expect(journal.append('step')).rejects.toMatchObject({ diagnostics: [{ code: 'run.journal-unwritable' }] });
    await expect(openJournal('/dev/null/journal.jsonl', { redactor })).rejects.toMatchObject({
      diagnostics: [{ code: 'run.journal-unwritable' }],
    });
  });
});
