import { mkdtempSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseBase } from '../../electron/engine/image/analyse-base.ts';
import { digestBase } from '../../electron/engine/image/base-digest.ts';
import { openByteSource } from '../../electron/engine/image/byte-source.ts';
import {
  ANSWER_PATHS,
  type MadeImage,
  type MakeImagesOptions,
  makeImages,
  type NodeAnswer,
} from '../../electron/engine/image/make-images.ts';
import { retargetZones } from '../../electron/engine/image/retarget-zones.ts';
import { retarget } from '../../electron/engine/usb/retarget.ts';
import { flasherAsChild, type RunFlasher } from '../../electron/engine/usb/run-flasher.ts';
import { sha256Of } from '../../electron/engine/workspace/sha256.ts';
import { type BootReport, readBootReport, withoutSpace } from '../support/boot/boot-report.ts';
import { type BootableLayout, makeBootableStandIn } from '../support/boot/bootable-stand-in.ts';
import { exampleAnswer } from '../support/boot/example-answer.ts';
import { bootInQemu, FIRMWARES, type Firmware, lastLines, MEDIA, type Medium } from '../support/boot/qemu.ts';
import { emptyFile, flash } from '../support/flash-one.ts';
import { bundleFlasher } from '../support/flasher.ts';
import { makeScratch, noise, removeScratch } from '../support/iso/stand-in-iso.ts';
import { attachLoop } from '../support/loop-device.ts';
import { needRoot, needTools } from '../support/needed-tools.ts';

/** How the firmware of a machine comes to the medium. */
interface Way {
  readonly firmware: Firmware;
  readonly medium: Medium;
}

const BIOS_CD: Way = { firmware: 'bios', medium: 'cd' };
const BIOS_USB: Way = { firmware: 'bios', medium: 'usb' };
const UEFI_CD: Way = { firmware: 'uefi', medium: 'cd' };
const UEFI_USB: Way = { firmware: 'uefi', medium: 'usb' };

interface Case {
  readonly name: string;
  readonly layout: BootableLayout;
  /** Further files in the root of the base. */
  readonly fillers?: number;
  readonly firstBoot?: Uint8Array;
  /** What the patch has to look like, so that each case tests what it names. */
  readonly patch: Pick<MadeImage, 'place' | 'roots'>;
  readonly ways: readonly Way[];
}

/** The largest that the installer takes; no padding holds it. */
const LARGE_FIRST_BOOT = noise(1024 * 1024);
/** A stick is larger than the image on it: the backup GPT is then not at its end. */
const STICK_BYTES = 128 * 1024 * 1024;

const CASES: readonly Case[] = [
  {
    name: "of the vendor's layout with its answer in the padding",
    layout: 'proxmox',
    patch: { place: 'pad', roots: ['in-place'] },
    ways: [BIOS_CD, BIOS_USB, UEFI_CD, UEFI_USB],
  },
  {
    name: "of the vendor's layout that has grown by a first-boot program of 1 MiB",
    layout: 'proxmox',
    firstBoot: LARGE_FIRST_BOOT,
    patch: { place: 'append', roots: ['in-place'] },
    ways: [BIOS_CD, BIOS_USB, UEFI_CD, UEFI_USB],
  },
  {
    name: "of the vendor's layout whose full root directory was extended",
    layout: 'proxmox',
    fillers: 9,
    patch: { place: 'pad', roots: ['extend'] },
    ways: [BIOS_CD, UEFI_USB],
  },
  {
    name: 'of the isohybrid layout with its answer in the padding',
    layout: 'isohybrid',
    patch: { place: 'pad', roots: ['in-place'] },
    ways: [BIOS_USB, UEFI_CD],
  },
  {
    name: 'of the isohybrid layout that has grown by a first-boot program of 1 MiB',
    layout: 'isohybrid',
    firstBoot: LARGE_FIRST_BOOT,
    patch: { place: 'append', roots: ['in-place'] },
    ways: [BIOS_CD, UEFI_USB],
  },
];

let folder: string;
let runFlasher: RunFlasher;

beforeAll(async () => {
  needTools('qemu-system-x86_64', 'grub-mkrescue', 'grub-mkimage', 'xorriso', 'mformat');
  needTools('apt-get', 'dpkg-deb', 'depmod', 'modprobe', 'busybox', 'cpio', 'xz');
  folder = makeScratch('boot');
  runFlasher = flasherAsChild(await bundleFlasher(folder));
});
afterAll(() => removeScratch(folder));

describe.each(CASES.map((given) => [given.name, given] as const))('an image %s', (_name, given) => {
  const node = nodeAnswer('pve1', given.firstBoot);
  let media: Media;
  beforeAll(async () => {
    media = await makeMedia(makeBase(given), node);
  });

  it('is patched in this form', () => {
    expect(media.made).toMatchObject(given.patch);
  });

  it.each(titled(given.ways))('gives its answer to the machine, %s', async (_, way) => {
    const report = await boot(way, media[way.medium]);
    expect(report.linux).toEqual({ medium: diskOf(way), sha256: digestsOf(node) });
    if (given.layout === 'proxmox' || way.firmware === 'uefi') {
      expect(report.grub.sha256).toEqual(digestsOf(node));
      expect(report.grubAnswer).toBe(withoutSpace(String(node.answer)));
    } else {
      // ISOLINUX starts Linux and shows no files.
      expect(report.grub).toEqual({ medium: undefined, sha256: {} });
    }
  });
});

