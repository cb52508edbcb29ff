import { setMaxListeners } from 'node:events';
import { InputSource } from './input-source.ts';
import { Killed, type SignalName, signalCode } from './killed.ts';
import type { ProgramContext, SpawnOptions } from './program.ts';
import { resolveProgram } from './program-table.ts';
import type { SimulatedHost } from './simulated-host.ts';
import type { SimWorld } from './world.ts';

export interface ProcessEnd {
  readonly code: number;
  readonly signal?: SignalName;
}

const encoder = new TextEncoder();
const DEFAULT_ENV: ReadonlyMap<string, string> = new Map([
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['HOME', '/root'],
  ['USER', 'root'],
  ['LOGNAME', 'root'],
  ['SHELL', '/bin/bash'],
]);

/** Runs one program of a host to its end: exit code, or 128+n with the signal that ended it. Never rejects. */
export async function startProcess(
  world: SimWorld,
  host: SimulatedHost,
  argv: readonly string[],
  options: SpawnOptions,
): Promise<ProcessEnd> {
  const [word = ''] = argv;
  const stdout = options.stdout ?? (() => undefined);
  const stderr = options.stderr ?? (() => undefined);
  const cwd = options.cwd ?? '/root';
  if (!host.powered) return { code: signalCode('KILL'), signal: 'KILL' };
  const found = resolveProgram(world.commandSets, host, word, cwd);
  if (typeof found === 'string') {
    stderr(encoder.encode(`${word}: ${found === 'denied' ? 'Permission denied' : 'No such file or directory'}\n`));
    return { code: found === 'denied' ? 126 : 127 };
  }
  if (found.kind === 'script') {
    const [interpreter = '/bin/sh', ...flags] = found.interpreter;
    if (resolveProgram(world.commandSets, host, interpreter, cwd) === 'missing') {
      stderr(encoder.encode(`${word}: ${interpreter}: bad interpreter: No such file or directory\n`));
      return { code: 126 };
    }
    return startProcess(
      world,
      host,
      [interpreter, ...flags, word.includes('/') ? word : found.path, ...argv.slice(1)],
      options,
    );
  }

  const id = world.nextProcessId();
  const abort = new AbortController();
  const ends = [host.life.signal, ...(options.signal ? [options.signal] : [])];
  setMaxListeners(0, ...ends); // one for each process that ends with it
  const stops = ends.map((signal) => {
    const stop = () => abort.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    return () => signal.removeEventListener('abort', stop);
  });
  const input =
    options.stdin instanceof InputSource ? options.stdin : InputSource.of(options.stdin ?? new Uint8Array(0));
  const env = options.env ?? DEFAULT_ENV;
  let alive = true;
  const send = (write: (chunk: Uint8Array) => void) => (chunk: string | Uint8Array) => {
    if (!alive || abort.signal.aborted) return;
    world.stir();
    write(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
  };
  const context: ProgramContext = {
    world,
    host,
    argv,
    env,
    cwd,
    input,
    processId: id,
    umask: options.umask ?? 0o022,
    stdin: () => input.readAll(abort.signal),
    stdout: send(stdout),
    stderr: send(stderr),
    sleep: (seconds) => world.clock.sleep(seconds, abort.signal),
    signal: abort.signal,
    spawn: (childArgv, childOptions = {}) =>
      startProcess(
        world,
        childOptions.host instanceof Object ? (childOptions.host as SimulatedHost) : host,
        childArgv,
        {
          env,
          cwd,
          umask: options.umask ?? 0o022,
          stdin: input,
          stdout,
          stderr,
          ...childOptions,
          signal: childOptions.signal ?? abort.signal,
        },
      ).then((end) => end.code),
  };
  world.processes.set(id, { id, host, argv, env, startedAt: world.now(), abort });
  world.note(host, argv);
  world.stir();
  try {
    if (abort.signal.aborted) throw abort.signal.reason;
    const killed = new Promise<never>((_resolve, reject) => {
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true });
    });
    killed.catch(() => undefined);
    const code = await Promise.race([found.program(context), killed]);
    return { code: code & 0xff };
  } catch (error) {
    if (error instanceof Killed) return { code: signalCode(error.signalName), signal: error.signalName };
    if (abort.signal.aborted) return { code: signalCode('KILL'), signal: 'KILL' };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    world.defects.push(`${host.name}: ${argv[0]}: ${text}`);
    stderr(
      encoder.encode(`simulated ${word}: internal error: ${error instanceof Error ? error.message : String(error)}\n`),
    );
    return { code: 70 };
  } finally {
    alive = false;
    world.stir();
    world.processes.delete(id);
    for (const stop of stops) stop();
  }
}
