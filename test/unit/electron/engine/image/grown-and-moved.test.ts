import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectImage } from '../../../../../electron/engine/image/inspect-image.ts';
import { type MadeImage, makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import {
  makeScratch,
  makeStandIn,
  noise,
  removeScratch,
  run,
  type StandIn,
} from '../../../../support/iso/stand-in-iso.ts';
import { extract, tableReport, unsortRoots, xorrisoLines } from '../../../../support/iso/witnesses.ts';

const ANSWER = '[global]\nfqdn = "pve1.example"\nroot-password-hashed = "$6$x$ñ"\n';
const MIB = 1024 * 1024;
/** So many further files fill the last block of the root, but not that of Joliet. */
const FULL_ROOT = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`more-${index}`, 'x']));

interface Case {
  readonly kind: StandIn;
  readonly fullRoot?: boolean;
  readonly unsorted?: boolean;
  readonly firstBootBytes: number;
  readonly place: MadeImage['place'];
  readonly roots: MadeImage['roots'];
}
const small = 50_000;
const CASES: readonly Case[] = [
  { kind: 'proxmox', firstBootBytes: MIB, place: 'append', roots: ['in-place'] },
  { kind: 'proxmox', fullRoot: true, firstBootBytes: small, place: 'pad', roots: ['extend'] },
  { kind: 'proxmox', fullRoot: true, firstBootBytes: MIB, place: 'append', roots: ['extend'] },
  { kind: 'proxmox', unsorted: true, firstBootBytes: small, place: 'pad', roots: ['relocate'] },
  { kind: 'proxmox', unsorted: true, firstBootBytes: MIB, place: 'append', roots: ['relocate'] },
  { kind: 'proxmox-joliet', firstBootBytes: MIB, place: 'append', roots: ['in-place', 'in-place'] },
  { kind: 'proxmox-joliet', fullRoot: true, firstBootBytes: small, place: 'pad', roots: ['extend', 'in-place'] },
  { kind: 'proxmox-joliet', unsorted: true, firstBootBytes: MIB, place: 'append', roots: ['relocate', 'relocate'] },
  { kind: 'isohybrid', firstBootBytes: MIB, place: 'append', roots: ['in-place'] },
  { kind: 'isohybrid', fullRoot: true, firstBootBytes: small, place: 'pad', roots: ['extend'] },
  { kind: 'isohybrid', unsorted: true, firstBootBytes: small, place: 'pad', roots: ['relocate'] },
  { kind: 'isohybrid-joliet', firstBootBytes: MIB, place: 'append', roots: ['in-place', 'in-place'] },
  { kind: 'isohybrid-joliet', fullRoot: true, firstBootBytes: MIB, place: 'append', roots: ['extend', 'in-place'] },
  { kind: 'isohybrid-joliet', unsorted: true, firstBootBytes: small, place: 'pad', roots: ['relocate', 'relocate'] },
  { kind: 'plain', firstBootBytes: MIB, place: 'append', roots: ['in-place'] },
  { kind: 'plain', fullRoot: true, firstBootBytes: small, place: 'pad', roots: ['relocate'] },
  { kind: 'plain-joliet', unsorted: true, firstBootBytes: MIB, place: 'append', roots: ['relocate', 'relocate'] },
  { kind: 'no-padding', firstBootBytes: small, place: 'append', roots: ['in-place'] },
];
const title = ({ kind, place, roots, firstBootBytes }: Case) =>
  `a ${kind} image, ${place}, roots ${roots.join(' and ')}, first boot of ${firstBootBytes} bytes`;

let folder: string;
beforeAll(() => {
  folder = makeScratch('forms');
});
afterAll(() => removeScratch(folder));

function makeBase({ kind, fullRoot = false, unsorted = false }: Case): string {
  const file = join(folder, `${kind}-${fullRoot}-${unsorted}.iso`);
  if (statSync(file, { throwIfNoEntry: false })) return file;
  makeStandIn(kind, file, { contentBytes: 200_000, ...(fullRoot ? { extra: FULL_ROOT } : {}) });
  if (unsorted) {
    const bytes = readFileSync(file);
    unsortRoots(bytes);
    writeFileSync(file, bytes);
  }
  return file;
}

