import { layOutHostKeys } from '../kernel/host-keys.ts';
import type { SimHost, SimHostSpec, UnitState, World } from '../kernel/program.ts';
import { settingsOf } from './settings.ts';

const FOLDERS = [
  '/bin',
  '/boot',
  '/dev',
  '/etc/apt/sources.list.d',
  '/etc/apt/apt.conf.d',
  '/etc/apt/trusted.gpg.d',
  '/etc/chrony/conf.d',
  '/etc/chrony/sources.d',
  '/etc/cron.d',
  '/etc/default',
  '/etc/network/interfaces.d',
  '/etc/ssh/sshd_config.d',
  '/etc/ssh/ssh_config.d',
  '/etc/sudoers.d',
  '/etc/sysctl.d',
  '/etc/systemd/system',
  '/home',
  '/lib/systemd/system',
  '/media',
  '/mnt',
  '/opt',
  '/proc',
  '/root/.ssh',
  '/run/lock',
  '/sbin',
  '/srv',
  '/sys',
  '/usr/bin',
  '/usr/lib',
  '/usr/local/bin',
  '/usr/local/lib/systemd/system',
  '/usr/local/sbin',
  '/usr/local/share',
  '/usr/sbin',
  '/usr/share/keyrings',
  '/usr/share/zoneinfo',
  '/var/cache/apt/archives/partial',
  '/var/lib/apt/lists/partial',
  '/var/lib/dpkg/info',
  '/var/log',
  '/var/spool',
];

const CODENAMES: Readonly<Record<string, { readonly number: string; readonly name: string; readonly full: string }>> = {
  '12': { number: '12', name: 'bookworm', full: '12.11' },
  '13': { number: '13', name: 'trixie', full: '13.1' },
};

/** The Debian below a host: PVE 8 stands on 12, PVE 9 on 13. */
export function debianRelease(host: SimHost): {
  readonly number: string;
  readonly name: string;
  readonly full: string;
} {
  const version = host.os === 'debian' ? host.osVersion : host.osVersion.startsWith('8') ? '12' : '13';
  return CODENAMES[version] ?? { number: version, name: 'sid', full: version };
}

export const KERNELS: Readonly<Record<string, string>> = {
  '8.4': '6.8.12-9-pve',
  '9.1': '6.17.2-1-pve',
  '9.2': '6.17.9-1-pve',
  '12': '6.1.0-37-amd64',
  '13': '6.12.43+deb13-amd64',
};

const on: UnitState = { active: 'active', enabled: true };

const BASE_PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '12': {
    'base-files': '12.4+deb12u11',
    bash: '5.2.15-2+b8',
    coreutils: '9.1-1',
    dash: '0.5.12-2',
    dpkg: '1.21.22',
    apt: '2.6.1',
    'openssh-server': '1:9.2p1-2+deb12u7',
    systemd: '252.38-1~deb12u1',
    chrony: '4.3-2+deb12u1',
    iproute2: '6.1.0-3',
    libc6: '2.36-9+deb12u10',
  },
  '13': {
    'base-files': '13.8+deb13u1',
    bash: '5.2.37-2+b5',
    coreutils: '9.7-3',
    dash: '0.5.12-12',
    dpkg: '1.22.21',
    apt: '3.0.3',
    'openssh-server': '1:10.0p1-7',
    systemd: '257.8-1~deb13u2',
    chrony: '4.6.1-3',
    iproute2: '6.15.0-1',
    libc6: '2.41-12',
  },
};

