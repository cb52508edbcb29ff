import { Killed } from '../killed.ts';
import type { Program, ProgramContext } from '../program.ts';
import { runShell } from './run-shell.ts';
import type { ShellPort } from './state.ts';

const USAGE = 2;

/** /bin/sh (and bash, which is taken for the POSIX shell it contains: a known limit of the rehearsal). */
export const shProgram: Program = async (context) => {
  let flags = '';
  let at = 1;
  let commandText: string | undefined;
  let isCommand = false;
  let fromStdin = false;
  for (; at < context.argv.length; at += 1) {
    const arg = context.argv[at] as string;
    if (arg === '--' || arg === '-') {
      at += 1;
      break;
    }
    if (arg === '-o') {
      at += 1;
      const name = context.argv[at] ?? '';
      const letter = { errexit: 'e', nounset: 'u', xtrace: 'x', noglob: 'f', noexec: 'n' }[name];
      if (letter === undefined) {
        context.stderr(`${context.argv[0]}: 0: Illegal option -o ${name}\n`);
        return USAGE;
      }
      flags += letter;
      continue;
    }
    if (!/^-[a-zA-Z]+$/.test(arg)) break;
    for (const letter of arg.slice(1)) {
      if (letter === 'c') isCommand = true;
      else if (letter === 's') fromStdin = true;
      else if ('euxfnCaliv'.includes(letter)) flags += letter;
      else {
        context.stderr(`${context.argv[0]}: 0: Illegal option -${letter}\n`);
        return USAGE;
      }
    }
  }
  let name = context.argv[0] as string;
  if (isCommand) {
    commandText = context.argv[at];
    if (commandText === undefined) {
      context.stderr(`${name}: 0: -c requires an argument\n`);
      return USAGE;
    }
    at += 1;
    if (context.argv[at] !== undefined) {
      name = context.argv[at] as string;
      at += 1;
    }
  } else if (!fromStdin && context.argv[at] !== undefined) {
    name = context.argv[at] as string;
    at += 1;
    const path = name.startsWith('/') ? name : `${context.cwd === '/' ? '' : context.cwd}/${name}`;
    const data = context.host.files.read(path);
    if (data === undefined) {
      context.stderr(`${context.argv[0]}: 0: cannot open ${name}: No such file\n`);
      return USAGE;
    }
    commandText = Buffer.from(data).toString('utf8');
  } else {
    commandText = Buffer.from(await context.stdin()).toString('utf8');
  }
  return runShell(shellPort(context), {
    script: commandText,
    name,
    positional: context.argv.slice(at),
    flags,
    env: context.env,
    cwd: context.cwd,
    umask: context.umask,
    stdin: context.input,
    stdout: (chunk) => context.stdout(chunk),
    stderr: (chunk) => context.stderr(chunk),
  });
};

function shellPort(context: ProgramContext): ShellPort {
  const { host, world } = context;
  const life = new AbortController();
  // Background jobs end with the host's power only: their own controller is never aborted by the shell's end.
  const watch = () => {
    if (!host.powered) life.abort(new Killed('KILL'));
  };
  context.signal.addEventListener('abort', watch, { once: true });
  return {
    files: host.files,
    find: (word, _path, cwd) => world.findProgram(host, word, cwd),
    locate: (word) => {
      if (word.includes('/')) return world.findProgram(host, word) === 'found' ? word : undefined;
      for (const directory of ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin']) {
        if (host.files.read(`${directory}/${word}`) !== undefined) return `${directory}/${word}`;
      }
      return world.findProgram(host, word) === 'found' ? `/usr/bin/${word}` : undefined;
    },
    run: (request) =>
      context.spawn(request.argv, {
        env: request.env,
        cwd: request.cwd,
        umask: request.umask,
        stdin: request.stdin,
        stdout: request.stdout,
        stderr: request.stderr,
        signal: request.signal,
      }),
    stir: () => world.stir(),
    signal: context.signal,
    backgroundSignal: life.signal,
    processId: context.processId,
    nextProcessId: () => world.nextProcessId(),
    kill: (id, signal) => world.kill(host, id, signal),
  };
}
