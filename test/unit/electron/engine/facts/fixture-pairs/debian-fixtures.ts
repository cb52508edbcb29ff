import { answered, debian, type Fixture, type Fixtures, inBoth } from './fixture.ts';

const LINKS = `total 0
lrwxrwxrwx 1 root root  9 Nov 21 02:00 ata-Samsung_PM893_S6PUNX0T700398 -> ../../sdb
lrwxrwxrwx 1 root root 10 Nov 21 02:00 ata-Samsung_PM893_S6PUNX0T700398-part1 -> ../../sdb1
lrwxrwxrwx 1 root root  9 Nov 21 02:00 wwn-0x5002538e40 -> ../../sdb
`;
const LVM = '  /dev/sdb|fast|1048576\n  /dev/sdc||960197124096\n--\n  fast|data|thin-pool\n  fast|vm-100-disk-0|thin\n';

/** What Debian's own tools say, below PVE and on the witness. */
const ENV: readonly Fixture[] = [
  ...inBoth({
    title: 'ours',
    from: 'grep(1), cat(1), stat(1)',
    input: answered(
      `SITEWRIGHT_CONFIG=abc\nWEB_IMAGE=192.0.2.5:5000/app@sha256:${'b'.repeat(64)}\n${'e'.repeat(64)}\nmode 600\n`,
    ),
  }),
  ...inBoth({
    title: 'none',
    from: 'grep(1), cat(1), stat(1)',
    input: answered(
      '',
      1,
      "cat: /srv/m/.env.sha256: No such file or directory\nstat: cannot statx '/srv/m/.env': No such file or directory\n",
    ),
  }),
];
const PEM: readonly Fixture[] = [
  ...inBoth({
    title: 'a certificate',
    from: 'cat(1)',
    input: answered('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'),
  }),
  ...inBoth({ title: 'none', from: 'cat(1)', input: answered('', 1, 'cat: /x: No such file or directory\n') }),
];

