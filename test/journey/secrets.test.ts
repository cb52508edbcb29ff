import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Site } from '../../electron/api/site.ts';
import { makeArrivalIdentity } from '../../electron/engine/arrival/identity.ts';
import { makeEd25519 } from '../../electron/engine/rehearsal/kernel/ssh-keys.ts';
import { renderPdf } from '../../electron/engine/report/render-pdf.ts';
import { Secret } from '../../electron/engine/shell/command.ts';
import {
  ARRIVAL_IDENTITY,
  ARRIVAL_SECRET,
  impliedSecretUses,
  SITE_AUTHORITY,
} from '../../electron/engine/site/delivery.ts';
import { secretRefs } from '../../electron/engine/site/derive.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { makeSiteAuthority } from '../../electron/engine/tls/site-authority.ts';
import { createVault } from '../../electron/engine/workspace/vault.ts';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, type CliEnd, eventsOf, runCli } from './support/cli.ts';
import { type Canary, formsOf, LeakSearch } from './support/leaks.ts';

const PASSPHRASE = `pass 'PHRASEvq81kd' "$HOME" ñandú`;
const folder = mkdtempSync(join(tmpdir(), 'sitewright-secrets-'));
const site = join(folder, 'site');
const state = join(folder, 'state');
const elsewhere = join(folder, 'state-2');
const report = join(folder, 'report');
const world = join(state, 'sitewright', 'sites', 'municipal', 'rehearsal');
let canaries: Canary[] = [];

beforeAll(async () => {
  await buildCli();
  canaries = await makeSite();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the search finds each form of each secret, so that it can fail', async () => {
  const canary: Canary = { name: 'planted', value: `q'uo"te $HOME\nMARKplanted7 ñ`, marks: ['MARKplanted7'] };
  for (const [form, text] of formsOf(canary.value)) {
    const search = new LeakSearch([canary]);
    search.text('here', `before ${text} after`);
    expect(search.leaks, form).not.toEqual([]);
  }
  for (const before of ['', 'a', 'ab']) {
    const search = new LeakSearch([canary]);
    search.text('here', Buffer.from(`${before}${canary.value}, and more`).toString('base64'));
    expect(search.leaks, `base64 after ${before.length} letters`).not.toEqual([]);
  }

  const pdf = join(folder, 'planted.pdf');
  const blocks = [{ kind: 'paragraph', text: `seen: ${canary.marks[0]}` }] as const;
  writeFileSync(pdf, await renderPdf({ title: 'Planted', language: 'en', band: undefined, blocks }, new Date(0)));
  const inPdf = new LeakSearch([canary]);
  inPdf.file(pdf);
  expect(inPdf.leaks).toContain(`planted (plain) in ${pdf} (text)`);

  const seen = await runCli(['check', canary.value], { state, sampleArgv: true });
  const inArgv = new LeakSearch([canary]);
  for (const words of seen.argv) inArgv.text('argv', words);
  expect(inArgv.leaks).toContain('planted (plain) in argv');
});

