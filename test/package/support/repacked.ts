import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** The same package as other versions of it: what says so is changed, and nothing else. Gives a file for each. */
export function repacked(deb: string, versions: readonly string[], folder: string): readonly string[] {
  const tree = join(folder, 'tree');
  run('dpkg-deb', ['-R', deb, tree]);
  const files = versions.map((version) => {
    for (const [path, said] of [
      ['DEBIAN/control', /^(Version: )\S+$/m],
      ['opt/Sitewright/resources/installed.txt', /^(version )\S+$/m],
    ] as const) {
      const before = readFileSync(join(tree, path), 'utf8');
      if (!said.test(before)) throw new Error(`${path} says no version`);
      writeFileSync(join(tree, path), before.replace(said, `$1${version}`));
    }
    const file = join(folder, `sitewright_${version}_amd64.deb`);
    run('dpkg-deb', ['-b', '-Zgzip', '-z1', tree, file]);
    return file;
  });
  rmSync(tree, { recursive: true, force: true });
  return files;
}
