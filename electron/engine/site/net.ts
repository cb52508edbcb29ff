/**
 * Addresses as numbers, pure: what the rules and the derived values need of IPv4 and IPv6. Inputs have passed the schema
 * (z.ipv4, z.cidrv4, ...); anything else throws RangeError.
 */

export interface ParsedAddress {
  /** Width of the address: 32 = IPv4, 128 = IPv6. */
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface ParsedCidr extends ParsedAddress {
  /** Prefix length in bits. */
  readonly prefix: number;
}

/** Parses one IPv4 or IPv6 address. Throws RangeError on anything else. */
export function parseAddress(text: string): ParsedAddress {
  return text.includes(':') ? { bits: 128, value: parseIpv6(text) } : { bits: 32, value: parseIpv4(text) };
}

/** Parses `address/prefix`. The host bits are kept: 192.168.1.11/24 is not 192.168.1.0/24. */
export function parseCidr(text: string): ParsedCidr {
  const slash = text.indexOf('/');
  if (slash < 0) throw new RangeError(`not an address with a prefix: ${text}`);
  const address = parseAddress(text.slice(0, slash));
  const prefix = Number(text.slice(slash + 1));
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > address.bits) {
    throw new RangeError(`not a prefix length: ${text}`);
  }
  return { ...address, prefix };
}

/** The address part of `address/prefix`. */
export function addressOf(cidr: string): string {
  const slash = cidr.indexOf('/');
  return slash < 0 ? cidr : cidr.slice(0, slash);
}

/** The prefix length of `address/prefix`. */
export function prefixOf(cidr: string): number {
  return parseCidr(cidr).prefix;
}

/** Whether the address lies in the network of `cidr` (network and broadcast addresses included). */
export function contains(cidr: string, address: string): boolean {
  const network = parseCidr(cidr);
  const one = parseAddress(address);
  return network.bits === one.bits && networkValue(network) === networkValue({ ...one, prefix: network.prefix });
}

/** Whether two networks share an address. */
export function overlaps(a: string, b: string): boolean {
  const one = parseCidr(a);
  const two = parseCidr(b);
  if (one.bits !== two.bits) return false;
  const prefix = Math.min(one.prefix, two.prefix);
  return networkValue({ ...one, prefix }) === networkValue({ ...two, prefix });
}

/** Whether an address is the network's own first or its broadcast address: no machine may have it (IPv4, /30 and wider). */
export function isNetworkOrBroadcast(cidr: string, address: string): boolean {
  const network = parseCidr(cidr);
  if (network.bits !== 32 || network.prefix > 30) return false;
  const value = parseAddress(address).value;
  const first = networkValue(network);
  return value === first || value === first + (1n << BigInt(32 - network.prefix)) - 1n;
}

/** Whether `cidr` is written as a network (no host bits), and if not, how it is written. */
export function networkText(cidr: string): string {
  const parsed = parseCidr(cidr);
  return `${addressText({ bits: parsed.bits, value: networkValue(parsed) })}/${parsed.prefix}`;
}

/** Whether two texts name the same address (IPv6 has many spellings). */
export function sameAddress(a: string, b: string): boolean {
  const one = parseAddress(a);
  const two = parseAddress(b);
  return one.bits === two.bits && one.value === two.value;
}

/** One spelling for each address, to be used as a key. */
export function addressKey(text: string): string {
  const parsed = parseAddress(text);
  return `${parsed.bits}:${parsed.value.toString(16)}`;
}

/** Writes an address: dotted IPv4, or IPv6 in full lower-case groups shortened once as RFC 5952 has it. */
export function addressText(address: ParsedAddress): string {
  if (address.bits === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address.value >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, i) => (address.value >> BigInt(112 - 16 * i)) & 0xffffn);
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0n) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.start < 0) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

function networkValue(cidr: ParsedCidr): bigint {
  const shift = BigInt(cidr.bits - cidr.prefix);
  return (cidr.value >> shift) << shift;
}

function parseIpv4(text: string): bigint {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) {
    throw new RangeError(`not an IPv4 address: ${text}`);
  }
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint {
  let rest = text;
  const dotted = /:(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted?.[1]) {
    const value = parseIpv4(dotted[1]);
    rest = `${text.slice(0, -dotted[1].length)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) throw new RangeError(`not an IPv6 address: ${text}`);
  const groups = (half: string | undefined): string[] => (half ? half.split(':') : []);
  const head = groups(halves[0]);
  const tail = groups(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) throw new RangeError(`not an IPv6 address: ${text}`);
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return all.reduce((value, group) => {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) throw new RangeError(`not an IPv6 address: ${text}`);
    return (value << 16n) | BigInt(`0x${group}`);
  }, 0n);
}
