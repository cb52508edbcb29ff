import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { ImageInspectionSchema, type ImageProgress } from '../../../../../electron/api/image.ts';
import { digestBase, findByDigest } from '../../../../../electron/engine/image/base-digest.ts';
import { openByteSource, patchedByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { describeInstall } from '../../../../../electron/engine/image/describe-install.ts';
import { inspectImage } from '../../../../../electron/engine/image/inspect-image.ts';
import { acceptBase, KNOWN_IMAGES } from '../../../../../electron/engine/image/known-images.ts';
import { ANSWER_PATHS, type MakeImagesOptions, makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { modeFileText } from '../../../../../electron/engine/image/mode-file.ts';
import { decodeOverlay, digestReplaced, readOverlay } from '../../../../../electron/engine/image/overlay.ts';
import { readOverlayPatch } from '../../../../../electron/flasher/read-overlay.ts';
import { makeScratch, makeStandIn, noise, removeScratch } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop } from '../../../../support/loop-device.ts';

const HTTP = modeFileText({ mode: 'http', url: 'https://10.0.0.2:8443/a', token: 'geheim-1' }, '9.2');

/** A clock by which a file written now has long settled, so that its digest is remembered. */
const LATER = () => Date.now() + 60_000;

let folder: string;
let base: string;
let baseSha256: string;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(() => {
  folder = makeScratch('make-images');
  base = join(folder, 'base.iso');
  makeStandIn('proxmox', base);
  baseSha256 = sha256(readFileSync(base));
});
afterAll(() => removeScratch(folder));

let turn = 0;
const options = (more: Partial<MakeImagesOptions> = {}): MakeImagesOptions => {
  turn += 1;
  const nodes = [
    { node: 'pve1', answer: '[global]\nfqdn = "pve1.example"\nroot-password-hashed = "$6$secret-one"\n' },
    {
      node: 'pve2',
      answer: '[global]\nfqdn = "pve2.example"\nroot-password-hashed = "$6$secret-two"\n',
      firstBoot: noise(9000),
    },
  ];
  return { basePath: base, outDir: join(folder, `out-${turn}`), siteId: 'two', nodes, acceptBase: baseSha256, ...more };
};

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const error = await promise.catch((caught: unknown) => caught);
  if (!(error instanceof DiagnosticError)) throw new Error('it did not fail with a diagnostic');
  return error.diagnostics[0].code;
}

describe('overlays', () => {
  it('are a few KB, readable by their owner alone, and give the complete image over the base', async () => {
    const seen: ImageProgress[] = [];
    const made = await makeImages(options({ onProgress: (progress) => seen.push(progress) }));
    const full = await makeImages(options({ full: true }));
    for (const [index, image] of made.images.entries()) {
      expect(image.sizeBytes).toBeLessThan(30_000);
      expect(statSync(image.file).mode & 0o777).toBe(0o600);
      const { header, extents } = readOverlay(image.file);
      expect(header).toMatchObject({ node: image.node, siteId: 'two', base: { sha256: baseSha256, volumeId: 'PVE' } });
      const source = openByteSource(base);
      const patched = patchedByteSource(source, extents).read(0, source.sizeBytes);
      expect(digestReplaced(source, extents)).toBe(header.replacedSha256);
      source.close();
      expect(sha256(patched)).toBe(full.images[index]?.sha256);
    }
    const kinds = seen.map(({ type }) => type);
    expect(kinds[0]).toBe('base-digest');
    expect(kinds.filter((kind) => kind !== 'base-digest')).toEqual(['planned', 'planned', 'made', 'made']);
  });

  it('are the same bytes for the same input', async () => {
    const [first, second] = [await makeImages(options()), await makeImages(options())];
    for (const [index, { file }] of first.images.entries()) {
      expect(readFileSync(file).equals(readFileSync(second.images[index]?.file ?? ''))).toBe(true);
    }
  });

  it('are read alike by the engine and by the flasher', async () => {
    const { images } = await makeImages(options());
    for (const { file } of images) {
      const [mine, theirs] = [readOverlay(file), readOverlayPatch(file)];
      expect(theirs).toEqual({
        baseSha256: mine.header.base.sha256,
        baseSizeBytes: mine.header.base.sizeBytes,
        imageSizeBytes: mine.header.imageSizeBytes,
        replacedSha256: mine.header.replacedSha256,
        extents: mine.extents,
      });
    }
  });

  it('with any byte changed are refused, by the engine and by the flasher', async () => {
    const { images } = await makeImages(options());
    const file = images[0]?.file ?? '';
    const bytes = readFileSync(file);
    const damaged = join(folder, 'damaged.overlay');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const copy = Buffer.from(bytes);
        copy[at] = (copy[at] ?? 0) ^ change;
        expect(() => decodeOverlay(copy, 'x')).toThrow(DiagnosticError);
        writeFileSync(damaged, copy);
        expect(() => readOverlayPatch(damaged)).toThrow('flash.overlay-bad');
      }),
      { numRuns: 60 },
    );
    for (const length of [0, 7, 15, 40, bytes.length - 1]) {
      expect(() => decodeOverlay(bytes.subarray(0, length), 'x')).toThrow(DiagnosticError);
    }
  });
});

