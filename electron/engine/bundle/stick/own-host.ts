import { fail } from '../../../api/diagnostic.ts';

/** The machine that the program runs on, as it sees itself. */
export interface ThisMachine {
  /** Perhaps with a domain. */
  readonly name: string;
  readonly addresses: readonly string[];
  /** Public host keys of its SSH server, as on the wire, base64; empty where there are none to be read. */
  readonly hostKeys: readonly string[];
  /** Undefined where the system has no users by number. */
  readonly uid: number | undefined;
  readonly user: string;
}

export interface KnownHost {
  readonly name: string;
  /** Without prefix length. */
  readonly address: string;
  /** Pinned host keys, base64; empty = nobody has reached it yet. */
  readonly pins: readonly string[];
}

/**
 * Which host of the site this machine is. Its management address decides who it could be, since a name is easily given twice; that
 * it is no other site's machine with the same address is proven by a pinned host key, and where nothing is pinned yet by its name.
 * Throws deploy.not-a-host, deploy.other-key, deploy.other-name, deploy.not-root.
 */
export function ownHost(siteId: string, hosts: readonly KnownHost[], machine: ThisMachine): string {
  const short = machine.name.split('.')[0]?.toLowerCase() ?? '';
  const mine = hosts.filter(({ address }) => machine.addresses.includes(address));
  const [host] = mine.length > 1 ? mine.filter(({ name }) => name.toLowerCase() === short) : mine;
  if (!host) {
    const first = hosts[0];
    throw fail('deploy.not-a-host', {
      params: {
        machine: machine.name,
        site: siteId,
        node: first?.name ?? '-',
        address: first?.address ?? '-',
        seen: machine.addresses.join(', ') || '-',
      },
      subject: { host: machine.name },
    });
  }
  const isProven = host.pins.length > 0 && machine.hostKeys.some((key) => host.pins.includes(key));
  if (!isProven) {
    const about = {
      params: { host: host.name, address: host.address, machine: machine.name },
      subject: { host: host.name },
    };
    if (host.pins.length > 0 && machine.hostKeys.length > 0) throw fail('deploy.other-key', about);
    if (host.name.toLowerCase() !== short) throw fail('deploy.other-name', about);
  }
  if (machine.uid !== undefined && machine.uid !== 0)
    throw fail('deploy.not-root', { params: { user: machine.user }, subject: { host: host.name } });
  return host.name;
}
