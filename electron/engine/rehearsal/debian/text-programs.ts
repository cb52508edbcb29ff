import type { Program } from '../kernel/program.ts';
import { cut, tr } from './character-programs.ts';
import { absolute, linesOf, text, UsageError } from './options.ts';
import { complain, nameOf, program, readOperand } from './program.ts';

function countOf(name: string, value: string, what: string): { readonly count: number; readonly sign: string } {
  const match = /^([-+]?)(\d+)([kKMG]?)$/.exec(value);
  if (!match) throw new UsageError(`${name}: invalid number of ${what}: '${value}'`, 1);
  const unit = { '': 1, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[3] ?? ''] ?? 1;
  return { sign: match[1] ?? '', count: Number(match[2]) * unit };
}

function keepLines(content: Buffer, from: number, to: number): Buffer {
  const starts = [0];
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) starts.push(at + 1);
  if (starts.at(-1) !== content.length) starts.push(content.length);
  const last = starts.length - 1;
  return content.subarray(starts[Math.min(Math.max(from, 0), last)], starts[Math.min(Math.max(to, 0), last)]);
}
function lineCount(content: Buffer): number {
  let count = 0;
  for (const byte of content) if (byte === 10) count += 1;
  return content.length > 0 && content.at(-1) !== 10 ? count + 1 : count;
}

/** `head -5`, `tail -5`: the historical form. */
function modern(argv: readonly string[]): readonly string[] {
  return argv.flatMap((arg, index) => (index === 1 && /^-\d+$/.test(arg) ? ['-n', arg.slice(1)] : [arg]));
}

const headOrTail =
  (isHead: boolean): Program =>
  (context) =>
    program(
      { short: 'n:c:qvf', long: ['lines=', 'bytes=', 'quiet', 'silent', 'verbose', 'help', 'version'] },
      async (inner, options) => {
        const name = nameOf(inner);
        const bytes = options.get('c', 'bytes');
        const { count, sign } = countOf(
          name,
          bytes ?? options.get('n', 'lines') ?? '10',
          bytes === undefined ? 'lines' : 'bytes',
        );
        const files = options.operands.length === 0 ? ['-'] : options.operands;
        let code = 0;
        for (const [index, file] of files.entries()) {
          const full = absolute(inner, file);
          if (file !== '-' && !inner.host.files.realpath(full)) {
            code = complain(inner, `cannot open '${file}' for reading: No such file or directory`);
            continue;
          }
          // From a pipe head -c takes only its bytes: the rest is the next command's.
          const isExact = isHead && bytes !== undefined && sign !== '-' && file === '-';
          const data = isExact ? await inner.input.readExactly(count, inner.signal) : await readOperand(inner, file);
          if (data === undefined) {
            code = 1;
            continue;
          }
          if ((files.length > 1 && !options.has('q', 'quiet', 'silent')) || options.has('v', 'verbose'))
            inner.stdout(`${index > 0 ? '\n' : ''}==> ${file === '-' ? 'standard input' : file} <==\n`);
          const content = Buffer.from(data);
          const total = bytes === undefined ? lineCount(content) : content.length;
          const [from, to] = isHead
            ? [0, sign === '-' ? Math.max(0, total - count) : count]
            : [sign === '+' ? Math.max(0, count - 1) : Math.max(0, total - count), total];
          inner.stdout(bytes === undefined ? keepLines(content, from, to) : content.subarray(from, to));
        }
        return code;
      },
    )({ ...context, argv: modern(context.argv) });

const cat = program({ short: 'nAuvet', long: ['number', 'help', 'version'] }, async (context, options) => {
  let code = 0;
  let line = 0;
  for (const file of options.operands.length === 0 ? ['-'] : options.operands) {
    const data = await readOperand(context, file);
    if (data === undefined) code = 1;
    else if (options.has('n', 'number')) {
      for (const entry of linesOf(text(data))) {
        line += 1;
        context.stdout(`${String(line).padStart(6)}\t${entry}\n`);
      }
    } else context.stdout(data);
  }
  return code;
});

