import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unxz } from '../../../../../electron/engine/compress/unxz.ts';
import { closureOf } from '../../../../../electron/engine/debs/closure.ts';
import { readIndexFile } from '../../../../../electron/engine/debs/index-file.ts';
import { readStatus } from '../../../../../electron/engine/debs/status.ts';
import { needTools } from '../../../../support/needed-tools.ts';

/** Real indexes of Debian 12, reduced by test/golden/debs/make.mjs; real apt is the witness, without any network. */
const GOLDEN = new URL('../../../../golden/debs/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'closure-'));
const golden = (name: string) => readFileSync(new URL(name, GOLDEN));
const available = ['Packages-security.xz', 'Packages-main.xz'].flatMap((name) => readIndexFile(golden(name), name));
const baseText = Buffer.from(unxz(golden('status-base.xz'))).toString('utf8');
/**
 * Whose closures the reduced indexes hold. Not podman: what it needs has two providers of equal rank, and which of them apt takes
 * hangs on the order in its cache.
 */
const WANTED = (JSON.parse(golden('seeds.json').toString('utf8')) as readonly string[]).filter(
  (name) => name !== 'podman',
);

let options: readonly string[] = [];
beforeAll(() => {
  needTools('apt-get');
  for (const name of ['security', 'main']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'Packages'), unxz(golden(`Packages-${name}.xz`)));
  }
  for (const path of ['lists/partial', 'cache/archives/partial', 'etc'])
    mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(
    join(folder, 'sources.list'),
    ['security', 'main'].map((name) => `deb [trusted=yes] file:${folder}/${name} ./\n`).join(''),
  );
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'base'), baseText);
  options = [
    ...['-o', `Dir::Etc::sourcelist=${folder}/sources.list`, '-o', 'Dir::Etc::sourceparts=/dev/null'],
    ...['-o', 'Dir::Etc::preferences=/dev/null', '-o', 'Dir::Etc::preferencesparts=/dev/null'],
    ...['-o', `Dir::State::lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`],
    ...['-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root', '-o', 'APT::Architecture=amd64'],
  ];
  execFileSync('apt-get', [...options, 'update'], { stdio: 'pipe' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `name version size` of what apt would fetch; undefined where it refuses. */
function aptsChoice(status: string, ...names: readonly string[]): readonly string[] | undefined {
  const { stdout, status: code } = spawnSync(
    'apt-get',
    [
      ...options,
      ...['-o', `Dir::State::status=${folder}/${status}`, '--no-install-recommends', '--no-remove'],
      ...['--print-uris', '-y', 'install', ...names],
    ],
    { encoding: 'utf8' },
  );
  if (code !== 0) return undefined;
  return stdout
    .split('\n')
    .flatMap(
      (line) => /^'[^']*' ([^_]+)_([^_]+)_\S+ (\d+)/.exec(line)?.slice(1, 4).join(' ').replaceAll('%3a', ':') ?? [],
    )
    .sort();
}

const SYSTEMS = { empty: [], base: readStatus(baseText, 'status-base') } as const;

test.each(['empty', 'base'] as const)(
  'on the system «%s» apt takes the same packages in the same versions',
  (system) => {
    const seen = new Map<string, number>();
    for (const names of [...WANTED.map((name) => [name]), WANTED.slice(0, 5)]) {
      const { packages, unsatisfied } = closureOf({
        wanted: names,
        available,
        installed: SYSTEMS[system],
        architecture: 'amd64',
      });
      const apt = aptsChoice(system, ...names);
      const label = `${names.join(' ')} on ${system}`;
      expect(
        unsatisfied.map(({ code }) => code),
        label,
      ).toEqual(apt ? [] : ['packages.conflict']);
      if (!apt) continue;
      expect(packages.map(({ name, version, sizeBytes }) => `${name} ${version} ${sizeBytes}`).sort(), label).toEqual(
        apt,
      );
      seen.set(label, apt.length);
    }
    expect(seen.get(`docker.io on ${system}`)).toBeGreaterThan(system === 'empty' ? 50 : 5);
  },
);

test('the same packages come out whatever the order of the index', () => {
  const turned = [...available].reverse();
  for (const wanted of [['docker.io'], ['corosync-qdevice', 'chrony']]) {
    const [one, other] = [available, turned].map((records) =>
      closureOf({ wanted, available: records, installed: [], architecture: 'amd64' }).packages.map(
        ({ sha256 }) => sha256,
      ),
    );
    expect(other).toEqual(one);
    expect(one?.length).toBeGreaterThan(50);
  }
});

test('a list that has its own closure for an installed system is enough for apt on it', () => {
  const { packages } = closureOf({ wanted: ['docker.io'], available, installed: SYSTEMS.base, architecture: 'amd64' });
  const again = closureOf({
    wanted: ['docker.io'],
    available: available.filter(({ file }) => packages.some(({ sha256 }) => sha256 === file?.sha256)),
    installed: SYSTEMS.base,
    architecture: 'amd64',
  });
  expect(again.packages.map(({ sha256 }) => sha256)).toEqual(packages.map(({ sha256 }) => sha256));
});
