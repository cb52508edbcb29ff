import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../shell/command.ts';
import { makeEd25519 } from './kernel/ssh-keys.ts';
import { writeWhole } from './kernel/write-whole.ts';

/** The SSH key of a rehearsal: made for the simulated site, good for nothing else. */
export interface ThrowAwayKey {
  readonly publicLine: string;
  readonly privateText: string;
}

/**
 * Secrets that a rehearsal makes up, so that it needs no vault: kept beside the simulated site's state and thrown away
 * with it. A reference that was never asked for gets a random value; what the simulated site makes (an API token) is put
 * here and never into the site's real vault.
 */
export interface ThrowAwaySecrets {
  readonly key: ThrowAwayKey;
  get(ref: string): Secret;
  has(ref: string): boolean;
  store(ref: string, secret: Secret): void;
  all(): readonly Secret[];
}

interface Kept {
  readonly key: ThrowAwayKey;
  readonly secrets: Record<string, string>;
}

export function openThrowAwaySecrets(folder: string): ThrowAwaySecrets {
  const path = join(folder, 'throw-away-secrets.json');
  const kept: Kept = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Kept)
    : { key: makeEd25519('sitewright-rehearsal'), secrets: {} };
  const save = () => writeWhole(path, Buffer.from(JSON.stringify(kept)));
  if (!existsSync(path)) save();
  const put = (ref: string, value: string) => {
    kept.secrets[ref] = value;
    save();
  };
  return {
    key: kept.key,
    get(ref) {
      const value = kept.secrets[ref] ?? randomBytes(24).toString('base64url');
      if (kept.secrets[ref] === undefined) put(ref, value);
      return new Secret(value);
    },
    has: (ref) => kept.secrets[ref] !== undefined,
    store: (ref, secret) => put(ref, secret.reveal()),
    all: () => [kept.key.privateText, ...Object.values(kept.secrets)].map((value) => new Secret(value)),
  };
}
