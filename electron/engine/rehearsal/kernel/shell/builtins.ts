import { type BuiltinCall, complain, NAME, number, say } from './builtins/builtin-call.ts';
import { declare } from './builtins/declare.ts';
import { getopts } from './builtins/getopts.ts';
import { kill, trap, wait } from './builtins/processes.ts';
import { readLine } from './builtins/read-line.ts';
import { setOptions } from './builtins/set-options.ts';
import { echoText } from './echo.ts';
import { setVariable } from './expand.ts';
import { formatPrintf } from './printf.ts';
import { ExitSignal, LoopSignal, ReturnSignal, ShellError } from './state.ts';
import { evaluateTest } from './test-command.ts';

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
