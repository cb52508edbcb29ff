import type { FileStat, SimHost } from './program.ts';

/** Whether a user other than root may do something with a file: 4 = read, 2 = write, 1 = enter or run. */
export function mayUse(host: SimHost, user: string, stat: FileStat, wanted: 1 | 2 | 4): boolean {
  if (user === 'root') return true;
  if (stat.owner === user) return (stat.mode & (wanted << 6)) !== 0;
  if (groupsOf(host, user).has(stat.group ?? stat.owner)) return (stat.mode & (wanted << 3)) !== 0;
  return (stat.mode & wanted) !== 0;
}

/**
 * What open(2) says when a user opens a file to read it: the errno as Go words it, or undefined where it opens. Every folder on
 * the way has to let the user through.
 */
export function refusalToRead(host: SimHost, user: string, path: string): string | undefined {
  const { files } = host;
  const parts = path.split('/').filter((part) => part !== '');
  for (let depth = 0; depth < parts.length; depth += 1) {
    const folder = followed(host, `/${parts.slice(0, depth).join('/')}`);
    if (!folder) return 'no such file or directory';
    if (folder.kind !== 'directory') return 'not a directory';
    if (!mayUse(host, user, folder, 1)) return 'permission denied';
  }
  const file = followed(host, path);
  if (!file || files.realpath(path) === undefined) return 'no such file or directory';
  return mayUse(host, user, file, 4) ? undefined : 'permission denied';
}

function followed(host: SimHost, path: string): FileStat | undefined {
  const real = host.files.realpath(path);
  return real === undefined ? undefined : host.files.stat(real);
}

function groupsOf(host: SimHost, user: string): ReadonlySet<string> {
  const lines = (path: string) =>
    Buffer.from(host.files.read(path) ?? [])
      .toString('utf8')
      .split('\n')
      .map((line) => line.split(':'));
  const primary = lines('/etc/passwd').find(([name]) => name === user)?.[3];
  const groups = lines('/etc/group').filter(
    ([, , id, members]) => (primary !== undefined && id === primary) || members?.split(',').includes(user),
  );
  return new Set(groups.map(([name]) => name ?? ''));
}
