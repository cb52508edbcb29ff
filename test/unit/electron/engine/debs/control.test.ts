import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ControlError, readStanza, readStanzas } from '../../../../../electron/engine/debs/control.ts';
import {
  groupText,
  parseProvides,
  parseRelations,
  RelationError,
} from '../../../../../electron/engine/debs/dependency.ts';
import { readIndexFile } from '../../../../../electron/engine/debs/index-file.ts';
import { readStatus } from '../../../../../electron/engine/debs/status.ts';

const all = (text: string) => [...readStanzas(text)].map((stanza) => Object.fromEntries(stanza));

test('paragraphs, continuation lines, comments and any kind of line end are read', () => {
  expect(
    all(
      '\n\nPackage: a\nDescription: short\n long\n .\n\tmore\n# a comment\nVersion:1\n \t\nPackage: b\r\nSize: 2\r\n',
    ),
  ).toEqual([
    { package: 'a', description: 'short\n long\n .\n\tmore', version: '1' },
    { package: 'b', size: '2' },
  ]);
  expect(all('')).toEqual([]);
  expect(all('Package: x')).toEqual([{ package: 'x' }]);
});

test('only the wanted fields are kept, with nothing of the others', () => {
  const [stanza] = readStanzas('Package: a\nDescription: x\n long\nSize: 3\n', new Set(['size']));
  expect([...(stanza ?? [])]).toEqual([['size', '3']]);
});

test.each([
  [' starts with a continuation\n', 'line 1: a continuation without a field'],
  ['Package: a\nno colon here\n', 'line 2: no field name'],
  ['Package: a\nPACKAGE: b\n', 'line 2: package is given twice'],
  [': x\n', 'line 1: no field name'],
  ['a b: x\n', 'line 1: no field name'],
])('%j is refused with the line', (text, sentence) => {
  expect(() => readStanza(text)).toThrow(new ControlError(sentence));
});

test('what is made to fill the memory is refused', () => {
  expect(() => all(Array.from({ length: 300 }, (_, index) => `f${index}: x\n`).join(''))).toThrow(
    'more than 200 fields',
  );
  expect(() => [...readStanzas(`A: ${'x'.repeat(100)}\n`, undefined, { valueChars: 50 })]).toThrow('a is too long');
  expect(() => [...readStanzas(`A: x\n${' y\n'.repeat(50)}`, undefined, { valueChars: 50 })]).toThrow('a is too long');
  expect(() => [...readStanzas('A: x\n\n'.repeat(5), undefined, { stanzas: 3 })]).toThrow('more than 3 paragraphs');
});

test('any text is read or refused as what it is', () => {
  const piece = fc.constantFrom(
    'Package',
    ':',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '#',
    'a',
    '1',
    '\n\n',
    'Depends: b | c (>= 1)',
    '\0',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
      (text) => {
        try {
          for (const stanza of all(text))
            expect(Object.keys(stanza).every((name) => name === name.toLowerCase())).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ControlError);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('relations are read with bounds, qualifiers, alternatives and the old signs', () => {
  const text = 'libc6 (>= 2.36), perl:any, mta|mail-server:amd64 ( << 1:2~a ) , old (< 3),';
  expect(parseRelations(text).map(groupText)).toEqual([
    'libc6 (>= 2.36)',
    'perl:any',
    'mta | mail-server:amd64 (<< 1:2~a)',
    'old (<= 3)',
  ]);
  expect(parseProvides('a, b (= 2)')).toEqual([{ name: 'a' }, { name: 'b', version: '2' }]);
  for (const wrong of ['a b', 'a (1)', 'a (>= )', '(>= 1)', 'a [amd64]', 'a | ', '|', '-a'])
    expect(() => parseRelations(wrong), wrong).toThrow(RelationError);
  expect(() => parseProvides('a | b')).toThrow(RelationError);
  expect(() => parseProvides('a (>= 1)')).toThrow(RelationError);
});

test('what relations were read is written as it is read again', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{0,6}$/);
  const relation = fc
    .tuple(name, fc.constantFrom('', ':any', ':amd64'), fc.constantFrom('', ' (>= 1.0~a)', ' (= 2:1-1)'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(fc.array(relation, { minLength: 1, maxLength: 3 }), { maxLength: 4 }), (groups) => {
      const text = groups.map((group) => group.join(' | '));
      expect(parseRelations(text.join(', ')).map(groupText)).toEqual(text);
    }),
  );
});

test('an index whose entry cannot be trusted is refused with its name', () => {
  const entry = (change: Readonly<Record<string, string>>) =>
    Buffer.from(
      Object.entries({
        Package: 'a',
        Version: '1',
        Architecture: 'all',
        Filename: 'a.deb',
        Size: '1',
        SHA256: '0'.repeat(64),
        ...change,
      })
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    );
  expect(readIndexFile(entry({}), 'Packages')).toMatchObject([{ name: 'a', file: { path: 'a.deb', sizeBytes: 1 } }]);
  const wrong: readonly Readonly<Record<string, string>>[] = [
    { Filename: '../../etc/passwd' },
    { Filename: '/etc/passwd' },
    { Size: '-1' },
    { SHA256: 'abc' },
    { Version: 'x y' },
    { Package: 'a/b' },
    { Architecture: '../x' },
  ];
  for (const change of wrong)
    expect(() => readIndexFile(entry(change), 'Packages.x')).toThrow('packages.index-damaged');
  expect(() => readIndexFile(Buffer.from([0x1f, 0x8b, 0, 0]), 'Packages.gz')).toThrow('packages.index-damaged');
});

test('of dpkg’s status only what is installed counts', () => {
  const one = (name: string, state: string) => `Package: ${name}\nStatus: ${state}\nVersion: 1\nArchitecture: all\n`;
  const text = [
    one('a', 'install ok installed'),
    one('b', 'deinstall ok config-files'),
    one('c', 'hold ok installed'),
    one('d', 'install reinstreq half-installed'),
    one('e', 'install ok triggers-pending'),
    one('f', 'install ok unpacked'),
  ];
  expect(readStatus(text.join('\n'), 'status').map(({ name }) => name)).toEqual(['a', 'c', 'e']);
  expect(() => readStatus('nonsense', 'status')).toThrow('packages.status-damaged');
});
