import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cable, namespaceOf, plugIn, setCable, unplugAll } from './network.ts';
import { type Ended, ended, eventually, must, run, startLogged } from './processes.ts';

/** What systemd-nspawn ends with when the host asked for a reboot (with --keep-unit). */
const REBOOT = 133;

export interface LabHostOptions {
  readonly name: string;
  /** Folder of this host: its layer, its root, its log. */
  readonly folder: string;
  /** The root file system below its layer; never written. */
  readonly base: string;
  readonly cables: readonly Cable[];
  /** What all hosts share with the simulator: mounted at /opt/sim. */
  readonly shared: string;
  readonly devices?: readonly string[];
  /** Docker can run here: it may do what its containers need, and has a real file system for their layers. */
  readonly runsContainers?: boolean;
  readonly onPower: (on: boolean) => Promise<void>;
}

/** One real host: a root of its own, a network of its own, real systemd as its init. */
export class LabHost {
  readonly name: string;
  readonly cables: readonly Cable[];
  readonly root: string;
  /** Holds the process id of the host's init while the host is on. */
  readonly leaderFile: string;
  readonly #options: LabHostOptions;
  #nspawn: ChildProcess | undefined;
  readonly #pulled = new Set<string>();
  /** Loop devices by the folder they are mounted at, or the name that they have as a disk. */
  readonly #disks = new Map<string, string>();
  #goesOn = false;
  #over: Promise<void> = Promise.resolve();
  boots = 0;

  constructor(options: LabHostOptions) {
    this.#options = options;
    this.name = options.name;
    this.cables = options.cables;
    this.root = join(options.folder, 'root');
    this.leaderFile = join(options.folder, 'leader');
  }

  get address(): string {
    return this.cables[0]?.address ?? '';
  }

  /** Lays out the host: an empty layer over its base, its name, keys and network. It is off. */
  async make(authorizedKey: string): Promise<void> {
    const { folder, base, name } = this.#options;
    for (const part of ['upper', 'work', 'root']) mkdirSync(join(folder, part), { recursive: true });
    mkdirSync(layersOf(folder), { recursive: true });
    const layers = `lowerdir=${base},upperdir=${join(folder, 'upper')},workdir=${join(folder, 'work')}`;
    await must(['mount', '-t', 'overlay', 'overlay', '-o', layers, this.root]);
    await plugIn(name, this.cables);
    this.put('/etc/hostname', `${name}\n`);
    this.put('/etc/hosts', `127.0.0.1 localhost\n${this.address} ${name}.lab.lan ${name}\n`);
    this.put('/etc/ssh/sshd_config.d/lab.conf', 'PermitRootLogin prohibit-password\nUseDNS no\n');
    const key = join(this.root, 'etc/ssh/ssh_host_ed25519_key');
    await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', `root@${name}`, '-f', key]);
    this.put('/root/.ssh/authorized_keys', `${authorizedKey}\n`, 0o600);
    writeFileSync(this.leaderFile, '');
  }

  /** Writes a file of the host from outside. */
  put(path: string, text: string, mode = 0o644): void {
    const real = join(this.root, path);
    mkdirSync(join(real, '..'), { recursive: true, mode: path.startsWith('/root/') ? 0o700 : 0o755 });
    writeFileSync(real, text, { mode });
  }

  folder(path: string): void {
    mkdirSync(join(this.root, path), { recursive: true });
  }

  link(target: string, path: string): void {
    const real = join(this.root, path);
    mkdirSync(join(real, '..'), { recursive: true });
    rmSync(real, { force: true });
    symlinkSync(target, real);
  }

