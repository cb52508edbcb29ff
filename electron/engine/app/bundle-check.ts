import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readBounded } from '../bundle/lock/lock-file.ts';
import { makeFolder, writeFileAtomic } from '../workspace/atomic-file.ts';

const CheckSchema = z.object({ at: z.iso.datetime(), ok: z.boolean(), lock: z.string() });
export type BundleCheck = z.infer<typeof CheckSchema>;

/**
 * What reading a site's own bundle came to when it was last read whole, in the state of the laptop. It holds for the lock that it was read
 * with, and until a making brings files: what was found broken stays so whatever else is looked at.
 */
export class BundleCheckNote {
  readonly #folder: string;

  /** @param folder of the site's state. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined = it was not read whole, or what was noted cannot be read. */
  async read(): Promise<BundleCheck | undefined> {
    const bytes = await readBounded(this.#file(), 4096).catch(() => undefined);
    if (bytes === undefined) return undefined;
    try {
      return CheckSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    } catch {
      return undefined;
    }
  }

  async write(check: BundleCheck): Promise<void> {
    await makeFolder(this.#folder);
    await writeFileAtomic(this.#file(), `${JSON.stringify(check)}\n`);
  }

  async forget(): Promise<void> {
    await rm(this.#file(), { force: true });
  }

  #file(): string {
    return join(this.#folder, 'bundle-check.json');
  }
}
