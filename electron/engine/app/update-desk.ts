import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { Installation, ReleaseView, UpdateDone } from '../../api/update.ts';
import { copyVerified } from '../bundle/carry/copy-verified.ts';
import { installRelease } from '../update/install-release.ts';
import { type InstalledAs, installedAs, installedVersion, releaseKeyOf } from '../update/installation.ts';
import { proveRelease, type Wanted } from '../update/prove-release.ts';
import { installCommand } from '../usb/elevation/install-command.ts';
import { markAtWork, whoIsAtWork } from '../workspace/at-work.ts';
import { makeFolder } from '../workspace/atomic-file.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import type { RunDesk } from './run-desk.ts';

/** A new version that came as a file. What is installed is a copy that was proven on its way, never the stick itself. */
export class UpdateDesk {
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;
  readonly #runs: RunDesk;
  #isInstalling = false;

  constructor(ports: EnginePorts, folders: UserFolders, runs: RunDesk) {
    this.#ports = ports;
    this.#folders = folders;
    this.#runs = runs;
  }

  installation(): Installation {
    const { kind } = this.#as();
    const knowsReleaseKey = releaseKeyOf(this.#ports.resources) !== undefined;
    return { version: this.#ports.appVersion, ...(kind === undefined ? {} : { kind }), knowsReleaseKey };
  }

  /** Throws `update.*` for what is not to be installed here, except for a version that is older. */
  look(file: string): Promise<ReleaseView> {
    return proveRelease(resolve(file), this.#wanted());
  }

  /** One at a time, and nothing else begins meanwhile. Throws `update.*`, workspace.not-writable. */
  async install(named: string, acceptOlder: boolean): Promise<UpdateDone> {
    const file = resolve(named);
    if (this.#isInstalling) throw fail('update.under-way');
    this.#isInstalling = true;
    try {
      await this.#refuseBusy();
      const unmark = markAtWork(this.#folders.state, 'update', 'update');
      return await this.#install(file, acceptOlder).finally(unmark);
    } finally {
      this.#isInstalling = false;
    }
  }

  async #install(file: string, acceptOlder: boolean): Promise<UpdateDone> {
    const open = this.#runs.bar(() => fail('update.under-way'));
    try {
      const release = await this.look(file);
      const { version, name } = release;
      if (release.relation === 'older' && !acceptOlder)
        throw fail('update.older', { params: { name, version, now: this.#ports.appVersion }, subject: { file } });
      const opened = await this.#take(file, release);
      if (release.way !== 'opens') this.#runs.bar(() => fail('update.restart-first', { params: { version } }));
      else open();
      return { version, way: release.way, ...(opened === undefined ? {} : { opened }) };
    } catch (error) {
      open();
      throw error;
    }
  }

  /** Throws update.busy; what has nothing to start it again says no. */
  async restart(): Promise<void> {
    await this.#refuseBusy();
    this.#ports.restart?.();
  }

  async #take(file: string, release: ReleaseView): Promise<string | undefined> {
    const { appImage } = this.#as();
    if (appImage !== undefined) {
      await copy(file, appImage, release, 0o755);
      return undefined;
    }
    const folder = join(this.#folders.state, 'updates');
    await rm(folder, { recursive: true, force: true });
    await makeFolder(folder);
    const taken = join(folder, basename(file));
    await copy(file, taken, release, 0o600);
    try {
      const isRoot = process.getuid?.() === 0;
      await installRelease(release.kind, taken, file, { isRoot, start: this.#ports.startInstaller });
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    if (release.way === 'opens') return taken;
    await rm(folder, { recursive: true, force: true });
    this.#checkInstalled(file, release);
    return undefined;
  }

  /** A package tool that is content has still to have put the version there. */
  #checkInstalled(file: string, { name, version, kind }: ReleaseView): void {
    const seen = installedVersion(this.#ports.resources ?? '') ?? '?';
    if (seen === version) return;
    const command = installCommand(kind, file, true).terminal;
    throw fail('update.still-before', { params: { name, seen, command } });
  }

  async #refuseBusy(): Promise<void> {
    const [first] = await whoIsAtWork(this.#folders.state);
    if (first) throw fail('update.busy', { params: { purpose: first.purpose, pid: first.pid } });
  }

  #as(): InstalledAs {
    return installedAs(this.#ports.resources, this.#ports.env);
  }

  #wanted(): Wanted {
    const { kind } = this.#as();
    if (kind === undefined) throw fail('update.not-installed');
    const publicKey = releaseKeyOf(this.#ports.resources);
    if (publicKey === undefined) throw fail('update.no-release-key');
    return { version: this.#ports.appVersion, kind, platform: process.platform, arch: process.arch, publicKey };
  }
}

/** What is other than a moment ago is no longer what was proven. */
async function copy(from: string, to: string, { sizeBytes, sha256, name }: ReleaseView, mode: number): Promise<void> {
  try {
    await copyVerified({ from, to, sizeBytes, sha256, mode });
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0].code.startsWith('bundle.'))
      throw fail('update.altered', { params: { name }, subject: { file: from } });
    throw error;
  }
}
