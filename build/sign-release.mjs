// node build/sign-release.mjs --key FILE.pem PACKAGE...: writes PACKAGE.sig beside each file, which a Sitewright asks for before it
// installs an update (docs/decisions/0026). What stands in it is read out of the file itself, by dpkg-deb or rpm; of an AppImage, exe or
// dmg out of its name, Sitewright-VERSION-ARCH.KIND, as electron-builder gives it.
// node build/sign-release.mjs --new-key FILE.pem: makes a key (readable by its owner only) and FILE.pub, which `npm run package --
// --release-key FILE.pub` builds in. The private half is never put into this repository.
import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { engineParts } from './lib/engine-parts.mjs';

const { values, positionals } = parseArgs({
  options: { key: { type: 'string' }, 'new-key': { type: 'string' } },
  allowPositionals: true,
});
/** Before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const DER_BYTES = { pkcs8: 16, spki: 12 };

const ARCHS = { amd64: 'x64', x86_64: 'x64', x64: 'x64', arm64: 'arm64', aarch64: 'arm64' };
const PLATFORMS = { '.AppImage': 'linux', '.exe': 'win32', '.dmg': 'darwin' };

if (values['new-key'] !== undefined) makeKey(values['new-key']);
else if (values.key === undefined || positionals.length === 0)
  fail('name a key and at least one file: --key FILE.pem PACKAGE...');
else await signAll(values.key, positionals);

function makeKey(file) {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  const half = rawOf(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }), DER_BYTES.spki);
  const shown = `${file.replace(/\.pem$/, '')}.pub`;
  writeFileSync(shown, `ed25519 ${half}\n`, { flag: 'wx' });
  process.stdout.write(`${shown}\n`);
}

async function signAll(keyFile, files) {
  const { signRelease, Secret } = await signer();
  const key = createPrivateKey(readFileSync(keyFile));
  if (key.asymmetricKeyType !== 'ed25519') fail(`${keyFile} is no Ed25519 key`);
  const secret = new Secret(rawOf(key.export({ format: 'der', type: 'pkcs8' }), DER_BYTES.pkcs8));
  for (const file of files) {
    const release = { ...factsOf(file), sizeBytes: statSync(file).size, sha256: await digestOf(file) };
    writeFileSync(`${file}.sig`, signRelease(release, secret));
    process.stdout.write(`${file}.sig: ${release.product} ${release.version} ${release.platform} ${release.arch}\n`);
  }
}

/** The form of a signature is the engine's own. */
function signer() {
  return engineParts(
    'sign-release',
    `export { signRelease } from './electron/engine/update/release-signature.ts';
     export { Secret } from './electron/engine/shell/command.ts';`,
  );
}

function factsOf(file) {
  const kind = extname(file).slice(1);
  if (kind === 'deb') {
    const [product, version, arch] = ['Package', 'Version', 'Architecture'].map((field) =>
      execFileSync('dpkg-deb', ['--field', file, field], { encoding: 'utf8' }).trim(),
    );
    return { product, version, platform: 'linux', arch: archOf(arch, file), kind };
  }
  if (kind === 'rpm') {
    const told = execFileSync('rpm', ['-qp', '--queryformat', '%{NAME} %{VERSION} %{ARCH}', file], {
      encoding: 'utf8',
    });
    const [product, version, arch] = told.trim().split(' ');
    return { product, version, platform: 'linux', arch: archOf(arch, file), kind };
  }
  const named = /^(Sitewright)-(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+?)?)-([a-z0-9_]+)\.(?:AppImage|exe|dmg)$/.exec(
    basename(file),
  );
  if (!named)
    fail(`${file} is no package that can be signed: deb, rpm, or Sitewright-VERSION-ARCH.AppImage, .exe, .dmg`);
  const [, product, version, arch] = named;
  return {
    product: product.toLowerCase(),
    version,
    platform: PLATFORMS[extname(file)],
    arch: archOf(arch, file),
    kind,
  };
}

function archOf(said, file) {
  if (!Object.hasOwn(ARCHS, said ?? '')) fail(`${file} is for ${said}, which Sitewright does not run on`);
  return ARCHS[said];
}

async function digestOf(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

function rawOf(der, before) {
  return der.subarray(before).toString('base64');
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
