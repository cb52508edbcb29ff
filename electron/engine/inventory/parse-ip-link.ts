import type { InventoryNic, LeftOut } from '../../api/inventory.ts';
import { field, isObject, type JsonObject, parseJson } from './bounded-json.ts';
import { readMac, shortText } from './bounded-text.ts';
import { bounded, type InventoryPart, isVirtualLink, unreadable } from './inventory-part.ts';

/** Reads `ip -j link` and `ip -j address`, with or without `-d`: network cards with their own MAC address. */
export function parseIpLink(text: string): InventoryPart {
  return readIpLink(parseJson(text));
}

export function isIpLink(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some((each) => isObject(each) && typeof field(each, 'ifname') === 'string');
}

export function readIpLink(json: unknown): InventoryPart {
  if (!Array.isArray(json)) return unreadable('ip-link', 'JSON');
  const leftOut: LeftOut[] = [];
  const nics = json.flatMap((each): readonly InventoryNic[] => {
    const name = isObject(each) ? shortText(field(each, 'ifname')) : undefined;
    if (!isObject(each) || name === undefined) return [];
    // A bond gives its ports another address; their own is then the permanent one.
    const mac = readMac(field(each, 'permaddr')) ?? readMac(field(each, 'address'));
    const isVirtual = isVirtualLink(name) || hasKind(each) || field(each, 'link_type') === 'loopback';
    if (mac !== undefined && !isVirtual) return [{ source: 'ip-link', name, mac }];
    leftOut.push({ name, reason: isVirtual ? 'virtual' : 'no-mac' });
    return [];
  });
  return bounded({ source: 'ip-link', disks: [], nics, allDisks: false, allNics: true, leftOut, diagnostics: [] });
}

/** `-d` tells the kind of every link that software makes. */
function hasKind(link: JsonObject): boolean {
  const info = field(link, 'linkinfo');
  return isObject(info) && typeof field(info, 'info_kind') === 'string';
}
