import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { installedPlace } from './installed-place.ts';

/** True in the executable with a runtime of its own; set when it is built. */
declare const SITEWRIGHT_EXECUTABLE: boolean | undefined;

/** What the executable reads, in a folder beside it. */
const APP_FOLDER = 'sitewright-app';
const MANIFEST = 'sitewright-stick.json';
/** Where the manual mounts the stick. */
const USUAL_MOUNT = '/mnt/usb_datos';

export interface StickPlace {
  /** Undefined = found nowhere. */
  readonly root: string | undefined;
  readonly lookedAt: readonly string[];
}

/** Whether this is the executable of deployment sticks and of installed packages. */
export function isExecutable(): boolean {
  return typeof SITEWRIGHT_EXECUTABLE !== 'undefined' && SITEWRIGHT_EXECUTABLE === true;
}

/**
 * Where the stick is: beside the executable, unless anybody may lay folders there; where that was copied away (a stick mounted
 * noexec), where the manual mounts it or in the folder one stands in, if that is nobody else's.
 */
export function stickPlace(program: string = process.execPath, folder: string = process.cwd()): StickPlace {
  const own = dirname(resolve(program));
  const lookedAt = [...new Set([own, USUAL_MOUNT, folder])];
  const trusted = lookedAt.filter((place) => (place === own && !isShared(place)) || isTrusted(place));
  const has = (name: string) => trusted.find((place) => existsSync(join(place, name)));
  return { root: has(MANIFEST) ?? has(APP_FOLDER), lookedAt };
}

/** The folder that stands for the application's own. */
export function stickApp(root: string): string {
  return join(root, APP_FOLDER);
}

/** The stick's own site, for commands that name none. */
export function stickSite(root: string): string {
  return join(root, 'site', 'site.toml');
}

/** Programs are read from there, by root: nobody else may have laid them there. */
function isTrusted(place: string): boolean {
  const found = statSync(place, { throwIfNoEntry: false });
  const own = process.getuid?.();
  if (found === undefined || (found.uid !== 0 && found.uid !== own) || (found.mode & 0o002) !== 0) return false;
  return (found.mode & 0o020) === 0 || found.gid === 0 || found.gid === process.getgid?.();
}

/** Like /tmp: nobody can change the program there, but others can lay a folder beside it. A FAT stick has no such bit. */
function isShared(place: string): boolean {
  const found = statSync(place, { throwIfNoEntry: false });
  return found !== undefined && (found.mode & 0o1000) !== 0 && !isTrusted(place);
}

/** A library of the application folder, loaded when it is needed. */
export function fromApp(file: string): unknown {
  const app = installedPlace()?.app ?? appOnStick();
  if (app === undefined) throw new Error(`no stick with ${file}`);
  return createRequire(process.execPath)(join(app, 'lib', file));
}

function appOnStick(): string | undefined {
  const { root } = stickPlace();
  return root === undefined ? undefined : stickApp(root);
}
