import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { PveVersion } from '../../api/site.ts';

export interface Cidr {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** One IP address as Rust's `IpAddr` reads it: no zone (`%eth0`), no brackets, no leading zeros in IPv4. */
export function ipFamily(text: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(text)) return 'ipv4';
  return isIPv6(text) && !text.includes('%') ? 'ipv6' : undefined;
}

/**
 * `address/prefix` as the installer of that version reads it. Prefix: decimal digits, a leading `+` or zeros are read too.
 * 9.2 takes a bare address as /32 or /128, 8.4 and 9.1 demand the prefix (answer-schema.md, section 2).
 */
export function parseAnswerCidr(text: string, version: PveVersion): Cidr | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const family = ipFamily(address);
  if (!family) return undefined;
  const longest = family === 'ipv4' ? 32 : 128;
  if (slash < 0) return version === '9.2' ? { address, prefix: longest, family } : undefined;
  const prefixText = text.slice(slash + 1);
  if (!/^\+?[0-9]+$/.test(prefixText)) return undefined;
  const prefix = Number(prefixText);
  return prefix <= longest ? { address, prefix, family } : undefined;
}

/** Whether the address lies in the subnet (an address of the other family never does). */
export function subnetContains(cidr: Cidr, address: string): boolean {
  if (ipFamily(address) !== cidr.family) return false;
  const list = new BlockList();
  list.addSubnet(cidr.address, cidr.prefix, cidr.family);
  return list.check(address, cidr.family);
}

/** The first or last address of an IPv4 network: its own name and its broadcast. Networks of /31 and /32 have neither. */
export function isEdgeOfSubnet({ address, prefix, family }: Cidr): boolean {
  if (family !== 'ipv4' || prefix >= 31) return false;
  const bits = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const hosts = 2 ** (32 - prefix);
  return bits % hosts === 0 || bits % hosts === hosts - 1;
}
