import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AnswerCheck, DriveView, ImageView } from '../../api/contract.ts';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { ImageInspection } from '../../api/image.ts';
import type { PveVersion } from '../../api/site.ts';
import { checkAnswer } from '../answers/check-answer.ts';
import { type Inventory, parseInventory } from '../answers/inventory.ts';
import { inspectImage } from '../image/inspect-image.ts';
import { makeImages } from '../image/make-images.ts';
import { isOverlayFile, readOverlay } from '../image/overlay.ts';
import { type MadeAnswer, makeAnswers } from '../site/make-answers.ts';
import { flash } from '../usb/flash.ts';
import { listDrives } from '../usb/list-drives.ts';
import { flasherAsChild } from '../usb/run-flasher.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import type { EnginePorts, UserFolders } from './ports.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { unlockVault } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

/** Answer files, images, drives and sticks. */
export class MediaDesk {
  readonly #ports: EnginePorts;
  readonly #folders: UserFolders;

  constructor(ports: EnginePorts, folders: UserFolders) {
    this.#ports = ports;
    this.#folders = folders;
  }

  /** The answer files as the review shows them: without the vault, the password hash as `***`. */
  previewAnswers(ready: ReadySite): readonly MadeAnswer[] {
    return makeAnswers(ready.site, undefined);
  }

  async makeAnswers(
    ready: ReadySite,
    outDir: string,
  ): Promise<readonly { readonly node: string; readonly file: string; readonly sha256: string }[]> {
    const answers = await this.#answers(ready);
    return Promise.all(
      answers.map(async ({ node, fileName, text }) => {
        const file = join(outDir, fileName);
        await writeFileAtomic(file, text, { mode: 0o600 });
        return { node, file, sha256: sha256Of(text) };
      }),
    );
  }

  async checkAnswers(
    files: readonly string[],
    version: PveVersion,
    inventoryPath: string | undefined,
  ): Promise<readonly AnswerCheck[]> {
    const inventory = inventoryPath === undefined ? undefined : await readInventory(inventoryPath);
    return Promise.all(
      files.map(async (file): Promise<AnswerCheck> => {
        const content = await readable(file);
        if (typeof content !== 'string')
          return { file, accepted: false, installs: null, diagnostics: [...content.diagnostics] };
        const result = checkAnswer(content, { version, file, ...(inventory ? { inventory } : {}) });
        const installs = result.installs && { ...result.installs, disks: [...result.installs.disks] };
        return { file, accepted: result.accepted, installs: installs ?? null, diagnostics: [...result.diagnostics] };
      }),
    );
  }

  async makeImages(
    ready: ReadySite,
    options: {
      readonly base: string;
      readonly outDir: string | undefined;
      readonly full: boolean;
      readonly acceptBase: string | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ) {
    const answers = await this.#answers(ready);
    const made = await makeImages({
      basePath: options.base,
      outDir: options.outDir ?? ready.folder.media,
      siteId: ready.site.id,
      nodes: answers.map(({ node, text: answer }) => ({ node, answer })),
      full: options.full,
      acceptBase: options.acceptBase,
      cacheFolder: this.#folders.cache,
      signal: options.signal,
    });
    const { acceptance } = made.base;
    return {
      baseSha256: made.base.sha256,
      ...(acceptance.by === 'known-image' ? { baseKnownAs: acceptance.image.fileName } : {}),
      images: made.images.map(
        ({ node, file, kind, sizeBytes, sha256 }): ImageView => ({ node, file, kind, sizeBytes, sha256 }),
      ),
    };
  }

  /** What was made for this site and lies in its `media/`. */
  async listImages(ready: ReadySite): Promise<readonly ImageView[]> {
    const names = await readdir(ready.folder.media).catch(() => []);
    const found = await Promise.all(
      names.sort().map(async (name): Promise<ImageView | undefined> => {
        const file = join(ready.folder.media, name);
        if (!name.endsWith('.overlay') || !isOverlayFile(file)) return undefined;
        const { header } = readOverlay(file);
        return {
          node: header.node,
          file,
          kind: 'overlay',
          sizeBytes: (await stat(file)).size,
          sha256: sha256Of(await readFile(file)),
        };
      }),
    );
    return found.filter((entry) => entry !== undefined);
  }

  inspect(file: string): ImageInspection {
    return inspectImage(file);
  }

  async listDrives(imageSizeBytes: number | undefined, includeVirtual: boolean): Promise<readonly DriveView[]> {
    const { drives, diagnostics } = await listDrives({ imageSizeBytes, includeVirtual });
    return drives.map(
      (drive): DriveView => ({
        device: drive.facts.device,
        confirm: drive.confirm,
        model: drive.facts.model ?? '',
        sizeBytes: drive.facts.identity.sizeBytes,
        verdict: drive.verdict,
        diagnostics: [...drive.diagnostics, ...diagnostics],
      }),
    );
  }

  /** Writes one image to one confirmed drive, as a run. */
  async flash(
    options: {
      readonly image: string;
      readonly base: string | undefined;
      readonly device: string;
      readonly confirm: string;
    },
    run: FlashRun,
  ) {
    const imagePath = resolve(options.image);
    const result = await flash({
      imagePath,
      basePath: options.base,
      device: options.device,
      confirm: options.confirm,
      runFlasher: flasherAsChild(this.#ports.flasherPath),
      cacheFolder: this.#folders.cache,
      signal: run.signal,
      onProgress: (progress) =>
        run.progress(
          progress.phase,
          progress.doneBytes,
          progress.totalBytes,
          'bytesPerSecond' in progress ? progress.bytesPerSecond : undefined,
        ),
    });
    return result;
  }

  async #answers(ready: ReadySite): Promise<readonly MadeAnswer[]> {
    const { ports } = this;
    const vault = await unlockVault(ready.folder.root, ready.site, {
      fd: ports.passphraseFd,
      file: ports.env.SITEWRIGHT_PASSPHRASE_FILE,
      store: ports.secretStore,
      ask: ports.askPassphrase,
    });
    const answers = makeAnswers(ready.site, (ref) => vault.get(ref));
    const [first, ...rest] = answers.flatMap((answer) =>
      answer.diagnostics.filter((entry) => entry.severity === 'error'),
    );
    if (first) throw new DiagnosticError(first, ...rest);
    return answers;
  }

  get ports(): EnginePorts {
    return this.#ports;
  }
}

export interface FlashRun {
  readonly signal: AbortSignal;
  progress(phase: string, done: number, total: number, bytesPerSecond: number | undefined): void;
}

async function readInventory(path: string): Promise<Inventory> {
  const { inventory, diagnostics } = parseInventory(await text(path), path);
  const [first, ...rest] = diagnostics;
  if (inventory) return inventory;
  throw first ? new DiagnosticError(first, ...rest) : fail('app.unreadable-file', { params: { path, why: 'empty' } });
}

/** The text, or why it cannot be read: one bad name among many files must not hide the verdicts of the others. */
async function readable(file: string): Promise<string | DiagnosticError> {
  try {
    return await text(file);
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
}

const LARGEST_TEXT_BYTES = 4 * 1024 * 1024;

async function text(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_TEXT_BYTES) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('app.unreadable-file', { params: { path, why }, subject: { file: path } });
  }
}
