import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { EnginePorts } from '../../../../../electron/engine/app/ports.ts';
import { SecretsDesk } from '../../../../../electron/engine/app/secrets-desk.ts';
import { arrivalSecrets, vaultSecrets } from '../../../../../electron/engine/app/site-secrets.ts';
import type { ReadySite } from '../../../../../electron/engine/app/site-shelf.ts';
import { arrivalIdentityFits } from '../../../../../electron/engine/arrival/identity.ts';
import { makeSigningKey, SIGNING_KEY } from '../../../../../electron/engine/bundle/signature.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { makeAnswers } from '../../../../../electron/engine/site/make-answers.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { openSiteFolder } from '../../../../../electron/engine/workspace/site-folder.ts';
import { createVault, openVault } from '../../../../../electron/engine/workspace/vault.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const WORDS = 'correct horse battery staple';
let folder: string;
let desk: SecretsDesk;

beforeEach(() => {
  folder = temporaryFolder('secrets-desk');
  cpSync('examples/three-node-dhcp/site.toml', join(folder, 'site.toml'));
  writeFileSync(join(folder, 'words'), WORDS, { mode: 0o600 });
  desk = new SecretsDesk({ env: { SITEWRIGHT_PASSPHRASE_FILE: join(folder, 'words') } } as unknown as EnginePorts);
});

async function ready(edit: (text: string) => string = (text) => text): Promise<ReadySite> {
  const path = join(folder, 'site.toml');
  const text = edit(readFileSync(path, 'utf8'));
  writeFileSync(path, text);
  const { site, diagnostics } = parseSite(text);
  if (!site) throw new Error(diagnostics.map((entry) => entry.code).join(' '));
  return { site, text, folder: await openSiteFolder(path) };
}
/** A vault that opens fast; what `init` makes itself takes a second to open. */
async function fastVault(): Promise<void> {
  await createVault(join(folder, 'secrets.age'), new Secret(WORDS), { workFactor: 8 });
}
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DiagnosticError ? error.diagnostics[0].code : undefined;
}

