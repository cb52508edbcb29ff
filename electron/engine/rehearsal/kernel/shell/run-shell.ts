import type { InputSource } from '../input-source.ts';
import { Killed } from '../killed.ts';
import { Evaluator } from './evaluate.ts';
import { parseScript } from './parser.ts';
import type { ShellPort, ShellState } from './state.ts';
import { type ListNode, ShellSyntaxError } from './syntax.ts';

export interface ShellRun {
  readonly script: string;
  /** $0, also the prefix of error lines. */
  readonly name: string;
  readonly positional: readonly string[];
  /** Letters given on the command line: `sh -eu`. */
  readonly flags: string;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly umask: number;
  readonly stdin: InputSource;
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
}

/** Runs one script to its end. Resolves with the exit code; rejects with Killed when ended by a signal. */
export async function runShell(port: ShellPort, run: ShellRun): Promise<number> {
  const state: ShellState = {
    variables: new Map(
      [...run.env]
        .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        .map(([name, value]) => [name, { value, exported: true, readonly: false }]),
    ),
    functions: new Map(),
    positional: run.positional,
    scriptName: run.name,
    options: {
      errexit: run.flags.includes('e'),
      nounset: run.flags.includes('u'),
      xtrace: run.flags.includes('x'),
      noglob: run.flags.includes('f'),
      noexec: run.flags.includes('n'),
      noclobber: run.flags.includes('C'),
      allexport: run.flags.includes('a'),
      verbose: false,
    },
    lastStatus: 0,
    lastBackground: undefined,
    cwd: run.cwd,
    umask: run.umask,
    traps: new Map(),
    descriptors: new Map([
      [0, { kind: 'in', source: run.stdin }],
      [1, { kind: 'out', write: run.stdout }],
      [2, { kind: 'out', write: run.stderr }],
    ]),
    jobs: new Map(),
    locals: [],
    line: 1,
    loopDepth: 0,
    signal: port.signal,
    isSubshell: false,
  };
  const set = (name: string, value: string, exported: boolean) =>
    state.variables.set(name, { value, exported, readonly: false });
  set('PWD', run.cwd, state.variables.has('PWD'));
  set('IFS', ' \t\n', false);
  set('OPTIND', '1', false);
  set('PPID', '1', false);
  set('$', String(port.processId), false);
  if (!state.variables.has('PATH')) set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', false);
  const evaluator = new Evaluator(port);
  let tree: ListNode;
  try {
    tree = parseScript(run.script);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    state.line = error.line;
    evaluator.complain(state, error.message);
    return 2;
  }
  return evaluator.subshell(state, async (inner) => {
    const status = await evaluator.list(inner, tree);
    if (inner.signal.aborted) throw inner.signal.reason instanceof Killed ? inner.signal.reason : new Killed('TERM');
    return status;
  });
}
