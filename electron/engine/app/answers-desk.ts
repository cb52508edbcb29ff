import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerCheck } from '../../api/contract.ts';
import { DiagnosticError, fail } from '../../api/diagnostic.ts';
import type { PveVersion } from '../../api/site.ts';
import { checkAnswer } from '../answers/check-answer.ts';
import { type Inventory, parseInventory } from '../answers/inventory.ts';
import { type MadeAnswer, makeAnswers } from '../site/make-answers.ts';
import { writeFileAtomic } from '../workspace/atomic-file.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { EnginePorts } from './ports.ts';
import { unlockVault } from './site-secrets.ts';
import type { ReadySite } from './site-shelf.ts';

/** Answer files: made from a site, shown, and checked as the vendor's tool does. */
export class AnswersDesk {
  readonly #ports: EnginePorts;

  constructor(ports: EnginePorts) {
    this.#ports = ports;
  }

  /** As the review shows them: without the vault, the password hash as `***`. */
  preview(ready: ReadySite): readonly MadeAnswer[] {
    return makeAnswers(ready.site, undefined);
  }

  /** As they go on the sticks. Opens the vault; throws the errors of every node at once. */
  async make(ready: ReadySite): Promise<readonly MadeAnswer[]> {
    const ports = this.#ports;
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

  async write(
    ready: ReadySite,
    outDir: string,
  ): Promise<readonly { readonly node: string; readonly file: string; readonly sha256: string }[]> {
    const answers = await this.make(ready);
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
