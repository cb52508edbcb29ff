import { Killed, parseSignal } from '../killed.ts';
import { echoText } from './echo.ts';
import type { Evaluator } from './evaluate.ts';
import { setVariable } from './expand.ts';
import { formatPrintf } from './printf.ts';
import { ExitSignal, LoopSignal, ReturnSignal, ShellError, type ShellOptions, type ShellState } from './state.ts';
import { evaluateTest } from './test-command.ts';

export interface BuiltinCall {
  readonly evaluator: Evaluator;
  readonly state: ShellState;
  readonly argv: readonly string[];
  readonly tested: boolean;
}
type Builtin = (call: BuiltinCall) => number | Promise<number>;

/** POSIX special builtins: their errors end the shell, their assignments stay. */
export const SPECIAL_BUILTINS = new Set([
  ':',
  '.',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'times',
  'trap',
  'unset',
]);

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
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function number(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text)) throw new ShellError(`${name}: Illegal number: ${text}`);
  return Number(text);
}

function say({ evaluator, state }: BuiltinCall, text: string): void {
  evaluator.write(state, 1, text);
}
function complain({ evaluator, state }: BuiltinCall, text: string, code = 1): number {
  evaluator.complain(state, text);
  return code;
}

function quoteForPrint(value: string): string {
  return `'${value.replaceAll("'", `'"'"'`)}'`;
}

function declare(call: BuiltinCall, what: 'exported' | 'readonly', word: string): number {
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

function setOptions(call: BuiltinCall): number {
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

async function readLine(call: BuiltinCall): Promise<number> {
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

async function wait(call: BuiltinCall): Promise<number> {
  const { state, argv } = call;
  const ids = argv.slice(1);
  if (ids.length === 0) {
    for (const job of state.jobs.values()) await orKilled(state, job.done);
    state.jobs.clear();
    return 0;
  }
  let status = 0;
  for (const id of ids) {
    const job = state.jobs.get(Number(id));
    status = job ? await orKilled(state, job.done) : 127;
  }
  return status;
}

function orKilled<T>(state: ShellState, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (state.signal.aborted) reject(state.signal.reason);
    const stop = () => reject(state.signal.reason);
    state.signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => state.signal.removeEventListener('abort', stop));
  });
}

function changeDirectory(call: BuiltinCall): number {
  const { state, argv, evaluator } = call;
  const args = argv.slice(1).filter((arg) => arg !== '--' && arg !== '-L' && arg !== '-P');
  const asked = args[0] ?? state.variables.get('HOME')?.value ?? '/';
  const target = asked === '-' ? (state.variables.get('OLDPWD')?.value ?? '') : asked;
  const joined = target.startsWith('/') ? target : `${state.cwd}/${target}`;
  const parts: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const path = `/${parts.join('/')}`;
  const real = evaluator.port.files.realpath(path);
  if (target === '' || real === undefined || evaluator.port.files.list(real) === undefined) {
    return complain(call, `cd: can't cd to ${asked}`, 2);
  }
  setVariable(state, 'OLDPWD', state.cwd);
  state.cwd = path;
  setVariable(state, 'PWD', path);
  if (asked === '-') say(call, `${path}\n`);
  return 0;
}

async function runCommand(call: BuiltinCall): Promise<number> {
  const { state, argv, evaluator } = call;
  const [flag, ...rest] = argv.slice(1);
  if (flag === undefined) return 0;
  if (flag === '-v' || flag === '-V') {
    const name = rest[0] ?? '';
    const path = state.variables.get('PATH')?.value ?? '';
    const isBuiltin = name in builtins;
    const found = state.functions.has(name) || isBuiltin ? name : evaluator.port.locate(name, path);
    if (flag === '-v') {
      if (found === undefined) return 127;
      say(call, `${found}\n`);
      return 0;
    }
    if (found === undefined) {
      evaluator.write(state, 1, `${name}: not found\n`);
      return 127;
    }
    say(call, `${name} is ${isBuiltin ? 'a shell builtin' : found}\n`);
    return 0;
  }
  const words = flag === '-p' || flag === '--' ? rest : [flag, ...rest];
  const [name] = words;
  if (name === undefined) return 0;
  const builtin = builtins[name];
  if (builtin) {
    try {
      return await builtin({ ...call, argv: words });
    } catch (error) {
      if (error instanceof ShellError) return complain(call, error.message, error.code);
      throw error;
    }
  }
  return evaluator.external(state, words);
}

function trap(call: BuiltinCall): number {
  const { state, argv } = call;
  const [action, ...signals] = argv.slice(1).filter((arg, index) => !(index === 0 && arg === '--'));
  const conditionName = (text: string) => (text === '0' || text === 'EXIT' ? 'EXIT' : parseSignal(text));
  if (action === undefined) {
    for (const [name, text] of state.traps) say(call, `trap -- ${quoteForPrint(text)} ${name}\n`);
    return 0;
  }
  const reset = action === '-' || signals.length === 0;
  for (const signal of signals.length === 0 ? [action] : signals) {
    const name = conditionName(signal);
    if (name === undefined) return complain(call, `trap: ${signal}: bad trap`, 1);
    if (reset) state.traps.delete(name);
    else state.traps.set(name, action);
  }
  return 0;
}

