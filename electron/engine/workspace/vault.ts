import { readFile } from 'node:fs/promises';
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import { Secret } from '../shell/command.ts';
import { errorCode, writeFileAtomic } from './atomic-file.ts';
import { nativePassphraseAvailable, passphraseIdentity } from './passphrase-identity.ts';

/**
 * The vault: `secrets.age` beside site.toml. A JSON text with an age X25519 identity wrapped by a passphrase (scrypt), the
 * identity's public recipient, and every secret as an age message of its own to that recipient. So a secret is added with
 * the public half alone, and reading needs the passphrase once a session. Names are visible (site.toml shows them too).
 *
 * Limit: who can write the file can replace a secret, or the recipient under which the next one is added. The second is
 * noticed when the vault is unlocked. Each message carries its own name, so messages cannot be swapped.
 */
const FORMAT = 'sitewright-vault';
const VERSION = 1;
/** scrypt work factor as a power of two: about a second and 128 MiB on a laptop of 2020. */
export const DEFAULT_WORK_FACTOR = 17;
export const MIN_PASSPHRASE_LENGTH = 8;

const VaultFileSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.int(),
  recipient: z.string().regex(/^age1[a-z0-9]+$/),
  identity: z.string(),
  secrets: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), z.string()),
});
type VaultFile = z.infer<typeof VaultFileSchema>;

export interface CreateVaultOptions {
  /** Only for tests and throw-away examples: a lower one is opened faster, by anyone. */
  readonly workFactor?: number;
}

/** A vault as it lies on disk: it can be added to, not read. */
export interface LockedVault {
  readonly path: string;
  /** Names of the secrets, sorted. */
  names(): readonly string[];
  has(ref: string): boolean;
  /** Adds or replaces a secret; needs no passphrase. Takes `secret:NAME` or NAME. */
  set(ref: string, value: Secret): Promise<void>;
  /** Throws vault.wrong-passphrase or vault.corrupt. */
  unlock(passphrase: Secret): Promise<UnlockedVault>;
  /** Opens with the identity that a keychain kept. */
  unlockWithIdentity(identity: Secret): Promise<UnlockedVault>;
}

export interface UnlockedVault {
  readonly path: string;
  names(): readonly string[];
  /** The value; throws vault.secret-missing or vault.locked. Takes `secret:NAME` or NAME. */
  get(ref: string): Secret;
  set(ref: string, value: Secret): Promise<void>;
  /** For the keychain port only. */
  identity(): Secret;
  /** Forgets all values. */
  lock(): void;
}

/** Makes a new, empty vault. Throws vault.exists, vault.passphrase-empty, vault.passphrase-short. */
export async function createVault(
  path: string,
  passphrase: Secret,
  { workFactor = DEFAULT_WORK_FACTOR }: CreateVaultOptions = {},
): Promise<LockedVault> {
  const params = { minimum: MIN_PASSPHRASE_LENGTH };
  if (passphrase.reveal() === '') throw fail('vault.passphrase-empty', { params });
  if (passphrase.reveal().length < MIN_PASSPHRASE_LENGTH) throw fail('vault.passphrase-short', { params });
  if (await exists(path)) throw fail('vault.exists', { params: { path }, subject: { file: path } });
  const identity = await generateX25519Identity();
  const wrap = new Encrypter();
  wrap.setScryptWorkFactor(workFactor);
  wrap.setPassphrase(passphrase.reveal());
  const file: VaultFile = {
    format: FORMAT,
    version: VERSION,
    recipient: await identityToRecipient(identity),
    identity: armor.encode(await wrap.encrypt(identity)),
    secrets: {},
  };
  await save(path, file);
  return lockedVault(path);
}

/** Opens the file for adding. Throws vault.missing, vault.unreadable, vault.corrupt, vault.newer. */
export async function openVault(path: string): Promise<LockedVault> {
  const file = await load(path);
  return lockedVault(path, file);
}

async function lockedVault(path: string, given?: VaultFile): Promise<LockedVault> {
  let file = given ?? (await load(path));
  const set = async (ref: string, value: Secret): Promise<void> => {
    file = await addSecret(path, secretName(ref), value);
  };
  const unlockWithIdentity = async (identity: Secret): Promise<UnlockedVault> => {
    file = await load(path);
    return unlockedVault(path, file, identity);
  };
  return {
    path,
    names: () => Object.keys(file.secrets).sort(),
    has: (ref) => Object.hasOwn(file.secrets, secretName(ref)),
    set,
    unlockWithIdentity,
    unlock: async (passphrase) => {
      file = await load(path);
      return unlockedVault(path, file, await unwrap(path, file, passphrase));
    },
  };
}

