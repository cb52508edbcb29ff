import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { makeScratch, noise, removeScratch, run } from '../../../../support/iso/stand-in-iso.ts';
import { tableReport, xorrisoLines } from '../../../../support/iso/witnesses.ts';

const ISOHYBRID = ['-isohybrid-mbr', 'mbr.bin'];
const ISOLINUX = '/usr/lib/ISOLINUX/isohdpfx.bin';
const EFI = ['-eltorito-alt-boot', '-e', 'efi.img', '-no-emul-boot'];
const BIOS = ['-b', 'boot.img', '-c', 'boot.cat', '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'];
type Place = 'pad' | 'append' | 'none';
/** Ways in which makers partition an image, by xorriso's options, and where an answer and a large first-boot program go. */
const LAYOUTS: readonly (readonly [name: string, places: readonly [Place, Place], options: readonly string[]])[] = [
  ['isohybrid MBR alone', ['pad', 'append'], [...BIOS, ...ISOHYBRID]],
  ['isohybrid with GPT', ['pad', 'append'], [...BIOS, ...ISOHYBRID, ...EFI, '-isohybrid-gpt-basdat']],
  ['isohybrid with GPT of HFS+ type', ['pad', 'append'], [...BIOS, ...ISOHYBRID, ...EFI, '-isohybrid-gpt-hfsplus']],
  [
    'isohybrid with GPT and Apple map',
    ['pad', 'append'],
    [...BIOS, '-isohybrid-mbr', ISOLINUX, ...EFI, '-isohybrid-gpt-basdat', '-isohybrid-apm-hfsplus'],
  ],
  [
    'isohybrid for 255 heads and 63 sectors',
    ['pad', 'pad'],
    [...BIOS, ...ISOHYBRID, '-partition_hd_cyl', '255', '-partition_sec_hd', '63'],
  ],
  ['protective MBR alone', ['pad', 'append'], ['--protective-msdos-label']],
  ['protective MBR with a bootable entry', ['pad', 'append'], ['--protective-msdos-label', '--mbr-force-bootable']],
  [
    'protective MBR and GPT',
    ['pad', 'append'],
    ['--protective-msdos-label', '-efi-boot-part', '--efi-boot-image', ...BIOS, ...EFI],
  ],
  ['GPT without protective MBR', ['pad', 'append'], ['-efi-boot-part', '--efi-boot-image', ...BIOS, ...EFI]],
  ['HFS+ and Apple map of 512 bytes', ['pad', 'append'], ['-hfsplus']],
  ['HFS+ and Apple map of 2048 bytes', ['pad', 'append'], ['-hfsplus', '-apm-block-size', '2048']],
  ['boot code alone', ['pad', 'append'], ['-G', 'mbr.bin']],
  ['an appended partition', ['none', 'none'], ['-append_partition', '2', '0xef', 'esp.img']],
  [
    'an appended partition in a GPT',
    ['none', 'none'],
    ['-append_partition', '2', '0xef', 'esp.img', '-appended_part_as_gpt'],
  ],
];

let folder: string;
beforeAll(() => {
  folder = makeScratch('layouts');
  const root = join(folder, 'root');
  mkdirSync(join(root, 'boot'), { recursive: true });
  for (const name of ['a', 'b.txt', 'boot/c', 'Long-Name.of.the.file']) writeFileSync(join(root, name), noise(5000));
  writeFileSync(join(root, 'boot.img'), noise(4096));
  writeFileSync(join(root, 'efi.img'), noise(65_536));
  writeFileSync(join(folder, 'mbr.bin'), Buffer.alloc(512));
  writeFileSync(join(folder, 'esp.img'), '');
  truncateSync(join(folder, 'esp.img'), 256 * 1024);
});
afterAll(() => removeScratch(folder));

describe.each(LAYOUTS)('an image with %s', (name, places, options) => {
  const base = () => join(folder, `${name.replaceAll(' ', '-')}.iso`);
  beforeAll(() => {
    const tree = join(folder, `root-${name.replaceAll(' ', '-')}`);
    cpSync(join(folder, 'root'), tree, { recursive: true });
    const named = options.map((option) => (/^(mbr\.bin|esp\.img)$/.test(option) ? join(folder, option) : option));
    run('xorriso', ['-as', 'mkisofs', '-quiet', '-V', 'PVE', '-r', '-o', base(), ...named, tree]);
  });

  const patch = (firstBoot: Buffer) =>
    makeImages({
      basePath: base(),
      outDir: join(folder, 'out'),
      siteId: 's',
      nodes: [{ node: 'pve1', answer: 'x = 1\n', firstBoot }],
      full: true,
      acceptBase: sha256Of(readFileSync(base())),
    });
  const expectSound = (file: string) => {
    expect(tableReport(file)).toEqual(tableReport(base()));
    const [before, after] = [xorrisoLines(base()), xorrisoLines(file)];
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect(after.length).toBe(before.length + 6);
    expect(run('isoinfo', ['-R', '-i', file, '-x', '/answer.toml'])).toBe('x = 1\n');
  };

  it.each([
    ['an answer', noise(3000), places[0]],
    ['a first-boot program of 1 MiB', noise(1024 * 1024, 2), places[1]],
  ] as const)('takes %s without a new complaint of any tool, or not at all', async (_what, firstBoot, place) => {
    if (place === 'none') {
      await expect(patch(firstBoot)).rejects.toMatchObject({ diagnostics: [{ code: 'image.no-padding' }] });
      return;
    }
    const [made] = (await patch(firstBoot)).images;
    expect(made?.place).toBe(place);
    expectSound(made?.file ?? '');
  });
});
