import type { SimHost } from '../../kernel/program.ts';

export interface ImageInfo {
  readonly format: 'qcow2' | 'raw' | 'vmdk';
  readonly virtualBytes: number;
}

/** What qemu-img would say of an image file of a host; undefined where there is no regular file. */
export function imageInfo(host: SimHost, path: string): ImageInfo | undefined {
  const stat = host.files.stat(path);
  const data = host.files.read(path);
  if (!data || stat?.kind === 'directory') return undefined;
  const view = Buffer.from(data.buffer, data.byteOffset, Math.min(data.byteLength, 64));
  if (view.length >= 32 && view.readUInt32BE(0) === 0x514649fb)
    return { format: 'qcow2', virtualBytes: Number(view.readBigUInt64BE(24)) };
  if (view.length >= 4 && view.toString('latin1', 0, 4) === 'KDMV')
    return { format: 'vmdk', virtualBytes: data.byteLength };
  return { format: 'raw', virtualBytes: data.byteLength };
}
