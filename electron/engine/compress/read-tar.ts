export interface TarEntry {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  readonly mode: number;
  readonly linkTarget: string;
  readonly data: Uint8Array;
}

/** Reads an uncompressed tar (ustar, GNU long names, pax path/linkpath). Throws on a broken header. */
export function readTar(bytes: Uint8Array): readonly TarEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  let longLink: string | undefined;
  let at = 0;
  while (at + 512 <= buffer.length) {
    const header = buffer.subarray(at, at + 512);
    if (header.every((byte) => byte === 0)) break;
    const field = (start: number, length: number) => {
      const raw = header.subarray(start, start + length);
      const end = raw.indexOf(0);
      return raw.subarray(0, end < 0 ? length : end).toString('utf8');
    };
    const checksum = Number.parseInt(field(148, 8).trim(), 8);
    let sum = 0;
    for (let index = 0; index < 512; index += 1) sum += index >= 148 && index < 156 ? 32 : (header[index] as number);
    if (sum !== checksum) throw new Error('a tar header has a wrong checksum');
    const size =
      (header[124] as number) & 0x80
        ? Number(header.readBigUInt64BE(128))
        : Number.parseInt(field(124, 12).trim() || '0', 8);
    const flag = String.fromCharCode(header[156] as number);
    if (at + 512 + size > buffer.length) throw new Error('the tar ends early');
    const data = buffer.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
    if (flag === 'L' || flag === 'K') {
      const value = data.toString('utf8').replace(/\0+$/, '');
      if (flag === 'L') longName = value;
      else longLink = value;
      continue;
    }
    if (flag === 'x') {
      for (const match of data.toString('utf8').matchAll(/\d+ (path|linkpath)=([^\n]*)\n/g)) {
        if (match[1] === 'path') longName = match[2];
        else longLink = match[2];
      }
      continue;
    }
    if (flag === 'g') continue;
    const prefix = field(257, 5) === 'ustar' ? field(345, 155) : '';
    entries.push({
      name: longName ?? (prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`),
      type:
        flag === '0' || flag === '\0' || flag === '7'
          ? 'file'
          : flag === '5'
            ? 'directory'
            : flag === '2'
              ? 'symlink'
              : 'other',
      mode: Number.parseInt(field(100, 8).trim() || '0', 8),
      linkTarget: longLink ?? field(157, 100),
      data,
    });
    longName = undefined;
    longLink = undefined;
  }
  return entries;
}
