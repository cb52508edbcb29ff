import { mkdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Diagnostic, diagnostic, fail } from '../../api/diagnostic.ts';
import type { ImageProgress, KnownImage } from '../../api/image.ts';
import { removeLeftovers, writeFileAtomicSync } from '../workspace/atomic-file-sync.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { analyseBase, type BaseAnalysis } from './analyse-base.ts';
import type { NewFile, RootForm } from './arrange-root.ts';
import { digestBase } from './base-digest.ts';
import { type ByteSource, openByteSource } from './byte-source.ts';
import { acceptBase, type BaseAcceptance } from './known-images.ts';
import { modeFileText, readModeFile } from './mode-file.ts';
import { digestReplaced, encodeOverlay, type Overlay } from './overlay.ts';
import { FIRST_BOOT_LIMIT_BYTES } from './patch-limits.ts';
import { type ImagePatch, type PatchPlace, planPatch } from './plan-patch.ts';
import { verifyPatch } from './verify-patch.ts';
import { writeFullImage } from './write-full-image.ts';

/** Files of the image that the installer looks for (pve-installer): its mode, the answer, the first-boot program. */
export const ANSWER_PATHS = {
  mode: 'auto-installer-mode.toml',
  answer: 'answer.toml',
  firstBoot: 'proxmox-first-boot',
} as const;

/** What goes into one image. For one image that fits all nodes: a mode file of mode http, no answer. */
export interface NodeAnswer {
  /** Host name, or for an image for all the site's id; the file is named after it. */
  readonly node: string;
  /** The answer file, as text or bytes. Never logged. None = the installer fetches it, by what the mode file says. */
  readonly answer?: string | Uint8Array | undefined;
  /** The text of the mode file ({@link modeFileText}); default: the answer is on the medium itself. Never logged. */
  readonly modeFile?: string | undefined;
  readonly firstBoot?: Uint8Array | undefined;
}

export interface MakeImagesOptions {
  readonly basePath: string;
  readonly outDir: string;
  readonly siteId: string;
  readonly nodes: readonly NodeAnswer[];
  /** Complete `<node>.iso` files instead of overlays. */
  readonly full?: boolean | undefined;
  /**
   * Complete files in which the root directory may stand elsewhere and be sorted anew: for bases whose refusal offers it
   * ({@link rewriteOffer}). Implies `full`.
   */
  readonly rewrite?: boolean | undefined;
  /** The SHA-256 typed for a base that is no known image. */
  readonly acceptBase?: string | undefined;
  /** Where base digests are remembered. */
  readonly cacheFolder?: string | undefined;
  readonly knownImages?: readonly KnownImage[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImageProgress) => void) | undefined;
}

export interface MadeImage {
  readonly node: string;
  /** Path of the file made. */
  readonly file: string;
  readonly kind: 'overlay' | 'iso';
  readonly sizeBytes: number;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** SHA-256 of the answer in it, so that a report can name it without showing it; none in an image that fetches it. */
  readonly answerSha256: string | undefined;
  readonly place: PatchPlace;
  readonly roots: readonly RootForm[];
}

export interface MadeImages {
  readonly base: {
    readonly sha256: string;
    readonly sizeBytes: number;
    readonly volumeId: string;
    readonly acceptance: BaseAcceptance;
    readonly digestFromCache: boolean;
  };
  readonly images: readonly MadeImage[];
  /** Warnings about the base. */
  readonly diagnostics: readonly Diagnostic[];
  /** Time of planning alone, for the bench: per node, without analysis. */
  readonly planningMs: readonly number[];
}

/**
 * Makes one image per node from one base, as overlays or complete ISOs. All patches are planned and checked before the
 * first file is written; each file appears whole or not at all. Errors are Diagnostics (`image.*`).
 */
