import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Command, type CommandKind, logText, wireText } from '../../electron/engine/shell/command.ts';
import type { Asset, ExecOptions, ExecResult, Transport, UploadOptions } from '../../electron/engine/transport/port.ts';

/**
 * A host that answers only what it was told. Anything else fails the test at once, and again in `finished()`, so that
 * a step that swallows the error fails too. Commands are compared as a person reads them (secrets as `***`).
 */
export type ScriptedExchange = ExpectedCommand | ExpectedUpload | ExpectedJob;

export interface ScriptedAnswer {
  /** Default 0. */
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Thrown instead of an answer, for example `fail('transport.connection-lost', ...)`. */
  readonly fails?: Error;
}

export interface ExpectedCommand extends ScriptedAnswer {
  readonly command: string | RegExp;
  /** Default: any. */
  readonly kind?: CommandKind;
  /** Exact standard input; absent = the command must bring none. `'any'` takes whatever comes. */
  readonly stdin?: string;
  /** Runs before the answer: change what later answers say, abort a signal. */
  readonly then?: () => void;
}
export interface ExpectedUpload {
  readonly upload: string;
  readonly mode?: number;
  readonly owner?: string;
  /** Exact content, or a pattern that it must match. */
  readonly content?: string | RegExp;
  readonly fails?: Error;
}
export interface ExpectedJob extends ScriptedAnswer {
  readonly job: string | RegExp;
  readonly command?: string | RegExp;
  readonly then?: () => void;
}

export interface ScriptedCall {
  readonly type: 'exec' | 'upload' | 'job';
  /** What a person reads: the command, or the upload's target. */
  readonly text: string;
  readonly kind: CommandKind;
  /** What goes on the wire, secrets included; for tests that look for leaks or quoting. */
  readonly wire: string;
  readonly stdin?: string;
  readonly jobId?: string;
  readonly content?: Uint8Array;
}

export interface ScriptedTransport extends Transport {
  readonly calls: readonly ScriptedCall[];
  /** Throws when something unexpected was asked or an expected exchange did not happen. Call it at the end of a test. */
  finished(): void;
}

export interface ScriptedOptions {
  /** Answered in any order, any number of times (0 too); looked at when the next exchange in `script` does not fit. */
  readonly whenever?: readonly ScriptedExchange[];
  /** What a stream from the host reaches. */
  readonly forward?: Transport['forward'];
}

/**
 * Makes a transport that expects exactly these exchanges in this order.
 * @param host name of the host it stands for
 * @param script what is asked and answered, in order
 */
export function scriptedTransport(
  host: string,
  script: readonly ScriptedExchange[] = [],
  options: ScriptedOptions = {},
): ScriptedTransport {
  const pending = [...script];
  const calls: ScriptedCall[] = [];
  const unexpected: string[] = [];

  const take = (call: ScriptedCall, fits: (exchange: ScriptedExchange) => boolean): ScriptedExchange => {
    calls.push(call);
    const next = pending[0];
    if (next && fits(next)) {
      pending.shift();
      return next;
    }
    const always = options.whenever?.find(fits);
    if (always) return always;
    const wanted = next ? `expected next: ${asked(next)}` : 'nothing more was expected';
    const text = `${host} was asked something it was not told about:\n  ${call.type}: ${call.text}\n  ${wanted}`;
    unexpected.push(text);
    throw new Error(text);
  };

  const answer = (exchange: ScriptedAnswer, execOptions: ExecOptions | undefined): ExecResult => {
    if (exchange.fails) throw exchange.fails;
    const stdout = exchange.stdout ?? '';
    const stderr = exchange.stderr ?? '';
    for (const line of lines(stdout)) execOptions?.onLine?.(line, 'out');
    for (const line of lines(stderr)) execOptions?.onLine?.(line, 'err');
    return { code: exchange.code ?? 0, stdout, stderr };
  };

  return {
    host,
    calls,
    async exec(command: Command<CommandKind>, execOptions?: ExecOptions): Promise<ExecResult> {
      execOptions?.signal?.throwIfAborted();
      const stdin = execOptions?.stdin === undefined ? undefined : asText(execOptions.stdin);
      const call: ScriptedCall = {
        type: 'exec',
        text: logText(command),
        kind: command.kind,
        wire: wireText(command),
        ...(stdin === undefined ? {} : { stdin }),
      };
      const exchange = take(
        call,
        (candidate) =>
          'command' in candidate &&
          !('job' in candidate) &&
          matches(candidate.command, call.text) &&
          (candidate.kind === undefined || candidate.kind === command.kind) &&
          (candidate.stdin === 'any' || candidate.stdin === stdin),
      ) as ExpectedCommand;
      exchange.then?.();
      return answer(exchange, execOptions);
    },
    async upload(asset: Asset, target: string, uploadOptions: UploadOptions): Promise<void> {
      uploadOptions.signal?.throwIfAborted();
      const content = 'bytes' in asset.source ? asset.source.bytes : new Uint8Array(readFileSync(asset.source.path));
      const text = new TextDecoder().decode(content);
      const call: ScriptedCall = { type: 'upload', text: target, kind: 'change', wire: target, content };
      const exchange = take(
        call,
        (candidate) =>
          'upload' in candidate &&
          candidate.upload === target &&
          (candidate.mode === undefined || candidate.mode === uploadOptions.mode) &&
          (candidate.owner === undefined || candidate.owner === uploadOptions.owner) &&
          (candidate.content === undefined || matches(candidate.content, text)),
      ) as ExpectedUpload;
      if (exchange.fails) throw exchange.fails;
      const sha256 = createHash('sha256').update(content).digest('hex');
      if (sha256 !== asset.sha256) throw new Error(`asset for ${target} says ${asset.sha256} but is ${sha256}`);
      uploadOptions.onBytes?.(asset.sizeBytes);
    },
    async job(id: string, command: Command<'change'>, execOptions?: ExecOptions): Promise<ExecResult> {
      execOptions?.signal?.throwIfAborted();
      const call: ScriptedCall = {
        type: 'job',
        text: `${id}: ${logText(command)}`,
        kind: 'change',
        wire: wireText(command),
        jobId: id,
      };
      const exchange = take(
        call,
        (candidate) =>
          'job' in candidate &&
          matches(candidate.job, id) &&
          (candidate.command === undefined || matches(candidate.command, logText(command))),
      ) as ExpectedJob;
      exchange.then?.();
      return answer(exchange, execOptions);
    },
    forward: (address, port) =>
      options.forward?.(address, port) ??
      Promise.reject(Object.assign(new Error(`${host} has no ${address}:${port}`), { code: 'ECONNREFUSED' })),
    finished(): void {
      const missing = pending.map((exchange) => `${host} was never asked: ${asked(exchange)}`);
      const wrong = [...unexpected, ...missing];
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    },
  };
}

function matches(wanted: string | RegExp, seen: string): boolean {
  return typeof wanted === 'string' ? wanted === seen : wanted.test(seen);
}

function asked(exchange: ScriptedExchange): string {
  if ('job' in exchange) return `job ${exchange.job}${exchange.command ? `: ${exchange.command}` : ''}`;
  if ('upload' in exchange)
    return `upload ${exchange.upload}${exchange.mode === undefined ? '' : ` mode ${exchange.mode.toString(8)}`}`;
  return `${exchange.kind ?? 'command'}: ${exchange.command}${exchange.stdin === undefined ? '' : ` (stdin ${JSON.stringify(exchange.stdin)})`}`;
}

function lines(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function asText(input: string | Uint8Array): string {
  return typeof input === 'string' ? input : new TextDecoder().decode(input);
}
