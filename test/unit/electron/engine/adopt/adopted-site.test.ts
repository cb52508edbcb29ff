import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { minutesOf } from '../../../../../electron/engine/adopt/adopted-guests.ts';
import { type AdoptedSite, adoptedSite } from '../../../../../electron/engine/adopt/adopted-site.ts';
import { replicationSchedule } from '../../../../../electron/engine/site/derive.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { clusterFixture, type FixtureOptions } from './cluster-fixture.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH9Wlygt0wnpnM/jS7LHUxy8ld1RaFIFUrI1+Lco5JuZ somebody';

function read(options: FixtureOptions = {}, name = 'Town hall'): AdoptedSite & { readonly site: Site } {
  const made = adoptedSite(clusterFixture(options), { id: 'town-hall', name, language: 'es', sshPublicKey: KEY });
  const { site, diagnostics } = parseSite(made.text);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (!site) throw new Error(made.text);
  return { ...made, site };
}
const noteOf = ({ notes }: AdoptedSite, code: string) => notes.find((note) => note.code === code);
const guest = (more: string) =>
  `cores: 2\nmemory: 4096\nname: vm-a\nscsi0: vmdata:vm-100-disk-0,size=32G\nnet0: virtio=BC:24:11:00:00:01,bridge=vmbr0\nipconfig0: ip=10.0.0.50/24,gw=10.0.0.1\nonboot: 1\n${more}`;
const template =
  'name: base\nscsi0: vmdata:base-9000-disk-0,size=3G\nide2: vmdata:vm-9000-cloudinit\ntemplate: 1\ntags: sitewright-other\n';
const pool = 'zfspool: vmdata\n\tpool data\n\tcontent images,rootdir\n';
const guests = (tags: string) => ({
  '/etc/pve/nodes/pve1/qemu-server/100.conf': guest(tags),
  '/etc/pve/nodes/pve1/qemu-server/9000.conf': template,
  '/etc/pve/.vmlist': JSON.stringify({
    ids: {
      100: { node: 'pve1', type: 'qemu' },
      9000: { node: 'pve1', type: 'qemu' },
      105: { node: 'pve2', type: 'lxc' },
    },
  }),
  '/etc/pve/storage.cfg': pool,
});

