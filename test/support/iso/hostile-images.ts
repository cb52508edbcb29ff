import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DiagnosticError } from '../../../electron/api/diagnostic.ts';
import { analyseBase } from '../../../electron/engine/image/analyse-base.ts';
import type { NewFile } from '../../../electron/engine/image/arrange-root.ts';
import {
  type ByteSource,
  type Extent,
  memoryByteSource,
  patchedByteSource,
} from '../../../electron/engine/image/byte-source.ts';
import { planPatch } from '../../../electron/engine/image/plan-patch.ts';
import { retargetZones } from '../../../electron/engine/image/retarget-zones.ts';
import { findPatchFaults } from '../../../electron/engine/image/verify-patch.ts';
import { noise } from './stand-in-iso.ts';

/** Small images of the three layouts, made once with xorriso and genisoimage; `README.md` beside them says how. */
export const SEEDS = ['grub', 'isohybrid', 'plain'] as const;
export type Seed = (typeof SEEDS)[number];

export function readSeed(folder: string, seed: Seed): Buffer {
  return gunzipSync(readFileSync(join(folder, `${seed}.iso.gz`)));
}

/** Some bytes of a hostile image that differ from its seed. */
export interface Change {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface HostileCase {
  readonly changes: readonly Change[];
  /** Cut off behind this many bytes. */
  readonly cutTo?: number | undefined;
}

/** xorshift: the same seed, the same cases, on every machine. */
export function makeRandom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return below <= 1 ? 0 : state % below;
  };
}

/** Where the structure of an image is: what a hostile case aims at. */
export interface Targets {
  readonly sizeBytes: number;
  /** Start of every directory record. */
  readonly records: readonly number[];
  /** Start of every entry of attributes (SUSP). */
  readonly attributes: readonly number[];
  /** Start of the volume descriptors of trees. */
  readonly descriptors: readonly number[];
  /** Blocks that are a directory. */
  readonly directories: readonly number[];
  readonly pathTables: readonly number[];
  /** Start of both GPT headers. */
  readonly gptHeaders: readonly number[];
  readonly apm: boolean;
}

export function findTargets(image: Buffer): Targets {
  const { trees, tables, sizeBytes } = analyseBase(memoryByteSource(image));
  const records: number[] = [];
  const attributes: number[] = [];
  for (const { directories, rockRidge } of trees) {
    for (const directory of directories) {
      for (const { raw, systemUse } of directory.records) {
        const start = directory.block * 2048 + directory.bytes.indexOf(raw);
        records.push(start);
        if (!rockRidge) continue;
        for (let at = 0; at + 4 <= systemUse.length && (systemUse[at + 2] ?? 0) >= 4; at += systemUse[at + 2] ?? 0) {
          attributes.push(start + raw.length - systemUse.length + at);
        }
      }
    }
  }
  const { gpt } = tables;
  return {
    sizeBytes,
    records,
    attributes,
    descriptors: trees.map(({ volume }) => volume.block * 2048),
    directories: trees.flatMap(({ directories }) => directories.map(({ block }) => block)),
    pathTables: trees.flatMap(({ volume }) => [volume.pathTables.l, volume.pathTables.m]),
    gptHeaders: gpt ? [512, gpt.header.otherLba * 512] : [],
    apm: tables.apm !== undefined,
  };
}

const NUMBERS = [0, 1, 2, 15, 16, 17, 19, 31, 32, 63, 255, 2047, 2048, 0xffff, 0x10000, 0x7fffffff, 0xffffffff];

