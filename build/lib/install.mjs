// Installs what is missing, once: the checkout carries nothing but its lock file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { at, root } from './tree.mjs';

const MINIMUM = [20, 19];

/** Ends with a sentence where this Node is too old; runs `npm ci` where node_modules does not fit the lock file. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
    process.stderr.write(`Sitewright needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.\n`);
    process.exit(2);
  }
  const mark = at('node_modules', '.sitewright-lock');
  const lock = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  // npm would empty the folder behind a link, which another checkout works with.
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    process.stderr.write(
      'node_modules is a link to packages of another lock file: put a copy in its place, or remove it.\n',
    );
    process.exit(1);
  }
  process.stderr.write('Installing the packages that are missing (npm ci) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    process.stderr.write(
      'npm ci failed; its own message is above. Without a package registry, copy node_modules from another checkout.\n',
    );
    process.exit(1);
  }
  writeFileSync(mark, lock);
}
