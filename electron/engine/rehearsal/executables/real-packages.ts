import { readFileSync, statSync } from 'node:fs';
import type { SimHost } from '../kernel/program.ts';

/** Packages that a real apt or dpkg installs decide which simulated programs a host has (corosync-qnetd, corosync-qdevice). */
export class RealPackages {
  readonly #path: string;
  readonly #host: SimHost;
  #modifiedAt = 0;
  #taken = new Set<string>();

  constructor(root: string, host: SimHost) {
    this.#path = `${root === '/' ? '' : root}/var/lib/dpkg/status`;
    this.#host = host;
  }

  /** Brings what the real dpkg status says now into the simulated host; packages that were only simulated stay. */
  takeIn(): void {
    const modifiedAt = statSync(this.#path, { throwIfNoEntry: false })?.mtimeMs;
    if (modifiedAt === undefined || modifiedAt === this.#modifiedAt) return;
    this.#modifiedAt = modifiedAt;
    const installed = installedPackages(readFileSync(this.#path, 'utf8'));
    for (const [name, version] of installed)
      if (this.#host.packages.get(name) !== version) this.#host.packages.set(name, version);
    for (const name of this.#taken) if (!installed.has(name)) this.#host.packages.delete(name);
    this.#taken = new Set(installed.keys());
  }
}

/** Name and version of every package that a dpkg status file calls installed. */
export function installedPackages(status: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const paragraph of status.split('\n\n')) {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1];
    const name = field('Package');
    const version = field('Version');
    if (name && version && / installed$/.test(field('Status') ?? '')) found.set(name, version);
  }
  return found;
}
