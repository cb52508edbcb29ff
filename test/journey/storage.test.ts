import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { applyRich, openRichSite, planRich, type RichSite, saidBy } from './support/rich-run.ts';
import { RICH_STORAGES } from './support/rich-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'sitewright-storage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Puts something on a disk of a simulated host. */
function fillDisk({ served }: RichSite, host: string, serial: string, use: string): void {
  const at = served.world.hosts.get(host);
  if (!at) throw new Error(`no host ${host}`);
  const disks = at.hardware.disks.map((disk) => (disk.serial === serial ? { ...disk, use } : disk));
  Object.assign(at, { hardware: { ...at.hardware, disks } });
}

const active = async ({ served }: RichSite, host: string) =>
  (await saidBy(served, host, 'pvesm status'))
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [id = '', , state] = line.trim().split(/\s+/);
      return state === 'active' ? [id] : [];
    })
    .sort();

test.each(['8.4', '9.1'] as const)(
  '%s: storages of every kind are made once, old data goes only where the site file allows it, and a second run changes nothing',
  async (version) => {
    const opened = await openRichSite(folder, { version, storages: RICH_STORAGES });
    const { served } = opened;
    try {
      fillDisk(opened, 'pve2', 'THIN-2', 'ext4');
      const first = await applyRich(opened);
      expect([...first.ends].filter(([, end]) => end !== 'changed' && end !== 'unchanged')).toEqual([]);
      expect(first.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
      const everywhere = ['fast', 'local', 'local-lvm', 'nas', 'pbs', 'scans', 'vmdata'];
      expect(await active(opened, 'pve1')).toEqual(everywhere);
      expect(await active(opened, 'pve2')).toEqual([...everywhere, 'office'].sort());
      expect([...served.world.effects.keys()].filter((key) => key.includes('wipefs'))).toEqual(['pve2: wipefs THIN-2']);
      const typed = served.world.seen.flatMap(({ argv }) => (argv[0] === 'pvesm' ? [argv.join(' ')] : []));
      expect(typed.filter((line) => line.includes('--password')).every((line) => line.endsWith('--password'))).toBe(
        true,
      );
      expect(await saidBy(served, 'pve1', 'cat /etc/pve/priv/storage/office.pw')).toMatch(/^password=\S+\n$/);

      const second = await applyRich(opened);
      expect([...second.ends].filter(([, end]) => end !== 'unchanged')).toEqual([]);
      expect(Math.max(...served.world.effects.values())).toBe(1);
      expect(served.world.defects).toEqual([]);
    } finally {
      await served.close();
    }
  },
  120_000,
);

test('a password that differs on the cluster and a pool that is not imported are put right once; a lost disk is told', async () => {
  const opened = await openRichSite(folder, { version: '9.1', storages: RICH_STORAGES });
  const { served } = opened;
  try {
    await applyRich(opened);
    const files = ['office', 'pbs'].map((id) => `/etc/pve/priv/storage/${id}.pw`);
    const before = await saidBy(served, 'pve1', `cat ${files.join(' ')}`);
    await saidBy(served, 'pve1', `echo password=old >${files[0]}; rm ${files[1]}; zpool export data`);
    expect(await planRich(opened)).toEqual(
      expect.arrayContaining([
        'storage.pool@pve1: zpool data: not imported -> imported, ONLINE: mirror (POOL-1, PAIR-1)',
        'storage.add@pve1: password of office: differs -> the one of the vault',
        'storage.add@pve1: password of pbs: none -> the one of the vault',
      ]),
    );
    const again = await applyRich(opened);
    expect([...again.ends].filter(([, end]) => end !== 'unchanged')).toEqual([
      ['storage.pool@pve1', 'changed'],
      ['storage.add@pve1', 'changed'],
    ]);
    expect(await saidBy(served, 'pve1', `cat ${files.join(' ')}`)).toBe(before);
    expect(served.world.effects.get('pve1: zpool.import data')).toBe(1);
    expect(served.world.effects.get('pve1: zpool.create data')).toBe(1);
    const secrets = before
      .trim()
      .split(/\s+/)
      .map((word) => word.replace('password=', ''));
    expect(secrets).toHaveLength(2);
    expect(secrets).toHaveLength(2);
    const typed = served.world.seen.map(({ argv }) => argv.join(' '));
    for (const secret of secrets) expect(typed.filter((line) => line.includes(secret))).toEqual([]);

    await saidBy(served, 'pve1', 'zpool offline data /dev/disk/by-id/ata-Samsung_PM893_PAIR-1');
    expect(await saidBy(served, 'pve1', 'zpool list -H -o health data')).toBe('DEGRADED\n');
    expect(await planRich(opened)).toEqual(['The pool data of pve1 works without all of its disks (PAIR-1).']);
    const third = await applyRich(opened);
    expect([...third.ends].filter(([, end]) => end !== 'unchanged')).toEqual([]);
    expect(served.world.defects).toEqual([]);
  } finally {
    await served.close();
  }
}, 120_000);

test('a disk with data on it stops its node, and nothing on it is touched until its serial is typed', async () => {
  const opened = await openRichSite(folder, { version: '9.1', storages: RICH_STORAGES });
  const { served } = opened;
  try {
    fillDisk(opened, 'pve1', 'THIN-1', 'ext4');
    const { ends } = await applyRich(opened);
    expect(ends.get('storage.thin-pool@pve1')).toBe(
      'The disk THIN-1 of pve1 is not blank, so it is not taken for fast.',
    );
    expect(await saidBy(served, 'pve1', 'blkid -o value -s TYPE /dev/disk/by-id/*THIN-1')).toBe('ext4\n');
    const other = await applyRich(opened, ['POOL-1']);
    expect(other.ends.get('storage.thin-pool@pve1')).toBe(ends.get('storage.thin-pool@pve1'));
    const typed = await applyRich(opened, ['THIN-1']);
    expect(typed.ends.get('storage.thin-pool@pve1')).toBe('changed');
    expect(typed.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
    expect([...served.world.effects.keys()].filter((key) => key.includes('wipefs'))).toContain('pve1: wipefs THIN-1');
  } finally {
    await served.close();
  }
}, 120_000);

test('a server that is off is told as that, leaves no entry, and is added when it is back', async () => {
  const opened = await openRichSite(folder, {
    version: '8.4',
    storages: RICH_STORAGES,
    faults: ['storage.server-off@192.168.7.40', 'storage.login-refused'],
  });
  const { served } = opened;
  try {
    const first = await applyRich(opened);
    expect(first.ends.get('storage.add@pve1')).toBe(
      'pve1 cannot reach 192.168.7.40 for the storage nas; it was not added.',
    );
    expect(await saidBy(served, 'pve1', 'cat /etc/pve/storage.cfg')).not.toContain('nas');
    expect(await saidBy(served, 'pve1', 'ls /etc/pve/sitewright/sitewright-rich')).not.toContain('nas');
    served.world.takeFault('storage.server-off@192.168.7.40');
    const second = await applyRich(opened);
    expect(second.ends.get('storage.add@pve1')).toBe('192.168.7.41 refused the user pve of the storage office.');
    const third = await applyRich(opened);
    expect(third.last).toMatchObject({ type: 'run-finished', outcome: 'done' });
    expect(Math.max(...served.world.effects.values())).toBe(1);
  } finally {
    await served.close();
  }
}, 120_000);
