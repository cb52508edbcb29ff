import { diagnostic } from '../../../../../electron/api/diagnostic.ts';
import { adoptFacts } from '../../../../../electron/engine/adopt/cluster-facts.ts';
import type { ClusterReading } from '../../../../../electron/engine/adopt/cluster-reading.ts';
import type { RawAnswer } from '../../../../../electron/engine/facts/fact.ts';
import { readFacts } from '../../../../../electron/engine/facts/gather.ts';

/** A cluster as its nodes' own programs print it; what is not said is a plain one of two nodes. */
export interface FixtureOptions {
  readonly nodes?: number;
  /** Cluster links of their own beside the management network. */
  readonly links?: number;
  readonly version?: string;
  /** Files of /etc/pve by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Other answers by fact: text, or an exit code and no text. */
  readonly answers?: Readonly<Record<string, string | number>>;
  /** Names of nodes that cannot be read. */
  readonly away?: readonly string[];
  readonly interfaces?: string;
}

export function clusterFixture(options: FixtureOptions = {}): ClusterReading {
  const { nodes: count = 2, links = 0, away = [] } = options;
  const names = Array.from({ length: count }, (_, index) => `pve${index + 1}`);
  const addressOf = (index: number) => `10.0.0.${11 + index}`;
  const rings = (index: number) =>
    links === 0
      ? `    ring0_addr: ${addressOf(index)}\n`
      : Array.from({ length: links }, (_, link) => `    ring${link}_addr: 10.1.${link}.${11 + index}\n`).join('');
  const corosync = `totem {
  cluster_name: lab
  config_version: ${count}
${Array.from({ length: Math.max(1, links) }, (_, link) => `  interface {\n    linknumber: ${link}\n  }\n`).join('')}}
nodelist {
${names.map((name, index) => `  node {\n    name: ${name}\n    nodeid: ${index + 1}\n    quorum_votes: 1\n${rings(index)}  }\n`).join('')}}
quorum {
  provider: corosync_votequorum
}
`;
  const files: Record<string, string> = {
    '/etc/pve/.members': JSON.stringify({
      nodename: 'pve1',
      cluster: { name: 'lab', version: count, nodes: count, quorate: 1 },
      nodelist: Object.fromEntries(names.map((name, i) => [name, { id: i + 1, online: 1, ip: addressOf(i) }])),
    }),
    '/etc/pve/.vmlist': JSON.stringify({ version: 1, ids: {} }),
    '/etc/pve/corosync.conf': corosync,
    '/etc/pve/storage.cfg': 'dir: local\n\tpath /var/lib/vz\n\tcontent iso,vztmpl,backup\n',
    '/etc/pve/user.cfg': 'user:root@pam:1:0:::it@town.example::\n',
    '/etc/pve/datacenter.cfg': 'keyboard: es\n',
    ...options.files,
  };
  return {
    first: 'pve1',
    nodes: names.map((name, index) => {
      const address = addressOf(index);
      if (away.includes(name))
        return { name, address, seen: { read: false, diagnostic: diagnostic('transport.unreachable') } };
      const answers = new Map<string, RawAnswer>(
        Object.entries({ ...answersOf(name, address, index, links, options), ...options.answers }).map(([id, said]) => [
          id,
          typeof said === 'string' ? { code: 0, stdout: said, stderr: '' } : { code: said, stdout: '', stderr: 'no' },
        ]),
      );
      const lines = Object.entries(files).flatMap(([path, text]) =>
        text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `${path}:${line}`),
      );
      answers.set('cluster-files', { code: 0, stdout: `${lines.join('\n')}\n`, stderr: '' });
      return { name, address, seen: { read: true, facts: readFacts(answers, { pve: true, extra: adoptFacts }) } };
    }),
  };
}

