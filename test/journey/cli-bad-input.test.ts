import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine, EXAMPLE, jsonLines, openCommandLine } from '../support/command-line.ts';

let cli: CommandLine;
beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('bad-input');
  mkdirSync(cli.path('folder'));
  writeFileSync(cli.path('text'), 'no image, no report\n');
  writeFileSync(cli.path('broken.toml'), 'schemaVersion = \n');
  cli.ownSite('no-vault');
}, 120_000);
afterAll(() => cli.close());

/** Bad input of every command: what is typed, the exit code, the code of the diagnostic, what it must name. */
const TABLE: readonly (readonly [line: string, exit: number, code: string, names: string])[] = [
  ['nonsense', 2, 'cli.unknown-command', 'nonsense'],
  ['answers nonsense', 2, 'cli.unknown-command', 'nonsense'],
  ['check', 2, 'cli.missing-argument', 'site'],
  ['check a b', 2, 'cli.too-many-arguments', 'check --help'],
  ['check EXAMPLE --nope', 2, 'cli.unknown-option', '--nope'],
  ['check EXAMPLE --lang de', 2, 'cli.bad-value', 'de'],
  ['check missing.toml', 2, 'site.not-found', 'missing.toml'],
  ['check folder', 2, 'site.not-found', 'folder/site.toml'],
  ['check broken.toml', 2, 'site.toml-syntax', 'broken.toml'],
  ['secrets set EXAMPLE', 2, 'cli.missing-argument', 'name'],
  ['secrets init missing', 2, 'site.not-found', 'missing'],
  ['secrets init no-vault', 2, 'vault.passphrase-needed', '--passphrase-fd'],
  ['secrets list no-vault', 2, 'vault.missing', 'secrets init'],
  ['secrets set no-vault site-ssh-key', 2, 'cli.no-value', 'site-ssh-key'],
  ['secrets show EXAMPLE no-such', 2, 'vault.secret-missing', 'no-such'],
  ['answers make missing --out out', 2, 'site.not-found', 'missing'],
  ['answers make EXAMPLE', 2, 'cli.missing-option', '--out'],
  ['answers make EXAMPLE --out text', 2, 'workspace.not-writable', 'text'],
  ['answers make EXAMPLE --out text/below', 2, 'workspace.not-writable', 'text/below'],
  ['answers make no-vault --out out', 2, 'vault.missing', 'secrets init'],
  ['answers make EXAMPLE --out out --passphrase-fd x', 2, 'cli.bad-value', '--passphrase-fd'],
  ['answers make EXAMPLE --out out --passphrase-fd 9', 2, 'vault.passphrase-fd', '9'],
  ['answers check missing --pve 9.2', 2, 'app.unreadable-file', 'missing'],
  ['answers check folder --pve 9.2', 2, 'app.unreadable-file', 'folder'],
  ['answers check text --pve 7.4', 2, 'cli.bad-value', '8.4, 9.1, 9.2'],
  ['answers check text', 2, 'cli.missing-option', '--pve'],
  ['answers check text --pve 9.2 --inventory missing', 2, 'app.unreadable-file', 'missing'],
  ['image make EXAMPLE --out out', 2, 'cli.missing-option', '--base'],
  ['image make EXAMPLE --base missing.iso --out out', 2, 'image.unreadable', 'missing.iso'],
  ['image make EXAMPLE --base folder --out out', 2, 'image.unreadable', 'folder'],
  ['image make EXAMPLE --base text --out out', 2, 'image.base-unknown', '--accept-base'],
  ['image make EXAMPLE --base text --out out --accept-base zz', 2, 'cli.bad-value', '--accept-base'],
  ['image make EXAMPLE --base text --out text', 2, 'workspace.not-writable', 'text'],
  ['image inspect missing', 2, 'image.unreadable', 'missing'],
  ['image inspect folder', 2, 'image.unreadable', 'folder'],
  ['image inspect text', 2, 'image.not-iso9660', 'ISO'],
  ['flash text --to out.img', 2, 'cli.missing-option', '--confirm'],
  ['flash missing --to /dev/no-such --confirm x', 2, 'image.unreadable', 'missing'],
  ['plan missing', 2, 'site.not-found', 'missing'],
  ['plan no-vault', 2, 'vault.missing', 'secrets init'],
  ['plan EXAMPLE --rehearsal --speed 0', 2, 'cli.bad-value', '--speed'],
  ['plan EXAMPLE --rehearsal --speed abc', 2, 'cli.bad-value', 'abc'],
  ['apply EXAMPLE --rehearsal --fault no.such', 2, 'rehearsal.unknown-fault', 'join.hangs'],
  ['arrive EXAMPLE --media one-image', 2, 'cli.needs-rehearsal', '--media'],
  [`arrive EXAMPLE --key pve-nodel=SHA256:${'A'.repeat(43)}`, 2, 'cli.unwatched-machine', 'pve-node1'],
  ['plan EXAMPLE --fault join.hangs', 2, 'cli.needs-rehearsal', '--fault'],
  ['apply EXAMPLE --speed 60', 2, 'cli.needs-rehearsal', '--speed'],
  ['smoke EXAMPLE --fault join.hangs', 2, 'cli.needs-rehearsal', '--fault'],
  ['arrive EXAMPLE --rehearsal --media one-image', 2, 'site.one-image-needs-dhcp', 'media.delivery'],
  ['arrive EXAMPLE --rehearsal --fault install.hangs@pve9', 2, 'rehearsal.unknown-fault-place', 'pve9'],
  ['apply no-vault', 2, 'vault.missing', 'secrets init'],
  ['smoke no-vault', 2, 'vault.missing', 'secrets init'],
  ['rehearse EXAMPLE --fault --keep', 2, 'cli.bad-value', '--fault'],
  ['rehearse EXAMPLE --speed 1e9', 2, 'cli.bad-value', '10000'],
  ['rehearse EXAMPLE --out text/report', 2, 'workspace.not-writable', 'text/report'],
  ['report make no-vault', 2, 'report.no-run', 'Municipal'],
  ['report make no-vault --run no-such-run', 2, 'app.unknown-run', 'no-such-run'],
  ['report verify missing', 2, 'report.not-a-report', 'missing'],
  ['report verify folder', 2, 'report.not-a-report', 'manifest.json'],
  ['report verify text', 2, 'report.not-a-report', 'text'],
  ['export terraform missing --out out', 2, 'site.not-found', 'missing'],
  ['export terraform EXAMPLE --out text', 2, 'workspace.not-writable', 'text'],
  ['serve --port 99999', 2, 'cli.bad-value', '--port'],
];