function getopts(call: BuiltinCall): number {
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

function kill(call: BuiltinCall): number {
  const { state, argv, evaluator } = call;
  let signal: ReturnType<typeof parseSignal> = 'TERM';
  let ids = argv.slice(1);
  if (ids[0]?.startsWith('-')) {
    const name = ids[0] === '-s' ? (ids[1] ?? '') : ids[0].slice(1);
    if (name !== '0') {
      signal = parseSignal(name);
      if (!signal) return complain(call, `kill: invalid signal number or name: ${name}`, 2);
    } else signal = undefined;
    ids = ids.slice(ids[0] === '-s' ? 2 : 1);
  }
  let status = 0;
  for (const id of ids) {
    const job = state.jobs.get(Number(id));
    if (job) {
      if (signal) job.abort.abort(new Killed(signal));
    } else if (!evaluator.port.kill(Number(id), signal ?? 0)) {
      evaluator.complain(state, `kill: No such process`);
      status = 1;
    }
  }
  return status;
}

/** The commands that live in the shell. */
export const builtins: Readonly<Record<string, Builtin>> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  echo: (call) => {
    say(call, echoText(call.argv.slice(1)));
    return 0;
  },
  printf: (call) => {
    const result = formatPrintf(call.argv.slice(1));
    if (result.output !== '')
      call.evaluator.output(call.state, 1)(Buffer.from(result.output, result.binary ? 'latin1' : 'utf8'));
    for (const error of result.errors) call.evaluator.complain(call.state, `printf: ${error}`);
    return result.errors.length > 0 ? result.code : 0;
  },
  test: (call) => runTest(call, call.argv.slice(1)),
  '[': (call) => {
    if (call.argv.at(-1) !== ']') return complain(call, '[: missing ]', 2);
    return runTest(call, call.argv.slice(1, -1));
  },
  cd: changeDirectory,
  pwd: (call) => {
    const real = call.argv.includes('-P') ? call.evaluator.port.files.realpath(call.state.cwd) : undefined;
    say(call, `${real ?? call.state.cwd}\n`);
    return 0;
  },
  exit: (call) => {
    throw new ExitSignal(number('exit', call.argv[1], call.state.lastStatus) & 0xff);
  },
  return: (call) => {
    throw new ReturnSignal(number('return', call.argv[1], call.state.lastStatus) & 0xff);
  },
  break: (call) => {
    const levels = number('break', call.argv[1], 1);
    if (call.state.loopDepth === 0) return 0;
    throw new LoopSignal('break', Math.min(levels, call.state.loopDepth));
  },
  continue: (call) => {
    const levels = number('continue', call.argv[1], 1);
    if (call.state.loopDepth === 0) return 0;
    throw new LoopSignal('continue', Math.min(levels, call.state.loopDepth));
  },
  export: (call) => declare(call, 'exported', 'export'),
  readonly: (call) => declare(call, 'readonly', 'readonly'),
  set: setOptions,
  shift: (call) => {
    const count = number('shift', call.argv[1], 1);
    if (count > call.state.positional.length) throw new ShellError("shift: can't shift that many");
    call.state.positional = call.state.positional.slice(count);
    return 0;
  },
  unset: (call) => {
    const names = call.argv.slice(1);
    const functions = names[0] === '-f';
    for (const name of names.filter((entry) => entry !== '-f' && entry !== '-v')) {
      if (functions) call.state.functions.delete(name);
      else {
        if (call.state.variables.get(name)?.readonly) throw new ShellError(`unset: ${name}: is read only`);
        call.state.variables.delete(name);
      }
    }
    return 0;
  },
  local: (call) => {
    const scope = call.state.locals.at(-1);
    if (!scope) throw new ShellError('local: not in a function');
    for (const entry of call.argv.slice(1)) {
      const equals = entry.indexOf('=');
      const name = equals < 0 ? entry : entry.slice(0, equals);
      if (!NAME.test(name)) throw new ShellError(`local: ${entry}: bad variable name`);
      const existing = call.state.variables.get(name);
      if (!scope.has(name)) scope.set(name, existing && { ...existing });
      if (equals >= 0) setVariable(call.state, name, entry.slice(equals + 1));
    }
    return 0;
  },
  eval: (call) => call.evaluator.evalText(call.state, call.argv.slice(1).join(' '), call.tested),
  '.': async (call) => {
    const { state, evaluator } = call;
    const name = call.argv[1];
    if (name === undefined) throw new ShellError('.: filename argument required');
    const path = name.startsWith('/') ? name : `${state.cwd}/${name}`;
    const data = name.includes('/') ? evaluator.port.files.read(path) : undefined;
    if (data === undefined)
      throw new ShellError(name.includes('/') ? `.: cannot open ${name}: No such file` : `.: ${name}: not found`);
    try {
      return await evaluator.evalText(state, Buffer.from(data).toString('utf8'), call.tested);
    } catch (error) {
      if (error instanceof ReturnSignal) return error.code;
      throw error;
    }
  },
  exec: async (call) => {
    if (call.argv.length === 1) return 0;
    const [, ...words] = call.argv;
    throw new ExitSignal(await call.evaluator.external(call.state, words));
  },
  command: runCommand,
  type: (call) => runCommand({ ...call, argv: ['command', '-V', ...call.argv.slice(1)] }),
  read: readLine,
  wait,
  trap,
  getopts,
  kill,
  umask: (call) => {
    const mode = call.argv[1];
    if (mode === undefined) say(call, `${call.state.umask.toString(8).padStart(4, '0')}\n`);
    else if (/^[0-7]{1,4}$/.test(mode)) call.state.umask = Number.parseInt(mode, 8);
    else throw new ShellError(`umask: Illegal mode: ${mode}`);
    return 0;
  },
  hash: () => 0,
};

function runTest(call: BuiltinCall, args: readonly string[]): number {
  const result = evaluateTest(args, call.evaluator.port.files, call.state.cwd);
  if ('error' in result) return complain(call, `${call.argv[0]}: ${result.error}`, 2);
  return result.value ? 0 : 1;
}
