import { type DebianRelease, debianRelease } from './known-archives.ts';

/**
 * Folder of the packages for hosts of one release: `debs/guest-trixie`. On a host of another release apt would take a whole
 * system's libraries from them. The plain folder (`debs/guest`) holds what was put there by hand, or before there were two.
 */
export function releaseFolder(folder: string, release: DebianRelease): string {
  return `${folder}-${release}`;
}

/**
 * The folder for a host, by what it says of itself: that of its release where the bundle has one, else the plain one.
 * @param osVersion `VERSION_ID` of os-release: `12`
 */
export function folderForHost(folder: string, osVersion: string, has: (folder: string) => boolean): string {
  const release = debianRelease(osVersion);
  const own = release === undefined ? folder : releaseFolder(folder, release);
  return has(own) ? own : folder;
}
