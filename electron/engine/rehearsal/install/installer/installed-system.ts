import type { Answer } from '../../../answers/answer.ts';
import type { Installs } from '../../../answers/match-inventory.ts';
import { pinnedNames } from '../../../answers/verify-answer.ts';
import type { SimHostSpec } from '../../kernel/program.ts';
import type { SshKeyPair } from '../../kernel/ssh-keys.ts';
import type { InstalledSystem } from '../model/install-state.ts';
import { diskUseOf } from '../model/machine-hardware.ts';
import { disksOfMachine, nicsOfMachine } from './inventory-of-machine.ts';
import type { LiveSystem } from './live-system.ts';

/** What the installer makes of an answer on this machine, before it is written anywhere. */
export interface InstallPlan {
  readonly answer: Answer;
  readonly installs: Installs;
  readonly hostName: string;
  readonly domain: string;
  /** With prefix. */
  readonly cidr: string;
  readonly gateway: string;
  readonly dns: string;
  /** Names of the erased disks without /dev/. */
  readonly disks: readonly string[];
  /** All ports with their names in the installed system. */
  readonly nics: readonly PlannedNic[];
}

export interface PlannedNic {
  readonly mac: string;
  readonly liveName: string;
  readonly name: string;
  readonly isPinned: boolean;
  readonly isManagement: boolean;
}

/** Without a lease the vendor's low-level installer falls back to this (pve-facts 1.1). */
const NO_LEASE = { cidr: '192.168.100.2/24', gateway: '192.168.100.1', dns: '192.168.100.1' };

export function planInstallation(live: LiveSystem, answer: Answer, installs: Installs): InstallPlan {
  const { network } = answer;
  const address = network.source === 'from-answer' ? fixedAddress(network) : (live.lease ?? NO_LEASE);
  const [hostName = 'pve', ...labels] = fqdnOf(live, answer).split('.');
  return {
    answer,
    installs,
    hostName,
    domain: labels.join('.'),
    cidr: address.cidr,
    gateway: address.gateway,
    dns: address.dns,
    disks: installs.disks.map((path) => path.replace(/^\/dev\//, '')),
    nics: planNics(live, answer, installs.managementNic),
  };
}

/** 9.2 takes an address without prefix for a network of its own. */
function fixedAddress({ cidrText, gateway, dns }: Extract<Answer['network'], { source: 'from-answer' }>) {
  const whole = cidrText.includes(':') ? 128 : 32;
  return { cidr: cidrText.includes('/') ? cidrText : `${cidrText}/${whole}`, gateway, dns };
}

/** `domain` wins over the lease's; what makes no name becomes the product's own (answer-schema 1.1). */
function fqdnOf({ lease }: LiveSystem, { global }: Answer): string {
  if (global.fqdn.kind === 'fixed') return global.fqdn.name;
  const full = `${lease?.hostname ?? ''}.${global.fqdn.domain ?? lease?.domain ?? ''}`;
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(full) ? full : 'pve.example.invalid';
}

/** 9.1 pins when asked to; 9.2.7 pins every port whenever the table is there, even with `enabled = false`. */
function planNics({ machine, version }: LiveSystem, answer: Answer, management: string): readonly PlannedNic[] {
  const { pinning } = answer.network;
  const isPinned = version !== '8.4' && pinning !== undefined && (pinning.enabled || version === '9.2');
  const names = pinnedNames(pinning);
  return nicsOfMachine(machine).map(({ name: liveName, mac, pinnedId }) => {
    const name = isPinned ? (names.get(mac) ?? `nic${pinnedId}`) : liveName;
    return {
      mac,
      liveName,
      name,
      isPinned,
      isManagement: liveName === management || (isPinned && name === management),
    };
  });
}

/** The system as it lies on the disk afterwards. */
export function installedSystem(
  live: LiveSystem,
  plan: InstallPlan,
  keys: readonly SshKeyPair[],
  firstBoot: Uint8Array | undefined,
): InstalledSystem {
  const { answer } = plan;
  const { global } = answer;
  const ordering = answer.firstBoot?.ordering ?? 'fully-up';
  return {
    spec: specOf(live, plan, keys),
    ...(firstBoot ? { firstBoot: { ordering, programBase64: Buffer.from(firstBoot).toString('base64') } } : {}),
    ...(global.subscriptionKey === undefined ? {} : { subscriptionKey: global.subscriptionKey }),
  };
}

function specOf(live: LiveSystem, plan: InstallPlan, keys: readonly SshKeyPair[]): SimHostSpec {
  const { answer, nics } = plan;
  const { global } = answer;
  const { hardware } = live.machine;
  const use = diskUseOf(answer.disks.filesystem);
  const speedOf = (mac: string) => hardware.nics.find((nic) => nic.mac === mac)?.speedMbps ?? 1000;
  // The bridge stands on the first port of a simulated host.
  const ordered = [...nics.filter((nic) => nic.isManagement), ...nics.filter((nic) => !nic.isManagement)];
  return {
    name: plan.hostName,
    domain: plan.domain,
    os: 'pve',
    osVersion: live.version,
    addresses: { vmbr0: [plan.cidr] },
    gateway: plan.gateway,
    nameservers: [plan.dns],
    timezone: global.timezone,
    hardware: {
      ...hardware,
      disks: disksOfMachine(live.machine).map(({ disk }) => (plan.disks.includes(disk.name) ? { ...disk, use } : disk)),
      nics: ordered.map(({ mac, name }) => ({ mac, name, speedMbps: speedOf(mac) })),
    },
    authorizedKeys: { root: global.rootSshKeys },
    ...(global.rootPassword === undefined ? {} : { passwords: { root: global.rootPassword } }),
    ...(global.rootPasswordHashed === undefined ? {} : { passwordHashes: { root: global.rootPasswordHashed } }),
    hostKeys: keys.map(({ privateText }) => privateText),
    files: Object.fromEntries(
      nics
        .filter(({ isPinned }) => isPinned)
        .map(({ mac, name }) => [
          `/usr/local/lib/systemd/network/50-pmx-${name}.link`,
          `[Match]\nMACAddress=${mac}\nType=ether\n\n[Link]\nName=${name}\n`,
        ]),
    ),
  };
}
