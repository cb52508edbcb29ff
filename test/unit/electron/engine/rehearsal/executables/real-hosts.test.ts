import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleSimHost, RealHostsLab, runProcess } from './support/real-hosts-lab.ts';

// Every command is a real process at the simulator's own pace; the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SYSTEM_DISK = { name: 'sda', serial: 'S1', sizeBytes: 240_000_000_000, use: 'lvm:pve' };
const HOST_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleHostKeyOfPve1';

let bundles: string;
let tool: string;
let folder: string;
let lab: RealHostsLab;
beforeAll(async () => {
  bundles = mkdtempSync(join(tmpdir(), 'sim-host-'));
  tool = await bundleSimHost(bundles);
});
afterAll(() => rmSync(bundles, { recursive: true, force: true }));
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sim-lab-'));
  const host = (name: string, address: string) => ({
    name,
    osVersion: '9.1',
    addresses: { vmbr0: [`${address}/24`] },
    disks: [SYSTEM_DISK],
    ports: { 8006: join(folder, `${name}-8006`) },
  });
  lab = new RealHostsLab(folder, tool, [host('pve1', '192.0.2.11'), host('pve2', '192.0.2.12')], 20);
  for (const name of ['pve1', 'pve2']) {
    mkdirSync(join(lab.root(name), 'etc/ssh'), { recursive: true });
    mkdirSync(join(lab.root(name), 'root/.ssh'), { recursive: true });
    writeFileSync(join(lab.root(name), 'etc/hosts'), `127.0.0.1 localhost\n192.0.2.11 pve1\n`);
    expect(await lab.install(name)).toMatchObject({ code: 0, stdout: expect.stringContaining('/usr/local/sbin/qm\n') });
  }
  writeFileSync(join(lab.root('pve1'), 'etc/ssh/ssh_host_ed25519_key.pub'), `${HOST_KEY} root@pve1\n`);
});
afterEach(async () => {
  await lab.stop('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const real = (host: string, path: string) => join(lab.root(host), path);
const text = (host: string, path: string) => readFileSync(real(host, path), 'utf8');

/** Waits for something another process does; fails with the last reason after ten seconds. */
async function eventually(check: () => void): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      check();
      return;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((next) => setTimeout(next, 50));
    }
  }
}

/** A cluster of its own on pve1, waited for until pmxcfs has noticed its quorum and can be written. */
const CREATE =
  'pvecm create lab --link0 192.0.2.11 && until find $R/etc/pve/user.cfg -perm 640 | grep -q .; do sleep 0.1; done';

