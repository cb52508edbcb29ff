import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DebSpec, makeDeb } from '../../../electron/engine/rehearsal/bundle/deb.ts';
import { needTools } from '../needed-tools.ts';
import { makeStandIn } from './stand-in-iso.ts';

export interface NodeIso {
  /** dpkg's status of the base system. */
  readonly status: string | Uint8Array;
  /** Packages that the installer adds; with `pve-manager` among them the ISO says its version. */
  readonly packages: readonly Pick<DebSpec, 'name' | 'version' | 'depends' | 'provides'>[];
  /** Of mksquashfs. */
  readonly packing?: string;
  readonly extra?: Readonly<Record<string, string | Uint8Array>>;
}

/** An ISO laid out as the vendor's: a real SquashFS of a base system, and package files beside it. Gives its path. */
export function makeNodeIso(
  folder: string,
  name: string,
  { status, packages, packing = 'gzip', extra }: NodeIso,
): string {
  needTools('mksquashfs', 'xorriso');
  const tree = join(folder, `tree-${name}`);
  mkdirSync(join(tree, 'var/lib/dpkg'), { recursive: true });
  writeFileSync(join(tree, 'var/lib/dpkg/status'), status);
  const squash = join(folder, `${name}.squashfs`);
  execFileSync('mksquashfs', [tree, squash, '-noappend', '-quiet', '-no-progress', '-comp', packing], {
    stdio: 'pipe',
  });
  const debs = packages.map((spec): readonly [string, Uint8Array] => [
    `proxmox/packages/${spec.name}_${spec.version.replace(/^\d+:/, '')}_amd64.deb`,
    makeDeb({ ...spec, architecture: 'amd64', summary: 'for a test' }),
  ]);
  const file = join(folder, `${name}.iso`);
  makeStandIn('proxmox', file, {
    extra: { 'pve-base.squashfs': readFileSync(squash), ...Object.fromEntries(debs), ...extra },
  });
  return file;
}
