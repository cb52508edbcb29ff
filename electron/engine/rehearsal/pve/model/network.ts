import type { SimHost } from '../../kernel/program.ts';

/** The node's address without prefix: of its first bridge, else of its first interface. */
export function addressOf(host: SimHost): string | undefined {
  return cidrOf(host)?.split('/')[0];
}

function cidrOf(host: SimHost): string | undefined {
  const carrying = [...host.addresses].filter(([, list]) => list.length > 0);
  const bridge = carrying.find(([name]) => name.startsWith('vmbr')) ?? carrying[0];
  return bridge?.[1][0];
}

export function hasAddress(host: SimHost, address: string): boolean {
  return [...host.addresses.values()].some((list) => list.some((cidr) => cidr.split('/')[0] === address));
}
