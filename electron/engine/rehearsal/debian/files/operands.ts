import type { FileStat, ProgramContext } from '../../kernel/program.ts';
import { absolute, UsageError } from '../options.ts';
import { nameOf } from '../program.ts';

export const HELP = (name: string) => `Try '${name} --help' for more information.`;

export function needOperand(context: ProgramContext, operands: readonly string[]): void {
  const name = nameOf(context);
  if (operands.length === 0) throw new UsageError(`${name}: missing operand\n${HELP(name)}`, 1);
}

export function followed(context: ProgramContext, path: string): FileStat | undefined {
  const real = context.host.files.realpath(absolute(context, path));
  return real === undefined ? undefined : context.host.files.stat(real);
}

export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : (trimmed.split('/').at(-1) as string);
}

export function walk(context: ProgramContext, path: string, visit: (path: string) => void): void {
  visit(path);
  if (context.host.files.stat(path)?.kind === 'directory')
    for (const name of context.host.files.list(path) ?? []) walk(context, `${path === '/' ? '' : path}/${name}`, visit);
}
