import { diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { type BlockDevice, contentOf } from '../../facts/host/disks.ts';
import { pveNodes } from '../../site/derive.ts';
import { decide, factOf } from '../sight.ts';
import type { Step } from '../step.ts';
import { isMember } from './support/members.ts';

/** The manual's minimums for a node (2.1). Makers count disks in 10^9 bytes, and the kernel keeps some memory for itself. */
const MIN_CORES = 4;
const MIN_MEMORY_GB = 8;
const MIN_SYSTEM_DISK_GB = 120;
const MIN_NICS = 2;
const MEMORY_SEEN_SHARE = 0.9;
const DISK_SEEN_SHARE = 0.98;

/** Each node is large enough (manual, 2.1); of one that runs in a cluster already it is only told. Only looks. */
export const hardwareStep: Step = {
  id: 'preflight.hardware',
  phase: 'preflight',
  title: () => ({ en: 'Hardware minimums', es: 'Requisitos de hardware' }),
  targets: (site) => pveNodes(site).map((host) => host.name),
  needs: [],
  risk: 'safe',
  order: 'parallel',
  touches: () => [],
  check: (view, target) =>
    decide([], () => {
      const seen = {
        cores: factOf(view, target, 'cpu').cores,
        memoryGb: factOf(view, target, 'memory').totalBytes / 1e9,
        systemDiskGb: systemDiskBytes(factOf(view, target, 'disks'), systemSerials(view.site, target)) / 1e9,
        nics: factOf(view, target, 'interfaces').filter((entry) => entry.physical).length,
      };
      const short = tooSmall(seen);
      if (!short) return { state: 'satisfied' };
      const isStanding = isMember(view, target);
      const trouble = diagnostic('preflight.hardware', {
        params: { host: target, ...short },
        evidence: [
          `${seen.cores} cores, ${seen.memoryGb.toFixed(1)} GB memory, system disk ${seen.systemDiskGb.toFixed(0)} GB, ${seen.nics} network ports`,
        ],
        subject: { host: target, step: 'preflight.hardware' },
        severity: isStanding ? 'warning' : 'error',
      });
      return isStanding ? { state: 'satisfied', warnings: [trouble] } : { state: 'blocked', diagnostic: trouble };
    }),
  apply: async () => {},
};

export interface SeenHardware {
  readonly cores: number;
  readonly memoryGb: number;
  readonly systemDiskGb: number;
  readonly nics: number;
}

/** The first minimum that is not met; undefined = large enough. */
export function tooSmall(
  seen: SeenHardware,
): { readonly what: string; readonly seen: string; readonly wanted: string } | undefined {
  if (seen.cores < MIN_CORES) return { what: 'CPU', seen: `${seen.cores} cores`, wanted: `${MIN_CORES} cores` };
  if (seen.memoryGb < MIN_MEMORY_GB * MEMORY_SEEN_SHARE)
    return { what: 'RAM', seen: `${seen.memoryGb.toFixed(1)} GB`, wanted: `${MIN_MEMORY_GB} GB` };
  if (seen.systemDiskGb < MIN_SYSTEM_DISK_GB * DISK_SEEN_SHARE)
    return { what: 'SSD', seen: `${seen.systemDiskGb.toFixed(0)} GB`, wanted: `${MIN_SYSTEM_DISK_GB} GB` };
  if (seen.nics < MIN_NICS) return { what: 'Ethernet', seen: `${seen.nics}`, wanted: `${MIN_NICS}` };
  return undefined;
}

/** Serials of the disks that our media install to; empty for a host that was there before. */
function systemSerials(site: Site, host: string): readonly string[] {
  return site.hosts.find((entry) => entry.name === host)?.install?.diskSerials ?? [];
}

/**
 * Size of the system disk: of the smallest of the named ones (a mirror is as large as that); where none is named, of the
 * one that carries the root file system; where none says so (ZFS root), of the largest that holds anything.
 */
export function systemDiskBytes(devices: readonly BlockDevice[], serials: readonly string[]): number {
  const disks = devices.filter((entry) => entry.type === 'disk');
  const named = disks.filter((entry) => serials.includes(entry.serial));
  if (named.length > 0) return Math.min(...named.map((entry) => entry.sizeBytes));
  const root = disks.find((entry) => hasMount(entry, '/'));
  const used = disks.filter((entry) => contentOf(entry).length > 0);
  return root?.sizeBytes ?? Math.max(0, ...used.map((entry) => entry.sizeBytes));
}

function hasMount(entry: BlockDevice, path: string): boolean {
  return entry.mountpoint === path || entry.children.some((child) => hasMount(child, path));
}
