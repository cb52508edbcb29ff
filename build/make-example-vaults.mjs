// Makes the throw-away vaults of the examples anew, or those that are named:
// `node build/make-example-vaults.mjs [KEYFILE] [EXAMPLE...]`, where KEYFILE is the private half of the key that the examples'
// site.toml name; without it the one in the present vault is kept. Everything in these vaults is public by intention: the
// passphrase lies beside them. Run again only when the examples' secrets change; the files differ each time (age).
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { engineParts } from './lib/engine-parts.mjs';

const root = resolve(import.meta.dirname, '..');
const EXAMPLES = ['two-node', 'two-node-no-witness', 'three-node-dhcp', 'sixteen-node', 'bring-your-own'];
const named = process.argv.slice(2).filter((word) => EXAMPLES.includes(word));
const keyFile = process.argv.slice(2).find((word) => !EXAMPLES.includes(word));
const PASSPHRASE = 'throw-away-passphrase-of-the-examples';

const { createVault, openVault, Secret, makeArrivalIdentity, impliedSecretUses, secretRefs, parseSite } =
  await engineParts(
    'make-example-vaults',
    `export { createVault, openVault } from './electron/engine/workspace/vault.ts';
      export { Secret } from './electron/engine/shell/command.ts';
      export { makeArrivalIdentity } from './electron/engine/arrival/identity.ts';
      export { impliedSecretUses } from './electron/engine/site/delivery.ts';
      export { secretRefs } from './electron/engine/site/derive.ts';
      export { parseSite } from './electron/engine/site/parse-site.ts';`,
  );

const key = await privateKey(keyFile);
for (const example of named.length > 0 ? named : EXAMPLES) {
  const folder = resolve(root, 'examples', example);
  const { site, diagnostics } = parseSite(readFileSync(resolve(folder, 'site.toml'), 'utf8'));
  if (!site) throw new Error(`${example}: ${diagnostics.map((entry) => entry.code).join(', ')}`);
  const vaultFile = resolve(folder, 'secrets.age');
  rmSync(vaultFile, { force: true });
  // A low work factor: the passphrase is public, and rehearsals in tests open this vault often.
  const vault = await createVault(vaultFile, new Secret(PASSPHRASE), { workFactor: 10 });
  const refs = [...secretRefs(site), ...impliedSecretUses(site).map((use) => use.ref)];
  for (const ref of refs) await vault.set(ref, new Secret(throwAwayValue(site, ref)));
  const passphraseFile = resolve(folder, 'THROW-AWAY-PASSPHRASE.txt');
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 });
  chmodSync(passphraseFile, 0o600);
}

function throwAwayValue(site, ref) {
  const name = ref.replace('secret:', '');
  if (ref === site.access.sshPrivateKey) return key;
  if (name === 'arrival-identity') return makeArrivalIdentity(site).pem;
  return `throw-away-${name}-0123456789`;
}

async function privateKey(file) {
  if (file) {
    if (!existsSync(file)) throw new Error(`there is no ${file}`);
    return readFileSync(file, 'utf8');
  }
  const vault = await openVault(resolve(root, 'examples', EXAMPLES[0], 'secrets.age'));
  return (await vault.unlock(new Secret(PASSPHRASE))).get('secret:site-ssh-key').reveal();
}
