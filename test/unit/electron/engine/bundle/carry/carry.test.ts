import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { makeDelta } from '../../../../../../electron/engine/bundle/carry/delta.ts';
import { diffLocks } from '../../../../../../electron/engine/bundle/carry/diff.ts';
import { patchBundle } from '../../../../../../electron/engine/bundle/carry/patch.ts';
import { joinVolumes, splitBundle } from '../../../../../../electron/engine/bundle/carry/volumes.ts';
import { LOCK_FILE } from '../../../../../../electron/engine/bundle/layout.ts';
import { requireLock } from '../../../../../../electron/engine/bundle/lock/lock-file.ts';
import { makeSigningKey } from '../../../../../../electron/engine/bundle/signature.ts';
import { verifyBundle } from '../../../../../../electron/engine/bundle/verify/verify-bundle.ts';
import { makeOnBench } from '../../../../../support/bundle-bench.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

const key = makeSigningKey();
const big = randomBytes(2_400_000);

async function bundle(folder: string, contents: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const files = Object.entries(contents).map(([path, data]) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), data);
    return { path, digest: `sha256:${createHash('sha256').update(data).digest('hex')}` };
  });
  await makeOnBench({ folder, cacheFolder: `${folder}-cache`, files, key });
  return folder;
}

/** Path -> content of everything below a folder. */
function content(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return Object.fromEntries(
    files.sort().map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw error ?? new Error('it did not fail');
  return error.diagnostics[0].code;
}

async function twoBundles() {
  const root = temporaryFolder('bundle-carry');
  const a = await bundle(join(root, 'a'), {
    'files/big': big,
    'files/old': Buffer.from('old'),
    'files/moves': Buffer.from('1'),
  });
  const b = await bundle(join(root, 'b'), {
    'files/big': big,
    'files/new': Buffer.from('new'),
    'files/moves': Buffer.from('2'),
  });
  return { root, a, b };
}

describe('what differs between two bundles', () => {
  it('names what came, went and moved, and counts what has to be carried', async () => {
    const { a, b } = await twoBundles();
    const diff = diffLocks((await requireLock(a)).lock, (await requireLock(b)).lock);
    expect(diff.moves.map(({ name, before, after }) => [name, before !== undefined, after !== undefined])).toEqual([
      ['files/moves', true, true],
      ['files/new', false, true],
      ['files/old', true, false],
    ]);
    expect(diff.newFiles).toBe(3);
    expect(diff.newBytes).toBeLessThan(big.length);
  });
});

describe('a delta', () => {
  it('carries no byte of what is there, and makes the first bundle exactly the second', async () => {
    const { root, a, b } = await twoBundles();
    const delta = join(root, 'delta');
    const made = await makeDelta(a, b, delta, undefined);
    expect(made.bytes).toBeLessThan(20_000);
    expect(Object.keys(content(delta))).not.toContain('content/files/big');
    await patchBundle(a, delta, undefined);
    expect(content(a)).toEqual(content(b));
    expect(await verifyBundle(a, { publicKey: key.publicKey })).toMatchObject({ ok: true });
  });

  it('is applied again without copying anything, also where the first time was cut short', async () => {
    const { root, a, b } = await twoBundles();
    const delta = join(root, 'delta');
    await makeDelta(a, b, delta, undefined);
    writeFileSync(join(a, 'files/new'), 'new');
    // of files/moves, files/new, the bill of materials, the signature and the lock one is there already
    expect(await patchBundle(a, delta, undefined)).toMatchObject({ files: 4 });
    expect(await patchBundle(a, delta, undefined)).toMatchObject({ files: 0, bytes: 0 });
    expect(content(a)).toEqual(content(b));
  });

  it('fits only the bundle that it leads from, and nothing damaged comes to its place', async () => {
    const { root, a, b } = await twoBundles();
    const delta = join(root, 'delta');
    await makeDelta(a, b, delta, undefined);
    const other = await bundle(join(root, 'other'), { 'files/big': big });
    expect(await codeOf(patchBundle(other, delta, undefined))).toBe('bundle.delta-base');
    writeFileSync(join(delta, 'content/files/new'), 'NEW');
    const before = (await requireLock(a)).bytes;
    expect(await codeOf(patchBundle(a, delta, undefined))).toBe('bundle.file-altered');
    expect(Buffer.from((await requireLock(a)).bytes).equals(before)).toBe(true);
    expect(readdirSync(join(a, 'files'))).not.toContain('new');
    expect(await codeOf(patchBundle(a, root, undefined))).toBe('bundle.not-a-delta');
    expect(await codeOf(makeDelta(a, b, delta, undefined))).toBe('bundle.out-not-empty');
  });
});

describe('volumes', () => {
  it('none is larger than asked, and together they are the bundle again, from several folders', async () => {
    const { root, a } = await twoBundles();
    const volumes = join(root, 'volumes');
    const made = await splitBundle(a, volumes, 1_000_000, undefined);
    const sizes = readdirSync(volumes)
      .filter((name) => /^bundle\.\d+$/.test(name))
      .map((name) => statSync(join(volumes, name)).size);
    expect(sizes).toHaveLength(made.files);
    expect(Math.max(...sizes)).toBe(1_000_000);
    const second = join(root, 'stick2');
    mkdirSync(second);
    renameSync(join(volumes, 'bundle.002'), join(second, 'bundle.002'));
    expect(await codeOf(joinVolumes([volumes], join(root, 'x'), undefined))).toBe('bundle.volume-missing');
    const joined = join(root, 'joined');
    await joinVolumes([second, volumes], joined, undefined);
    expect(content(joined)).toEqual(content(a));
  });

  it('a damaged volume is named, and what was joined so far is no bundle', async () => {
    const { root, a } = await twoBundles();
    const volumes = join(root, 'volumes');
    await splitBundle(a, volumes, 1_000_000, undefined);
    const spoilt = readFileSync(join(volumes, 'bundle.001'));
    spoilt[5] = (spoilt[5] ?? 0) ^ 1;
    writeFileSync(join(volumes, 'bundle.001'), spoilt);
    const joined = join(root, 'joined');
    expect(await codeOf(joinVolumes([volumes], joined, undefined))).toBe('bundle.volume-damaged');
    expect(readdirSync(joined)).not.toContain(LOCK_FILE);
    expect(readdirSync(join(joined, 'files')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('a bundle that lacks a file is not split, and a volume has a least size', async () => {
    const { root, a } = await twoBundles();
    expect(await codeOf(splitBundle(a, join(root, 'v'), 999, undefined))).toBe('bundle.volume-size');
    rmSync(join(a, 'files/old'));
    expect(await codeOf(splitBundle(a, join(root, 'v'), 5_000_000, undefined))).toBe('bundle.file-missing');
  });
});
