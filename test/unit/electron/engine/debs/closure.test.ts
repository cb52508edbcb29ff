import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { closureOf } from '../../../../../electron/engine/debs/closure.ts';
import { readIndexFile } from '../../../../../electron/engine/debs/index-file.ts';
import type { PackageRecord } from '../../../../../electron/engine/debs/package-record.ts';
import { readStatus } from '../../../../../electron/engine/debs/status.ts';

/** `name version` and further fields, in the words of an index. */
function index(...entries: readonly (readonly [string, ...string[]])[]): readonly PackageRecord[] {
  const text = entries.map(([head, ...fields]) => {
    const [name, version = '1'] = head.split(' ');
    return [
      `Package: ${name}`,
      `Version: ${version}`,
      'Architecture: amd64',
      `Filename: pool/${name}_${version}.deb`,
      'Size: 10',
      `SHA256: ${'0'.repeat(64)}`,
      ...fields,
      '',
    ].join('\n');
  });
  return readIndexFile(Buffer.from(text.join('\n')), 'Packages');
}
function status(...entries: readonly (readonly [string, ...string[]])[]): readonly PackageRecord[] {
  const text = entries.map(([head, ...fields]) => {
    const [name, version = '1'] = head.split(' ');
    return `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n${fields.map((field) => `${field}\n`).join('')}`;
  });
  return readStatus(text.join('\n'), 'status');
}
function closure(
  wanted: readonly string[],
  available: readonly PackageRecord[],
  installed: readonly PackageRecord[] = [],
) {
  const { packages, unsatisfied } = closureOf({ wanted, available, installed, architecture: 'amd64' });
  return {
    packages: packages.map(({ name, version }) => `${name} ${version}`),
    sentences: unsatisfied.map((entry) => describeDiagnostic(entry, 'en').summary),
    full: packages,
  };
}

test('what is installed is not brought, what is too old is replaced, and each says for whom it comes', () => {
  const { full } = closure(
    ['daemon'],
    index(['daemon 2', 'Depends: libone (>= 1.5), libtwo'], ['libone 1.6'], ['libtwo 3']),
    status(['libone 1.2'], ['libtwo 2']),
  );
  expect(full).toMatchObject([
    { name: 'daemon', version: '2' },
    { name: 'libone', version: '1.6', neededBy: 'daemon', replaces: '1.2' },
  ]);
  expect(full[0]).not.toHaveProperty('neededBy');
});

test('a wanted package that is installed brings nothing, whatever its version', () => {
  expect(closure(['chrony'], index(['chrony 5']), status(['chrony 4'])).packages).toEqual([]);
});

test('the first alternative that can be installed is taken, an installed one before all', () => {
  const available = index(
    ['app', 'Depends: first | second | third'],
    ['first', 'Depends: nowhere'],
    ['second', 'Depends: deep'],
    ['deep'],
    ['third'],
  );
  expect(closure(['app'], available).packages).toEqual(['app 1', 'deep 1', 'second 1']);
  expect(closure(['app'], available, status(['third'])).packages).toEqual(['app 1']);
});

test('a virtual package is given by its providers, in a version only where they name one', () => {
  const available = index(
    ['app', 'Depends: mail-server, api (>= 2)'],
    ['zmail', 'Provides: mail-server', 'Priority: important'],
    ['amail', 'Provides: mail-server'],
    ['unversioned', 'Provides: api'],
    ['versioned', 'Provides: api (= 2.1)'],
  );
  expect(closure(['app'], available).packages).toEqual(['app 1', 'versioned 1', 'zmail 1']);
});

test('":any" is met by what allows it, and another architecture never counts', () => {
  const available = index(
    ['app', 'Depends: perl:any'],
    ['tool', 'Depends: lib:any'],
    ['lib'],
    ['perl', 'Multi-Arch: allowed'],
  );
  expect(closure(['app'], available).packages).toEqual(['app 1', 'perl 1']);
  expect(closure(['tool'], available).sentences).toEqual([
    'tool cannot be installed: tool needs lib:any, and no index has it.',
  ]);
});

