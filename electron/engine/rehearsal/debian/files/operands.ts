import type { FileStat, ProgramContext } from '../../kernel/program.ts';
import { absolute, UsageError } from '../options.ts';
import { nameOf } from '../program.ts';

/** The second line of a usage error of coreutils. */
export const HELP = (name: string) => `Try '${name} --help' for more information.`;

/** Refuses a call without operands, as coreutils does. */
export function needOperand(context: ProgramContext, operands: readonly string[]): void {
  const name = nameOf(context);
  if (operands.length === 0) throw new UsageError(`${name}: missing operand\n${HELP(name)}`, 1);
}

/** What a path leads to when links are followed; undefined = nothing. */
export function followed(context: ProgramContext, path: string): FileStat | undefined {
  const real = context.host.files.realpath(absolute(context, path));
  return real === undefined ? undefined : context.host.files.stat(real);
}

/** The last part of a path, without slashes at its end. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : (trimmed.split('/').at(-1) as string);
}

/** Visits a path and everything below it, folders first. */
export function walk(context: ProgramContext, path: string, visit: (path: string) => void): void {
  visit(path);
  if (context.host.files.stat(path)?.kind === 'directory')
    for (const name of context.host.files.list(path) ?? []) walk(context, `${path === '/' ? '' : path}/${name}`, visit);
}
