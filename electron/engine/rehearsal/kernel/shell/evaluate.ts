import { setMaxListeners } from 'node:events';
import { InputSource } from '../input-source.ts';
import { Killed, signalCode } from '../killed.ts';
import { builtins, SPECIAL_BUILTINS } from './builtins.ts';
import { runCompound } from './compound.ts';
import { arithmetic, type Expander, expandString, expandWords, setVariable } from './expand.ts';
import { parseScript } from './parser.ts';
import { applyRedirects, restoreDescriptors } from './redirect.ts';
import {
  copyState,
  type Descriptor,
  ExitSignal,
  LoopSignal,
  ReturnSignal,
  ShellError,
  type ShellPort,
  type ShellState,
  type Variable,
} from './state.ts';
import { type ListNode, type Node, ShellSyntaxError, type SimpleNode } from './syntax.ts';

const encoder = new TextEncoder();

/** Walks the syntax tree. One instance serves a shell and its subshells; what differs between them is the state. */
export class Evaluator {
  readonly port: ShellPort;
  #commands = 0;

  constructor(port: ShellPort) {
    this.port = port;
  }

  /** Runs a list; `tested` = its status is looked at, so that `set -e` does not end the shell. */
  async list(state: ShellState, list: ListNode, tested = false): Promise<number> {
    let status = 0;
    for (const item of list.items) {
      if (state.options.noexec) return 0;
      status = item.background ? this.#background(state, item.node) : await this.node(state, item.node, tested);
      state.lastStatus = status;
    }
    return status;
  }

  async node(state: ShellState, node: Node, tested = false): Promise<number> {
    switch (node.type) {
      case 'list':
        return this.list(state, node, tested);
      case 'and-or': {
        let status = await this.node(state, node.first, true);
        state.lastStatus = status;
        for (const [index, next] of node.rest.entries()) {
          if (next.operator === '&&' ? status !== 0 : status === 0) continue;
          status = await this.node(state, next.node, tested || index < node.rest.length - 1);
          state.lastStatus = status;
        }
        return status;
      }
      case 'pipeline': {
        const inner = tested || node.negated;
        const status =
          node.commands.length === 1
            ? await this.node(state, node.commands[0] as Node, inner)
            : await this.#pipeline(state, node.commands, inner);
        state.lastStatus = node.negated ? (status === 0 ? 1 : 0) : status;
        return node.negated ? state.lastStatus : this.checked(state, status, tested || node.commands.length === 1);
      }
      case 'function':
        state.functions.set(node.name, node.body);
        return 0;
      case 'compound': {
        state.line = node.line;
        const saved = new Map(state.descriptors);
        let closers: readonly (() => void)[] = [];
        try {
          const applied = await applyRedirects(this, state, node.redirects);
          if ('error' in applied) {
            this.complain(state, applied.error);
            return this.checked(state, 2, tested);
          }
          closers = applied.closers;
          return await runCompound(this, state, node.body, tested);
        } finally {
          for (const close of closers) close();
          restoreDescriptors(state, saved);
        }
      }
      default:
        return this.#simple(state, node, tested);
    }
  }

