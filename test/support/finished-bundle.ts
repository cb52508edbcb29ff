import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeLock } from '../../electron/engine/bundle/lock/lock-file.ts';
import { sha256Of } from '../../electron/engine/workspace/sha256.ts';

/** Lays out a finished bundle of single files, with the lock that names them: what making would have left. */
export async function finishedBundle(
  folder: string,
  siteId: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  const locked = Object.entries(files).map(([path, content]) => {
    const file = join(folder, ...path.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return { path, sizeBytes: statSync(file).size, sha256: sha256Of(content) };
  });
  const sbom = '{}\n';
  writeFileSync(join(folder, 'sbom.cdx.json'), sbom);
  await writeLock(folder, {
    schemaVersion: 1,
    site: siteId,
    items: locked.map((file) => ({
      kind: 'file',
      name: file.path,
      source: 'by hand',
      digest: `sha256:${file.sha256}`,
      sizeBytes: file.sizeBytes,
      licence: 'CC0-1.0',
      why: ['settings'],
      files: [file],
    })),
    made: [{ path: 'sbom.cdx.json', sizeBytes: sbom.length, sha256: sha256Of(sbom) }],
  });
}
