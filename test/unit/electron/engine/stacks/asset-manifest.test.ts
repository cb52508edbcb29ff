import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));

it('the asset manifest fits the shipped files, by an outside witness', () => {
  const entries = JSON.parse(readFileSync(`${root}/installer-assets/manifest.json`, 'utf8')) as {
    path: string;
    sha256: string;
  }[];
  // sources of our own images are in folders of a stack; what lands on hosts lies beside them
  const sources = ['protocol', 'web', 'db', 'data_collector', 'page'].flatMap((name) => [
    '!',
    '-path',
    `./stacks/*/${name}/*`,
  ]);
  const listed = execFileSync(
    'find',
    ['.', '-type', 'f', '!', '-name', 'manifest.json', '!', '-name', 'tsconfig.json', ...sources, '-printf', '%P\n'],
    { cwd: `${root}/installer-assets`, encoding: 'utf8' },
  );
  expect(entries.map((entry) => entry.path)).toEqual(listed.trim().split('\n').sort());
  const lines = entries.map((entry) => `${entry.sha256}  ${entry.path}`).join('\n');
  expect(() =>
    execFileSync('sha256sum', ['--check', '--strict'], {
      cwd: `${root}/installer-assets`,
      input: `${lines}\n`,
      stdio: 'pipe',
    }),
  ).not.toThrow();
});
