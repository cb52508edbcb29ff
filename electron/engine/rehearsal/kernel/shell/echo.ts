const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Interprets backslash escapes; `stopped` at `\c`. `octalZero`: \0ooo (echo, %b) beside \ooo (printf formats). */
export function unescapeText(text: string, octalZero: boolean): { readonly text: string; readonly stopped: boolean } {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (char !== '\\') {
      result += char;
      continue;
    }
    const next = text[index + 1];
    if (next === undefined) {
      result += '\\';
      break;
    }
    if (next === 'c' && octalZero) return { text: result, stopped: true };
    const octal = (octalZero ? /^0[0-7]{0,3}/ : /^[0-7]{1,3}/).exec(text.slice(index + 1));
    if (octal) {
      result += String.fromCharCode(Number.parseInt(octal[0], 8) & 0xff);
      index += octal[0].length;
    } else if (ESCAPES[next] !== undefined) {
      result += ESCAPES[next];
      index += 1;
    } else {
      result += `\\${next}`;
      index += 1;
    }
  }
  return { text: result, stopped: false };
}

/** What dash's echo prints: -n only, escapes interpreted. */
export function echoText(args: readonly string[]): string {
  const newline = args[0] !== '-n';
  const { text, stopped } = unescapeText((newline ? args : args.slice(1)).join(' '), true);
  return stopped || !newline ? text : `${text}\n`;
}
