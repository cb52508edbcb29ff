import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import { unlockVault, vaultSecrets } from '../../../../../electron/engine/app/site-secrets.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { THROW_AWAY_PASSPHRASE_FILE } from '../../../../../electron/engine/workspace/passphrase.ts';
import type { SecretStore } from '../../../../../electron/engine/workspace/secret-store.ts';
import { createVault } from '../../../../../electron/engine/workspace/vault.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const WORDS = 'correct horse battery staple';
const site = { id: 's', name: 'Planta', language: 'es' } as unknown as Site;
let folder: string;

beforeEach(() => {
  folder = temporaryFolder('unlock');
});

async function vaultWith(value: string): Promise<void> {
  const locked = await createVault(join(folder, 'secrets.age'), new Secret(WORDS), { workFactor: 8 });
  await locked.set('a', new Secret(value));
}
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DiagnosticError ? error.diagnostics[0].code : undefined;
}
const secretA = async (work: ReturnType<typeof unlockVault>) =>
  vaultSecrets(await work)
    .get('secret:a')
    .reveal();

describe('opening the vault of a site', () => {
  it('says that the passphrase is needed when nobody can be asked', async () => {
    await vaultWith('1');
    expect(await codeOf(unlockVault(folder, site, {}))).toBe('vault.passphrase-needed');
    expect(await codeOf(unlockVault(folder, site, { ask: async () => undefined }))).toBe('vault.passphrase-needed');
  });

  it('asks in the language of the site, and refuses a wrong answer', async () => {
    await vaultWith('1');
    let question = '';
    const ask = async (text: string) => {
      question = text;
      return 'wrong words';
    };
    expect(await codeOf(unlockVault(folder, site, { ask }))).toBe('vault.wrong-passphrase');
    expect(question).toMatch(/^Frase de .* de Planta: $/);
  });

  it('asks once, then opens with what the keychain kept, until the vault is made anew', async () => {
    await vaultWith('1');
    const kept = new Map<string, Secret>();
    const store: SecretStore = {
      available: async () => true,
      load: async (siteId) => kept.get(siteId),
      save: async (siteId, identity) => void kept.set(siteId, identity),
      forget: async (siteId) => void kept.delete(siteId),
    };
    let asked = 0;
    const ask = async () => {
      asked += 1;
      return WORDS;
    };
    expect(await secretA(unlockVault(folder, site, { store, ask }))).toBe('1');
    expect(await secretA(unlockVault(folder, site, { store, ask }))).toBe('1');
    expect(asked).toBe(1);
    await rm(join(folder, 'secrets.age'));
    await vaultWith('2');
    expect(await secretA(unlockVault(folder, site, { store, ask }))).toBe('2');
    expect(asked).toBe(2);
  });

  it('opens an example with the passphrase that lies beside it, without asking', async () => {
    await vaultWith('1');
    writeFileSync(join(folder, THROW_AWAY_PASSPHRASE_FILE), `${WORDS}\n`);
    const ask = () => Promise.reject(new Error('asked'));
    expect(await secretA(unlockVault(folder, site, { ask }))).toBe('1');
  });
});
