import { errnoText, FileError } from '../kernel/files/file-error.ts';
import type { Program, ProgramContext } from '../kernel/program.ts';
import { type OptionSpec, type ParsedOptions, parseOptions, UsageError, usage } from './options.ts';

/** A program that parses its options first; usage errors are printed as GNU does. */
export function program(
  spec: OptionSpec,
  body: (context: ProgramContext, options: ParsedOptions) => number | Promise<number>,
): Program {
  return async (context) => {
    let options: ParsedOptions;
    try {
      options = parseOptions(context.argv, spec);
    } catch (error) {
      return usage(context, error);
    }
    if (options.has('help') || options.has('version')) {
      context.stdout(`${nameOf(context)} (simulated)\n`);
      return 0;
    }
    try {
      return await body(context, options);
    } catch (error) {
      if (error instanceof UsageError) return usage(context, error);
      if (error instanceof FileError) {
        context.stderr(`${nameOf(context)}: ${error.path}: ${error.message}\n`);
        return 1;
      }
      throw error;
    }
  };
}

export function nameOf(context: ProgramContext): string {
  return context.argv[0]?.split('/').at(-1) ?? '';
}

/** `name: message` on stderr; gives back the code. */
export function complain(context: ProgramContext, message: string, code = 1): number {
  context.stderr(`${nameOf(context)}: ${message}\n`);
  return code;
}

/** Does something to each path, printing GNU's sentence for each failure. */
export function forEachPath(
  context: ProgramContext,
  paths: readonly string[],
  action: (path: string) => void,
  sentence: (path: string, reason: string) => string,
): number {
  let code = 0;
  for (const path of paths) {
    try {
      action(path);
    } catch (error) {
      code = complain(context, sentence(path, errnoText(error)));
    }
  }
  return code;
}

/** The bytes of an operand ('-' or none = stdin); prints GNU's sentence and gives undefined when it cannot be read. */
export async function readOperand(context: ProgramContext, path: string): Promise<Uint8Array | undefined> {
  if (path === '-' || path === '/dev/stdin') return context.stdin();
  const full = path.startsWith('/') ? path : `${context.cwd === '/' ? '' : context.cwd}/${path}`;
  const real = context.host.files.realpath(full);
  const stat = real === undefined ? undefined : context.host.files.stat(real);
  if (!stat || real === undefined) {
    complain(context, `${path}: No such file or directory`);
    return undefined;
  }
  if (stat.kind === 'directory') {
    complain(context, `${path}: Is a directory`);
    return undefined;
  }
  try {
    const data = context.host.files.read(real);
    if (data === undefined) complain(context, `${path}: Permission denied`);
    return data;
  } catch (error) {
    complain(context, `${path}: ${errnoText(error)}`);
    return undefined;
  }
}
