import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../../electron/api/diagnostic.ts';
import { digestOf } from '../../../../../../../electron/engine/bundle/oci/digest.ts';
import type { Descriptor } from '../../../../../../../electron/engine/bundle/oci/image-documents.ts';
import { ImageLayout } from '../../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { imageParts } from '../../../../../../../electron/engine/bundle/oci/layout/image-parts.ts';
import { pruneBlobs } from '../../../../../../../electron/engine/bundle/oci/layout/prune-blobs.ts';
import { verifyImage } from '../../../../../../../electron/engine/bundle/oci/layout/verify-image.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../../../../../electron/engine/bundle/oci/media-types.ts';
import { smallImage } from '../../../../../../support/small-image.ts';
import { temporaryFolder } from '../../../../../../support/temporary-folder.ts';

const newLayout = () => ImageLayout.openOrCreate(join(temporaryFolder('layout'), 'images'));
const blobNames = (layout: ImageLayout) => readdirSync(join(layout.folder, 'blobs/sha256')).sort();
const codesOf = async (layout: ImageLayout, image: Descriptor) =>
  (await verifyImage(layout, image, 'it')).map(({ code }) => code);

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was wrong',
    (error: DiagnosticError) =>
      error instanceof DiagnosticError ? error.diagnostics[0].code : `crash: ${String(error)}`,
  );
}

describe('a folder of images', () => {
  it('keeps what two images share once, and is the same file after the same images in another order', async () => {
    const [first, second] = [await newLayout(), await newLayout()];
    await smallImage(first, 'a', { reference: 'docker.io/x/a:1' });
    await smallImage(first, 'b', { reference: 'docker.io/x/b:1' });
    await smallImage(second, 'b', { reference: 'docker.io/x/b:1' });
    await smallImage(second, 'a', { reference: 'docker.io/x/a:1' });
    // two manifests, two configs, two own layers, one shared
    expect(blobNames(first)).toHaveLength(7);
    expect(blobNames(second)).toEqual(blobNames(first));
    const index = (layout: ImageLayout) => readFileSync(join(layout.folder, 'index.json'), 'utf8');
    expect(index(second)).toBe(index(first));
    expect((await (await ImageLayout.open(first.folder)).images()).map(({ reference }) => reference)).toEqual([
      'docker.io/x/a:1',
      'docker.io/x/b:1',
    ]);
  });

  it('loses no name when many are added at once', async () => {
    const layout = await newLayout();
    const image = await smallImage(layout, 'a');
    const names = Array.from({ length: 30 }, (_, index) => `docker.io/x/n${index}:1`);
    await Promise.all(names.map((name) => layout.addImage(image, name)));
    const kept = (await layout.images()).flatMap(({ reference }) => reference ?? []);
    expect(kept.sort()).toEqual([...names].sort());
  });

  it('brings a blob once, however many ask for it, and again where the first could not', async () => {
    const layout = await newLayout();
    const bytes = Buffer.from('blob');
    const blob = { mediaType: 'x', digest: digestOf(bytes), size: bytes.length };
    let calls = 0;
    const bring = async (target: string): Promise<void> => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (calls === 1) throw new Error('the first fails');
      writeFileSync(target, bytes);
    };
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => layout.bringBlob(blob, bring)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(calls).toBe(2);
  });

  it('removes what no image needs, and nothing where an image cannot be read', async () => {
    const layout = await newLayout();
    const kept = await smallImage(layout, 'kept', { reference: 'docker.io/x/kept:1' });
    await smallImage(layout, 'gone', { reference: 'docker.io/x/gone:1' });
    writeFileSync(join(layout.folder, 'blobs/sha256/.abc.part'), 'cut');
    await layout.forgetImages(({ reference }) => reference === 'docker.io/x/gone:1');
    expect(await pruneBlobs(layout, { dryRun: true })).toMatchObject({ files: 4 });
    expect(await pruneBlobs(layout)).toMatchObject({ files: 4 });
    expect(blobNames(layout)).toHaveLength(4);
    expect(await codesOf(layout, kept)).toEqual([]);
    writeFileSync(layout.blobPath(kept.digest), 'x'.repeat(kept.size));
    expect(await codeOf(pruneBlobs(layout))).toBe('oci.digest-differs');
    expect(blobNames(layout)).toHaveLength(4);
  });

  it('finds a blob that is missing, altered, cut, or a link to elsewhere', async () => {
    const layout = await newLayout();
    const image = await smallImage(layout, 'whole');
    expect(await codesOf(layout, image)).toEqual([]);
    const { manifests, documents, sizeBytes } = await imageParts(layout, image, 'it');
    expect(documents).toHaveLength(1);
    expect(sizeBytes).toBeGreaterThan(500);
    const layer = manifests[0]?.layers[1] as Descriptor;
    const path = layout.blobPath(layer.digest);
    const good = readFileSync(path);
    const altered = Buffer.from(good);
    altered[15] = (altered[15] as number) ^ 1;
    writeFileSync(path, altered);
    expect(await codesOf(layout, image)).toEqual(['oci.digest-differs']);
    truncateSync(path, 10);
    expect(await codesOf(layout, image)).toEqual(['oci.digest-differs']);
    rmSync(path);
    expect(await codesOf(layout, image)).toEqual(['oci.blob-missing']);
    writeFileSync(join(layout.folder, 'elsewhere'), good);
    symlinkSync(join(layout.folder, 'elsewhere'), path);
    expect(await codesOf(layout, image)).toEqual(['oci.blob-missing']);
    rmSync(path);
    renameSync(join(layout.folder, 'elsewhere'), path);
    const config = layout.blobPath(manifests[0]?.config.digest as Descriptor['digest']);
    writeFileSync(config, readFileSync(config, 'utf8').replace('amd64', 'arm64'));
    expect(await codesOf(layout, image)).toEqual(['oci.digest-differs']);
  });

  it('is refused where it is none, newer, or no folder', async () => {
    const folder = temporaryFolder('none');
    expect(await codeOf(ImageLayout.open(folder))).toBe('oci.layout-unreadable');
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"2.0.0"}');
    expect(await codeOf(ImageLayout.openOrCreate(folder))).toBe('oci.layout-unreadable');
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(join(folder, 'index.json'), `${'['.repeat(100)}${']'.repeat(100)}`);
    expect(await codeOf(ImageLayout.open(folder))).toBe('oci.layout-unreadable');
    mkdirSync(join(folder, 'sub'));
    rmSync(join(folder, 'index.json'));
    symlinkSync('/etc/passwd', join(folder, 'index.json'));
    expect(await codeOf(ImageLayout.open(folder))).toBe('oci.layout-unreadable');
    expect(await codeOf((await newLayout()).image('docker.io/x/none:1'))).toBe('oci.image-missing');
  });
});

