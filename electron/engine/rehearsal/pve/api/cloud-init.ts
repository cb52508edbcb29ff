import { createHash } from 'node:crypto';
import { readHostText } from '../model/host-text.ts';
import type { ApiCall } from './call.ts';
import { requireGuest } from './guest-create.ts';

/** `qm cloudinit dump`: the generated data, without cicustom parts. */
export function cloudInitDump(call: ApiCall, vmid: string, part: string): string {
  const config = requireGuest(call, vmid);
  const resolv = readHostText(call.host, '/etc/resolv.conf') ?? '';
  const search = config.searchdomain ?? /^search\s+(\S+)/m.exec(resolv)?.[1];
  const nameserver = config.nameserver ?? /^nameserver\s+(\S+)/m.exec(resolv)?.[1];
  if (part === 'user') return userData(config, search);
  if (part === 'network') warnMissingSearch(call, config);
  if (part === 'network') return networkData(config, nameserver, search);
  const digest = createHash('sha1')
    .update(userData(config, search) + networkData(config, nameserver, search))
    .digest('hex');
  return `instance-id: ${digest}\n`;
}

/** Perl's complaint where neither the guest nor the node names a search domain. */
export function warnMissingSearch(call: ApiCall, config: Readonly<Record<string, string>>): void {
  if (config.searchdomain !== undefined || /^search\s+\S/m.test(readHostText(call.host, '/etc/resolv.conf') ?? ''))
    return;
  call.warn('Use of uninitialized value in split at /usr/share/perl5/PVE/QemuServer/Cloudinit.pm line 106.\n');
}

function userData(config: Readonly<Record<string, string>>, search: string | undefined): string {
  const name = config.name ?? 'vm';
  const keys = decodeURIComponent(config.sshkeys ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [
    `#cloud-config\nhostname: ${name}\nmanage_etc_hosts: true\nfqdn: ${search ? `${name}.${search}` : name}\n`,
    config.ciuser === undefined ? '' : `user: ${config.ciuser}\n`,
    config.cipassword === undefined ? '' : `password: ${config.cipassword}\n`,
    keys.length === 0 ? '' : `ssh_authorized_keys:\n${keys.map((key) => `  - ${key.trim()}\n`).join('')}`,
    'chpasswd:\n  expire: False\n',
    config.ciuser === 'root' ? '' : 'users:\n  - default\n',
    config.ciupgrade === '0' ? 'package_upgrade: false\n' : 'package_upgrade: true\n',
  ].join('');
}

function networkData(
  config: Readonly<Record<string, string>>,
  nameserver: string | undefined,
  search: string | undefined,
): string {
  const cards = Object.keys(config)
    .filter((key) => /^net\d+$/.test(key))
    .sort();
  const parts = cards.map((key) => {
    const index = key.slice(3);
    const mac = /=([0-9A-F:]{17})/i.exec(config[key] ?? '')?.[1]?.toLowerCase() ?? '';
    const ip = /(?:^|,)ip=([^,]+)/.exec(config[`ipconfig${index}`] ?? '')?.[1];
    const gateway = /(?:^|,)gw=([^,]+)/.exec(config[`ipconfig${index}`] ?? '')?.[1];
    const head = `    - type: physical\n      name: eth${index}\n      mac_address: '${mac}'\n      subnets:\n`;
    if (ip === 'dhcp') return `${head}      - type: dhcp4\n`;
    if (ip === undefined) return head;
    const [address, prefix] = ip.split('/');
    return `${head}      - type: static\n        address: '${address}'\n        netmask: '${netmask(Number(prefix))}'\n${gateway ? `        gateway: '${gateway}'\n` : ''}`;
  });
  const dns =
    nameserver === undefined
      ? ''
      : `    - type: nameserver\n      address:\n${nameserver
          .split(/\s+/)
          .map((entry) => `      - '${entry}'\n`)
          .join('')}`;
  const domain = search === undefined || nameserver === undefined ? '' : `      search:\n      - '${search}'\n`;
  return `version: 1\nconfig:\n${parts.join('')}${dns}${domain}`;
}

function netmask(prefix: number): string {
  return [0, 8, 16, 24].map((shift) => 256 - 2 ** (8 - Math.max(0, Math.min(8, prefix - shift)))).join('.');
}