const argsOf = (line: string) => line.split(' ').map((word) => (word === 'EXAMPLE' ? EXAMPLE : word));

describe('bad input of every command', () => {
  it.concurrent.each(TABLE)(
    '%s: exit %i with %s, naming %s, in Spanish',
    { timeout: 60_000 },
    async (line, exit, code, names) => {
      const {
        code: seen,
        out,
        err,
      } = await cli.run([...argsOf(line), ...(line.includes('--lang') ? [] : ['--lang', 'es'])]);
      expect({ line, exit: seen, err }).toMatchObject({ exit });
      expect(err).toContain(code);
      expect(err + out).toContain(names);
      if (!line.includes('--lang')) expect(err).toMatch(/Qué hacer/);
      expect(err + out).not.toMatch(/\n\s+at |\.cjs:\d|ERR_|undefined/);
    },
  );

  it('leaves nothing behind', () => {
    expect(existsSync(cli.path('out'))).toBe(false);
    expect(existsSync(cli.path('out.img'))).toBe(false);
    expect(readdirSync(cli.path('no-vault'))).toEqual(['site.toml']);
    expect(readFileSync(cli.path('text'), 'utf8')).toBe('no image, no report\n');
  });

  it('is told with --json as one line on standard output, with code, field, sentence and hint', async () => {
    const { code, out, err } = await cli.run([
      'image',
      'make',
      EXAMPLE,
      '--base',
      'missing.iso',
      '--out',
      'out',
      '--json',
    ]);
    expect(code).toBe(2);
    expect(err).toBe('');
    expect(jsonLines(out)).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'image.unreadable',
        sentence: expect.stringContaining('missing.iso'),
        hint: expect.stringMatching(/./),
      }),
    ]);
  });

  it('a folder that another process works on is told with that process and is exit 1', async () => {
    const site = cli.ownSite('locked');
    const init = await cli.run(['secrets', 'init', site], {
      env: { SITEWRIGHT_PASSPHRASE_FILE: cli.path('passphrase') },
    });
    expect(init.code).toBe(0);
    const { lockFolder } = await import('../../electron/engine/workspace/folder-lock.ts');
    const lock = await lockFolder(cli.path('locked'), 'a test');
    try {
      const refused = await cli.run(['secrets', 'set', site, 'monitoring-admin-password'], { stdin: 'value' });
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('workspace.locked') });
      expect(refused.err).toContain(String(process.pid));
    } finally {
      await lock.release();
    }
  });
});

describe('check', () => {
  it('prints each diagnostic with code, field, sentence and hint and ends with 2', async () => {
    const site = cli.ownSite('wrong');
    const text = readFileSync(site, 'utf8').replace('address = "192.168.1.12"', 'address = "192.168.1.11"');
    writeFileSync(site, text);
    const { code, out } = await cli.run(['check', site, '--json']);
    const lines = jsonLines(out);
    expect(code).toBe(2);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatchObject({
        code: expect.stringMatching(/^site\./),
        sentence: expect.stringMatching(/./),
        hint: expect.stringMatching(/./),
      });
    expect(lines.some((line) => /^hosts\[[01]\]\.address$/.test(String(line.field)))).toBe(true);
  });

  it('ends with 0 on the example', async () => {
    expect(await cli.run(['check', EXAMPLE])).toMatchObject({ code: 0, err: '' });
  });
});

describe('help', () => {
  const COMMANDS = [
    'check',
    'secrets init',
    'secrets set',
    'secrets list',
    'secrets show',
    'answers make',
    'answers check',
    'image make',
    'image inspect',
    'drives',
    'flash',
    'plan',
    'apply',
    'smoke',
    'report make',
    'report verify',
    'rehearse',
    'export terraform',
    'serve',
  ];
  it.concurrent.each(COMMANDS)(
    'of %s shows an example and describes every option',
    { timeout: 60_000 },
    async (command) => {
      const { code, out } = await cli.run([...command.split(' '), '--help', '--lang', 'es']);
      expect(code).toBe(0);
      expect(out).toContain('Uso: sitewright');
      expect(out).not.toMatch(/choices:|default:|\[options\]|\[command\]/);
      expect(out).toContain(`$ sitewright ${command.split(' ')[0]}`);
      for (const option of out.split('\n').filter((line) => /^ {2}-/.test(line)))
        expect(option).toMatch(/^ {2}-.+? {2,}\S|^ {2}\S+ <\S+>$/);
    },
  );
});
