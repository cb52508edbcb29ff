import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { arrivalIdentityFits } from '../../../../../electron/engine/arrival/identity.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { ARRIVAL_IDENTITY, impliedSecretUses } from '../../../../../electron/engine/site/delivery.ts';
import { secretRefs } from '../../../../../electron/engine/site/derive.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { throwAwayPassphrase } from '../../../../../electron/engine/workspace/passphrase.ts';
import { createVault, openVault } from '../../../../../electron/engine/workspace/vault.ts';

const CANARY = `qu"ote' $dollar\nñ\u007f`;
const passphrase = new Secret('correct horse battery staple');
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitewright-vault-'));
  path = join(folder, 'secrets.age');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const create = () => createVault(path, passphrase, { workFactor: 8 });
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw new Error(`no diagnostic: ${String(error)}`);
  expect(JSON.stringify(error.diagnostics) + error.message + (error.stack ?? '')).not.toContain(CANARY);
  return error.diagnostics[0].code;
}

describe('the vault', () => {
  it('takes a secret without the passphrase and gives it back with it', async () => {
    await create();
    const adding = await openVault(path);
    await adding.set('secret:root-password', new Secret(CANARY));
    const reading = await (await openVault(path)).unlock(passphrase);
    expect(reading.names()).toEqual(['root-password']);
    expect(reading.get('secret:root-password').reveal()).toBe(CANARY);
    expect(reading.get('root-password').reveal()).toBe(CANARY);
  });

  it('is a file for its owner only and holds no value in clear', async () => {
    const vault = await create();
    await vault.set('canary', new Secret('find-me-if-you-can'));
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain('find-me');
    expect(text).not.toContain(Buffer.from('find-me-if-you-can').toString('base64').slice(0, 20));
  });

  it('keeps what two sessions add one after the other', async () => {
    await create();
    const [one, two] = [await openVault(path), await openVault(path)];
    await one.set('a', new Secret('1'));
    await two.set('b', new Secret('2'));
    expect((await (await openVault(path)).unlock(passphrase)).names()).toEqual(['a', 'b']);
  });

  it('holds age messages that another reader of the format opens', async () => {
    const vault = await create();
    await vault.set('a', new Secret('x'));
    const file = JSON.parse(await readFile(path, 'utf8')) as { identity: string; secrets: Record<string, string> };
    const wrapped = new Decrypter();
    wrapped.addPassphrase(passphrase.reveal());
    const plain = new Decrypter();
    plain.addIdentity(await wrapped.decrypt(armor.decode(file.identity), 'text'));
    expect(JSON.parse(await plain.decrypt(armor.decode(file.secrets.a ?? ''), 'text'))).toEqual({
      name: 'a',
      value: 'x',
    });
  });

  it('says which of the things that may be wrong is wrong', async () => {
    expect(await codeOf(openVault(path))).toBe('vault.missing');
    expect(await codeOf(createVault(path, new Secret('')))).toBe('vault.passphrase-empty');
    expect(await codeOf(createVault(path, new Secret('short')))).toBe('vault.passphrase-short');
    const vault = await create();
    await vault.set('canary', new Secret(CANARY));
    expect(await codeOf(create())).toBe('vault.exists');
    expect(await codeOf(vault.unlock(new Secret('wrong horse')))).toBe('vault.wrong-passphrase');
    const open = await vault.unlock(passphrase);
    const missing = (): unknown => open.get('absent');
    expect(missing).toThrow('vault.secret-missing');
    expect(() => open.get('Not A Name')).toThrow('vault.secret-name');
    open.lock();
    expect(() => open.get('canary')).toThrow('vault.locked');
    await writeFile(path, '{ "format": "sitewright-vault", "version": 9 }');
    expect(await codeOf(openVault(path))).toBe('vault.newer');
    await writeFile(path, '{ nonsense');
    expect(await codeOf(openVault(path))).toBe('vault.corrupt');
  });

  it('notices a flipped message, two swapped ones and an exchanged recipient', async () => {
    const vault = await create();
    await vault.set('a', new Secret('1'));
    await vault.set('b', new Secret('2'));
    const text = await readFile(path, 'utf8');
    type File = { identity: string; recipient: string; secrets: Record<string, string> };
    const spoil = async (change: (file: File) => void): Promise<string> => {
      const file = JSON.parse(text) as File;
      change(file);
      await writeFile(path, JSON.stringify(file));
      return codeOf((async () => (await openVault(path)).unlock(passphrase))());
    };
    const flip = (sealed: string) => {
      const bytes = armor.decode(sealed);
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
      return armor.encode(bytes);
    };
    expect(await spoil((file) => Object.assign(file.secrets, { a: flip(file.secrets.a ?? '') }))).toBe('vault.corrupt');
    expect(await spoil((file) => Object.assign(file.secrets, { a: file.secrets.b }))).toBe('vault.corrupt');
    expect(await spoil((file) => Object.assign(file, { identity: flip(file.identity) }))).toBe('vault.corrupt');
    const other = await createVault(join(folder, 'other.age'), passphrase, { workFactor: 8 });
    const { recipient } = JSON.parse(await readFile(other.path, 'utf8')) as File;
    expect(await spoil((file) => Object.assign(file, { recipient }))).toBe('vault.corrupt');
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const foreign = armor.encode(await encrypter.encrypt('{"name":"a","value":"x"}'));
    expect(await spoil((file) => Object.assign(file.secrets, { a: foreign }))).toBe('vault.corrupt');
  });
});

describe('the throw-away vaults of the examples', () => {
  it.each(['two-node', 'two-node-no-witness', 'three-node-dhcp', 'bring-your-own'])(
    'hold every secret that %s names, and the key that fits its public half',
    async (name) => {
      const example = join('examples', name);
      const { site } = parseSite(await readFile(join(example, 'site.toml'), 'utf8'));
      if (!site) throw new Error('the example is valid');
      const words = await throwAwayPassphrase(example);
      if (!words) throw new Error('the example has its passphrase beside it');
      const vault = await (await openVault(join(example, 'secrets.age'))).unlock(words);
      const refs = [...secretRefs(site), ...impliedSecretUses(site).map((use) => use.ref)];
      for (const ref of refs) expect(() => vault.get(ref), ref).not.toThrow();
      expect(arrivalIdentityFits(vault.get(ARRIVAL_IDENTITY).reveal(), site)).toBe(true);
      const key = ssh2.utils.parseKey(vault.get(site.access.sshPrivateKey).reveal());
      if (key instanceof Error || Array.isArray(key)) throw new Error('one key');
      expect(`${key.type} ${key.getPublicSSH().toString('base64')}`).toBe(
        site.access.sshPublicKey.split(' ').slice(0, 2).join(' '),
      );
      expect(() => createPrivateKey(key.getPrivatePEM())).not.toThrow();
    },
  );
});
