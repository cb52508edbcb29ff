import { ShellError, type ShellOptions } from '../state.ts';
import { type BuiltinCall, NAME, say } from './builtin-call.ts';
import { quoteForPrint } from './declare.ts';

const OPTION_LETTERS: Readonly<Record<string, keyof ShellOptions>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  f: 'noglob',
  n: 'noexec',
  C: 'noclobber',
  a: 'allexport',
  v: 'verbose',
};

export function setOptions(call: BuiltinCall): number {
  const { state, argv } = call;
  let index = 1;
  if (argv.length === 1) {
    for (const [name, variable] of [...state.variables].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (NAME.test(name)) say(call, `${name}=${quoteForPrint(variable.value)}\n`);
    return 0;
  }
  for (; index < argv.length; index += 1) {
    const arg = argv[index] as string;
    if (arg === '--') {
      state.positional = argv.slice(index + 1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) break;
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      let key: keyof ShellOptions | undefined = OPTION_LETTERS[letter];
      if (letter === 'o') {
        index += 1;
        const name = argv[index] ?? '';
        key = Object.values(OPTION_LETTERS).find((option) => option === name);
        if (!key) throw new ShellError(`set: Illegal option ${on ? '-' : '+'}o ${name}`);
      }
      if (!key) throw new ShellError(`set: Illegal option ${on ? '-' : '+'}${letter}`);
      state.options[key] = on;
    }
  }
  if (index < argv.length) state.positional = argv.slice(index);
  return 0;
}