async function unwrap(path: string, file: VaultFile, passphrase: Secret): Promise<Secret> {
  if (passphrase.reveal() === '') {
    throw fail('vault.passphrase-empty', { params: { minimum: MIN_PASSPHRASE_LENGTH } });
  }
  let sealed: Uint8Array;
  try {
    sealed = armor.decode(file.identity);
  } catch {
    throw corrupt(path, 'identity');
  }
  const decrypter = new Decrypter();
  if (nativePassphraseAvailable()) decrypter.addIdentity(passphraseIdentity(passphrase.reveal()));
  else decrypter.addPassphrase(passphrase.reveal());
  try {
    return new Secret((await decrypter.decrypt(sealed, 'text')).trim());
  } catch (error) {
    // age's own sentences hold no secret; only one of them means that the passphrase is wrong.
    const wrong = error instanceof Error && error.message.includes('no identity matched');
    if (wrong) throw fail('vault.wrong-passphrase', { params: { path }, subject: { file: path } });
    throw corrupt(path, 'identity');
  }
}

async function unlockedVault(path: string, file: VaultFile, identity: Secret): Promise<UnlockedVault> {
  let recipient: string;
  try {
    recipient = await identityToRecipient(identity.reveal());
  } catch {
    throw corrupt(path, 'identity');
  }
  if (recipient !== file.recipient) throw corrupt(path, 'recipient');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity.reveal());
  const values = new Map<string, Secret>();
  for (const [name, sealed] of Object.entries(file.secrets))
    values.set(name, await openSecret(path, decrypter, name, sealed));
  let open = true;
  const guard = (): void => {
    if (!open) throw fail('vault.locked');
  };
  return {
    path,
    names: () => [...values.keys()].sort(),
    get: (ref) => {
      guard();
      const name = secretName(ref);
      const value = values.get(name);
      if (!value) throw fail('vault.secret-missing', { params: { name }, subject: { file: path } });
      return value;
    },
    set: async (ref, value) => {
      guard();
      const name = secretName(ref);
      await addSecret(path, name, value);
      values.set(name, value);
    },
    identity: () => {
      guard();
      return identity;
    },
    lock: () => {
      open = false;
      values.clear();
    },
  };
}

async function openSecret(path: string, decrypter: Decrypter, name: string, sealed: string): Promise<Secret> {
  try {
    const plain = z
      .strictObject({ name: z.string(), value: z.string() })
      .parse(JSON.parse(await decrypter.decrypt(armor.decode(sealed), 'text')));
    if (plain.name === name) return new Secret(plain.value);
  } catch {
    // Nothing of the failure is kept: it could quote what was decrypted.
  }
  throw corrupt(path, name);
}

/** Reads the file again, so that two sessions that add different secrets do not lose one another's. */
async function addSecret(path: string, name: string, value: Secret): Promise<VaultFile> {
  const file = await load(path);
  const encrypter = new Encrypter();
  encrypter.addRecipient(file.recipient);
  const sealed = armor.encode(await encrypter.encrypt(JSON.stringify({ name, value: value.reveal() })));
  const next = { ...file, secrets: { ...file.secrets, [name]: sealed } };
  await save(path, next);
  return next;
}

async function load(path: string): Promise<VaultFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    const about = { params: { path, why: code }, subject: { file: path } };
    throw code === 'ENOENT' ? fail('vault.missing', about) : fail('vault.unreadable', about);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw corrupt(path, 'JSON');
  }
  const version = typeof raw === 'object' && raw !== null && 'version' in raw ? raw.version : undefined;
  if (typeof version === 'number' && version > VERSION) {
    throw fail('vault.newer', { params: { path, found: version, current: VERSION }, subject: { file: path } });
  }
  const read = VaultFileSchema.safeParse(raw);
  if (!read.success) throw corrupt(path, read.error.issues[0]?.path.map(String).join('.') || 'format');
  return read.data;
}

async function save(path: string, file: VaultFile): Promise<void> {
  const secrets = Object.fromEntries(Object.entries(file.secrets).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFileAtomic(path, `${JSON.stringify({ ...file, secrets }, null, 2)}\n`, { mode: 0o600 });
}

async function exists(path: string): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}

function secretName(ref: string): string {
  const name = ref.startsWith('secret:') ? ref.slice('secret:'.length) : ref;
  // A wrong name may be a value that was given in the wrong place: it is not repeated in full.
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) {
    throw fail('vault.secret-name', { params: { name: name.length > 3 ? `${name.slice(0, 3)}...` : name } });
  }
  return name;
}

function corrupt(path: string, what: string) {
  return fail('vault.corrupt', { params: { path, what }, subject: { file: path } });
}
