import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diagnosticEntries } from '../../../../../electron/api/diagnostics/index.ts';
import { checkSite } from '../../../../../electron/engine/site/check-site.ts';
import { siteRules } from '../../../../../electron/engine/site/rules/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitewright-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const codes = async (path: string) => (await checkSite(path)).diagnostics.map((entry) => entry.code);

describe('checking a site on disk', () => {
  it('takes the file or its folder and names the file in each diagnostic', async () => {
    expect((await checkSite('examples/two-node')).site?.id).toBe('municipal');
    const { diagnostics } = await checkSite('examples/two-node-no-witness/site.toml');
    expect(diagnostics.map((entry) => entry.subject.file)).toEqual(['examples/two-node-no-witness/site.toml']);
  });

  it('says what is wrong with the file itself', async () => {
    const file = join(folder, 'site.toml');
    expect(await codes(folder)).toEqual(['site.not-found']);
    expect(await codes(join(folder, 'none', 'site.toml'))).toEqual(['site.not-found']);
    await writeFile(file, Buffer.from([0x61, 0xff, 0x0a]));
    expect(await codes(folder)).toEqual(['site.not-text']);
    await writeFile(file, Buffer.alloc(1024 * 1024 + 1, '#'));
    expect(await codes(folder)).toEqual(['site.too-large']);
    await writeFile(file, '');
    expect(await codes(folder)).toEqual(['site.schema-version-missing']);
  });
});

describe('the table of rules', () => {
  it('has each id once and only codes of the catalogue', () => {
    const ids = siteRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(siteRules.flatMap((rule) => rule.codes).filter((code) => !(code in diagnosticEntries))).toEqual([]);
    expect(siteRules.every((rule) => rule.looksAt.length > 0 && rule.codes.length > 0)).toBe(true);
  });
});
