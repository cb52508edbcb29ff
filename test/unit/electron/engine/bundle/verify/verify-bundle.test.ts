import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK_FILE, SIGNATURE_FILE } from '../../../../../../electron/engine/bundle/layout.ts';
import { makeSigningKey } from '../../../../../../electron/engine/bundle/signature.ts';
import { hashFiles } from '../../../../../../electron/engine/bundle/verify/hash-files.ts';
import { verifyBundle } from '../../../../../../electron/engine/bundle/verify/verify-bundle.ts';
import { makeOnBench } from '../../../../../support/bundle-bench.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

const key = makeSigningKey();
const contents = { 'files/a': 'content of a', 'files/deep/b': 'content of b', 'files/c': '' };

/** A complete bundle of three files that were put there by hand. */
async function bundle(signedWith: typeof key | undefined = key): Promise<string> {
  const root = temporaryFolder('bundle-verify');
  const folder = join(root, 'bundle');
  mkdirSync(join(folder, 'files/deep'), { recursive: true });
  for (const [path, text] of Object.entries(contents)) writeFileSync(join(folder, path), text);
  const files = Object.entries(contents).map(([path, text]) => ({
    path,
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
  }));
  await makeOnBench({ folder, cacheFolder: join(root, 'cache'), files, ...(signedWith ? { key: signedWith } : {}) });
  return folder;
}

const codes = async (folder: string, publicKey = key.publicKey) =>
  (await verifyBundle(folder, { publicKey })).diagnostics.map(
    ({ code, subject }) => `${code} ${subject.file?.split('/').pop()}`,
  );

describe('verifying a bundle', () => {
  it('one that is as it was made passes, with what it read', async () => {
    const verdict = await verifyBundle(await bundle(), { publicKey: key.publicKey });
    expect(verdict).toMatchObject({ ok: true, items: 3, files: 4, diagnostics: [] });
  });

  it('says every file that is missing, altered, longer, shorter or extra, and no other', async () => {
    const folder = await bundle();
    rmSync(join(folder, 'files/c'));
    writeFileSync(join(folder, 'files/a'), 'content of A');
    writeFileSync(join(folder, 'files/deep/b'), 'content of b and more');
    writeFileSync(join(folder, 'files/.hidden'), '');
    writeFileSync(join(folder, 'extra'), '');
    expect([...(await codes(folder))].sort()).toEqual([
      'bundle.file-altered a',
      'bundle.file-altered b',
      'bundle.file-extra .hidden',
      'bundle.file-extra extra',
      'bundle.file-missing c',
    ]);
  });

  it('a lock that was changed after it was signed is told, and so are indexes that were', async () => {
    const folder = await bundle();
    const lock = readFileSync(join(folder, LOCK_FILE), 'utf8');
    writeFileSync(join(folder, LOCK_FILE), lock.replace('licence = "not', 'licence = "NOT'));
    expect(await codes(folder)).toEqual([`bundle.bad-signature ${SIGNATURE_FILE}`]);
    writeFileSync(join(folder, LOCK_FILE), lock);
    writeFileSync(join(folder, 'sbom.cdx.json'), '{}');
    expect(await codes(folder)).toEqual(['bundle.file-altered sbom.cdx.json']);
  });

  it('the key of another site is refused, though its signature is good', async () => {
    const folder = await bundle(makeSigningKey());
    expect(await codes(folder)).toEqual([`bundle.other-key ${SIGNATURE_FILE}`]);
    expect((await verifyBundle(folder)).ok).toBe(true);
  });

  it('without a signature it passes with a warning, unless the site has a key', async () => {
    const folder = await bundle();
    rmSync(join(folder, SIGNATURE_FILE));
    expect(await codes(folder)).toEqual([`bundle.bad-signature ${SIGNATURE_FILE}`]);
    const root = temporaryFolder('bundle-unsigned');
    writeFileSync(join(root, 'x'), 'x');
    const other = join(root, 'bundle');
    await makeOnBench({ folder: other, cacheFolder: root, files: [] });
    expect(await verifyBundle(other)).toMatchObject({
      ok: true,
      diagnostics: [{ code: 'bundle.unsigned', severity: 'warning' }],
    });
    expect((await verifyBundle(other, { publicKey: key.publicKey })).ok).toBe(false);
  });

  it('a file that was only moved is missing and extra', async () => {
    const folder = await bundle();
    renameSync(join(folder, 'files/a'), join(folder, 'files/z'));
    expect([...(await codes(folder))].sort()).toEqual(['bundle.file-extra z', 'bundle.file-missing a']);
  });
});

describe('hashing on all cores', () => {
  it('gives the digests in the order of the files, whatever their sizes, and says what cannot be read', async () => {
    const folder = temporaryFolder('hash-files');
    const files = [0, 1, 1_048_576, 3_000_000, 17].map((sizeBytes, index) => {
      const path = join(folder, `${index}`);
      writeFileSync(path, Buffer.alloc(sizeBytes, index));
      return { path, sizeBytes };
    });
    let bytes = 0;
    const hashed = await hashFiles([...files, { path: join(folder, 'none'), sizeBytes: 1 }], {
      threads: 3,
      onBytes: (count) => {
        bytes += count;
      },
    });
    expect(hashed.slice(0, -1)).toEqual(
      files.map(({ path, sizeBytes }) => ({
        digest: createHash('sha256').update(readFileSync(path)).digest('hex'),
        sizeBytes,
      })),
    );
    expect(hashed.at(-1)).toEqual({ error: 'ENOENT' });
    expect(bytes).toBe(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  });

  it('rejects when it is stopped', async () => {
    const stop = new AbortController();
    const path = join(temporaryFolder('hash-stop'), 'x');
    writeFileSync(path, Buffer.alloc(200_000_000));
    const hashing = hashFiles([{ path, sizeBytes: 200_000_000 }], {
      signal: stop.signal,
      onBytes: () => stop.abort(new Error('enough')),
    });
    await expect(hashing).rejects.toThrow('enough');
  });
});