describe('making images', () => {
  it('plans everything before the first file is written', async () => {
    const nodes = [
      { node: 'pve1', answer: 'x = 1\n' },
      { node: 'pve2', answer: Buffer.alloc(700_000, '#'), firstBoot: noise(1_000_000) },
    ];
    const task = options({ nodes });
    expect(await codeOf(makeImages(task))).toBe('image.added-too-large');
    expect(() => readdirSync(task.outDir)).toThrow('ENOENT');
  });

  it.each([
    [
      'a first-boot program over 1 MiB',
      [{ node: 'a', answer: 'x', firstBoot: Buffer.alloc(1024 * 1024 + 1) }],
      'image.first-boot-too-large',
    ],
    ['a node name that is a path', [{ node: '../a', answer: 'x' }], 'image.bad-node-name'],
    [
      'one node twice',
      [
        { node: 'a', answer: 'x' },
        { node: 'a', answer: 'y' },
      ],
      'image.node-twice',
    ],
    ['an empty answer', [{ node: 'a', answer: '' }], 'image.answer-empty'],
    ['neither answer nor mode file', [{ node: 'a' }], 'image.answer-empty'],
    ['an answer beside mode http', [{ node: 'a', answer: 'x', modeFile: HTTP }], 'image.mode-without-answer'],
    ['mode iso without an answer', [{ node: 'a', modeFile: 'mode = "iso"' }], 'image.mode-without-answer'],
    ['a mode file that is none', [{ node: 'a', modeFile: 'mode' }], 'image.mode-file-broken'],
  ])('refuses %s', async (_title, nodes, code) => {
    expect(await codeOf(makeImages(options({ nodes })))).toBe(code);
  });

  it('never overwrites the base', async () => {
    const task = { ...options({ full: true }), outDir: folder, nodes: [{ node: 'base', answer: 'x' }] };
    expect(await codeOf(makeImages(task))).toBe('image.output-is-base');
    expect(sha256(readFileSync(base))).toBe(baseSha256);
  });

  it('cancelled while writing a complete image leaves no file behind', async () => {
    const stop = new AbortController();
    const task = options({
      full: true,
      signal: stop.signal,
      onProgress: ({ type }) => type === 'writing' && stop.abort(),
    });
    expect(await codeOf(makeImages(task))).toBe('image.cancelled');
    expect(readdirSync(task.outDir)).toEqual([]);
  });

  it('says which bases it does not know, and takes one only with its own digest', async () => {
    expect(await codeOf(makeImages(options({ acceptBase: undefined })))).toBe('image.base-unknown');
    expect(await codeOf(makeImages(options({ acceptBase: 'a'.repeat(64) })))).toBe('image.base-accept-differs');
    const typed = await makeImages(options({ acceptBase: baseSha256.toUpperCase() }));
    expect(typed.base.acceptance).toEqual({ by: 'typed-digest' });
    const image = { ...KNOWN_IMAGES[0], sha256: baseSha256 } as (typeof KNOWN_IMAGES)[number];
    const known = await makeImages(options({ acceptBase: undefined, knownImages: [image] }));
    expect(known.base.acceptance).toEqual({ by: 'known-image', image });
  });

  it('with an altered base behind its cached digest makes no complete image', async () => {
    const cacheFolder = join(folder, 'lying-cache');
    const altered = join(folder, 'altered.iso');
    const bytes = readFileSync(base);
    bytes[9_000_000] = (bytes[9_000_000] ?? 0) ^ 1;
    writeFileSync(altered, bytes);
    await digestBase(altered, { cacheFolder, now: LATER });
    const [name = ''] = readdirSync(cacheFolder);
    const entry = readFileSync(join(cacheFolder, name), 'utf8');
    writeFileSync(join(cacheFolder, name), entry.replace(sha256(bytes), baseSha256));
    const task = options({ basePath: altered, cacheFolder, full: true });
    expect(await codeOf(makeImages(task))).toBe('image.base-altered');
    expect(readdirSync(task.outDir)).toEqual([]);
  });
});

