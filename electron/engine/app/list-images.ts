import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DiagnosticError } from '../../api/diagnostic.ts';
import type { ImageView } from '../../api/media.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { changesSince, type MediaContent, mediaContent, type PlannedContent } from './media-content.ts';

const KINDS = ['overlay', 'iso'] as const;

/**
 * The images in a site's `media/`, with what the plan says of them by now: overlays first, then complete images, each by name.
 * `planned`: by node, or by the site's id for the one image of all. An overlay that cannot be read is listed as unknown. An
 * ISO is listed when an answer or a mode file is in it: a base that was put here is none of ours.
 */
export async function listImages(
  folder: string,
  planned: ReadonlyMap<string, PlannedContent>,
): Promise<readonly ImageView[]> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const found = await Promise.all(
    KINDS.flatMap((kind) =>
      names
        .filter((name) => name.endsWith(`.${kind}`))
        .map(async (name): Promise<ImageView | undefined> => {
          const file = join(folder, name);
          const facts = await factsOf(file, kind);
          if (!facts) return undefined;
          const content = readable(file);
          if (kind === 'iso' && content?.contentSha256 === undefined) return undefined;
          // Files are named after their node; a complete image whose name comes from a lease says none itself.
          const node = content?.node || name.slice(0, -`.${kind}`.length);
          const plan = content && planned.get(node);
          const state = !plan ? 'unknown' : changesSince(content, plan).length === 0 ? 'current' : 'older';
          return { ...facts, file, kind, node, state };
        }),
    ),
  );
  return found.filter((entry) => entry !== undefined);
}

/** Undefined for what is gone by now, or is no file. A complete image is too large to be read for its digest. */
async function factsOf(
  file: string,
  kind: ImageView['kind'],
): Promise<Pick<ImageView, 'sizeBytes' | 'sha256'> | undefined> {
  if (kind === 'overlay') {
    const bytes = await readFile(file).catch(() => undefined);
    return bytes && { sizeBytes: bytes.length, sha256: sha256Of(bytes) };
  }
  const seen = await stat(file).catch(() => undefined);
  return seen?.isFile() ? { sizeBytes: seen.size } : undefined;
}

function readable(file: string): MediaContent | undefined {
  try {
    return mediaContent(file);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
