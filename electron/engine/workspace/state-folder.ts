import { posix, win32 } from 'node:path';

export interface UserEnvironment {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Where Sitewright keeps what belongs to this user and not to a site folder: XDG_STATE_HOME (or ~/.local/state) on Linux,
 * %LOCALAPPDATA% on Windows, Application Support on macOS. Relative values are ignored, as the XDG rules say.
 */
export function userStateFolder({ platform, env, home }: UserEnvironment): string {
  if (platform === 'win32') return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'Sitewright');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Sitewright');
  const xdg = env.XDG_STATE_HOME;
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'state'), 'sitewright');
}

/** The state folder of one site, by its id: known host keys, the kept rehearsal. Ids are checked by the site's schema. */
export function siteStateFolder(user: UserEnvironment, siteId: string): string {
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(siteId)) throw new RangeError('not a site id');
  return (user.platform === 'win32' ? win32 : posix).join(userStateFolder(user), 'sites', siteId);
}
