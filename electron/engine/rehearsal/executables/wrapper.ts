import * as fs from 'node:fs';
import { join, relative } from 'node:path';
import { pveCommandSet } from '../pve/command-set.ts';

const MARK = 'Sitewright simulator wrapper';
const CLIENT = '/usr/local/lib/sitewright-sim/client';

/**
 * The client that every wrapper is: Perl of Debian's essential perl-base (nothing to install on a lab host, and a short
 * start), as the vendor's own tools are Perl. Standard input is read only when the program wants it.
 */
function clientText(socket: string, host: string): string {
  return `#!/usr/bin/perl
# ${MARK}: the program runs in the simulator's daemon, this file carries its streams and its end.
use strict;
use warnings;
use Socket;
use Errno;
use Cwd ();

my $path = ${perlString(socket)};
my $host = ${perlString(host)};
(my $name = $0) =~ s{.*/}{};

sub stop { print STDERR "$name: $_[0]\\n"; exit 125 }

socket(my $daemon, AF_UNIX, SOCK_STREAM, 0) or stop("no socket: $!");
connect($daemon, pack_sockaddr_un($path)) or stop("the simulator does not answer at $path: $!");

my @signals;
for my $signal (qw(INT TERM HUP QUIT)) {
    $SIG{$signal} = sub { push @signals, $signal };
}

sub lost { stop("the simulator went away before the program ended; what it changed until then is kept") }

sub put {
    my ($type, $data) = @_;
    local $SIG{PIPE} = 'IGNORE';
    my $bytes = $type . pack('N/a*', $data);
    my $done = 0;
    while ($done < length $bytes) {
        my $count = syswrite($daemon, $bytes, length($bytes) - $done, $done);
        if (defined $count) { $done += $count; next }
        lost() unless $!{EINTR};
    }
}

sub show {
    my ($handle, $data) = @_;
    my $done = 0;
    while ($done < length $data) {
        my $count = syswrite($handle, $data, length($data) - $done, $done);
        if (defined $count) { $done += $count; next }
        return unless $!{EINTR};
    }
}

if ($host eq '') {
    open(my $file, '<', '/proc/sys/kernel/hostname') or stop("no host name: $!");
    chomp($host = <$file>);
    $host =~ s/\\..*//;
}
put('N', $host);
put('C', Cwd::getcwd() // '/');
put('U', sprintf('%o', umask));
put('A', $_) for $name, @ARGV;
for my $key (grep { /^(?:HOME|USER|LOGNAME|SHELL|PATH|LANG|LC_\\w+|TERM|COLUMNS|LINES|TZ|SSH_\\w+|REMOTE_USER)$/ } sort keys %ENV) {
    put('E', "$key=$ENV{$key}");
}
put('G', '');

my ($buffer, $reading) = ('', 0);
while (1) {
    put('S', shift @signals) while @signals;
    my $ready = '';
    vec($ready, fileno($daemon), 1) = 1;
    vec($ready, fileno(STDIN), 1) = 1 if $reading;
    my $count = select($ready, undef, undef, 0.25);
    next if $count <= 0;
    if (vec($ready, fileno($daemon), 1)) {
        my $got = sysread($daemon, $buffer, 65536, length $buffer);
        next if !defined $got && $!{EINTR};
        lost() unless $got;
        while (length $buffer >= 5) {
            my ($type, $length) = unpack('aN', $buffer);
            last if length $buffer < 5 + $length;
            my $data = substr($buffer, 5, $length);
            substr($buffer, 0, 5 + $length) = '';
            if ($type eq 'O') { show(\\*STDOUT, $data) }
            elsif ($type eq 'R') { show(\\*STDERR, $data) }
            elsif ($type eq 'W') {
                if (defined fileno(STDIN)) { $reading = 1 } else { put('Z', '') }
            }
            elsif ($type eq 'X') {
                my ($code, $signal) = split / /, $data;
                if (defined $signal) { $SIG{$signal} = 'DEFAULT'; kill $signal, $$; sleep 1 }
                exit $code;
            }
        }
    }
    if ($reading && vec($ready, fileno(STDIN), 1)) {
        my $got = sysread(STDIN, my $chunk, 65536);
        next if !defined $got && $!{EINTR};
        if ($got) { put('I', $chunk) } else { put('Z', ''); $reading = 0 }
    }
}
`;
}

export interface InstallOptions {
  /** The folder that is \`/\` of the host. */
  readonly root: string;
  /** The daemon's socket as the host itself sees it. */
  readonly socket: string;
  /** The host's name in the spec; '' = what the host calls itself when a program is run. */
  readonly host: string;
  readonly os: 'pve' | 'debian';
  /** Folder of the programs inside the host. */
  readonly bin: string;
  /** Programs to leave out, because the host has the real ones. */
  readonly without: readonly string[];
}

/** The names of the programs that a host of a kind gets. */
function programNames(os: 'pve' | 'debian'): readonly string[] {
  const onWitness = ['corosync-qnetd-tool'];
  // a real host's own, which make its real network and filter it
  const real = ['ifreload', 'iptables'];
  return Object.keys(pveCommandSet.programs)
    .filter((name) => !real.includes(name))
    .filter((name) => onWitness.includes(name) === (os === 'debian'))
    .sort();
}

/**
 * Writes the client and one link a program; what an earlier install wrote is replaced. Gives back the installed paths, as
 * seen inside the host. Throws where something that is not ours is in the way, before anything is written.
 */
export function installWrappers(options: InstallOptions): readonly string[] {
  const base = options.root === '/' ? '' : options.root.replace(/\/+$/, '');
  if (!fs.existsSync(options.root)) throw new Error(`the root ${options.root} is not there`);
  const known = programNames(options.os);
  const unknown = options.without.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`no program is named ${unknown}; there are ${known.join(', ')}`);
  const names = known.filter((name) => !options.without.includes(name));
  // Relative, so that a root that nobody has entered works too.
  const target = relative(options.bin, CLIENT);
  for (const name of names) {
    const stat = fs.lstatSync(join(base, options.bin, name), { throwIfNoEntry: false });
    if (!stat) continue;
    if (stat.isSymbolicLink() && fs.readlinkSync(join(base, options.bin, name)) === target) continue;
    throw new Error(`${join(base, options.bin, name)} is there and no wrapper: leave it out with --without ${name}`);
  }
  const client = join(base, CLIENT);
  fs.mkdirSync(join(client, '..'), { recursive: true });
  fs.mkdirSync(join(base, options.bin), { recursive: true });
  fs.writeFileSync(`${client}.tmp`, clientText(options.socket, options.host));
  fs.chmodSync(`${client}.tmp`, 0o755);
  fs.renameSync(`${client}.tmp`, client);
  for (const name of names) {
    const path = join(base, options.bin, name);
    fs.rmSync(path, { force: true });
    fs.symlinkSync(target, path);
  }
  return names.map((name) => join(options.bin, name));
}

function perlString(text: string): string {
  if (/[\n\0]/.test(text)) throw new Error(`${JSON.stringify(text)} cannot be a socket path or host name`);
  return `'${text.replace(/[\\']/g, (each) => `\\${each}`)}'`;
}
