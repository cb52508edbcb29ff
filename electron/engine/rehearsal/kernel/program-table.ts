import type { CommandSet, Program, SimHost } from './program.ts';

const BIN_DIRECTORIES = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin'];

/** The program a host has under a name; the first registered command set that brings it wins. */
export function installedProgram(sets: readonly CommandSet[], host: SimHost, name: string): Program | undefined {
  for (const set of sets) {
    if (!Object.hasOwn(set.programs, name)) continue;
    if (set.installedOn(host, name)) return set.programs[name];
  }
  return undefined;
}

/** What a command word stands for: a program, or a script file of the host. */
export type Runnable =
  | { readonly kind: 'program'; readonly program: Program }
  | { readonly kind: 'script'; readonly path: string; readonly interpreter: readonly string[] };

export function resolveProgram(
  sets: readonly CommandSet[],
  host: SimHost,
  word: string,
  cwd: string,
): Runnable | 'missing' | 'denied' {
  if (word === '') return 'missing';
  if (!word.includes('/')) {
    const program = installedProgram(sets, host, word);
    if (program) return { kind: 'program', program };
    for (const directory of ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin']) {
      const script = scriptAt(host, `${directory}/${word}`);
      if (typeof script === 'object') return script;
    }
    return 'missing';
  }
  const path = word.startsWith('/') ? word : `${cwd === '/' ? '' : cwd}/${word}`;
  const script = scriptAt(host, path);
  if (script !== 'missing') return script;
  const cut = path.lastIndexOf('/');
  if (!BIN_DIRECTORIES.includes(path.slice(0, cut))) return 'missing';
  const program = installedProgram(sets, host, path.slice(cut + 1));
  return program ? { kind: 'program', program } : 'missing';
}

export function findProgram(
  sets: readonly CommandSet[],
  host: SimHost,
  word: string,
  cwd: string,
): 'found' | 'missing' | 'denied' {
  const found = resolveProgram(sets, host, word, cwd);
  return typeof found === 'string' ? found : 'found';
}

function scriptAt(host: SimHost, path: string): Runnable | 'missing' | 'denied' {
  const real = host.files.realpath(path);
  const stat = real === undefined ? undefined : host.files.stat(real);
  if (real === undefined || !stat) return 'missing';
  const data = stat.kind === 'file' ? host.files.read(real) : undefined;
  // A program's own path (/usr/bin/qm) has a stat but no bytes.
  if (data === undefined) return stat.kind === 'file' ? 'missing' : 'denied';
  if ((stat.mode & 0o111) === 0) return 'denied';
  const firstLine = Buffer.from(data.subarray(0, 256)).toString('latin1').split('\n')[0] ?? '';
  const interpreter = firstLine.startsWith('#!') ? firstLine.slice(2).trim().split(/\s+/, 2) : ['/bin/sh'];
  return { kind: 'script', path, interpreter };
}
