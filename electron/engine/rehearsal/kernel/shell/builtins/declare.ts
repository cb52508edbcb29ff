import { setVariable } from '../expand.ts';
import { ShellError } from '../state.ts';
import { type BuiltinCall, NAME, say } from './builtin-call.ts';

export function quoteForPrint(value: string): string {
  return `'${value.replaceAll("'", `'"'"'`)}'`;
}

export function declare(call: BuiltinCall, what: 'exported' | 'readonly', word: string): number {
  const { state, argv } = call;
  const names = argv.slice(1).filter((arg) => arg !== '-p' && arg !== '--');
  if (names.length === 0) {
    for (const [name, variable] of [...state.variables].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (variable[what] && NAME.test(name)) say(call, `${word} ${name}=${quoteForPrint(variable.value)}\n`);
    return 0;
  }
  for (const entry of names) {
    const equals = entry.indexOf('=');
    const name = equals < 0 ? entry : entry.slice(0, equals);
    if (!NAME.test(name)) throw new ShellError(`${word}: ${entry}: bad variable name`);
    if (equals >= 0) setVariable(state, name, entry.slice(equals + 1));
    const variable = state.variables.get(name) ?? { value: '', exported: false, readonly: false };
    variable[what] = true;
    if (equals >= 0 || state.variables.has(name)) state.variables.set(name, variable);
  }
  return 0;
}
