import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Raid } from '../../../api/raid.ts';
import { type BlockDevice, diskBySerial } from '../../facts/host/disks.ts';
import { extraFact } from '../../facts/registry.ts';
import { factOf, factsOf, knownOr } from '../sight.ts';
import type { View } from '../step.ts';
import { everything } from './take-disk.ts';
import { type DormantPool, type PoolDevice, type PoolLayout, type Zpools, zpoolsFact } from './zpool-facts.ts';

/** A pool as the site says it. */
export interface WantedPool {
  readonly step: string;
  readonly host: string;
  /** The storage that it is for. */
  readonly storage: string;
  readonly pool: string;
  readonly raid: Raid;
  /** In the order of the site file. */
  readonly serials: readonly string[];
  readonly allowWipe: readonly string[];
  readonly ashift: number;
}

export type PoolSight =
  | { readonly state: 'there'; readonly warnings: readonly Diagnostic[] }
  | { readonly state: 'absent' }
  /** It lies on the disks of the site and is not imported. */
  | { readonly state: 'dormant'; readonly pool: DormantPool }
  | { readonly state: 'refused'; readonly diagnostic: Diagnostic };

/**
 * What is there of a pool. One of its name on other disks, or of another kind, is somebody's: nothing is made beside it. One
 * that is not imported is imported, whatever the site file allows to be wiped; only a serial that was typed for this run says
 * that it may go.
 */
export function poolSight(view: View, wanted: WantedPool): PoolSight {
  const { imported, dormant } = zpoolsAt(view, wanted.host);
  const active = imported.find(({ name }) => name === wanted.pool);
  if (active) return activeSight(view, wanted, active);
  const named = dormant.filter(({ name }) => name === wanted.pool);
  const own = named.find((pool) => compare(view, wanted, pool).isSame);
  const kept = named.filter((pool) => !mayGo(view, wanted, pool));
  const [first] = kept;
  if (!first) return { state: 'absent' };
  if (!own || !kept.includes(own)) return refusedAs(view, wanted, first, 'not imported: ');
  const about = {
    params: { host: wanted.host, pool: wanted.pool, serials: wanted.serials.join(', '), id: own.id, health: own.state },
    evidence: rowsOf(view, wanted, own),
    subject: { host: wanted.host, step: wanted.step },
  };
  if (!own.isImportable) return { state: 'refused', diagnostic: diagnostic('storage.pool-not-importable', about) };
  if (own.needsForce) return { state: 'refused', diagnostic: diagnostic('storage.pool-of-other-system', about) };
  return { state: 'dormant', pool: own };
}

/** The pools of a node; unknown throws (see `decide`). */
function zpoolsAt(view: View, host: string): Zpools {
  return knownOr(extraFact(factsOf(view, host), zpoolsFact), host, zpoolsFact.id);
}

function activeSight(view: View, wanted: WantedPool, pool: PoolLayout): PoolSight {
  const { host, step } = wanted;
  const subject = { host, step };
  if (pool.state !== 'ONLINE' && pool.state !== 'DEGRADED')
    return {
      state: 'refused',
      diagnostic: diagnostic('storage.pool-broken', {
        params: { host, pool: pool.name, health: pool.state },
        evidence: rowsOf(view, wanted, pool),
        subject,
      }),
    };
  const found = compare(view, wanted, pool);
  if (!found.isSame) return refusedAs(view, wanted, pool, '');
  const lost = found.devices.filter(({ device }) => device.state !== 'ONLINE').map(({ text }) => text);
  const warnings = [
    ...(pool.state === 'ONLINE'
      ? []
      : [
          diagnostic('storage.pool-degraded', {
            params: { host, pool: pool.name, lost: lost.join(', ') || pool.state },
            evidence: rowsOf(view, wanted, pool),
            subject,
          }),
        ]),
    ...(pool.errors === undefined
      ? []
      : [
          diagnostic('storage.pool-has-errors', {
            params: { host, pool: pool.name, errors: pool.errors },
            subject,
          }),
        ]),
  ];
  return { state: 'there', warnings };
}

/**
 * Whether all that is left of a pool that is not imported lies on disks whose serials were typed for this run. The site file's
 * `allowWipe` never says so: it stays there for years, and one that cannot be imported may be whole (a lost log, a feature that
 * this ZFS does not know, a system that still has it).
 */
function mayGo(view: View, wanted: WantedPool, pool: DormantPool): boolean {
  const { devices } = compare(view, wanted, pool);
  const present = devices.filter(({ isPresent, device }) => isPresent || isWorking(device));
  return (
    present.length > 0 &&
    present.every(
      ({ serial }) => serial !== undefined && wanted.serials.includes(serial) && view.mayWipe?.(serial) === true,
    )
  );
}