  async #simple(state: ShellState, node: SimpleNode, tested: boolean): Promise<number> {
    state.line = node.line;
    await this.breathe(state);
    const expander = this.expander(state);
    // A command substitution in an assignment gives its status to the command.
    const substituted = { status: 0 };
    const watching: Expander = {
      ...expander,
      substitute: async (body, inner) => {
        const output = await expander.substitute(body, inner);
        substituted.status = state.lastStatus;
        return output;
      },
    };
    const words = await expandWords(watching, node.words);
    const saved = new Map(state.descriptors);
    let closers: readonly (() => void)[] = [];
    let keepDescriptors = false;
    try {
      const [name] = words;
      const isSpecial = name !== undefined && SPECIAL_BUILTINS.has(name);
      const applied = await applyRedirects(this, state, node.redirects);
      if ('error' in applied) {
        if (isSpecial) throw new ShellError(applied.error);
        this.complain(state, applied.error);
        state.lastStatus = 2;
        return this.checked(state, 2, tested);
      }
      closers = applied.closers;
      if (name === undefined) {
        for (const assignment of node.assignments)
          setVariable(state, assignment.name, await expandString(watching, assignment.value, true));
        if (state.options.xtrace)
          this.#trace(
            state,
            node.assignments.map((entry) => `${entry.name}=${state.variables.get(entry.name)?.value}`),
          );
        state.lastStatus = substituted.status;
        return this.checked(state, substituted.status, tested);
      }
      const temporary: [string, string][] = [];
      for (const assignment of node.assignments)
        temporary.push([assignment.name, await expandString(watching, assignment.value, true)]);
      if (state.options.xtrace) this.#trace(state, [...temporary.map(([key, value]) => `${key}=${value}`), ...words]);
      if (name === 'exec' && words.length === 1) keepDescriptors = true;
      const status = await this.#command(state, words, temporary, isSpecial, tested);
      state.lastStatus = status;
      return this.checked(state, status, tested);
    } finally {
      if (keepDescriptors) {
        // exec with redirections only: they stay.
      } else {
        for (const close of closers) close();
        restoreDescriptors(state, saved);
      }
    }
  }

  async #command(
    state: ShellState,
    words: readonly string[],
    temporary: readonly [string, string][],
    isSpecial: boolean,
    tested: boolean,
  ): Promise<number> {
    const [name] = words as [string];
    const func = isSpecial ? undefined : state.functions.get(name);
    const builtin = builtins[name];
    if (func || builtin) {
      const before = new Map<string, Variable | undefined>();
      for (const [key, value] of temporary) {
        const existing = state.variables.get(key);
        before.set(key, existing && { ...existing });
        setVariable(state, key, value);
        (state.variables.get(key) as Variable).exported = true;
      }
      try {
        if (func) return await this.callFunction(state, func, words.slice(1), tested);
        return builtin ? await builtin({ evaluator: this, state, argv: words, tested }) : 127;
      } finally {
        if (!isSpecial || name === 'exec')
          for (const [key, value] of before) {
            if (value) state.variables.set(key, value);
            else state.variables.delete(key);
          }
        else
          for (const [key, value] of before) {
            const variable = state.variables.get(key);
            if (variable) variable.exported = value?.exported ?? false;
          }
      }
    }
    return this.external(state, words, temporary);
  }

  /** Runs a program of the host with the shell's exported variables. */
  async external(
    state: ShellState,
    words: readonly string[],
    temporary: readonly [string, string][] = [],
  ): Promise<number> {
    const [name] = words as [string];
    const env = this.environment(state);
    for (const [key, value] of temporary) env.set(key, value);
    const found = this.port.find(name, env.get('PATH') ?? state.variables.get('PATH')?.value ?? '', state.cwd);
    if (found !== 'found') {
      this.complain(state, `${name}: ${found === 'denied' ? 'Permission denied' : 'not found'}`);
      return found === 'denied' ? 126 : 127;
    }
    return this.port.run({
      argv: words,
      env,
      cwd: state.cwd,
      umask: state.umask,
      stdin: this.input(state),
      stdout: this.output(state, 1),
      stderr: this.output(state, 2),
      signal: state.signal,
    });
  }

  async callFunction(state: ShellState, body: Node, args: readonly string[], tested: boolean): Promise<number> {
    const saved = { positional: state.positional, loopDepth: state.loopDepth };
    state.positional = args;
    state.loopDepth = 0;
    state.locals.push(new Map());
    if (state.locals.length > 200) throw new ShellError('Maximum function recursion depth (1000) reached');
    try {
      return await this.node(state, body, tested);
    } catch (error) {
      if (error instanceof ReturnSignal) return error.code;
      throw error;
    } finally {
      state.positional = saved.positional;
      state.loopDepth = saved.loopDepth;
      for (const [name, variable] of state.locals.pop() ?? []) {
        if (variable) state.variables.set(name, variable);
        else state.variables.delete(name);
      }
    }
  }

  /** Runs `body` on a copied state: exits end only the copy. Its EXIT trap runs. */
  async subshell(state: ShellState, body: (state: ShellState) => Promise<number>): Promise<number> {
    let status: number;
    try {
      status = await body(state);
    } catch (error) {
      status = this.settle(state, error);
    }
    return this.runExitTrap(state, status);
  }

  /** The exit code a thrown signal or error means for this shell. */
  settle(state: ShellState, error: unknown): number {
    if (error instanceof ExitSignal || error instanceof ReturnSignal) return error.code;
    if (error instanceof LoopSignal) return 0;
    if (error instanceof ShellError) {
      this.complain(state, error.message);
      return error.code;
    }
    if (error instanceof Killed && error.signalName === 'PIPE') return signalCode('PIPE');
    throw error;
  }

  async runExitTrap(state: ShellState, status: number): Promise<number> {
    const action = state.traps.get('EXIT');
    if (action === undefined || action === '') return status;
    state.traps.delete('EXIT');
    state.lastStatus = status;
    try {
      await this.evalText(state, action);
    } catch (error) {
      if (error instanceof ExitSignal) return error.code;
      return this.settle(state, error);
    }
    return status;
  }

  async evalText(state: ShellState, text: string, tested = false): Promise<number> {
    try {
      return await this.list(state, parseScript(text), tested);
    } catch (error) {
      if (error instanceof ShellSyntaxError) throw new ShellError(error.message);
      throw error;
    }
  }

  #background(state: ShellState, node: Node): number {
    const inner = copyState(state);
    const abort = new AbortController();
    const stop = () => abort.abort(this.port.backgroundSignal.reason);
    setMaxListeners(0, this.port.backgroundSignal); // one for each command that a script leaves behind
    this.port.backgroundSignal.addEventListener('abort', stop, { once: true });
    inner.signal = abort.signal;
    if (inner.descriptors.get(0)) inner.descriptors.set(0, { kind: 'in', source: InputSource.empty() });
    const id = this.port.nextProcessId();
    const done = this.subshell(inner, (copy) => this.node(copy, node))
      .catch((error: unknown) => (error instanceof Killed ? signalCode(error.signalName) : 2))
      .finally(() => this.port.backgroundSignal.removeEventListener('abort', stop));
    state.jobs.set(id, { id, done, abort });
    state.lastBackground = id;
    return 0;
  }

  async #pipeline(state: ShellState, commands: readonly Node[], tested: boolean): Promise<number> {
    let input: Descriptor | undefined;
    const running = commands.map((command, index) => {
      const inner = copyState(state);
      if (input) inner.descriptors.set(0, input);
      const reader = input?.kind === 'in' ? input.source : undefined;
      let pipe: InputSource | undefined;
      if (index < commands.length - 1) {
        const next = new InputSource();
        pipe = next;
        inner.descriptors.set(1, {
          kind: 'out',
          write: (chunk) => {
            if (!next.push(chunk)) throw new Killed('PIPE');
          },
        });
        input = { kind: 'in', source: next };
      }
      return this.subshell(inner, (copy) => this.node(copy, command, tested)).finally(() => {
        pipe?.end();
        reader?.abandon();
      });
    });
    const results = await Promise.allSettled(running);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    const last = results.at(-1);
    return last?.status === 'fulfilled' ? last.value : 0;
  }

  /** `set -e`: an untested failure ends the shell. */
  checked(state: ShellState, status: number, tested: boolean): number {
    if (status !== 0 && state.options.errexit && !tested) {
      state.lastStatus = status;
      throw new ExitSignal(status);
    }
    return status;
  }

  expander(state: ShellState): Expander {
    return {
      state,
      list: (path) => this.port.files.list(path),
      exists: (path) => this.port.files.stat(path) !== undefined,
      substitute: async (body, outer) => {
        const inner = copyState(outer);
        const chunks: Uint8Array[] = [];
        inner.descriptors.set(1, {
          kind: 'out',
          write: (chunk) => {
            chunks.push(chunk);
          },
        });
        outer.lastStatus = await this.subshell(inner, (copy) => this.list(copy, body));
        return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '');
      },
    };
  }

  arithmetic(state: ShellState, text: string): string {
    return arithmetic(state, text);
  }

  environment(state: ShellState): Map<string, string> {
    const env = new Map<string, string>();
    for (const [name, variable] of state.variables) if (variable.exported) env.set(name, variable.value);
    return env;
  }

  input(state: ShellState): InputSource {
    const descriptor = state.descriptors.get(0);
    return descriptor?.kind === 'in' ? descriptor.source : InputSource.empty();
  }

  output(state: ShellState, fd: number): (chunk: Uint8Array) => void {
    const descriptor = state.descriptors.get(fd);
    return descriptor?.kind === 'out' ? descriptor.write : () => undefined;
  }

  write(state: ShellState, fd: number, text: string): void {
    this.output(state, fd)(encoder.encode(text));
  }

  /** An error line of the shell: `sh: 3: foo: not found`. */
  complain(state: ShellState, message: string): void {
    this.write(state, 2, `${state.scriptName}: ${state.line}: ${message}\n`);
  }

  #trace(state: ShellState, words: readonly string[]): void {
    this.write(state, 2, `+ ${words.join(' ')}\n`);
  }

  /** Keeps busy loops killable and the event loop alive. */
  async breathe(state: ShellState): Promise<void> {
    if (state.signal.aborted) throw state.signal.reason;
    this.#commands += 1;
    if (this.#commands % 100 !== 0) return;
    this.port.stir();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
