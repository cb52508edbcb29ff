// Which packages of node_modules a set of names needs, as Node itself would find them.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at } from '../tree.mjs';

/** Named as dependencies, wanted at installation only. */
const INSTALLERS = new Set(['prebuild-install', 'node-addon-api', 'nan', 'cpu-features', 'node-gyp-build']);

/** `[{path: 'node_modules/x', name, version}]` in order of path; optional packages that are not there are left out. */
export function moduleClosure(names) {
  const found = new Map();
  const visit = (name, from, isOptional) => {
    if (INSTALLERS.has(name)) return;
    const path = lookUp(name, from);
    if (path === undefined) {
      if (isOptional) return;
      throw new Error(`${name}, which ${from || 'the package'} needs, is not in node_modules`);
    }
    if (found.has(path)) return;
    const { version, dependencies = {}, optionalDependencies = {} } = packageAt(path);
    found.set(path, { path, name, version });
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies }))
      visit(each, path, each in optionalDependencies);
  };
  for (const name of names) visit(name, '', name === 'drivelist');
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Of a path below node_modules, the package that it belongs to: `node_modules/x`, nested ones too. */
export function packageOf(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

export function packageAt(path) {
  return JSON.parse(readFileSync(at(path, 'package.json'), 'utf8'));
}

/** In node_modules of the asking package, and of every folder above it. */
function lookUp(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = folder === '' || folder === '.' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (!/node_modules\/node_modules/.test(path) && existsSync(join(at(path), 'package.json'))) return path;
    if (folder === '' || folder === '.') return undefined;
  }
}