export async function makeImages(options: MakeImagesOptions): Promise<MadeImages> {
  const { basePath, nodes, onProgress, signal } = options;
  checkNodes(nodes);
  const base = openByteSource(basePath);
  try {
    const digest = await digestBase(basePath, {
      cacheFolder: options.cacheFolder,
      signal,
      onProgress: (doneBytes, totalBytes) => onProgress?.({ type: 'base-digest', doneBytes, totalBytes }),
    });
    const acceptance = acceptBase({
      file: basename(basePath),
      sha256: digest.sha256,
      acceptBase: options.acceptBase,
      ...(options.knownImages ? { known: options.knownImages } : {}),
    });
    const analysis = analyseBase(base);
    const planningMs: number[] = [];
    const planned = nodes.map((node) => {
      const files = filesOf(node);
      const startedAt = performance.now();
      const patch = planPatch(analysis, files, { rewrite: options.rewrite });
      planningMs.push(performance.now() - startedAt);
      const { extents, sizeBytes } = patch;
      verifyPatch({ base, analysis, extents, sizeBytes, files, mayRelocate: options.rewrite });
      const overlay = toOverlay({ node, files, patch, base, analysis, acceptance, options, sha256: digest.sha256 });
      const writtenBytes = patch.extents.reduce((sum, { bytes }) => sum + bytes.length, 0);
      onProgress?.({ type: 'planned', node: node.node, writtenBytes });
      return { node, overlay, patch };
    });
    makeFolder(options.outDir);
    const images: MadeImage[] = [];
    for (const { node, overlay, patch } of planned) {
      if (signal?.aborted) throw fail('image.cancelled');
      const made = await writeOne(node, overlay, patch, options);
      onProgress?.({ type: 'made', node: node.node, file: made.file, sizeBytes: made.sizeBytes });
      images.push(made);
    }
    const { sha256: baseSha256, sizeBytes, fromCache } = digest;
    const { volumeId } = analysis.volumes.primary;
    return {
      base: { sha256: baseSha256, sizeBytes, volumeId, acceptance, digestFromCache: fromCache },
      images,
      diagnostics: warningsOf(
        analysis,
        planned.map(({ patch }) => patch),
      ),
      planningMs,
    };
  } finally {
    base.close();
  }
}

/** RFC 1123 label, lower case: also keeps the name inside the output folder. */
const NODE_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function checkNodes(nodes: readonly NodeAnswer[]): void {
  const seen = new Set<string>();
  for (const { node, answer, modeFile, firstBoot } of nodes) {
    if (!NODE_NAME.test(node)) throw fail('image.bad-node-name', { params: { node } });
    if (seen.has(node)) throw fail('image.node-twice', { params: { node }, subject: { host: node } });
    seen.add(node);
    if (answer === undefined ? modeFile === undefined : answer.length === 0) {
      throw fail('image.answer-empty', { params: { node }, subject: { host: node } });
    }
    checkMode(node, modeFile, answer !== undefined);
    if (firstBoot && firstBoot.length > FIRST_BOOT_LIMIT_BYTES) {
      const params = { node, sizeBytes: firstBoot.length, limitBytes: FIRST_BOOT_LIMIT_BYTES };
      throw fail('image.first-boot-too-large', { params, subject: { host: node } });
    }
  }
}

/** An image says where its answer is: on the medium if it holds one, else on a server. */
function checkMode(node: string, modeFile: string | undefined, hasAnswer: boolean): void {
  if (modeFile === undefined) return;
  const read = readModeFile(modeFile);
  if (!read) throw fail('image.mode-file-broken', { params: { node }, subject: { host: node } });
  if (read.mode !== (hasAnswer ? 'iso' : 'http')) {
    throw fail('image.mode-without-answer', { params: { node, mode: read.mode }, subject: { host: node } });
  }
}

function filesOf({ answer, modeFile, firstBoot }: NodeAnswer): readonly NewFile[] {
  // A mode file for the answer on the medium itself is the same for every version.
  const mode = modeFile ?? modeFileText({ mode: 'iso' }, '9.2');
  const files: NewFile[] = [{ name: ANSWER_PATHS.mode, bytes: Buffer.from(mode) }];
  if (answer !== undefined) {
    files.push({ name: ANSWER_PATHS.answer, bytes: typeof answer === 'string' ? Buffer.from(answer, 'utf8') : answer });
  }
  if (firstBoot) files.push({ name: ANSWER_PATHS.firstBoot, bytes: firstBoot });
  return files;
}

