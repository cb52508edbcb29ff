import type { ProgramContext } from '../../kernel/program.ts';
import type { DebPackage } from '../deb-reader.ts';
import { log } from '../settings.ts';
import { POST_INSTALL } from './maintainer-scripts.ts';

/**
 * Packages that a fresh install does not have. A dependency on anything else is taken for met: the simulated package list is
 * short, and a real one has some 700 entries (assumed, not observed).
 */
const NOT_IN_BASE = new Set([
  'containerd',
  'containerd.io',
  'corosync-qdevice',
  'corosync-qnetd',
  'docker-ce',
  'docker-ce-cli',
  'docker-buildx-plugin',
  'docker-compose',
  'docker-compose-plugin',
  'docker-compose-v2',
  'docker-registry',
  'docker.io',
  'libnss3-tools',
  'runc',
  'tini',
]);

/** Units that a package brings, and whether Debian starts them at once. */
export const UNITS: Readonly<Record<string, readonly { readonly unit: string; readonly starts: boolean }[]>> = {
  'docker.io': [{ unit: 'docker', starts: true }],
  'docker-ce': [{ unit: 'docker', starts: true }],
  'docker-registry': [{ unit: 'docker-registry', starts: true }],
  containerd: [{ unit: 'containerd', starts: true }],
  'containerd.io': [{ unit: 'containerd', starts: true }],
  'corosync-qdevice': [{ unit: 'corosync-qdevice', starts: false }],
  'corosync-qnetd': [{ unit: 'corosync-qnetd', starts: true }],
  'qemu-guest-agent': [{ unit: 'qemu-guest-agent', starts: true }],
};

const RC_POLICY = 'policy-rc.d';

/** Puts a package on the host: its files, its units, its entry. */
export async function unpack(context: ProgramContext, deb: DebPackage): Promise<void> {
  const { host, world } = context;
  const before = host.packages.get(deb.name);
  for (const entry of deb.files) {
    const path = `/${entry.name.replace(/^\.?\/*/, '').replace(/\/$/, '')}`;
    if (path === '/') continue;
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (parent !== '') host.files.makeDirectories(parent);
    if (entry.type === 'directory') host.files.makeDirectories(path, entry.mode || 0o755);
    // a configuration file that is there stays as it is when the package is renewed
    else if (before !== undefined && path.startsWith('/etc/') && host.files.stat(path)) continue;
    else if (entry.type === 'symlink') {
      if (!host.files.stat(path)) host.files.symlink(entry.linkTarget, path);
    } else if (entry.type === 'file' && !/^\/(usr\/)?(s?bin|libexec|lib)\//.test(path)) {
      // Machine code cannot run here: programs come from the command sets, so binaries are left out.
      host.files.write(path, Uint8Array.from(entry.data), entry.mode);
    } else if (entry.type === 'file' && path.includes('/systemd/system/'))
      host.files.write(path, Uint8Array.from(entry.data), entry.mode);
  }
  POST_INSTALL[deb.name]?.(host);
  host.packages.set(deb.name, deb.version);
  world.effect(host, `package.install ${deb.name} ${deb.version}`);
  log(world, host, 'dpkg', `status installed ${deb.name}:${deb.architecture} ${deb.version}`);
  for (const { unit, starts } of UNITS[deb.name] ?? []) {
    if (before === undefined && !host.units.has(unit)) {
      host.units.set(unit, { active: 'inactive', enabled: starts });
      if (starts && !host.files.stat(`/usr/sbin/${RC_POLICY}`)) await world.unitAction(host, unit, 'start');
    } else if (starts && host.units.get(unit)?.active === 'active') await world.unitAction(host, unit, 'restart');
  }
}

/** True where an installed, a given or an assumed package meets one of the alternatives of a dependency. */
export function isMet(context: ProgramContext, alternatives: readonly string[], given: readonly DebPackage[]): boolean {
  return alternatives.some(
    (name) =>
      context.host.packages.has(name) ||
      !NOT_IN_BASE.has(name) ||
      given.some((deb) => deb.name === name || deb.provides.includes(name)),
  );
}
