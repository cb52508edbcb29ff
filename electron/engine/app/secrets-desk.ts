import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { SecretsInit, SecretView } from '../../api/secrets.ts';
import type { Site } from '../../api/site.ts';
import { generateRootPassword } from '../answers/root-password.ts';
import { isSha512CryptHash, makePasswordHash } from '../answers/sha512-crypt.ts';
import { makeArrivalIdentity, readArrivalIdentity } from '../arrival/identity.ts';
import { SIGNING_KEY, signingKeyOf } from '../bundle/signature.ts';
import { Secret } from '../shell/command.ts';
import { makeEd25519, publicLineOf } from '../shell/ssh-keys.ts';
import { ARRIVAL_IDENTITY, ARRIVAL_SECRET, impliedSecretUses, SITE_AUTHORITY } from '../site/delivery.ts';
import { secretUses } from '../site/derive.ts';
import { editSite } from '../site/edit-site.ts';
import { makeSiteAuthority, readSiteAuthority } from '../tls/site-authority.ts';
import { readPassphrase, THROW_AWAY_PASSPHRASE_FILE } from '../workspace/passphrase.ts';
import { saveSiteText } from '../workspace/site-folder.ts';
import { createVault, type LockedVault, openVault } from '../workspace/vault.ts';
import type { EnginePorts } from './ports.ts';
import { unlockVault } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

/** The comment of the key that the shipped examples name: it is public, so it is never kept for a site of one's own. */
const THROW_AWAY_KEY_COMMENT = 'sitewright-example-throw-away';
/** The installer of Proxmox VE asks for at least 8 characters (8.4 to 9.2). */
const MIN_PASSWORD_LENGTH = 8;
const RANDOM_BYTES = 32;
/** What the receiver's path and tokens follow from: shorter ones could be found by trying. */
const MIN_ARRIVAL_SECRET_LENGTH = 32;
/** What the first boot of Proxmox VE 9.2 takes (answer-schema, 1). */
const SUBSCRIPTION_KEY = /^pve[0-9]+[cbsp]-[0-9a-f]{10}$/;

type Kind = SecretView['kind'];

/** The vault of a site, from the outside: made, filled and looked at. Values leave it only by `reveal`. */
export class SecretsDesk {
  readonly #ports: EnginePorts;

  constructor(ports: EnginePorts) {
    this.#ports = ports;
  }

  /** Names, where the site uses them, and which it lacks; never a value. Needs no passphrase. */
  async list({ site, folder }: ReadySite): Promise<{ secrets: SecretView[]; diagnostics: Diagnostic[] }> {
    const vault = await openVault(folder.vaultFile).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    const publicToAll = await stat(join(folder.root, THROW_AWAY_PASSPHRASE_FILE)).then(
      () => vault !== undefined,
      () => false,
    );
    const about = { params: { path: folder.vaultFile }, subject: { file: folder.vaultFile } };
    return {
      secrets: secretViews(site, vault?.names() ?? []),
      diagnostics: [
        ...(vault ? [] : [diagnostic('vault.missing', about)]),
        ...(publicToAll ? [diagnostic('vault.throw-away', about)] : []),
      ],
    };
  }

