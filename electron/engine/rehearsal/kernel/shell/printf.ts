import { unescapeText } from './echo.ts';

export interface PrintfResult {
  readonly output: string;
  readonly errors: readonly string[];
  readonly code: number;
  /** An octal escape made bytes above 0x7f: send as bytes, not as UTF-8. */
  readonly binary: boolean;
}

/** printf(1) as dash has it: formats are reused until the arguments are gone. */
export function formatPrintf(args: readonly string[]): PrintfResult {
  const [first, ...others] = args;
  const given = first === '--' ? others : args;
  const [format, ...values] = given;
  if (format === undefined) return { output: '', errors: ['usage: printf format [arg ...]'], code: 2, binary: false };
  if (format.startsWith('-') && format.length > 1 && first !== '--')
    return { output: '', errors: [`Illegal option ${format.slice(0, 2)}`], code: 2, binary: false };
  const binary = /\\[2-3][0-7]{2}/.test(format) && [...args.join('')].every((char) => char.charCodeAt(0) < 256);
  const errors: string[] = [];
  let output = '';
  let at = 0;
  const next = () => {
    const value = values[at];
    at += 1;
    return value;
  };
  const numeric = (value: string | undefined): bigint => {
    if (value === undefined || value === '') return 0n;
    if (/^['"]/.test(value)) return BigInt(value.codePointAt(1) ?? 0);
    const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(value);
    if (!match) {
      errors.push(`${value}: expected numeric value`);
      return 0n;
    }
    if (match[0].length < value.length) errors.push(`${value}: not completely converted`);
    const digits = match[2] as string;
    const size = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
    return match[1] === '-' ? -size : size;
  };
  do {
    const before = at;
    let used = false;
    const pattern = /%%|%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z])|\\(?:[0-7]{1,3}|[\s\S])|%/g;
    let cursor = 0;
    for (let match = pattern.exec(format); match; match = pattern.exec(format)) {
      output += format.slice(cursor, match.index);
      cursor = match.index + match[0].length;
      if (match[0] === '%%') output += '%';
      else if (match[0].startsWith('\\')) {
        if (match[0] === '\\c') return { output, errors, code: 1, binary };
        output += unescapeText(match[0], false).text;
      } else if (match[4] === undefined) {
        errors.push(`%: invalid directive`);
        return { output, errors, code: 2, binary };
      } else {
        used = true;
        const flags = match[1] ?? '';
        const width = match[2] === '*' ? Number(numeric(next())) : Number(match[2] ?? 0);
        const precision =
          match[3] === undefined ? undefined : match[3] === '*' ? Number(numeric(next())) : Number(match[3]);
        let text: string;
        switch (match[4]) {
          case 's':
            text = (next() ?? '').slice(0, precision);
            break;
          case 'b': {
            const result = unescapeText(next() ?? '', true);
            text = result.text;
            if (result.stopped) return { output: output + text, errors, code: errors.length > 0 ? 1 : 0, binary };
            break;
          }
          case 'c':
            text = (next() ?? '').slice(0, 1);
            break;
          case 'd':
          case 'i': {
            const value = numeric(next());
            const digits = (value < 0n ? -value : value).toString().padStart(precision ?? 0, '0');
            text = `${value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''}${digits}`;
            break;
          }
          case 'u':
          case 'o':
          case 'x':
          case 'X': {
            const base = match[4] === 'u' ? 10 : match[4] === 'o' ? 8 : 16;
            text = BigInt.asUintN(64, numeric(next()))
              .toString(base)
              .padStart(precision ?? 0, '0');
            if (flags.includes('#') && base === 16 && text !== '0') text = `0x${text}`;
            if (match[4] === 'X') text = text.toUpperCase();
            break;
          }
          case 'f':
          case 'g':
          case 'e': {
            const value = Number(next() ?? '0');
            text =
              match[4] === 'e'
                ? value.toExponential(precision ?? 6)
                : match[4] === 'g'
                  ? String(value)
                  : value.toFixed(precision ?? 6);
            break;
          }
          default:
            errors.push(`%${match[4]}: invalid directive`);
            return { output, errors, code: 2, binary };
        }
        const padding = width - text.length;
        if (padding > 0) {
          if (flags.includes('-')) text = text.padEnd(width);
          else if (flags.includes('0') && !'sbc'.includes(match[4])) {
            const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
            text = sign + text.slice(sign.length).padStart(width - sign.length, '0');
          } else text = text.padStart(width);
        }
        output += text;
      }
    }
    output += format.slice(cursor);
    if (!used || at === before) break;
  } while (at < values.length);
  return { output, errors, code: 1, binary };
}
