// Makes the throw-away vaults of the examples, once: `node build/make-example-vaults.mjs KEYFILE`, where KEYFILE is the
// private half of the key that the examples' site.toml name. Everything in these vaults is public by intention: the
// passphrase lies beside them. Run again only when the examples' secrets change; the files differ each time (age).
import { existsSync, readFileSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const keyFile = process.argv[2];
if (!keyFile || !existsSync(keyFile)) throw new Error('name the private key file of the examples');

const out = resolve(root, '.cache/make-example-vaults.mjs');
await build({
  stdin: {
    contents: `
      export { createVault } from './electron/engine/workspace/vault.ts';
      export { Secret } from './electron/engine/shell/command.ts';
      export { sha512Crypt } from './electron/engine/answers/sha512-crypt.ts';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outfile: out,
  logLevel: 'error',
});
const { createVault, Secret, sha512Crypt } = await import(pathToFileURL(out).href);

const PASSPHRASE = 'throw-away-passphrase-of-the-examples';
const secrets = {
  'site-ssh-key': readFileSync(keyFile, 'utf8'),
  'root-password-hash': sha512Crypt('throw-away-root-password', 'throwawayexample'),
  'monitoring-secret-key': 'throw-away-secret-key-0123456789abcdefghijklmnopqrstuvwxyz',
  'monitoring-database-password': 'throw-away-database-password',
  'monitoring-admin-password': 'throw-away-admin-password',
};

for (const example of ['two-node', 'two-node-no-witness']) {
  const folder = resolve(root, 'examples', example);
  const vaultFile = resolve(folder, 'secrets.age');
  await rm(vaultFile, { force: true });
  // A low work factor: the passphrase is public, and rehearsals in tests open this vault often.
  const vault = await createVault(vaultFile, new Secret(PASSPHRASE), { workFactor: 10 });
  for (const [name, value] of Object.entries(secrets)) await vault.set(name, new Secret(value));
  await writeFile(resolve(folder, 'THROW-AWAY-PASSPHRASE.txt'), `${PASSPHRASE}\n`, { mode: 0o600 });
  await chmod(resolve(folder, 'THROW-AWAY-PASSPHRASE.txt'), 0o600);
}
