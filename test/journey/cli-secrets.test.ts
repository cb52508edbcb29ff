import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildCommandLine,
  type CommandLine,
  jsonLines,
  openCommandLine,
  PASSPHRASE,
  ROOT,
} from '../support/command-line.ts';
import { makeScratch, removeScratch } from '../support/iso/stand-in-iso.ts';

let cli: CommandLine;
let site: string;
const withPassphrase = () => ({ env: { SITEWRIGHT_PASSPHRASE_FILE: cli.path('passphrase') } });
beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('secrets');
  site = cli.ownSite('own');
  // One node whose password is made here, one of which only the hash is to be known.
  const text = readFileSync(site, 'utf8');
  writeFileSync(
    site,
    text.replace('rootPassword = "secret:root-password-pve-node2"', 'rootPasswordHash = "secret:root-password-hash"'),
  );
}, 120_000);
afterAll(() => cli.close());

const states = async () => {
  const { out } = await cli.run(['secrets', 'list', site, '--json']);
  return Object.fromEntries(jsonLines(out).map((entry) => [entry.name, entry.state]));
};

describe('the secrets of a new site, in the order of a technician', { timeout: 180_000 }, () => {
  it('are all lacking at first', async () => {
    expect(await states()).toEqual({
      'site-ssh-key': 'lacking',
      'root-password-pve-node1': 'lacking',
      'root-password-hash': 'lacking',
      'monitoring-secret-key': 'lacking',
      'monitoring-database-password': 'lacking',
      'monitoring-admin-password': 'lacking',
      'arrival-identity': 'lacking',
      'arrival-secret': 'lacking',
      'site-authority': 'lacking',
    });
  });

  it('are made by init where chance can make them, and the new public key changes one line of site.toml', async () => {
    const before = readFileSync(site, 'utf8').split('\n');
    const { code, out } = await cli.run(['secrets', 'init', site], withPassphrase());
    expect(code).toBe(0);
    expect(out).toContain('sitewright secrets set');
    const after = readFileSync(site, 'utf8').split('\n');
    const changed = after.filter((line, index) => line !== before[index]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatch(/^sshPublicKey = "ssh-ed25519 .* sitewright-municipal"$/);
    expect(await states()).toMatchObject({
      'site-ssh-key': 'kept',
      'root-password-pve-node1': 'kept',
      'root-password-hash': 'lacking',
      'arrival-identity': 'kept',
      'arrival-secret': 'kept',
      'site-authority': 'kept',
    });
    expect(statSync(cli.path('own', 'secrets.age')).mode & 0o777).toBe(0o600);
  });

  it('has a private key that ssh-keygen reads as the other half', async () => {
    const { out } = await cli.run(['secrets', 'show', site, 'site-ssh-key'], withPassphrase());
    const scratch = makeScratch('key');
    try {
      const file = `${scratch}/key`;
      writeFileSync(file, `${out.trimEnd()}\n`, { mode: 0o600 });
      const seen = execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' })
        .split(' ')
        .slice(0, 2)
        .join(' ');
      expect(readFileSync(site, 'utf8')).toContain(`sshPublicKey = "${seen} `);
    } finally {
      removeScratch(scratch);
    }
  });

  it('are not changed by a second init', async () => {
    const before = readFileSync(cli.path('own', 'secrets.age'));
    const { code } = await cli.run(['secrets', 'init', site]);
    expect(code).toBe(0);
    expect(readFileSync(cli.path('own', 'secrets.age')).equals(before)).toBe(true);
  });

  it.each([
    ['root-password-hash', [], 'value-plain', 'vault.hash-form'],
    ['root-password-hash', ['--password'], 'val-7', 'vault.password-short'],
    ['root-password-pve-node1', [], 'val-7', 'vault.password-short'],
    ['arrival-identity', [], 'value-no-pem', 'vault.certificate-form'],
    ['monitoring-admin-password', ['--password'], 'value-long-enough', 'vault.not-a-password'],
    ['site-ssh-key', [], 'value-no-key', 'vault.key-form'],
    ['Bad-Name', [], 'value-of-it', 'vault.secret-name'],
  ])('refuses %s %j that cannot be right, without repeating it', async (name, flags, value, code) => {
    const before = readFileSync(cli.path('own', 'secrets.age'));
    const refused = await cli.run(['secrets', 'set', site, name, ...flags], { stdin: value });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(code) });
    expect(refused.out + refused.err).not.toContain(value);
    expect(readFileSync(cli.path('own', 'secrets.age')).equals(before)).toBe(true);
  });

  it('refuses the key of another site', async () => {
    const { makeEd25519 } = await import('../../electron/engine/shell/ssh-keys.ts');
    const refused = await cli.run(['secrets', 'set', site, 'site-ssh-key'], {
      stdin: makeEd25519('other').privateText,
    });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('vault.key-mismatch') });
  });

  it('keep the hash of a root password from standard input, as openssl computes it, and answers follow', async () => {
    const password = `pass "word" $HOME ñ`;
    const set = await cli.run(['secrets', 'set', site, 'root-password-hash', '--password'], { stdin: `${password}\n` });
    expect(set).toMatchObject({ code: 0, err: '' });
    expect(set.out).not.toContain('pass "word"');
    const made = await cli.run(['answers', 'make', site, '--out', 'answers'], withPassphrase());
    expect(made.code).toBe(0);
    const shown = await cli.run(['secrets', 'show', site, 'root-password-pve-node1'], withPassphrase());
    expect(shown.out).toMatch(/^[a-z]{4}( [a-z]{4}){4}\n$/);
    for (const [node, words] of [
      ['pve-node1', shown.out.trim()],
      ['pve-node2', password],
    ] as const) {
      const answer = readFileSync(cli.path('answers', `${node}.toml`), 'utf8');
      const [, hash = '', salt = ''] = /"(\$6\$([^$]+)\$[^"]+)"/.exec(answer) ?? [];
      expect(execFileSync('openssl', ['passwd', '-6', '-salt', salt, words], { encoding: 'utf8' }).trim()).toBe(hash);
    }
    const again = await cli.run(['answers', 'make', site, '--out', 'again'], withPassphrase());
    expect(again.code).toBe(0);
    for (const name of ['pve-node1.toml', 'pve-node2.toml'])
      expect(readFileSync(cli.path('again', name))).toEqual(readFileSync(cli.path('answers', name)));
  });

  it('stay closed without the passphrase', async () => {
    const wrong = await cli.run(['secrets', 'show', site, 'site-ssh-key']);
    expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringContaining('vault.passphrase-needed') });
  });

  it('lie nowhere in the folder or the state in plain', async () => {
    const { out } = await cli.run(['secrets', 'show', site, 'monitoring-admin-password'], withPassphrase());
    expect(out.trim()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const found = (needle: string) => {
      try {
        return execFileSync('grep', ['-rlF', '--', needle, cli.folder], { encoding: 'utf8' });
      } catch {
        return '';
      }
    };
    expect(found(out.trim())).toBe('');
    expect(found(PASSPHRASE)).toBe(`${cli.path('passphrase')}\n`);
  });
});

