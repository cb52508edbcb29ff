import type { BlockDevice } from './host/disks.ts';
import type { Interface } from './host/interfaces.ts';
import { NODE_PORTS } from './host/listeners.ts';
import { type HostFactName, type HostFacts, VOLATILE_FACTS } from './host-facts.ts';
import type { SiteFacts } from './site-facts.ts';

/** Registered facts that change by themselves, or with every look (a salt). */
const VOLATILE_EXTRA: readonly string[] = ['site-lock', 'storage.activity', 'storage.passwords'];

/**
 * The facts as plain JSON for a plan's fingerprint: the same site gives the same text, whatever the order of the
 * vendor's lists, and what moves by itself (clocks, free space, sync times) is left out.
 */
export function stableFacts(facts: SiteFacts): unknown {
  const hosts = [...facts.hosts].sort(([a], [b]) => a.localeCompare(b));
  return hosts.map(([name, sight]) => {
    if (!sight.reached) return [name, sight.expected ? 'absent' : 'not reached'];
    const kept = Object.entries(withoutGuestParts(sight.facts)).filter(
      ([fact]) => !VOLATILE_FACTS.includes(fact as HostFactName),
    );
    const { extra } = sight.facts;
    const steady = new Map([...extra].filter(([id]) => !VOLATILE_EXTRA.includes(id)));
    return [name, plain({ ...Object.fromEntries(kept), extra: steady })];
  });
}

/** What Proxmox makes on a node for each guest that runs (tap100i0, veth101i0, fwbr100i0, fwpr100p0, fwln100i0). */
const GUEST_PORT = /^(tap|veth|fwbr|fwpr|fwln)\d/;
/** A ZFS volume; a logical volume of a guest below its disk. */
const GUEST_DISK = /^zd\d|-(vm|base)--\d+--/;

/**
 * What of a node comes and goes with its guests (their ports and volumes) or with services that no step reads is left out.
 * Whether a guest runs stays: maintenance, templates and machines go by it.
 */
function withoutGuestParts(facts: HostFacts): HostFacts {
  const { interfaces, disks, diskLinks, listeners } = facts;
  return {
    ...facts,
    interfaces: interfaces.known ? { ...interfaces, value: interfaces.value.filter(isOfNode) } : interfaces,
    disks: disks.known ? { ...disks, value: ownDisks(disks.value) } : disks,
    diskLinks: diskLinks.known
      ? { ...diskLinks, value: new Map([...diskLinks.value].filter(([, target]) => !/^(zd|dm-)\d/.test(target))) }
      : diskLinks,
    listeners: listeners.known
      ? { ...listeners, value: listeners.value.filter((port) => NODE_PORTS.includes(port)) }
      : listeners,
  };
}

function isOfNode({ name, physical, addresses }: Interface): boolean {
  return physical || !GUEST_PORT.test(name) || addresses.some((address) => !address.startsWith('fe80:'));
}

function ownDisks(devices: readonly BlockDevice[]): readonly BlockDevice[] {
  return devices
    .filter(({ name }) => !GUEST_DISK.test(name))
    .map((device) => ({ ...device, children: ownDisks(device.children) }));
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(plain).sort(compare);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([key, entry]) => [key, plain(entry)]),
    );
  return value;
}

function compare(a: unknown, b: unknown): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}