describe('the secrets of a site', () => {
  it('are listed with what they are for, those that site.toml does not name too', async () => {
    await fastVault();
    const { secrets } = await desk.list(await ready());
    expect(secrets.map(({ name, kind, usedBy }) => [name, kind, usedBy[0]])).toEqual([
      ['site-ssh-key', 'ssh-key', 'access.sshPrivateKey'],
      ['root-password-pve1', 'root-password', 'hosts[0].install.rootPassword'],
      ['root-password-pve2', 'root-password', 'hosts[1].install.rootPassword'],
      ['root-password-pve3', 'root-password', 'hosts[2].install.rootPassword'],
      ['monitoring-secret-key', 'random', 'stacks[0].options.secretKey'],
      ['monitoring-database-password', 'random', 'stacks[0].options.databasePassword'],
      ['monitoring-admin-password', 'random', 'stacks[0].options.adminPassword'],
      ['arrival-identity', 'certificate', 'network.laptop'],
      ['arrival-secret', 'random', 'network.laptop'],
      ['site-authority', 'certificate', 'stacks'],
    ]);
  });

  it('the key of the bundles is in use where it is kept, and nothing else can be put in its place', async () => {
    await fastVault();
    const listed = async () => (await desk.list(await ready())).secrets.find(({ kind }) => kind === 'signing-key');
    expect(await listed()).toBeUndefined();
    expect(await codeOf(desk.set(await ready(), SIGNING_KEY, 'no key', false))).toBe('bundle.signing-key-form');
    await desk.set(await ready(), SIGNING_KEY, makeSigningKey().secret.reveal(), false);
    expect(await listed()).toEqual({ name: SIGNING_KEY, kind: 'signing-key', state: 'kept', usedBy: ['bundle'] });
  });

  it('are all made by init; each node has a password of its own that a person can read, and the answers carry it', async () => {
    await fastVault();
    const { made } = await desk.init(await ready(), { newSshKey: false });
    expect(made).toHaveLength(10);
    const site = await ready();
    const words = await Promise.all(['pve1', 'pve2', 'pve3'].map((node) => desk.reveal(site, `root-password-${node}`)));
    expect(new Set(words).size).toBe(3);
    for (const word of words) expect(word).toMatch(/^[a-z]{4}( [a-z]{4}){4}$/);
    const vault = await (await openVault(site.folder.vaultFile)).unlock(new Secret(WORDS));
    const answers = makeAnswers(site.site, (ref) => vault.get(ref));
    expect(answers.flatMap((answer) => answer.diagnostics.filter((entry) => entry.severity === 'error'))).toEqual([]);
    expect(await desk.init(site, { newSshKey: false })).toMatchObject({ created: false, made: [] });
  });

  it('of a vault whose passphrase was typed on a page are open for this session', async () => {
    const kept: Secret[] = [];
    const secretStore = {
      available: async () => true,
      load: async () => kept[0],
      save: async (_: string, value: Secret) => void kept.push(value),
    };
    const onPage = new SecretsDesk({ env: {}, secretStore } as unknown as EnginePorts);
    const short = onPage.init(await ready(), { newSshKey: false, passphrase: 'a' });
    expect(await codeOf(short)).toBe('vault.passphrase-short');
    const { created } = await onPage.init(await ready(), { newSshKey: false, passphrase: WORDS });
    expect(created).toBe(true);
    expect(await onPage.reveal(await ready(), 'root-password-pve1')).toMatch(/^[a-z]{4}( [a-z]{4}){4}$/);
    expect(kept).toHaveLength(1);
  });

  it.each([
    ['root-password-pve1', 'short', 'vault.password-short'],
    ['root-password-pve1', 'one line\nand another', 'vault.password-form'],
    ['arrival-identity', 'no certificate', 'vault.certificate-form'],
    ['arrival-secret', 'thirty-one characters are given', 'vault.secret-short'],
    ['subscription', 'pve1x-0123456789', 'vault.subscription-form'],
    ['hook', 'two words', 'vault.token-form'],
  ])('refuse what cannot be %s', async (name, value, code) => {
    await fastVault();
    const site = await ready((text) =>
      text
        .replace(
          'delivery = "one-image"',
          'webhook = { to = "url", url = "https://10.0.0.1/x", authToken = "secret:hook" }',
        )
        .replace('zfs = { arcMaxMib = 6144 }', 'subscriptionKey = "secret:subscription"'),
    );
    expect(await codeOf(desk.set(site, name, value, false))).toBe(code);
  });

  it('take what the tokens of the receiver follow from when nobody can find it by trying', async () => {
    await fastVault();
    const value = 'thirty-two characters are given.';
    expect(await desk.set(await ready(), 'arrival-secret', value, false)).toMatchObject({ state: 'kept' });
  });

  it('take a root password as it is typed, and the form of a subscription key', async () => {
    await fastVault();
    const site = await ready((text) =>
      text.replace('zfs = { arcMaxMib = 6144 }', 'subscriptionKey = "secret:subscription"'),
    );
    await desk.set(site, 'root-password-pve1', 'the words of a person', true);
    expect(await desk.reveal(site, 'root-password-pve1')).toBe('the words of a person');
    expect(await desk.set(site, 'subscription', 'pve2c-0123456789', false)).toMatchObject({ kind: 'subscription-key' });
  });
});

describe('what this laptop’s receiver is known by', () => {
  it('is made where it lacks, stays, and is made anew when the laptop has another address', async () => {
    await fastVault();
    const { site, folder: place } = await ready();
    const secrets = vaultSecrets(await (await openVault(place.vaultFile)).unlock(new Secret(WORDS)));
    const first = await arrivalSecrets(secrets, site);
    expect(arrivalIdentityFits(first.identity.reveal(), site)).toBe(true);
    expect(first.secret.reveal()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const again = await arrivalSecrets(secrets, site);
    expect(again.identity.reveal()).toBe(first.identity.reveal());
    const moved = { ...site, network: { ...site.network, laptop: { address: '192.168.20.51', port: 8443 } } };
    const other = await arrivalSecrets(secrets, moved);
    expect(arrivalIdentityFits(other.identity.reveal(), moved)).toBe(true);
    expect(other.secret.reveal()).toBe(first.secret.reveal());
  });
});
