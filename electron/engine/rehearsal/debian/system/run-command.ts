import type { Program, ProgramContext } from '../../kernel/program.ts';
import { linesOf, parseOptions, text } from '../options.ts';
import { complain } from '../program.ts';

/** printf, echo, test, [, true, false, pwd as programs: the shell's own code. */
export const fromShell =
  (name: string): Program =>
  (context) =>
    context.spawn(['sh', '-c', `${name === '[' ? '[' : name} "$@"`, name, ...context.argv.slice(1)]);

export const env: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: 'iu:0C:S:',
    long: ['ignore-environment', 'unset=', 'chdir=', 'null'],
    stopAtOperand: true,
    usageCode: 125,
  });
  const values = new Map(options.has('i', 'ignore-environment') ? [] : context.env);
  for (const name of [...(options.values.get('u') ?? []), ...(options.values.get('unset') ?? [])]) values.delete(name);
  let at = 0;
  for (; at < options.operands.length; at += 1) {
    const match = /^([^=]+)=([\s\S]*)$/.exec(options.operands[at] as string);
    if (!match) break;
    values.set(match[1] as string, match[2] as string);
  }
  const command = options.operands.slice(at);
  if (command.length === 0) {
    for (const [name, value] of values) context.stdout(`${name}=${value}\n`);
    return 0;
  }
  return runOr(context, command, { env: values });
};

export async function runOr(
  context: ProgramContext,
  command: readonly string[],
  options: Parameters<ProgramContext['spawn']>[1] = {},
): Promise<number> {
  const [word = ''] = command;
  const cwd = options.cwd ?? context.cwd;
  const found = context.world.findProgram(context.host, word, cwd);
  if (found === 'missing') return complain(context, `'${word}': No such file or directory`, 127);
  if (found === 'denied') return complain(context, `'${word}': Permission denied`, 126);
  return context.spawn(command, options);
}

/** nohup, setsid: the command runs on when the connection is cut, until the host loses power. */
export const detached: Program = async (context) => {
  const options = parseOptions(context.argv, { short: 'fcw', long: ['fork', 'wait', 'ctty'], stopAtOperand: true });
  const command = options.operands;
  if (command.length === 0) return complain(context, "missing operand\nTry 'nohup --help' for more information.", 125);
  const [word = ''] = command;
  if (context.world.findProgram(context.host, word, context.cwd) !== 'found')
    return complain(context, `failed to run command '${word}': No such file or directory`, 127);
  const running = context.world.run(context.host, command, {
    env: context.env,
    cwd: context.cwd,
    stdin: context.input,
    stdout: (chunk) => context.stdout(chunk),
    stderr: (chunk) => context.stderr(chunk),
  });
  if (options.has('f', 'fork')) return 0;
  return Promise.race([
    running,
    new Promise<never>((_resolve, reject) =>
      context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true }),
    ),
  ]);
};

export const xargs: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: '0rn:I:P:',
    long: ['null', 'no-run-if-empty', 'max-args='],
    stopAtOperand: true,
  });
  const input = text(await context.stdin());
  const words = options.has('0', 'null')
    ? input.split('\0').filter((word) => word !== '')
    : options.has('I')
      ? linesOf(input)
      : input.split(/\s+/).filter((word) => word !== '');
  const command = options.operands.length === 0 ? ['echo'] : options.operands;
  if (words.length === 0 && options.has('r', 'no-run-if-empty')) return 0;
  const replace = options.get('I');
  const size = Number(options.get('n', 'max-args') ?? (replace === undefined ? Math.max(1, words.length) : 1));
  let code = 0;
  for (let at = 0; at < Math.max(words.length, 1); at += size) {
    const batch = words.slice(at, at + size);
    const argv =
      replace === undefined ? [...command, ...batch] : command.map((word) => word.replaceAll(replace, batch[0] ?? ''));
    if ((await runOr(context, argv, { stdin: new Uint8Array(0) })) !== 0) code = 123;
  }
  return code;
};
