import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { arrivalIdentityFits, makeArrivalIdentity } from '../arrival/identity.ts';
import type { ThrowAwaySecrets } from '../rehearsal/throw-away-secrets.ts';
import { Secret } from '../shell/command.ts';
import { ARRIVAL_IDENTITY, ARRIVAL_SECRET } from '../site/delivery.ts';
import { readPassphrase, throwAwayPassphrase } from '../workspace/passphrase.ts';
import type { SecretStore } from '../workspace/secret-store.ts';
import { openVault, type UnlockedVault } from '../workspace/vault.ts';

/** The secrets of a site as the engine sees them, whatever is behind: vault, keychain, or a rehearsal's own. */
export interface SiteSecrets {
  get(ref: string): Secret;
  /** Undefined = the vault is not open. */
  has(ref: string): boolean | undefined;
  store(ref: string, secret: Secret): Promise<void>;
  /** Everything that must never be written anywhere, for the redactor. */
  all(): readonly Secret[];
}

export interface PassphraseAsker {
  readonly fd?: number;
  readonly file?: string;
  readonly store?: SecretStore;
  /** Asks a person; undefined where there is none. */
  readonly ask?: (question: string) => Promise<string | undefined>;
}

const VAULT_FILE = 'secrets.age';

/** Unlocks a site's vault once a session: keychain, else descriptor or file, else a person. Throws vault.*. */
export async function unlockVault(folder: string, site: Site, asker: PassphraseAsker): Promise<UnlockedVault> {
  const path = join(folder, VAULT_FILE);
  const locked = await openVault(path);
  const kept = asker.store && (await asker.store.available()) ? await asker.store.load(site.id) : undefined;
  if (kept) {
    try {
      return await locked.unlockWithIdentity(kept);
    } catch {
      // The vault was made anew since: what the keychain holds no longer fits, so the passphrase is asked for.
      await asker.store?.forget(site.id);
    }
  }
  const given = (await readPassphrase({ fd: asker.fd, file: asker.file })) ?? (await throwAwayPassphrase(folder));
  const typed = given ?? (asker.ask ? await asked(asker.ask, site) : undefined);
  if (!typed)
    throw fail('vault.passphrase-needed', {
      params: { path, count: locked.names().length },
      subject: { file: path },
    });
  const vault = await locked.unlock(typed);
  if (asker.store && (await asker.store.available())) await asker.store.save(site.id, vault.identity());
  return vault;
}

/** True where a passphrase is at hand without asking a person. */
export function passphraseAtHand(asker: PassphraseAsker): boolean {
  return asker.fd !== undefined || (asker.file !== undefined && asker.file !== '');
}

export function vaultSecrets(vault: UnlockedVault): SiteSecrets {
  return {
    get: (ref) => vault.get(ref),
    has: (ref) => vault.names().includes(nameOf(ref)),
    store: (ref, secret) => vault.set(ref, secret),
    all: () => vault.names().map((name) => vault.get(name)),
  };
}

/**
 * A rehearsal reads the real vault where it is open, so that it shows what the site would get, but whatever the simulated
 * site makes goes to its throw-away secrets; without a vault everything is made up.
 */
export function rehearsalSecrets(own: ThrowAwaySecrets, vault: UnlockedVault | undefined): SiteSecrets {
  const inVault = (ref: string) => vault?.names().includes(nameOf(ref)) ?? false;
  return {
    get: (ref) => (!own.has(ref) && vault && inVault(ref) ? vault.get(ref) : own.get(ref)),
    has: (ref) => own.has(ref) || inVault(ref),
    store: async (ref, secret) => own.store(ref, secret),
    all: () => [...own.all(), ...(vault ? vault.names().map((name) => vault.get(name)) : [])],
  };
}

/**
 * What this laptop's receiver is known by. Made and kept where it lacks: in a vault from before the site had a receiver, and
 * in every rehearsal. An identity of another address is made anew, since no node would believe it.
 */
export async function arrivalSecrets(
  secrets: SiteSecrets,
  site: Site,
): Promise<{ readonly identity: Secret; readonly secret: Secret }> {
  const kept = secrets.has(ARRIVAL_IDENTITY) ? secrets.get(ARRIVAL_IDENTITY) : undefined;
  const fits = kept !== undefined && arrivalIdentityFits(kept.reveal(), site);
  if (!fits) await secrets.store(ARRIVAL_IDENTITY, new Secret(makeArrivalIdentity(site).pem));
  if (!secrets.has(ARRIVAL_SECRET))
    await secrets.store(ARRIVAL_SECRET, new Secret(randomBytes(32).toString('base64url')));
  return { identity: secrets.get(ARRIVAL_IDENTITY), secret: secrets.get(ARRIVAL_SECRET) };
}

async function asked(ask: (question: string) => Promise<string | undefined>, site: Site): Promise<Secret | undefined> {
  const question =
    site.language === 'es'
      ? `Frase de paso de la caja fuerte de ${site.name}: `
      : `Passphrase of the vault of ${site.name}: `;
  const answer = await ask(question);
  return answer === undefined ? undefined : new Secret(answer);
}

function nameOf(ref: string): string {
  return ref.startsWith('secret:') ? ref.slice('secret:'.length) : ref;
}