async function make(base: string, name: string, firstBoot: Buffer, rewrite: boolean) {
  return makeImages({
    basePath: base,
    outDir: join(folder, name),
    siteId: 'site',
    nodes: [{ node: 'pve1', answer: ANSWER, firstBoot }],
    full: true,
    rewrite,
    acceptBase: sha256Of(readFileSync(base)),
  });
}

describe.each(CASES.map((entry, index) => [title(entry), entry, index] as const))('%s', (_title, entry, index) => {
  const firstBoot = noise(entry.firstBootBytes, 3);
  const moves = entry.roots.includes('relocate');
  let base: string;
  let image: string;

  beforeAll(async () => {
    base = makeBase(entry);
    const made = await make(base, `case-${index}`, firstBoot, moves);
    expect(made.images[0]).toMatchObject({ place: entry.place, roots: entry.roots });
    expect(made.diagnostics.map(({ code }) => code)).toEqual(moves ? ['image.rewritten'] : []);
    image = made.images[0]?.file ?? '';
  });

  it('keeps every old file where and as it was, and adds exactly three (xorriso, isoinfo, 7z, isovfy)', () => {
    const [before, after] = [xorrisoLines(base), xorrisoLines(image)];
    expect(before.length).toBeGreaterThan(100);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect(after.length).toBe(before.length + 6);
    const [old, now] = [extract(base, `${image}-before`), new Map(extract(image, `${image}-after`))];
    expect(now.get('/answer.toml')).toBe(sha256Of(ANSWER));
    expect(now.get('/proxmox-first-boot')).toBe(sha256Of(firstBoot));
    for (const name of ['/answer.toml', '/auto-installer-mode.toml', '/proxmox-first-boot']) now.delete(name);
    expect(now).toEqual(old);
    expect(run('isoinfo', ['-R', '-i', image, '-x', '/answer.toml'])).toBe(ANSWER);
    if (entry.kind.endsWith('joliet')) expect(run('isoinfo', ['-J', '-i', image, '-x', '/answer.toml'])).toBe(ANSWER);
    const count = (file: string) => run('7z', ['l', '-slt', '-tiso', file]).split('\nPath = ').length;
    expect(count(image)).toBe(count(base) + 3);
    expect(run('7z', ['t', '-tiso', image])).toContain('Everything is Ok');
    expect(run('isovfy', [image])).toContain('No errors found');
    // libarchive wants parents before children: a root that stands behind them it lists only in part.
    const names = (file: string) => run('bsdtar', ['-tf', file], true).trim().split('\n').length;
    if (!moves) expect(names(image)).toBe(names(base) + 3);
  });

  it('leaves no partition table with a new complaint, and none changed unless the image grows (sgdisk, xorriso)', () => {
    expect(tableReport(image)).toEqual(tableReport(base));
    const torito = (file: string) => run('xorriso', ['-indev', file, '-report_el_torito', 'plain'], true);
    expect(torito(image)).toBe(torito(base).replaceAll(base, image));
    const [before, after] = [readFileSync(base), readFileSync(image)];
    if (entry.place === 'pad') {
      expect(after.length).toBe(before.length);
      expect(after.subarray(0, 16 * 2048).equals(before.subarray(0, 16 * 2048))).toBe(true);
      expect(after.subarray(-40 * 512).equals(before.subarray(-40 * 512))).toBe(true);
    } else {
      const unit = entry.kind.startsWith('isohybrid') ? MIB : 64 * 1024;
      expect((after.length - before.length) % unit).toBe(0);
      expect(after.length - before.length).toBeLessThanOrEqual(
        Math.ceil(entry.firstBootBytes / unit) * unit + 2 * unit,
      );
      expect(after.readUInt32LE(16 * 2048 + 80) * 2048).toBe(after.length);
    }
    expect(after.subarray(16 * 2048 + 813, 16 * 2048 + 881)).toEqual(before.subarray(16 * 2048 + 813, 16 * 2048 + 881));
  });

  it('is the same bytes each time, and can be a base itself', async () => {
    const again = await make(base, `case-${index}-again`, firstBoot, moves);
    expect(again.images[0]?.sha256).toBe(sha256Of(readFileSync(image)));
    const inspected = inspectImage(image);
    expect(inspected.installs).toEqual({ mode: 'iso', fqdn: 'pve1.example', firstBootBytes: firstBoot.length });
    expect(inspected.patching?.place).toBeDefined();
  });
});