function refusedAs(view: View, wanted: WantedPool, pool: PoolLayout, before: string): PoolSight {
  const { host, step } = wanted;
  const serials = wanted.serials.join(', ');
  const about = { evidence: rowsOf(view, wanted, pool).map((row) => `${before}${row}`), subject: { host, step } };
  const { devices, raid } = compare(view, wanted, pool);
  if (!devices.some(({ serial }) => serial !== undefined && wanted.serials.includes(serial)))
    return {
      state: 'refused',
      diagnostic: diagnostic('storage.pool-elsewhere', { params: { host, pool: pool.name, serials }, ...about }),
    };
  const seen = `${raid}: ${devices.map(({ text }) => text).join(', ')}`;
  return {
    state: 'refused',
    diagnostic: diagnostic('storage.pool-other-layout', {
      params: { host, pool: pool.name, seen, wanted: `${wanted.raid}: ${serials}` },
      ...about,
    }),
  };
}

interface PlacedDevice {
  readonly device: PoolDevice;
  /** Of the disk that it is or was, where that can be told. */
  readonly serial?: string;
  readonly isPresent: boolean;
  /** Its serial, or its name where that is all that is known. */
  readonly text: string;
}

interface Comparison {
  readonly isSame: boolean;
  readonly raid: string;
  readonly devices: readonly PlacedDevice[];
}

/**
 * Whether a pool is the one of the site: of that kind, on those disks and no others. A disk of the site that it does not have
 * must stand for one that it has lost: a new disk whose serial the site file already says.
 */
function compare(view: View, wanted: WantedPool, pool: PoolLayout): Comparison {
  const devices = placed(view, wanted, pool);
  const raid = raidOf(pool);
  const has = (serial: string): boolean => devices.some((entry) => entry.serial === serial);
  const known = wanted.serials.filter(has);
  const isWanted = ({ serial }: PlacedDevice): boolean => serial !== undefined && wanted.serials.includes(serial);
  const others = devices.filter((entry) => !isWanted(entry) && !entry.device.isExchanged);
  const foreign = others.filter(({ device }) => isWorking(device));
  const lost = others.length - foreign.length;
  const missing = wanted.serials.length - known.length;
  return {
    isSame: raid === wanted.raid && known.length > 0 && foreign.length === 0 && missing <= lost,
    raid,
    devices,
  };
}

function isWorking({ state }: PoolDevice): boolean {
  return state === 'ONLINE' || state === 'DEGRADED';
}

/** The kind of a pool by the site's names; what a site cannot say keeps ZFS's words. */
function raidOf({ groups }: PoolLayout): string {
  const kinds = groups.map(({ kind }) => kind);
  const [first = ''] = kinds;
  if (kinds.length === 1) return first === 'disk' ? 'single' : first === 'raidz1' ? 'raidz' : first;
  return kinds.every((kind) => kind === 'mirror') ? 'raid10' : kinds.join(' + ');
}

function placed(view: View, wanted: WantedPool, pool: PoolLayout): readonly PlacedDevice[] {
  const disks = factOf(view, wanted.host, 'disks').filter(({ type }) => type === 'disk');
  const links = factOf(view, wanted.host, 'diskLinks');
  const found = pool.groups
    .flatMap(({ devices }) => devices)
    .map((device) => ({ device, disk: diskAt(disks, links, device.formerly ?? device.name) }));
  // a pool that was imported by another kind of name is known by its name on the disks, where that tells them apart
  const nameless = found.filter(({ disk, device }) => !disk && device.state === 'ONLINE');
  const marked = disks.filter((disk) => isMember(disk, pool.name) && !found.some((entry) => entry.disk === disk));
  return found.map(({ device, disk }): PlacedDevice => {
    const guessed =
      marked.length === nameless.length ? marked[nameless.findIndex((e) => e.device === device)] : undefined;
    const its = disk ?? guessed;
    if (its) return { device, serial: its.serial, isPresent: true, text: its.serial };
    const last = (device.formerly ?? device.name).replace(/-part\d+$/, '');
    const serial = wanted.serials.find((entry) => last.endsWith(`_${entry}`) || last.endsWith(`-${entry}`));
    const text = serial ?? last.replace(/^\/dev\/(disk\/by-id\/)?/, '');
    return { device, ...(serial === undefined ? {} : { serial }), isPresent: false, text };
  });
}

/** The disk that a path of a pool lies on: a link by its name, its part, or the kernel's own name. */
function diskAt(
  disks: readonly BlockDevice[],
  links: ReadonlyMap<string, string>,
  path: string,
): BlockDevice | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const kernel = links.get(name) ?? links.get(name.replace(/-part\d+$/, '')) ?? name;
  const found = disks.find((disk) => everything(disk).some((part) => part.name === kernel));
  // two disks of one serial are no disk to choose
  return found && diskBySerial(disks, found.serial) ? found : undefined;
}

function isMember(disk: BlockDevice, pool: string): boolean {
  return everything(disk).some((part) => part.fstype === 'zfs_member' && part.label === pool);
}

/** Its disks for the person who decides. */
function rowsOf(view: View, wanted: WantedPool, pool: PoolLayout): readonly string[] {
  const devices = placed(view, wanted, pool);
  return pool.groups.flatMap((group) =>
    group.devices.map((device) => {
      const serial = devices.find((entry) => entry.device === device)?.serial;
      const was = device.formerly === undefined ? '' : `, was ${device.formerly}`;
      return `${pool.name}: ${group.kind}: ${device.name} (${serial ?? '-'}) ${device.state}${was}`;
    }),
  );
}
