import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

export interface RpmRoot {
  readonly root: string;
  /** What rpm's own list of that system says of the package. */
  query(format: string): string;
  /** A line for every file that is not as it was packed. */
  verify(): string;
  erase(): void;
}

/** Installs a package by rpm into a system that has nothing, not even its list of packages; dependencies are not asked for. */
export function installRpm(file: string, folder: string): RpmRoot {
  const root = join(folder, 'rpm-system');
  mkdirSync(root);
  const rpm = (...words: string[]) => run('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', ...words]);
  rpm('--initdb');
  rpm('-i', '--nodeps', file);
  return {
    root,
    query: (format) => rpm('-q', '--queryformat', format, 'sitewright'),
    verify: () => rpm('-V', '--nodeps', 'sitewright'),
    erase: () => void rpm('-e', 'sitewright'),
  };
}
