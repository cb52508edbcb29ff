import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Secret, type SecretStore } from '../engine/engine.ts';

/**
 * The vault's identity, wrapped by the system's keychain: main alone may ask safeStorage, so the engine process asks
 * main and keeps only what came back wrapped.
 */
export function processKeychain(send: (message: unknown) => void): {
  readonly store: SecretStore;
  answered(id: number, answer: string | undefined): void;
} {
  const waiting = new Map<number, (answer: string | undefined) => void>();
  let next = 1;
  const ask = (op: 'wrap' | 'unwrap', data: string): Promise<string | undefined> =>
    new Promise((resolve) => {
      const id = next;
      next += 1;
      waiting.set(id, resolve);
      send({ type: 'keychain', id, op, data });
    });
  const folder = join(homedir(), '.sitewright', 'keychain');
  const fileOf = (siteId: string) => join(folder, `${siteId.replace(/[^a-z0-9-]/g, '')}.wrapped`);
  return {
    answered: (id, answer) => {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    },
    store: {
      available: async () => (await ask('wrap', 'probe')) !== undefined,
      load: async (siteId) => {
        const wrapped = await readFile(fileOf(siteId), 'utf8').catch(() => undefined);
        const value = wrapped === undefined ? undefined : await ask('unwrap', wrapped);
        return value === undefined ? undefined : new Secret(value);
      },
      save: async (siteId, identity) => {
        const wrapped = await ask('wrap', identity.reveal());
        if (wrapped === undefined) return;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const temporary = `${fileOf(siteId)}.partial`;
        await writeFile(temporary, wrapped, { mode: 0o600 });
        await rename(temporary, fileOf(siteId));
      },
      forget: (siteId) => rm(fileOf(siteId), { force: true }),
    },
  };
}
