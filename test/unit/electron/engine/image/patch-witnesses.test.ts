import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import {
  makeScratch,
  makeStandIn,
  noise,
  removeScratch,
  run,
  type StandIn,
} from '../../../../support/iso/stand-in-iso.ts';
import { extract, unsortRoots, xorrisoLines } from '../../../../support/iso/witnesses.ts';

const KINDS: readonly StandIn[] = [
  'proxmox',
  'proxmox-joliet',
  'isohybrid',
  'isohybrid-joliet',
  'plain',
  'plain-joliet',
];
const ANSWER = '[global]\nfqdn = "pve1.example"\nroot-password-hashed = "$6$x$ñ"\n';
const FIRST_BOOT = noise(50_000, 3);

let folder: string;
beforeAll(() => {
  folder = makeScratch('witness');
});
afterAll(() => removeScratch(folder));

describe.each(KINDS)('a patched %s image, seen by tools that are not ours', (kind) => {
  let base: string;
  let image: string;

  beforeAll(async () => {
    base = join(folder, `${kind}.iso`);
    makeStandIn(kind, base);
    const made = await makeImages({
      basePath: base,
      outDir: join(folder, kind),
      siteId: 'site',
      nodes: [{ node: 'pve1', answer: ANSWER, firstBoot: FIRST_BOOT }],
      full: true,
      acceptBase: sha256Of(readFileSync(base)),
    });
    image = made.images[0]?.file ?? '';
    expect(made.images[0]?.sha256).toBe(sha256Of(readFileSync(image)));
  });

  it('keeps every old file where and as it was, and adds exactly three (xorriso)', () => {
    const before = xorrisoLines(base);
    const after = xorrisoLines(image);
    // A directory's own line counts its records; nothing else of it may differ.
    const lost = before.filter((line) => !after.includes(line));
    const gained = after.filter((line) => !before.includes(line));
    expect(before.length).toBeGreaterThan(100);
    expect(lost).toEqual([]);
    expect(gained.map((line) => line.match(/'(\/[^']*)'/)?.[1]).sort()).toEqual([
      '/answer.toml',
      '/answer.toml',
      '/auto-installer-mode.toml',
      '/auto-installer-mode.toml',
      '/proxmox-first-boot',
      '/proxmox-first-boot',
    ]);
  });

  it('extracts to the same bytes (xorriso), the new files too', () => {
    const before = extract(base, join(folder, `${kind}-before`));
    const after = new Map(extract(image, join(folder, `${kind}-after`)));
    expect(after.get('/answer.toml')).toBe(sha256Of(Buffer.from(ANSWER)));
    expect(after.get('/auto-installer-mode.toml')).toBe(sha256Of(Buffer.from('mode = "iso"\n')));
    expect(after.get('/proxmox-first-boot')).toBe(sha256Of(FIRST_BOOT));
    for (const name of ['/answer.toml', '/auto-installer-mode.toml', '/proxmox-first-boot']) after.delete(name);
    expect(after).toEqual(before);
  });

  it('shows the answer through Rock Ridge, and through Joliet where there is one (isoinfo)', () => {
    expect(run('isoinfo', ['-R', '-i', image, '-x', '/answer.toml'])).toBe(ANSWER);
    if (kind.endsWith('joliet')) expect(run('isoinfo', ['-J', '-i', image, '-x', '/answer.toml'])).toBe(ANSWER);
    const plain = run('isoinfo', ['-f', '-i', image]).split('\n');
    expect(plain.filter((name) => /^\/(ANSWER|AUTO_IN|PROXMOX_)/.test(name)).length).toBeGreaterThanOrEqual(3);
    expect(new Set(plain).size).toBe(plain.length);
  });

  it('lists and tests without a complaint (7z, bsdtar, isovfy)', () => {
    const count = (file: string) => run('7z', ['l', '-slt', '-tiso', file]).split('\nPath = ').length;
    expect(count(image)).toBe(count(base) + 3);
    expect(run('7z', ['t', '-tiso', image])).toContain('Everything is Ok');
    const names = (file: string) => run('bsdtar', ['-tf', file]).trim().split('\n').length;
    expect(names(image)).toBe(names(base) + 3);
    expect(run('isovfy', [image])).toContain('No errors found');
  });

  it('leaves the system area, the volume descriptors and the partition tables as they were (cmp, sgdisk)', () => {
    const [before, after] = [readFileSync(base), readFileSync(image)];
    expect(after.length).toBe(before.length);
    expect(after.subarray(0, 19 * 2048).equals(before.subarray(0, 19 * 2048))).toBe(true);
    expect(after.subarray(-40 * 512).equals(before.subarray(-40 * 512))).toBe(true);
    // Where there is no GPT, sgdisk makes one up in memory, with a new GUID each time.
    const guid = kind.startsWith('plain') ? /identifier \(GUID\): .*/ : /^$/;
    const said = (file: string) => run('sgdisk', ['-v', '-p', file], true).replaceAll(file, 'IMAGE').replace(guid, '');
    expect(said(image)).toBe(said(base));
    const options = (file: string) =>
      run('xorriso', ['-indev', file, '-report_el_torito', 'plain', '-report_system_area', 'plain'], true);
    expect(options(image)).toBe(options(base));
  });

  it('replaces the answer of an image that already has one, and adds nothing', async () => {
    const again = await makeImages({
      basePath: image,
      outDir: join(folder, `${kind}-again`),
      siteId: 'site',
      nodes: [{ node: 'pve2', answer: 'second = true\n' }],
      full: true,
      acceptBase: sha256Of(readFileSync(image)),
    });
    const file = again.images[0]?.file ?? '';
    expect(again.diagnostics.map(({ code }) => code)).toContain('image.base-has-answer');
    expect(run('isoinfo', ['-R', '-i', file, '-x', '/answer.toml'])).toBe('second = true\n');
    const names = (iso: string) => run('isoinfo', ['-R', '-f', '-i', iso]);
    expect(names(file)).toBe(names(image));
  });

  it('is a few KB of difference', () => {
    const [before, after] = [readFileSync(base), readFileSync(image)];
    let blocks = 0;
    for (let at = 0; at < before.length; at += 2048) {
      if (!before.subarray(at, at + 2048).equals(after.subarray(at, at + 2048))) blocks += 1;
    }
    expect(blocks * 2048).toBeLessThan(FIRST_BOOT.length + 16 * 2048);
    expect(statSync(image).size).toBe(statSync(base).size);
  });
});

