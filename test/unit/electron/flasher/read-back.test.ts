import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alignedBuffers } from '../../../../electron/flasher/aligned-buffers.ts';
import { type BaseHash, hashHere } from '../../../../electron/flasher/base-hash.ts';
import { FlashFailure } from '../../../../electron/flasher/failure.ts';
import { CHUNK_BYTES } from '../../../../electron/flasher/follower.ts';
import { type Image, imageOf } from '../../../../electron/flasher/image.ts';
import { SharedBase } from '../../../../electron/flasher/shared-base.ts';
import { verifyBody, verifyHead } from '../../../../electron/flasher/verify-image.ts';
import { SCRATCH_BYTES } from '../../../../electron/flasher/write-image.ts';
import { noise } from '../../../support/iso/stand-in-iso.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const SIZE = 4 * CHUNK_BYTES + 12_345;
const PATCH = { offset: 5_000_000, bytes: noise(3000, 9) };

let folder: string;
let content: Buffer;
let hashed: number;
let base: SharedBase;
const handles: FileHandle[] = [];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A hash that counts what it is given; `fails`: its thread ends at once. */
const counting = (fails: boolean) => async (): Promise<BaseHash> => {
  const hash = hashHere();
  return {
    ...hash,
    update: (bytes) => {
      hashed += bytes.length;
      return fails ? Promise.reject(new Error('the hashing thread ended')) : hash.update(bytes);
    },
  };
};

async function readBase(pieceBytes = 1024 * 1024, fails = false): Promise<void> {
  base = await SharedBase.open(join(folder, 'base.iso'), alignedBuffers(3, CHUNK_BYTES), new AbortController().signal, {
    pieceBytes,
    makeHash: counting(fails),
  });
  const follower = base.join(alignedBuffers(3, pieceBytes));
  void base.passed();
  for await (const piece of follower.pieces(SIZE)) piece.release();
  await base.passed();
}

beforeEach(() => {
  folder = temporaryFolder('read-back');
  content = noise(SIZE, 3);
  content.write('CD001', 16 * 2048 + 1, 'latin1');
  writeFileSync(join(folder, 'base.iso'), content);
  hashed = 0;
});
afterEach(async () => {
  await Promise.all(handles.splice(0).map((handle) => handle.close()));
  await base.close();
});

/** The image of a node: the base with a patch over it; `named`: the base's digest that its overlay names. */
function image(named = sha256(content)): Image {
  const under = content.subarray(PATCH.offset, PATCH.offset + PATCH.bytes.length);
  const made = imageOf(SIZE, {
    baseSha256: named,
    baseSizeBytes: SIZE,
    imageSizeBytes: SIZE,
    replacedSha256: sha256(under),
    extents: [PATCH],
  });
  made.extents[0]?.replaced.set(under);
  return made;
}

/** A file that carries the image, but for one bit at `flipped`. */
async function written(name: string, flipped?: number, of = image()) {
  const bytes = Buffer.from(content);
  bytes.set(PATCH.bytes, PATCH.offset);
  if (flipped !== undefined) bytes.writeUInt8((bytes[flipped] ?? 0) ^ 1, flipped);
  const device = join(folder, name);
  writeFileSync(device, bytes);
  const handle = await open(device, 'r+');
  handles.push(handle);
  const identity = { kind: 'file', serial: '', sizeBytes: SIZE, sequence: null, backingFile: device } as const;
  return {
    image: of,
    base,
    target: { handle, device, identity, isBlock: false, direct: false, blockBytes: 1 },
    buffers: alignedBuffers(3, base.tags.pieceBytes),
    scratch: alignedBuffers(1, SCRATCH_BYTES)[0] as Uint8Array,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

const outcome = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    if (!(error instanceof FlashFailure)) throw error;
    return [error.code, error.params.position];
  });

describe('drives that are read back', () => {
  it.each([128 * 1024, 1024 * 1024, CHUNK_BYTES])(
    'in pieces of %d bytes, prove the base once for all of them, also when some fail in the middle',
    async (pieceBytes) => {
      await readBase(pieceBytes);
      const flips = [3 * CHUNK_BYTES + 7, undefined, PATCH.offset + 1, undefined, 1024 * 1024, undefined];
      const passes = await Promise.all(flips.map((flipped, index) => written(`d${index}`, flipped)));
      const ends = await Promise.all(passes.map((pass) => outcome(verifyBody(pass))));
      const start = (at: number) => Math.max(1024 * 1024, at - (at % pieceBytes));
      expect(ends).toEqual([
        ['flash.verify-mismatch', start(3 * CHUNK_BYTES + 7)],
        sha256(content),
        ['flash.verify-mismatch', PATCH.offset],
        sha256(content),
        ['flash.verify-mismatch', 1024 * 1024],
        sha256(content),
      ]);
      expect(hashed).toBe(SIZE);
    },
  );

  it('are proven one after the other too, with the digest that the first one gave', async () => {
    await readBase();
    for (const name of ['first', 'second']) {
      expect(await verifyBody(await written(name))).toBe(sha256(content));
    }
    expect(hashed).toBe(SIZE);
  });

  it('are proven by those that are left when the only one that had begun fails', async () => {
    await readBase();
    const ends = [await outcome(verifyBody(await written('bad', SIZE - 1)))];
    ends.push(await outcome(verifyBody(await written('good'))));
    expect(ends).toEqual([['flash.verify-mismatch', 4 * CHUNK_BYTES], sha256(content)]);
    expect(hashed).toBe(SIZE);
  });

  it('all fail when the base is not the one that their overlays name', async () => {
    await readBase();
    const other = sha256(Buffer.from('another base'));
    const passes = await Promise.all(['a', 'b'].map((name) => written(name, undefined, image(other))));
    const ends = await Promise.all(passes.map((pass) => outcome(verifyBody(pass))));
    expect(ends).toEqual([
      ['flash.base-altered', undefined],
      ['flash.base-altered', undefined],
    ]);
  });

  it('are not proven when the hashing ends too early', async () => {
    await readBase(1024 * 1024, true);
    const passes = await Promise.all(['a', 'b'].map((name) => written(name)));
    const ends = await Promise.all(passes.map((pass) => outcome(verifyBody(pass))));
    expect(ends.map((end) => (end as string[])[0])).toEqual(['flash.base-unreadable', 'flash.base-unreadable']);
  });

  it('have the head they were given, byte by byte', async () => {
    await readBase();
    await expect(verifyHead(await written('whole'))).resolves.toBeUndefined();
    for (const flipped of [0, 40_000, 1024 * 1024 - 1]) {
      const [code] = (await outcome(verifyHead(await written(`head-${flipped}`, flipped)))) as string[];
      expect(code).toBe('flash.verify-mismatch');
    }
  });
});
