import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeCleanRoot } from './clean-root.ts';
import { run } from './run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the packages and the key that they know. */
    readonly packages: string;
    /** The Debian on which the .deb was installed. */
    readonly cleanRoot: string;
  }
}

/** A folder with packages that were made before, and their key; else they are made. */
const GIVEN = process.env.SITEWRIGHT_PACKAGE;
let work: string | undefined;

/** Once for all files: the packages are made, and one is installed. */
export function setup({ provide }: TestProject): void {
  work = mkdtempSync(join(tmpdir(), 'sitewright-package-'));
  const packages = GIVEN ?? makePackages(join(work, 'made'));
  provide('packages', packages);
  provide('cleanRoot', makeCleanRoot(packageIn(packages, '.deb'), work));
}

export function teardown(): void {
  if (work !== undefined) rmSync(work, { recursive: true, force: true });
}

export function packageIn(folder: string, suffix: '.deb' | '.rpm'): string {
  const name = readdirSync(folder).find((file) => file.endsWith(suffix));
  if (name === undefined) throw new Error(`no ${suffix} was made`);
  return join(folder, name);
}

/** As `npm run package` makes them, compressed little, with a release key of this test. */
function makePackages(folder: string): string {
  const electron = process.env.SITEWRIGHT_TEST_ELECTRON;
  if (!electron) throw new Error('SITEWRIGHT_TEST_ELECTRON names no Electron; run `npm test -- package`');
  mkdirSync(folder);
  run(process.execPath, ['build/sign-release.mjs', '--new-key', join(folder, 'release.pem')]);
  const words = ['--electron-dist', join(electron, '..'), '--target', 'deb,rpm', '--quick', '--out', folder];
  words.push('--release-key', join(folder, 'release.pub'));
  run(process.execPath, ['build/package.mjs', ...words]);
  return folder;
}
