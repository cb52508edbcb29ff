import type { ProgramContext } from '../kernel/program.ts';

/** Which options a program knows. `:` after a letter, or '=' after a long name, means it takes a value. */
export interface OptionSpec {
  /** As getopt: `n:c:qv`. */
  readonly short: string;
  /** `lines=`, `quiet`; `name?` may have a value joined by '='. */
  readonly long?: readonly string[];
  /** Stop at the first operand (as env, timeout, ssh do). */
  readonly stopAtOperand?: boolean;
  /** Exit code of a usage error; GNU coreutils 1, grep and ls 2. */
  readonly usageCode?: number;
}

export interface ParsedOptions {
  /** Values by option as written without dashes: 'n', 'lines'. Flags have ''. Repeated ones in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
  has(...names: readonly string[]): boolean;
  /** The last value given. */
  get(...names: readonly string[]): string | undefined;
}

export class UsageError extends Error {
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** Parses as GNU getopt_long does: unknown options are errors, unique abbreviations of long names are not accepted. */
export function parseOptions(argv: readonly string[], spec: OptionSpec): ParsedOptions {
  const program = argv[0]?.split('/').at(-1) ?? '';
  const code = spec.usageCode ?? 1;
  const help = `Try '${program} --help' for more information.`;
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  const add = (name: string, value: string) => values.set(name, [...(values.get(name) ?? []), value]);
  for (let at = 1; at < argv.length; at += 1) {
    const arg = argv[at] as string;
    if (arg === '--') {
      operands.push(...argv.slice(at + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const equals = arg.indexOf('=');
      const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
      const known = spec.long?.find((entry) => entry.replace(/[=?]$/, '') === name);
      if (known === undefined) throw new UsageError(`${program}: unrecognized option '${arg}'\n${help}`, code);
      if (known.endsWith('=')) {
        if (equals < 0) at += 1;
        const value = equals < 0 ? argv[at] : arg.slice(equals + 1);
        if (value === undefined)
          throw new UsageError(`${program}: option '--${name}' requires an argument\n${help}`, code);
        add(name, value);
      } else {
        if (equals >= 0 && !known.endsWith('?'))
          throw new UsageError(`${program}: option '--${name}' doesn't allow an argument\n${help}`, code);
        add(name, equals < 0 ? '' : arg.slice(equals + 1));
      }
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let index = 1; index < arg.length; index += 1) {
        const letter = arg[index] as string;
        const place = letter === ':' ? -1 : spec.short.indexOf(letter);
        if (place < 0) throw new UsageError(`${program}: invalid option -- '${letter}'\n${help}`, code);
        if (spec.short[place + 1] !== ':') {
          add(letter, '');
          continue;
        }
        let value: string | undefined = arg.slice(index + 1);
        if (value === '') {
          at += 1;
          value = argv[at];
        }
        if (value === undefined)
          throw new UsageError(`${program}: option requires an argument -- '${letter}'\n${help}`, code);
        add(letter, value);
        break;
      }
    } else {
      operands.push(arg);
      if (spec.stopAtOperand) {
        operands.push(...argv.slice(at + 1));
        break;
      }
    }
  }
  return {
    values,
    operands,
    has: (...names) => names.some((name) => values.has(name)),
    get: (...names) => names.map((name) => values.get(name)?.at(-1)).find((value) => value !== undefined),
  };
}

/** An operand as an absolute path. */
export function absolute(context: ProgramContext, path: string): string {
  return path.startsWith('/') ? path : `${context.cwd === '/' ? '' : context.cwd}/${path}`;
}

/** A usage error on stderr with its exit code; anything else goes on up. */
export function usage(context: ProgramContext, error: unknown): number {
  if (!(error instanceof UsageError)) throw error;
  context.stderr(`${error.message}\n`);
  return error.code;
}

export function text(data: Uint8Array | undefined): string {
  return data === undefined ? '' : Buffer.from(data).toString('utf8');
}

/** Lines without their newlines; a last line without newline counts. */
export function linesOf(content: string): string[] {
  if (content === '') return [];
  const lines = content.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
