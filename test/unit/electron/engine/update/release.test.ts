import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { makePrivateKey, publicHalfOf, signBytes } from '../../../../../electron/engine/bundle/ed25519.ts';
import { compareVersions } from '../../../../../electron/engine/update/compare-versions.ts';
import { proveRelease } from '../../../../../electron/engine/update/prove-release.ts';
import { type Release, readRelease, signRelease } from '../../../../../electron/engine/update/release-signature.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const key = makePrivateKey();
const publicKey = publicHalfOf(key);
const CONTENT = Buffer.alloc(200_000, 'a release');
const RELEASE: Release = {
  product: 'sitewright',
  version: '1.3.0',
  platform: 'linux',
  arch: 'x64',
  kind: 'deb',
  sizeBytes: CONTENT.length,
  sha256: sha256Of(CONTENT),
};
const WANTED = { version: '1.2.0', kind: 'deb', platform: 'linux', arch: 'x64', publicKey } as const;

let file: string;
beforeEach(() => {
  file = join(temporaryFolder('release'), 'sitewright_1.3.0_amd64.deb');
  writeFileSync(file, CONTENT);
  writeFileSync(`${file}.sig`, signRelease(RELEASE, key));
});
const sign = (change: Partial<Release>) => writeFileSync(`${file}.sig`, signRelease({ ...RELEASE, ...change }, key));
const codeOf = (wanted: Parameters<typeof proveRelease>[1] = WANTED) =>
  proveRelease(file, wanted).then(
    ({ relation }) => relation,
    (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics[0].code : String(error)),
  );

describe('a release that was brought as a file', () => {
  it('is told with its version, against the one that runs', async () => {
    expect(await proveRelease(file, WANTED)).toEqual({
      name: basename(file),
      version: '1.3.0',
      kind: 'deb',
      sizeBytes: CONTENT.length,
      sha256: RELEASE.sha256,
      relation: 'newer',
      way: 'installs',
    });
    expect(await codeOf({ ...WANTED, version: '1.3.0' })).toBe('same');
    expect(await codeOf({ ...WANTED, version: '1.10.0' })).toBe('older');
    expect(await codeOf({ ...WANTED, version: '1.3.0-rc.2' })).toBe('newer');
  });

  it.each<[string, () => void, string]>([
    ['without a signature', () => rmSync(`${file}.sig`), 'update.no-signature'],
    [
      'with a folder for a signature',
      () => {
        rmSync(`${file}.sig`);
        mkdirSync(`${file}.sig`);
      },
      'update.no-signature',
    ],
    ['with half a signature', () => truncateSync(`${file}.sig`, 250), 'update.signature-broken'],
    ['with an empty signature', () => truncateSync(`${file}.sig`, 0), 'update.signature-broken'],
    [
      'with lines behind its signature',
      () => appendFileSync(`${file}.sig`, 'version 9.9.9\n'),
      'update.signature-broken',
    ],
    ['with a huge signature', () => writeFileSync(`${file}.sig`, Buffer.alloc(5000)), 'workspace.unreadable-file'],
    [
      'signed with another key',
      () => writeFileSync(`${file}.sig`, signRelease(RELEASE, makePrivateKey())),
      'update.foreign-signature',
    ],
    ['of another product', () => sign({ product: 'sitewrite' }), 'update.other-product'],
    ['for another processor', () => sign({ arch: 'arm64' }), 'update.other-system'],
    ['for another system', () => sign({ platform: 'win32', kind: 'exe' }), 'update.other-system'],
    ['of another kind of package', () => sign({ kind: 'rpm' }), 'update.other-system'],
    ['that was cut off', () => truncateSync(file, CONTENT.length - 1), 'update.truncated'],
    ['that is empty', () => truncateSync(file, 0), 'update.truncated'],
    ['with bytes behind it', () => appendFileSync(file, 'x'), 'update.altered'],
    [
      'with one other byte',
      () => writeFileSync(file, Buffer.concat([CONTENT.subarray(1), Buffer.from('x')])),
      'update.altered',
    ],
    ['that is not there', () => rmSync(file), 'app.unreadable-file'],
    [
      'that is a folder',
      () => {
        renameSync(file, `${file}.was`);
        mkdirSync(file);
      },
      'app.unreadable-file',
    ],
  ])('%s is refused', async (_, spoil, code) => {
    spoil();
    expect(await codeOf()).toBe(code);
  });
});

describe('a signature file', () => {
  it('gives back what was signed, whatever version that is', () => {
    const part = fc.integer({ min: 0, max: 999_999 });
    const versions = fc.tuple(part, part, part).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(versions, fc.integer({ min: 0, max: 2 ** 40 }), (version, sizeBytes) => {
        const release = { ...RELEASE, version, sizeBytes };
        expect(readRelease(signRelease(release, key), publicKey)).toEqual({ state: 'signed', release });
      }),
      { numRuns: 50 },
    );
  });

  it('with any one character changed is no signature of ours', () => {
    const text = signRelease(RELEASE, key);
    fc.assert(
      fc.property(fc.nat({ max: text.length - 1 }), fc.integer({ min: 10, max: 126 }), (at, code) => {
        const letter = String.fromCharCode(code);
        fc.pre(text[at] !== letter);
        const read = readRelease(text.slice(0, at) + letter + text.slice(at + 1), publicKey);
        // the last letter of base64 before its filling carries bits that mean nothing
        if (read.state === 'signed') expect(read.release).toEqual(RELEASE);
        else expect(['broken', 'foreign']).toContain(read.state);
      }),
      { numRuns: 300 },
    );
  });

  it('of a bundle, or of anything else that this key signed, is none', () => {
    const lines = signRelease(RELEASE, key).split('\n').slice(0, -2).join('\n');
    const other = Buffer.from(`sitewright bundle lock 1\n${lines}\n`);
    expect(readRelease(`${lines}\nsignature ${signBytes(other, key)}\n`, publicKey).state).toBe('foreign');
  });

  it('is not written for what it could not name', () => {
    expect(() => signRelease({ ...RELEASE, version: '1.3' }, key)).toThrow('no signature file');
    expect(() => signRelease({ ...RELEASE, product: 'a\nversion 9.9.9' }, key)).toThrow('no signature file');
  });
});

it('versions are ordered as semver.org orders them', () => {
  const ordered = ['0.9.9', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2'].concat([
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '1.2.0',
    '1.10.0',
    '2.0.0',
  ]);
  for (const [left, a] of ordered.entries())
    for (const [right, b] of ordered.entries())
      expect(Math.sign(compareVersions(a, b)), `${a} ${b}`).toBe(Math.sign(left - right));
});
