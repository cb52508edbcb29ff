import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ByteSource, openByteSource } from '../../../../../electron/engine/image/byte-source.ts';
import { inspectImage } from '../../../../../electron/engine/image/inspect-image.ts';
import { makeImages } from '../../../../../electron/engine/image/make-images.ts';
import { identifyDrives } from '../../../../../electron/engine/usb/identify-drives.ts';
import { listDrives } from '../../../../../electron/engine/usb/list-drives.ts';
import { readRootFiles } from '../../../../../electron/engine/usb/read-root-files.ts';
import {
  type LookUpStick,
  recogniseContent,
  recogniseStick,
  type WrittenStick,
} from '../../../../../electron/engine/usb/recognise-stick.ts';
import { flasherAsChild } from '../../../../../electron/engine/usb/run-flasher.ts';
import { bundleFlasher } from '../../../../support/flasher.ts';
import { makeScratch, makeStandIn, noise, removeScratch, run } from '../../../../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../../../../support/loop-device.ts';

const ANSWER = '[global]\nfqdn = "pve1.example"\n';
const WRITTEN: WrittenStick = {
  siteId: 'municipal',
  node: 'pve1',
  writtenAt: '2026-11-20T17:20:00Z',
  verifiedAt: '2026-11-20T17:21:00Z',
  planFingerprint: 'f00',
};

let folder: string;
let flasherPath: string;
let answerSha256: string;
const loops: LoopDevice[] = [];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  folder = makeScratch('recognise');
  const base = join(folder, 'base.iso');
  makeStandIn('proxmox', base);
  makeStandIn('plain-joliet', join(folder, 'plain.iso'));
  flasherPath = await bundleFlasher(folder);
  const options = { basePath: base, outDir: folder, siteId: 'municipal', acceptBase: sha256(readFileSync(base)) };
  const nodes = [{ node: 'pve1', answer: ANSWER, firstBoot: Buffer.from('#!/bin/sh\nexit 0\n') }];
  await makeImages({ ...options, nodes, full: true });
  answerSha256 = sha256(Buffer.from(ANSWER));
});

afterEach(() => {
  for (const loop of loops.splice(0)) loop.detach();
});

afterAll(() => removeScratch(folder));

const known: LookUpStick = (digest) => (digest === answerSha256 ? WRITTEN : undefined);

async function stickOf(image: string | Buffer) {
  const file = join(folder, 'stick.img');
  writeFileSync(file, typeof image === 'string' ? readFileSync(join(folder, image)) : image);
  truncateSync(file, 32 * 1024 * 1024);
  const loop = attachLoop(file);
  loops.push(loop);
  const { drives } = await listDrives({ includeVirtual: true });
  const facts = drives.find((drive) => drive.facts.device === loop.device)?.facts;
  if (!facts) throw new Error('not listed');
  return { file, loop, facts };
}