function answersOf(
  name: string,
  address: string,
  index: number,
  links: number,
  { version = '9.1.2', interfaces }: FixtureOptions,
): Readonly<Record<string, string>> {
  const mac = (port: number) => `52:54:00:00:${index.toString(16).padStart(2, '0')}:0${port}`;
  const ports = Array.from({ length: links }, (_, link) => ({
    ifname: `ens${20 + link}`,
    cidr: `10.1.${link}.${11 + index}`,
  }));
  return {
    pmxcfs: `nodes/${name}\nlrwxr-xr-x 1 root www-data 0 Jan  1  1970 /etc/pve/local -> nodes/${name}\n`,
    cpu: Array.from({ length: 8 }, (_, core) => `processor\t: ${core}\n`).join(''),
    memory: 'MemTotal:       32600000 kB\n',
    disks: JSON.stringify({
      blockdevices: [
        {
          name: 'sda',
          path: '/dev/sda',
          type: 'disk',
          size: 480e9,
          serial: `SYS${index}`,
          model: 'X',
          rota: false,
          rm: false,
        },
        {
          name: 'sdb',
          path: '/dev/sdb',
          type: 'disk',
          size: 960e9,
          serial: `DATA${index}`,
          model: 'Y',
          rota: false,
          rm: false,
        },
        { name: 'sr0', path: '/dev/sr0', type: 'rom', size: 1e9, serial: 'CD', rota: true, rm: true },
      ],
    }),
    'disk-links': 'lrwxrwxrwx 1 root root 9 Jan 1 00:00 ata-Y_DATA -> ../../sdb\n',
    interfaces: JSON.stringify([
      { ifname: 'lo', link_type: 'loopback', operstate: 'UNKNOWN', addr_info: [{ local: '127.0.0.1', prefixlen: 8 }] },
      { ifname: 'eno1', link_type: 'ether', operstate: 'UP', address: mac(1), master: 'vmbr0', addr_info: [] },
      { ifname: 'eno2', link_type: 'ether', operstate: 'UP', address: mac(2), addr_info: [] },
      {
        ifname: 'vmbr0',
        link_type: 'ether',
        operstate: 'UP',
        address: mac(1),
        linkinfo: { info_kind: 'bridge' },
        addr_info: [{ local: address, prefixlen: 24 }],
      },
      ...ports.map(({ ifname, cidr }, link) => ({
        ifname,
        link_type: 'ether',
        operstate: 'UP',
        address: mac(3 + link),
        addr_info: [{ local: cidr, prefixlen: 24 }],
      })),
    ]),
    'network.files': (
      interfaces ??
      `auto vmbr0\niface vmbr0 inet static\n\taddress ${address}/24\n\tgateway 10.0.0.1\n\tbridge-ports eno1\n\tbridge-stp off\n`
    )
      .replaceAll('ADDRESS', address)
      .split('\n')
      .map((line) => `/etc/network/interfaces:${line}\n`)
      .join(''),
    'storage.zpools': `  pool: data\n state: ONLINE\nconfig:\n\n\tNAME        STATE\n\tdata        ONLINE       0     0     0\n\t  /dev/sdb  ONLINE       0     0     0\n\nerrors: No known data errors\n== not imported\n`,
    'hosts-file': `127.0.0.1 localhost\n${address} ${name}.town.example ${name}\n10.0.0.20 third\n`,
    'time-zone': 'Europe/Madrid\n',
    'chrony-files': '/etc/chrony/chrony.conf:pool 10.0.0.5 iburst\n',
    packages: `ii \tpve-manager\t${version}\n`,
    'adopt.resolver': 'search town.example\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n',
    'adopt.mail': 'it@town.example\n',
    'adopt.speeds': '/sys/class/net/eno1/speed:1000\n/sys/class/net/eno2/speed:10000\n/sys/class/net/lo/speed:-1\n',
    'adopt.known-keys': '',
    'adopt.other-files': '',
    'adopt.images': '',
    'ownership.marks': '',
    'ownership.backup-jobs': '',
    'ownership.snippets': '',
  };
}
