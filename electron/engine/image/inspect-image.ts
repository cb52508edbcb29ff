import { statSync } from 'node:fs';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { ImageAnswerFile, ImageInspection, ImagePatching } from '../../api/image.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { analyseBase, type BaseAnalysis } from './analyse-base.ts';
import { type ByteSource, type FileByteSource, firstBytesOf, openByteSource } from './byte-source.ts';
import { describeInstall } from './describe-install.ts';
import { canGrow } from './growth-room.ts';
import { BLOCK_BYTES } from './iso/sector.ts';
import { readVolumeDescriptors } from './iso/volume-descriptors.ts';
import type { IsoTree } from './iso/walk-tree.ts';
import { ANSWER_PATHS } from './make-images.ts';
import { fileInOverlay, isOverlayFile, readOverlay } from './overlay.ts';
import { hasAddedSession } from './partition-offset.ts';
import { freeBlocks, planPatch } from './plan-patch.ts';
import { readTreeFile } from './read-tree-file.ts';
import { offerFor } from './rewrite-offer.ts';

/** What a usual image gets: answer, mode file and a first-boot program of a few KB. */
const USUAL_FILES = [
  { name: ANSWER_PATHS.answer, bytes: new Uint8Array(4096) },
  { name: ANSWER_PATHS.mode, bytes: new Uint8Array(200) },
  { name: ANSWER_PATHS.firstBoot, bytes: new Uint8Array(16_384) },
];

/**
 * What an image, an overlay or a written stick is (`path`: a file or a drive): reads only structure, never changes
 * anything, shows no content of an answer but the node's name. Errors: `image.*` for what is no sound image.
 */
export function inspectImage(path: string): ImageInspection {
  if (isRegularFile(path) && isOverlayFile(path)) return inspectOverlay(path);
  const source = openByteSource(path);
  try {
    return inspectIso(source, imageOn(source));
  } finally {
    source.close();
  }
}

/** What cannot be asked counts as a file: opening it then says why not. */
function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return true;
  }
}

/** A drive is larger than the image on it: its volume descriptor says how long that is. */
function imageOn(source: FileByteSource): ByteSource {
  if (!source.isDevice) return source;
  const { primary } = readVolumeDescriptors(source);
  return firstBytesOf(source, Math.min(source.sizeBytes, primary.volumeBlocks * BLOCK_BYTES));
}

function inspectIso({ path, sizeBytes }: FileByteSource, image: ByteSource): ImageInspection {
  const analysis = analyseBase(image);
  const { volumes, primary } = analysis;
  const cdInfo = readCdInfo(image, primary);
  const diagnostics: Diagnostic[] = [];
  const patching = describePatching(analysis, diagnostics);
  if (!primary.entries.has('/.pve-cd-id.txt')) {
    diagnostics.push(diagnostic('image.base-not-proxmox', { params: { volumeId: volumes.primary.volumeId } }));
  }
  const installs = describeInstall((name) => readTreeFile(image, primary, `/${name}`));
  return {
    kind: 'iso',
    file: path,
    sizeBytes,
    imageBytes: image.sizeBytes,
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
    patching,
    grownByVendorTool: hasAddedSession(image, volumes.primary.root.block),
    ...(installs ? { installs } : {}),
    answers: Object.values(ANSWER_PATHS).flatMap((name) => describeFile(image, primary, `/${name}`)),
    diagnostics,
  };
}

/** How answers could be added: tried with usual ones. Why not is added to `diagnostics`. */
function describePatching(analysis: BaseAnalysis, diagnostics: Diagnostic[]): ImagePatching {
  diagnostics.push(...analysis.refusals);
  const grows = canGrow(analysis.growth);
  if (analysis.refusals.length > 0) return { canGrow: grows, rewrite: analysis.rewrite };
  try {
    const { place, roots } = planPatch(analysis, USUAL_FILES);
    return { place, roots: [...roots], canGrow: grows, rewrite: 'not-needed' };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    diagnostics.push(...error.diagnostics);
    return { canGrow: grows, rewrite: offerFor(error.diagnostics.map(({ code }) => code)) };
  }
}

function inspectOverlay(path: string): ImageInspection {
  const overlay = readOverlay(path);
  const { header } = overlay;
  const { sha256: digest, sizeBytes, volumeId } = header.base;
  const installs = describeInstall((name) => fileInOverlay(overlay, name));
  return {
    kind: 'overlay',
    file: path,
    sizeBytes: statSync(path).size,
    node: header.node,
    siteId: header.siteId,
    base: { sha256: digest, sizeBytes, volumeId },
    ...(installs ? { installs } : {}),
    answers: [...header.files],
    diagnostics: [],
  };
}

function describeFile(source: ByteSource, tree: IsoTree, path: string): readonly ImageAnswerFile[] {
  const bytes = readTreeFile(source, tree, path);
  return bytes ? [{ path, sizeBytes: bytes.length, sha256: sha256Of(bytes) }] : [];
}

/** `.cd-info` is shell assignments: RELEASE='9.1', ISORELEASE='1', PRODUCTLONG='Proxmox VE' (vendor's images). */
function readCdInfo(source: ByteSource, tree: IsoTree): Readonly<Record<string, string | undefined>> {
  const text = readTreeFile(source, tree, '/.cd-info')?.toString('utf8').slice(0, 4096) ?? '';
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z]+)='?([\w .+-]{0,60})'?$/gm)].map(([, key, value]) => [key ?? '', value]),
  );
}