const RETARGETS = [
  ['a smaller image', nodeAnswer('pve1', LARGE_FIRST_BOOT), nodeAnswer('pve2'), [BIOS_USB, UEFI_USB]],
  ['a larger image', nodeAnswer('pve1'), nodeAnswer('pve2', LARGE_FIRST_BOOT), [UEFI_USB]],
] as const;

describe.each(RETARGETS)('a stick that was re-targeted to %s of another node', (_size, first, second, ways) => {
  let stick: string;
  beforeAll(async () => {
    needRoot('loop devices');
    stick = await makeRetargetedStick(makeBase({ layout: 'proxmox' }), first, second);
  });

  it('holds nothing of the first node', () => {
    expect(String(first.answer)).toContain('pve1.site.example');
    expect(readFileSync(stick).includes('pve1.site.example')).toBe(false);
  });

  it.each(titled(ways))("gives the other's answer to the machine, %s", async (_title, way) => {
    const report = await boot(way, stick);
    expect(report.grub.sha256).toEqual(digestsOf(second));
    expect(report.linux).toEqual({ medium: diskOf(way), sha256: digestsOf(second) });
  });
});

describe('a base image', () => {
  it('starts too, and has no answer for the machine', async () => {
    const report = await boot(BIOS_CD, makeBase({ layout: 'proxmox' }));
    expect(report.grub.sha256).toEqual({});
    expect(report.linux).toEqual({ medium: 'sr0', sha256: {} });
  });
});

function nodeAnswer(node: string, firstBoot?: Uint8Array): NodeAnswer {
  return { node, answer: exampleAnswer(node, firstBoot !== undefined), firstBoot };
}

/** What GRUB and Linux have to find for this node, by name. */
function digestsOf({ answer = '', firstBoot }: NodeAnswer): Readonly<Record<string, string>> {
  return {
    [ANSWER_PATHS.mode]: sha256Of(Buffer.from('mode = "iso"\n')),
    [ANSWER_PATHS.answer]: sha256Of(Buffer.from(answer)),
    ...(firstBoot ? { [ANSWER_PATHS.firstBoot]: sha256Of(firstBoot) } : {}),
  };
}

/** Makes a base once for all cases that are of its kind. */
function makeBase({ layout, fillers = 0 }: Pick<Case, 'layout' | 'fillers'>): string {
  const base = join(folder, `${layout}-${fillers}.iso`);
  if (!statSync(base, { throwIfNoEntry: false })) makeBootableStandIn(layout, base, fillers);
  return base;
}

/** The complete image, as for a CD, and the stick that the flasher writes from base and overlay. */
interface Media {
  readonly cd: string;
  readonly usb: string;
  readonly made: MadeImage | undefined;
}

async function makeMedia(base: string, node: NodeAnswer): Promise<Media> {
  const options = await imageOptions(base, [node]);
  const { images } = await makeImages(options);
  await makeImages({ ...options, full: true });
  const usb = emptyFile(join(options.outDir, 'stick'));
  await flash({ imagePath: overlayOf(options, node), basePath: base, device: usb, confirm: usb, runFlasher });
  truncateSync(usb, STICK_BYTES);
  return { cd: join(options.outDir, `${node.node}.iso`), usb, made: images[0] };
}

/** Flashes a block device with the first node's image and makes it the second's; gives back the file behind it. */
async function makeRetargetedStick(base: string, first: NodeAnswer, second: NodeAnswer): Promise<string> {
  const options = await imageOptions(base, [first, second]);
  await makeImages(options);
  const stick = join(options.outDir, 'stick');
  writeFileSync(stick, '');
  truncateSync(stick, STICK_BYTES);
  const loop = attachLoop(stick);
  try {
    const target = { device: loop.device, confirm: stick };
    await flash({ imagePath: overlayOf(options, first), basePath: base, ...target, runFlasher });
    const source = openByteSource(base);
    const zones = retargetZones(analyseBase(source));
    source.close();
    await retarget({ target, overlayPath: overlayOf(options, second), basePath: base, zones, runFlasher });
  } finally {
    loop.detach();
  }
  return stick;
}

/** How images are made of this base, each time in a folder of its own. */
async function imageOptions(base: string, nodes: readonly NodeAnswer[]): Promise<MakeImagesOptions> {
  const { sha256 } = await digestBase(base);
  return { basePath: base, outDir: mkdtempSync(join(folder, 'images-')), siteId: 'boot', nodes, acceptBase: sha256 };
}

function overlayOf({ outDir }: MakeImagesOptions, { node }: NodeAnswer): string {
  return join(outDir, `${node}.overlay`);
}

async function boot({ firmware, medium }: Way, image: string): Promise<BootReport> {
  const serial = await bootInQemu(firmware, medium, image);
  const report = readBootReport(serial);
  if (!report.isComplete) throw new Error(`Linux did not come to its end:\n${lastLines(serial)}`);
  return report;
}

function titled(ways: readonly Way[]): (readonly [title: string, way: Way])[] {
  return ways.map((way) => [`${FIRMWARES[way.firmware]} from a ${MEDIA[way.medium]}`, way]);
}

function diskOf({ medium }: Way): string {
  return medium === 'cd' ? 'sr0' : 'sda';
}