describe('images of a kind that is not patched', () => {
  const REFUSED: readonly (readonly [StandIn, string])[] = [
    ['partition-offset', 'image.partition-offset'],
    ['no-rock-ridge', 'image.no-rock-ridge'],
    ['iso9660-1999', 'image.second-tree'],
    ['udf', 'image.udf-bridge'],
    ['md5', 'image.md5-tagged'],
  ];
  it.each(REFUSED)('a %s image is refused with %s, and nothing is written', async (kind, code) => {
    const base = join(folder, `${kind}.iso`);
    makeStandIn(kind, base);
    const outDir = join(folder, `out-${kind}`);
    const nodes = [{ node: 'pve1', answer: ANSWER }];
    const work = makeImages({ basePath: base, outDir, siteId: 's', nodes, acceptBase: sha256Of(readFileSync(base)) });
    await expect(work).rejects.toMatchObject({ diagnostics: [{ code }] });
    expect(() => statSync(outDir)).toThrow('ENOENT');
  });

  it.each([
    [
      'with an MD5 implanted in its volume descriptor',
      (image: Buffer) => image.write('ISO MD5SUM = 0123', 16 * 2048 + 883),
      'image.md5-tagged',
    ],
    ['whose root is sorted in no known way', unsortRoots, 'image.unknown-sort-order'],
  ])('an image %s is refused', async (_what, change, code) => {
    const image = readFileSync(join(folder, 'proxmox.iso'));
    change(image);
    const base = join(folder, 'changed.iso');
    writeFileSync(base, image);
    const nodes = [{ node: 'pve1', answer: ANSWER }];
    const work = makeImages({
      basePath: base,
      outDir: join(folder, 'no'),
      siteId: 's',
      nodes,
      acceptBase: sha256Of(image),
    });
    await expect(work).rejects.toMatchObject({ diagnostics: [{ code }] });
  });
});
