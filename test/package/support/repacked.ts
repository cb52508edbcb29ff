import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** The same package as another version of it: what says so is changed, and nothing else. Gives its file. */
export function repacked(deb: string, version: string, folder: string): string {
  const tree = join(folder, `tree-${version}`);
  const file = join(folder, `sitewright_${version}_amd64.deb`);
  run('dpkg-deb', ['-R', deb, tree]);
  for (const [path, said] of [
    ['DEBIAN/control', /^(Version: )\S+$/m],
    ['opt/Sitewright/resources/installed.txt', /^(version )\S+$/m],
  ] as const) {
    const before = readFileSync(join(tree, path), 'utf8');
    if (!said.test(before)) throw new Error(`${path} says no version`);
    writeFileSync(join(tree, path), before.replace(said, `$1${version}`));
  }
  run('dpkg-deb', ['-b', '-Zgzip', '-z1', tree, file]);
  rmSync(tree, { recursive: true, force: true });
  return file;
}
