import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { errorCode } from '../../workspace/atomic-file.ts';
import { type BaseIsoPackages, baseIsoSlices } from '../base-iso.ts';
import { inSlices } from '../slices.ts';
import { debianRelease } from './known-archives.ts';
import type { PackageBase } from './lock-types.ts';
import type { PackageWish } from './site-packages.ts';

export interface NodeBases {
  /** One for each ISO that fits; that of a bare Debian where there is none. */
  readonly bases: readonly PackageBase[];
  /** File names of the ISOs, where `bases` are of them. */
  readonly isos: readonly string[];
  /** Why a bare Debian is assumed. */
  readonly warnings: readonly Diagnostic[];
}

const BARE: readonly PackageBase[] = [{ kind: 'minimal' }];

/**
 * What the nodes of a wish have before anything is carried to them: what their installer's ISO puts there. That is known only
 * where all of them are installed by our media from ISOs that are at hand; else they count as a bare Debian, with the
 * reason. ISOs of other versions are left alone: the office may name those of all its sites.
 * @param isoPaths on this computer
 * @throws packages.base-unreadable and image.* for an ISO that is there and is none
 */
export async function nodeBases(
  wish: PackageWish,
  isoPaths: readonly string[],
  signal?: AbortSignal,
): Promise<NodeBases> {
  if (!wish.nodes) return { bases: BARE, isos: [], warnings: [] };
  const { pveVersion, found } = wish.nodes;
  const bare = (why: Diagnostic): NodeBases => ({ bases: BARE, isos: [], warnings: [why] });
  const subject = { file: wish.folder };
  if (found.length > 0)
    return bare(diagnostic('packages.nodes-found', { params: { nodes: found.join(', ') }, subject }));
  if (isoPaths.length === 0)
    return bare(diagnostic('packages.no-node-iso', { params: { version: pveVersion }, subject }));
  const fitting: { readonly name: string; readonly base: PackageBase }[] = [];
  const others: string[] = [];
  for (const path of isoPaths) {
    const why = await stat(path).then(() => undefined, errorCode);
    if (why !== undefined)
      return bare(diagnostic('packages.node-iso-away', { params: { file: path, why }, subject: { file: path } }));
    const iso = await inSlices(baseIsoSlices(path), signal);
    const name = basename(path);
    if (isOf(iso, wish)) fitting.push({ name, base: { kind: 'installed', records: iso.installed } });
    else others.push(`${name} (${iso.pveVersion ?? `Debian ${iso.debianVersion ?? '?'}`})`);
  }
  if (fitting.length === 0) {
    const params = { version: pveVersion, found: others.join(', ') };
    return bare(diagnostic('packages.node-iso-other', { params, subject }));
  }
  return { bases: fitting.map(({ base }) => base), isos: fitting.map(({ name }) => name), warnings: [] };
}

/** By the version of Proxmox VE where the ISO says one, and always by the Debian below. */
function isOf(iso: BaseIsoPackages, { release, nodes }: PackageWish): boolean {
  if (debianRelease(iso.debianVersion ?? '') !== release) return false;
  return iso.pveVersion === undefined || iso.pveVersion === nodes?.pveVersion;
}
