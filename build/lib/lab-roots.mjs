// The root file systems of the lab's hosts: made once by mmdebstrap from Debian's archive, kept in .cache/lab by the recipe's
// digest. This is the only part of the lab that needs a network. Beside each root lie the .debs that a site installs offline.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './tree.mjs';

const COMMON = [
  ...['apt', 'systemd', 'systemd-sysv', 'dbus', 'openssh-server', 'openssh-client', 'iproute2', 'procps'],
  ...['ca-certificates', 'tzdata', 'kmod', 'iputils-ping', 'e2fsprogs'],
];

/** Packages that only say "this is a Proxmox VE node": the vendor's are not in Debian's archive, their programs are simulated. */
const VENDOR = { 'pve-manager': '8.4.1', 'proxmox-ve': '8.4.0', 'pve-cluster': '8.1.0', 'qemu-server': '8.3.12' };

/** Docker makes cgroups; systemd-nspawn leaves those of version 1 readable only. Nothing to do where there is version 2 alone. */
const CGROUPS_WRITABLE = `[Unit]
DefaultDependencies=no
Before=sysinit.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'for c in memory cpu cpuacct cpuset pids devices freezer blkio; do mount -o remount,bind,rw /sys/fs/cgroup/$c || :; done'
`;

const KINDS = {
  node: {
    suite: 'bookworm',
    include: [...COMMON, 'chrony', 'corosync', 'ifupdown2'],
    offline: ['corosync-qdevice'],
    vendor: VENDOR,
  },
  witness: { suite: 'bookworm', include: COMMON, offline: ['corosync-qnetd'], vendor: {} },
  /** Carries an application: Docker comes to it from the site's bundle. */
  machine: {
    suite: 'trixie',
    include: COMMON,
    offline: [],
    vendor: {},
    atStart: { 'swlab-cgroups.service': CGROUPS_WRITABLE },
  },
};

const DOWNLOAD =
  'chroot "$1" apt-get -qq -y --no-install-recommends --download-only -o Dir::Cache::archives=/debs install';

/** Units that would act on the machine's own kernel, and the daily ones that would hold apt's lock. */
const MASKED = [
  ...[
    'systemd-udevd.service',
    'systemd-udevd-control.socket',
    'systemd-udevd-kernel.socket',
    'systemd-modules-load.service',
  ],
  ...['apt-daily.timer', 'apt-daily-upgrade.timer', 'e2scrub_all.timer', 'fstrim.timer'],
];

// As the vendor ships it: corosync does not start before the node is in a cluster.
const COROSYNC_CONDITION = '[Unit]\nConditionPathExists=/etc/corosync/corosync.conf\n';
/** The clock is the machine's, for all hosts: chronyd measures and says what it would do, and never sets it. */
const CHRONY_HANDS_OFF = '[Unit]\nConditionCapability=\n[Service]\nExecStart=\nExecStart=!/usr/sbin/chronyd -F 0 -x\n';

/**
 * Makes the roots that are missing, beside each other; gives the folder of each kind: `root/` and `debs/` in it. Rejects with
 * mmdebstrap's last words where the archive cannot be reached, and not before every one has ended.
 */
export async function makeRoots() {
  const kinds = Object.entries(KINDS);
  const made = await Promise.allSettled(kinds.map(([kind, recipe]) => makeRoot(kind, recipe)));
  const failed = made.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return Object.fromEntries(kinds.map(([kind], index) => [kind, made[index].value]));
}

async function makeRoot(kind, recipe) {
  const text = JSON.stringify([recipe, MASKED, COROSYNC_CONDITION, CHRONY_HANDS_OFF, 4]);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const folder = at('.cache', 'lab', `${kind}-${digest}`);
  if (existsSync(folder)) return folder;
  for (const old of existsSync(at('.cache', 'lab')) ? readdirSync(at('.cache', 'lab')) : [])
    if (old.startsWith(`${kind}-`)) rmSync(at('.cache', 'lab', old), { recursive: true, force: true });
  process.stderr.write(`Making the root file system of the lab's ${kind} (once) ...\n`);
  const making = at('.cache', 'lab', `${kind}-making`);
  mkdirSync(join(making, 'debs'), { recursive: true });
  const vendor = packVendor(making, recipe.vendor);
  const root = join(making, 'root');
  const hook = (script) => `--customize-hook=${script}`;
  const said = await failureOf(
    'mmdebstrap',
    [
      '--quiet',
      '--variant=minbase',
      `--include=${recipe.include.join(',')}`,
      ...vendor.map((file) => hook(`copy-in ${file} /`)),
      ...(vendor.length > 0 ? [hook(`chroot "$1" sh -c 'dpkg -i /*.deb && rm /*.deb'`)] : []),
      hook('mkdir -p "$1/debs/partial"'),
      ...(recipe.offline.length > 0 ? [hook(`${DOWNLOAD} ${recipe.offline.join(' ')}`)] : []),
      recipe.suite,
      root,
    ],
    { ...process.env, TMPDIR: making },
  );
  if (said !== undefined) {
    rmSync(making, { recursive: true, force: true });
    throw new Error(`mmdebstrap could not make the lab's ${kind}: ${said.slice(-2000)}`);
  }
  settle(root, recipe.atStart);
  for (const file of readdirSync(join(root, 'debs')))
    if (file.endsWith('.deb')) renameSync(join(root, 'debs', file), join(making, 'debs', file));
  rmSync(join(root, 'debs'), { recursive: true });
  renameSync(making, folder);
  return folder;
}

/** Runs a program; resolves with what it said where it failed, else with undefined. */
function failureOf(program, words, env) {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code) => resolve(code === 0 ? undefined : said));
  });
}

/** What every host gets before it is started for the first time. */
function settle(root, atStart = {}) {
  for (const unit of MASKED) spawnSync('ln', ['-sf', '/dev/null', join(root, 'etc/systemd/system', unit)]);
  const put = (path, text) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  if (existsSync(join(root, 'usr/sbin/corosync'))) {
    rmSync(join(root, 'etc/corosync/corosync.conf'), { force: true });
    put('etc/systemd/system/corosync.service.d/lab.conf', COROSYNC_CONDITION);
  }
  if (existsSync(join(root, 'usr/sbin/chronyd'))) put('etc/systemd/system/chrony.service.d/lab.conf', CHRONY_HANDS_OFF);
  for (const [unit, text] of Object.entries(atStart)) {
    put(`etc/systemd/system/${unit}`, text);
    const wants = join(root, 'etc/systemd/system/sysinit.target.wants');
    mkdirSync(wants, { recursive: true });
    spawnSync('ln', ['-sf', `../${unit}`, join(wants, unit)]);
  }
  for (const file of readdirSync(join(root, 'etc/ssh')))
    if (file.startsWith('ssh_host_')) rmSync(join(root, 'etc/ssh', file));
  put('etc/machine-id', '');
  put('etc/resolv.conf', '');
}

/** Empty packages of the vendor's names and versions. */
function packVendor(folder, packages) {
  return Object.entries(packages).map(([name, version]) => {
    const tree = join(folder, 'vendor', name);
    mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
    writeFileSync(
      join(tree, 'DEBIAN/control'),
      `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: Sitewright lab <lab@sitewright.invalid>\nDescription: stands for the vendor's package on a lab host\n`,
    );
    const file = join(folder, 'vendor', `${name}_${version}_all.deb`);
    const packed = spawnSync('dpkg-deb', ['--build', '--root-owner-group', tree, file], { encoding: 'utf8' });
    if (packed.status !== 0) throw new Error(`dpkg-deb could not pack ${name}: ${packed.stderr}`);
    return file;
  });
}
