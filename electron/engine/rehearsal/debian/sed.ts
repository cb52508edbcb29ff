import type { Program, ProgramContext } from '../kernel/program.ts';
import { absolute, linesOf, text } from './options.ts';
import { posixRegExp } from './posix-regexp.ts';
import { complain, program, readOperand } from './program.ts';

type Address = { readonly line: number } | { readonly last: true } | { readonly expression: RegExp };
interface SedCommand {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly action:
    | {
        readonly type: 's';
        readonly expression: RegExp;
        readonly replacement: string;
        readonly global: boolean;
        readonly print: boolean;
        readonly nth: number;
      }
    | { readonly type: 'd' | 'p' | 'q' | '=' }
    | { readonly type: 'a' | 'i' | 'c'; readonly text: string }
    | { readonly type: 'y'; readonly from: string; readonly to: string };
  inRange: boolean;
}

class SedError extends Error {}

/** Parses the commands s d p q = a i c y with line, $, /re/ and range addresses; others fail as unknown. */
function parseSed(script: string, extended: boolean): SedCommand[] {
  const commands: SedCommand[] = [];
  let at = 0;
  const skip = (pattern: RegExp) => {
    while (at < script.length && pattern.test(script[at] as string)) at += 1;
  };
  // In a bracket expression the delimiter and the backslash stand for themselves.
  const bracket = () => /^\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]/.exec(script.slice(at))?.[0];
  const until = (delimiter: string, isRegExp = true): string => {
    let result = '';
    for (; at < script.length; at += 1) {
      const char = script[at] as string;
      const whole = isRegExp && char === '[' && delimiter !== '[' ? bracket() : undefined;
      if (whole !== undefined) {
        result += whole;
        at += whole.length - 1;
      } else if (char === '\\' && at + 1 < script.length) {
        const next = script[at + 1] as string;
        result += next === delimiter && delimiter !== '|' ? next : next === delimiter ? next : `\\${next}`;
        at += 1;
      } else if (char === delimiter) {
        at += 1;
        return result;
      } else result += char;
    }
    throw new SedError('unterminated address regex');
  };
  const address = (): Address | undefined => {
    const number = /^\d+/.exec(script.slice(at))?.[0];
    if (number !== undefined) {
      at += number.length;
      return { line: Number(number) };
    }
    if (script[at] === '$') {
      at += 1;
      return { last: true };
    }
    if (script[at] === '/' || script[at] === '\\') {
      if (script[at] === '\\') at += 1;
      const delimiter = script[at] as string;
      at += 1;
      const source = until(delimiter);
      const insensitive = script[at] === 'I';
      if (insensitive) at += 1;
      return { expression: new RegExp(posixRegExp(source, extended), insensitive ? 'iu' : 'u') };
    }
    return undefined;
  };
  for (;;) {
    skip(/[\s;]/);
    if (at >= script.length) return commands;
    const from = address();
    let to: Address | undefined;
    if (from && script[at] === ',') {
      at += 1;
      to = address();
      if (!to) throw new SedError("unexpected `,'");
    }
    skip(/ /);
    const negated = script[at] === '!';
    if (negated) at += 1;
    const name = script[at];
    at += 1;
    const add = (action: SedCommand['action']) => commands.push({ from, to, negated, action, inRange: false });
    switch (name) {
      case 's': {
        const delimiter = script[at] as string;
        at += 1;
        let source: string;
        let replacement: string;
        try {
          source = until(delimiter);
          replacement = until(delimiter, false);
        } catch {
          throw new SedError("unterminated `s' command");
        }
        const flags = /^[gpIi0-9]*/.exec(script.slice(at))?.[0] ?? '';
        at += flags.length;
        if (at < script.length && !/[\s;}]/.test(script[at] as string)) throw new SedError("unknown option to `s'");
        add({
          type: 's',
          expression: new RegExp(posixRegExp(source, extended), /i/i.test(flags) ? 'giu' : 'gu'),
          replacement,
          global: flags.includes('g'),
          print: flags.includes('p'),
          nth: Number(/\d+/.exec(flags)?.[0] ?? '1'),
        });
        break;
      }
      case 'd':
      case 'p':
      case 'q':
      case '=':
        add({ type: name });
        break;
      case 'a':
      case 'i':
      case 'c': {
        skip(/[ \t]/);
        if (script[at] === '\\') {
          at += 1;
          skip(/[ \t\n]/);
        }
        let end = script.indexOf('\n', at);
        if (end < 0) end = script.length;
        add({ type: name, text: script.slice(at, end) });
        at = end;
        break;
      }
      case 'y': {
        const delimiter = script[at] as string;
        at += 1;
        add({ type: 'y', from: until(delimiter, false), to: until(delimiter, false) });
        break;
      }
      default:
        throw new SedError(name === undefined ? 'missing command' : `unknown command: \`${name}'`);
    }
  }
}

function substitute(match: RegExpMatchArray | RegExpExecArray, replacement: string): string {
  return replacement.replace(/\\([\s\S])|&/g, (whole, escaped: string | undefined) => {
    if (whole === '&') return match[0];
    if (escaped === undefined) return '';
    if (/\d/.test(escaped)) return match[Number(escaped)] ?? '';
    return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
  });
}

