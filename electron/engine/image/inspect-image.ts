import { statSync } from 'node:fs';
import { type Diagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { ImageAnswerFile, ImageInspection } from '../../api/image.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { analyseBase } from './analyse-base.ts';
import { type ByteSource, openByteSource } from './byte-source.ts';
import { BLOCK_BYTES } from './iso/sector.ts';
import type { IsoTree } from './iso/walk-tree.ts';
import { ANSWER_PATHS } from './make-images.ts';
import { isOverlayFile, readOverlay } from './overlay.ts';
import { freeBlocks } from './plan-patch.ts';

const SMALL_FILE_BYTES = 4 * 1024 * 1024;

/**
 * What an image, an overlay or a written stick is: reads only structure, never changes anything, shows no content of
 * an answer. Errors: `image.*` for what is no sound image.
 */
export function inspectImage(path: string): ImageInspection {
  if (isOverlayFile(path)) return inspectOverlay(path);
  const source = openByteSource(path);
  try {
    const analysis = analyseBase(source);
    const { volumes, primary } = analysis;
    const cdInfo = readCdInfo(source, primary);
    const diagnostics: Diagnostic[] = [...analysis.refusals];
    if (!primary.entries.has('/.pve-cd-id.txt')) {
      diagnostics.push(diagnostic('image.base-not-proxmox', { params: { volumeId: volumes.primary.volumeId } }));
    }
    return {
      kind: 'iso',
      file: path,
      sizeBytes: source.sizeBytes,
      volumeId: volumes.primary.volumeId,
      layout: analysis.layout,
      joliet: analysis.joliet !== undefined,
      rockRidge: primary.rockRidge !== undefined,
      entries: primary.entries.size,
      freeBlocks: freeBlocks(analysis),
      autoInstallerCapable: primary.entries.has('/auto-installer-capable'),
      product: cdInfo.PRODUCTLONG ?? cdInfo.PRODUCT,
      release: cdInfo.RELEASE && cdInfo.ISORELEASE ? `${cdInfo.RELEASE}-${cdInfo.ISORELEASE}` : cdInfo.RELEASE,
      partitions: [...analysis.tables.partitions],
      answers: Object.values(ANSWER_PATHS).flatMap((name) => describeFile(source, primary, `/${name}`)),
      diagnostics,
    };
  } finally {
    source.close();
  }
}

function inspectOverlay(path: string): ImageInspection {
  const { header } = readOverlay(path);
  const { sha256: digest, sizeBytes, volumeId } = header.base;
  return {
    kind: 'overlay',
    file: path,
    sizeBytes: statSync(path).size,
    node: header.node,
    siteId: header.siteId,
    base: { sha256: digest, sizeBytes, volumeId },
    answers: [...header.files],
    diagnostics: [],
  };
}

function readFile(source: ByteSource, tree: IsoTree, path: string): Buffer | undefined {
  const entry = tree.entries.get(path);
  const [piece] = entry?.pieces ?? [];
  if (!piece || entry?.pieces.length !== 1 || entry.isDirectory || entry.sizeBytes > SMALL_FILE_BYTES) return undefined;
  return source.read(piece.block * BLOCK_BYTES, piece.sizeBytes);
}

function describeFile(source: ByteSource, tree: IsoTree, path: string): readonly ImageAnswerFile[] {
  const bytes = readFile(source, tree, path);
  return bytes ? [{ path, sizeBytes: bytes.length, sha256: sha256Of(bytes) }] : [];
}

/** `.cd-info` is shell assignments: RELEASE='9.1', ISORELEASE='1', PRODUCTLONG='Proxmox VE' (vendor's images). */
function readCdInfo(source: ByteSource, tree: IsoTree): Readonly<Record<string, string | undefined>> {
  const text = readFile(source, tree, '/.cd-info')?.toString('utf8').slice(0, 4096) ?? '';
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z]+)='?([\w .+-]{0,60})'?$/gm)].map(([, key, value]) => [key ?? '', value]),
  );
}
