import type { ReleaseKind } from '../../../api/update.ts';

export interface InstallCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Which program does it, to be told by its name. */
  readonly program: string;
  /** What does the same in a terminal. */
  readonly terminal: string;
}

/**
 * What installs a proven release. Linux: the system's own package tool, by pkexec where we are not root; a release that is older is
 * accepted before this is asked, so rpm is told to take any. Windows and macOS, not tried on their own platforms: the installer is opened
 * as by a double click, and asks for permission itself (NSIS per machine by UAC; a disk image is dragged).
 */
export function installCommand(kind: ReleaseKind, file: string, isRoot: boolean): InstallCommand {
  if (kind === 'exe') return { file: 'explorer.exe', args: [file], program: 'explorer.exe', terminal: `"${file}"` };
  if (kind === 'dmg') return { file: '/usr/bin/open', args: [file], program: 'open', terminal: `open ${quote(file)}` };
  const [program, ...words] =
    kind === 'rpm' ? ['/usr/bin/rpm', '-U', '--oldpackage', '--replacepkgs'] : ['/usr/bin/dpkg', '-i'];
  const command = [program ?? '', ...words, file];
  const name = (program ?? '').replace('/usr/bin/', '');
  const terminal = ['sudo', name, ...words, quote(file)].join(' ');
  if (!isRoot) return { file: 'pkexec', args: command, program: name, terminal };
  return { file: command[0] ?? '', args: command.slice(1), program: name, terminal };
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
