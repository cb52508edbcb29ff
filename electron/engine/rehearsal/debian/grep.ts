import type { Program, ProgramContext } from '../kernel/program.ts';
import { absolute, linesOf, text } from './options.ts';
import { posixRegExp } from './posix-regexp.ts';
import { complain, program } from './program.ts';

interface Source {
  readonly name: string;
  readonly data: Uint8Array;
}

async function sources(
  context: ProgramContext,
  paths: readonly string[],
  recursive: boolean,
  silent: boolean,
): Promise<{ readonly found: readonly Source[]; readonly failed: boolean }> {
  const found: Source[] = [];
  let failed = false;
  const visit = (path: string, full: string): void => {
    const { files } = context.host;
    const real = files.realpath(full);
    const stat = real === undefined ? undefined : files.stat(real);
    if (!stat || real === undefined) {
      if (!silent) complain(context, `${path}: No such file or directory`);
      failed = true;
    } else if (stat.kind === 'directory') {
      if (recursive)
        for (const name of [...(files.list(real) ?? [])].sort()) visit(`${path}/${name}`, `${full}/${name}`);
      else if (!silent) complain(context, `${path}: Is a directory`);
    } else found.push({ name: path, data: files.read(real) ?? new Uint8Array(0) });
  };
  for (const path of paths) {
    if (path === '-') found.push({ name: '(standard input)', data: await context.stdin() });
    else visit(path, absolute(context, path));
  }
  return { found, failed };
}

const LONG = [
  'quiet',
  'silent',
  'fixed-strings',
  'extended-regexp',
  'line-regexp',
  'word-regexp',
  'count',
  'invert-match',
  'ignore-case',
  'only-matching',
  'files-with-matches',
  'files-without-match',
  'no-messages',
  'recursive',
  'line-number',
  'no-filename',
  'with-filename',
  'max-count=',
  'regexp=',
  'file=',
  'color?',
  'help',
  'version',
];

/** grep: 0 when a line matched, 1 when none, 2 on errors. Regular expressions are basic, -E or -F; -P is not known here. */
export const grep: Program = (context) => {
  const base = context.argv[0]?.split('/').at(-1);
  return program({ short: 'qFExwcviolLsrRnhHm:e:f:aA:B:Gz', long: LONG, usageCode: 2 }, async (inner, options) => {
    const patterns = [...(options.values.get('e') ?? []), ...(options.values.get('regexp') ?? [])];
    const rest = [...options.operands];
    const file = options.get('f', 'file');
    if (file !== undefined) patterns.push(...linesOf(text(inner.host.files.read(absolute(inner, file)))));
    else if (patterns.length === 0) {
      const given = rest.shift();
      if (given === undefined) {
        inner.stderr("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n");
        return 2;
      }
      patterns.push(...given.split('\n'));
    }
    const isFixed = options.has('F', 'fixed-strings') || base === 'fgrep';
    const isExtended = options.has('E', 'extended-regexp') || base === 'egrep';
    const insensitive = options.has('i', 'ignore-case');
    let expressions: RegExp[];
    try {
      expressions = patterns.map((pattern) => {
        let source = isFixed ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : posixRegExp(pattern, isExtended);
        if (options.has('x', 'line-regexp')) source = `^(?:${source})$`;
        else if (options.has('w', 'word-regexp')) source = `(?<![A-Za-z0-9_])(?:${source})(?![A-Za-z0-9_])`;
        return new RegExp(source, insensitive ? 'giu' : 'gu');
      });
    } catch {
      return complain(inner, 'Invalid regular expression', 2);
    }
    const recursive = options.has('r', 'R', 'recursive');
    const paths = rest.length === 0 ? [recursive ? '.' : '-'] : rest;
    const { found, failed } = await sources(inner, paths, recursive, options.has('s', 'no-messages'));
    const isQuiet = options.has('q', 'quiet', 'silent');
    const named =
      options.has('H', 'with-filename') || ((rest.length > 1 || recursive) && !options.has('h', 'no-filename'));
    const invert = options.has('v', 'invert-match');
    const limit = Number(options.get('m', 'max-count') ?? Number.POSITIVE_INFINITY);
    let matched = false;
    for (const source of found) {
      let count = 0;
      const prefix = named ? `${source.name}:` : '';
      for (const [index, line] of (options.has('z', 'null-data')
        ? text(source.data).split('\0')
        : linesOf(text(source.data))
      ).entries()) {
        if (count >= limit) break;
        const hit = expressions.some((expression) => {
          expression.lastIndex = 0;
          return expression.test(line);
        });
        if (hit === invert) continue;
        count += 1;
        if (isQuiet || options.has('c', 'count', 'l', 'L', 'files-with-matches', 'files-without-match')) continue;
        const where = options.has('n', 'line-number') ? `${prefix}${index + 1}:` : prefix;
        if (options.has('o', 'only-matching')) {
          for (const expression of expressions) {
            // the question above left it behind the first match
            expression.lastIndex = 0;
            for (const match of line.matchAll(expression)) if (match[0] !== '') inner.stdout(`${where}${match[0]}\n`);
          }
        } else inner.stdout(`${where}${line}\n`);
      }
      if (count > 0) matched = true;
      if (isQuiet) continue;
      if (options.has('c', 'count')) inner.stdout(`${prefix}${count}\n`);
      else if (options.has('l', 'files-with-matches') && count > 0) inner.stdout(`${source.name}\n`);
      else if (options.has('L', 'files-without-match') && count === 0) inner.stdout(`${source.name}\n`);
    }
    if (isQuiet && matched) return 0;
    return failed ? 2 : matched ? 0 : 1;
  })(context);
};
