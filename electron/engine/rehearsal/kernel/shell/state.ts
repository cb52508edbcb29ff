import type { InputSource } from '../input-source.ts';
import type { HostFiles } from '../program.ts';
import type { Node } from './syntax.ts';

export interface Variable {
  value: string;
  exported: boolean;
  readonly: boolean;
}

/** One open file descriptor of the shell. */
export type Descriptor =
  | { readonly kind: 'in'; readonly source: InputSource }
  | { readonly kind: 'out'; readonly write: (chunk: Uint8Array) => void };

export interface RunRequest {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly umask: number;
  readonly stdin: InputSource;
  readonly stdout: (chunk: Uint8Array) => void;
  readonly stderr: (chunk: Uint8Array) => void;
  readonly signal: AbortSignal;
}

/** What the shell needs of the machine it runs on. */
export interface ShellPort {
  readonly files: HostFiles;
  /** How a command word is found on PATH; 'missing' and 'denied' are the shell's own errors (127 and 126). */
  find(word: string, path: string, cwd: string): 'found' | 'missing' | 'denied';
  /** Where a found command is, for `command -v`. */
  locate(word: string, path: string): string | undefined;
  /** Runs a found program. Resolves with its exit code, 128+n when killed. */
  run(request: RunRequest): Promise<number>;
  /** The shell's own life. */
  readonly signal: AbortSignal;
  /** The life of what is started with `&`. */
  readonly backgroundSignal: AbortSignal;
  readonly processId: number;
  /** Called now and then while the shell computes by itself. */
  stir(): void;
  nextProcessId(): number;
  /** Signals a process of the host; false where there is none. */
  kill(processId: number, signal: string | 0): boolean;
}

export interface ShellOptions {
  errexit: boolean;
  nounset: boolean;
  xtrace: boolean;
  noglob: boolean;
  noexec: boolean;
  noclobber: boolean;
  allexport: boolean;
  verbose: boolean;
}

export interface BackgroundJob {
  readonly id: number;
  readonly done: Promise<number>;
  readonly abort: AbortController;
}

/** Everything a subshell gets a copy of. */
export interface ShellState {
  readonly variables: Map<string, Variable>;
  readonly functions: Map<string, Node>;
  positional: readonly string[];
  readonly scriptName: string;
  readonly options: ShellOptions;
  lastStatus: number;
  lastBackground: number | undefined;
  cwd: string;
  umask: number;
  readonly traps: Map<string, string>;
  readonly descriptors: Map<number, Descriptor>;
  readonly jobs: Map<number, BackgroundJob>;
  /** Saved values of `local` variables, one map a function call. */
  readonly locals: Map<string, Variable | undefined>[];
  line: number;
  loopDepth: number;
  signal: AbortSignal;
  isSubshell: boolean;
}

export function copyState(state: ShellState): ShellState {
  return {
    ...state,
    variables: new Map([...state.variables].map(([name, variable]) => [name, { ...variable }])),
    functions: new Map(state.functions),
    options: { ...state.options },
    traps: new Map(),
    descriptors: new Map(state.descriptors),
    jobs: new Map(),
    locals: state.locals.map((scope) => new Map(scope)),
    isSubshell: true,
  };
}

/** `exit`, `return`, `break` and `continue` travel as exceptions through the evaluator. */
export class ExitSignal extends Error {
  readonly code: number;
  constructor(code: number) {
    super('exit');
    this.code = code;
  }
}
export class ReturnSignal extends Error {
  readonly code: number;
  constructor(code: number) {
    super('return');
    this.code = code;
  }
}
export class LoopSignal extends Error {
  readonly what: 'break' | 'continue';
  levels: number;
  constructor(what: 'break' | 'continue', levels: number) {
    super(what);
    this.what = what;
    this.levels = levels;
  }
}

/** An error of the shell itself; in a script it ends the shell with status 2. */
export class ShellError extends Error {
  readonly code: number;
  constructor(message: string, code = 2) {
    super(message);
    this.code = code;
  }
}