  /**
   * Makes the vault where there is none, and what can be made by chance: the site's SSH key (its public half goes into
   * site.toml), a root password a node, what this laptop's receiver is known by, and the secrets of the stacks. What is there
   * already stays; a second call changes nothing. The public key of an example is replaced; any other only with `newSshKey`,
   * since machines may already know it. A vault whose `passphrase` was typed on a page is open for this session.
   */
  async init(
    ready: ReadySite,
    options: { readonly newSshKey: boolean; readonly passphrase?: string | undefined },
  ): Promise<SecretsInit> {
    const { site, folder } = ready;
    const existing = await openVault(folder.vaultFile).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    const made: string[] = [];
    const lacking = secretViews(site, existing?.names() ?? []).filter((entry) => entry.state === 'lacking');
    // Asked for before anything is written: a wrong passphrase leaves nothing behind.
    const vault = existing ?? (await this.#create(ready, options.passphrase));
    let publicLine: string | undefined;
    for (const { name, kind } of lacking) {
      const value = madeByChance(site, name, kind);
      if (value) {
        await this.#store(ready, vault, name, value);
        made.push(name);
      }
      if (kind === 'ssh-key' && (options.newSshKey || isThrowAway(site.access.sshPublicKey))) {
        const pair = makeEd25519(`sitewright-${site.id}`);
        // site.toml first: if the power goes in between, the vault still lacks the key and the next call makes a new pair.
        await replacePublicKey(ready, pair.publicLine);
        await this.#store(ready, vault, name, new Secret(pair.privateText));
        publicLine = pair.publicLine;
        made.push(name);
      }
    }
    return {
      created: existing === undefined,
      made,
      ...(publicLine === undefined ? {} : { sshPublicKey: publicLine }),
      secrets: secretViews(site, (await openVault(folder.vaultFile)).names()),
    };
  }

  /**
   * Keeps one value; needs no passphrase. A key must be the other half of the site's public key, a password hash a
   * sha512-crypt hash; with `isPassword` the value is a password: its hash is kept where the site asks for a hash. Throws
   * vault.*.
   */
  async set(ready: ReadySite, name: string, value: string, isPassword: boolean): Promise<SecretView> {
    const { site, folder } = ready;
    const vault = await openVault(folder.vaultFile);
    vault.has(name);
    const kind = secretViews(site, [name]).find((entry) => entry.name === bare(name))?.kind ?? 'other';
    const kept = checked(site, bare(name), kind, value, isPassword);
    await this.#store(ready, vault, name, kept);
    const view = secretViews(site, [bare(name)]).find((entry) => entry.name === bare(name));
    return view ?? { name: bare(name), kind, state: 'unused', usedBy: [] };
  }

  /** The value of one secret, for the person who must type it somewhere. Opens the vault. */
  async reveal({ site, folder }: ReadySite, name: string): Promise<string> {
    const vault = await unlockVault(folder.root, site, {
      fd: this.#ports.passphraseFd,
      file: this.#ports.env.SITEWRIGHT_PASSPHRASE_FILE,
      store: this.#ports.secretStore,
      ask: this.#ports.askPassphrase,
    });
    return vault.get(name).reveal();
  }

  async #create({ site, folder }: ReadySite, typed: string | undefined): Promise<LockedVault> {
    if (typed === undefined) return createVault(folder.vaultFile, await this.#newPassphrase(site));
    const passphrase = new Secret(typed);
    const vault = await createVault(folder.vaultFile, passphrase);
    await this.#ports.secretStore?.save(site.id, (await vault.unlock(passphrase)).identity());
    return vault;
  }

  async #store({ folder }: ReadySite, vault: LockedVault, name: string, value: Secret): Promise<void> {
    const lock = await folder.lock('keeping a secret');
    try {
      await vault.set(name, value);
    } finally {
      await lock.release();
    }
  }

  async #newPassphrase(site: Site): Promise<Secret> {
    const ports = this.#ports;
    const given = await readPassphrase({ fd: ports.passphraseFd, file: ports.env.SITEWRIGHT_PASSPHRASE_FILE });
    if (given) return given;
    const ask = ports.askPassphrase;
    const es = site.language === 'es';
    const first = await ask?.(es ? `Nueva frase de paso de ${site.name}: ` : `New passphrase of ${site.name}: `);
    if (first === undefined) throw fail('vault.passphrase-needed', { params: { path: 'secrets.age', count: 0 } });
    const second = await ask?.(es ? 'Otra vez: ' : 'Again: ');
    if (first !== second) throw fail('cli.values-differ');
    return new Secret(first);
  }
}

/** What needs no person; undefined for what only a person has. */
export function madeByChance(site: Site, name: string, kind: Kind): Secret | undefined {
  if (kind === 'random') return new Secret(randomBytes(RANDOM_BYTES).toString('base64url'));
  if (kind === 'root-password') return generateRootPassword((count) => randomBytes(count));
  if (kind !== 'certificate') return undefined;
  return new Secret(
    name === bare(SITE_AUTHORITY) ? makeSiteAuthority(site.id, Date.now()) : makeArrivalIdentity(site).pem,
  );
}

