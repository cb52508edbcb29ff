import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type {
  InventoryDisk,
  InventoryNic,
  InventorySystem,
  LeftOut,
  LeftOutReason,
  MachineInventory,
} from '../../api/inventory.ts';
import { INVENTORY_LIMITS, type InventorySource } from '../../api/inventory.ts';

/** One recognised listing. With an error among its diagnostics nothing of it may be used. */
export interface InventoryPart {
  readonly source: InventorySource;
  readonly disks: readonly InventoryDisk[];
  readonly nics: readonly InventoryNic[];
  /** The listing names every disk (card) of the machine. */
  readonly allDisks: boolean;
  readonly allNics: boolean;
  readonly lease?: MachineInventory['lease'];
  readonly system?: InventorySystem;
  readonly supportsBtrfs?: boolean;
  readonly leftOut: readonly LeftOut[];
  readonly diagnostics: readonly Diagnostic[];
}

export function emptyPart(source: InventorySource, diagnostics: readonly Diagnostic[] = []): InventoryPart {
  return { source, disks: [], nics: [], allDisks: false, allNics: false, leftOut: [], diagnostics };
}

export function unreadable(source: InventorySource, place: string): InventoryPart {
  return emptyPart(source, [diagnostic('inventory.unreadable', { params: { place: place.slice(0, 80) } })]);
}

/** The part itself, or the error that it has too many devices for one machine. */
export function bounded(part: InventoryPart): InventoryPart {
  const { disks, nics } = INVENTORY_LIMITS;
  const over = part.disks.length > disks ? 'disks' : part.nics.length > nics ? 'nics' : undefined;
  if (!over) return part;
  const params = { limit: INVENTORY_LIMITS[over], what: over };
  return emptyPart(part.source, [diagnostic('inventory.too-many', { params })]);
}

/** Block devices that no installer lists, by kernel name. Undefined = a disk by its name. */
export function notADisk(name: string): LeftOutReason | undefined {
  if (/^(?:loop|ram|zram|nbd|fd|mtdblock)[0-9]/.test(name)) return 'virtual';
  if (/^sr[0-9]/.test(name)) return 'optical';
  return /^(?:dm-|md[0-9_]|mapper\/|bcache|drbd|zd[0-9])/.test(name) ? 'assembled' : undefined;
}

/** Network links that software makes, by the names that Linux and its usual tools give. */
export function isVirtualLink(name: string): boolean {
  return (
    /^(?:lo|(?:docker|veth|br-|br[0-9]|virbr|vmbr|vnet|lxc|lxd|tap|tun|wg|bond|team|dummy|ifb|sit|gre|erspan|ip6|ipvl|macv|vxlan|flannel|cni|cali|fwbr|fwpr|fwln|podman|zt|tailscale|vlan|nlmon)[A-Za-z0-9_.-]*)$/.test(
      name,
    ) || /[.@]/.test(name)
  );
}