describe('a value typed on a terminal', { timeout: 180_000 }, () => {
  /** The command on a terminal of its own (util-linux `script`); each answer is typed when its question appears. */
  const typed = (args: readonly string[], answers: readonly (readonly [question: string, keys: string])[]) =>
    new Promise<{ code: number | null; screen: string }>((resolve) => {
      const quoted = [process.execPath, `${ROOT}/dist/cli/sitewright.cjs`, ...args]
        .map((word) => `'${word}'`)
        .join(' ');
      const env = { PATH: process.env.PATH, HOME: cli.folder, XDG_STATE_HOME: cli.path('state'), LANG: 'C' };
      const child = spawn('script', ['-qec', quoted, '/dev/null'], { cwd: cli.folder, env });
      const left = [...answers];
      let screen = '';
      let read = 0;
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        screen += chunk;
        const [next] = left;
        if (!next || !screen.slice(read).includes(next[0])) return;
        left.shift();
        read = screen.length;
        child.stdin.write(next[1]);
      });
      child.on('close', (code) => resolve({ code, screen }));
    });
  const order = () => ['secrets', 'set', site, 'root-password-hash', '--password'];

  it('is asked twice, kept, and never shown', async () => {
    const { code, screen } = await typed(order(), [
      ['(not shown): ', 'typed-unseen-1\r'],
      ['Again: ', 'typed-unseen-1\r'],
    ]);
    expect({ code, screen }).toMatchObject({ code: 0, screen: expect.stringContaining('is in the vault') });
    expect(screen).not.toContain('typed-unseen');
  });

  it('is refused where the second differs', async () => {
    const { code, screen } = await typed(order(), [
      ['(not shown): ', 'typed-unseen-1\r'],
      ['Again: ', 'typed-unseen-2\r'],
    ]);
    expect({ code, screen }).toMatchObject({ code: 2, screen: expect.stringContaining('cli.values-differ') });
  });

  it('is given up with Ctrl+C: exit 3', async () => {
    expect((await typed(order(), [['(not shown): ', '\u0003']])).code).toBe(3);
  });
});
