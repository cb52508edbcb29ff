import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, fail } from '../../api/diagnostic.ts';
import type { RenewedSecret, SecretView, VaultLook } from '../../api/secrets.ts';
import { Secret } from '../shell/command.ts';
import { noteHandover } from '../workspace/handover-book.ts';
import { THROW_AWAY_PASSPHRASE_FILE } from '../workspace/passphrase.ts';
import { rekeyVault } from '../workspace/rekey-vault.ts';
import { openVault, type UnlockedVault } from '../workspace/vault.ts';
import type { EnginePorts } from './ports.ts';
import { madeByChance, secretViews } from './secrets-desk.ts';
import { unlockVault } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

/** A new value of these is of no use where the old one stands: what follows from it has its own way. */
const ONLY_BY_HAND: readonly SecretView['kind'][] = [
  'ssh-key',
  'password-hash',
  'subscription-key',
  'token',
  'signing-key',
  'other',
];

/** The vault as a whole: opened for this session, encrypted anew, and one of its values replaced. */
export class VaultDesk {
  readonly #ports: EnginePorts;

  constructor(ports: EnginePorts) {
    this.#ports = ports;
  }

  /** Whether there is a vault and whether it is open here; names and uses, never values. */
  async look({ site, folder }: ReadySite): Promise<VaultLook> {
    const vault = await openVault(folder.vaultFile).catch((error: unknown) => {
      if (codeOf(error) === 'vault.missing') return undefined;
      throw error;
    });
    if (!vault) return { state: 'none', secrets: secretViews(site, []) };
    const identity = await this.#ports.secretStore?.load(site.id);
    const isOpen =
      identity !== undefined &&
      (await vault.unlockWithIdentity(identity).then(
        (open) => {
          open.lock();
          return true;
        },
        () => false,
      ));
    return { state: isOpen ? 'open' : 'locked', secrets: secretViews(site, vault.names()) };
  }

  /** Opens the vault for this session, with what was typed or as the command line gives it. Throws vault.*. */
  async unlock(ready: ReadySite, typed: string | undefined): Promise<number> {
    const vault = typed === undefined ? await this.#open(ready) : await this.#openWith(ready, new Secret(typed));
    return vault.names().length;
  }

  /** New identity and passphrase for all that the vault holds. */
  async rekey(ready: ReadySite, passphrase: string): Promise<number> {
    const { site, folder } = ready;
    const isPublic = await stat(join(folder.root, THROW_AWAY_PASSPHRASE_FILE)).then(
      () => true,
      () => false,
    );
    const lock = await folder.lock('encrypting the vault anew');
    try {
      const vault = await rekeyVault(await this.#open(ready), new Secret(passphrase));
      await this.#ports.secretStore?.forget(site.id);
      await this.#ports.secretStore?.save(site.id, vault.identity());
      // What lay beside it for everybody to read opens it no more.
      if (isPublic) await rm(join(folder.root, THROW_AWAY_PASSPHRASE_FILE), { force: true });
      await noteHandover(folder.root, { kind: 'renewed', at: new Date().toISOString(), by: this.#ports.by });
      return vault.names().length;
    } finally {
      await lock.release();
    }
  }

  /**
   * A new value by chance for one secret, read back before it counts. What is told afterwards is what has to be done until the machines
   * have it too. Throws vault.secret-missing, vault.not-by-chance.
   */
  async renew(ready: ReadySite, name: string): Promise<RenewedSecret> {
    const { site, folder } = ready;
    const vault = await this.#open(ready);
    const before = vault.get(name);
    const view = secretViews(site, vault.names()).find((entry) => entry.name === name);
    const kind = view?.kind ?? 'other';
    const value = ONLY_BY_HAND.includes(kind) ? undefined : madeByChance(site, name, kind);
    if (!view || !value) throw fail('vault.not-by-chance', { params: { name } });
    const lock = await folder.lock('a new value of a secret');
    try {
      await vault.set(name, value);
      const read = await (await openVault(folder.vaultFile)).unlockWithIdentity(vault.identity());
      if (read.get(name).reveal() !== value.reveal()) {
        await vault.set(name, before);
        throw fail('vault.rekey-differs', { params: { path: folder.vaultFile, why: name } });
      }
      await noteHandover(folder.root, { kind: 'renewed', at: new Date().toISOString(), by: this.#ports.by, name });
    } finally {
      await lock.release();
    }
    return { name, kind, usedBy: view.usedBy, stillToDo: stillToDo(view) };
  }

  #open({ site, folder }: ReadySite): Promise<UnlockedVault> {
    return unlockVault(folder.root, site, {
      fd: this.#ports.passphraseFd,
      file: this.#ports.env.SITEWRIGHT_PASSPHRASE_FILE,
      store: this.#ports.secretStore,
      ask: this.#ports.askPassphrase,
    });
  }

  async #openWith({ site, folder }: ReadySite, passphrase: Secret): Promise<UnlockedVault> {
    const vault = await (await openVault(folder.vaultFile)).unlock(passphrase);
    await this.#ports.secretStore?.save(site.id, vault.identity());
    return vault;
  }
}

/** Where a new value of it has to go, in order. */
function stillToDo({ kind, usedBy }: SecretView): RenewedSecret['stillToDo'] {
  const inLaptop = usedBy.some((field) => field.startsWith('network.laptop'));
  const inHosts = usedBy.some((field) => /^hosts\[\d+\]\.install\./.test(field));
  const inSite = usedBy.some((field) => /^(stacks|storages|machines|cluster)/.test(field));
  return [
    ...(inLaptop || inHosts ? (['media'] as const) : []),
    ...(kind === 'root-password' ? (['passwd'] as const) : []),
    ...(inSite ? (['apply'] as const) : []),
  ];
}

const codeOf = (error: unknown) => (error as { diagnostics?: readonly Diagnostic[] }).diagnostics?.[0]?.code;
