import type { SimHost, World } from '../../kernel/program.ts';
import { readHostText } from './host-text.ts';

/** Below /run, which a restart empties, as the kernel forgets its rules. */
const FILE = '/run/netfilter.rules';

/** The packet filter rules of a host in the order in which they are asked, each as `CHAIN WORDS`. */
export function dropRules(host: SimHost): readonly string[] {
  return (readHostText(host, FILE) ?? '').split('\n').filter((line) => line !== '');
}

/** Puts these rules in the place of all; the cluster sees at once what they drop. */
export function writeDropRules(world: World, host: SimHost, rules: readonly string[]): void {
  host.files.makeDirectories('/run');
  host.files.write(FILE, Buffer.from(rules.map((rule) => `${rule}\n`).join('')));
  world.changed();
  world.tick();
}

/** corosync with knet takes this port for its first link and the next for each further one (corosync.conf(5)). */
const FIRST_LINK_PORT = 5405;
const WITNESS_PORT = 5403;

/** Whether the host throws away what corosync sends or gets at one of its own addresses, on a link by its number. */
export function dropsLink(host: SimHost | undefined, address: string | undefined, link: number): boolean {
  if (!host || address === undefined) return false;
  const packet = { protocol: 'udp', port: FIRST_LINK_PORT + link, address } as const;
  return isDropped(host, 'INPUT', packet) || isDropped(host, 'OUTPUT', packet);
}

/** Whether the host throws away what it would send to the port of the witness. */
export function dropsWitness(host: SimHost): boolean {
  return isDropped(host, 'OUTPUT', { protocol: 'tcp', port: WITNESS_PORT });
}

interface Packet {
  readonly protocol: 'udp' | 'tcp';
  /** Where it goes to. */
  readonly port: number;
  /** The host's own; absent = whichever. */
  readonly address?: string;
}

/** The first rule of a chain that fits a packet decides; where none does, it passes. */
function isDropped(host: SimHost, chain: 'INPUT' | 'OUTPUT', packet: Packet): boolean {
  const own = chain === 'INPUT' ? '-d' : '-s';
  const rule = dropRules(host).find((entry) => entry.startsWith(`${chain} `) && fits(entry, own, packet));
  return rule !== undefined && /\s-j (DROP|REJECT)\b/.test(rule);
}

function fits(rule: string, own: '-d' | '-s', { protocol, port, address }: Packet): boolean {
  const said = (option: string): string | undefined => new RegExp(`\\s${option} (\\S+)`).exec(rule)?.[1];
  const [from, to = from] = said('--dport')?.split(':').map(Number) ?? [];
  const where = said(own)?.replace(/\/32$/, '');
  return (
    (said('-p') ?? protocol) === protocol &&
    (from === undefined || to === undefined || (port >= from && port <= to)) &&
    (where === undefined || address === undefined || where === address)
  );
}
