import { diskSerials } from '../../../api/site-storage.ts';
import { type Fact, unknown } from '../../facts/fact.ts';
import { linesOf, parseGuarded, whyFailed } from '../../facts/parse/text.ts';
import { extraFact, type FactSet } from '../../facts/registry.ts';
import { read } from '../../shell/command.ts';
import { coordinator } from '../../site/derive.ts';
import { factsOf, knownOr } from '../sight.ts';
import type { View } from '../step.ts';
import { storageActivity } from './storage-activity.ts';
import { storagePasswords } from './storage-passwords.ts';
import { zpoolsFact } from './zpool-facts.ts';

/** A disk or partition that LVM took. */
export interface PhysicalVolume {
  /** `/dev/sdb`. */
  readonly path: string;
  /** '' = of no group yet. */
  readonly vg: string;
  readonly freeBytes: number;
}

export interface LogicalVolume {
  readonly vg: string;
  readonly name: string;
  /** `thin-pool`, `linear`, `thin`, ... */
  readonly kind: string;
}

export interface Lvm {
  readonly physical: readonly PhysicalVolume[];
  readonly logical: readonly LogicalVolume[];
}

const MARK = '--';

const lvm: Fact<Lvm> = {
  id: 'storage.lvm',
  command: read`pvs --noheadings --units b --nosuffix --separator '|' -o pv_name,vg_name,pv_free && echo ${MARK} && lvs --noheadings --units b --nosuffix --separator '|' -o vg_name,lv_name,segtype`,
  parse: (answer) => {
    if (answer.code !== 0) return unknown(whyFailed(answer));
    const [physical, logical] = answer.stdout.split(`${MARK}\n`);
    if (physical === undefined || logical === undefined) return unknown('the answer of LVM was cut off');
    const rows = (text: string) => linesOf(text).map((line) => line.trim().split('|'));
    return parseGuarded(answer.stdout, () => ({
      physical: rows(physical).map(([path = '', vg = '', free = '']) => ({ path, vg, freeBytes: Number(free) || 0 })),
      logical: rows(logical).map(([vg = '', name = '', kind = '']) => ({ vg, name, kind })),
    }));
  },
};

/** LVM is asked of the nodes of a site that has LVM-thin storages, ZFS of those with disks of a pool; which storages are active, of all; passwords of the first. */
export const storageFactSet: FactSet = {
  id: 'storage',
  facts: (site, host) => {
    const isNode = site.hosts.some(({ name, roles }) => name === host && roles.includes('pve-node'));
    if (!isNode || site.storages.length === 0) return [];
    return [
      storageActivity(host),
      ...(site.storages.some(({ type }) => type === 'lvmthin') ? [lvm] : []),
      ...(site.storages.some((storage) => storage.type === 'zfspool' && diskSerials(storage, host).length > 0)
        ? [zpoolsFact]
        : []),
      // the same on every member; asked of the one that is told them
      ...(host === coordinator(site).name ? storagePasswords(site) : []),
    ];
  },
};

/** What LVM has on a node; unknown throws (see `decide`). */
export function lvmAt(view: Pick<View, 'facts'>, host: string): Lvm {
  return knownOr(extraFact(factsOf(view, host), lvm), host, lvm.id);
}

/** The same as values for tests. */
export const lvmFact = lvm;