function checked(site: Site, name: string, kind: Kind, value: string, isPassword: boolean): Secret {
  if (isPassword && kind !== 'password-hash' && kind !== 'root-password')
    throw fail('vault.not-a-password', { params: { name } });
  if (isPassword || kind === 'root-password') {
    if (value.length < MIN_PASSWORD_LENGTH)
      throw fail('vault.password-short', { params: { minimum: MIN_PASSWORD_LENGTH } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for here.
    if (/[\u0000-\u001f\u007f]/.test(value)) throw fail('vault.password-form', { params: { name } });
    return new Secret(kind === 'root-password' ? value : makePasswordHash(value));
  }
  if (kind === 'subscription-key' && !SUBSCRIPTION_KEY.test(value))
    throw fail('vault.subscription-form', { params: { name } });
  if (name === bare(ARRIVAL_SECRET) && value.length < MIN_ARRIVAL_SECRET_LENGTH)
    throw fail('vault.secret-short', { params: { name, minimum: MIN_ARRIVAL_SECRET_LENGTH } });
  if (kind === 'token' && !/^[\x21-\x7e]+$/.test(value)) throw fail('vault.token-form', { params: { name } });
  if (kind === 'certificate' && !isWhole(name, value)) throw fail('vault.certificate-form', { params: { name } });
  if (kind === 'signing-key' && !isSigningKey(value)) throw fail('bundle.signing-key-form', { params: { name } });
  if (kind === 'password-hash' && !isSha512CryptHash(value)) throw fail('vault.hash-form', { params: { name } });
  if (kind === 'ssh-key') {
    const line = publicLine(value);
    if (line === undefined) throw fail('vault.key-form', { params: { name } });
    if (keyOf(line) !== keyOf(site.access.sshPublicKey))
      throw fail('vault.key-mismatch', { params: { name, line }, subject: { field: 'access.sshPublicKey' } });
  }
  return new Secret(value);
}

/** Certificate and key in one text, the one of the other. */
function isWhole(name: string, pem: string): boolean {
  try {
    if (name === bare(SITE_AUTHORITY)) readSiteAuthority(pem);
    else readArrivalIdentity(pem);
    return true;
  } catch {
    return false;
  }
}

function isSigningKey(value: string): boolean {
  try {
    signingKeyOf(new Secret(value));
    return true;
  } catch {
    return false;
  }
}

/** Reading past the end of a cut-off key throws; that is no key either. */
function publicLine(privateText: string): string | undefined {
  try {
    return publicLineOf(privateText);
  } catch {
    return undefined;
  }
}

/**
 * One line a name: those the site uses, in its order, those it implies, then what is kept besides. The key of its bundles is
 * never lacking: the first making makes it.
 */
export function secretViews(site: Site, kept: readonly string[]): SecretView[] {
  const found = new Map<string, SecretView>();
  for (const { ref, field } of [...secretUses(site), ...impliedSecretUses(site)]) {
    const name = bare(ref);
    const before = found.get(name);
    found.set(name, {
      name,
      kind: before?.kind ?? kindOf(site, ref, field),
      state: kept.includes(name) ? 'kept' : 'lacking',
      usedBy: [...(before?.usedBy ?? []), field],
    });
  }
  if (kept.includes(SIGNING_KEY))
    found.set(SIGNING_KEY, { name: SIGNING_KEY, kind: 'signing-key', state: 'kept', usedBy: ['bundle'] });
  for (const name of kept) if (!found.has(name)) found.set(name, { name, kind: 'other', state: 'unused', usedBy: [] });
  return [...found.values()];
}

function kindOf(site: Site, ref: string, field: string): Kind {
  if (ref === site.access.sshPrivateKey) return 'ssh-key';
  if (ref === ARRIVAL_IDENTITY || ref === SITE_AUTHORITY) return 'certificate';
  if (ref === ARRIVAL_SECRET) return 'random';
  if (field.endsWith('.rootPassword')) return 'root-password';
  if (field.endsWith('.rootPasswordHash')) return 'password-hash';
  if (field.endsWith('.subscriptionKey')) return 'subscription-key';
  if (field === 'media.webhook.authToken') return 'token';
  return /^stacks\[\d+\]\.options\./.test(field) ? 'random' : 'other';
}

async function replacePublicKey({ folder, text }: ReadySite, line: string): Promise<void> {
  const { text: edited, diagnostics } = editSite(text, [{ op: 'set', path: 'access.sshPublicKey', value: line }]);
  const error = diagnostics.find((entry) => entry.severity === 'error');
  if (error) throw fail('site.edit-refused', { params: error.params, subject: error.subject });
  await saveSiteText(folder, text, edited);
}

const isThrowAway = (line: string) => line.trim().endsWith(` ${THROW_AWAY_KEY_COMMENT}`);
const keyOf = (line: string) => line.trim().split(/\s+/).slice(0, 2).join(' ');
const bare = (ref: string) => ref.replace(/^secret:/, '');
const isMissing = (error: unknown) =>
  (error as { diagnostics?: readonly Diagnostic[] }).diagnostics?.[0]?.code === 'vault.missing';
