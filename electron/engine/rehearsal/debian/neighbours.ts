import { lastsAt } from '../install/take-at.ts';
import type { ProgramContext } from '../kernel/program.ts';
import { interfacesOf, sameNetwork } from './interfaces.ts';

/** The hardware address of a machine that took somebody's address: of a range that no simulated host uses. */
const STRANGER = '00:1b:63:84:45:e6';

/** What `ip neigh` shows: everybody on the networks of a host, as if it had spoken to all of them. */
export function neighboursOf(context: ProgramContext): readonly Record<string, unknown>[] {
  const { world, host } = context;
  const own = interfacesOf(world, host).filter(({ isLoopback }) => !isLoopback);
  return [...world.hosts.values()].flatMap((peer) => {
    if (peer.name === host.name) return [];
    const isTaken = lastsAt(world, 'address.taken', peer.name);
    return interfacesOf(world, peer).flatMap((entry) =>
      entry.addresses.flatMap((cidr) => {
        const dst = cidr.split('/')[0] ?? '';
        const dev = own.find((port) => port.addresses.some((address) => sameNetwork(dst, address)))?.name;
        if (entry.isLoopback || dev === undefined) return [];
        if (!world.reachable(host, peer)) return [{ dst, dev, state: ['FAILED'] }];
        return [{ dst, dev, lladdr: isTaken ? STRANGER : entry.mac, state: ['REACHABLE'] }];
      }),
    );
  });
}