/** One hostile case, by a random number that the caller seeds. `image` is the seed it will be laid over. */
export function makeHostileCase(image: Buffer, targets: Targets, random: (below: number) => number): HostileCase {
  const changes: Change[] = [];
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const number = () => {
    const kind = random(4);
    if (kind === 0) return pick(NUMBERS);
    if (kind === 1) return pick(targets.directories);
    return kind === 2 ? random(targets.sizeBytes / 2048 + 3) : (random(0x10000) * 0x10000 + random(0x10000)) >>> 0;
  };
  const put = (at: number, ...bytes: readonly number[]) => changes.push({ at, bytes: Uint8Array.from(bytes) });
  const both = (at: number, value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(value >>> 0);
    bytes.writeUInt32BE(value >>> 0, 4);
    changes.push({ at, bytes });
  };
  const little = (at: number, value: number, length = 4) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(value >>> 0);
    if (length === 8 && random(3) === 0) bytes.writeUInt32LE(random(0x10000), 4);
    changes.push({ at, bytes: bytes.subarray(0, length) });
  };
  const strategies: readonly (() => void)[] = [
    () => put(random(targets.sizeBytes), random(256)),
    () => put(random(16 * 2048), random(256), random(256)),
    () => both(pick(targets.records) + pick([2, 10]), number()),
    () => put(pick(targets.records) + pick([0, 1, 25, 26, 27, 28, 32, 33]), random(256)),
    () => put(pick(targets.attributes.length > 0 ? targets.attributes : targets.records) + random(6), random(256)),
    () =>
      turnIntoContinuation(pick(targets.attributes.length > 0 ? targets.attributes : targets.records), changes, number),
    () => both(pick(targets.descriptors) + pick([80, 132, 158, 166]), number()),
    () => little(pick(targets.descriptors) + pick([140, 144]), number()),
    () => put(pick(targets.descriptors) + pick([0, 1, 6, 7, 88, 89, 90, 128, 156, 188]), random(256)),
    () => put(pick(targets.pathTables) * 2048 + random(64), random(256)),
    () => little(446 + 16 * random(4) + pick([4, 8, 12]), number()),
    () => little(446 + 16 * random(4) + 5, number()),
    () => targets.apm && put(2048 * (1 + random(4)) + pick([4, 5, 6, 7, 8, 11, 12, 15, 84, 87]), random(256)),
    () => changeGpt(image, targets, changes, random, number),
    () => little(pick([0x47, 32 * 2048]) + 17 * 2048, number()),
  ];
  const count = 1 + random(4);
  for (let index = 0; index < count; index += 1) pick(strategies)();
  const cutTo = random(25) === 0 ? random(targets.sizeBytes) : undefined;
  return { changes: changes.filter(({ at, bytes }) => at >= 0 && at + bytes.length <= image.length), cutTo };
}

/** Makes an attribute a continuation entry (CE) that points anywhere, also to itself. */
function turnIntoContinuation(at: number, changes: Change[], number: () => number): void {
  const entry = Buffer.alloc(28);
  entry.write('CE\x1c\x01', 'latin1');
  const values = [
    number() % 3 === 0 ? Math.floor(at / 2048) : number(),
    number() % 2048,
    number() % 3 === 0 ? number() : 28,
  ];
  for (const [index, value] of values.entries()) {
    entry.writeUInt32LE(value >>> 0, 4 + 8 * index);
    entry.writeUInt32BE(value >>> 0, 8 + 8 * index);
  }
  changes.push({ at, bytes: entry });
}

