import type { Host, Install, Site } from '../../api/site.ts';
import type {
  AnswerInput,
  AnswerInputDisks,
  AnswerInputFirstBoot,
  AnswerInputNetwork,
  AnswerInputWebhook,
} from '../answers/answer-input.ts';
import { firstBootAction, webhookTarget } from './delivery.ts';
import { fqdn, managementCidr } from './derive.ts';
import { installDiskFilter } from './install-disk-filter.ts';
import { pinnedNicNames } from './nic-names.ts';

/** What stands in the vault and belongs into the answer of one node. */
export interface AnswerSecrets {
  /** `$6$salt$hash`. */
  readonly rootPasswordHash: string;
  /** Only where the site names one. */
  readonly subscriptionKey?: string;
  /** Of the webhook that the site names by its address. */
  readonly webhookToken?: string;
}

/** What only the maker of media knows: where on this laptop the node asks and reports. The same for a fresh and a re-made stick. */
export interface AnswerDelivery {
  /** The hook that reports here: carried by the image, or fetched from this laptop (which needs DHCP). */
  readonly firstBoot?: Pick<AnswerInputFirstBoot, 'source' | 'url' | 'certFingerprint'>;
  /** This laptop's receiver. Never written unless the site declares DHCP. */
  readonly webhook?: AnswerInputWebhook;
}

/**
 * What the answer file of one node says: every key that the site file knows. Undefined for a host that our media do not
 * install, and where its disks cannot be named (site.disks-not-nameable). Expects a site that checks without errors.
 */
export function answerInput(
  site: Site,
  host: Host,
  secrets: AnswerSecrets,
  delivery: AnswerDelivery = {},
): AnswerInput | undefined {
  const { install } = host;
  if (host.origin !== 'installed' || !install) return undefined;
  const selection = diskSelection(host, install);
  if (!selection) return undefined;
  const is92 = site.pve.version === '9.2';
  const firstBoot = firstBootInput(site, delivery);
  const webhook = webhookInput(site, secrets, delivery, is92);
  const { domain } = install.nameFromDhcp ?? {};
  return {
    version: site.pve.version,
    siteName: site.name,
    nodeName: host.name,
    global: {
      keyboard: site.keyboard,
      country: site.country,
      fqdn: install.nameFromDhcp ? { source: 'from-dhcp', ...(domain ? { domain } : {}) } : fqdn(site, host),
      mailto: site.mailto,
      timezone: site.timezone,
      rootPasswordHash: secrets.rootPasswordHash,
      // The default is left unsaid, as in every answer that a person writes.
      ...(install.rebootOnError ? { rebootOnError: true } : {}),
      rebootMode: install.rebootMode,
      rootSshKeys: [...new Set([site.access.sshPublicKey, ...install.rootSshKeys].map((key) => key.trim()))],
      ...(is92 && secrets.subscriptionKey !== undefined ? { subscriptionKey: secrets.subscriptionKey } : {}),
    },
    network: networkInput(site, host, install),
    disks: { ...disksInput(install), selection },
    ...(firstBoot ? { firstBoot } : {}),
    ...(webhook ? { webhook } : {}),
  };
}

function networkInput(site: Site, host: Host, install: Install): AnswerInputNetwork {
  const names = pinnedNicNames(site, host);
  // 9.2 pins even with `enabled = false`, so where nothing is to be pinned the table is left out.
  const pinning = names ? { pinning: { enabled: true, names } } : {};
  if (install.networkSource === 'from-dhcp') return { source: 'from-dhcp', ...pinning };
  const { management } = site.network;
  const { managementMac, nicFilter } = install;
  return {
    source: 'from-answer',
    cidr: managementCidr(site, host),
    gateway: management.gateway,
    dns: management.dns[0] ?? management.gateway,
    filter:
      managementMac === undefined
        ? (nicFilter ?? {})
        : // udev's name for the port that any driver gives it: enx + MAC without colons.
          { ID_NET_NAME_MAC: `*${managementMac.toLowerCase().replaceAll(':', '')}` },
    ...pinning,
  };
}

function diskSelection(host: Host, install: Install): AnswerInputDisks['selection'] | undefined {
  const { diskPaths, diskFilter, diskFilterMatch, filesystem } = install;
  if (install.diskSerials) {
    const filter = installDiskFilter(host);
    if (!filter) return undefined;
    return { by: 'filter', filter, ...(Object.keys(filter).length > 1 ? { match: 'any' } : {}) };
  }
  if (diskPaths) return { by: 'list', disks: diskPaths };
  if (!diskFilter) return undefined;
  // For ext4 and xfs the installer does not look at it.
  const match = filesystem === 'zfs' || filesystem === 'btrfs' ? diskFilterMatch : undefined;
  return { by: 'filter', filter: diskFilter, ...(match ? { match } : {}) };
}

function disksInput({ filesystem, raid, lvm, zfs, btrfs }: Install): Omit<AnswerInputDisks, 'selection'> {
  if (filesystem === 'zfs') return { filesystem, ...(raid ? { zfs: { raid, ...zfs } } : {}) };
  if (filesystem === 'btrfs') {
    const level = raid === 'raid0' || raid === 'raid1' || raid === 'raid10' ? raid : undefined;
    return { filesystem, ...(level ? { btrfs: { raid: level, ...btrfs } } : {}) };
  }
  return { filesystem, ...(lvm ? { lvm } : {}) };
}

function firstBootInput(site: Site, delivery: AnswerDelivery): AnswerInputFirstBoot | undefined {
  const { ordering, url, certFingerprint } = site.media.firstBoot;
  const action = firstBootAction(site);
  if (action === 'report') {
    const from = delivery.firstBoot;
    // What is fetched is fetched by the live installer, which has no address without DHCP.
    return !from || (from.source === 'from-url' && !site.network.dhcp) ? undefined : { ...from, ordering };
  }
  if (action === 'none') return undefined;
  return { source: 'from-url', ordering, url, ...(certFingerprint === undefined ? {} : { certFingerprint }) };
}

function webhookInput(
  site: Site,
  secrets: AnswerSecrets,
  delivery: AnswerDelivery,
  knowsToken: boolean,
): AnswerInputWebhook | undefined {
  const target = webhookTarget(site);
  if (target === 'none') return undefined;
  const { url = '', certFingerprint } = site.media.webhook;
  const wanted: AnswerInputWebhook | undefined =
    target === 'laptop'
      ? delivery.webhook
      : {
          url,
          ...(certFingerprint === undefined ? {} : { certFingerprint }),
          ...(secrets.webhookToken === undefined ? {} : { authToken: secrets.webhookToken }),
        };
  if (!wanted || knowsToken) return wanted;
  const { authToken: _unknownBefore92, ...rest } = wanted;
  return rest;
}