test('no secret of the site leaves its vault in a whole rehearsal, in runs that fail, and in what they print', async () => {
  const flags = ['--speed', '200'];
  const runs: [string, CliEnd][] = [];
  const run = async (code: number, ...words: string[]) => {
    const isElsewhere = words.at(-1) === 'elsewhere';
    const args = isElsewhere ? words.slice(0, -1) : words;
    const env = { SITEWRIGHT_PASSPHRASE_FILE: join(folder, 'passphrase') };
    const end = await runCli(args, { state: isElsewhere ? elsewhere : state, env, sampleArgv: true });
    expect(end.code, `${args.join(' ')}: ${end.stdout.slice(-2000)}${end.stderr}`).toBe(code);
    runs.push([args.join(' '), end]);
    return end;
  };
  const whole = await run(0, 'rehearse', site, '--out', report, '--keep', '--json', '--speed', '200');
  await run(0, 'report', site, '--out', join(folder, 'report-2'));
  await run(0, 'plan', site, '--rehearsal', ...flags);
  // Faults tell what they saw: a log-in refused, a token refused, and a connection cut where secrets travel.
  const broken = ['app.admin-password-changed', 'app.token-refused', 'ssh.drops'];
  await run(1, 'smoke', site, '--rehearsal', ...flags, ...broken.flatMap((name) => ['--fault', name]));
  const cut = ['ssh.drops-after@access.collector', 'ssh.drops@stack.files', 'app.db-unhealthy'];
  await run(1, 'rehearse', site, '--json', ...flags, ...cut.flatMap((name) => ['--fault', name]), 'elsewhere');
  expect(eventsOf(whole).filter((event) => event.type === 'check-finished').length).toBe(7);

  // What the simulated site made up itself is as secret as the rest; it may lie in its own file only.
  const own = JSON.parse(readFileSync(join(world, 'throw-away-secrets.json'), 'utf8')) as {
    readonly key: { readonly privateText: string };
    readonly secrets: Record<string, string>;
  };
  expect(Object.keys(own.secrets)).toContain('secret:pve-collector-token');
  const made: Canary[] = [
    keyCanary('the rehearsal’s own key', own.key.privateText),
    ...Object.entries(own.secrets).map(([name, value]) => ({ name, value, marks: [] })),
  ];

  const search = new LeakSearch([...canaries, ...made]);
  const sealed =
    /^sitewright\/sites\/municipal\/rehearsal\/(world\/(state\.sealed|state\.key|blobs\/)|throw-away-secrets)/;
  search.folder(site, (path) => path === 'secrets.age');
  search.folder(state, (path) => sealed.test(path));
  search.folder(elsewhere, (path) => sealed.test(path));
  search.folder(report);
  search.folder(join(folder, 'report-2'));
  for (const [name, { stdout, stderr, argv }] of runs) {
    search.text(`output of ${name}`, stdout);
    search.text(`errors of ${name}`, stderr);
    for (const words of argv) search.text(`argv during ${name}: ${words.slice(0, 200)}`, words);
    expect([...argv].some((words) => words.includes(site))).toBe(true);
  }
  const seen = readFileSync(join(world, 'world', 'seen.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(seen.length).toBeGreaterThan(1000);
  for (const line of seen) {
    const { host, argv } = JSON.parse(line) as { readonly host: string; readonly argv: readonly string[] };
    search.text(`argv on ${host}: ${argv.slice(0, 3).join(' ').slice(0, 200)}`, argv.join('\0'));
  }
  expect(search.searched).toBeGreaterThan(seen.length);
  expect([...new Set(search.leaks)]).toEqual([]);

  // The other way round too: the vault's secrets did not get into the rehearsal's own file.
  const kept = new LeakSearch(canaries);
  kept.file(join(world, 'throw-away-secrets.json'));
  expect(kept.leaks).toEqual([]);
}, 240_000);

/** A copy of the example with a vault of its own; every secret is a canary. */
async function makeSite(): Promise<Canary[]> {
  mkdirSync(site);
  const key = makeEd25519('canary');
  cpSync(join(ROOT, 'examples', 'two-node', 'site.toml'), join(site, 'site.toml'));
  const text = readFileSync(join(site, 'site.toml'), 'utf8').replace(
    /^sshPublicKey = .*$/m,
    `sshPublicKey = "${key.publicLine}"`,
  );
  writeFileSync(join(site, 'site.toml'), text);
  writeFileSync(join(folder, 'passphrase'), PASSPHRASE, { mode: 0o600 });
  const vault = await createVault(join(site, 'secrets.age'), new Secret(PASSPHRASE), { workFactor: 10 });
  const parsed = parseSite(text).site;
  if (!parsed) throw new Error('the example does not parse');
  const made: Canary[] = [{ name: 'the passphrase', value: PASSPHRASE, marks: ['PHRASEvq81kd'] }];
  const refs = [...secretRefs(parsed), ...impliedSecretUses(parsed).map((use) => use.ref)];
  for (const [index, ref] of refs.entries()) {
    const canary = canaryOf(parsed, ref, index, key.privateText);
    await vault.set(ref, new Secret(canary.value));
    made.push(canary);
  }
  return made;
}

function canaryOf(site: Site, ref: string, index: number, privateText: string): Canary {
  if (ref === 'secret:site-ssh-key') return keyCanary(ref, privateText);
  if (ref.startsWith('secret:root-password-')) {
    const value = `CANARYroot${index}x5pv1 '"$HOME ñ`;
    return { name: ref, value, marks: [`CANARYroot${index}x5pv1`] };
  }
  if (ref === ARRIVAL_IDENTITY) {
    // The certificate goes to every node; only the key is secret.
    const value = makeArrivalIdentity(site).pem;
    return { ...keyCanary(ref, value.slice(value.indexOf('-----BEGIN PRIVATE KEY-----'))), value };
  }
  if (ref === SITE_AUTHORITY) {
    const value = makeSiteAuthority(site.id, Date.now());
    return { ...keyCanary(ref, value.slice(value.indexOf('-----BEGIN PRIVATE KEY-----'))), value };
  }
  if (ref === ARRIVAL_SECRET) {
    const value = `CANARYarrival${index}w8ztk`;
    return { name: ref, value, marks: [value] };
  }
  const marks = [`CANARYa${index}x7fq2`, `CANARYb${index}k3mz9`];
  return { name: ref, value: `${marks[0]}'" $HOME \`id\` \\ñ\n${marks[1]} $(id) 'ñ"`, marks };
}

/** A private key is found by any of its lines that no other key has. */
function keyCanary(name: string, privateText: string): Canary {
  const lines = privateText.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  return { name, value: privateText, marks: lines.slice(2).filter((line) => line.length >= 12) };
}
