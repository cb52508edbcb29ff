import type { Secret } from '../shell/command.ts';
import type { SecretStore } from '../workspace/secret-store.ts';

/**
 * The identities of vaults that were opened since this Sitewright was started, so that a passphrase is typed once: in memory, and in
 * the system's keychain where there is one. Nothing of it is written by us.
 */
export function sessionSecrets(keychain: SecretStore | undefined): SecretStore {
  const held = new Map<string, Secret>();
  const outer = async () => (keychain && (await keychain.available()) ? keychain : undefined);
  return {
    available: async () => true,
    load: async (siteId) => held.get(siteId) ?? (await (await outer())?.load(siteId)),
    save: async (siteId, identity) => {
      held.set(siteId, identity);
      await (await outer())?.save(siteId, identity);
    },
    forget: async (siteId) => {
      held.delete(siteId);
      await keychain?.forget(siteId);
    },
  };
}
