import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { bundleKinds } from '../../../../../../electron/engine/bundle/kinds/index.ts';
import { LOCK_FILE, SBOM_FILE, SIGNATURE_FILE } from '../../../../../../electron/engine/bundle/layout.ts';
import { requireLock } from '../../../../../../electron/engine/bundle/lock/lock-file.ts';
import { makeSigningKey } from '../../../../../../electron/engine/bundle/signature.ts';
import { UNREAD_LICENCE } from '../../../../../../electron/engine/bundle/unread-licence.ts';
import { verifyBundle } from '../../../../../../electron/engine/bundle/verify/verify-bundle.ts';
import { makeOnBench } from '../../../../../support/bundle-bench.ts';
import { openSourceServer, type SourceServer } from '../../../../../support/source-server.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

const small = Buffer.from('a tool of the office\n');
const image = randomBytes(3_000_000);
const iso = randomBytes(1_500_000);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const sha512 = (data: Uint8Array) => createHash('sha512').update(data).digest('hex');
const key = makeSigningKey();

let server: SourceServer;
beforeAll(async () => {
  server = await openSourceServer({
    'cloud/debian.qcow2': image,
    'cloud/SHA512SUMS': `${sha512(image)}  debian.qcow2\n${sha512(iso)}  other.qcow2\n`,
    'iso/rescue.iso': iso,
    'iso/SHA256SUMS': `${sha256(iso)} *rescue.iso\n`,
    'tool.txt': small,
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
  server.cutAfter.clear();
});

const files = () => [
  {
    path: 'cloud-images/debian.qcow2',
    url: `${server.url}/cloud/debian.qcow2`,
    sums: `${server.url}/cloud/SHA512SUMS`,
  },
  { path: 'files/rescue.iso', url: `${server.url}/iso/rescue.iso`, sums: `${server.url}/iso/SHA256SUMS` },
  { path: 'files/tool.txt', url: `${server.url}/tool.txt`, digest: `sha256:${sha256(small)}` },
];

function bench() {
  const root = temporaryFolder('bundle-make');
  return { folder: join(root, 'bundle'), cacheFolder: join(root, 'cache'), authority: server.authority, key };
}

async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw error ?? new Error('it did not fail');
  return error.diagnostics.map(({ code }) => code);
}

describe('making a bundle of files', () => {
  it('brings what the published digests name, binds and signs it, and it verifies offline', async () => {
    const order = bench();
    const seen: number[] = [];
    const made = await makeOnBench({
      ...order,
      files: files(),
      onProgress: (stage, done) => stage === 'fetch' && seen.push(done),
    });
    expect(made).toMatchObject({
      broughtFiles: 3,
      broughtBytes: image.length + iso.length + small.length,
      isComplete: true,
    });
    expect(readFileSync(join(order.folder, 'cloud-images/debian.qcow2')).equals(image)).toBe(true);
    expect(seen.at(-1)).toBe(image.length + iso.length + small.length);
    const { lock } = await requireLock(order.folder);
    expect(lock.publicKey).toBe(key.publicKey);
    expect(lock.items.map(({ name, digest }) => [name, digest])).toEqual([
      ['cloud-images/debian.qcow2', `sha512:${sha512(image)}`],
      ['files/rescue.iso', `sha256:${sha256(iso)}`],
      ['files/tool.txt', `sha256:${sha256(small)}`],
    ]);
    expect(lock.items[0]?.files).toEqual([
      { path: 'cloud-images/debian.qcow2', sizeBytes: image.length, sha256: sha256(image) },
    ]);
    const verdict = await verifyBundle(order.folder, { publicKey: key.publicKey });
    expect(verdict.diagnostics).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, items: 3, files: 4 });
  });

  it('a second making changes nothing, asks nobody and leaves every byte as it was', async () => {
    const order = { ...bench(), files: files() };
    await makeOnBench(order);
    server.asked.length = 0;
    const before = [LOCK_FILE, SIGNATURE_FILE, SBOM_FILE].map((name) => readFileSync(join(order.folder, name), 'utf8'));
    const made = await makeOnBench(order);
    expect(made).toMatchObject({ broughtFiles: 0, isComplete: true });
    expect(Object.values(made.changes).flat()).toEqual([]);
    expect(server.asked).toEqual([]);
    expect(
      [LOCK_FILE, SIGNATURE_FILE, SBOM_FILE].map((name) => readFileSync(join(order.folder, name), 'utf8')),
    ).toEqual(before);
  });

  it('a licence that is read later comes into the SBOM, though nothing is brought', async () => {
    const order = { ...bench(), files: files() };
    await makeOnBench(order);
    const lock = join(order.folder, LOCK_FILE);
    writeFileSync(lock, readFileSync(lock, 'utf8').replaceAll(/^licence = .*$/gm, `licence = "${UNREAD_LICENCE}"`));
    const kinds = bundleKinds.map((kind): typeof kind =>
      kind.id === 'file'
        ? { ...kind, licences: async (unread) => new Map(unread.map(({ name }) => [name, `as said by ${name}`])) }
        : kind,
    );
    const made = await makeOnBench({ ...order, kinds });
    expect(made).toMatchObject({ broughtFiles: 0, changes: { fetch: [], bind: [SBOM_FILE] } });
    expect(readFileSync(join(order.folder, SBOM_FILE), 'utf8')).toContain('as said by files/tool.txt');
    expect((await verifyBundle(order.folder, { publicKey: key.publicKey })).diagnostics).toEqual([]);
    expect((await makeOnBench({ ...order, kinds })).changes.bind).toEqual([]);
  });

  it('goes on with a file that was cut where it stopped, and fetches none twice', async () => {
    const order = { ...bench(), files: files() };
    server.cutAfter.set('cloud/debian.qcow2', 1_000_000);
    // three cuts of a megabyte each: progress every time, so it is gone on with
    await makeOnBench(order);
    const tries = server.asked.filter((line) => line.startsWith('GET /cloud/debian.qcow2'));
    expect(tries.length).toBeGreaterThan(1);
    expect(tries.slice(1).every((line) => / [1-9]\d*-$/.test(line))).toBe(true);
    expect(server.asked.filter((line) => line === 'GET /iso/rescue.iso')).toHaveLength(1);
    expect((await verifyBundle(order.folder)).ok).toBe(true);
  });

  it('brings again only what was taken away or altered', async () => {
    const order = { ...bench(), files: files() };
    await makeOnBench(order);
    rmSync(join(order.folder, 'files/tool.txt'));
    const spoilt = Buffer.from(iso);
    spoilt[77] = (spoilt[77] ?? 0) ^ 1;
    writeFileSync(join(order.folder, 'files/rescue.iso'), spoilt);
    server.asked.length = 0;
    const made = await makeOnBench(order);
    expect(made.broughtFiles).toBe(2);
    expect([...server.asked].sort()).toEqual(['GET /iso/rescue.iso', 'GET /tool.txt']);
    expect((await verifyBundle(order.folder)).ok).toBe(true);
  });

  it('takes a file that was put there by hand when its digest fits, and asks nobody for it', async () => {
    const order = bench();
    const by = { path: 'files/rescue.iso', digest: `sha256:${sha256(iso)}` };
    mkdirSync(join(order.folder, 'files'), { recursive: true });
    writeFileSync(join(order.folder, 'files/rescue.iso'), iso);
    const made = await makeOnBench({ ...order, files: [by] });
    expect(made.lock.items[0]).toMatchObject({ source: 'by hand', sizeBytes: iso.length });
    expect(server.asked).toEqual([]);
    expect((await verifyBundle(order.folder)).ok).toBe(true);
  });

  it('refuses one by hand that is another file, and says where it is expected', async () => {
    const order = bench();
    mkdirSync(join(order.folder, 'files'), { recursive: true });
    writeFileSync(join(order.folder, 'files/rescue.iso'), image);
    const by = { path: 'files/rescue.iso', digest: `sha256:${sha256(iso)}` };
    expect(await codesOf(makeOnBench({ ...order, files: [by] }))).toEqual(['bundle.put-by-hand']);
    expect(existsSync(join(order.folder, LOCK_FILE))).toBe(false);
  });

  it('tells all that cannot be locked at once', async () => {
    const wrong = [
      { path: 'files/a', url: `${server.url}/tool.txt` },
      { path: 'files/b', url: `${server.url}/tool.txt`, sums: `${server.url}/iso/SHA256SUMS` },
    ];
    const needs = ['files/a', 'files/b', 'cloud-images/mine.qcow2'].map((name) => ({
      kind: 'file',
      name,
      why: ['settings'],
      shownAs: 'file' as const,
    }));
    expect(await codesOf(makeOnBench({ ...bench(), files: wrong, needs }))).toEqual([
      'bundle.no-digest',
      'bundle.not-in-sums',
      'bundle.no-source',
    ]);
  });

  it('a file that is not what was published never comes to its place; the others do', async () => {
    const order = bench();
    const lying = { path: 'files/liar', url: `${server.url}/tool.txt`, digest: `sha256:${'0'.repeat(64)}` };
    expect(await codesOf(makeOnBench({ ...order, files: [...files(), lying] }))).toEqual(['download.digest-differs']);
    expect(readdirSync(join(order.folder, 'files')).sort()).toEqual(['rescue.iso', 'tool.txt']);
    expect((await verifyBundle(order.folder)).ok).toBe(false);
  });

  it('stopped between files it is not complete, and making again goes on', async () => {
    const order = { ...bench(), files: files(), sources: { parallel: 1, files: files() } };
    let asked = 0;
    const isStopping = () => {
      asked += 1;
      return asked > 1;
    };
    const stopped = await makeOnBench({ ...order, isStopping });
    expect(stopped).toMatchObject({ broughtFiles: 1, isComplete: false });
    expect((await verifyBundle(order.folder)).diagnostics.map(({ code }) => code)).toContain('bundle.not-finished');
    server.asked.length = 0;
    expect(await makeOnBench(order)).toMatchObject({ broughtFiles: 2, isComplete: true });
    expect(server.asked).not.toContain('GET /cloud/debian.qcow2');
  });

  it('what is no longer needed goes from the lock and from the disk; what is not ours stays', async () => {
    const order = bench();
    await makeOnBench({ ...order, files: files() });
    writeFileSync(join(order.folder, 'files/mine.txt'), 'mine');
    await makeOnBench({ ...order, files: files().slice(1, 2) });
    expect(existsSync(join(order.folder, 'cloud-images'))).toBe(false);
    expect(readdirSync(join(order.folder, 'files')).sort()).toEqual(['mine.txt', 'rescue.iso']);
    expect((await requireLock(order.folder)).lock.items).toHaveLength(1);
  });

  it('a name that moved is taken away by the making that ends, though one before it was stopped', async () => {
    const order = bench();
    await makeOnBench({ ...order, files: files() });
    const renamed = [{ ...files()[1], path: 'files/rescue-2.iso' } as ReturnType<typeof files>[number]];
    await makeOnBench({ ...order, files: renamed, isStopping: () => true });
    expect(readdirSync(join(order.folder, 'files')).sort()).toEqual(['rescue.iso', 'tool.txt']);
    await makeOnBench({ ...order, files: renamed });
    expect((await verifyBundle(order.folder)).diagnostics).toEqual([]);
    expect((await requireLock(order.folder)).lock.stale).toBeUndefined();
  });

  it("another site's bundle is refused", async () => {
    const order = { ...bench(), files: files().slice(2) };
    await makeOnBench(order);
    const lock = readFileSync(join(order.folder, LOCK_FILE), 'utf8');
    writeFileSync(join(order.folder, LOCK_FILE), lock.replace('site = "test-site"', 'site = "other"'));
    expect(await codesOf(makeOnBench(order))).toEqual(['bundle.other-site']);
  });
});
