// Writes installer-assets/manifest.json: every file that lands on a host as it is, with SHA-256, size, mode and licence.
// `--check` writes nothing and ends with 1 when the manifest does not fit the files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MANIFEST = 'manifest.json';
/** Sources of a stack's own images: what is built of them lands on hosts, they do not. */
const SOURCES = /^stacks\/[^/]+\/(?:tsconfig\.json$|(?:protocol|web|db|data_collector|page)\/)/;

/** The manifest of a folder, sorted by path. A file's mode on its host is 0755 for scripts (#!) and 0644 otherwise. */
export function assetManifest(folder, licence) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => path !== MANIFEST && !SOURCES.test(path))
    .sort();
  return files.map((path) => {
    const data = readFileSync(join(folder, path));
    return {
      path,
      sha256: createHash('sha256').update(data).digest('hex'),
      size: data.length,
      mode: data.subarray(0, 2).toString('latin1') === '#!' ? '0755' : '0644',
      licence,
    };
  });
}

export function manifestText(folder, licence) {
  return `${JSON.stringify(assetManifest(folder, licence), null, 2)}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folder = join(root, 'installer-assets');
  const target = join(folder, MANIFEST);
  const text = manifestText(folder, license);
  if (process.argv.includes('--check')) {
    let present = '';
    try {
      present = readFileSync(target, 'utf8');
    } catch {
      // absent counts as different
    }
    if (present !== text) {
      process.stderr.write(
        'installer-assets/manifest.json does not fit the files: node build/make-asset-manifest.mjs\n',
      );
      process.exitCode = 1;
    }
  } else {
    writeFileSync(`${target}.part`, text);
    renameSync(`${target}.part`, target);
  }
}
