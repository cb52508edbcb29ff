import { networkInterfaces } from 'node:os';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Site } from '../../api/site.ts';
import { allHosts } from '../site/derive.ts';
import { addressText, contains, parseCidr } from '../site/net.ts';

export interface LaptopInterface {
  readonly name: string;
  readonly address: string;
  readonly mac: string;
  readonly inside: boolean;
}

/** The laptop's own place on the site's network, with the exact address to take where it has none. */
export function lookAtLaptop(site: Site): {
  readonly interfaces: readonly LaptopInterface[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { cidr, gateway } = site.network.management;
  const interfaces = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? [])
      .filter((entry) => !entry.internal)
      .map((entry) => ({
        name,
        address: entry.cidr ?? entry.address,
        mac: entry.mac,
        inside: contains(cidr, entry.address),
      })),
  );
  if (interfaces.some((entry) => entry.inside)) return { interfaces, diagnostics: [] };
  const taken = new Set([gateway, ...allHosts(site).map((host) => host.address)]);
  return {
    interfaces,
    diagnostics: [diagnostic('app.not-inside', { params: { cidr, example: freeAddress(cidr, taken) } })],
  };
}

/** A high address of the network that the plan does not use. */
function freeAddress(cidr: string, taken: ReadonlySet<string>): string {
  const { bits, value, prefix } = parseCidr(cidr);
  const size = 1n << BigInt(bits - prefix);
  const start = value - (value % size);
  for (let offset = size - 6n; offset > 1n; offset -= 1n) {
    const text = addressText({ bits, value: start + offset });
    if (!taken.has(text)) return text;
  }
  return cidr;
}
