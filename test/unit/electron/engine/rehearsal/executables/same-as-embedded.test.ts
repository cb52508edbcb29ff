import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { debianCommandSet } from '../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import { parseSpec, simHostSpec } from '../../../../../../electron/engine/rehearsal/executables/spec.ts';
import { createWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { pveCommandSet } from '../../../../../../electron/engine/rehearsal/pve/command-set.ts';
import { normalise } from '../pve/support/normalise.ts';
import { bundleSimHost, RealHostsLab, runProcess } from './support/real-hosts-lab.ts';

// Every command is a real process at the simulator's own pace; the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const COMMANDS: readonly string[][] = [
  ['pveversion'],
  ['pvecm', 'status'],
  ['pvecm', 'create', 'a_b'],
  ['pvesm', 'status'],
  ['qm', 'list'],
  ['qm', 'config', '100'],
  ['qm', 'create', '100', '--name', 'quote\'s "x"'],
  ['qm', 'create', '100', '--name', 'web', '--memory', '512', '--scsi0', 'local-lvm:0,import-from=/root/disk.raw'],
  ['qm', 'create', '100'],
  ['qm', 'set', '100', '--description', 'dos líneas\ncon ñ, $HOME y  dos espacios'],
  ['qm', 'config', '100'],
  ['qm', 'start', '100'],
  ['qm', 'status', '100'],
  ['qm', 'destroy', '100'],
  ['qm', 'stop', '100'],
  ['pvesh', 'get', '/nodes/pve1/qemu/100/config', '--output-format', 'json'],
  ['pvesh', 'get', '/nowhere'],
  ['pvesh', 'create', '/pools', '--poolid', 'p'],
  ['pveum', 'user', 'add', 'ci@pve'],
  ['pveum', 'user', 'add', 'ci@pve'],
  ['pveum', 'user', 'list', '--output-format', 'json'],
  ['pvesr', 'list'],
  ['ha-manager', 'status'],
  ['zpool', 'create', '-o', 'ashift=12', 'tank', '/dev/sdb'],
  ['zpool', 'list'],
  ['zfs', 'list', '-H', '-o', 'name'],
  ['pvesm', 'add', 'zfspool', 'tank', '--pool', 'tank', '--content', 'images,rootdir'],
  ['cat-is-not-there'],
  ['corosync-quorumtool', '-s'],
  ['pvenode', 'config', 'set', '--description', ''],
  ['pvecm', 'create', 'lab', '--link0', '192.0.2.11'],
  ['pvecm', 'create', 'lab', '--link0', '192.0.2.11'],
];

it('prints and ends through a real wrapper as in the embedded world, command by command', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sim-same-'));
  const host = {
    name: 'pve1',
    osVersion: '9.1',
    addresses: { vmbr0: ['192.0.2.11/24'] },
    disks: [
      { name: 'sda', serial: 'S1', sizeBytes: 240_000_000_000, use: 'lvm:pve' },
      { name: 'sdb', serial: 'S2', sizeBytes: 500_000_000_000 },
    ],
  };
  const lab = new RealHostsLab(folder, await bundleSimHost(folder), [host], 50);
  const disk = Buffer.alloc(1024 * 1024);
  mkdirSync(join(lab.root('pve1'), 'root'));
  writeFileSync(join(lab.root('pve1'), 'root/disk.raw'), disk);
  const [spec] = parseSpec(JSON.stringify({ hosts: [{ ...host, root: '/' }] }), 'spec').hosts;
  const world = createWorld({
    seed: 1,
    compression: 50,
    hosts: spec ? [simHostSpec(spec)] : [],
    commandSets: [pveCommandSet, debianCommandSet],
  });
  onTestFinished(async () => {
    world.close();
    await lab.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });
  const embedded = world.hosts.get('pve1');
  if (!embedded) throw new Error('no host');
  embedded.files.write('/root/disk.raw', disk);
  await lab.install('pve1');
  await lab.start();

  for (const argv of COMMANDS) {
    const out: Uint8Array[] = [];
    const err: Uint8Array[] = [];
    const code = await world.run(embedded, argv, {
      stdout: (chunk) => out.push(Uint8Array.from(chunk)),
      stderr: (chunk) => err.push(Uint8Array.from(chunk)),
    });
    const [name = '', ...rest] = argv;
    if (name === 'cat-is-not-there') {
      expect([code, await lab.sh('pve1', name)]).toMatchObject([127, { code: 127 }]);
      continue;
    }
    const real = await runProcess(join(lab.root('pve1'), 'usr/local/sbin', name), rest);
    expect({ code: real.code, stdout: normalise(real.stdout), stderr: normalise(real.stderr) }, argv.join(' ')).toEqual(
      {
        code,
        stdout: normalise(Buffer.concat(out).toString('utf8')),
        stderr: normalise(Buffer.concat(err).toString('utf8')),
      },
    );
  }
  expect([world.defects, lab.events.filter(({ event }) => event === 'defect')]).toEqual([[], []]);
});
