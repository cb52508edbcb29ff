import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerCheck } from '../../api/answers.ts';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { PveVersion, Site } from '../../api/site.ts';
import { checkAnswer } from '../answers/check-answer.ts';
import { type Inventory, parseInventory } from '../answers/inventory.ts';
import type { Secret } from '../shell/command.ts';
import { usesReceiver } from '../site/delivery.ts';
import { type MadeAnswer, makeAnswers } from '../site/make-answers.ts';
import type { AssetStore } from '../stacks/asset-store.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { sha256Of } from '../workspace/sha256.ts';
import { mediaDelivery, mediaPreview, type ReceiverSecrets } from './media-delivery.ts';
import type { EnginePorts } from './ports.ts';
import { arrivalSecrets, unlockVault, vaultSecrets } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

/** The answer of one node with what its stick carries beside it. */
export interface NodeMedia extends MadeAnswer {
  /** `/proxmox-first-boot` of its stick. */
  readonly firstBootBytes: Uint8Array | undefined;
}

/** Everything that the media of a site carry. */
export interface SiteMedia {
  readonly answers: readonly NodeMedia[];
  /** The mode file of the one image for all; the answers are then given by this laptop. */
  readonly sharedModeFile: string | undefined;
}

/** Answer files: made from a site, shown, judged, and checked as the vendor's tool does. */
export class AnswersDesk {
  readonly #ports: EnginePorts;
  readonly #assets: AssetStore;

  constructor(ports: EnginePorts, assets: AssetStore) {
    this.#ports = ports;
    this.#assets = assets;
  }

  /** As the review shows them: without the vault, every secret as `***`. */
  preview(ready: ReadySite): readonly MadeAnswer[] {
    return makeAnswers(ready.site, undefined, mediaPreview(ready.site).deliver);
  }

  /** As they go on the sticks. Opens the vault; throws the errors of every node at once. */
  async media(ready: ReadySite): Promise<SiteMedia> {
    const { site } = ready;
    const ports = this.#ports;
    const vault = await unlockVault(ready.folder.root, site, {
      fd: ports.passphraseFd,
      file: ports.env.SITEWRIGHT_PASSPHRASE_FILE,
      store: ports.secretStore,
      ask: ports.askPassphrase,
    });
    const receiver = usesReceiver(site) ? await arrivalSecrets(vaultSecrets(vault), site) : undefined;
    return makeSiteMedia(site, this.#assets, (ref) => vault.get(ref), receiver);
  }

  async write(
    ready: ReadySite,
    outDir: string,
  ): Promise<readonly { readonly node: string; readonly file: string; readonly sha256: string }[]> {
    const { answers } = await this.media(ready);
    return Promise.all(
      answers.map(async ({ node, fileName, text }) => {
        const file = join(outDir, fileName);
        await writeFileAtomic(file, text, { mode: 0o600 });
        return { node, file, sha256: sha256Of(text) };
      }),
    );
  }

  async check(
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
}

/**
 * The answers of a site with what is beside them, from secrets that are at hand (the vault's, or a rehearsal's own). Throws the
 * errors of every node at once.
 */
export function makeSiteMedia(
  site: Site,
  assets: Pick<AssetStore, 'text'>,
  secret: (ref: string) => Secret,
  receiver: ReceiverSecrets | undefined,
): SiteMedia {
  const delivery = mediaDelivery(site, assets, receiver);
  const answers = makeAnswers(site, secret, delivery.deliver);
  const [first, ...rest] = answers.flatMap(({ diagnostics }) =>
    diagnostics.filter((entry) => entry.severity === 'error'),
  );
  if (first) throw new DiagnosticError(first, ...rest);
  const host = (name: string) => site.hosts.find((entry) => entry.name === name);
  return {
    answers: answers.map((answer): NodeMedia => {
      const of = host(answer.node);
      return { ...answer, firstBootBytes: of && delivery.firstBoot(of) };
    }),
    sharedModeFile: delivery.sharedModeFile,
  };
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
