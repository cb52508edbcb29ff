// Whether the lab can run here, and the walls around it: one set of namespaces in which everything of it lives and dies.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NEEDED = {
  'systemd-nspawn': 'systemd-container',
  mmdebstrap: 'mmdebstrap',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  losetup: 'mount',
  ip: 'iproute2',
  'ssh-keygen': 'openssh-client',
  'dpkg-deb': 'dpkg',
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  chromium: 'chromium',
  Xvfb: 'xvfb',
};
/** Everything of ours in shared places carries this. */
const PREFIX = 'swlab-';

/**
 * Why the lab cannot run. `can` says whether this machine could: true where only packages are missing.
 */
export function missingForLab() {
  if (process.platform !== 'linux') return { why: 'it needs Linux', can: false };
  if (process.getuid() !== 0) return { why: 'it needs root', can: false };
  const probe = spawnSync('unshare', ['--mount', '--net', '--pid', '--fork', '--mount-proc', 'sh', '-c', PROBE], {
    encoding: 'utf8',
  });
  if (probe.status !== 0)
    return {
      why: `namespaces or overlays are not allowed here (${(probe.stderr || '').trim().split('\n')[0]})`,
      can: false,
    };
  if (!existsSync('/sys/fs/cgroup')) return { why: 'there are no cgroups', can: false };
  const missing = Object.keys(NEEDED).filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length > 0)
    return {
      why: `there is no ${missing.join(', no ')}: apt-get install ${missing.map((name) => NEEDED[name]).join(' ')}`,
      can: true,
    };
  return undefined;
}

/** In namespaces of its own even /run is the lab's: what ip netns and systemd-nspawn leave there goes with it. */
const OWN_RUN = 'mount -t tmpfs swlab /run && mkdir /run/netns';

const PROBE = `${OWN_RUN} && ip link set lo up && ip netns add ${PREFIX}probe && cd /run && mkdir l u w m &&
mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w m`;

/** Where the network of the machine itself stays in reach: the office, in which bundles are made. No host of the lab has it. */
const OFFICE = '/run/swlab-office';

/**
 * The words before a command that put it into namespaces of its own: killed from outside, everything in them dies. Its sh is
 * the first process there, which gets every orphan, and waits for them as node would not.
 */
export const INSIDE = [
  ...['unshare', '--mount', '--', 'sh', '-c'],
  `${OWN_RUN} && touch ${OFFICE} && mount --bind /proc/self/ns/net ${OFFICE} || exit 1
exec unshare --net --pid --fork --kill-child=SIGKILL --mount-proc -- sh -c '"$@"; exit $?' sh "$@"`,
  'sh',
];

/** Makes the folder of one lab; says whose it is. */
export function makeLabFolder() {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, 'owner'), identityOf(process.pid));
  return folder;
}

/** Clears away what labs left whose owner is gone (killed, power cut), and nothing else. */
export function sweep() {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const owner = join(folder, 'owner');
    if (!existsSync(owner)) continue;
    const [pid, start] = readFileSync(owner, 'utf8').split(' ');
    if (identityOf(pid) === `${pid} ${start}`) continue;
    clearLab(folder);
  }
}

/** Removes a lab whose processes are gone: loop devices on its images, its cgroups, its folder. */
export function clearLab(folder) {
  const loops = spawnSync('losetup', ['--noheadings', '--raw', '--output', 'NAME,BACK-FILE'], { encoding: 'utf8' });
  for (const line of (loops.stdout ?? '').split('\n')) {
    const [device, file = ''] = line.split(' ');
    if (file.startsWith(`${folder}/`)) spawnSync('losetup', ['--detach', device]);
  }
  const lab = folder.split('/').at(-1);
  for (const hierarchy of existsSync('/sys/fs/cgroup') ? readdirSync('/sys/fs/cgroup') : []) {
    const found = spawnSync('find', [`/sys/fs/cgroup/${hierarchy}`, '-depth', '-type', 'd', '-path', `*/${lab}-*`], {
      encoding: 'utf8',
    });
    for (const path of found.stdout.split('\n').filter(Boolean)) removeCgroup(path);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** A cgroup of ours may still hold what is dying: it is killed, and waited for shortly. */
function removeCgroup(path) {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      for (const pid of readFileSync(join(path, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean))
        process.kill(Number(pid), 'SIGKILL');
      rmdirSync(path);
      return;
    } catch (error) {
      if (error.code === 'ENOENT') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function identityOf(pid) {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat) || !statSync(stat).isFile()) return '';
  return `${pid} ${readFileSync(stat, 'latin1').split(') ').at(-1)?.split(' ')[19]}`;
}
