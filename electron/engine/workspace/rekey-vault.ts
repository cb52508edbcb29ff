import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { Secret } from '../shell/command.ts';
import { errorCode, syncFolder } from './atomic-file.ts';
import { type CreateVaultOptions, createVault, openVault, type UnlockedVault } from './vault.ts';

/**
 * Encrypts all that a vault holds anew: another identity, under this passphrase. Who kept the old passphrase, or an old copy with it,
 * can read nothing that is added from then on. The new vault is written beside the old one, opened from the disk with its
 * passphrase and compared value by value; only then it takes the old one's place, in one rename. Until then a power cut
 * leaves the old vault as it was. Give it no vault that others write to meanwhile: hold the folder's lock.
 */
export async function rekeyVault(
  old: UnlockedVault,
  passphrase: Secret,
  options: CreateVaultOptions = {},
): Promise<UnlockedVault> {
  const { path } = old;
  const next = `${path}.next`;
  const about = (why: string) => ({ params: { path, why }, subject: { file: path } });
  await rm(next, { force: true });
  try {
    const made = await createVault(next, passphrase, options);
    for (const name of old.names()) await made.set(name, old.get(name));
    const read = await (await openVault(next)).unlock(passphrase);
    const isSame = (names: readonly string[]) =>
      names.length === old.names().length && names.every((name) => read.get(name).reveal() === old.get(name).reveal());
    if (!isSame(read.names())) throw fail('vault.rekey-differs', about('read back'));
    // Somebody may have added a secret without holding the lock: it would be lost.
    const now = (await openVault(path)).names();
    if (now.join() !== old.names().join()) throw fail('vault.rekey-differs', about('changed meanwhile'));
    await rename(next, path).catch((error: unknown) => {
      throw fail('workspace.not-writable', about(errorCode(error)));
    });
    await syncFolder(dirname(path));
    return (await openVault(path)).unlockWithIdentity(read.identity());
  } finally {
    await rm(next, { force: true });
  }
}