/** Lays out a fresh host: folders, /etc, devices, units, packages. PVE's set adds what is Proxmox's. */
export function layOutDebian(world: World, host: SimHost, spec: SimHostSpec | undefined): void {
  const { files } = host;
  const settings = settingsOf(world, host);
  if (spec?.gateway !== undefined) settings.gateway = spec.gateway;
  if (spec?.storageServers !== undefined) settings.storageServers = spec.storageServers;
  if (spec?.nameservers) settings.nameservers = [...spec.nameservers];
  if (spec?.timezone !== undefined) settings.timezone = spec.timezone;
  for (const folder of FOLDERS) files.makeDirectories(folder);
  for (const folder of ['/tmp', '/var/tmp']) {
    files.makeDirectories(folder);
    files.chmod(folder, 0o1777);
  }
  files.chmod('/root', 0o700);
  files.chmod('/root/.ssh', 0o700);
  files.symlink('/run/lock', '/var/lock');
  files.symlink('/run', '/var/run');
  const write = (path: string, content: string, mode?: number) => files.write(path, Buffer.from(content), mode);
  const release = debianRelease(host);
  const domain = spec?.domain ?? '';
  const address = [...host.addresses.values()].flat()[0]?.split('/')[0] ?? '127.0.1.1';
  const full = domain === '' ? host.name : `${host.name}.${domain} ${host.name}`;
  write('/etc/hostname', `${host.name}\n`);
  write(
    '/etc/hosts',
    host.os === 'pve'
      ? `127.0.0.1 localhost.localdomain localhost\n${address} ${full}\n\n# The following lines are desirable for IPv6 capable hosts\n\n::1     ip6-localhost ip6-loopback\nfe00::0 ip6-localnet\nff00::0 ip6-mcastprefix\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\nff02::3 ip6-allhosts\n`
      : `127.0.1.1 ${full}\n127.0.0.1 localhost\n\n# The following lines are desirable for IPv6 capable hosts\n::1 localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n`,
  );
  write(
    '/etc/resolv.conf',
    `${domain === '' ? '' : `search ${domain}\n`}${settings.nameservers.map((entry) => `nameserver ${entry}\n`).join('')}`,
  );
  write('/etc/machine-id', `${settings.machineId}\n`, 0o444);
  write('/etc/issue', `Debian GNU/Linux ${release.number} \\n \\l\n\n`);
  write('/etc/debian_version', `${release.full}\n`);
  write(
    '/etc/os-release',
    `PRETTY_NAME="Debian GNU/Linux ${release.number} (${release.name})"\nNAME="Debian GNU/Linux"\nVERSION_ID="${release.number}"\nVERSION="${release.number} (${release.name})"\nVERSION_CODENAME=${release.name}\nID=debian\nHOME_URL="https://www.debian.org/"\nSUPPORT_URL="https://www.debian.org/support"\nBUG_REPORT_URL="https://bugs.debian.org/"\n`,
  );
  const users = spec?.users ?? [];
  write(
    '/etc/passwd',
    `root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\nsshd:x:101:65534::/run/sshd:/usr/sbin/nologin\n_chrony:x:102:110:Chrony daemon,,,:/var/lib/chrony:/usr/sbin/nologin\n${users.map((user, index) => `${user}:x:${1000 + index}:${1000 + index}::/home/${user}:/bin/bash\n`).join('')}`,
  );
  write(
    '/etc/group',
    `root:x:0:\ndaemon:x:1:\nadm:x:4:\ndisk:x:6:\nsudo:x:27:${users.join(',')}\nwww-data:x:33:\nshadow:x:42:\n_chrony:x:110:\nnogroup:x:65534:\n${users.map((user, index) => `${user}:x:${1000 + index}:\n`).join('')}`,
  );
  write(
    '/etc/ssh/sshd_config',
    'Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\nKbdInteractiveAuthentication no\nUsePAM yes\nAcceptEnv LANG LC_*\nSubsystem\tsftp\t/usr/lib/openssh/sftp-server\n',
  );
  write(
    '/etc/ssh/ssh_config',
    'Include /etc/ssh/ssh_config.d/*.conf\n\nHost *\n    SendEnv LANG LC_*\n    HashKnownHosts yes\n    GSSAPIAuthentication yes\n',
  );
  write('/etc/timezone', `${settings.timezone}\n`);
  files.symlink(`/usr/share/zoneinfo/${settings.timezone}`, '/etc/localtime');
  write(
    '/etc/chrony/chrony.conf',
    'confdir /etc/chrony/conf.d\npool 2.debian.pool.ntp.org iburst\nsourcedir /run/chrony-dhcp\nsourcedir /etc/chrony/sources.d\nkeyfile /etc/chrony/chrony.keys\ndriftfile /var/lib/chrony/chrony.drift\nntsdumpdir /var/lib/chrony\nlogdir /var/log/chrony\nmaxupdateskew 100.0\nrtcsync\nmakestep 1 3\nleapsectz right/UTC\n',
  );
  write('/etc/fstab', '# <file system> <mount point> <type> <options> <dump> <pass>\nproc /proc proc defaults 0 0\n');
  write('/etc/profile', 'PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\nexport PATH\n');
  write('/root/.bashrc', '');
  write('/root/.profile', '');
  write('/var/lib/dpkg/status', '');
  layOutHostKeys(host, false, spec?.hostKeys);
  layOutDevices(host);
  for (const [name, version] of Object.entries(BASE_PACKAGES[release.number] ?? {})) {
    if (!host.packages.has(name)) host.packages.set(name, version);
  }
  for (const name of [
    'ssh',
    'chrony',
    'cron',
    'dbus',
    'systemd-journald',
    'systemd-logind',
    'systemd-udevd',
    'getty@tty1',
  ])
    if (!host.units.has(name)) host.units.set(name, { ...on });
  if (!host.units.has('networking')) host.units.set('networking', { ...on });
}

function layOutDevices(host: SimHost): void {
  const { files } = host;
  for (const name of ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'console'])
    files.makeDevice(`/dev/${name}`, 'character');
  files.makeDirectories('/dev/disk/by-id');
  files.makeDirectories('/dev/shm');
  for (const disk of host.hardware.disks) {
    files.makeDevice(`/dev/${disk.name}`, 'block', disk.sizeBytes);
    if (disk.serial !== '') {
      const prefix = disk.name.startsWith('nvme') ? 'nvme' : disk.name.startsWith('sd') ? 'ata' : 'virtio';
      const model = disk.model.trim().replace(/\s+/g, '_');
      const link = `/dev/disk/by-id/${prefix}-${model === '' || prefix === 'virtio' ? '' : `${model}_`}${disk.serial}`;
      if (!files.stat(link)) files.symlink(`../../${disk.name}`, link);
    }
  }
}