const wc = program(
  { short: 'lwcm', long: ['lines', 'words', 'bytes', 'chars', 'help', 'version'] },
  async (context, options) => {
    const wanted = {
      lines: options.has('l', 'lines'),
      words: options.has('w', 'words'),
      bytes: options.has('c', 'bytes', 'm', 'chars'),
    };
    if (!wanted.lines && !wanted.words && !wanted.bytes) wanted.lines = wanted.words = wanted.bytes = true;
    const files = options.operands.length === 0 ? [''] : options.operands;
    const columns = Object.values(wanted).filter(Boolean).length;
    const rows: { counts: number[]; name: string }[] = [];
    let code = 0;
    for (const file of files) {
      const data = await readOperand(context, file === '' ? '-' : file);
      if (data === undefined) {
        code = 1;
        continue;
      }
      const content = text(data);
      const counts = [
        ...(wanted.lines ? [content.split('\n').length - 1] : []),
        ...(wanted.words ? [content.split(/\s+/).filter((word) => word !== '').length] : []),
        ...(wanted.bytes ? [options.has('m', 'chars') ? [...content].length : data.length] : []),
      ];
      rows.push({ counts, name: file });
    }
    if (rows.length > 1)
      rows.push({
        name: 'total',
        counts: (rows[0]?.counts ?? []).map((_, i) => rows.reduce((sum, row) => sum + (row.counts[i] ?? 0), 0)),
      });
    const isSingle = rows.length === 1 && columns === 1;
    const width = isSingle
      ? 1
      : files[0] === ''
        ? 7
        : Math.max(...rows.flatMap((row) => row.counts.map((count) => String(count).length)));
    for (const row of rows)
      context.stdout(
        `${row.counts.map((count) => String(count).padStart(width)).join(' ')}${row.name === '' ? '' : ` ${row.name}`}\n`,
      );
    return code;
  },
);

const sort = program(
  {
    short: 'ruznk:t:fVbo:',
    long: ['reverse', 'unique', 'numeric-sort', 'key=', 'field-separator=', 'version-sort', 'help', 'version'],
    usageCode: 2,
  },
  async (context, options) => {
    const lines: string[] = [];
    for (const file of options.operands.length === 0 ? ['-'] : options.operands) {
      const data = await readOperand(context, file);
      if (data === undefined) return 2;
      lines.push(...linesOf(text(data)));
    }
    const key = options.get('k', 'key');
    const separator = options.get('t', 'field-separator');
    const numeric = options.has('n', 'numeric-sort') || /n/.test(key?.replace(/[\d.,]/g, '') ?? '');
    const reverse = options.has('r', 'reverse') || /r/.test(key?.replace(/[\d.,]/g, '') ?? '');
    const keyOf = (line: string): string => {
      if (key === undefined) return line;
      const [first, last] = key.split(',').map((part) => Number.parseInt(part, 10));
      const fields = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
      return fields.slice((first ?? 1) - 1, last).join(separator ?? ' ');
    };
    const fold = (value: string) => (options.has('f') ? value.toUpperCase() : value);
    const compareText = (a: string, b: string) => Buffer.compare(Buffer.from(fold(a)), Buffer.from(fold(b)));
    const compareKey = (a: string, b: string): number => {
      const [left, right] = [keyOf(a), keyOf(b)];
      if (numeric) return (Number.parseFloat(left) || 0) - (Number.parseFloat(right) || 0);
      if (options.has('V', 'version-sort')) return left.localeCompare(right, 'en', { numeric: true });
      return compareText(left, right);
    };
    lines.sort(
      (a, b) => (reverse ? -1 : 1) * (compareKey(a, b) || (options.has('u', 'unique') ? 0 : compareText(a, b))),
    );
    const kept = options.has('u', 'unique')
      ? lines.filter((line, index) => index === 0 || compareKey(lines[index - 1] as string, line) !== 0)
      : lines;
    const output = kept.map((line) => `${line}\n`).join('');
    const target = options.get('o');
    if (target === undefined) context.stdout(output);
    else context.host.files.write(absolute(context, target), Buffer.from(output));
    return 0;
  },
);

