import { vendorFilesystemText } from '../../../answers/answer.ts';
import { KERNELS } from '../../debian/base-system.ts';
import type { SshKeyPair } from '../../kernel/ssh-keys.ts';
import { uuidOf } from '../model/made-up.ts';
import { lastsAt } from '../take-at.ts';
import { dmiOf } from './fetch-answer.ts';
import type { InstallPlan } from './installed-system.ts';
import { askAsInstaller } from './installer-http.ts';
import { disksOfMachine, nicsOfMachine } from './inventory-of-machine.ts';
import { InstallerError, type LiveSystem } from './live-system.ts';

const GIB = 1024 ** 3;
const DEBIAN = { '8.4': '12.11', '9.1': '13.1', '9.2': '13.3' } as const;
const PVE_MANAGER = { '8.4': '8.4.1', '9.1': '9.1.2', '9.2': '9.2.7' } as const;
const FLAGS = 'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr sse sse2 ht lm';

/**
 * proxmox-post-hook: tells the webhook what was installed, before the restart. Throws an {@link InstallerError} when it cannot
 * be reached or does not answer with success (9.2: 200 or 201 only).
 */
export async function postWebhook(live: LiveSystem, plan: InstallPlan, keys: readonly SshKeyPair[]): Promise<void> {
  const { webhook } = plan.answer;
  if (!webhook) return;
  live.console.print('Sending post-installation data...');
  const { world, machine } = live;
  if (lastsAt(world, 'install.webhook-unreachable', machine.name)) {
    throw new InstallerError('io: Connection refused (os error 111)');
  }
  const isTokenKnown = live.version === '9.2' && webhook.authToken !== undefined;
  const answer = await askAsInstaller(live, {
    url: webhook.url,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      ...webhookBody(live, plan, keys),
      ...(isTokenKnown ? { token: webhook.authToken } : {}),
    }),
    fingerprint: webhook.certFingerprint,
  });
  const isGood =
    live.version === '9.2'
      ? answer.status === 200 || answer.status === 201
      : answer.status >= 200 && answer.status < 300;
  if (!isGood) throw new InstallerError(`http error: ${answer.status}: ${answer.body.toString('utf8').slice(0, 500)}`);
}

/** Pure. Schema 1.1 (8.4) or 1.2 (9.1, 9.2) of answer-schema 5. */
export function webhookBody(
  live: LiveSystem,
  plan: InstallPlan,
  keys: readonly SshKeyPair[],
): Readonly<Record<string, unknown>> {
  const { machine, medium, version } = live;
  const { hardware } = machine;
  const is12 = version !== '8.4';
  const publicKey = (type: string) => keys.find((key) => key.publicLine.startsWith(type))?.publicLine ?? '';
  return {
    $schema: { version: is12 ? '1.2' : '1.1' },
    'debian-version': DEBIAN[version],
    product: { fullname: medium.release.fullName, short: 'pve', version: PVE_MANAGER[version] },
    iso: { release: medium.release.version, isorelease: medium.release.isoRelease },
    'kernel-version': {
      sysname: 'Linux',
      release: KERNELS[version] ?? '',
      version: '#1 SMP PREEMPT_DYNAMIC PMX',
      machine: 'x86_64',
    },
    'boot-info': {
      mode: machine.bootMode,
      ...(version === '8.4' && machine.bootMode === 'efi' ? { secureboot: false } : {}),
    },
    'cpu-info': {
      cores: hardware.cores,
      cpus: hardware.cores,
      flags: `${FLAGS}${hardware.virtualisation ? ' vmx' : ''} aes`,
      hvm: hardware.virtualisation,
      model: 'Simulated CPU',
      sockets: 1,
    },
    dmi: dmiOf(live),
    filesystem: vendorFilesystemText(plan.answer.disks),
    fqdn: `${plan.hostName}.${plan.domain}`,
    'machine-id': machineIdOf(live),
    disks: disksOfMachine(machine).map(({ disk, properties }) => ({
      size: diskSizeBytes(live, plan),
      ...(plan.disks.includes(disk.name) ? { 'is-bootdisk': true } : {}),
      'udev-properties': properties,
    })),
    'network-interfaces': nicsOfMachine(machine).map((nic) => {
      const planned = plan.nics.find(({ mac }) => mac === nic.mac);
      return {
        ...(is12 ? { name: planned?.name ?? nic.name } : {}),
        mac: nic.mac.toLowerCase(),
        ...(planned?.isManagement ? { address: plan.cidr, 'is-management': true } : {}),
        ...(is12 && planned?.isPinned ? { 'is-pinned': true } : {}),
        'udev-properties': nic.properties,
      };
    }),
    'ssh-public-host-keys': {
      ecdsa: publicKey('ecdsa-'),
      ed25519: publicKey('ssh-ed25519'),
      rsa: publicKey('ssh-rsa'),
    },
    'reboot-mode': plan.answer.global.rebootMode,
  };
}

/** The same identity that the installed system has in /etc/machine-id. */
export function machineIdOf({ machine }: Pick<LiveSystem, 'machine'>): string {
  return uuidOf(`${machine.hardware.systemSerial}/${machine.erasures}`).replaceAll('-', '');
}

/** The configured `hdsize`, or the size of the first chosen disk: the vendor gives it for every disk (answer-schema 5). */
function diskSizeBytes({ machine }: LiveSystem, plan: InstallPlan): number {
  const { lvm, zfs, btrfs } = plan.answer.disks;
  const hdsizeGib = lvm?.hdsize ?? zfs?.hdsize ?? btrfs?.hdsize;
  if (hdsizeGib !== undefined) return Math.round(hdsizeGib * GIB);
  return machine.hardware.disks.find(({ name }) => name === plan.disks[0])?.sizeBytes ?? 0;
}
