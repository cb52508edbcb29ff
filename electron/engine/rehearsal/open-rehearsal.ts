import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RehearsalOptions } from '../../api/rehearsal.ts';
import type { Site } from '../../api/site.ts';
import type { Clock } from '../shell/clock.ts';
import { installedHosts } from '../site/delivery.ts';
import type { Dialer } from '../transport/port.ts';
import { openRehearsedMachines } from './install/open-rehearsed-machines.ts';
import type { RehearsedMachines } from './install/rehearsed-machines.ts';
import { isFaultUsed } from './install/take-at.ts';
import { checkFaults } from './kernel/faults.ts';
import type { CommandSet } from './kernel/program.ts';
import { type ControlRequest, serveWorld } from './kernel/serve-world.ts';
import { createWorld } from './kernel/world.ts';
import { WorldFolder } from './kernel/world-folder.ts';
import { existingHosts, siteHosts } from './site-hosts.ts';
import { openThrowAwaySecrets, type ThrowAwaySecrets } from './throw-away-secrets.ts';

/** A simulated site that is up: reached like the real one, through its dialer and on its clock. */
export interface Rehearsal {
  readonly dialer: Dialer;
  /** Simulated time, `compression` times as fast as real. */
  readonly clock: Clock;
  /** Folder of its state; pins and runs of a rehearsal live there too, never beside those of the real site. */
  readonly folder: string;
  readonly secrets: ThrowAwaySecrets;
  /** The machines in the rack, where the rehearsal was opened with them. */
  readonly machines: RehearsedMachines | undefined;
  /** True where it went on from a kept state. */
  readonly resumed: boolean;
  /** The faults that were ordered for it and have not happened so far. */
  unusedFaults(): readonly string[];
  /** Tells the simulated site something; nothing is waited for. */
  tell(request: ControlRequest): void;
  close(): Promise<void>;
}

export interface OpenRehearsalOptions {
  /** The site, already with the key that the simulated machines are to trust. */
  readonly site: Site;
  readonly options: RehearsalOptions;
  /** Where the state is kept. Without `keep` a state that lies there is thrown away first. */
  readonly folder: string;
  readonly commandSets: readonly CommandSet[];
  readonly secrets: ThrowAwaySecrets;
  /** Hosts that our media install are bare machines to begin with: no host, no address, until somebody installs them. */
  readonly bareMetal?: boolean;
}

/**
 * Starts the simulated site: one real SSH server a host on loopback, the state machine of PVE, Debian and Docker behind
 * it. Throws `rehearsal.unknown-fault` for a fault nobody knows, `rehearsal.unknown-fault-place` for one at a node nobody installs, `rehearsal.state-unreadable` for a broken state.
 */
export async function openRehearsal(open: OpenRehearsalOptions): Promise<Rehearsal> {
  const { site, options, commandSets } = open;
  checkFaults(
    options.faults,
    commandSets,
    installedHosts(site).map(({ name }) => name),
  );
  mkdirSync(open.folder, { recursive: true, mode: 0o700 });
  const folder = new WorldFolder(join(open.folder, 'world'));
  const state = options.keep ? folder.load() : undefined;
  const world = createWorld({
    seed: createHash('sha256').update(site.id).digest().readUInt32BE(0),
    hosts: open.bareMetal ? existingHosts(site) : siteHosts(site),
    commandSets,
    compression: options.compression,
    faults: options.faults,
    ...(state ? { state } : {}),
    blobs: folder,
  });
  const machines = open.bareMetal ? openRehearsedMachines(world, site) : undefined;
  const settle = folder.follow(world);
  const served = await serveWorld(world, { networkFile: join(open.folder, 'network.json') });
  return {
    dialer: served.dialer,
    folder: open.folder,
    secrets: open.secrets,
    machines,
    resumed: state !== undefined,
    clock: { now: () => world.now(), wait: (ms, signal) => world.clock.sleep(ms / 1000, signal) },
    unusedFaults: () => options.faults.filter((name) => !isFaultUsed(world, name)),
    tell: (request) => void served.ask(request),
    close: async () => {
      settle();
      await served.close();
    },
  };
}

/** Prepares a rehearsal's folder: emptied unless its state is kept. Gives its throw-away secrets. */
export function prepareRehearsalFolder(folder: string, keep: boolean): ThrowAwaySecrets {
  if (!keep && existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return openThrowAwaySecrets(folder);
}