  /** A file of the host, with what is mounted there while it is on; '' = it is not there. */
  read(path: string): string {
    const file = this.#seen(path);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Names in a folder of the host. */
  list(path: string): readonly string[] {
    const folder = this.#seen(path);
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** Gives power. Resolves when its sshd answers. */
  async boot(): Promise<void> {
    this.#goesOn = true;
    this.#over = this.#live();
    await this.waitForSsh();
    await eventually(() => {
      if (this.#leader() === undefined) throw new Error(`${this.name} answers but its init was not found`);
    });
  }

  async waitForSsh(): Promise<void> {
    await eventually(async () => {
      const seen = await run(['nsenter', `--net=${namespaceOf('ctl')}`, 'ssh-keyscan', '-T', '1', this.address]);
      if (!seen.stdout.includes('ssh-')) throw new Error(`${this.name} has no ssh: ${this.log().slice(-2000)}`);
    });
  }

  /** Takes the power away: every process of the host dies in the same moment. */
  async cut(): Promise<void> {
    this.#goesOn = false;
    await this.#setPorts(false);
    const leader = this.#leader();
    writeFileSync(this.leaderFile, '');
    if (leader !== undefined) process.kill(leader, 'SIGKILL');
    await this.#over;
  }

  /** Runs a program on the host, past its network; it has a minute. */
  exec(...argv: readonly string[]): Promise<Ended> {
    return this.execWithin(60, ...argv);
  }

  execWithin(seconds: number, ...argv: readonly string[]): Promise<Ended> {
    const leader = this.#leader();
    if (leader === undefined) return Promise.resolve({ code: 255, stdout: '', stderr: `${this.name} is off\n` });
    const enter = [
      'nsenter',
      '--target',
      String(leader),
      '--mount',
      '--uts',
      '--ipc',
      '--net',
      '--pid',
      '--root',
      '--wd',
    ];
    const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    return run([...enter, '--', '/usr/bin/env', '-i', path, 'HOME=/root', 'LC_ALL=C.UTF-8', ...argv], {
      timeoutMs: seconds * 1000,
    });
  }

  /** As exec, for what must end with 0. */
  async ok(...argv: readonly string[]): Promise<string> {
    const done = await this.exec(...argv);
    if (done.code !== 0)
      throw new Error(`${this.name}: ${argv.join(' ')}: exit ${done.code}\n${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  /**
   * Mounts a real ext4 of its own, on a loop device, at a folder of the running host, as a disk would be; until it is taken
   * away or the host goes off.
   */
  async mountDisk(path: string, sizeMib: number): Promise<void> {
    const image = join(this.#options.folder, `disk${this.#disks.size}.img`);
    await must(['truncate', '-s', `${sizeMib}M`, image]);
    await must(['mkfs.ext4', '-q', '-F', '-O', '^has_journal', '-m', '0', image]);
    await this.plugInStick(image, path);
  }

  /** As mountDisk, for an image of a file system with what is on it. */
  async plugInStick(image: string, path: string): Promise<void> {
    const device = (await must(['losetup', '--find', '--show', image])).trim();
    this.#disks.set(path, device);
    await this.remountDisk(path);
  }

  /** After a start: mounts again what mountDisk had made. */
  async remountDisk(path: string): Promise<void> {
    const number = /^\/dev\/loop(\d+)$/.exec(this.#disks.get(path) ?? '')?.[1];
    const node = `/dev/swlab-${number}`;
    await this.ok('sh', '-c', `mkdir -p ${path} && mknod ${node} b 7 ${number} && mount -t ext4 ${node} ${path}`);
  }

  async unmountDisk(path: string): Promise<void> {
    const device = this.#disks.get(path);
    if (device === undefined) throw new Error(`${this.name} has no disk at ${path}`);
    await this.ok('umount', path);
    await must(['losetup', '--detach', device]);
    this.#disks.delete(path);
  }

  /**
   * Builds in a data disk, a loop device on an image: the host knows it by its name and serial. What is on it comes from
   * `fill`, given the image before it is one.
   */
  async attachDisk(
    disk: { readonly name: string; readonly serial: string; readonly sizeMib: number },
    fill?: (image: string) => Promise<unknown>,
  ): Promise<void> {
    const image = join(this.#options.folder, `${disk.name}.img`);
    await must(['truncate', '-s', `${disk.sizeMib}M`, image]);
    await fill?.(image);
    const device = (await must(['losetup', '--find', '--show', image])).trim();
    this.#disks.set(disk.name, device);
    const number = device.replace('/dev/loop', '');
    const link = `/dev/disk/by-id/ata-Lab_data_disk_${disk.serial}`;
    await this.ok(
      'sh',
      '-c',
      `mknod /dev/${disk.name} b 7 ${number} && mkdir -p /dev/disk/by-id && ln -s ../../${disk.name} ${link}`,
    );
    this.put('/etc/swlab/data-disks', `${disk.name} ${disk.serial} ${disk.sizeMib * 1024 * 1024}\n`);
  }

  /** Pulls the cable of a port, or puts it in again. */
  async setCable(port: string, plugged: boolean): Promise<void> {
    if (plugged) this.#pulled.delete(port);
    else this.#pulled.add(port);
    for (const cable of this.cables) if (cable.port === port) await setCable(this.name, cable, plugged);
  }

  log(): string {
    return readFileSync(join(this.#options.folder, 'console.log'), 'utf8');
  }

  async destroy(): Promise<void> {
    await this.cut();
    for (const device of this.#disks.values()) await run(['losetup', '--detach', device]);
    await unplugAll(this.name);
    await run(['umount', '--lazy', this.root]);
    rmSync(this.#options.folder, { recursive: true, force: true });
  }

  async #live(): Promise<void> {
    const { folder, shared, devices = [], runsContainers = false, onPower, name } = this.#options;
    const words = [
      ...['systemd-nspawn', '-q', '--boot', `--directory=${this.root}`, `--machine=${name}`, `--hostname=${name}`],
      `--network-namespace-path=${namespaceOf(name)}`,
      ...['--register=no', '--keep-unit', '--link-journal=no', '--resolv-conf=off', '--timezone=off', '--console=pipe'],
      '--kill-signal=SIGRTMIN+3',
      ...(runsContainers
        ? ['--capability=all', '--system-call-filter=add_key keyctl bpf', `--bind=${layersOf(folder)}:/var/lib/docker`]
        : ['--capability=CAP_NET_ADMIN,CAP_IPC_LOCK,CAP_SYS_NICE']),
      // The clock is the machine's: no host may set it.
      '--drop-capability=CAP_SYS_TIME',
      `--bind=${shared}:/opt/sim`,
      ...devices.map((device) => `--bind=${device}`),
    ];
    while (this.#goesOn) {
      this.boots += 1;
      await this.#setPorts(true);
      this.#nspawn = startLogged(
        ['sh', '-c', OWN_CGROUPS, 'sh', cgroupName(folder), ...words],
        join(folder, 'console.log'),
        {
          env: { ...process.env, SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network' },
          detached: true,
        },
      );
      const over = ended(this.#nspawn);
      await onPower(true);
      await Promise.race([over, this.#findLeader(this.#nspawn)]);
      const code = await over;
      writeFileSync(this.leaderFile, '');
      // Its network is there without it: a machine that is off has dead ports.
      await this.#setPorts(false);
      await onPower(false);
      if (code !== REBOOT) this.#goesOn = false;
    }
  }

  /** The host's init is the child of nspawn's child: nspawn stays outside. */
  async #findLeader(nspawn: ChildProcess): Promise<void> {
    await eventually(() => {
      const leader = childrenOf(nspawn.pid ?? 0)
        .flatMap(childrenOf)
        .concat(childrenOf(nspawn.pid ?? 0))
        .find((pid) => isInit(pid));
      if (leader === undefined) throw new Error(`${this.name} has no init yet`);
      writeFileSync(this.leaderFile, String(leader));
    });
  }

  async #setPorts(on: boolean): Promise<void> {
    for (const cable of this.cables) await setCable(this.name, cable, on && !this.#pulled.has(cable.port));
  }

  #seen(path: string): string {
    const leader = this.#leader();
    return join(leader === undefined ? this.root : `/proc/${leader}/root`, path);
  }

  #leader(): number | undefined {
    const text = readFileSync(this.leaderFile, 'utf8').trim();
    return text === '' ? undefined : Number(text);
  }
}

/** Every host has cgroups of its own in each hierarchy, below the caller's; else their systemds would share one. */
const OWN_CGROUPS = `name=$1; shift
lines=$(cat /proc/self/cgroup)
for line in $lines; do
  rest=\${line#*:}; controllers=\${rest%%:*}; path=\${rest#*:}
  case $controllers in cpuset) continue ;; name=systemd) controllers=systemd ;; '') controllers=unified ;; esac
  folder=/sys/fs/cgroup/$controllers\${path%/}
  [ -d "$folder" ] || continue
  mkdir -p "$folder/$name" && echo $$ > "$folder/$name/cgroup.procs"
done
exec "$@"`;

/** An overlay cannot lie on the host's own root, which is one. */
const layersOf = (folder: string): string => join(folder, 'docker');

/** Begins with the name of the lab's folder: by that it is found when it is cleared away (build/lib/lab-machine.mjs). */
function cgroupName(folder: string): string {
  return folder.split('/').filter(Boolean).slice(-4).join('-');
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) && parentOf(name) === pid ? [Number(name)] : []));
  }
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return -1;
  }
}

/** Whether a process is the first one of a PID namespace and has become the host's systemd. */
function isInit(pid: number): boolean {
  try {
    const inner = /^NSpid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]?.split(/\s+/) ?? [];
    return inner.length >= 2 && inner.at(-1) === '1' && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'systemd';
  } catch {
    return false;
  }
}
