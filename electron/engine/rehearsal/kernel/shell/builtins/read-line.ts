import { setVariable } from '../expand.ts';
import { ShellError } from '../state.ts';
import type { BuiltinCall } from './builtin-call.ts';

export async function readLine(call: BuiltinCall): Promise<number> {
  const { state, argv, evaluator } = call;
  let raw = false;
  const names: string[] = [];
  for (let index = 1; index < argv.length; index += 1) {
    const arg = argv[index] as string;
    if (arg === '-r') raw = true;
    else if (arg === '-p') {
      evaluator.write(state, 2, argv[index + 1] ?? '');
      index += 1;
    } else if (arg.startsWith('-')) throw new ShellError(`read: Illegal option ${arg}`);
    else names.push(arg);
  }
  if (names.length === 0) throw new ShellError('read: arg count');
  let text = '';
  let terminated = false;
  for (;;) {
    const next = await evaluator.input(state).readLine(state.signal);
    if (!next) break;
    terminated = next.terminated;
    if (!raw && /(^|[^\\])(\\\\)*\\$/.test(next.line) && next.terminated) {
      text += next.line.slice(0, -1);
      continue;
    }
    text += next.line;
    break;
  }
  const characters: { char: string; literal: boolean }[] = [];
  for (let index = 0; index < text.length; index += 1) {
    if (!raw && text[index] === '\\' && index + 1 < text.length) {
      index += 1;
      characters.push({ char: text[index] as string, literal: true });
    } else characters.push({ char: text[index] as string, literal: false });
  }
  const separators = state.variables.get('IFS')?.value ?? ' \t\n';
  const isBlank = (entry: { char: string; literal: boolean } | undefined) =>
    entry !== undefined && !entry.literal && separators.includes(entry.char) && ' \t\n'.includes(entry.char);
  const isSeparator = (entry: { char: string; literal: boolean } | undefined) =>
    entry !== undefined && !entry.literal && separators.includes(entry.char);
  let at = 0;
  while (isBlank(characters[at])) at += 1;
  names.forEach((name, index) => {
    if (index === names.length - 1) {
      let end = characters.length;
      while (end > at && isBlank(characters[end - 1])) end -= 1;
      const rest = characters.slice(at, end);
      // One trailing non-blank separator belongs to the last field only when more fields follow it.
      if (rest.length > 0 && isSeparator(rest.at(-1)) && rest.filter(isSeparator).length === 1) rest.pop();
      setVariable(state, name, rest.map((entry) => entry.char).join(''));
      return;
    }
    let value = '';
    while (at < characters.length && !isSeparator(characters[at])) {
      value += characters[at]?.char;
      at += 1;
    }
    while (isBlank(characters[at])) at += 1;
    if (isSeparator(characters[at]) && !isBlank(characters[at])) at += 1;
    while (isBlank(characters[at])) at += 1;
    setVariable(state, name, value);
  });
  return terminated ? 0 : 1;
}
