// Where things are, and whether what was built still fits the sources.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const at = (...parts) => join(root, ...parts);

/** Files below folders (relative to the root), sorted. */
export function filesBelow(...folders) {
  const found = [];
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const full = join(path, entry.name);
      if (entry.isDirectory()) visit(full);
      else found.push(full);
    }
  };
  for (const folder of folders) if (existsSync(at(folder))) visit(at(folder));
  return found.sort();
}

/** A digest over names, sizes and times of the sources: cheap enough to ask at every start. */
export function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const stat = statSync(file);
    hash.update(`${relative(root, file)}\0${stat.size}\0${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

export function readStamp(name) {
  const path = at('dist', `.${name}.stamp`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

export function writeStamp(name, stamp) {
  mkdirSync(at('dist'), { recursive: true });
  writeFileSync(at('dist', `.${name}.stamp`), stamp);
}