function runSed(commands: SedCommand[], lines: readonly string[], quiet: boolean): string[] {
  const output: string[] = [];
  const matches = (address: Address, line: string, number: number) =>
    'line' in address
      ? address.line === number
      : 'last' in address
        ? number === lines.length
        : address.expression.test(line);
  for (const command of commands) command.inRange = false;
  for (const [index, original] of lines.entries()) {
    let line = original;
    const number = index + 1;
    let deleted = false;
    let quit = false;
    const after: string[] = [];
    for (const command of commands) {
      let selected = true;
      if (command.from && command.to) {
        if (command.inRange) {
          if (matches(command.to, line, number) || ('line' in command.to && command.to.line <= number))
            command.inRange = false;
        } else {
          selected = matches(command.from, line, number);
          if (selected && !('line' in command.to && command.to.line <= number)) command.inRange = true;
        }
      } else if (command.from) selected = matches(command.from, line, number);
      if (selected === command.negated) continue;
      const { action } = command;
      if (action.type === 's') {
        let seen = 0;
        let changed = false;
        line = line.replace(action.expression, (...args) => {
          seen += 1;
          const whole = args[0] as string;
          if (seen < action.nth || (!action.global && seen > action.nth)) return whole;
          changed = true;
          const groups = args.slice(
            0,
            args.findIndex((arg) => typeof arg === 'number'),
          ) as string[];
          return substitute(groups as unknown as RegExpMatchArray, action.replacement);
        });
        if (changed && action.print) output.push(line);
      } else if (action.type === 'p') output.push(line);
      else if (action.type === '=') output.push(String(number));
      else if (action.type === 'i') output.push(action.text);
      else if (action.type === 'a') after.push(action.text);
      else if (action.type === 'y')
        line = [...line]
          .map((char) => (action.from.includes(char) ? (action.to[action.from.indexOf(char)] ?? char) : char))
          .join('');
      else if (action.type === 'q') {
        quit = true;
        break;
      } else {
        if (action.type === 'c') output.push(action.text);
        deleted = true;
        break;
      }
    }
    if (!deleted && !quiet) output.push(line);
    output.push(...after);
    if (quit) break;
  }
  return output;
}

/** sed with -n, -e, -E/-r, -i (in place, with or without suffix) and the commands of parseSed. */
export const sed: Program = (context) => {
  // GNU's -i takes an optional joined suffix, which getopt letters cannot say.
  let inPlace: string | undefined;
  const argv = context.argv.filter((arg, index) => {
    const match = index > 0 ? /^(?:-i(.*)|--in-place(?:=(.*))?)$/.exec(arg) : null;
    if (match) inPlace = match[1] ?? match[2] ?? '';
    return !match;
  });
  return program(
    { short: 'ne:Erf:s', long: ['quiet', 'silent', 'expression=', 'regexp-extended', 'file=', 'help', 'version'] },
    async (inner, options) => {
      const rest = [...options.operands];
      const scripts = [...(options.values.get('e') ?? []), ...(options.values.get('expression') ?? [])];
      const file = options.get('f', 'file');
      if (file !== undefined) scripts.push(text(inner.host.files.read(absolute(inner, file))));
      if (scripts.length === 0) {
        const script = rest.shift();
        if (script === undefined) {
          inner.stderr('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n');
          return 1;
        }
        scripts.push(script);
      }
      let commands: SedCommand[];
      try {
        commands = parseSed(scripts.join('\n'), options.has('E', 'r', 'regexp-extended'));
      } catch (error) {
        return complain(
          inner,
          `-e expression #1, char ${scripts.join('\n').length}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      const quiet = options.has('n', 'quiet', 'silent');
      if (inPlace !== undefined) return editInPlace(inner, commands, rest, quiet, inPlace);
      const lines: string[] = [];
      let code = 0;
      let terminated = true;
      for (const path of rest.length === 0 ? ['-'] : rest) {
        if (path !== '-' && !inner.host.files.realpath(absolute(inner, path))) {
          code = complain(inner, `can't read ${path}: No such file or directory`, 2);
          continue;
        }
        const data = await readOperand(inner, path);
        if (data === undefined) code = 2;
        else {
          lines.push(...linesOf(text(data)));
          terminated = data.length === 0 || data.at(-1) === 10;
        }
      }
      const output = runSed(commands, lines, quiet);
      if (output.length > 0) inner.stdout(`${output.join('\n')}${terminated ? '\n' : ''}`);
      return code;
    },
  )({ ...context, argv });
};

function editInPlace(
  context: ProgramContext,
  commands: SedCommand[],
  paths: readonly string[],
  quiet: boolean,
  suffix: string,
): number {
  let code = 0;
  for (const path of paths) {
    const full = absolute(context, path);
    const data = context.host.files.read(full);
    if (data === undefined) {
      code = complain(context, `can't read ${path}: No such file or directory`, 2);
      continue;
    }
    if (suffix !== '') context.host.files.write(`${full}${suffix}`, data);
    const output = runSed(commands, linesOf(text(data)), quiet);
    const terminated = data.length === 0 || data.at(-1) === 10;
    context.host.files.write(
      full,
      Buffer.from(output.length > 0 ? `${output.join('\n')}${terminated ? '\n' : ''}` : ''),
    );
  }
  return code;
}
