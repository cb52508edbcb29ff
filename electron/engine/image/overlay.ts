import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { type DiagnosticError, fail } from '../../api/diagnostic.ts';
import { Sha256Schema } from '../../api/image.ts';
import type { ByteSource, Extent } from './byte-source.ts';

/**
 * The overlay file, format 1: one node's image as the difference to a base. All numbers little-endian.
 *
 *     0   8  magic "SWOVLY\r\n" (a transfer in text mode destroys it)
 *     8   4  format, 1
 *    12   4  length of the header
 *    16   n  header, JSON in UTF-8 ({@link OverlayHeaderSchema})
 *   16+n  .  the bytes of the extents, in order, without gaps
 *   end  32  SHA-256 of everything before
 *
 * It holds the answer in clear (with the password hash): written with mode 0600. Equal input, equal bytes. The flasher
 * has a reader of its own for this format (`electron/flasher/read-overlay.ts`), since it runs as root and imports nothing.
 */
const OVERLAY_MAGIC = Buffer.from('SWOVLY\r\n', 'latin1');
const OVERLAY_FORMAT = 1;
const HEAD_BYTES = 16;
const DIGEST_BYTES = 32;
const HEADER_LIMIT_BYTES = 256 * 1024;
/** A patch is a few KB; with a first-boot program at most 1 MiB more. Appending forms stay below this too. */
const OVERLAY_LIMIT_BYTES = 16 * 1024 * 1024;

export const OverlayHeaderSchema = z
  .strictObject({
    /** For which node of which site it is. */
    node: z.string().min(1).max(253),
    siteId: z.string().max(200),
    base: z.strictObject({
      sha256: Sha256Schema,
      sizeBytes: z.int().positive(),
      volumeId: z.string().max(128),
      /** Name of the official image, or why another one was taken: its digest was typed. */
      acceptedAs: z.string().max(200),
    }),
    /** Size of the image: that of the base, or larger for a patch that appends. */
    imageSizeBytes: z.int().positive(),
    /** SHA-256 of the base's bytes under the extents, in order: what putting the base back must restore. */
    replacedSha256: Sha256Schema,
    extents: z
      .array(z.strictObject({ offset: z.int().min(0), length: z.int().positive() }))
      .min(1)
      .max(4096),
    files: z
      .array(z.strictObject({ path: z.string().max(255), sizeBytes: z.int().min(0), sha256: Sha256Schema }))
      .max(16),
  })
  .readonly();
export type OverlayHeader = z.infer<typeof OverlayHeaderSchema>;

export interface Overlay {
  readonly header: OverlayHeader;
  readonly extents: readonly Extent[];
}

/** SHA-256 of the base's bytes that the extents cover; bytes behind the base's end count as absent. */
export function digestReplaced(base: ByteSource, extents: readonly Extent[]): string {
  const hash = createHash('sha256');
  for (const { offset, bytes } of extents) {
    const length = Math.max(0, Math.min(bytes.length, base.sizeBytes - offset));
    if (length > 0) hash.update(base.read(offset, length));
  }
  return hash.digest('hex');
}

/** The bytes of an overlay file. */
export function encodeOverlay({ header, extents }: Overlay): Buffer {
  const json = Buffer.from(JSON.stringify(OverlayHeaderSchema.parse(header)), 'utf8');
  const head = Buffer.alloc(HEAD_BYTES);
  OVERLAY_MAGIC.copy(head);
  head.writeUInt32LE(OVERLAY_FORMAT, 8);
  head.writeUInt32LE(json.length, 12);
  const body = Buffer.concat([head, json, ...extents.map(({ bytes }) => bytes)]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

/**
 * Parses an overlay file; `file` names it in errors. Every length is bounded, extents are sorted, disjoint and inside
 * the image. Errors: `image.overlay-broken`, `image.overlay-newer`.
 */
export function decodeOverlay(bytes: Buffer, file: string): Overlay {
  const broken = (seen: string): DiagnosticError =>
    fail('image.overlay-broken', { params: { file: basename(file) }, evidence: [seen], subject: { file } });
  if (bytes.length < HEAD_BYTES + DIGEST_BYTES || !isOverlay(bytes)) throw broken('no overlay');
  const format = bytes.readUInt32LE(8);
  if (format > OVERLAY_FORMAT) throw fail('image.overlay-newer', { params: { file: basename(file), format } });
  const end = bytes.length - DIGEST_BYTES;
  const headerEnd = HEAD_BYTES + bytes.readUInt32LE(12);
  if (bytes.readUInt32LE(12) > HEADER_LIMIT_BYTES || headerEnd > end) throw broken('length of the header');
  if (!createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end))) {
    throw broken('its own SHA-256 differs');
  }
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8', HEAD_BYTES, headerEnd));
  } catch {
    throw broken('header is no JSON');
  }
  const parsed = OverlayHeaderSchema.safeParse(json);
  if (!parsed.success) throw broken(`header: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const header = parsed.data;
  const extents: Extent[] = [];
  let at = headerEnd;
  let last = 0;
  for (const { offset, length } of header.extents) {
    if (offset < last || offset + length > header.imageSizeBytes || at + length > end) throw broken('extents');
    extents.push({ offset, bytes: bytes.subarray(at, at + length) });
    last = offset + length;
    at += length;
  }
  if (at !== end || header.imageSizeBytes < header.base.sizeBytes) throw broken('sizes');
  return { header, extents };
}

/** The bytes of a file that an overlay adds to the root, by its name; found by their digest, as each file begins an extent. */
export function fileInOverlay({ header, extents }: Overlay, name: string): Buffer | undefined {
  const file = header.files.find(({ path }) => path === `/${name}`);
  if (!file) return undefined;
  for (const { bytes } of extents) {
    if (bytes.length < file.sizeBytes) continue;
    const content = Buffer.from(bytes.subarray(0, file.sizeBytes));
    if (createHash('sha256').update(content).digest('hex') === file.sha256) return content;
  }
  return undefined;
}

function isOverlay(head: Buffer): boolean {
  return head.subarray(0, OVERLAY_MAGIC.length).equals(OVERLAY_MAGIC);
}

/** Reads an overlay file. Errors: as {@link decodeOverlay}, and `image.unreadable`. */
export function readOverlay(path: string): Overlay {
  return decodeOverlay(readBounded(path), path);
}

/** Whether the file at `path` begins like an overlay. Errors: `image.unreadable`. */
export function isOverlayFile(path: string): boolean {
  return isOverlay(readBounded(path, OVERLAY_MAGIC.length));
}

function readBounded(path: string, limitBytes = OVERLAY_LIMIT_BYTES): Buffer {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const bytes = Buffer.alloc(Math.min(limitBytes, Math.max(fstatSync(fd).size, OVERLAY_MAGIC.length)));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  } catch (error) {
    const evidence = [error instanceof Error ? error.message : String(error)];
    throw fail('image.unreadable', { params: { file: basename(path) }, evidence, subject: { file: path } });
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
