import type { DiagnosticCode } from '../../api/diagnostics/index.ts';
import type { PveVersion } from '../../api/site.ts';
import { subnetContains } from './addresses.ts';
import type { Answer, DisksAnswer, GlobalAnswer, NetworkAnswer } from './answer.ts';
import { isSha512CryptHash } from './sha512-crypt.ts';

/** Something that the installer accepts and that is likely not what the writer means. */
export interface Trap {
  readonly code: DiagnosticCode;
  readonly field: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Traps that show in the answer alone (answer-schema.md names each). */
export function findAnswerTraps(answer: Answer, version: PveVersion): readonly Trap[] {
  return [
    ...globalTraps(answer.global),
    ...networkTraps(answer.network, version),
    ...diskTraps(answer.disks),
    ...(answer.webhook
      ? [
          {
            code: 'answer.trap-webhook',
            field: 'post-installation-webhook.url',
            params: { url: answer.webhook.url },
          } as const,
        ]
      : []),
  ];
}

function globalTraps(global: GlobalAnswer): readonly Trap[] {
  const traps: Trap[] = [];
  const hash = global.rootPasswordHashed;
  if (global.rootPassword !== undefined)
    traps.push({ code: 'answer.trap-password-plain', field: 'global.root-password' });
  if (hash === '') traps.push({ code: 'answer.trap-hash-empty', field: 'global.root-password-hashed' });
  else if (hash !== undefined && !isSha512CryptHash(hash)) {
    traps.push({ code: 'answer.trap-hash-form', field: 'global.root-password-hashed' });
  }
  if (global.fqdn.kind === 'from-dhcp') traps.push({ code: 'answer.trap-fqdn-lease', field: 'global.fqdn' });
  if (global.rebootMode === 'reboot') {
    traps.push({ code: 'answer.trap-reboot', field: 'global.reboot-mode', params: { key: 'reboot-mode = "reboot"' } });
  }
  if (global.rebootOnError) {
    traps.push({ code: 'answer.trap-reboot', field: 'global.reboot-on-error', params: { key: 'reboot-on-error' } });
  }
  // The form that the first boot asks for; the parser asks for none.
  if (
    global.subscriptionKey !== undefined &&
    !/^(?:pve[0-9]+|pbs|pmg)[cbsp]-[0-9a-f]{10}$/.test(global.subscriptionKey)
  ) {
    traps.push({ code: 'answer.trap-subscription-form', field: 'global.subscription-key' });
  }
  return traps;
}

function networkTraps(network: NetworkAnswer, version: PveVersion): readonly Trap[] {
  const traps: Trap[] = [];
  const { pinning } = network;
  const table = 'network.interface-name-pinning';
  if (!pinning && version !== '8.4') traps.push({ code: 'answer.trap-nic-unpinned', field: 'network' });
  if (pinning && !pinning.enabled) {
    const code = version === '9.2' ? 'answer.trap-pinning-false' : 'answer.trap-nic-unpinned';
    traps.push({ code, field: `${table}.enabled` });
  }
  for (const [mac, name] of pinning?.mapping ?? []) {
    if (/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(mac)) continue;
    traps.push({ code: 'answer.trap-pin-mac', field: `${table}.mapping`, params: { mac, name } });
  }
  if (network.source === 'from-dhcp') {
    traps.push({ code: 'answer.trap-dhcp-lease', field: 'network.source' });
    return traps;
  }
  const { cidr, cidrText, gateway, filter } = network;
  if (!subnetContains(cidr, gateway)) {
    traps.push({ code: 'answer.trap-gateway-outside', field: 'network.gateway', params: { gateway, cidr: cidrText } });
  }
  if (!cidrText.includes('/')) {
    traps.push({
      code: 'answer.trap-host-prefix',
      field: 'network.cidr',
      params: { value: cidrText, prefix: cidr.prefix },
    });
  }
  if (filter.length === 0) traps.push({ code: 'answer.trap-network-filter-empty', field: 'network.filter' });
  if (filter.length > 1) {
    traps.push({
      code: 'answer.trap-filter-or',
      field: 'network.filter',
      params: { filter: 'network.filter', count: filter.length },
    });
  }
  return traps;
}

function diskTraps(disks: DisksAnswer): readonly Trap[] {
  const traps: Trap[] = [...rangeTraps(disks)];
  const { filesystem, selection, filterMatch } = disks;
  const isSingle = filesystem === 'ext4' || filesystem === 'xfs';
  const field = 'disk-setup.filter-match';
  if (selection.kind === 'list') {
    if (filterMatch) traps.push({ code: 'answer.trap-filter-match-list', field });
    for (const disk of selection.disks) {
      if (/^(?:\/dev\/)?(?:(?:sd|hd|vd|xvd)[a-z]+|nvme[0-9]+n[0-9]+|mmcblk[0-9]+)$/.test(disk)) continue;
      if (disk.startsWith('/dev/')) continue;
      traps.push({ code: 'answer.trap-disk-suffix', field: 'disk-setup.disk-list', params: { disk } });
    }
    return traps;
  }
  if (isSingle && filterMatch) traps.push({ code: 'answer.trap-filter-match-single', field, params: { filesystem } });
  if (selection.filter.length > 1 && (isSingle || filterMatch !== 'all')) {
    const params = { filter: 'disk-setup.filter', count: selection.filter.length };
    traps.push({ code: 'answer.trap-filter-or', field: 'disk-setup.filter', params });
  }
  if (!isSingle && filterMatch === 'all') {
    const keys = selection.filter.map(([key]) => key).join(', ');
    traps.push({ code: 'answer.trap-filter-all', field: 'disk-setup.filter', params: { keys } });
  }
  return traps;
}

/** Numbers that nobody checks before the disks are erased. Usual values: zpool and zfs manuals, ZFS's floor for its cache. */
function rangeTraps({ lvm, zfs, btrfs }: DisksAnswer): readonly Trap[] {
  const traps: Trap[] = [];
  const look = (key: string, value: number | undefined, low: number, high: number, usual: string): void => {
    if (value === undefined || (value >= low && value <= high)) return;
    traps.push({ code: 'answer.trap-range', field: `disk-setup.${key}`, params: { key, value, usual } });
  };
  const most = Number.MAX_VALUE;
  look('zfs.ashift', zfs?.ashift, 9, 16, '9-16');
  look('zfs.copies', zfs?.copies, 1, 3, '1-3');
  look('zfs.arc-max', zfs?.arcMax, 64, most, '>= 64 MiB');
  look('zfs.hdsize', zfs?.hdsize, 2, most, '>= 2 GiB');
  look('btrfs.hdsize', btrfs?.hdsize, 2, most, '>= 2 GiB');
  look('lvm.hdsize', lvm?.hdsize, 2, most, '>= 2 GiB');
  look('lvm.maxroot', lvm?.maxroot, 2, most, '>= 2 GiB');
  look('lvm.swapsize', lvm?.swapsize, 0, most, '>= 0 GiB');
  look('lvm.maxvz', lvm?.maxvz, 0, most, '>= 0 GiB');
  look('lvm.minfree', lvm?.minfree, 0, most, '>= 0 GiB');
  return traps;
}
