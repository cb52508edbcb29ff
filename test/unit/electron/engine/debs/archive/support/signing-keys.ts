import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needTools } from '../../../../../../support/needed-tools.ts';

/** Throw-away keys in a keyring of their own, used by the real gpg. The keyring goes with `close`. */
export interface SigningKeys {
  /** Makes a key: ed25519, valid from `from` for `valid` (gpg's words: `1d`, `2y`, `none`). Gives its fingerprint. */
  make(name: string, options?: { readonly from?: string; readonly valid?: string; readonly subkey?: boolean }): string;
  /** The public key, binary or armored. */
  publicKey(name: string, armored?: boolean): Uint8Array;
  /** Revokes a key in this keyring; `publicKey` says so afterwards. */
  revoke(name: string): void;
  /** A text signed by each of the names. `at` is what gpg takes for the time. */
  inline(text: string, names: readonly string[], at?: string): Uint8Array;
  detached(
    text: string,
    names: readonly string[],
    options?: { readonly at?: string; readonly armored?: boolean },
  ): Uint8Array;
  /** What gpg says with these keys alone: its status words, one a signature. */
  verdict(names: readonly string[], message: Uint8Array, at: string): readonly string[];
  close(): void;
}

export function signingKeys(): SigningKeys {
  needTools('gpg');
  const home = mkdtempSync(join(tmpdir(), 'keys-'));
  const gpg = (args: readonly string[], input?: string) =>
    execFileSync(
      'gpg',
      ['--homedir', home, '--batch', '--no-tty', '--passphrase', '', '--pinentry-mode', 'loopback', ...args],
      { stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1e8, ...(input === undefined ? {} : { input }) },
    );
  const prints = new Map<string, string>();
  const at = (time: string | undefined) => (time === undefined ? [] : ['--faked-system-time', `${time}!`]);
  const signers = (names: readonly string[]) => names.flatMap((name) => ['-u', prints.get(name) ?? name]);
  return {
    make(name, { from, valid = 'none', subkey = false } = {}) {
      const usage = subkey ? 'cert' : 'cert,sign';
      gpg([...at(from), '--quick-gen-key', `${name} <${name}@example.org>`, 'ed25519', usage, valid]);
      const listed = gpg(['--with-colons', '--list-keys', `${name}@example.org`]).toString();
      const print = /^fpr:+([0-9A-F]{40}):/m.exec(listed)?.[1] ?? '';
      prints.set(name, print);
      if (!subkey) return print;
      gpg([...at(from), '--quick-add-key', print, 'ed25519', 'sign', valid]);
      const both = gpg(['--with-colons', '--list-keys', print]).toString();
      return [...both.matchAll(/^fpr:+([0-9A-F]{40}):/gm)][1]?.[1] ?? '';
    },
    publicKey: (name, armored = false) => gpg([...(armored ? ['--armor'] : []), '--export', prints.get(name) ?? name]),
    revoke(name) {
      const print = prints.get(name) ?? '';
      const file = join(home, 'openpgp-revocs.d', `${print}.rev`);
      // gpg puts a colon in front of the armor, so that nobody revokes by mistake.
      gpg(['--import'], readFileSync(file, 'utf8').replace(/^:(-----BEGIN)/m, '$1'));
    },
    inline: (text, names, time) => gpg([...at(time), ...signers(names), '--clearsign'], text),
    detached: (text, names, { at: time, armored = true } = {}) =>
      gpg([...at(time), ...signers(names), ...(armored ? ['--armor'] : []), '--detach-sign'], text),
    verdict(names, message, time) {
      const ring = join(home, `ring-${readdirSync(home).length}.gpg`);
      writeFileSync(ring, gpg(['--export', ...names.map((name) => prints.get(name) ?? name)]));
      const file = join(home, 'message');
      writeFileSync(file, message);
      const { stdout } = spawnSync(
        'gpg',
        [
          ...[
            '--homedir',
            home,
            '--batch',
            '--no-tty',
            '--no-default-keyring',
            '--keyring',
            ring,
            '--trust-model',
            'always',
          ],
          ...['--status-fd', '1', ...at(time), '--verify', file],
        ],
        { encoding: 'utf8' },
      );
      return stdout
        .split('\n')
        .flatMap((line) => /^\[GNUPG:\] (GOODSIG|BADSIG|EXPKEYSIG|REVKEYSIG|NO_PUBKEY|NODATA)\b/.exec(line)?.[1] ?? []);
    },
    close() {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all']);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
