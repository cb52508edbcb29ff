import type { LabHost } from './lab-host.ts';

/** Services of a Proxmox VE node that stand for the vendor's: systemd knows them, the simulator is told what becomes of them. */
const SERVICES = ['pve-cluster', 'pvedaemon', 'pvestatd', 'pvescheduler', 'pve-ha-crm', 'pve-ha-lrm'] as const;

/** Says a request to the simulator's daemon: `tell UNIT ACTION`. Perl of Debian's essential perl-base. */
const TELL = `#!/usr/bin/perl
use strict;
use warnings;
use Socket;
my ($unit, $action) = @ARGV;
open(my $file, '<', '/proc/sys/kernel/hostname') or die "no host name: $!";
chomp(my $host = <$file>);
socket(my $daemon, AF_UNIX, SOCK_STREAM, 0) or die "no socket: $!";
connect($daemon, pack_sockaddr_un('/opt/sim/socket')) or die "the simulator does not answer: $!";
my $request = qq({"do":"unit","host":"$host","unit":"$unit","action":"$action"});
syswrite($daemon, 'K' . pack('N/a*', $request));
my $answer = '';
while (sysread($daemon, my $chunk, 65536)) { $answer .= $chunk }
die "the simulator refused: " . substr($answer, 5) . "\\n" if $answer =~ /"error"/;
`;

/** The names under which a lab's ports look like ports of a machine; a veth pair says of itself that it is none. */
const IP = `#!/bin/sh
# The lab's cables are veth pairs; in JSON they are shown as the ports of a machine that they stand for.
case " $* " in
*" -j "*) ;;
*) exec /usr/sbin/ip "$@" ;;
esac
out=$(/usr/sbin/ip "$@") || exit $?
printf '%s\\n' "$out" | sed 's/"linkinfo":{"info_kind":"veth"},//g; s/"linkinfo":{"info_kind":"veth",/"linkinfo":{/g'
`;

/**
 * Disks of the host as the site file names them: the machine's own are none of the lab's business. What lies on a data disk
 * (a loop device, `LabHost.attachDisk`) is what the real blkid sees there.
 */
const LSBLK = `#!/bin/sh
# lsblk of a lab host: /sys is the machine's, its disks are not this host's.
quoted() { if [ -n "$1" ]; then printf '"%s"' "$1"; else printf null; fi; }
on() { blkid -p -o value -s "$2" "/dev/$1"; }
for disk; do :; done
case " $* " in
*" -J "*)
  data=$(while read -r name serial size; do
    printf ',{"name":"%s","path":"/dev/%s","type":"disk","size":%s,"serial":"%s","model":"Lab data disk","rota":false,"rm":false' "$name" "$name" "$size" "$serial"
    printf ',"fstype":%s,"label":%s,"pttype":%s' "$(quoted "$(on "$name" TYPE)")" "$(quoted "$(on "$name" LABEL)")" "$(quoted "$(on "$name" PTTYPE)")"
    printf ',"mountpoint":%s}' "$(quoted "$(findmnt -n -o TARGET -S "/dev/$name")")"
  done < /etc/swlab/data-disks)
  exec sed "s|@DATA@|$data|" /etc/swlab/disks.json ;;
*" -dno SERIAL "*) exec sed -n "s|^\${disk#/dev/} \\([^ ]*\\) .*|\\1|p" /etc/swlab/data-disks ;;
*" -lno PATH "*) echo "$disk" ;;
*) exec /usr/bin/lsblk "$@" ;;
esac
`;

const SMARTCTL = `#!/bin/sh
# The disks of a lab host are only said to be there: all of them are well.
echo 'SMART overall-health self-assessment test result: PASSED'
`;

/**
 * What a lab host needs beside real Debian so that it passes for a Proxmox VE node: services, the page's port, and the size
 * of a server (cores, disks, ports). Its programs are the simulator's (`sim-host install`).
 */
export function dressAsNode(host: LabHost): void {
  host.put('/usr/local/lib/swlab/tell', TELL, 0o755);
  for (const name of SERVICES) {
    host.put(
      `/etc/systemd/system/${name}.service`,
      `[Unit]
Description=${name} of the lab: the simulator does its work
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/lib/swlab/tell ${name} start
ExecStop=/usr/local/lib/swlab/tell ${name} stop
[Install]
WantedBy=multi-user.target
`,
    );
    enable(host, `${name}.service`);
  }
  host.put(
    '/etc/systemd/system/pveproxy.service',
    `[Unit]
Description=pveproxy of the lab: the simulator answers at its port
After=pve-cluster.service pvedaemon.service
Requires=pveproxy.socket
[Service]
ExecStart=/lib/systemd/systemd-socket-proxyd /opt/sim/${host.name}-8006
ExecStartPost=/usr/local/lib/swlab/tell pveproxy start
ExecStopPost=/usr/local/lib/swlab/tell pveproxy stop
[Install]
WantedBy=multi-user.target
`,
  );
  host.put('/etc/systemd/system/pveproxy.socket', '[Unit]\nPartOf=pveproxy.service\n[Socket]\nListenStream=8006\n');
  enable(host, 'pveproxy.service');
  for (const folder of ['dump', 'images', 'template/cache', 'template/iso']) host.folder(`/var/lib/vz/${folder}`);
  dressAsServer(host);
}

function dressAsServer(host: LabHost): void {
  const cpu = (index: number) => `processor\t: ${index}\nmodel name\t: Lab CPU\nflags\t\t: vmx lm\ncpu cores\t: 4\n\n`;
  host.put('/etc/swlab/cpuinfo', [0, 1, 2, 3].map(cpu).join(''));
  host.put('/etc/swlab/data-disks', '');
  host.put(
    '/etc/swlab/disks.json',
    JSON.stringify({
      blockdevices: [
        {
          name: 'sda',
          path: '/dev/sda',
          type: 'disk',
          size: 240_000_000_000,
          serial: `SYS-${host.name}`,
          model: 'Lab disk',
          rota: false,
          rm: false,
          fstype: null,
          label: null,
          pttype: 'gpt',
          mountpoint: null,
          children: [
            { name: 'sda3', path: '/dev/sda3', type: 'part', size: 239_000_000_000, fstype: 'ext4', mountpoint: '/' },
          ],
        },
      ],
    }).replace(/\]\}$/, '@DATA@]}'),
  );
  host.put(
    '/etc/systemd/system/swlab-hardware.service',
    `[Unit]
Description=the processors of the server that this lab host stands for
DefaultDependencies=no
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/mount --bind /etc/swlab/cpuinfo /proc/cpuinfo
[Install]
WantedBy=sysinit.target
`,
  );
  enable(host, 'swlab-hardware.service', 'sysinit.target');
  host.put('/usr/local/sbin/ip', IP, 0o755);
  host.put('/usr/local/sbin/lsblk', LSBLK, 0o755);
  host.put('/usr/local/sbin/smartctl', SMARTCTL, 0o755);
}

/** As `systemctl enable` of a host that has never run: a symbolic link. */
function enable(host: LabHost, unit: string, target = 'multi-user.target'): void {
  host.link(`/etc/systemd/system/${unit}`, `/etc/systemd/system/${target}.wants/${unit}`);
}
