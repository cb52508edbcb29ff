import type { Diagnostic, Subject } from '../../../api/diagnostic.ts';
import type { Host, Install, Site } from '../../../api/site.ts';

/** One host with what the installer is told about it. */
export interface InstallOf {
  readonly host: Host;
  readonly install: Install;
  /** `hosts[2].install` */
  readonly at: string;
  /** Subject of a key below `install`. */
  readonly subject: (key: string) => Subject;
}

/** Looks at every [hosts.install] of the file, in its order. */
export function eachInstall(site: Site, look: (one: InstallOf) => readonly Diagnostic[]): readonly Diagnostic[] {
  return site.hosts.flatMap((host, index) => {
    if (!host.install) return [];
    const at = `hosts[${index}].install`;
    return look({
      host,
      install: host.install,
      at,
      subject: (key) => ({ field: `${at}.${key}`, host: host.name }),
    });
  });
}
