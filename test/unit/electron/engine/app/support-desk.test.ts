import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTar } from '../../../../../electron/engine/compress/read-tar.ts';
import { makeEd25519 } from '../../../../../electron/engine/rehearsal/kernel/ssh-keys.ts';
import { openRunStore } from '../../../../../electron/engine/run/run-store.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import { createRedactor } from '../../../../../electron/engine/shell/redactor.ts';
import { supportRedactor } from '../../../../../electron/engine/support/support-redactor.ts';
import { createVault } from '../../../../../electron/engine/workspace/vault.ts';
import { type Canary, formsOf, LeakSearch } from '../../../../journey/support/leaks.ts';
import { openTestEngine, ROOT, type TestEngine } from '../../../../support/test-engine.ts';

const PASSPHRASE = `pass 'PHRASEvq81kd' "$HOME" ñandú`;
const key = makeEd25519('canary').privateText;
const canaries: readonly Canary[] = [
  {
    name: 'app-secret',
    value: `CANARYa0x7fq2'" $HOME <b>&\`id\` ñ\nCANARYb0k3mz9 'ñ"`,
    marks: ['CANARYa0x7fq2', 'CANARYb0k3mz9'],
  },
  { name: 'root-password-pve-node1', value: `CANARYroot5pv1 '"$HOME ñ`, marks: ['CANARYroot5pv1'] },
  { name: 'site-ssh-key', value: key, marks: key.split('\n').slice(3, 5) },
];
let root = '';
let test: TestEngine;

/** Lines of every form in which each of the secrets may turn up. */
const planted = canaries.flatMap(({ value }) => [...formsOf(value).values()].map((text) => `seen: ${text} after`));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'support-'));
  const text = await readFile(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8');
  await cp(join(ROOT, 'examples', 'two-node'), root, { recursive: true });
  await rm(join(root, 'THROW-AWAY-PASSPHRASE.txt'), { force: true });
  await rm(join(root, 'secrets.age'));
  await writeFile(join(root, 'site.toml'), `${text}\n# the root password is CANARYroot5pv1 '"$HOME ñ\n`);
  const vault = await createVault(join(root, 'secrets.age'), new Secret(PASSPHRASE), { workFactor: 10 });
  for (const { name, value } of canaries) await vault.set(name, new Secret(value));
  await writeFile(join(root, 'passphrase'), PASSPHRASE, { mode: 0o600 });
  // As if no redactor had known them when the run was written.
  const run = await openRunStore({ folder: join(root, 'runs'), redactor: createRedactor() }).create();
  const start = { runId: run.runId, kind: 'apply', siteId: 'municipal', rehearsed: false } as const;
  await run.journal.append('run-started', start);
  for (const line of planted) {
    run.log.emit({ type: 'log', host: 'pve-node1', level: 'out', text: line });
    await run.journal.append('note', { line });
  }
  await run.close();
  test = openTestEngine({
    env: { XDG_STATE_HOME: join(root, 'state'), SITEWRIGHT_PASSPHRASE_FILE: join(root, 'passphrase') },
  });
});
afterAll(async () => {
  await test.close();
  await rm(root, { recursive: true, force: true });
});

const unpacked = (base64: string) =>
  readTar(gunzipSync(Buffer.from(base64, 'base64'))).map((entry) => ({
    name: entry.name.split('/').slice(1).join('/'),
    text: Buffer.from(entry.data).toString('utf8'),
  }));

it('has what helps, and no secret of the vault in any form, whatever the logs hold', async () => {
  const made = await test.engine.client('cli').support.make({ site: root });
  expect(made.known).toBe('open');
  const files = unpacked(made.base64);
  expect(files.map(({ name }) => name.replace(/runs\/[^/]+/, 'runs/R'))).toEqual([
    'about.json',
    'site.toml',
    'diagnostics.txt',
    'runs.json',
    'folder.txt',
    'runs/R/journal.jsonl',
    'runs/R/log.jsonl',
  ]);
  const search = new LeakSearch(canaries);
  for (const { name, text } of files) search.text(name, text);
  expect([...new Set(search.leaks)]).toEqual([]);
  const textOf = (name: string) => files.find((file) => file.name.endsWith(name))?.text ?? '';
  expect(textOf('site.toml')).toContain('pve-node1');
  expect(textOf('site.toml')).toMatch(/^contact = "\*\*\*"$/m);
  expect(textOf('site.toml')).not.toMatch(/^mailto = "[^*]/m);
  expect(textOf('log.jsonl').split('\n').length).toBeGreaterThan(planted.length - 1);
  expect(JSON.parse(textOf('about.json'))).toMatchObject({ sitewright: '0.0.0-test', vault: 'open' });
  expect(textOf('folder.txt')).toContain('secrets.age');
  // The search can fail: without the vault some of what was planted would be there.
  const blind = new LeakSearch(canaries);
  blind.text('log', planted.map((line) => supportRedactor([]).text(line)).join('\n'));
  expect(blind.leaks.length).toBeGreaterThan(0);
});

it('is made of a site whose file cannot be read, too', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'support-'));
  await writeFile(join(broken, 'site.toml'), 'schemaVersion = \npassword = "hunter2-long"\n');
  const { base64, known } = await test.engine.client('cli').support.make({ site: broken });
  await rm(broken, { recursive: true });
  expect(known).toBe('none');
  const files = unpacked(base64);
  expect(files.find(({ name }) => name === 'site.toml')?.text).not.toContain('hunter2');
  expect(files.find(({ name }) => name === 'diagnostics.txt')?.text).toContain('site.toml');
});

it.each([
  [
    'a private key',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----',
    'b3Blbn',
  ],
  ['a key whose end was cut off', 'x -----BEGIN PRIVATE KEY-----\\nMC4CAQAwBQYDK2Vw', 'MC4CAQ'],
  ['an age identity', 'AGE-SECRET-KEY-1QQPQYRZRG4Q', '1QQPQ'],
  ['a password hash', 'root:$6$rounds=5000$saltsalt$abcdefghijklmnopqrstuvwxyz012345:1', 'abcdefgh'],
  ['credentials in an address', 'http://admin:hunter2@proxy.site:3128/', 'hunter2'],
  ['a header', 'Authorization: Bearer abc.def.ghi', 'abc.def'],
  ['a token of Proxmox VE', 'PVEAPIToken=root@pam!x=0123-4567', '0123-4567'],
  ['a password that was said', '{"password": "hunter2x"}', 'hunter2x'],
])('takes out %s by its look alone', (_, text, secret) => {
  expect(text).toContain(secret);
  expect(supportRedactor([]).text(text)).not.toContain(secret);
});

it('leaves references and names as they are', () => {
  const text = 'rootPassword = "secret:root-password-pve-node1"\nsshPublicKey = "ssh-ed25519 AAAA"\n';
  expect(supportRedactor([]).siteFile(text)).toBe(text);
});
