import type { Host, Site } from '../../api/site.ts';
import { installedHosts } from '../site/delivery.ts';
import { isTelling } from '../site/firmware-label.ts';
import type { AnswerRequest } from './answer-request.ts';

/** A machine that a person gave a node by hand, as it will be known again. */
export interface Assignment {
  readonly host: string;
  readonly macs: readonly string[];
  readonly systemSerial?: string;
  readonly at: string;
  readonly by: string;
}

export type MachineMatch =
  | { readonly kind: 'node'; readonly host: string; readonly by: readonly string[] }
  | { readonly kind: 'unknown' }
  /** Its parts point to several nodes. */
  | { readonly kind: 'conflict'; readonly points: readonly { readonly host: string; readonly by: readonly string[] }[] }
  /** The plan says this node, but a person gave it to another machine by hand. */
  | { readonly kind: 'given-away'; readonly host: string }
  /** A part points to a node, but the plan gives that node another serial or tag. */
  | { readonly kind: 'contradiction'; readonly host: string; readonly planned: string; readonly seen: string };

/**
 * Which node of the plan a machine is: by its MACs, serials and asset tags, in any case of letters; what a person assigned
 * wins. Pure. Whatever points two ways gets no answer: the wrong disks would be erased.
 */
export function matchMachine(site: Site, request: AnswerRequest, assignments: readonly Assignment[]): MachineMatch {
  const macs = new Set(request.machine.macs ?? []);
  const { systemSerial } = request.machine;
  // A network adapter that went on to another machine does not take the node with it.
  const isOther = (entry: Assignment): boolean =>
    isTelling(entry.systemSerial) && isTelling(systemSerial) && !same(entry.systemSerial, systemSerial);
  const assigned = assignments.findLast((entry) =>
    entry.macs.length > 0
      ? entry.macs.some((mac) => macs.has(mac)) && !isOther(entry)
      : same(entry.systemSerial, systemSerial),
  );
  if (assigned) return { kind: 'node', host: assigned.host, by: ['assigned'] };
  const points = installedHosts(site).flatMap((host) => {
    const by = pointers(host, request, macs);
    return by.length > 0 ? [{ host: host.name, by }] : [];
  });
  const [first, second] = points;
  if (!first) return { kind: 'unknown' };
  if (second) return { kind: 'conflict', points };
  if (assignments.some(({ host }) => host === first.host)) return { kind: 'given-away', host: first.host };
  const host = site.hosts.find(({ name }) => name === first.host);
  const against = host && contradiction(host, request);
  return against ? { kind: 'contradiction', host: first.host, ...against } : { kind: 'node', ...first };
}

/** The MACs that the plan knows of a node, in lower case. */
export function plannedMacs(host: Host): readonly string[] {
  const all = [
    ...(host.install?.managementMac ? [host.install.managementMac] : []),
    ...Object.keys(host.install?.nicNames ?? {}),
    ...(host.hardware?.nics ?? []).map(({ mac }) => mac),
  ];
  return [...new Set(all.map((mac) => mac.toLowerCase()))];
}

function pointers(host: Host, request: AnswerRequest, macs: ReadonlySet<string>): readonly string[] {
  const { systemSerial, assetTag } = host.hardware ?? {};
  return [
    ...plannedMacs(host).filter((mac) => macs.has(mac)),
    ...request.serials.filter((serial) => same(serial, systemSerial)).slice(0, 1),
    ...request.assetTags.filter((tag) => same(tag, assetTag)).slice(0, 1),
  ];
}

/** The plan's serial (or tag) where the machine tells another one. What the firmware leaves empty contradicts nothing. */
function contradiction(host: Host, request: AnswerRequest): { planned: string; seen: string } | undefined {
  const pairs = [
    [host.hardware?.systemSerial, request.serials],
    [host.hardware?.assetTag, request.assetTags],
  ] as const;
  for (const [planned, seen] of pairs) {
    const told = seen.filter((value) => isTelling(value));
    if (isTelling(planned) && told.length > 0 && !told.some((value) => same(value, planned)))
      return { planned, seen: told.join(', ') };
  }
  return undefined;
}

function same(left: string | undefined, right: string | undefined): boolean {
  return isTelling(left) && isTelling(right) && left.trim().toLowerCase() === right.trim().toLowerCase();
}
