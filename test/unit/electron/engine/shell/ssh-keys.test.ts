import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import {
  keyBits,
  makeEcdsa,
  makeEd25519,
  makeRsa,
  makeRsaAside,
  publicLineOf,
} from '../../../../../electron/engine/shell/ssh-keys.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../../..');

describe('a key pair of ours', () => {
  it.each([
    ['ed25519', () => makeEd25519('who'), 256],
    ['ECDSA', () => makeEcdsa('who'), 256],
    ['RSA', () => makeRsa('who'), 2048],
  ] as const)('of kind %s is read by an SSH client, and its halves belong together', (_, make, bits) => {
    const { privateText, publicLine } = make();
    const parsed = ssh2.utils.parseKey(privateText);
    if (parsed instanceof Error) throw parsed;
    expect(parsed.comment).toBe('who');
    expect(`${parsed.type} ${parsed.getPublicSSH().toString('base64')} who`).toBe(publicLine);
    expect(publicLineOf(privateText)).toBe(publicLine.split(' ').slice(0, 2).join(' '));
    expect(keyBits(publicLine)).toBe(bits);
    const message = Buffer.from('what is signed with one half is known by the other');
    expect(parsed.verify(message, parsed.sign(message))).toBe(true);
  });

  it('that is made beside other work is the same kind of key', async () => {
    const { privateText } = await makeRsaAside('aside');
    const parsed = ssh2.utils.parseKey(privateText);
    if (parsed instanceof Error) throw parsed;
    expect(parsed.type).toBe('ssh-rsa');
    expect(createPublicKey(createPrivateKey(parsed.getPrivatePEM())).asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  // Node 20 waits for ever where a garbage collection meets the export of a key that it has just made: small generations make
  // that likely, and some thousand keys make it all but certain.
  it('comes to its end however often garbage is collected meanwhile', async () => {
    const outfile = join(temporaryFolder('keys'), 'keys.cjs');
    await build({
      stdin: {
        contents: `import { makeEcdsa } from './electron/engine/shell/ssh-keys.ts';
          for (let count = 0; count < 6000; count += 1) makeEcdsa('many');
          process.stdout.write('made');`,
        resolveDir: ROOT,
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
    const { stdout } = await promisify(execFile)(process.execPath, ['--max-semi-space-size=1', outfile], {
      timeout: 100_000,
      killSignal: 'SIGKILL',
    });
    expect(stdout).toBe('made');
  }, 120_000);
});