describe('a rewritten image', () => {
  it('is only made when asked for', async () => {
    const unsorted = makeBase({ ...(CASES[3] as Case) });
    await expect(make(unsorted, 'no', noise(10), false)).rejects.toMatchObject({
      diagnostics: [{ code: 'image.unknown-sort-order' }],
    });
    const full = makeBase({ ...(CASES[15] as Case) });
    await expect(make(full, 'no', noise(10), false)).rejects.toMatchObject({
      diagnostics: [{ code: 'image.root-full' }],
    });
    expect(inspectImage(unsorted).patching).toEqual({ canGrow: true, rewrite: 'offered' });
    expect(inspectImage(full).patching).toEqual({ canGrow: true, rewrite: 'offered' });
  });

  it('of a base with checksums of itself warns that they no longer fit', async () => {
    const base = join(folder, 'md5.iso');
    makeStandIn('md5', base);
    await expect(make(base, 'no', noise(10), false)).rejects.toMatchObject({
      diagnostics: [{ code: 'image.md5-tagged' }],
    });
    const made = await make(base, 'md5', noise(10), true);
    expect(made.diagnostics.map(({ code }) => code)).toEqual(['image.checksum-differs-now']);
    const [before, after] = [xorrisoLines(base), xorrisoLines(made.images[0]?.file ?? '')];
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect(after.length).toBe(before.length + 6);
  });

  it.each([
    ['partition-offset', 'image.partition-offset'],
    ['udf', 'image.udf-bridge'],
    ['iso9660-1999', 'image.second-tree'],
    ['no-rock-ridge', 'image.no-rock-ridge'],
  ] as const)('of a %s base is refused and not offered', async (kind, code) => {
    const base = join(folder, `${kind}.iso`);
    makeStandIn(kind, base);
    await expect(make(base, 'no', noise(10), true)).rejects.toMatchObject({ diagnostics: [{ code }] });
    expect(inspectImage(base).patching?.rewrite).toBe('unsafe');
    expect(() => statSync(join(folder, 'no'))).toThrow('ENOENT');
  });
});

describe('an image grown the vendor’s way', () => {
  it('grows once more, and its backup GPT then stands at the end again', async () => {
    const base = join(folder, 'grown.iso');
    makeStandIn('proxmox', base);
    const extra = join(folder, 'grown.toml');
    writeFileSync(extra, 'old = true\n');
    run('xorriso', ['-boot_image', 'any', 'keep', '-dev', base, '-map', extra, '/answer.toml']);
    expect(inspectImage(base)).toMatchObject({ grownByVendorTool: true, diagnostics: [], freeBlocks: 0 });
    expect(run('sgdisk', ['-v', base], true)).toContain('Identified 1 problems');
    const made = await make(base, 'grown', noise(small, 3), false);
    expect(made.diagnostics.map(({ code }) => code)).toEqual(['image.base-has-answer']);
    const image = made.images[0]?.file ?? '';
    expect(run('sgdisk', ['-v', image], true)).toContain('No problems found');
    const [before, after] = [xorrisoLines(base), xorrisoLines(image)].map((lines) =>
      lines.filter((line) => !line.includes('/answer.toml')),
    );
    expect(before?.filter((line) => !after?.includes(line))).toEqual([]);
    expect(run('isoinfo', ['-R', '-i', image, '-x', '/answer.toml'])).toBe(ANSWER);
  });
});
