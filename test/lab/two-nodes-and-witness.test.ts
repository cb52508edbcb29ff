import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Lab } from './support/lab.ts';
import { notesOf, troublesOf } from './support/lab-site.ts';
import { eventually, must } from './support/processes.ts';
import { DATA_DISK_MIB } from './support/simulator.ts';
import { labSite } from './support/site-text.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open('two', (key) => labSite({ nodes: [1, 2], witness: true, key }));
  await lab.add(
    [
      { name: 'pve1', number: 11 },
      { name: 'pve2', number: 12 },
    ],
    { witness: { name: 'witness', number: 20 } },
  );
});
afterAll(() => lab?.close());

const quorum = async (name: string) => (await lab.host(name).exec('corosync-quorumtool', '-s')).stdout;
const votes = async (name: string) => Number(/^Total votes:\s+(\d+)/m.exec(await quorum(name))?.[1]);
const untilVotes = (name: string, wanted: number) => eventually(async () => expect(await votes(name)).toBe(wanted));

type ThinPool = { readonly allowWipe: readonly string[] } | undefined;
/** Once it has been made, the site goes on with it. */
let thinPool: ThinPool;

/** The site file with what came to it over the years. */
function grown(nodes: readonly number[], pool: ThinPool = thinPool): string {
  return labSite({ nodes, witness: true, key: lab.site.publicKey, storage: true, ...(pool ? { thinPool: pool } : {}) });
}

async function nothingToChange(): Promise<void> {
  const planned = await lab.site.plan();
  expect(planned.code, planned.stdout + planned.stderr).toBe(0);
  expect(planned.stdout).toContain('Nothing to change.\n');
}

