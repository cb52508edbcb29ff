import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRelease } from '../../../electron/engine/update/release-signature.ts';
import { ROOT } from '../../support/test-engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'sitewright-sign-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what the script signs with a key that it made is what an installed program reads', () => {
  const script = (...words: string[]) =>
    execFileSync(process.execPath, [join(ROOT, 'build/sign-release.mjs'), ...words]);
  const key = join(folder, 'release.pem');
  script('--new-key', key);
  expect(statSync(key).mode & 0o077).toBe(0);
  const file = join(folder, 'Sitewright-1.2.3-x86_64.AppImage');
  writeFileSync(file, 'a release');
  script('--key', key, file);
  const publicKey = readFileSync(join(folder, 'release.pub'), 'utf8').trim().split(' ')[1] ?? '';
  expect(readRelease(readFileSync(`${file}.sig`, 'latin1'), publicKey)).toMatchObject({
    state: 'signed',
    release: {
      product: 'sitewright',
      version: '1.2.3',
      platform: 'linux',
      arch: 'x64',
      kind: 'AppImage',
      sizeBytes: 9,
      sha256: createHash('sha256').update('a release').digest('hex'),
    },
  });
});