describe('the digest of a base', () => {
  it('is remembered until the file changes, and leads back to the file', async () => {
    const cacheFolder = join(folder, 'cache');
    const file = join(folder, 'remembered.iso');
    writeFileSync(file, noise(100_000));
    const now = () => statSync(file).mtimeMs + 1000;
    expect((await digestBase(file, { cacheFolder, now })).fromCache).toBe(false);
    // Changed only just now: it could change again within one tick of the clock. Where it lies is known, its digest is not believed.
    const fresh = await digestBase(file, { cacheFolder, now });
    expect(fresh.fromCache).toBe(false);
    expect(await findByDigest(fresh.sha256, cacheFolder)).toBe(file);
    const first = await digestBase(file, { cacheFolder, now: LATER });
    expect(first.fromCache).toBe(false);
    expect(await digestBase(file, { cacheFolder })).toEqual({ ...first, fromCache: true });
    expect(await findByDigest(first.sha256, cacheFolder)).toBe(file);
    utimesSync(file, new Date(), new Date(1_600_000_000_000));
    expect(await findByDigest(first.sha256, cacheFolder)).toBeUndefined();
    expect((await digestBase(file, { cacheFolder })).fromCache).toBe(false);
  });
});

it('known images are named with digests that differ and a source', () => {
  expect(new Set(KNOWN_IMAGES.map((image) => image.sha256)).size).toBe(KNOWN_IMAGES.length);
  for (const image of KNOWN_IMAGES) {
    expect(image).toMatchObject({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: expect.stringContaining('SHA256SUMS'),
    });
    expect(acceptBase({ file: image.fileName, sha256: image.sha256 })).toEqual({ by: 'known-image', image });
  }
});

describe('inspecting', () => {
  it('tells what an image holds and hides what is in the answers', async () => {
    const { images } = await makeImages(options({ full: true }));
    const inspected = inspectImage(images[1]?.file ?? '');
    expect(ImageInspectionSchema.parse(inspected)).toMatchObject({
      kind: 'iso',
      volumeId: 'PVE',
      layout: 'grub-hybrid',
      product: 'Proxmox VE',
      release: '9.1-1',
      autoInstallerCapable: true,
      diagnostics: [],
    });
    expect(inspected.answers.map(({ path }) => path).sort()).toEqual([
      '/answer.toml',
      '/auto-installer-mode.toml',
      '/proxmox-first-boot',
    ]);
    expect(JSON.stringify(inspected)).not.toContain('secret');
    expect(inspectImage(base).answers).toEqual([]);
  });

  it('tells of an image for all nodes which server it asks, and hides the token', async () => {
    for (const full of [false, true]) {
      const { images } = await makeImages(options({ full, nodes: [{ node: 'two', modeFile: HTTP }] }));
      expect(images).toMatchObject([{ node: 'two', answerSha256: undefined }]);
      const inspected = inspectImage(images[0]?.file ?? '');
      expect(ImageInspectionSchema.parse(inspected).installs).toEqual({
        mode: 'http',
        url: 'https://10.0.0.2:8443/***',
        hasToken: true,
      });
      expect(inspected.answers.map(({ path }) => path)).toEqual(['/auto-installer-mode.toml']);
      expect(JSON.stringify(inspected)).not.toContain('geheim');
    }
  });

  it.each([
    ['https://10.0.0.2:8443/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/answer', 'https://10.0.0.2:8443/***'],
    ['http://me:geheim@[2001:db8::1]/x', 'http://[2001:db8::1]/***'],
    ['https://10.0.0.2?key=geheim', 'https://10.0.0.2/***'],
    ['https://10.0.0.2', 'https://10.0.0.2'],
    ['geheim', '***'],
  ])('of the address %s it shows %s: whoever knows the path may ask for answers', (url, shown) => {
    const text = `mode = "http"\n[http]\nurl = "${url}"\n`;
    expect(describeInstall((name) => (name === ANSWER_PATHS.mode ? Buffer.from(text) : undefined))?.url).toBe(shown);
  });

  it('reads a written stick as it reads the image, though the drive is larger', async () => {
    const { images } = await makeImages(options({ full: true }));
    const image = images[1]?.file ?? '';
    const stick = join(folder, 'stick.img');
    copyFileSync(image, stick);
    truncateSync(stick, 64 * 1024 * 1024);
    const loop = attachLoop(stick);
    try {
      const { file: _file, sizeBytes, ...rest } = inspectImage(loop.device);
      const { file: _other, sizeBytes: imageBytes, ...expected } = inspectImage(image);
      expect(sizeBytes).toBe(64 * 1024 * 1024);
      expect(rest).toEqual(expected);
      expect(rest).toMatchObject({ imageBytes, installs: { fqdn: 'pve2.example', firstBootBytes: 9000 } });
    } finally {
      loop.detach();
    }
  });

  it('tells for which node and base an overlay was made', async () => {
    const { images } = await makeImages(options());
    const inspected = inspectImage(images[0]?.file ?? '');
    expect(ImageInspectionSchema.parse(inspected)).toMatchObject({
      kind: 'overlay',
      node: 'pve1',
      siteId: 'two',
      base: { sha256: baseSha256 },
    });
    expect(JSON.stringify(inspected)).not.toContain('secret');
  });
});