describe('a stick that is plugged in', () => {
  it('is known by the digest of its answer, with site, node and date', async () => {
    const { facts } = await stickOf('pve1.iso');
    expect(await recogniseStick(facts, known)).toEqual({ kind: 'ours', answerSha256, stick: WRITTEN });
  });

  it('is known by the answer in its mounted file system, without reading the device', async () => {
    const mountpoint = makeScratch('mount');
    writeFileSync(join(mountpoint, 'answer.toml'), ANSWER);
    const { facts } = await stickOf(noise(1_000_000));
    const mounted = { ...facts, device: join(folder, 'not-there'), mountpoints: [mountpoint] };
    expect(await recogniseStick(mounted, known)).toMatchObject({ kind: 'ours', stick: { node: 'pve1' } });
    removeScratch(mountpoint);
  });

  it('that another laptop wrote has an answer nobody here knows', async () => {
    const { facts } = await stickOf('pve1.iso');
    expect(await recogniseStick(facts, () => undefined)).toEqual({ kind: 'unknown-answer', answerSha256 });
  });

  it.each([
    ['the bare base', 'base.iso'],
    ['another ISO', 'plain.iso'],
    ['noise', noise(5_000_000)],
    ['nothing', Buffer.alloc(1_000_000)],
  ] as const)('with %s is no stick of a node', async (_, image) => {
    const { facts } = await stickOf(typeof image === 'string' ? image : Buffer.from(image));
    expect(await recogniseStick(facts, known)).toEqual({ kind: 'no-stick' });
  });

  it.each([
    ['nothing', 16 * 1024],
    // Descriptors, and then a failing flash cell where the root directory is.
    ['its volume descriptors alone', 64 * 1024],
  ])('of which %s can be read is not taken for one without an answer', async (_, readableBytes) => {
    const { file, loop, facts } = await stickOf('pve1.iso');
    truncateSync(file, readableBytes);
    run('blockdev', ['--flushbufs', loop.device]);
    expect(await recogniseStick(facts, known)).toMatchObject({
      kind: 'unreadable',
      diagnostic: { code: 'drive.content-unknown', severity: 'warning', evidence: [expect.stringContaining('EIO')] },
    });
  });

  it('with a root directory that makes no sense is not taken for one without an answer', async () => {
    const image = Buffer.from(readFileSync(join(folder, 'pve1.iso')));
    const root = image.readUInt32LE(16 * 2048 + 158) * 2048;
    image.fill(0x5a, root, root + 2048);
    const { facts } = await stickOf(image);
    expect((await recogniseStick(facts, known)).kind).toBe('unreadable');
  });

  it('as an empty card reader is nothing', async () => {
    const { facts } = await stickOf('pve1.iso');
    expect(await recogniseStick({ ...facts, sizeBytes: null }, known)).toEqual({ kind: 'no-stick' });
  });

  it('is known by its root directory alone, in less than a hundred KB', () => {
    for (const name of ['pve1.iso', 'base.iso', 'plain.iso']) {
      const source = openByteSource(join(folder, name));
      let readBytes = 0;
      const counting: ByteSource = {
        sizeBytes: source.sizeBytes,
        read(position, length) {
          readBytes += length;
          return source.read(position, length);
        },
      };
      const names = ['answer.toml', 'auto-installer-mode.toml', 'proxmox-first-boot'];
      const digests = readRootFiles(counting, names).map((each) => [each.path, each.sha256]);
      const whole = inspectImage(join(folder, name)).answers.map((each) => [each.path, each.sha256]);
      expect(Object.fromEntries(digests)).toEqual(Object.fromEntries(whole));
      expect(readBytes).toBeLessThan(100_000);
      source.close();
    }
  });

  it('that claims an endless root directory is read no further than half a MiB', async () => {
    const image = Buffer.from(readFileSync(join(folder, 'pve1.iso')));
    const sizeBytes = 4 * 1024 * 1024;
    image.writeUInt32LE(sizeBytes, 16 * 2048 + 166);
    image.writeUInt32BE(sizeBytes, 16 * 2048 + 170);
    const { facts } = await stickOf(image);
    expect(await recogniseStick(facts, known)).toMatchObject({
      kind: 'unreadable',
      diagnostic: { evidence: [expect.stringContaining('bytes of a root')] },
    });
  });

  it('that this user may not read needs permission', async () => {
    const { facts } = await stickOf('pve1.iso');
    expect(await recogniseStick({ ...facts, device: join(folder, 'not-there') }, known)).toEqual({
      kind: 'needs-permission',
    });
  });
});

describe('the flasher, asked what is on drives', () => {
  const runFlasher = (task: Parameters<ReturnType<typeof flasherAsChild>>[0]) => flasherAsChild(flasherPath)(task);

  it('tells the same digests as the engine’s own reader, and writes nothing', async () => {
    const { file, loop } = await stickOf('pve1.iso');
    const before = sha256(readFileSync(file));
    const zones = [{ offset: 100, length: 1000 }];
    const [seen] = await identifyDrives({ devices: [loop.device], zones, runFlasher });
    if (seen?.outcome !== 'identified') throw new Error(JSON.stringify(seen));
    const told = Object.fromEntries(seen.content.files.map(({ path, sha256: digest }) => [path, digest]));
    const read = inspectImage(file).answers.map(({ path, sha256: digest }) => [path, digest]);
    expect(told).toEqual(Object.fromEntries(read));
    expect(seen.content.files).toHaveLength(3);
    expect(seen.content.zonesSha256).toBe(sha256(readFileSync(file).subarray(100, 1100)));
    expect(recogniseContent(seen.content, known)).toMatchObject({ kind: 'ours' });
    expect(sha256(readFileSync(file))).toBe(before);
  });

  it('says of each drive alone that nothing is on it, and never shows an answer', async () => {
    const { loop } = await stickOf(noise(2_000_000));
    const image = join(folder, 'pve1.iso');
    const seen = await identifyDrives({ devices: [loop.device, image, join(folder, 'none')], runFlasher });
    expect(seen.map((entry) => (entry.outcome === 'failed' ? entry.diagnostics[0]?.code : 'identified'))).toEqual([
      'flash.not-a-stick',
      'identified',
      'flash.no-such-file',
    ]);
    expect(JSON.stringify(seen)).not.toContain('fqdn');
  });
});
