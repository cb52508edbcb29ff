// The folder that becomes the package's app.asar: what the window and its engine load, and nothing else of the checkout.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { at } from '../tree.mjs';
import { moduleClosure } from './modules.mjs';

/** Loaded at run time; see EXTERNAL in bundle.mjs. `ssh2` has its own code for what its native parts (made for one Node) would do. */
const LOADED = ['ssh2', 'pdfkit', 'openpgp', 'drivelist'];
const FOLDERS = [
  'dist/main',
  'dist/preload',
  'dist/engine',
  'dist/renderer',
  'dist/monitoring',
  'installer-assets',
  'templates',
];
/** Of a module's folder: sources in other languages, types, maps, what it was made or tested with, and builds for browsers. */
const LEFT_OUT = [
  /\.(map|md|markdown|ts|mts|cts|cc|cpp|c|h|mm|gyp|gypi|o|a|mk|nix)$/,
  /(^|\/)(\.[^/]+|test|tests|examples?|docs?|types|tools|obj\.target|Makefile|jsconfig\.json)(\/|$)/,
  /(^|\/)(pdfkit|output)\.(browser|standalone|old)\./,
  /^(lightweight|dist\/lightweight|dist\/openpgp.*)(\/|$)/,
];
/** Native parts that are built for Node's own ABI. */
const NATIVE_FOR_NODE = /ssh2\/.*\.node$/;

/** Fills `folder`, and `modulesFolder` with what is its node_modules; gives the list of those. */
export function stageApp(folder, modulesFolder) {
  for (const each of [folder, modulesFolder]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each, { recursive: true });
  }
  for (const name of FOLDERS)
    cpSync(at(name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith('.map') && !path.endsWith('.stamp'),
    });
  const modules = moduleClosure(LOADED);
  for (const { path } of modules) copyModule(at(path), join(modulesFolder, path.slice('node_modules/'.length)));
  const { name, productName, version, description, license, main } = JSON.parse(
    readFileSync(at('package.json'), 'utf8'),
  );
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ name, productName, version, description, license, main, author: 'The Sitewright authors' }, null, 2)}\n`,
  );
  return modules;
}

function copyModule(from, to) {
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => {
      const inside = relative(from, path).split(sep).join('/');
      if (inside === '') return true;
      // a module's own modules are in the list by themselves, where they are wanted
      if (inside === 'node_modules' || inside.startsWith('node_modules/')) return false;
      return !LEFT_OUT.some((pattern) => pattern.test(inside)) && !NATIVE_FOR_NODE.test(path.split(sep).join('/'));
    },
  });
  if (!existsSync(join(to, 'package.json'))) throw new Error(`${from} was not copied whole`);
}
