import { IpSchema } from '../../api/site.ts';
import type { HostFacts } from '../facts/host-facts.ts';
import { addressOf } from '../site/net.ts';

export function isAddress(text: string): boolean {
  return IpSchema.safeParse(text).success;
}

/** An address of a host with its prefix, as the kernel has it now; undefined = it does not carry it, or did not say. */
export function prefixSeen({ interfaces }: HostFacts, address: string): string | undefined {
  if (!interfaces.known) return undefined;
  return interfaces.value.flatMap(({ addresses }) => addresses).find((cidr) => addressOf(cidr) === address);
}