describe('images that mean harm', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const part = (extra: object = {}) => ({
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest,
    size: 1,
    ...extra,
  });
  const manifest = (extra: object = {}) => ({ schemaVersion: 2, config: part(), layers: [part()], ...extra });

  it.each([
    ['a digest that is a path', manifest({ layers: [part({ digest: 'sha256:../../../../etc/passwd' })] })],
    ['another algorithm', manifest({ config: part({ digest: `md5:${'0'.repeat(32)}` }) })],
    ['a negative size', manifest({ layers: [part({ size: -1 })] })],
    ['a size that is no number', manifest({ layers: [part({ size: 'much' })] })],
    ['a size beyond all disks', manifest({ layers: [part({ size: 2 ** 52 })] })],
    ['too many layers', manifest({ layers: Array.from({ length: 501 }, () => part()) })],
    ['index and manifest in one', manifest({ manifests: [] })],
    ['another kind than it is named by', manifest({ mediaType: OCI_INDEX })],
    ['two sizes of one part', manifest({ layers: [part(), part({ size: 2 })] })],
    ['no layers', { schemaVersion: 2, config: part() }],
    ['an old schema', manifest({ schemaVersion: 1 })],
  ])('are refused: %s', async (_, value) => {
    const layout = await newLayout();
    const image = await layout.putBlob(Buffer.from(JSON.stringify(value)), OCI_MANIFEST);
    expect(await codesOf(layout, image)).toEqual(['oci.document-invalid']);
  });

  it('are refused where they are nested too deep, are no JSON, or are too large to read', async () => {
    const layout = await newLayout();
    const code = async (bytes: Buffer, mediaType = OCI_MANIFEST) =>
      codesOf(layout, await layout.putBlob(bytes, mediaType));
    expect(await code(Buffer.from(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`))).toEqual([
      'oci.document-invalid',
    ]);
    expect(await code(Buffer.from('{'))).toEqual(['oci.document-invalid']);
    expect(await code(Buffer.from([0x22, 0xff, 0x22]))).toEqual(['oci.document-invalid']);
    expect(await code(Buffer.alloc(5_000_000, 32))).toEqual(['oci.document-invalid']);
    expect(await code(Buffer.from('{}'), 'text/html')).toEqual(['oci.kind-unknown']);
    let inner: Descriptor = await smallImage(layout, 'deep');
    for (let depth = 0; depth < 6; depth += 1)
      inner = await layout.putBlob(Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [inner] })), OCI_INDEX);
    expect(await codesOf(layout, inner)).toEqual(['oci.document-invalid']);
  });

  it('never crash the check, whatever is changed in the folder', async () => {
    const seed = await newLayout();
    const image = await smallImage(seed, 'fuzzed', { reference: 'docker.io/x/fuzzed:1' });
    const files = ['index.json', 'oci-layout', ...blobNames(seed).map((name) => `blobs/sha256/${name}`)];
    const good = new Map(files.map((name) => [name, readFileSync(join(seed.folder, name))]));
    const values = fc.constantFrom('-1', '1e99', 'null', '"sha256:.."', '[]', '{}', '{"__proto__":1}', '"\\ud800"');
    const change = fc.record({
      file: fc.constantFrom(...files),
      at: fc.nat(5000),
      with: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        values.map((text) => Uint8Array.from(Buffer.from(text))),
      ),
      cut: fc.nat(12),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        for (const { file, at, with: bytes, cut } of changes) {
          const before = readFileSync(join(seed.folder, file));
          const place = before.length === 0 ? 0 : at % before.length;
          writeFileSync(
            join(seed.folder, file),
            Buffer.concat([before.subarray(0, place), bytes, before.subarray(place + cut)]),
          );
        }
        try {
          const layout = await ImageLayout.open(seed.folder);
          for (const { descriptor } of await layout.images())
            refused += (await verifyImage(layout, descriptor, 'fuzzed')).length > 0 ? 1 : 0;
        } catch (error) {
          expect(error).toBeInstanceOf(DiagnosticError);
          refused += 1;
        }
        for (const [name, bytes] of good) writeFileSync(join(seed.folder, name), bytes);
      }),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(50);
    expect(await codesOf(seed, image)).toEqual([]);
  });
});
