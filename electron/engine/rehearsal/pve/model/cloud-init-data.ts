import { createHash } from 'node:crypto';
import type { GuestConfig } from './guest-config.ts';

/** What Proxmox generates for a guest's cloud-init drive. Name server and search domain that the guest lacks come from the node. */
export interface CloudInitData {
  readonly user: string;
  readonly network: string;
  /** SHA-1 of both: a guest that finds another one at its start takes itself for a new machine. */
  readonly instanceId: string;
}

/** @param resolvConf of the node that makes the drive */
export function cloudInitData(config: GuestConfig, resolvConf: string): CloudInitData {
  const search = config.searchdomain ?? /^search\s+(\S+)/m.exec(resolvConf)?.[1];
  const nameserver = config.nameserver ?? /^nameserver\s+(\S+)/m.exec(resolvConf)?.[1];
  const user = userData(config, search);
  const network = networkData(config, nameserver, search);
  return {
    user,
    network,
    instanceId: createHash('sha1')
      .update(user + network)
      .digest('hex'),
  };
}

function userData(config: GuestConfig, search: string | undefined): string {
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

function networkData(config: GuestConfig, nameserver: string | undefined, search: string | undefined): string {
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
