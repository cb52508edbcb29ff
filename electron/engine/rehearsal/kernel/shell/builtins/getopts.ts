import { setVariable } from '../expand.ts';
import type { BuiltinCall } from './builtin-call.ts';

export function getopts(call: BuiltinCall): number {
  const { state, argv } = call;
  const [spec = '', name = '', ...given] = argv.slice(1);
  const args = given.length > 0 ? given : state.positional;
  const silent = spec.startsWith(':');
  let index = Number(state.variables.get('OPTIND')?.value ?? '1');
  let offset = Number(state.variables.get('0OPTOFF')?.value ?? '1');
  const arg = args[index - 1];
  const end = () => {
    setVariable(state, name, '?');
    state.variables.delete('0OPTOFF');
    return 1;
  };
  if (arg === undefined || !arg.startsWith('-') || arg === '-') return end();
  if (arg === '--') {
    setVariable(state, 'OPTIND', String(index + 1));
    return end();
  }
  const letter = arg[offset] as string;
  const place = spec.indexOf(letter, silent ? 1 : 0);
  offset += 1;
  const advance = () => {
    if (offset >= arg.length) {
      index += 1;
      offset = 1;
    }
  };
  state.variables.delete('OPTARG');
  if (place < 0 || letter === ':') {
    advance();
    if (silent) setVariable(state, 'OPTARG', letter);
    else call.evaluator.write(state, 2, `Illegal option -${letter}\n`);
    setVariable(state, name, '?');
  } else if (spec[place + 1] === ':') {
    let value: string | undefined;
    if (offset < arg.length) value = arg.slice(offset);
    else {
      index += 1;
      value = args[index - 1];
    }
    index += 1;
    offset = 1;
    if (value === undefined) {
      if (silent) setVariable(state, 'OPTARG', letter);
      else call.evaluator.write(state, 2, `No arg for -${letter} option\n`);
      setVariable(state, name, silent ? ':' : '?');
    } else {
      setVariable(state, 'OPTARG', value);
      setVariable(state, name, letter);
    }
  } else {
    advance();
    setVariable(state, name, letter);
  }
  setVariable(state, 'OPTIND', String(index));
  setVariable(state, '0OPTOFF', String(offset));
  return 0;
}
