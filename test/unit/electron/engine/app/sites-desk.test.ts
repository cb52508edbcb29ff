import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticErrorDataSchema } from '../../../../../electron/api/procedure.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

let test: TestEngine;
let site: string;
beforeEach(() => {
  test = openTestEngine();
  site = join(test.folder, 'first');
  mkdirSync(join(site, 'inventory'), { recursive: true });
  for (const name of ['site.toml', 'secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
    cpSync(join(ROOT, 'examples', 'two-node', name), join(site, name));
  writeFileSync(join(site, 'inventory', 'pve-node1.json'), '{}');
});
afterEach(() => test.close());

const client = () => test.engine.client('cli').sites;
const asked = {
  template: 'two-node-witness',
  name: 'Town hall',
  id: 'town-hall',
  firstAddress: '10.1.2.11/24',
  pve: '9.2',
  language: 'es',
} as const;
const exported = (change: { withSecrets?: boolean; withReports?: boolean } = {}) =>
  client().exportFile({ site, target: test.folder, ...change });
async function refusal(call: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await call();
    return [];
  } catch (error) {
    const { data } = error as { readonly data?: unknown };
    return DiagnosticErrorDataSchema.parse(data).diagnostics.map(({ code }) => code);
  }
}

describe('a new site', () => {
  it('is a folder of its own, known from then on, with nothing to mend but what is on the labels', async () => {
    const place = join(test.folder, 'sites');
    const made = await client().create({ asked, place });
    expect(made.path).toBe(join(place, 'town-hall', 'site.toml'));
    expect(made.site?.network.management.cidr).toBe('10.1.2.0/24');
    expect(readdirSync(join(place, 'town-hall'))).toEqual(['site.toml']);
    expect(readdirSync(place)).toEqual(['town-hall']);
    const [entry] = (await client().list()).filter(({ kind }) => kind === 'recent');
    expect(entry).toMatchObject({ name: 'Town hall', state: 'unfinished', pveNodes: 2, hasWitness: true, pve: '9.2' });
  });

  it('is never made over a folder that is there', async () => {
    mkdirSync(join(test.folder, 'town-hall'));
    expect(await refusal(() => client().create({ asked, place: test.folder }))).toEqual(['app.folder-exists']);
    expect(readdirSync(join(test.folder, 'town-hall'))).toEqual([]);
  });

  it('is made by a page where a handle says, and nowhere else', async () => {
    const page = test.engine.client('window').sites;
    expect(await refusal(() => page.create({ asked, place: test.folder }))).toEqual(['app.unknown-handle']);
    test.engine.giveHandle('picked', test.folder);
    expect((await page.create({ asked, place: 'picked' })).ref).toMatch(/^site-[0-9a-f]{16}$/);
  });
});

describe('a site in one file', () => {
  it('becomes the same site in another folder, without its secrets', async () => {
    const done = await exported();
    expect(done).toMatchObject({
      path: join(test.folder, 'municipal.sitewright'),
      files: ['site.toml', 'inventory/pve-node1.json'],
      withSecrets: false,
    });
    expect(readFileSync(done.path).includes('age-encryption')).toBe(false);
    const made = await client().importFile({ file: done.path, name: 'second', place: test.folder });
    expect(made.text).toBe(readFileSync(join(site, 'site.toml'), 'utf8'));
    expect(readdirSync(join(test.folder, 'second')).sort()).toEqual(['inventory', 'site.toml']);
  });

  it('has the vault as it is where that is asked for, never its passphrase', async () => {
    const { path, files } = await exported({ withSecrets: true });
    expect(files).toContain('secrets.age');
    const passphrase = readFileSync(join(site, 'THROW-AWAY-PASSPHRASE.txt'), 'utf8').trim().split('\n').pop() ?? '';
    expect(readFileSync(path).includes(passphrase)).toBe(false);
    await client().importFile({ file: path, name: 'second', place: test.folder });
    const vault = (folder: string) => readFileSync(join(folder, 'secrets.age'), 'utf8');
    expect(vault(join(test.folder, 'second'))).toBe(vault(site));
    expect(existsSync(join(test.folder, 'second', 'THROW-AWAY-PASSPHRASE.txt'))).toBe(false);
  });

  it('takes along what the stacks bring', async () => {
    const own = join(ROOT, 'examples', 'bring-your-own');
    const { files, path } = await client().exportFile({ site: own, target: test.folder });
    expect(files).toContain('stacks/inventory/nginx/site.conf');
    await client().importFile({ file: path, name: 'second', place: test.folder });
    expect(await client().compare({ left: own, right: join(test.folder, 'second') })).toEqual({ differences: [] });
  });

  it('is written over nothing and imported over nothing', async () => {
    const { path } = await exported();
    const before = readFileSync(path);
    expect(await refusal(() => exported())).toEqual(['sites.file-exists']);
    expect(readFileSync(path).equals(before)).toBe(true);
    const again = () => client().importFile({ file: path, name: 'first', place: test.folder });
    expect(await refusal(again)).toEqual(['app.folder-exists']);
  });

  it('has no file that lies elsewhere, whatever a link in the folder says', async () => {
    writeFileSync(join(test.folder, 'elsewhere'), 'private');
    symlinkSync(join(test.folder, 'elsewhere'), join(site, 'inventory', 'link.json'));
    mkdirSync(join(site, 'reports'));
    symlinkSync(test.folder, join(site, 'reports', 'all'));
    expect((await exported({ withReports: true })).files).toEqual(['site.toml', 'inventory/pve-node1.json']);
  });

  it('is refused where it is none, with nothing left behind', async () => {
    const file = join(test.folder, 'none.sitewright');
    writeFileSync(file, 'no tar at all');
    const call = () => client().importFile({ file, name: 'second', place: test.folder });
    expect(await refusal(call)).toEqual(['sites.no-archive']);
    expect(existsSync(join(test.folder, 'second'))).toBe(false);
  });

  it('with its secrets needs a vault', async () => {
    const { path } = await exported();
    await client().importFile({ file: path, name: 'second', place: test.folder });
    const target = join(test.folder, 'x.sitewright');
    const call = () => client().exportFile({ site: join(test.folder, 'second'), target, withSecrets: true });
    expect(await refusal(call)).toEqual(['vault.missing']);
  });
});

describe('two sites', () => {
  it('are compared by what they say, also unfinished ones', async () => {
    const made = await client().create({ asked, place: test.folder });
    const { differences } = await client().compare({ left: site, right: made.path });
    expect(differences).toContainEqual({ path: 'id', left: 'municipal', right: 'town-hall' });
    expect(differences).toContainEqual({ path: 'hosts[pve1].address', right: '10.1.2.11' });
  });

  it('that cannot be read are refused with what is wrong with them', async () => {
    writeFileSync(join(site, 'site.toml'), 'id = ');
    expect(await refusal(() => client().compare({ left: site, right: site }))).toEqual(['site.toml-syntax']);
  });
});
