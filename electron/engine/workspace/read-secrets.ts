import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { Secret } from '../shell/command.ts';
import type { SecretStore } from './secret-store.ts';
import { type LockedVault, openVault, type UnlockedVault } from './vault.ts';

export interface SecretSources {
  readonly vaultPath: string;
  readonly siteId: string;
  /** The system's keychain, where there is one. */
  readonly store?: SecretStore;
  /** Asked at most once, and only when the keychain does not open the vault. Undefined = nobody to ask. */
  readonly passphrase: () => Promise<Secret | undefined>;
}

/**
 * Gives the named secrets, opening the vault at most once. Without references no vault is looked for at all. Throws the
 * vault's diagnostics: missing, wrong passphrase, passphrase needed, secret missing.
 */
export async function readSecrets(sources: SecretSources, refs: readonly string[]): Promise<(ref: string) => Secret> {
  const wanted = [...new Set(refs)];
  if (wanted.length === 0) {
    return (ref) => {
      throw fail('vault.secret-missing', { params: { name: ref.replace(/^secret:/, '') } });
    };
  }
  const locked = await openVault(sources.vaultPath);
  const absent = wanted.find((ref) => !locked.has(ref));
  if (absent !== undefined) {
    throw fail('vault.secret-missing', {
      params: { name: absent.replace(/^secret:/, '') },
      subject: { file: locked.path },
    });
  }
  const vault = await unlock(sources, locked);
  return (ref) => vault.get(ref);
}

async function unlock(sources: SecretSources, locked: LockedVault): Promise<UnlockedVault> {
  const { store, siteId } = sources;
  const usable = store && (await store.available()) ? store : undefined;
  const kept = await usable?.load(siteId);
  if (kept) {
    try {
      return await locked.unlockWithIdentity(kept);
    } catch (error) {
      // The vault was made anew since: the kept identity is of no use and the passphrase decides.
      if (!(error instanceof DiagnosticError)) throw error;
      await usable?.forget(siteId);
    }
  }
  const passphrase = await sources.passphrase();
  if (!passphrase) {
    throw fail('vault.passphrase-needed', { params: { path: locked.path }, subject: { file: locked.path } });
  }
  const vault = await locked.unlock(passphrase);
  await usable?.save(siteId, vault.identity());
  return vault;
}