describe('two nodes and a witness on real hosts', () => {
  it('come from bare hosts to a cluster with three real votes in one apply', async () => {
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    for (const name of ['pve1', 'pve2']) {
      const text = await quorum(name);
      expect(text).toMatch(/^Total votes: {6}3$/m);
      expect(text).toMatch(/^Flags: {12}Quorate Qdevice/m);
    }
    const clients = await lab.host('witness').ok('corosync-qnetd-tool', '-l', '-v');
    expect(clients).toContain('Cluster "lab":');
    expect(clients).toMatch(/Node ID 1:\n\s+Client address:\s+::ffff:10\.77\.0\.11:\d+/);
    expect(clients).toMatch(/Node ID 2:\n\s+Client address:\s+::ffff:10\.77\.0\.12:\d+/);
    expect(clients.match(/TLS active:\s+Yes \(client certificate verified\)/g)).toHaveLength(2);
    expect(lab.simulator.defects()).toEqual([]);
  });

  it('are planned anew with nothing to change', nothingToChange);

  it('do not change in a second apply', async () => {
    const before = await lab.simulator.effects();
    const config = lab.host('pve1').read('/etc/corosync/corosync.conf');
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect(applied.stdout).toContain('Nothing changed: every step was already true.');
    expect(await lab.simulator.effects()).toEqual(before);
    expect(lab.host('pve1').read('/etc/corosync/corosync.conf')).toBe(config);
    expect(Object.entries(before).filter(([, count]) => count !== 1)).toEqual([]);
  });

  it('keep the time of the first node by real chrony', async () => {
    await eventually(async () => {
      const sources = await lab.host('pve2').ok('chronyc', '-n', 'sources');
      expect(sources).toMatch(/^\^\* 10\.77\.0\.11 +8 /m);
    });
    expect(await lab.host('pve1').ok('chronyc', '-n', '-c', 'tracking')).toMatch(/^7F7F0101,,8,/);
    expect(await lab.host('pve1').ok('chronyc', '-n', 'clients')).toMatch(/^10\.77\.0\.12 /m);
  });

  it('have the packages for the witness from the bundle, where no repository can be reached', async () => {
    for (const [name, wanted] of [
      ['pve1', 'corosync-qdevice'],
      ['pve2', 'corosync-qdevice'],
      ['witness', 'corosync-qnetd'],
    ] as const) {
      const host = lab.host(name);
      expect(await host.ok('dpkg-query', '-W', '-f', '${Status}', wanted)).toBe('install ok installed');
      expect(host.read('/var/log/apt/history.log')).toContain(
        `-o Dir::Etc::sourcelist=/etc/apt/sources.list.d/sitewright.list -o Dir::Etc::sourceparts=/dev/null ${wanted}\n`,
      );
      expect((await host.exec('ip', 'route', 'get', '192.0.2.1')).code).not.toBe(0);
    }
  });

  it('stay one cluster while the cable of a link is out: the other link carries it', async () => {
    await lab.host('pve2').setCable('eno2', false);
    await eventually(async () => {
      const links = await lab.host('pve1').ok('corosync-cfgtool', '-s');
      expect(links).toMatch(
        /LINK ID 0[\s\S]*?nodeid:\s+2:\s+disconnected[\s\S]*LINK ID 1[\s\S]*?nodeid:\s+2:\s+connected/,
      );
    });
    expect(await votes('pve1')).toBe(3);
    expect(await votes('pve2')).toBe(3);
    await lab.host('pve2').setCable('eno2', true);
    await eventually(async () => {
      expect(await lab.host('pve1').ok('corosync-cfgtool', '-s')).not.toContain('disconnected');
    });
  });

  it('get a directory storage on a real file system of each node', async () => {
    for (const name of ['pve1', 'pve2']) await lab.host(name).mountDisk('/srv/store', 64);
    lab.site.write(grown([1, 2]));
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect(lab.host('pve2').read('/etc/pve/storage.cfg')).toMatch(/^dir: store\n\tpath \/srv\/store$/m);
    expect(await lab.host('pve1').ok('findmnt', '-no', 'FSTYPE', '/srv/store')).toBe('ext4\n');
    await nothingToChange();
  });

  it('have a data disk wiped only by its serial; what is on it stays until then', async () => {
    const kept = join(lab.folder, 'kept');
    mkdirSync(kept);
    writeFileSync(join(kept, 'accounts.csv'), 'the only copy\n');
    const disk = { name: 'sdb', serial: 'DATA-pve1', sizeMib: DATA_DISK_MIB };
    await lab.host('pve1').attachDisk(disk, (image) => must(['mkfs.ext4', '-q', '-L', 'town', '-d', kept, image]));
    const pve1 = lab.host('pve1');
    onTestFinished(() => lab.site.write(grown([1, 2])));
    const apply = (...allowWipe: readonly string[]) => {
      lab.site.write(grown([1, 2], { allowWipe }));
      return lab.site.run('apply', lab.site.file, '--json');
    };
    const refused = await apply();
    expect(refused.code).toBe(1);
    expect(troublesOf(refused.stdout)).toEqual([
      'storage.thin-pool@pve1: The disk DATA-pve1 of pve1 is not blank, so it is not taken for fast.',
    ]);
    const ofAnother = await apply('DATA-pve2');
    expect(ofAnother.code).toBe(2);
    expect(ofAnother.stdout + ofAnother.stderr).toContain(
      'fast allows the disk DATA-pve2 to be wiped, but that is none of its disks.',
    );
    await pve1.ok('mount', '/dev/sdb', '/mnt');
    expect(await pve1.ok('cat', '/mnt/accounts.csv')).toBe('the only copy\n');
    const busy = await apply('DATA-pve1');
    expect(troublesOf(busy.stdout)).toEqual([
      'storage.thin-pool@pve1: The disk DATA-pve1 of pve1 is in use right now (/dev/sdb mounted on /mnt), so it is not wiped.',
    ]);
    await pve1.ok('umount', '/mnt');
    const applied = await apply('DATA-pve1');
    expect(applied.code, troublesOf(applied.stdout).join('\n') + applied.stderr).toBe(0);
    expect(notesOf(applied.stdout)).toContain(
      'storage.thin-pool@pve1: pve1: wiping /dev/disk/by-id/ata-Lab_data_disk_DATA-pve1 (DATA-pve1): /dev/sdb: ext4, town',
    );
    expect((await pve1.exec('blkid', '-p', '/dev/sdb')).code).toBe(2);
    expect(pve1.read('/etc/pve/storage.cfg')).toMatch(/^lvmthin: fast$/m);
    thinPool = { allowWipe: ['DATA-pve1'] };
    await nothingToChange();
  });

  it('go on with two of three votes when a node loses power; the plan names the node that is not there', async () => {
    await lab.host('pve2').cut();
    await untilVotes('pve1', 2);
    expect(await quorum('pve1')).toMatch(/^Quorate: {10}Yes$/m);
    const planned = await lab.site.plan();
    expect(planned.code).toBe(1);
    expect(planned.stdout + planned.stderr).toContain('pve2 does not answer at 10.77.0.12, port 22.');
    expect(planned.stdout + planned.stderr).not.toContain('printf');
    await lab.host('pve2').boot();
    await lab.host('pve2').remountDisk('/srv/store');
    await untilVotes('pve1', 3);
    await nothingToChange();
  });

  it('take no change without quorum: pmxcfs is read-only, and the apply changes nothing', async () => {
    await Promise.all([lab.host('pve2').cut(), lab.host('witness').cut()]);
    await eventually(async () => expect(await quorum('pve1')).toContain('Activity blocked'));
    const before = await lab.simulator.effects();
    const applied = await lab.site.apply();
    expect(applied.code).toBe(1);
    expect(await lab.simulator.effects()).toEqual(before);
    await Promise.all([lab.host('pve2').boot(), lab.host('witness').boot()]);
    await lab.host('pve2').remountDisk('/srv/store');
    await untilVotes('pve1', 3);
    await nothingToChange();
  });

  it('become three nodes years later: the witness stops voting before the third joins', async () => {
    await lab.add([{ name: 'pve3', number: 13 }]);
    await lab.host('pve3').mountDisk('/srv/store', 64);
    lab.site.write(grown([1, 2, 3]));
    const before = Object.keys(await lab.simulator.effects());
    const applied = await lab.site.apply();
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    const since = Object.keys(await lab.simulator.effects()).filter((effect) => !before.includes(effect));
    expect(since.filter((effect) => /pvecm\.(qdevice|add)/.test(effect))).toEqual([
      'pve1: pvecm.qdevice-remove 10.77.0.20',
      'pve3: pvecm.add pve3',
    ]);
    for (const name of ['pve1', 'pve2', 'pve3']) {
      const text = await quorum(name);
      expect(text).toMatch(/^Total votes: {6}3$/m);
      expect(text).toMatch(/^Nodes: {12}3$/m);
      expect(lab.host(name).read('/etc/corosync/corosync.conf')).not.toContain('device');
    }
    await nothingToChange();
    expect(lab.simulator.defects()).toEqual([]);
  });
});