const uniq = program(
  { short: 'cdu', long: ['count', 'repeated', 'unique', 'help', 'version'] },
  async (context, options) => {
    const data = await readOperand(context, options.operands[0] ?? '-');
    if (data === undefined) return 1;
    const groups: { line: string; count: number }[] = [];
    for (const line of linesOf(text(data))) {
      const last = groups.at(-1);
      if (last?.line === line) last.count += 1;
      else groups.push({ line, count: 1 });
    }
    for (const { line, count } of groups) {
      if (options.has('d', 'repeated') && count < 2) continue;
      if (options.has('u', 'unique') && count > 1) continue;
      context.stdout(`${options.has('c', 'count') ? `${String(count).padStart(7)} ` : ''}${line}\n`);
    }
    return 0;
  },
);

const tee = program({ short: 'ai', long: ['append', 'help', 'version'] }, async (context, options) => {
  let code = 0;
  const targets: string[] = [];
  for (const file of options.operands) {
    try {
      const path = absolute(context, file);
      if (!options.has('a', 'append') || !context.host.files.realpath(path))
        context.host.files.write(path, new Uint8Array(0), 0o666 & ~context.umask);
      targets.push(path);
    } catch (error) {
      code = complain(context, `${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (;;) {
    const chunk = await context.input.readChunk(context.signal);
    if (!chunk) return code;
    context.stdout(chunk);
    for (const path of targets) context.host.files.append(path, chunk);
  }
});

const base64 = program({ short: 'dw:i', long: ['decode', 'wrap=', 'help', 'version'] }, async (context, options) => {
  const data = await readOperand(context, options.operands[0] ?? '-');
  if (data === undefined) return 1;
  if (options.has('d', 'decode')) {
    const compact = text(data).replace(/\s+/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return complain(context, 'invalid input');
    context.stdout(Buffer.from(compact, 'base64'));
    return 0;
  }
  const encoded = Buffer.from(data).toString('base64');
  const width = Number(options.get('w', 'wrap') ?? '76');
  if (width === 0) context.stdout(encoded);
  else for (let at = 0; at < encoded.length; at += width) context.stdout(`${encoded.slice(at, at + width)}\n`);
  return 0;
});

const seq = program({ short: 's:w', long: ['separator=', 'help', 'version'] }, (context, options) => {
  const numbers = options.operands.map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN))
    return complain(context, "missing operand\nTry 'seq --help' for more information.");
  const [first = 1, step = 1, last = 1] =
    numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  const all: number[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) all.push(value);
  if (all.length > 0) context.stdout(`${all.join(options.get('s', 'separator') ?? '\n')}\n`);
  return 0;
});

/** fold -w N: lines cut into pieces of so many bytes. */
const fold = program(
  { short: 'w:bs', long: ['width=', 'bytes', 'spaces', 'help', 'version'] },
  async (context, options) => {
    const given = options.get('w', 'width') ?? '80';
    if (!/^[1-9]\d*$/.test(given)) return complain(context, `invalid number of columns: '${given}'`);
    if (options.has('s', 'spaces')) return complain(context, '-s is not simulated');
    const width = Number(given);
    let code = 0;
    for (const file of options.operands.length === 0 ? ['-'] : options.operands) {
      const data = await readOperand(context, file);
      if (data === undefined) code = 1;
      const content = Buffer.from(data ?? new Uint8Array(0)).toString('latin1');
      const folded = content.replace(new RegExp(`([^\\n]{${width}})(?=[^\\n])`, 'g'), '$1\n');
      context.stdout(Buffer.from(folded, 'latin1'));
    }
    return code;
  },
);

/** cat, head, tail, wc, sort, uniq, cut, tr, tee, base64, seq, fold: GNU coreutils as far as scripts use them. */
export const textPrograms: Readonly<Record<string, Program>> = {
  cat,
  head: headOrTail(true),
  tail: headOrTail(false),
  wc,
  sort,
  uniq,
  cut,
  tr,
  tee,
  base64,
  seq,
  fold,
};
