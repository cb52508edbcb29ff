import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { armor, Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { type HandoverForm, HandoverFormSchema } from '../../../../../electron/api/handover.ts';
import { HandoverDesk } from '../../../../../electron/engine/app/handover-desk.ts';
import type { EnginePorts } from '../../../../../electron/engine/app/ports.ts';
import type { ReadySite } from '../../../../../electron/engine/app/site-shelf.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { openSiteFolder } from '../../../../../electron/engine/workspace/site-folder.ts';
import { createVault } from '../../../../../electron/engine/workspace/vault.ts';
import { pdfText } from '../../../../journey/support/leaks.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const WORDS = 'correct horse battery staple';
const values: Readonly<Record<string, string>> = {
  'monitoring-admin-password': 'CANARYadmin <b>&',
  'root-password-pve1': 'CANARYroot',
  'site-ssh-key': '-----BEGIN KEY-----\nCANARYkey\n-----END KEY-----\n',
  'arrival-secret': 'CANARYarrival-of-the-laptop-alone',
};
let home: string;
let root: string;
let ready: ReadySite;
let desk: HandoverDesk;

beforeEach(async () => {
  home = temporaryFolder('handover-desk');
  root = join(home, 'site');
  mkdirSync(root);
  cpSync('examples/three-node-dhcp/site.toml', join(root, 'site.toml'));
  writeFileSync(join(home, 'words'), WORDS, { mode: 0o600 });
  const text = readFileSync(join(root, 'site.toml'), 'utf8');
  const { site } = parseSite(text);
  if (!site) throw new Error('the example does not parse');
  ready = { site, text, folder: await openSiteFolder(root) };
  const vault = await createVault(join(root, 'secrets.age'), new Secret(WORDS), { workFactor: 8 });
  for (const [name, value] of Object.entries(values)) await vault.set(name, new Secret(value));
  desk = new HandoverDesk(
    { env: { SITEWRIGHT_PASSPHRASE_FILE: join(home, 'words') }, by: 'tecnico' } as unknown as EnginePorts,
    8,
  );
});

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DiagnosticError ? error.diagnostics[0].code : error === undefined ? undefined : String(error);
}
const sheet: HandoverForm = { kind: 'sheet', language: 'es' };
/** Names and values of what came out of an age file. */
const opened = (text: string) =>
  Object.fromEntries(
    (JSON.parse(text) as { secrets: { name: string; value: string }[] }).secrets.map(({ name, value }) => [
      name,
      value,
    ]),
  );
const { 'arrival-secret': _, ...ofTheCustomer } = values;

describe('what the customer gets', () => {
  it('opens with each of their keys and with no other', async () => {
    const keys = await Promise.all([1, 2, 3].map(() => generateX25519Identity()));
    const recipients = await Promise.all(keys.slice(0, 2).map((key) => identityToRecipient(key)));
    const form = HandoverFormSchema.parse({ kind: 'recipients', recipients });
    const made = await desk.secrets(ready, form, join(home, 'out'));
    expect(made.handed.sort()).toEqual(Object.keys(ofTheCustomer).sort());
    expect(made.leftOut).toEqual(['arrival-secret']);
    const path = join(home, 'out', made.files[0]?.name ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('CANARY');
    for (const [index, key] of keys.entries()) {
      const decrypter = new Decrypter();
      decrypter.addIdentity(key);
      const plain = decrypter.decrypt(armor.decode(text), 'text');
      if (index < 2) expect(opened(await plain)).toEqual(ofTheCustomer);
      else await expect(plain).rejects.toThrow();
    }
  });

  it('opens with a passphrase of some length', async () => {
    expect(await codeOf(desk.secrets(ready, { kind: 'passphrase', passphrase: 'short' }, home))).toBe(
      'vault.passphrase-short',
    );
    const made = await desk.secrets(ready, { kind: 'passphrase', passphrase: 'for the customer' }, home);
    const decrypter = new Decrypter();
    decrypter.addPassphrase('for the customer');
    const text = readFileSync(join(home, made.files[0]?.name ?? ''), 'utf8');
    expect(opened(await decrypter.decrypt(armor.decode(text), 'text'))).toEqual(ofTheCustomer);
  });

  it('is a sheet that says what it is, readable by its owner alone', async () => {
    const made = await desk.secrets(ready, sheet, join(home, 'out'));
    expect(made.files.map(({ name }) => name)).toEqual(['secrets-sheet.html', 'secrets-sheet.pdf']);
    const [html, pdf] = made.files.map(({ name }) => join(home, 'out', name)) as [string, string];
    for (const path of [html, pdf]) expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(html, 'utf8');
    expect(text).toContain('CONFIDENCIAL');
    expect(text).not.toContain('<b>');
    const inPdf = pdfText(readFileSync(pdf));
    for (const part of ['CANARYroot', 'CANARYkey', 'CANARYadmin', 'CONFIDENCIAL']) expect(inPdf).toContain(part);
    expect(inPdf).not.toContain('ENSAYO');
    expect(inPdf).not.toContain('CANARYarrival');
  });

  it('is never written into the site folder, by no way, and over nothing', async () => {
    symlinkSync(root, join(home, 'link'));
    for (const place of [root, join(root, 'reports'), join(root, 'new', 'deep'), join(home, 'link', 'x')])
      expect(await codeOf(desk.secrets(ready, sheet, place)), place).toBe('handover.inside-site');
    expect(readdirSync(root).sort()).toEqual(['secrets.age', 'site.toml']);
    // A neighbour whose name only begins alike is another folder.
    expect(await codeOf(desk.secrets(ready, sheet, `${root}-of-the-customer`))).toBeUndefined();
    expect(await codeOf(desk.secrets(ready, sheet, `${root}-of-the-customer`))).toBe('handover.file-exists');
  });

  it('goes to no key with a wrong letter', async () => {
    const good = await identityToRecipient(await generateX25519Identity());
    const wrong = good.slice(0, -1) + (good.endsWith('q') ? 'p' : 'q');
    const work = desk.secrets(ready, { kind: 'recipients', recipients: [wrong] }, join(home, 'out'));
    expect(await codeOf(work)).toBe('handover.recipient');
    expect(HandoverFormSchema.safeParse({ kind: 'recipients', recipients: ['age1short'] }).success).toBe(false);
  });
});