interface OverlayParts {
  readonly node: NodeAnswer;
  readonly files: readonly NewFile[];
  readonly patch: ImagePatch;
  readonly base: ByteSource;
  readonly analysis: BaseAnalysis;
  readonly acceptance: BaseAcceptance;
  readonly options: MakeImagesOptions;
  readonly sha256: string;
}

function toOverlay(parts: OverlayParts): Overlay {
  const { patch, base, acceptance } = parts;
  return {
    header: {
      node: parts.node.node,
      siteId: parts.options.siteId,
      base: {
        sha256: parts.sha256,
        sizeBytes: base.sizeBytes,
        volumeId: parts.analysis.volumes.primary.volumeId,
        acceptedAs: acceptance.by === 'known-image' ? acceptance.image.fileName : 'typed digest',
      },
      imageSizeBytes: patch.sizeBytes,
      replacedSha256: digestReplaced(base, patch.extents),
      extents: patch.extents.map(({ offset, bytes }) => ({ offset, length: bytes.length })),
      files: [...parts.files]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, bytes }) => ({ path: `/${name}`, sizeBytes: bytes.length, sha256: sha256Of(bytes) })),
    },
    extents: patch.extents,
  };
}

async function writeOne(
  node: NodeAnswer,
  overlay: Overlay,
  { place, roots }: ImagePatch,
  options: MakeImagesOptions,
): Promise<MadeImage> {
  const kind = options.full || options.rewrite ? 'iso' : 'overlay';
  const file = join(options.outDir, `${node.node}.${kind}`);
  if (sameFile(file, options.basePath)) {
    throw fail('image.output-is-base', { params: { node: node.node, file: basename(options.basePath) } });
  }
  // A half image of a run that was cut off is as large as a whole one, and holds the answer.
  removeLeftovers(file);
  const answerSha256 = overlay.header.files.find(({ path }) => path === `/${ANSWER_PATHS.answer}`)?.sha256;
  const rest = { node: node.node, file, answerSha256, place, roots };
  if (kind === 'overlay') {
    const bytes = encodeOverlay(overlay);
    try {
      writeFileAtomicSync(file, bytes, 0o600);
    } catch (error) {
      throw writeFailed(file, error);
    }
    return { ...rest, kind, sizeBytes: bytes.length, sha256: sha256Of(bytes) };
  }
  const { header, extents } = overlay;
  const written = await writeFullImage({
    basePath: options.basePath,
    baseSha256: header.base.sha256,
    extents,
    imageSizeBytes: header.imageSizeBytes,
    outPath: file,
    signal: options.signal,
    onProgress: (doneBytes, totalBytes) =>
      options.onProgress?.({ type: 'writing', node: node.node, doneBytes, totalBytes }),
  });
  return { ...rest, kind, sizeBytes: header.imageSizeBytes, sha256: written.sha256 };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailed(folder, error);
  }
}

function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

function writeFailed(file: string, error: unknown) {
  const evidence = [error instanceof Error ? error.message : String(error)];
  return fail('image.write-failed', { params: { file: basename(file) }, evidence, subject: { file } });
}

function warningsOf(analysis: BaseAnalysis, patches: readonly ImagePatch[]): readonly Diagnostic[] {
  const warnings: Diagnostic[] = [];
  if (analysis.refusals.some(({ code }) => code === 'image.md5-tagged')) {
    warnings.push(diagnostic('image.checksum-differs-now'));
  }
  const moved = analysis.trees.filter((_, index) => patches.some(({ roots }) => roots[index] === 'relocate'));
  if (moved.length > 0) {
    const trees = moved.map(({ volume }) => volume.kind).join(', ');
    warnings.push(diagnostic('image.rewritten', { params: { trees } }));
  }
  const { volumeId } = analysis.volumes.primary;
  if (!analysis.primary.entries.has('/.pve-cd-id.txt') || volumeId !== 'PVE') {
    warnings.push(diagnostic('image.base-not-proxmox', { params: { volumeId } }));
  }
  for (const name of Object.values(ANSWER_PATHS)) {
    const path = `/${name}`;
    if (analysis.primary.entries.has(path)) warnings.push(diagnostic('image.base-has-answer', { params: { path } }));
  }
  return warnings;
}