export const debianFixtures: Fixtures = {
  'fact os-release': debian('os-release', 'a host', 'lines'),
  'fact node-name': debian('node-name'),
  'fact cpu': debian('cpu'),
  'fact memory': debian('memory', 'a host', 'lines'),
  'fact disks': debian('disks', 'loop devices and a disk of a guest', 'json-keys'),
  'fact disk-links': [
    ...debian('disk-links', 'none'),
    ...inBoth({ title: 'a disk', from: 'ls -l of coreutils', input: LINKS }),
  ],
  'fact interfaces': debian('interfaces', 'a bridge, its port, another port and a VLAN', 'json-keys'),
  'fact root-space': debian('root-space'),
  'fact image-space': debian('image-space'),
  'fact hosts-file': debian('hosts-file'),
  'fact own-addresses': debian('own-addresses'),
  'fact time-zone': debian('time-zone', 'a link; 13 has no /etc/timezone'),
  'fact clock': debian('clock'),
  'fact time-sync': [
    ...debian('time-sync', 'a source of its own'),
    ...debian('time-sync.stopped', 'chrony is stopped'),
    ...inBoth({
      title: 'follows another',
      from: 'chronyc(1), tracking',
      input: 'C0A8010B,192.168.1.11,9,1795227000.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,64.0,Normal\n',
    }),
  ],
  'fact chrony-files': debian('chrony-files'),
  'fact apt-files': debian('apt-files'),
  'fact packages': debian('packages'),
  'fact units': [...debian('units', 'running'), ...debian('units.stopped', 'stopped')],
  'fact ssh-files': debian('ssh-files'),
  'fact listeners': debian('listeners', 'sshd', 'lines'),
  'fact storage.lvm': [
    ...debian('storage.lvm', 'a group without volumes'),
    ...inBoth({ title: 'a thin pool', from: 'lvmreport(7)', input: LVM }),
  ],
  'fact network.files': debian('network.files', 'a bridge; 13 has a pinned name'),
  'fact preflight.own-names': [
    ...debian('preflight.own-names'),
    ...inBoth({ title: 'nobody names it', from: 'getent(1)', input: answered('', 2) }),
  ],
  'fact preflight.zone-known': [
    ...inBoth({ title: 'known', from: 'test(1)', input: answered('') }),
    ...inBoth({ title: 'not known', from: 'test(1)', input: answered('', 1) }),
  ],
  'fact preflight.reached-peers': inBoth({
    title: 'a member and a host that answers',
    from: 'ssh-keyscan(1)',
    input: answered(
      '10.9.1.2 member\n# 10.9.1.20:22 SSH-2.0-OpenSSH_9.2p1\n[10.9.1.21]:22 ssh-ed25519 AAAA\n10.9.1.20 ssh-ed25519 AAAA\n',
      1,
    ),
    order: 'lines',
  }),
  'fact preflight-records': inBoth({
    title: 'two records',
    from: 'grep(1)',
    input: answered(
      '/var/lib/sitewright/preflight/disks.txt:== end\n/var/lib/sitewright/preflight/paths-links.txt:== end\n',
      2,
    ),
  }),
  parseMeasuredPaths: debian('measure-paths', 'a path, an address where nobody is, a source that is not ours'),
  parseDiskHealth: debian('measure-disks', 'a disk of a guest'),
  parseLinkStates: debian('corosync-cfgtool', 'two links to a node that is not there', 'lines').map(
    ({ order, ...fixture }) => fixture,
  ),
  parseInterfaces: debian('network.files', 'the configuration itself').map((fixture) => ({
    ...fixture,
    input:
      typeof fixture.input === 'object' && 'stdout' in fixture.input
        ? fixture.input.stdout
            .split('\n')
            .filter((line) => line.startsWith('/etc/network/interfaces:'))
            .map((line) => line.slice('/etc/network/interfaces:'.length))
            .join('\n')
        : fixture.input,
  })),
  parseFileLines: debian('chrony-files', 'files by path'),
  parseUnreadable: inBoth({
    title: 'absent and unreadable',
    from: 'grep(1)',
    input: 'grep: /etc/pve/storage.cfg: Input/output error\ngrep: /etc/pve/ha/groups.cfg: No such file or directory\n',
    order: 'lines',
  }),
  'fact apt.repository': [
    ...inBoth({
      title: 'two packages that apt knows',
      from: 'stat(1), grep(1)',
      input: `12 /var/lib/sitewright/apt/pool/a_1_all.deb\n345 /var/lib/sitewright/apt/pool/b_1_amd64.deb\nX-Sitewright-Content: ${'c'.repeat(64)}\n`,
    }),
    ...inBoth({ title: 'none', from: 'stat(1), grep(1)', input: '' }),
  ],
  'fact machines.image': inBoth({
    title: 'an image, and one that is absent',
    from: 'sha256sum(1)',
    input: answered(
      `${'a'.repeat(64)}  /var/lib/vz/import/debian.qcow2\n`,
      1,
      'sha256sum: /x: No such file or directory\n',
    ),
  }),
  'fact machines.snippet': [
    ...inBoth({
      title: 'a snippet with a host key',
      from: 'stat(1), sha256sum(1)',
      input: answered(`600\n${'a'.repeat(64)}  -\n${'b'.repeat(64)}  -\n`),
    }),
    ...inBoth({
      title: 'none',
      from: 'stat(1)',
      input: answered('', 1, "stat: cannot statx '/x': No such file or directory\n"),
    }),
  ],
  'fact machines.making': [
    ...inBoth({ title: 'one was begun', from: 'ls(1)', input: answered('9000\n') }),
    ...inBoth({
      title: 'none ever',
      from: 'ls(1)',
      input: answered('', 2, "ls: cannot access '/x': No such file or directory\n"),
    }),
  ],
  'fact machines.cloud-init': [
    ...inBoth({ title: 'done', from: 'cloud-init status', input: answered('status: done\n') }),
    ...inBoth({
      title: 'done with errors (24.1 and later)',
      from: 'cloud-init status',
      input: answered('status: degraded done\n', 2),
    }),
  ],
  'fact availability.watchdog': [
    ...inBoth({ title: 'softdog', from: 'the kernel', input: answered('device\nidentity Software Watchdog\nend\n') }),
    ...inBoth({ title: 'none', from: 'the kernel', input: answered('end\n') }),
  ],
  'fact stack.docker': [
    ...inBoth({ title: 'there', from: 'docker version', input: answered('26.1.5+dfsg1\n') }),
    ...inBoth({ title: 'not installed', from: 'sh(1)', input: answered('', 127, 'sh: 1: docker: not found\n') }),
  ],
  'fact stack.files': inBoth({
    title: 'one, and one that is absent',
    from: 'sha256sum(1)',
    input: answered(
      `${'d'.repeat(64)}  /srv/m/compose.yaml\n`,
      1,
      'sha256sum: /srv/m/.env: No such file or directory\n',
    ),
  }),
  'fact ownership.instances': [
    ...inBoth({
      title: 'one of the site, one of another, one without its first line',
      from: 'grep(1)',
      input: answered(
        [
          'dashboard/.env:# Written by Sitewright for the site depot. Do not edit.',
          'dashboard/.env:COMPOSE_PROJECT_NAME=municipal_project',
          'notes/.env:# Written by Sitewright for the site elsewhere. Do not edit.',
          "notes/.env:COMPOSE_PROJECT_NAME='notes'",
          'torn/.env:COMPOSE_PROJECT_NAME=torn',
        ]
          .map((line) => `/opt/sitewright/stacks/${line}\n`)
          .join(''),
      ),
    }),
    ...inBoth({ title: 'none', from: 'grep(1)', input: answered('', 2) }),
  ],
  parseRoom: [
    ...inBoth({
      title: 'three backups, one without its digest, and a file of somebody else',
      from: 'df(1), stat(1)',
      input: answered(
        ` 53687091200\n20261120T020000Z.dump 1048576 ${'a'.repeat(64)}\n20261122T024105Z.dump 2097152 -\n20261121T020000Z.dump 1500000 ${'b'.repeat(64)}\nby-hand.dump 12 -\n`,
      ),
    }),
    ...inBoth({ title: 'no folder yet', from: 'df(1)', input: answered(' 53687091200\n') }),
    ...inBoth({ title: 'cut off', from: 'df(1)', input: answered('') }),
  ],
  'fact stack.env': ENV,
  'fact stack.previous': ENV,
  'fact stack.trust': PEM,
  'fact registry.authority': PEM,
  'fact registry.certificate': PEM,
  'fact stack.images': inBoth({
    title: 'two by digest, one by its tag alone',
    from: 'docker image ls',
    input: answered(
      `192.0.2.5:5000/library/postgres@sha256:${'a'.repeat(64)}\n192.0.2.5:5000/app@sha256:${'b'.repeat(64)}\napp@<none>\n`,
    ),
    order: 'lines',
  }),
  'fact registry.files': inBoth({
    title: 'one, and one that is absent',
    from: 'sha256sum(1)',
    input: answered(
      `${'d'.repeat(64)}  /etc/docker/registry/config.yml\n`,
      1,
      'sha256sum: /etc/systemd/system/docker-registry.service.d/sitewright.conf: No such file or directory\n',
    ),
  }),
  'fact registry.key': [
    ...inBoth({ title: 'ours', from: 'stat(1)', input: answered('400 docker-registry\n') }),
    ...inBoth({
      title: 'none',
      from: 'stat(1)',
      input: answered('', 1, "stat: cannot statx '/etc/docker/registry/server.key': No such file or directory\n"),
    }),
  ],
  'fact registry.service': [
    ...inBoth({ title: 'runs', from: 'systemctl(1)', input: answered('active\nenabled\n') }),
    ...inBoth({ title: 'no such unit', from: 'systemctl(1)', input: answered('inactive\n') }),
  ],
  'fact registry.images': [
    ...inBoth({
      title: 'two repositories',
      from: 'find(1)',
      input: answered(
        ['library/postgres', 'sitewright/monitoring-web']
          .map(
            (name) =>
              `/var/lib/docker-registry/docker/registry/v2/repositories/${name}/_manifests/revisions/sha256/${'a'.repeat(64)}/link\n`,
          )
          .join(''),
      ),
      order: 'lines',
    }),
    ...inBoth({
      title: 'nothing pushed yet',
      from: 'find(1)',
      input: answered('', 1, 'find: ‘/var/lib/docker-registry/docker’: No such file or directory\n'),
    }),
  ],
  'fact stack.containers': inBoth({
    title: 'one of a project and one of nobody',
    from: 'docker ps --format json',
    input: answered(
      '{"Names":"m-grafana-1","Labels":"com.docker.compose.project=m,com.docker.compose.service=grafana,org.sitewright.config=abc","State":"running","Status":"Up 3 minutes (healthy)"}\n{"Names":"x","Labels":"","State":"exited","Status":"Exited (0)"}\n',
    ),
  }),
  'fact monitoring.bare-port': [
    ...inBoth({
      title: 'a web server has it, beside ssh and what listens on loopback',
      from: 'ss(8)',
      input: answered(
        'LISTEN 0      128          0.0.0.0:22        0.0.0.0:*\nLISTEN 0      511             [::]:80           [::]:*\nLISTEN 0      4096       127.0.0.1:8080      0.0.0.0:*\n',
      ),
      order: 'lines',
    }),
    ...inBoth({
      title: 'a container has it, as Docker publishes it on both families',
      from: 'ss(8), docker ps',
      input: answered(
        'LISTEN 0      4096         0.0.0.0:80        0.0.0.0:*\nLISTEN 0      4096            [::]:80           [::]:*\nm-db-1 5432/tcp\nm-web-1 0.0.0.0:80->8080/tcp, :::80->8080/tcp, 0.0.0.0:8000->8000/tcp, :::8000->8000/tcp\n',
      ),
      order: 'lines',
    }),
    ...inBoth({
      title: 'nobody has it, though a port of a container ends in it',
      from: 'ss(8), docker ps',
      input: answered('LISTEN 0      4096         0.0.0.0:8080      0.0.0.0:*\nm-web-1 0.0.0.0:8080->80/tcp\n'),
    }),
  ],
  parseContainers: inBoth({
    title: 'one of a project',
    from: 'docker ps --format json',
    input:
      '{"Names":"m-db-1","Labels":"com.docker.compose.project=m,com.docker.compose.service=db","State":"exited","Status":"Exited (1)"}\n',
  }),
};
