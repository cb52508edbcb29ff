// Makes the reduced indexes of this folder from Debian 12's real ones: `apt-get update && node test/golden/debs/make.mjs`,
// on a Debian 12 with the archives main, updates and security. What is kept: everything that apt takes for SEEDS on an
// empty system, every package that one of these names in a relation, and what provides such a name.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SEEDS = [
  'corosync-qnetd',
  'corosync-qdevice',
  'chrony',
  'qemu-guest-agent',
  'docker.io',
  'docker-compose',
  'default-mta',
  'nginx',
  'podman',
];
const KEPT =
  /^(Package|Version|Source|Architecture|Multi-Arch|Priority|Essential|Pre-Depends|Depends|Conflicts|Breaks|Replaces|Provides|Filename|Size|SHA256):/;
const LISTS = '/var/lib/apt/lists/';
const run = (file, ...args) => execFileSync(file, args, { encoding: 'utf8', maxBuffer: 1e9 });

const stanzasOf = (file) =>
  run('/usr/lib/apt/apt-helper', 'cat-file', `${LISTS}${file}`)
    .split('\n\n')
    .filter((text) => text.startsWith('Package: '))
    .map((text) => {
      const lines = text.split('\n').filter((line) => KEPT.test(line));
      const field = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      return { name: field('Package'), field, text: `${lines.join('\n')}\n` };
    });
const files = readdirSync(LISTS).filter((name) => /debian.*binary-amd64_Packages/.test(name));
const archives = {
  main: files.filter((name) => !name.includes('security')).flatMap(stanzasOf),
  security: files.filter((name) => name.includes('security')).flatMap(stanzasOf),
};
const all = [...archives.security, ...archives.main];

// What apt has fetched before it does not name again.
const cache = mkdtempSync(join(tmpdir(), 'archives-'));
const install = (...names) =>
  run(
    'apt-get',
    ...['-o', 'Dir::State::status=/dev/null', '-o', `Dir::Cache::archives=${cache}`, '-o', 'Debug::NoLocking=1', '--no-install-recommends', '--print-uris', '-y'],
    'install',
    ...names,
  )
    .split('\n')
    .flatMap((line) => /^'[^']*' ([^_]+)_/.exec(line)?.[1] ?? []);
const base = new Set(install('?essential', '?priority(required)', '?priority(important)'));
const closures = new Set([...base, ...SEEDS.flatMap((seed) => install(seed))]);
const mentioned = new Set(
  all
    .filter((entry) => closures.has(entry.name))
    .flatMap(({ field }) => [
      ...['Pre-Depends', 'Depends', 'Conflicts', 'Breaks', 'Provides'].flatMap((name) =>
        field(name).split(/[,|]/).map((part) => part.trim().replace(/[\s(:].*$/s, '')),
      ),
    ]),
);
const provides = ({ field }) => field('Provides').split(',').map((part) => part.trim().replace(/[\s(].*$/s, ''));
const isKept = (entry) =>
  closures.has(entry.name) || mentioned.has(entry.name) || provides(entry).some((name) => mentioned.has(name));

mentioned.delete('');
const write = (name, text) =>
  writeFileSync(new URL(name, import.meta.url), execFileSync('xz', ['-9e', '-c'], { input: text, maxBuffer: 1e9 }));
for (const [archive, entries] of Object.entries(archives))
  write(`Packages-${archive}.xz`, entries.filter(isKept).map(({ text }) => text).join('\n'));
// A system as the archive was at its last point release, without the security updates since then.
write(
  'status-base.xz',
  archives.main
    .filter((entry) => base.has(entry.name))
    .map(({ text }) => text.replace(/^(Filename|Size|SHA256):.*\n/gm, '').replace('\n', '\nStatus: install ok installed\n'))
    .join('\n'),
);
rmSync(cache, { recursive: true });