describe('the simulator as executables of real hosts', () => {
  it('makes a cluster from a shell, and its files stand in the real /etc/pve', async () => {
    expect(await lab.start()).toMatchObject({ resumed: false, hosts: ['pve1', 'pve2'] });
    const status = () => lab.ok('pve1', 'pvesh get /cluster/status --output-format json');
    const result = await lab.sh(
      'pve1',
      'pveversion; pvecm create lab --link0 192.0.2.11; cat $R/etc/pve/corosync.conf',
    );
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('pve-manager/9.1.2/');
    expect(result.stdout).toContain('Writing corosync config to /etc/pve/corosync.conf\n');
    expect(result.stdout).toContain('cluster_name: lab');
    // As on a real node the cluster shows only seconds after the command has ended.
    for (let tries = 0; !(await status()).includes('"name":"lab","nodes":1'); tries += 1)
      expect(tries).toBeLessThan(100);
    const mode = (path: string) => statSync(real('pve1', path)).mode & 0o777;
    // Without quorum, shortly after the start of corosync, nothing is writable.
    await eventually(() => {
      expect(mode('etc/pve/corosync.conf')).toBe(0o640);
      expect(mode('etc/pve/priv')).toBe(0o700);
      expect(mode('etc/pve/priv/authorized_keys')).toBe(0o600);
    });
    expect(await lab.ok('pve1', 'readlink $R/etc/pve/qemu-server')).toBe('nodes/pve1/qemu-server\n');
    // The host's own file was there first and is not replaced by what an installer would write.
    expect(text('pve1', 'etc/hosts')).toContain('192.0.2.11 pve1');
    expect(existsSync(real('pve2', 'etc/pve/corosync.conf'))).toBe(false);
  });

  it('joins a second host over ssh keys that real programs put in real files, the daemon killed in between', async () => {
    await lab.start();
    await lab.ok('pve1', CREATE);
    const refused = await lab.sh('pve2', 'pvecm add 192.0.2.11 --use_ssh --link0 192.0.2.12 </dev/null');
    expect(refused.stdout + refused.stderr).toContain('unable to copy ssh ID: exit code 1');

    await lab.stop('SIGKILL');
    const dead = await lab.sh('pve1', 'pvecm status');
    expect(dead).toMatchObject({ code: 125, stdout: '' });
    expect(dead.stderr).toBe(`pvecm: the simulator does not answer at ${lab.socket}: Connection refused\n`);
    // As ssh-copy-id and ssh-keyscan do, while nobody looks.
    appendFileSync(real('pve1', 'etc/pve/priv/authorized_keys'), text('pve2', 'root/.ssh/id_rsa.pub'));
    appendFileSync(real('pve2', 'root/.ssh/known_hosts'), `192.0.2.11 ${HOST_KEY}\n`);
    expect(await lab.start()).toMatchObject({ resumed: true });

    const joined = await lab.sh('pve2', 'pvecm add 192.0.2.11 --use_ssh --link0 192.0.2.12 </dev/null');
    expect(joined.stdout, `${joined.stderr}${JSON.stringify(lab.events)}`).toContain(
      "successfully added node 'pve2' to cluster.\n",
    );
    expect(await lab.ok('pve1', 'pvecm status')).toMatch(/Quorate: {10}Yes\n[\s\S]*Total votes: {6}2\n/);
    expect(text('pve2', 'etc/pve/corosync.conf')).toBe(text('pve1', 'etc/pve/corosync.conf'));
    expect(text('pve2', 'etc/corosync/corosync.conf')).toBe(text('pve2', 'etc/pve/corosync.conf'));
    expect(text('pve1', 'etc/pve/priv/authorized_keys')).toContain('root@pve2');
    expect(lab.events.filter(({ event }) => event === 'defect')).toEqual([]);
  });

  it('imports a disk from a real file of the host and leaves standard input to the loop around it', async () => {
    await lab.start();
    const header = Buffer.alloc(512);
    header.writeUInt32BE(0x514649fb, 0);
    header.writeUInt32BE(3, 4);
    header.writeBigUInt64BE(3n * 1024n ** 3n, 24);
    writeFileSync(real('pve1', 'root/disk.qcow2'), header);
    const missing = await lab.sh('pve1', 'qm create 190 --scsi0 local-lvm:0,import-from=/root/none.qcow2');
    expect(missing.code).not.toBe(0);
    expect(missing.stderr).toContain('/root/none.qcow2');
    const result = await lab.sh(
      'pve1',
      'while read id; do qm create $id --name vm$id --memory 512 --scsi0 local-lvm:0,import-from=/root/disk.qcow2; done; qm set 101 --onboot 1',
      { stdin: '100\n101\n' },
    );
    expect(result).toMatchObject({ code: 0 });
    expect(text('pve1', 'etc/pve/qemu-server/100.conf')).toMatch(/^scsi0: local-lvm:vm-100-disk-0,size=3G$/m);
    expect(text('pve1', 'etc/pve/nodes/pve1/qemu-server/101.conf')).toContain('onboot: 1\n');
    expect(await lab.ok('pve1', 'qm destroy 100; ls $R/etc/pve/qemu-server')).toMatch(/^101\.conf\n$/m);
  });

  it('takes in what real programs change below /etc/pve, and undoes it without quorum', async () => {
    await lab.start();
    await lab.ok('pve1', 'printf "keyboard: es\\nmigration: insecure\\n" > $R/etc/pve/datacenter.cfg');
    expect(JSON.parse(await lab.ok('pve1', 'pvesh get /cluster/options --output-format json'))).toMatchObject({
      keyboard: 'es',
    });
    await lab.ok('pve1', 'mkdir $R/etc/pve/mine; echo one > $R/etc/pve/mine/a; pveversion; rm -r $R/etc/pve/mine');
    await eventually(() => expect(existsSync(real('pve1', 'etc/pve/mine'))).toBe(false));

    await lab.ok('pve1', CREATE);
    await lab.sim('control', '--socket', lab.socket, '{"do":"unit","host":"pve1","unit":"corosync","action":"stop"}');
    await eventually(() => expect(statSync(real('pve1', 'etc/pve/user.cfg')).mode & 0o777).toBe(0o440));
    const before = text('pve1', 'etc/pve/user.cfg');
    appendFileSync(real('pve1', 'etc/pve/user.cfg'), 'user:mallory@pve:1:0:::::\n');
    await eventually(() => expect(text('pve1', 'etc/pve/user.cfg')).toBe(before));
    await eventually(() =>
      expect(lab.events).toContainEqual({ event: 'refused', text: 'pve1: /etc/pve/user.cfg: Permission denied' }),
    );
  });

  it('takes in what a real program writes once pmxcfs has its quorum', async () => {
    await lab.start();
    await lab.ok('pve1', 'pvecm create lab --link0 192.0.2.11');
    // Quorum comes seconds later; until then a write is undone, as the real pmxcfs refuses it, and is simply tried again.
    await lab.ok(
      'pve1',
      'until pvesh get /cluster/options --output-format json | grep -q fr; do echo "keyboard: fr" > $R/etc/pve/datacenter.cfg; sleep 0.3; done',
    );
    expect(text('pve1', 'etc/pve/datacenter.cfg')).toBe('keyboard: fr\n');
  });

  it('empties /etc/pve while pmxcfs is stopped and fills it again afterwards', async () => {
    await lab.start();
    const unit = (action: string) =>
      lab.sim(
        'control',
        '--socket',
        lab.socket,
        JSON.stringify({ do: 'unit', host: 'pve1', unit: 'pve-cluster', action }),
      );
    expect(await unit('stop')).toMatchObject({ code: 0 });
    expect(await lab.ok('pve1', 'ls -A $R/etc/pve')).toBe('');
    expect(await lab.sh('pve1', 'qm list')).toMatchObject({
      code: 111,
      stderr: expect.stringContaining('ipcc_send_rec[1] failed: Connection refused\n'),
    });
    expect(await unit('start')).toMatchObject({ code: 0 });
    expect(text('pve1', 'etc/pve/storage.cfg')).toContain('dir: local\n');
  });

  it('ends the simulated program with the signal its wrapper gets, or when the wrapper is killed', async () => {
    await lab.start();
    await lab.ok('pve1', CREATE);
    await lab.sim('control', '--socket', lab.socket, '{"do":"fault","name":"join.hangs"}');
    appendFileSync(real('pve1', 'etc/pve/priv/authorized_keys'), text('pve2', 'root/.ssh/id_rsa.pub'));
    appendFileSync(real('pve2', 'root/.ssh/known_hosts'), `192.0.2.11 ${HOST_KEY}\n`);
    const hanging = await lab.sh('pve2', 'exec pvecm add 192.0.2.11 --use_ssh --link0 192.0.2.12', {
      onStart: (child) => {
        child.stdout?.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('waiting for quorum')) child.kill('SIGINT');
        });
      },
    });
    expect(hanging.stdout).toContain('waiting for quorum...');
    expect(hanging.stdout).not.toContain('successfully added');
    expect([hanging.code, hanging.signal]).toEqual([null, 'SIGINT']);

    const processes = async () =>
      JSON.parse((await lab.sim('control', '--socket', lab.socket, '{"do":"processes"}')).stdout) as {
        argv: string[];
      }[];
    // Waits for a password that never comes.
    const asking = lab.sh('pve1', 'exec pvecm add 192.0.2.12', {
      keepInput: true,
      onStart: async (child) => {
        while (!(await processes()).some(({ argv }) => argv[0] === 'pvecm'));
        child.kill('SIGKILL');
      },
    });
    expect(await asking).toMatchObject({ code: null, signal: 'SIGKILL' });
    let left = await processes();
    for (let tries = 0; tries < 50 && left.length > 0; tries += 1) left = await processes();
    expect(left).toEqual([]);
  });

  it('serves pveproxy where the spec says, and closes it with its unit', async () => {
    await lab.start();
    const curl = () =>
      runProcess('curl', [
        '-sk',
        '-o',
        '/dev/null',
        '-w',
        '%{http_code}',
        '--unix-socket',
        join(folder, 'pve1-8006'),
        'https://pve1/api2/json/version',
      ]);
    expect(await curl()).toMatchObject({ code: 0, stdout: '401' });
    await lab.sim('control', '--socket', lab.socket, '{"do":"unit","host":"pve1","unit":"pveproxy","action":"stop"}');
    expect((await curl()).code).toBe(7);
  });

  it('says in a sentence what is wrong with its words, its spec and its state', async () => {
    await lab.start();
    const second = await lab.sim(
      'serve',
      '--state',
      join(folder, 'other'),
      '--spec',
      join(folder, 'spec.json'),
      '--socket',
      lab.socket,
    );
    expect(second).toMatchObject({ code: 1, stderr: `sim-host: another daemon answers at ${lab.socket}\n` });
    const sameState = await lab.sim(
      'serve',
      '--state',
      join(folder, 'state'),
      '--spec',
      join(folder, 'spec.json'),
      '--socket',
      join(folder, 'sock2'),
    );
    expect(sameState.stderr).toMatch(/^sim-host: the state in .*\/state is in use by process \d+\n$/);
    writeFileSync(join(folder, 'bad.json'), '{"hosts":[{"name":"A","root":"x","osVersion":"9.1","addresses":{}}]}');
    const bad = await lab.sim(
      'serve',
      '--state',
      join(folder, 'x'),
      '--spec',
      join(folder, 'bad.json'),
      '--socket',
      join(folder, 'sock3'),
    );
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('hosts.0.root: must be an absolute path');
    expect(await lab.sim('serve', '--state', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('needs --spec'),
    });
    rmSync(real('pve1', 'usr/local/sbin/qm'));
    writeFileSync(real('pve1', 'usr/local/sbin/qm'), 'the real one');
    const inTheWay = await lab.install('pve1');
    expect(inTheWay.code).toBe(1);
    expect(inTheWay.stderr).toContain('usr/local/sbin/qm is there and no wrapper: leave it out with --without qm\n');
    expect((await lab.install('pve1', '--without', 'qm')).code).toBe(0);
    expect(text('pve1', 'usr/local/sbin/qm')).toBe('the real one');
  });
});
