import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Diagnostic, DiagnosticError, describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import { judgeRelease } from '../../../../../../electron/engine/debs/archive/judge-release.ts';
import { parseRelease } from '../../../../../../electron/engine/debs/archive/release-file.ts';
import type { SignatureState } from '../../../../../../electron/engine/debs/archive/signature.ts';
import { readIndexFile, readIndexPieces } from '../../../../../../electron/engine/debs/index-file.ts';

const DIGEST = 'a'.repeat(64);
const TEXT = [
  'Origin: Debian',
  'Suite: stable',
  'Codename: trixie',
  'Date: Sat, 12 Sep 2026 07:55:41 UTC',
  'Valid-Until: Sat, 19 Sep 2026 07:55:41 +0000',
  'Acquire-By-Hash: yes',
  'Components: main contrib',
  'MD5Sum:',
  ` ${'b'.repeat(32)} 12 main/binary-amd64/Old`,
  'SHA256:',
  ` ${DIGEST}  12 main/binary-amd64/Packages`,
  ` ${DIGEST.toUpperCase()} 0 main/binary-amd64/Packages.gz`,
  '',
].join('\n');
const without = (field: string) => TEXT.replace(new RegExp(`^${field}:.*\\n`, 'm'), '');

test('a signed text is read: names, times in UTC, and files by SHA-256 alone', () => {
  expect(parseRelease(TEXT)).toEqual({
    suite: 'stable',
    codename: 'trixie',
    date: new Date('2026-09-12T07:55:41Z'),
    validUntil: new Date('2026-09-19T07:55:41Z'),
    components: ['main', 'contrib'],
    isByHash: true,
    files: new Map([
      ['main/binary-amd64/Packages', { sizeBytes: 12, sha256: DIGEST }],
      ['main/binary-amd64/Packages.gz', { sizeBytes: 0, sha256: DIGEST }],
    ]),
  });
  expect(parseRelease(without('Valid-Until')).validUntil).toBeUndefined();
  expect(parseRelease(without('Acquire-By-Hash')).isByHash).toBe(false);
});

test.each([
  ['no Date', without('Date')],
  ['no SHA256', TEXT.slice(0, TEXT.indexOf('SHA256'))],
  ['not a date', TEXT.replace('12 Sep', '31 Sep')],
  ['not a date', TEXT.replace('07:55:41 UTC', '07:55:41 EST')],
  ['not a date', TEXT.replace('Sat, 12 Sep 2026 07:55:41 UTC', '2026-09-12')],
  ['not a line of SHA256', TEXT.replace(`${DIGEST}  12`, 'short 12')],
  ['a path out of the archive', TEXT.replace('main/binary-amd64/Packages\n', '../../etc/passwd\n')],
  ['a path out of the archive', TEXT.replace('main/binary-amd64/Packages\n', '/etc/passwd\n')],
  ['is named twice', TEXT.replace('Packages.gz', 'Packages')],
  ['given twice', `Date: Sat, 12 Sep 2026 07:55:41 UTC\n${TEXT}`],
])('a text with «%s» is refused', (why, text) => {
  expect(() => parseRelease(text)).toThrow(why);
});

