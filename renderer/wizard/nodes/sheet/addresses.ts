/** IPv4 addresses of the sheet, pure: which are taken, which is the next free one. */

export function ipv4Number(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function ipv4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** Every address that is said anywhere in a site's values, with or without its prefix. */
export function addressesIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') {
    const address = value.split('/')[0] ?? '';
    if (ipv4Number(address) !== undefined) found.add(address);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) addressesIn(entry, found);
  }
  return found;
}

/**
 * The first address of a network, from `after` on, that nothing has; from its beginning where the rest is full. Never the network's
 * first or last one, and none of a range that is given out by DHCP. Undefined where none is left or the network is not IPv4.
 */
export function nextFreeAddress(
  cidr: unknown,
  taken: ReadonlySet<string>,
  after?: string,
  leased?: { readonly from: unknown; readonly to: unknown },
): string | undefined {
  if (typeof cidr !== 'string') return undefined;
  const [base = '', prefix = ''] = cidr.split('/');
  const value = ipv4Number(base);
  const bits = Number(prefix);
  if (value === undefined || !/^\d{1,2}$/.test(prefix) || bits < 8 || bits > 30) return undefined;
  const size = 2 ** (32 - bits);
  const first = value - (value % size);
  const from = typeof leased?.from === 'string' ? ipv4Number(leased.from) : undefined;
  const to = typeof leased?.to === 'string' ? ipv4Number(leased.to) : undefined;
  const isFree = (number: number) =>
    !taken.has(ipv4Text(number)) && !(from !== undefined && to !== undefined && number >= from && number <= to);
  const start = ipv4Number(after ?? '');
  const begin = start !== undefined && start > first && start < first + size - 1 ? start - first : 0;
  // Not more than a few more than there are taken ones: each look either ends or passes a taken or leased one.
  for (let step = 1; step < size; step += 1) {
    const place = (begin + step) % size;
    if (place !== 0 && place !== size - 1 && isFree(first + place)) return ipv4Text(first + place);
  }
  return undefined;
}
