import { join } from 'node:path';
import type { RehearsalOptions } from '../../api/rehearsal.ts';
import type { Site } from '../../api/site.ts';
import { lookAtSite } from '../facts/look-at-site.ts';
import type { FactSet } from '../facts/registry.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import { attachRehearsal } from '../rehearsal/attach-rehearsal.ts';
import { openStandInBundle } from '../rehearsal/bundle/open-stand-in-bundle.ts';
import type { NeededImage } from '../rehearsal/bundle/stand-in-images.ts';
import { openRehearsal, prepareRehearsalFolder, type Rehearsal } from '../rehearsal/open-rehearsal.ts';
import { type Clock, realClock } from '../shell/clock.ts';
import { Secret } from '../shell/command.ts';
import { createRedactor, type Redactor } from '../shell/redactor.ts';
import { allHosts } from '../site/derive.ts';
import type { BundleView, View } from '../steps/step.ts';
import { type HostKeys, openHostKeys } from '../transport/host-keys.ts';
import type { OnLog } from '../transport/host-transport.ts';
import { createTransports, type Transports } from '../transport/pool.ts';
import type { Dialer } from '../transport/port.ts';
import { tcpDialer } from '../transport/tcp-dialer.ts';
import { openBundle } from '../workspace/bundle-folder.ts';
import { type FolderLock, lockFolder } from '../workspace/folder-lock.ts';
import type { UnlockedVault } from '../workspace/vault.ts';
import { ownHostOfStick } from './from-stick.ts';
import { pinMadeHostKeys, pinStoredHostKey } from './made-host-keys.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import { rehearsalCommandSets } from './rehearsal-command-sets.ts';
import { passphraseAtHand, rehearsalSecrets, type SiteSecrets, unlockVault, vaultSecrets } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

/** A site within reach: the real one, or its rehearsal. Everything that plans, runs or checks works on one of these. */
export interface SiteSession {
  /** In a rehearsal without vault it carries the rehearsal's own SSH key. */
  readonly site: Site;
  readonly rehearsal: Rehearsal | undefined;
  readonly clock: Clock;
  readonly dialer: Dialer;
  readonly redactor: Redactor;
  readonly secrets: SiteSecrets;
  readonly transports: Transports;
  readonly hostKeys: HostKeys;
  readonly bundle: BundleView;
  /** Bundle paths that are stand-ins of a rehearsal. */
  readonly standIns: ReadonlySet<string>;
  /** Folder of this site's runs: of the real ones, or of the rehearsed ones. */
  readonly runsFolder: string;
  /** Reads the facts of some hosts (default all), one round trip each; others stay as `before` says. */
  look(options?: {
    readonly hosts?: readonly string[];
    readonly before?: SiteFacts;
    readonly signal?: AbortSignal;
  }): Promise<SiteFacts>;
  view(facts: SiteFacts): View;
  close(): Promise<void>;
}

export interface OpenSessionOptions {
  readonly ready: ReadySite;
  readonly rehearsal: RehearsalOptions | undefined;
  readonly ports: EnginePorts;
  readonly folders: UserFolders;
  readonly factSets: readonly FactSet[];
  /** Container images that the site's stacks load; a rehearsal makes stand-ins of those that are missing. */
  readonly images: readonly NeededImage[];
  /** Only with `rehearsal`: the hosts that our media install are bare machines to begin with. */
  readonly bareMetal?: boolean;
  /** For the lock: who looks into the folder is told what holds it. */
  readonly purpose: string;
  readonly onLog?: OnLog;
}

