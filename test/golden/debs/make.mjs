// Makes the reduced indexes of this folder from a Debian's real ones: `node test/golden/debs/make.mjs [trixie]`, on a Debian whose
// apt has the archives main, updates and security of some release; that of another release is asked at the same places. What
// is kept: everything that apt takes for the seeds on an empty system, every package that one of these names in a relation,
// and what provides such a name.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RELEASE = process.argv[2] ?? 'bookworm';
const END = RELEASE === 'bookworm' ? '' : `-${RELEASE}`;
const SEEDS = JSON.parse(readFileSync(new URL(`seeds${END}.json`, import.meta.url), 'utf8'));
const KEPT =
  /^(Package|Version|Source|Architecture|Multi-Arch|Priority|Essential|Pre-Depends|Depends|Conflicts|Breaks|Replaces|Provides|Filename|Size|SHA256):/;
const run = (file, ...args) => execFileSync(file, args, { encoding: 'utf8', maxBuffer: 1e9 });

// An apt of its own, at the places of the machine's.
const folder = mkdtempSync(join(tmpdir(), 'archives-'));
for (const path of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, path), { recursive: true });
const keys = new URL('../../../installer-assets/keys/', import.meta.url);
const keyring = join(folder, 'keys.gpg');
writeFileSync(
  keyring,
  Buffer.concat(
    readdirSync(keys)
      .filter((name) => name.startsWith(`debian-archive-${RELEASE}-`))
      .map((name) => readFileSync(new URL(name, keys))),
  ),
);
const places = run('apt-get', 'indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Identifier: Packages').split('\n');
const rootOf = (end) => places.map((line) => line.split(' ')).find(([, suite]) => new RegExp(`^[a-z]+${end}$`).test(suite ?? ''))?.[0];
writeFileSync(
  join(folder, 'sources.list'),
  ['-security', '-updates', '']
    .map((end) => `deb [signed-by=${keyring}] ${rootOf(end)} ${RELEASE}${end} main\n`)
    .join(''),
);
const OPTIONS = [
  ...[`Dir::Etc::sourcelist=${folder}/sources.list`, 'Dir::Etc::sourceparts=/dev/null', 'Dir::State::status=/dev/null'],
  ...[`Dir::State::lists=${folder}/lists`, `Dir::Cache=${folder}/cache`, 'Debug::NoLocking=1', 'APT::Architecture=amd64'],
  ...['APT::Sandbox::User=root', 'Acquire::Languages=none', 'Dir::Etc::preferencesparts=/dev/null'],
].flatMap((option) => ['-o', option]);
run('apt-get', ...OPTIONS, 'update', '--error-on=any');
const LISTS = join(folder, 'lists');

const stanzasOf = (file) =>
  run('/usr/lib/apt/apt-helper', 'cat-file', join(LISTS, file))
    .split('\n\n')
    .filter((text) => text.startsWith('Package: '))
    .map((text) => {
      const lines = text.split('\n').filter((line) => KEPT.test(line));
      const field = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      return { name: field('Package'), field, text: `${lines.join('\n')}\n` };
    });
const files = readdirSync(LISTS).filter((name) => /binary-amd64_Packages/.test(name));
const archives = {
  main: files.filter((name) => !name.includes('security')).flatMap(stanzasOf),
  security: files.filter((name) => name.includes('security')).flatMap(stanzasOf),
};
const all = [...archives.security, ...archives.main];

const install = (...names) =>
  run('apt-get', ...OPTIONS, '--no-install-recommends', '--print-uris', '-y', 'install', ...names)
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
  write(`Packages${END}-${archive}.xz`, entries.filter(isKept).map(({ text }) => text).join('\n'));
// A system as the archive was at its last point release, without the security updates since then.
write(
  `status-base${END}.xz`,
  archives.main
    .filter((entry) => base.has(entry.name))
    .map(({ text }) => text.replace(/^(Filename|Size|SHA256):.*\n/gm, '').replace('\n', '\nStatus: install ok installed\n'))
    .join('\n'),
);
rmSync(folder, { recursive: true });