test('what is missing is named with the whole way to it, and the other wanted packages come all the same', () => {
  const { packages, sentences } = closure(
    ['docker.io', 'chrony', 'nothing-like-it'],
    index(
      ['docker.io', 'Depends: containerd'],
      ['containerd', 'Pre-Depends: runc (>= 9) | crun'],
      ['runc'],
      ['chrony'],
    ),
  );
  expect(packages).toEqual(['chrony 1']);
  expect(sentences).toEqual([
    'docker.io cannot be installed: docker.io → containerd needs runc (>= 9) | crun, and no index has it.',
    'nothing-like-it cannot be installed: nothing-like-it needs nothing-like-it, and no index has it.',
  ]);
});

test('what excludes an installed package is refused, unless a newer version of that is not excluded', () => {
  const available = index(['app', 'Breaks: old (<< 2)'], ['old 2']);
  expect(closure(['app'], available, status(['old 1'])).packages).toEqual(['app 1', 'old 2']);
  expect(closure(['app'], index(['app', 'Conflicts: old']), status(['old 1'])).sentences).toEqual([
    'app cannot be installed: app and old 1 exclude each other.',
  ]);
  expect(closure(['app'], index(['app', 'Conflicts: time-daemon', 'Provides: time-daemon']), []).packages).toEqual([
    'app 1',
  ]);
});

test('an installed package that excludes a new one keeps it away', () => {
  expect(closure(['app'], index(['app']), status(['rival 1', 'Conflicts: app'])).sentences).toEqual([
    'app cannot be installed: app and rival 1 exclude each other.',
  ]);
});

test('a choice that stands in the way of what has no choice is made anew', () => {
  const available = index(
    ['app', 'Depends: helper, core'],
    ['helper', 'Depends: core-small | core'],
    ['core-small', 'Conflicts: core'],
    ['core', 'Conflicts: core-small'],
  );
  expect(closure(['app'], available).packages).toEqual(['app 1', 'core 1', 'helper 1']);
});

test('what an installed package needs stays true: it is replaced together with what it needs', () => {
  const available = index(['app', 'Depends: lib (>= 2)'], ['lib 2'], ['lib-tools 2', 'Depends: lib (= 2)']);
  const installed = status(['lib 1'], ['lib-tools 1', 'Depends: lib (= 1)']);
  expect(closure(['app'], available, installed).packages).toEqual(['app 1', 'lib 2', 'lib-tools 2']);
});

test('packages that need each other come together', () => {
  expect(closure(['a'], index(['a', 'Depends: b'], ['b', 'Depends: c'], ['c', 'Depends: a'])).packages).toEqual([
    'a 1',
    'b 1',
    'c 1',
  ]);
});

test('whatever an index says, the answer comes, holds every dependency, and nothing twice', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const bound = fc.constantFrom('', ' (>= 1)', ' (>= 2)', ' (= 1)', ' (<< 2)');
  const relation = fc.tuple(name, bound).map((parts) => parts.join(''));
  const group = fc.array(relation, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' | '));
  const list = (field: string, of: fc.Arbitrary<string>) =>
    fc.array(of, { maxLength: 3 }).map((parts) => (parts.length === 0 ? '' : `${field}: ${parts.join(', ')}`));
  const entry = fc
    .tuple(name, fc.constantFrom('1', '2'), list('Depends', group), list('Conflicts', relation), list('Provides', name))
    .map(([own, version, ...fields]): [string, ...string[]] => [`${own} ${version}`, ...fields.filter(Boolean)]);
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 10 }), fc.array(entry, { maxLength: 4 }), (available, installed) => {
      const request = { available: index(...available), architecture: 'amd64', wanted: ['a', 'b'] };
      const { packages, unsatisfied } = closureOf({ ...request, installed: status(...installed) });
      expect(new Set(packages.map((each) => each.name)).size).toBe(packages.length);
      expect(unsatisfied.length).toBeLessThanOrEqual(2);
      const again = closureOf({
        ...request,
        available: request.available.filter(({ name: own, version }) =>
          packages.some((each) => each.name === own && each.version === version),
        ),
        installed: status(...installed),
      });
      if (unsatisfied.length === 0) {
        expect(again.unsatisfied).toEqual([]);
        expect(again.packages.map((each) => each.name)).toEqual(packages.map((each) => each.name));
      }
    }),
    { numRuns: 500 },
  );
});
