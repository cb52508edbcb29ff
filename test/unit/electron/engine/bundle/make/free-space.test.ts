import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiagnosticError, describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import { checkFreeSpace, freeBytesAt } from '../../../../../../electron/engine/bundle/make/free-space.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

const PETABYTE = 1e15;

describe('the look at the free space before anything is brought', () => {
  it('a bundle that does not fit is refused with what it needs and what is free', async () => {
    const folder = join(temporaryFolder('space'), 'not', 'made', 'yet');
    const refused = await checkFreeSpace(folder, [{ path: 'files/huge', sizeBytes: PETABYTE }]).catch(
      (error: DiagnosticError) => error.diagnostics[0],
    );
    expect(refused).toMatchObject({ code: 'bundle.no-space', params: { folder } });
    const free = ((await freeBytesAt(folder)) ?? 0) / 1e6;
    if (!refused) throw new Error('it was taken');
    expect(Number(refused.params.needed)).toBeGreaterThan(PETABYTE / 1e6);
    expect(Math.abs(Number(refused.params.free) - free)).toBeLessThan(free);
    expect(describeDiagnostic(refused, 'es').summary).toContain('MB libres');
  });

  it('what a killed try has left counts as there, what is written besides counts as needed', async () => {
    const folder = temporaryFolder('space-part');
    const free = (await freeBytesAt(folder)) ?? 0;
    mkdirSync(join(folder, 'files'));
    writeFileSync(join(folder, 'files', '.a.part'), '');
    const file = { path: 'files/a', sizeBytes: 1000 };
    await expect(checkFreeSpace(folder, [file])).resolves.toBeUndefined();
    await expect(checkFreeSpace(folder, [file], free)).rejects.toThrow('bundle.no-space');
    await expect(checkFreeSpace(folder, [], PETABYTE)).resolves.toBeUndefined();
  });
});