const SOURCE = { id: 'debian', url: 'http://127.0.0.1', suite: 'trixie', components: ['main'], keys: [] };
const NOW = new Date('2026-09-15T00:00:00Z');
const EXPIRED: SignatureState = { state: 'expired', key: 'AAAA', since: new Date('2026-09-01T00:00:00Z') };
test.each([
  [[EXPIRED], 'archive.key-expired', /AAAA.*2026-09-01 00:00 UTC/],
  [[EXPIRED, { state: 'revoked', key: 'BBBB' }], 'archive.key-revoked', /BBBB/],
  [
    [
      { state: 'unknown', key: 'CCCC' },
      { state: 'unknown', key: 'DDDD' },
    ],
    'archive.key-unknown',
    /CCCC, DDDD/,
  ],
  [
    [
      { state: 'good', key: 'EEEE' },
      { state: 'wrong', key: 'FFFF' },
    ],
    'archive.signature-wrong',
    /FFFF/,
  ],
  [[], 'archive.unsigned', /debian trixie/],
] as const)(
  'signatures %j are «%s», told with the archive and the key in both languages',
  (signatures, code, shown) => {
    const judge = () => judgeRelease(SOURCE, { text: TEXT, signatures }, { now: NOW });
    let found: Diagnostic | undefined;
    try {
      judge();
    } catch (error) {
      found = error instanceof DiagnosticError ? error.diagnostics[0] : undefined;
    }
    if (!found) throw new Error('it was taken');
    expect(found.code).toBe(code);
    for (const language of ['en', 'es'] as const) {
      const { summary, hint } = describeDiagnostic(found, language);
      expect(summary).toMatch(shown);
      expect(summary).toContain('debian trixie');
      expect(`${summary} ${hint}`).not.toMatch(/[{}]/);
    }
  },
);

test('whatever a signed text holds, it is judged or refused with a sentence, and never taken for another suite', () => {
  const lines = fc.array(
    fc.oneof(
      fc.constantFrom(...TEXT.split('\n')),
      fc.string(),
      fc
        .tuple(fc.constantFrom('Date', 'Suite', 'Codename', 'Valid-Until', 'SHA256', ' '), fc.string())
        .map(([name, value]) => `${name}: ${value}`),
    ),
    { maxLength: 16 },
  );
  fc.assert(
    fc.property(lines, fc.constantFrom('good', 'wrong', 'unknown', 'revoked'), (parts, state) => {
      try {
        const text = parts.join('\n');
        const release = judgeRelease(SOURCE, { text, signatures: [{ state, key: 'K' }] }, { now: NOW });
        expect(state).toBe('good');
        expect([release.suite, release.codename]).toContain('trixie');
        for (const path of release.files.keys())
          expect(path.startsWith('/') || path.split('/').includes('..')).toBe(false);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        expect(error.diagnostics[0].code).toMatch(/^archive\./);
      }
    }),
    { numRuns: 500 },
  );
});

const stanza = (index: number, fill = 200) =>
  `Package: p${index}\nVersion: ${index}\nArchitecture: all\nDescription: ${'é'.repeat(fill)}\nFilename: pool/p${index}.deb\nSize: 1\nSHA256: ${DIGEST}\n`;

test('an index is read in pieces, and no package is lost or cut where they meet', () => {
  const count = 6_000;
  const text = Array.from({ length: count }, (_, index) => stanza(index, index % 400)).join('\n');
  const pieces = [...readIndexPieces(Buffer.from(text), 'Packages')];
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.flat().map(({ name }) => name)).toEqual(Array.from({ length: count }, (_, index) => `p${index}`));
});

test('whatever an index holds, it is read or refused with a sentence, and no path leads out of the archive', () => {
  const good = Buffer.from([stanza(1, 3), stanza(2, 3), stanza(3, 3)].join('\n'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc
          .array(fc.tuple(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 12 })), { minLength: 1, maxLength: 4 })
          .map((changes) => {
            let data: Buffer = good;
            for (const [at, bytes] of changes)
              data = Buffer.concat([data.subarray(0, at), bytes, data.subarray(at + bytes.length)]);
            return data;
          }),
        fc
          .constantFrom('../x', '/etc/x', 'a/../../x', './../x')
          .map((path) => Buffer.from(good.toString().replace('pool/p1.deb', path))),
      ),
      (data) => {
        try {
          for (const { file } of readIndexFile(data, 'Packages')) {
            expect(file?.path.startsWith('/') || file?.path.split('/').includes('..')).toBe(false);
            expect(file?.sha256).toMatch(/^[0-9a-f]{64}$/);
          }
        } catch (error) {
          if (!(error instanceof DiagnosticError)) throw error;
          expect(error.diagnostics[0].code).toBe('packages.index-damaged');
        }
      },
    ),
    { numRuns: 500 },
  );
});
