import { join } from 'node:path';

/** What the engine is started with: where things lie that came with the application. */
export interface ShippedPlaces {
  readonly shippedRoot: string;
  readonly examplesRoot: string;
  readonly flasherPath: string;
  /** Absent from a checkout, where Electron itself may run as Node. */
  readonly flasherRuntime?: string;
  readonly stickProgram: string;
  /** Of an installed package: beside the archive. */
  readonly resources?: string;
}

/**
 * @param root the folder (or archive) that the application was loaded from
 * @param resources of an installed package: beside the archive lie what runs as root, the command line and what people open. There
 *   Electron runs nothing but the archive, so the command line's executable is the flasher's runtime.
 */
export function shippedPlaces(root: string, resources: string | undefined): ShippedPlaces {
  if (resources === undefined)
    return {
      shippedRoot: root,
      examplesRoot: join(root, 'examples'),
      flasherPath: join(root, 'dist', 'flasher', 'flasher.cjs'),
      stickProgram: join(root, 'dist', 'stick'),
    };
  const stickProgram = join(resources, 'program');
  return {
    shippedRoot: root,
    examplesRoot: join(resources, 'examples'),
    flasherPath: join(resources, 'flasher', 'flasher.cjs'),
    flasherRuntime: join(stickProgram, process.platform === 'win32' ? 'sitewright.exe' : 'sitewright'),
    stickProgram,
    resources,
  };
}
