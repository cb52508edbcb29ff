import { inflateSync } from 'node:zlib';
import { fail } from '../../api/diagnostic.ts';
import { MAX_SIGNATURE_BYTES, type Signature } from '../../api/sign-off.ts';
import { crc32 } from '../image/partitions/crc32.ts';

/** Longer edges are no signature; they would only make the report heavy. */
const MAX_EDGE = 2000;
const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Values a pixel, by PNG colour type (PNG specification, 11.2.2). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface SignatureImage {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * The picture of a signature, proven to be one before any renderer takes it: eight bits a value, not interlaced, every part as
 * long as it says. Throws `report.signature-image`.
 */
export function signatureImage({ mediaType, base64 }: Extract<Signature, { kind: 'image' }>): SignatureImage {
  const bytes = Buffer.from(base64, 'base64');
  const size =
    bytes.length > MAX_SIGNATURE_BYTES ? undefined : mediaType === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (!size || size.width < 1 || size.height < 1 || size.width > MAX_EDGE || size.height > MAX_EDGE)
    throw fail('report.signature-image', { params: { kib: MAX_SIGNATURE_BYTES / 1024, edge: MAX_EDGE } });
  return { bytes, ...size };
}

type Size = { readonly width: number; readonly height: number };

function pngSize(bytes: Buffer): Size | undefined {
  if (!bytes.subarray(0, 8).equals(PNG_HEAD)) return undefined;
  const data: Buffer[] = [];
  let header: Buffer | undefined;
  let hasPalette = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, end - 4);
    if (type === 'IHDR' && !header && at === 8 && length === 13) header = body;
    else if (type === 'IDAT') data.push(body);
    else if (type === 'PLTE') hasPalette = length > 0 && length <= 768 && length % 3 === 0;
    else if (type === 'IEND') return end === bytes.length && header ? pngPixels(header, data, hasPalette) : undefined;
    at = end;
  }
  return undefined;
}

function pngPixels(header: Buffer, data: readonly Buffer[], hasPalette: boolean): Size | undefined {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colour, compression, filter, interlace] = header.subarray(8);
  const channels = CHANNELS[colour ?? -1];
  if (depth !== 8 || !channels || compression !== 0 || filter !== 0 || interlace !== 0) return undefined;
  if ((colour === 3 && !hasPalette) || width > MAX_EDGE || height > MAX_EDGE) return undefined;
  const wanted = height * (1 + width * channels);
  try {
    const pixels = inflateSync(Buffer.concat(data), { maxOutputLength: wanted + 1 });
    return pixels.length === wanted ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

/** Walks the segments up to the frame header; the picture has to end with the end mark. */
function jpegSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== 0xffd8 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9)
    return undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [depth, channels] = [bytes[at + 4], bytes[at + 9]];
      const fits = depth === 8 && (channels === 1 || channels === 3) && length === 8 + 3 * channels;
      return fits ? { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) } : undefined;
    }
    at += 2 + length;
  }
  return undefined;
}
