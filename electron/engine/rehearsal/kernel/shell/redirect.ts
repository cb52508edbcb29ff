import { FileError } from '../files/file-error.ts';
import { InputSource } from '../input-source.ts';
import type { Evaluator } from './evaluate.ts';
import { expandString } from './expand.ts';
import type { Descriptor, ShellState } from './state.ts';
import type { Redirect } from './syntax.ts';

/** Opens what a command's redirections name, in order, on the shell's descriptors. */
export async function applyRedirects(
  evaluator: Evaluator,
  state: ShellState,
  redirects: readonly Redirect[],
): Promise<{ readonly closers: readonly (() => void)[] } | { readonly error: string }> {
  const closers: (() => void)[] = [];
  for (const redirect of redirects) {
    const text = await expandString(evaluator.expander(state), redirect.target);
    if (redirect.operator === '<<') {
      state.descriptors.set(redirect.fd, { kind: 'in', source: InputSource.of(text) });
      continue;
    }
    if (redirect.operator === '>&' || redirect.operator === '<&') {
      if (text === '-') {
        state.descriptors.delete(redirect.fd);
        continue;
      }
      if (!/^\d$/.test(text)) return { error: `Syntax error: Bad fd number` };
      const source = state.descriptors.get(Number(text));
      if (!source) return { error: `${text}: Bad file descriptor` };
      state.descriptors.set(redirect.fd, source);
      continue;
    }
    const path = text.startsWith('/') ? text : `${state.cwd === '/' ? '' : state.cwd}/${text}`;
    const opened = open(evaluator, state, redirect, path, text);
    if ('error' in opened) return opened;
    state.descriptors.set(redirect.fd, opened.descriptor);
  }
  return { closers };
}

export function restoreDescriptors(state: ShellState, saved: ReadonlyMap<number, Descriptor>): void {
  state.descriptors.clear();
  for (const [fd, descriptor] of saved) state.descriptors.set(fd, descriptor);
}

function open(
  evaluator: Evaluator,
  state: ShellState,
  redirect: Redirect,
  path: string,
  shown: string,
): { readonly descriptor: Descriptor } | { readonly error: string } {
  const { files } = evaluator.port;
  const existing = state.descriptors;
  if (path === '/dev/stdout' || path === '/dev/stderr' || path === '/dev/fd/1' || path === '/dev/fd/2') {
    const descriptor = existing.get(path.endsWith('1') || path.endsWith('stdout') ? 1 : 2);
    if (descriptor) return { descriptor };
  }
  if (redirect.operator === '<' || redirect.operator === '<>') {
    if (path === '/dev/stdin') return { descriptor: { kind: 'in', source: evaluator.input(state) } };
    const real = files.realpath(path);
    const data = real === undefined ? undefined : files.read(real);
    if (data === undefined) {
      const reason = real === undefined ? 'No such file' : 'Permission denied';
      if (real !== undefined && files.list(real)) return { descriptor: { kind: 'in', source: InputSource.empty() } };
      return { error: `cannot open ${shown}: ${reason}` };
    }
    return { descriptor: { kind: 'in', source: InputSource.of(data) } };
  }
  try {
    if (redirect.operator === '>' && state.options.noclobber && files.stat(path)?.kind === 'file')
      return { error: `cannot create ${shown}: File exists` };
    const mode = 0o666 & ~state.umask;
    const isNew = files.realpath(path) === undefined;
    if (redirect.operator === '>>' && !isNew) {
      if (files.list(path)) throw new FileError('EISDIR', path);
    } else files.write(path, new Uint8Array(0), mode);
  } catch (error) {
    const reason =
      error instanceof FileError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
        ? 'Directory nonexistent'
        : error instanceof Error
          ? error.message
          : String(error);
    return { error: `cannot create ${shown}: ${reason}` };
  }
  return {
    descriptor: {
      kind: 'out',
      write: (chunk) => {
        files.append(path, chunk);
      },
    },
  };
}