/** Changes a field of a GPT header or an entry, and mends the CRCs so that the change is read. */
function changeGpt(
  image: Buffer,
  { gptHeaders }: Targets,
  changes: Change[],
  random: (below: number) => number,
  number: () => number,
): void {
  const header = gptHeaders[random(gptHeaders.length)];
  if (header === undefined) return;
  const sector = Buffer.from(image.subarray(header, header + 512));
  const arrayAt = Number(sector.readBigUInt64LE(72)) * 512;
  if (random(2) === 0) {
    const field = [12, 24, 32, 40, 48, 72, 80, 84][random(8)] as number;
    sector.writeUInt32LE(number() >>> 0, field);
  } else {
    const array = Buffer.from(image.subarray(arrayAt, arrayAt + sector.readUInt32LE(80) * 128));
    const at = 128 * random(4) + ([0, 32, 40, 48][random(4)] as number);
    array.writeUInt32LE(number() >>> 0, at);
    changes.push({ at: arrayAt, bytes: array });
    sector.writeUInt32LE(crcOf(array), 88);
  }
  const length = Math.min(512, sector.readUInt32LE(12));
  sector.writeUInt32LE(0, 16);
  sector.writeUInt32LE(crcOf(sector.subarray(0, length)), 16);
  changes.push({ at: header, bytes: sector });
}

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const SMALL: readonly NewFile[] = [
  { name: 'answer.toml', bytes: Buffer.from('x = 1\n') },
  { name: 'auto-installer-mode.toml', bytes: Buffer.from('mode = "iso"\n') },
];
const LARGE: readonly NewFile[] = [...SMALL, { name: 'proxmox-first-boot', bytes: noise(1024 * 1024) }];

/** What became of a case: codes of the diagnostics, or `patched`, for each way of patching. */
export type Outcome = readonly string[];

/**
 * Everything the product does with an image that it does not trust: reads, plans every form, checks it, and what
 * re-targeting needs. Only Diagnostics may come out; a patch that is planned lies in the zones of re-targeting.
 */
export function survive(image: Buffer): Outcome {
  const source = memoryByteSource(image);
  const attempt = (work: () => string): string => {
    try {
      return work();
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics[0].code;
      throw error;
    }
  };
  const whole = attempt(() => {
    const analysis = analyseBase(source);
    const ways = [
      { files: SMALL, rewrite: false },
      { files: LARGE, rewrite: false },
      { files: SMALL, rewrite: true },
    ];
    return ways.map((way) => attempt(() => patch(source, analysis, way))).join(' ');
  });
  return whole.split(' ');
}

function patch(
  source: ByteSource,
  analysis: ReturnType<typeof analyseBase>,
  { files, rewrite }: { readonly files: readonly NewFile[]; readonly rewrite: boolean },
): string {
  const { extents, sizeBytes } = planPatch(analysis, files, { rewrite });
  const faults = findPatchFaults({ base: source, analysis, extents, sizeBytes, files, mayRelocate: rewrite });
  if (faults.length > 0) return 'image.patch-refused';
  const image = patchedByteSource(source, extents, sizeBytes);
  if (!isBaseOutside(source, image, extents, retargetZones(analysis)))
    throw new Error('a patch writes outside of the zones');
  return 'patched';
}

/** Whether what the extents change lies in the zones. */
function isBaseOutside(
  base: ByteSource,
  image: ByteSource,
  extents: readonly Extent[],
  zones: readonly { readonly offset: number; readonly length: number }[],
): boolean {
  return extents.every(({ offset, bytes }) => {
    const now = image.read(offset, bytes.length);
    const length = Math.max(0, Math.min(bytes.length, base.sizeBytes - offset));
    const before = Buffer.concat([
      length > 0 ? base.read(offset, length) : Buffer.alloc(0),
      Buffer.alloc(bytes.length - length),
    ]);
    for (const zone of zones) {
      const from = Math.max(0, zone.offset - offset);
      const to = Math.min(now.length, zone.offset + zone.length - offset);
      if (from < to) before.copy(now, from, from, to);
    }
    return now.equals(before);
  });
}

/** Runs one case on a copy-free image: changes it, and puts the bytes back. */
export function runCase(image: Buffer, { changes, cutTo }: HostileCase): Outcome {
  const undo = changes.map(({ at, bytes }) => ({ at, bytes: Buffer.from(image.subarray(at, at + bytes.length)) }));
  try {
    for (const { at, bytes } of changes) image.set(bytes, at);
    return survive(cutTo === undefined ? image : image.subarray(0, cutTo));
  } finally {
    for (const { at, bytes } of undo.reverse()) image.set(bytes, at);
  }
}
