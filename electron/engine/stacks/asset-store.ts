import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Asset } from '../transport/port.ts';

/**
 * Files that come with the application: `installer-assets/...` (land on hosts as they are), `templates/...` (text with
 * holes) and `dist/monitoring/...` (programs of our own images). Where they lie differs between a checkout and an installed app, so the engine is handed this port.
 */
export interface AssetStore {
  /** A file as shipped. Throws an Error when the application lacks it (a broken installation). */
  asset(path: string): Asset;
  /** Names of the files below a folder, by `/` and sorted; none where there is no such folder. */
  list(folder: string): readonly string[];
  /** The text of a template. */
  text(path: string): string;
}

/** An asset store over a folder that holds `installer-assets/` and `templates/`. Files are read once. */
export function folderAssets(root: string): AssetStore {
  const assets = new Map<string, Asset>();
  const texts = new Map<string, string>();
  const place = (path: string): string => join(root, ...path.split('/'));
  return {
    asset(path) {
      const known = assets.get(path);
      if (known) return known;
      const target = place(path);
      const asset: Asset = {
        source: { path: target },
        sha256: createHash('sha256').update(readFileSync(target)).digest('hex'),
        sizeBytes: statSync(target).size,
      };
      assets.set(path, asset);
      return asset;
    },
    list: (folder) => filesBelow(place(folder), ''),
    text(path) {
      const text = texts.get(path) ?? readFileSync(place(path), 'utf8');
      texts.set(path, text);
      return text;
    },
  };
}

function filesBelow(folder: string, inside: string): readonly string[] {
  if (!existsSync(join(folder, inside))) return [];
  return readdirSync(join(folder, inside), { withFileTypes: true })
    .flatMap((entry) => {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    })
    .sort();
}

/** An asset of bytes in memory. */
export function bytesAsset(content: string | Uint8Array): Asset {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { source: { bytes }, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
}

/** Fills `{name}` holes; a hole without a value, or a value with a line break, is a fault of ours. */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`the template has a hole ${hole} that nobody fills`);
    if (/[\r\n\0]/.test(value)) throw new RangeError(`the value of ${hole} has a line break`);
    return value;
  });
}
