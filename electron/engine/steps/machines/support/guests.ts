import { type Diagnostic, DiagnosticError, diagnostic } from '../../../../api/diagnostic.ts';
import type { Site } from '../../../../api/site.ts';
import type { GuestConfig } from '../../../facts/pve/guest-configs.ts';
import { extraFact } from '../../../facts/registry.ts';
import { ownershipTag, pveNodes } from '../../../site/derive.ts';
import type { View } from '../../step.ts';
import { makingFact } from '../machine-facts.ts';
import { clusterView, unknownFact } from './cluster-view.ts';

export type GuestLook =
  | { readonly state: 'absent'; readonly seenFrom: string; readonly leftover?: Leftover }
  | { readonly state: 'present'; readonly seenFrom: string; readonly config: GuestConfig }
  | { readonly state: 'blocked'; readonly diagnostic: Diagnostic };

/** What a power cut left of our own `qm create` or `qm clone`: an id that is taken, and no guest. */
export interface Leftover {
  readonly id: number;
  readonly node: string;
  readonly lock: string;
}

/** What the cluster says of a guest id: absent, ours, or a reason to stop. Ours = it carries the site's tag. */
export function lookAtGuest(view: View, id: number, name: string): GuestLook {
  const cluster = clusterView(view);
  if (!cluster.known) return { state: 'blocked', diagnostic: cluster.diagnostic };
  const configs = cluster.facts.guestConfigs;
  const places = cluster.facts.vmList;
  if (!configs.known) return blocked(unknownFact(cluster.host, `/etc/pve/nodes/*/qemu-server`, configs.why));
  if (!places.known) return blocked(unknownFact(cluster.host, '/etc/pve/.vmlist', places.why));
  const place = places.value.get(id);
  const config = configs.value.get(id);
  if (!config && !place) return { state: 'absent', seenFrom: cluster.host };
  const tag = ownershipTag(view.site);
  if (config && isLeftover(view, config, name))
    return { state: 'absent', seenFrom: cluster.host, leftover: { id, node: config.node, lock: config.lock } };
  if (config && config.lock !== '')
    return blocked(
      diagnostic('machine.locked', {
        params: { id: String(id), node: config.node, lock: config.lock },
        subject: { host: config.node },
      }),
    );
  if (!config?.tags.includes(tag))
    return blocked(
      diagnostic('machine.not-ours', {
        params: {
          id: String(id),
          node: config?.node ?? place?.node ?? cluster.host,
          seen: config?.values.name ?? place?.type ?? '',
          tag,
        },
        evidence: config ? [`tags: ${config.tags.join(';')}`] : [],
      }),
    );
  if (config.values.name !== name)
    return blocked(
      diagnostic('machine.other-name', {
        params: { id: String(id), node: config.node, seen: config.values.name ?? '', name },
      }),
    );
  return { state: 'present', seenFrom: cluster.host, config };
}

/**
 * Our mark says that we began to make it and that it did not end, and there is no more of it than Proxmox writes on the way:
 * the lock alone, or with `lock: clone` what was copied of our template (`destroyed` is written by `qm destroy`).
 */
function isLeftover(view: View, config: GuestConfig, name: string): boolean {
  const sight = view.facts.hosts.get(config.node);
  const making = sight?.reached ? extraFact(sight.facts, makingFact) : undefined;
  if (!making?.known || !making.value.has(config.id)) return false;
  if (!['create', 'clone', 'destroyed'].includes(config.lock)) return false;
  const isBare =
    Object.keys(config.values).every((key) => key === 'lock') &&
    ['', 'qmclone temporary file'].includes(config.description.trim());
  const isOurs = config.tags.includes(ownershipTag(view.site)) && config.values.name === name;
  return isBare || (config.lock === 'clone' && isOurs);
}

/** What is left of an earlier try to make a guest that is absent. */
export function leftoverOf(view: View, id: number, name: string): Leftover | undefined {
  const look = lookAtGuest(view, id, name);
  return look.state === 'absent' ? look.leftover : undefined;
}

/** As {@link lookAtGuest}, but a reason to stop is thrown. */
export function mustLookAtGuest(view: View, id: number, name: string): GuestConfig | undefined {
  const look = lookAtGuest(view, id, name);
  if (look.state === 'blocked') throw new DiagnosticError(look.diagnostic);
  return look.state === 'present' ? look.config : undefined;
}

/** A key's value as it will be at the next start: pending changes applied. */
export function effective(config: GuestConfig, key: string): string | undefined {
  return config.pending[key] ?? config.values[key];
}

/** Keys whose new value waits until the machine is stopped and started: a restart inside it does not count. */
export function waitingKeys(config: GuestConfig): readonly string[] {
  const { delete: removed, ...changed } = config.pending;
  return [...Object.keys(changed), ...(removed ?? '').split(',')].filter((key) => key !== '').sort();
}

/** One option of a drive or network value (`vmbr0` of `bridge` in `virtio=BC:..,bridge=vmbr0`). */
export function optionOf(value: string | undefined, key: string): string | undefined {
  return value
    ?.split(',')
    .find((part) => part.startsWith(`${key}=`))
    ?.slice(key.length + 1);
}

/** Size in GiB as Proxmox writes it (`32G`, `3072M`, `512K`, `1T`, bytes). */
export function sizeGib(size: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(size ?? '');
  if (!match) return undefined;
  const factor = { '': 1 / 1024 ** 3, K: 1 / 1024 ** 2, M: 1 / 1024, G: 1, T: 1024 }[match[2] ?? ''] ?? 1;
  return Number(match[1]) * factor;
}

/** Node names, for facts that the whole cluster shares. */
export function allNodes(site: Site): readonly string[] {
  return pveNodes(site).map((host) => host.name);
}

function blocked(value: Diagnostic): GuestLook {
  return { state: 'blocked', diagnostic: value };
}
