import { mkdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAnswer } from '../../electron/engine/answers/make-answer.ts';
import { sha512Crypt } from '../../electron/engine/answers/sha512-crypt.ts';
import { digestBase } from '../../electron/engine/image/base-digest.ts';
import { makeImages } from '../../electron/engine/image/make-images.ts';
import { flash } from '../../electron/engine/usb/flash.ts';
import { flasherAsChild, type RunFlasher } from '../../electron/engine/usb/run-flasher.ts';
import { sha256Of } from '../../electron/engine/workspace/sha256.ts';
import { type BootReport, readBootReport, withoutSpace } from '../support/boot/boot-report.ts';
import { type BootableLayout, makeBootableStandIn } from '../support/boot/bootable-stand-in.ts';
import { bootInQemu, FIRMWARES, type Firmware, lastLines, MEDIA, type Medium } from '../support/boot/qemu.ts';
import { bundleFlasher } from '../support/flasher.ts';
import { makeScratch, removeScratch } from '../support/iso/stand-in-iso.ts';
import { needTools } from '../support/needed-tools.ts';

/** Each start of a machine: how its firmware came to the medium. */
const WAYS: readonly { readonly firmware: Firmware; readonly medium: Medium }[] = [
  { firmware: 'bios', medium: 'cd' },
  { firmware: 'bios', medium: 'usb' },
  { firmware: 'uefi', medium: 'cd' },
  { firmware: 'uefi', medium: 'usb' },
];
const MODE_SHA256 = sha256Of(Buffer.from('mode = "iso"\n'));
const STICK_BYTES = 128 * 1024 * 1024;

let folder: string;
let runFlasher: RunFlasher;

beforeAll(async () => {
  needTools('qemu-system-x86_64', 'grub-mkrescue', 'grub-mkimage', 'xorriso', 'mformat');
  needTools('apt-get', 'dpkg-deb', 'depmod', 'modprobe', 'busybox', 'cpio', 'xz');
  folder = makeScratch('boot');
  runFlasher = flasherAsChild(await bundleFlasher(folder));
});
afterAll(() => removeScratch(folder));

function answerOf(node: string): string {
  const made = makeAnswer({
    version: '9.1',
    siteName: 'Boot test',
    nodeName: node,
    global: {
      keyboard: 'es',
      country: 'ar',
      fqdn: `${node}.site.example`,
      mailto: 'ops@site.example',
      timezone: 'UTC',
      rootPasswordHash: sha512Crypt('correct horse', 'abcdefgh'),
    },
    network: {
      source: 'from-answer',
      cidr: '192.168.10.11/24',
      gateway: '192.168.10.1',
      dns: '192.168.10.1',
      filter: { ID_NET_NAME_MAC: '*b42e99acadb4' },
    },
    disks: { filesystem: 'ext4', selection: { by: 'list', disks: ['sda'] } },
  });
  if (made.text === '') throw new Error(JSON.stringify(made.diagnostics));
  return made.text;
}

/** The complete image that a CD or a virtual medium holds, and the stick that the flasher writes from base and overlay. */
interface Media {
  readonly cd: string;
  readonly usb: string;
}

async function makeMedia(base: string, node: string, answer: string): Promise<Media> {
  const outDir = join(base.replace(/\.iso$/, ''), node);
  mkdirSync(outDir, { recursive: true });
  const { sha256 } = await digestBase(base);
  const options = { basePath: base, outDir, siteId: 'boot-test', nodes: [{ node, answer }], acceptBase: sha256 };
  await makeImages({ ...options, full: true });
  await makeImages(options);
  const usb = join(outDir, 'stick');
  await flash({ imagePath: join(outDir, `${node}.overlay`), basePath: base, device: usb, confirm: usb, runFlasher });
  asStick(usb);
  return { cd: join(outDir, `${node}.iso`), usb };
}

/** A stick is larger than the image on it: the backup GPT is then not at its end. */
function asStick(file: string): void {
  if (statSync(file).size >= STICK_BYTES) throw new Error('the image is larger than the stick');
  truncateSync(file, STICK_BYTES);
}

async function boot({ firmware, medium }: (typeof WAYS)[number], image: string): Promise<BootReport> {
  const serial = await bootInQemu(firmware, medium, image);
  const report = readBootReport(serial);
  if (!report.isComplete) throw new Error(`Linux did not come to its end:\n${lastLines(serial)}`);
  return report;
}

const title = ({ firmware, medium }: (typeof WAYS)[number]) => `${FIRMWARES[firmware]} from a ${MEDIA[medium]}`;

function makeBase(layout: BootableLayout): string {
  const base = join(folder, `${layout}.iso`);
  makeBootableStandIn(layout, base);
  return base;
}

describe("an image of the vendor's layout", () => {
  const answer = answerOf('pve1');
  const expected = { 'answer.toml': sha256Of(Buffer.from(answer)), 'auto-installer-mode.toml': MODE_SHA256 };
  let base: string;
  let media: Media;
  beforeAll(async () => {
    base = makeBase('proxmox');
    media = await makeMedia(base, 'pve1', answer);
  });

  it.each(WAYS.map((way) => [title(way), way] as const))('gives its answer to GRUB and Linux, %s', async (_, way) => {
    const report = await boot(way, media[way.medium]);
    expect(report.grub.sha256).toEqual(expected);
    expect(report.grubAnswer).toBe(withoutSpace(answer));
    expect(report.linux).toEqual({ medium: way.medium === 'cd' ? 'sr0' : 'sda', sha256: expected });
  });

  it('has no answer before it is made for a node', async () => {
    const report = await boot({ firmware: 'bios', medium: 'cd' }, base);
    expect(report.grub.sha256).toEqual({});
    expect(report.linux).toEqual({ medium: 'sr0', sha256: {} });
  });
});

describe('an image of the isohybrid layout', () => {
  const answer = answerOf('pve2');
  const expected = { 'answer.toml': sha256Of(Buffer.from(answer)), 'auto-installer-mode.toml': MODE_SHA256 };
  let media: Media;
  beforeAll(async () => {
    media = await makeMedia(makeBase('isohybrid'), 'pve2', answer);
  });

  it.each(WAYS.map((way) => [title(way), way] as const))('gives its answer to Linux, %s', async (_, way) => {
    const report = await boot(way, media[way.medium]);
    // BIOS starts ISOLINUX, which shows no files.
    expect(report.grub.sha256).toEqual(way.firmware === 'uefi' ? expected : {});
    expect(report.linux).toEqual({ medium: way.medium === 'cd' ? 'sr0' : 'sda', sha256: expected });
  });
});
