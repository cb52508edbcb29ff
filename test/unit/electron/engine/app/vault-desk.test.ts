import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { EnginePorts } from '../../../../../electron/engine/app/ports.ts';
import { sessionSecrets } from '../../../../../electron/engine/app/session-secrets.ts';
import type { ReadySite } from '../../../../../electron/engine/app/site-shelf.ts';
import { VaultDesk } from '../../../../../electron/engine/app/vault-desk.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { rekeyVault } from '../../../../../electron/engine/workspace/rekey-vault.ts';
import { openSiteFolder } from '../../../../../electron/engine/workspace/site-folder.ts';
import { createVault, openVault } from '../../../../../electron/engine/workspace/vault.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const OLD = 'correct horse battery staple';
const NEW = 'another four random words';
let folder: string;
let vaultFile: string;
let ready: ReadySite;

const values = {
  'monitoring-admin-password': 'first value of it',
  'root-password-pve1': 'root of the first',
  'site-ssh-key': 'a key\nof lines\n',
};

beforeEach(async () => {
  folder = temporaryFolder('vault-desk');
  vaultFile = join(folder, 'secrets.age');
  cpSync('examples/three-node-dhcp/site.toml', join(folder, 'site.toml'));
  const text = readFileSync(join(folder, 'site.toml'), 'utf8');
  const { site } = parseSite(text);
  if (!site) throw new Error('the example does not parse');
  ready = { site, text, folder: await openSiteFolder(folder) };
  const vault = await createVault(vaultFile, new Secret(OLD), { workFactor: 8 });
  for (const [name, value] of Object.entries(values)) await vault.set(name, new Secret(value));
});

const deskWith = (ports: Partial<EnginePorts> = {}) =>
  new VaultDesk({ env: {}, secretStore: sessionSecrets(undefined), ...ports } as unknown as EnginePorts);
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DiagnosticError ? error.diagnostics[0].code : error === undefined ? undefined : String(error);
}

describe('a vault', () => {
  it('is opened once for the session by what was typed, and by nothing else', async () => {
    const desk = deskWith();
    expect((await desk.look(ready)).state).toBe('locked');
    expect(await codeOf(desk.unlock(ready, undefined))).toBe('vault.passphrase-needed');
    expect(await codeOf(desk.unlock(ready, 'wrong words here'))).toBe('vault.wrong-passphrase');
    expect((await desk.look(ready)).state).toBe('locked');
    expect(await desk.unlock(ready, OLD)).toBe(3);
    expect((await desk.look(ready)).state).toBe('open');
    expect(await desk.unlock(ready, undefined)).toBe(3);
    // Another Sitewright has to ask anew.
    expect((await deskWith().look(ready)).state).toBe('locked');
  });

  it('holds the same under a new passphrase and identity, and the old ones open it no more', async () => {
    const old = await (await openVault(vaultFile)).unlock(new Secret(OLD));
    const before = readFileSync(vaultFile, 'utf8');
    const made = await rekeyVault(old, new Secret(NEW), { workFactor: 8 });
    for (const [name, value] of Object.entries(values)) expect(made.get(name).reveal()).toBe(value);
    const now = await openVault(vaultFile);
    expect(await codeOf(now.unlock(new Secret(OLD)))).toBe('vault.wrong-passphrase');
    expect(await codeOf(now.unlockWithIdentity(old.identity()))).toBe('vault.corrupt');
    expect((await now.unlock(new Secret(NEW))).get('site-ssh-key').reveal()).toBe(values['site-ssh-key']);
    expect(JSON.parse(readFileSync(vaultFile, 'utf8')).recipient).not.toBe(JSON.parse(before).recipient);
    expect(readdirSync(folder).sort()).toEqual(['secrets.age', 'site.toml']);
  });

  it('stays as it was where the new one is refused, is not what it holds, or was begun before', async () => {
    writeFileSync(`${vaultFile}.next`, 'left by a power cut');
    const before = readFileSync(vaultFile, 'utf8');
    const old = await (await openVault(vaultFile)).unlock(new Secret(OLD));
    expect(await codeOf(rekeyVault(old, new Secret('short'), { workFactor: 8 }))).toBe('vault.passphrase-short');
    expect(readFileSync(vaultFile, 'utf8')).toBe(before);
    await (await openVault(vaultFile)).set('added-meanwhile', new Secret('by somebody else'));
    const since = readFileSync(vaultFile, 'utf8');
    expect(await codeOf(rekeyVault(old, new Secret(NEW), { workFactor: 8 }))).toBe('vault.rekey-differs');
    expect(readFileSync(vaultFile, 'utf8')).toBe(since);
    expect(existsSync(`${vaultFile}.next`)).toBe(false);
  });

  it('is encrypted anew by its desk, which goes on with it', async () => {
    const desk = deskWith();
    expect(await codeOf(desk.rekey(ready, NEW))).toBe('vault.passphrase-needed');
    await desk.unlock(ready, OLD);
    expect(await desk.rekey(ready, NEW)).toBe(3);
    expect((await desk.look(ready)).state).toBe('open');
    expect((await openVault(vaultFile)).names()).toEqual(Object.keys(values).sort());
  });

  it('gives one secret a new value by chance and says where it has to go, or that it comes from a person', async () => {
    const desk = deskWith();
    await desk.unlock(ready, OLD);
    const renewed = await desk.renew(ready, 'monitoring-admin-password');
    expect(renewed).toMatchObject({
      kind: 'random',
      usedBy: ['stacks[0].options.adminPassword'],
      stillToDo: ['apply'],
    });
    expect((await desk.renew(ready, 'root-password-pve1')).stillToDo).toEqual(['media', 'passwd']);
    const open = await (await openVault(vaultFile)).unlock(new Secret(OLD));
    expect(open.get('monitoring-admin-password').reveal()).not.toBe(values['monitoring-admin-password']);
    expect(open.get('root-password-pve1').reveal()).not.toBe(values['root-password-pve1']);
    expect(await codeOf(desk.renew(ready, 'site-ssh-key'))).toBe('vault.not-by-chance');
    expect(open.get('site-ssh-key').reveal()).toBe(values['site-ssh-key']);
    expect(await codeOf(desk.renew(ready, 'nothing-of-the-kind'))).toBe('vault.secret-missing');
  });
});
