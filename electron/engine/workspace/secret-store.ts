import type { Secret } from '../shell/command.ts';

/**
 * The system's keychain, as far as the vault needs it: it keeps the vault's identity by site, so that the passphrase is
 * typed once a machine. The main process fills this port with Electron's safeStorage; without one, nothing is kept.
 */
export interface SecretStore {
  /** Whether what is saved is really protected by the system (on Linux safeStorage may fall back to plain text). */
  available(): Promise<boolean>;
  load(siteId: string): Promise<Secret | undefined>;
  save(siteId: string, identity: Secret): Promise<void>;
  forget(siteId: string): Promise<void>;
}
