import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { fileNode } from '../bundle/oci/build/tar-node.ts';
import { writeTar } from '../bundle/oci/build/write-tar.ts';

export interface SupportFile {
  readonly name: string;
  readonly text: string;
}

/** One `.tar.gz`, everything below one folder named like it. */
export async function packSupport(folder: string, files: readonly SupportFile[], now: Date): Promise<Buffer> {
  const nodes = files.map(({ name, text }) => fileNode(`${folder}/${name}`, text, { mode: 0o600 }));
  const pieces: Uint8Array[] = [];
  for await (const piece of writeTar(nodes, Math.floor(now.getTime() / 1000))) pieces.push(piece);
  return promisify(gzip)(Buffer.concat(pieces), { level: 9 });
}
