import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine, jsonLines, openCommandLine, ROOT } from '../support/command-line.ts';
import { openSourceServer, type SourceServer } from '../support/source-server.ts';

const image = randomBytes(12_000_000);
const other = randomBytes(2_000_000);
const digestOf = (data: Uint8Array) => `sha256:${createHash('sha256').update(data).digest('hex')}`;

let cli: CommandLine;
let server: SourceServer;
let site: string;
beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('bundle');
  server = await openSourceServer({ 'image.raw': image, 'other.bin': other });
  site = cli.ownSite('own');
  // nodes alone: the site needs nothing but what its settings name
  const text = readFileSync(join(ROOT, 'examples/two-node-no-witness/site.toml'), 'utf8');
  const tables = text.split(/^(?=\[)/m).filter((table) => !/^\[+(templates|machines|stacks)[\].]/.test(table));
  writeFileSync(site, tables.join(''));
  writeFileSync(cli.path('own', 'ca.pem'), server.authority);
  writeSources();
  const { code } = await cli.run(['secrets', 'init', site], withPassphrase());
  expect(code).toBe(0);
}, 180_000);
afterAll(async () => {
  cli.close();
  await server.close();
});

const withPassphrase = () => ({ env: { SITEWRIGHT_PASSPHRASE_FILE: cli.path('passphrase') } });
const bundle = () => cli.path('own', 'bundle');
const make = (...more: string[]) => cli.run(['bundle', 'make', site, ...more], withPassphrase());

function writeSources(more = ''): void {
  writeFileSync(
    cli.path('own', 'sources.toml'),
    `schemaVersion = 1
parallel = 1
[trust]
caFiles = ["ca.pem"]
[[files]]
path = "files/image.raw"
url = "${server.url}/image.raw"
digest = "${digestOf(image)}"
[[files]]
path = "files/other.bin"
url = "${server.url}/other.bin"
digest = "${digestOf(other)}"
${more}`,
  );
}

/** Starts making, waits until the server holds this file back, and ends the process: SIGKILL as a power cut, SIGINT as Ctrl+C. */
async function endWhileFetching(path: string, heldBytes: number, how: 'SIGKILL' | 'SIGINT'): Promise<number | null> {
  server.holdAfter.set(path, heldBytes);
  const { env } = withPassphrase();
  const child = cli.start(['bundle', 'make', site, '--json'], env);
  const part = cli.path('own', 'bundle', 'files', `.${path}.part`);
  const enough = () => existsSync(part) && statSync(part).size >= heldBytes;
  for (let tries = 0; !enough() && tries < 600; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(enough()).toBe(true);
  const ended = once(child, 'exit');
  child.kill(how);
  const [code] = (await ended) as [number | null];
  server.holdAfter.delete(path);
  return code;
}

describe('the bundle of a site, from the command line', { timeout: 120_000 }, () => {
  it('is made in three runs, one killed and one stopped with Ctrl+C (exit code 3), and no byte is fetched twice', async () => {
    await endWhileFetching('image.raw', 5_000_000, 'SIGKILL');
    expect((await cli.run(['bundle', 'verify', bundle()])).code).toBe(1);
    expect(await endWhileFetching('other.bin', 500_000, 'SIGINT')).toBe(3);
    const { code, out } = await make('--json');
    expect(code).toBe(0);
    const gets = server.asked.filter((line) => line.startsWith('GET'));
    expect(gets).toEqual(['GET /image.raw', 'GET /image.raw 5000000-', 'GET /other.bin', 'GET /other.bin 500000-']);
    const events = jsonLines(out);
    const progress = events.filter(({ type, itemId }) => type === 'progress' && itemId === 'bundle.fetch');
    expect(progress.at(-1)).toMatchObject({ done: image.length + other.length, total: image.length + other.length });
    expect(events.at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done' });
  });

  it('made again it changes nothing; it verifies offline, alone and with its site', async () => {
    const asked = server.asked.length;
    const again = await make();
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('Nothing changed');
    expect(server.asked).toHaveLength(asked);
    for (const args of [[bundle()], [site], [bundle(), '--site', site]]) {
      const { code, out } = await cli.run(['bundle', 'verify', ...args, '--json']);
      expect([code, jsonLines(out)[0]?.ok], args.join(' ')).toEqual([0, true]);
    }
  });

  it('exit codes: 1 for an altered bundle, 2 for what is none and for settings that cannot be used', async () => {
    const copy = cli.path('copy');
    cpSync(bundle(), copy, { recursive: true });
    writeFileSync(join(copy, 'files/more'), '');
    expect((await cli.run(['bundle', 'verify', copy])).code).toBe(1);
    expect((await cli.run(['bundle', 'verify', cli.path('own')])).code).toBe(2);
    expect((await make('--sources', cli.path('none.toml'))).code).toBe(2);
    writeSources('[credentials."a.example"]\nusername = "u"\npassword = "in clear"\n');
    const refused = await make();
    expect(refused.code).toBe(2);
    expect(refused.err + refused.out).not.toContain('in clear"');
    writeSources();
  });

  it('update shows what moved and writes only when told; make then brings it', async () => {
    const fresh = randomBytes(1_000_000);
    server.files.set('other.bin', fresh);
    const text = readFileSync(cli.path('own', 'sources.toml'), 'utf8');
    writeFileSync(cli.path('own', 'sources.toml'), text.replace(digestOf(other), digestOf(fresh)));
    const before = readFileSync(join(bundle(), 'bundle.lock.toml'), 'utf8');
    const shown = await cli.run(['bundle', 'update', site, '--json'], withPassphrase());
    expect(shown.code).toBe(4);
    expect(jsonLines(shown.out)[0]).toMatchObject({
      written: false,
      moves: [{ name: 'files/other.bin', afterBytes: 1_000_000 }],
    });
    expect(readFileSync(join(bundle(), 'bundle.lock.toml'), 'utf8')).toBe(before);
    expect((await cli.run(['bundle', 'update', site, '--write'], withPassphrase())).code).toBe(0);
    expect((await cli.run(['bundle', 'verify', bundle()])).code).toBe(1);
    expect((await make()).code).toBe(0);
    expect((await cli.run(['bundle', 'verify', site])).code).toBe(0);
    expect(readFileSync(join(bundle(), 'files/other.bin')).equals(fresh)).toBe(true);
  });

  it('is carried as a delta and in volumes, and arrives as it was', async () => {
    const [old, delta, volumes, joined] = ['copy', 'delta', 'volumes', 'joined'].map((name) => cli.path(name)) as [
      string,
      string,
      string,
      string,
    ];
    expect((await cli.run(['bundle', 'diff', old, bundle()])).out).toContain('files/other.bin');
    expect((await cli.run(['bundle', 'delta', old, bundle(), '--out', delta])).code).toBe(0);
    expect((await cli.run(['bundle', 'patch', joined, delta])).code).toBe(2);
    expect((await cli.run(['bundle', 'split', bundle(), '--size', '3MB', '--out', volumes])).code).toBe(0);
    expect((await cli.run(['bundle', 'join', volumes, '--out', joined])).code).toBe(0);
    expect((await cli.run(['bundle', 'verify', joined, '--site', site])).code).toBe(0);
    expect((await cli.run(['bundle', 'split', bundle(), '--size', '3', '--out', volumes])).code).toBe(2);
  });
});