describe('a cluster that was read', () => {
  it('is a site of existing nodes with what their own programs said', () => {
    const { site, notes } = read({ links: 2 });
    expect(site.hosts.map(({ name, origin, address, install }) => [name, origin, address, install])).toEqual([
      ['pve1', 'existing', '10.0.0.11', undefined],
      ['pve2', 'existing', '10.0.0.12', undefined],
    ]);
    expect(site.hosts[0]?.hardware).toMatchObject({
      cores: 8,
      memoryGib: 32,
      disks: [
        { serial: 'SYS0', sizeGb: 480 },
        { serial: 'DATA0', sizeGb: 960 },
      ],
    });
    expect(site.hosts[0]?.hardware?.nics.map(({ name, speedMbps, link }) => [name, speedMbps, link])).toEqual([
      ['eno1', 1000, undefined],
      ['eno2', 10000, undefined],
      ['ens20', 1000, 0],
      ['ens21', 1000, 1],
    ]);
    expect(site.network).toMatchObject({
      domain: 'town.example',
      management: { cidr: '10.0.0.0/24', gateway: '10.0.0.1', dns: ['10.0.0.2', '10.0.0.3'] },
      links: [
        { id: 0, cidr: '10.1.0.0/24' },
        { id: 1, cidr: '10.1.1.0/24' },
      ],
      ntpServers: ['10.0.0.5'],
    });
    expect(site).toMatchObject({
      id: 'town-hall',
      cluster: { name: 'lab' },
      pve: { version: '9.1' },
      keyboard: 'es',
      timezone: 'Europe/Madrid',
      mailto: 'it@town.example',
    });
    expect(noteOf({ notes } as AdoptedSite, 'sites.cluster-assumed')?.evidence).toEqual([
      'country = es',
      'hosts[].hardware.nics[].speedMbps = 1000',
    ]);
  });

  it('declares no link where the nodes speak over their management addresses', () => {
    const { site } = read();
    expect(site.network.links).toEqual([]);
    expect(site.hosts.map(({ links }) => links)).toEqual([{}, {}]);
  });

  it('claims nothing that carries no mark: it is told, and stands in the file as a comment alone', () => {
    const plain = { '/etc/pve/nodes/pve1/qemu-server/100.conf': guest('tags: somebody') };
    const unmarked = read({ files: plain });
    expect([unmarked.id, unmarked.site.machines]).toEqual(['town-hall', []]);
    expect(noteOf(unmarked, 'sites.cluster-unmarked')).toBeDefined();
    // of another site than the one asked for: two marks are nobody's
    const mixed = read({ files: guests('tags: sitewright-third') });
    expect(mixed.id).toBe('town-hall');
    expect(noteOf(mixed, 'sites.cluster-several-marks')?.params.ids).toBe('other, third');
    expect([mixed.site.machines, mixed.site.templates]).toEqual([[], []]);
    expect(mixed.text).toMatch(/^# {3}machine 100 vm-a on pve1: 2 cores, 4096 MiB, 32G on vmdata, bridge vmbr0$/m);
    expect(noteOf(mixed, 'sites.cluster-not-ours')?.params.count).toBe(2);
    expect(noteOf(mixed, 'sites.cluster-not-held')?.evidence).toContain('container 105 on pve2');
  });

  it('takes the id of the one site whose marks it carries, and then names what that site made', () => {
    const own = read({
      files: {
        ...guests('tags: sitewright-other'),
        '/etc/pve/replication.cfg': 'local: 100-0\n\ttarget pve2\n\tschedule */2:00\n\tcomment sitewright-other\n',
        '/etc/pve/ha/resources.cfg': 'vm: 100\n\tstate started\n\tmax_relocate 3\n\tcomment sitewright-other\n',
      },
      nodes: 3,
      answers: {
        'ownership.backup-jobs':
          'vzdump: nightly\n\tschedule 21:00\n\tstorage local\n\tvmid 100\n\tprune-backups keep-daily=7\n\tcomment sitewright-other\n\tenabled 1\n\nvzdump: theirs\n\tschedule 3:00\n\tall 1\n',
      },
    });
    expect(own.id).toBe('other');
    expect(own.site.machines).toMatchObject([
      {
        id: 100,
        name: 'vm-a',
        node: 'pve1',
        template: 9000,
        diskGib: 32,
        address: '10.0.0.50/24',
        replication: { to: ['pve2'], everyMinutes: 120 },
        ha: { enabled: true, maxRestart: 1, maxRelocate: 3 },
      },
    ]);
    expect(own.site.storages).toMatchObject([
      { type: 'zfspool', id: 'vmdata', raid: 'single', disks: { pve1: 'DATA0', pve2: 'DATA1', pve3: 'DATA2' } },
    ]);
    expect(own.site.backups).toEqual([
      { id: 'nightly', schedule: '21:00', storage: 'local', mode: 'snapshot', keep: { daily: 7 } },
    ]);
    expect(noteOf(own, 'sites.cluster-not-ours')?.evidence).toEqual(['backup job theirs, 3:00 to local']);
  });

  it('never takes unread for absent: a node that is away is named, and its disks are still to be said', () => {
    const made = adoptedSite(clusterFixture({ away: ['pve2'], files: { '/etc/pve/storage.cfg': pool } }), {
      id: 'town-hall',
      name: 'Town hall',
      language: 'en',
      sshPublicKey: KEY,
    });
    const { draft, site, diagnostics } = parseSite(made.text);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'site.serial-unsaid',
    ]);
    expect((site ?? draft)?.hosts.map(({ name, hardware }) => [name, hardware === undefined])).toEqual([
      ['pve1', false],
      ['pve2', true],
    ]);
    expect(noteOf(made, 'sites.cluster-node-unread')?.params.host).toBe('pve2');
  });

  it('tells what could not be read of a node that answers', () => {
    const made = read({ answers: { 'adopt.resolver': 1, 'ownership.backup-jobs': 13 } });
    const unread = made.notes
      .filter(({ code }) => code === 'sites.cluster-fact-unread')
      .map(({ params }) => params.what);
    expect(unread).toEqual(['/etc/resolv.conf', '/etc/resolv.conf', '/etc/pve/jobs.cfg']);
    expect(made.site.network.management.dns).toEqual(['10.0.0.1']);
    expect(made.text).toContain('dns = ["10.0.0.1"]   # assumed');
  });

  it('is told of a node below the minimums, and is no worse a site for it: the node runs', () => {
    const { site } = read({ answers: { cpu: 'processor\t: 0\n', memory: 'MemTotal:        4000000 kB\n' } });
    expect(site.hosts[0]?.hardware).toMatchObject({ cores: 1, memoryGib: 4 });
  });

  it('holds bonds, VLANs and bridges, and tells of what it has no words for', () => {
    const made = read({
      nodes: 1,
      interfaces: `auto bond0
iface bond0 inet manual
	bond-slaves eno1 eno2
	bond-mode 4
	bond-xmit-hash-policy layer3+4
auto vmbr0
iface vmbr0 inet static
	address ADDRESS/24
	gateway 10.0.0.1
	bridge-ports bond0
	bridge-vlan-aware yes
auto vmbr0.30
iface vmbr0.30 inet static
	address 10.3.0.5/24
auto storage
iface storage inet static
	address 10.4.0.5/24
	vlan-raw-device bond0
`,
    });
    expect(made.site.hosts[0]?.network).toMatchObject({
      bonds: [{ name: 'bond0', ports: ['eno1', 'eno2'], mode: '802.3ad', hashPolicy: 'layer3+4' }],
      bridges: [{ name: 'vmbr0', ports: ['bond0'], vlanAware: true }],
      vlans: [{ device: 'vmbr0', tag: 30, address: '10.3.0.5/24' }],
    });
    expect(noteOf(made, 'sites.cluster-not-held')?.evidence).toContain('pve1: interface storage (10.4.0.5/24)');
  });

  it('leaves out a storage that is switched off, of a kind of its own, or of the root pool; a password is a reference', () => {
    const made = read({
      files: {
        '/etc/pve/storage.cfg': `dir: off-one\n\tpath /srv/a\n\tcontent iso\n\tdisable 1\n\nrbd: ceph\n\tpool rbd\n\tcontent images\n\nzfspool: root\n\tpool rpool/data\n\tcontent images\n\npbs: vault\n\tserver 10.0.0.9\n\tdatastore main\n\tusername backup@pbs\n\tcontent backup\n\nlvmthin: thin\n\tvgname vg1\n\tthinpool data\n\tcontent images\n\tnodes pve2\n`,
      },
    });
    expect(made.site.storages).toMatchObject([
      { type: 'lvmthin', id: 'thin', vg: 'vg1', nodes: ['pve2'] },
      { type: 'pbs', id: 'vault', password: 'secret:storage-vault' },
    ]);
    expect(noteOf(made, 'sites.cluster-not-held')?.evidence).toEqual(
      expect.arrayContaining([
        'storage ceph (rbd)',
        'storage root (zfspool)',
        'storage off-one (dir): it is switched off',
      ]),
    );
    expect(noteOf(made, 'sites.cluster-secret')?.params).toEqual({ storage: 'vault', name: 'storage-vault' });
  });

  it('is a site without errors, and claims nobody’s machine, whatever a cluster of 1 to 32 nodes is called and holds', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replace(/[\n\r]/g, ' '));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('8.4.1', '9.0.3', '9.1.2', '9.2.0'),
        fc.array(fc.tuple(fc.integer({ min: 100, max: 999 }), word), { maxLength: 5 }),
        word.filter((text) => text.trim() !== ''),
        (nodes, links, version, machines, name) => {
          const files = Object.fromEntries(
            machines.map(([id, text]) => [`/etc/pve/nodes/pve1/qemu-server/${id}.conf`, guest(`tags: ${text}`)]),
          );
          const { site } = read({ nodes, links, version, files }, name);
          expect(site.hosts).toHaveLength(nodes);
          expect(site.name).toBe(name);
          expect(site.machines).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

it('a period is read back from the schedule that is written for it', () => {
  for (const minutes of [1, 5, 15, 30, 60, 120, 720, 1440])
    expect(minutesOf(replicationSchedule(minutes))).toBe(minutes);
  for (const schedule of ['mon 3:00', '*/7', '', '*/99']) expect(minutesOf(schedule)).toBeUndefined();
});
