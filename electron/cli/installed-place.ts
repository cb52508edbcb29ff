import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Of an installed package: where the command line finds what it needs. */
export interface InstalledPlace {
  /** The folder that stands for the application's own: `installer-assets/`, `templates/`, `dist/`. */
  readonly app: string;
  /** Beside the archive. */
  readonly resources: string;
  readonly examples: string;
  readonly flasher: string;
  /** What a deployment stick is filled with: this program and its folder. */
  readonly program: string;
}

/**
 * Where this executable lies in an installed package: in `resources/program/`, beside the window's archive. Undefined on a deployment
 * stick, which has no such archive, and from a checkout.
 */
export function installedPlace(program: string = process.execPath): InstalledPlace | undefined {
  const own = dirname(resolve(program));
  const resources = dirname(own);
  if (!existsSync(join(resources, 'app.asar'))) return undefined;
  return {
    app: join(own, 'sitewright-app'),
    resources,
    examples: join(resources, 'examples'),
    flasher: join(resources, 'flasher', 'flasher.cjs'),
    program: own,
  };
}
