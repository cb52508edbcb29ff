import { linesOf, text, UsageError } from './options.ts';
import { complain, program, readOperand } from './program.ts';

function ranges(name: string, list: string): (position: number) => boolean {
  const parts = list.split(',').map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || part === '' || part === '-')
      throw new UsageError(`${name}: invalid field value '${part}'\nTry '${name} --help' for more information.`, 1);
    const from = match[1] === '' ? 1 : Number(match[1]);
    const to = match[2] === '' ? from : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
    return { from, to };
  });
  return (position) => parts.some((part) => position >= part.from && position <= part.to);
}

/** cut: bytes, characters or fields of every line. */
export const cut = program(
  {
    short: 'd:f:c:b:s',
    long: [
      'delimiter=',
      'fields=',
      'characters=',
      'bytes=',
      'only-delimited',
      'complement',
      'output-delimiter=',
      'help',
      'version',
    ],
  },
  async (context, options) => {
    const fields = options.get('f', 'fields');
    const characters = options.get('c', 'characters', 'b', 'bytes');
    const list = fields ?? characters;
    if (list === undefined)
      return complain(
        context,
        `you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information.`,
      );
    const inRange = ranges('cut', list);
    const keep = (position: number) => inRange(position) !== options.has('complement');
    const delimiter = options.get('d', 'delimiter') ?? '\t';
    if ([...delimiter].length !== 1)
      return complain(context, `the delimiter must be a single character\nTry 'cut --help' for more information.`);
    let code = 0;
    for (const file of options.operands.length === 0 ? ['-'] : options.operands) {
      const data = await readOperand(context, file);
      if (data === undefined) {
        code = 1;
        continue;
      }
      for (const line of linesOf(text(data))) {
        if (characters !== undefined && fields === undefined) {
          context.stdout(`${[...line].filter((_, index) => keep(index + 1)).join('')}\n`);
        } else if (line.includes(delimiter)) {
          const kept = line.split(delimiter).filter((_, index) => keep(index + 1));
          context.stdout(`${kept.join(options.get('output-delimiter') ?? delimiter)}\n`);
        } else if (!options.has('s', 'only-delimited')) context.stdout(`${line}\n`);
      }
    }
    return code;
  },
);

function characterSet(spec: string): string[] {
  const classes: Readonly<Record<string, string>> = {
    upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    lower: 'abcdefghijklmnopqrstuvwxyz',
    digit: '0123456789',
    alpha: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    alnum: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    space: ' \t\n\v\f\r',
    blank: ' \t',
    punct: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  };
  const expanded = spec
    .replace(/\[:([a-z]+):\]/g, (whole, name: string) => classes[name] ?? whole)
    .replace(/\\(n|t|r|\\|[0-7]{1,3})/g, (_whole, letter: string) =>
      letter === 'n'
        ? '\n'
        : letter === 't'
          ? '\t'
          : letter === 'r'
            ? '\r'
            : letter === '\\'
              ? '\\'
              : String.fromCharCode(Number.parseInt(letter, 8)),
    );
  const result: string[] = [];
  const characters = [...expanded];
  for (let index = 0; index < characters.length; index += 1) {
    const [from, dash, to] = [characters[index] as string, characters[index + 1], characters[index + 2]];
    if (dash === '-' && to !== undefined) {
      for (let point = from.codePointAt(0) as number; point <= (to.codePointAt(0) as number); point += 1)
        result.push(String.fromCodePoint(point));
      index += 2;
    } else result.push(from);
  }
  return result;
}

/** tr: characters replaced, deleted or squeezed. */
export const tr = program(
  { short: 'dscC', long: ['delete', 'squeeze-repeats', 'complement', 'help', 'version'] },
  async (context, options) => {
    const [first, second] = options.operands;
    if (first === undefined) return complain(context, `missing operand\nTry 'tr --help' for more information.`);
    const deletes = options.has('d', 'delete');
    const squeezes = options.has('s', 'squeeze-repeats');
    if (second === undefined && !deletes && !squeezes)
      return complain(
        context,
        `missing operand after '${first}'\nTwo strings must be given when translating.\nTry 'tr --help' for more information.`,
      );
    const set = characterSet(first);
    const complement = options.has('c', 'C', 'complement');
    const isIn = (char: string) => set.includes(char) !== complement;
    const target = second === undefined ? undefined : characterSet(second);
    let output = '';
    const squeezeSet = target ?? set;
    for (const char of Buffer.from(await context.stdin()).toString('utf8')) {
      if (deletes && isIn(char)) continue;
      let next = char;
      if (!deletes && target && isIn(char))
        next = (complement ? target.at(-1) : target[Math.min(set.indexOf(char), target.length - 1)]) ?? '';
      const inSqueeze = target ? squeezeSet.includes(next) : isIn(next);
      if (squeezes && inSqueeze && output.endsWith(next) && next !== '') continue;
      output += next;
    }
    context.stdout(output);
    return 0;
  },
);