/** Opens a site for work and takes its one lock. Throws vault.*, workspace.*, rehearsal.*. */
export async function openSession(options: OpenSessionOptions): Promise<SiteSession> {
  const { ready, ports, folders } = options;
  const stateFolder = folders.siteState(ready.site.id);
  const rehearsalFolder = join(stateFolder, 'rehearsal');
  const digestFile = join(folders.cache, 'bundle-digests.json');
  const ownHost = options.rehearsal ? undefined : await ownHostOfStick(ready, ports, folders);
  const lock = await lockFolder(options.rehearsal ? stateFolder : ready.folder.root, options.purpose);
  try {
    const asker = {
      fd: ports.passphraseFd,
      file: ports.env.SITEWRIGHT_PASSPHRASE_FILE,
      store: ports.secretStore,
      ask: ports.askPassphrase,
    };
    if (!options.rehearsal) {
      const vault = await unlockVault(ready.folder.root, ready.site, asker);
      const bundle = await openBundle(ready.folder.bundle, { cacheFile: digestFile });
      return await assemble(options, lock, {
        site: ready.site,
        rehearsal: undefined,
        secrets: vaultSecrets(vault),
        bundle,
        standIns: new Set(),
        keysFile: join(ready.folder.root, 'host-keys.json'),
        ownHost,
        runsFolder: ready.folder.runs,
        dialer: tcpDialer,
        clock: realClock,
      });
    }
    // A rehearsal needs no vault; where a passphrase is at hand it shows what the real site would get.
    const vault: UnlockedVault | undefined = passphraseAtHand(asker)
      ? await unlockVault(ready.folder.root, ready.site, asker)
      : undefined;
    // A simulated site that another process serves; it outlives this one.
    const networkFile = ports.env.SITEWRIGHT_REHEARSAL_NETWORK ?? '';
    const own = prepareRehearsalFolder(rehearsalFolder, options.rehearsal.keep || networkFile !== '');
    const site = vault
      ? ready.site
      : { ...ready.site, access: { ...ready.site.access, sshPublicKey: own.key.publicLine } };
    if (!vault) own.store(site.access.sshPrivateKey, new Secret(own.key.privateText));
    const { bundle, standIns } = options.rehearsal.bundleAlone
      ? { bundle: await openBundle(ready.folder.bundle, { cacheFile: digestFile }), standIns: new Set<string>() }
      : await openStandInBundle(site, ready.folder.bundle, join(rehearsalFolder, 'bundle'), options.images);
    const rehearsal =
      networkFile === ''
        ? await openRehearsal({
            site,
            options: options.rehearsal,
            folder: rehearsalFolder,
            commandSets: rehearsalCommandSets(),
            secrets: own,
            ...(options.bareMetal ? { bareMetal: true } : {}),
          })
        : await attachRehearsal({ networkFile, folder: rehearsalFolder, secrets: own });
    return await assemble(options, lock, {
      site,
      rehearsal,
      secrets: rehearsalSecrets(own, vault),
      bundle,
      standIns,
      keysFile: join(rehearsalFolder, 'host-keys.json'),
      ownHost: undefined,
      runsFolder: join(rehearsalFolder, 'runs'),
      dialer: rehearsal.dialer,
      clock: rehearsal.clock,
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Parts {
  readonly site: Site;
  readonly rehearsal: Rehearsal | undefined;
  readonly secrets: SiteSecrets;
  readonly bundle: BundleView;
  readonly standIns: ReadonlySet<string>;
  readonly keysFile: string;
  /** The host that we run on. */
  readonly ownHost: string | undefined;
  readonly runsFolder: string;
  readonly dialer: Dialer;
  readonly clock: Clock;
}

async function assemble(options: OpenSessionOptions, lock: FolderLock, parts: Parts): Promise<SiteSession> {
  const { site, secrets, clock } = parts;
  const redactor = createRedactor(secrets.all());
  const hostKeys = await openHostKeys(parts.keysFile);
  await pinMadeHostKeys(hostKeys, site, secrets, options.ports.by);
  const transports = createTransports({
    hosts: allHosts(site).map(({ name, address, user, via }) => ({
      name,
      address,
      user,
      ...(via ? { via } : {}),
      ...(name === parts.ownHost ? { isLocal: true } : {}),
    })),
    dialer: parts.dialer,
    key: secrets.get(site.access.sshPrivateKey),
    hostKeys,
    hostKeyPolicy: {
      mode: 'pin-first-with-evidence',
      by: options.ports.by,
      note: 'first contact over the management network',
    },
    redactor,
    clock,
    ...(options.onLog ? { onLog: options.onLog } : {}),
  });
  return {
    ...parts,
    secrets: {
      ...secrets,
      get: (ref) => {
        const secret = secrets.get(ref);
        redactor.add(secret);
        return secret;
      },
      store: async (ref, secret) => {
        redactor.add(secret);
        // pinned first: a key that is stored and not pinned would be refused where another one was pinned before
        await pinStoredHostKey(hostKeys, site, ref, secret.reveal(), options.ports.by);
        await secrets.store(ref, secret);
      },
    },
    redactor,
    hostKeys,
    transports,
    look: ({ hosts, before, signal } = {}) =>
      lookAtSite({
        site,
        sets: options.factSets,
        open: (host) => transports.read(host),
        takenAt: new Date(clock.now()).toISOString(),
        now: () => clock.now(),
        ...(hosts ? { hosts } : {}),
        ...(before ? { before } : {}),
        ...(signal ? { signal } : {}),
      }),
    view: (facts) => ({
      site,
      facts,
      bundle: parts.bundle,
      secret: (ref) => secrets.get(ref),
      hasSecret: (ref) => secrets.has(ref),
    }),
    close: async () => {
      await transports.close();
      await parts.rehearsal?.close();
      await lock.release();
    },
  };
}
