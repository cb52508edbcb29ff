import type { Socket } from 'node:net';
import { Killed, parseSignal, type SignalName } from '../kernel/killed.ts';
import { AskedInput } from './asked-input.ts';
import { encodeFrame, type Frame, FrameReader, type FrameType } from './wire.ts';

/** One program that a wrapper asks for. */
export interface ProgramCall {
  readonly host: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: ReadonlyMap<string, string>;
  readonly umask: number;
  readonly stdin: AskedInput;
  /** Aborted with the signal that the wrapper got; with KILL when the wrapper is gone. */
  readonly signal: AbortSignal;
  stdout(chunk: Uint8Array): void;
  stderr(chunk: Uint8Array): void;
}

export interface CallEnd {
  readonly code: number;
  readonly signal?: SignalName;
}

export interface ConnectionHandlers {
  /** Runs a program to its end; must not reject. */
  run(call: ProgramCall): Promise<CallEnd>;
  /** Answers a control request; a rejection's message goes to the asker. */
  control(request: unknown): Promise<unknown>;
}

/** Speaks with one wrapper: collects the call, carries the streams, ends the program when the wrapper is gone. */
export function serveConnection(socket: Socket, handlers: ConnectionHandlers): void {
  const reader = new FrameReader();
  const abort = new AbortController();
  const argv: string[] = [];
  const env = new Map<string, string>();
  let host = '';
  let cwd = '/';
  let umask = 0o022;
  let started = false;
  const send = (type: FrameType, data?: string | Uint8Array) => {
    if (!socket.destroyed && socket.writable) socket.write(encodeFrame(type, data));
  };
  const stdin = new AskedInput(() => send('W'));

  const go = async () => {
    started = true;
    const end = await handlers.run({
      host,
      argv,
      cwd,
      env,
      umask,
      stdin,
      signal: abort.signal,
      stdout: (chunk) => send('O', chunk),
      stderr: (chunk) => send('R', chunk),
    });
    send('X', end.signal === undefined ? String(end.code) : `${end.code} ${end.signal}`);
    socket.end();
  };
  const control = async (text: string) => {
    try {
      send('J', JSON.stringify({ answer: (await handlers.control(JSON.parse(text))) ?? null }));
    } catch (error) {
      send('J', JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    }
    socket.end();
  };
  const take = ({ type, data }: Frame) => {
    const text = () => data.toString('utf8');
    switch (type) {
      case 'N':
        host = text();
        break;
      case 'C':
        cwd = text();
        break;
      case 'U':
        umask = Number.parseInt(text(), 8) || 0;
        break;
      case 'A':
        argv.push(text());
        break;
      case 'E': {
        const cut = text().indexOf('=');
        env.set(text().slice(0, cut), text().slice(cut + 1));
        break;
      }
      case 'G':
        if (!started) void go();
        break;
      case 'I':
        stdin.push(data);
        break;
      case 'Z':
        stdin.end();
        break;
      case 'S': {
        const signal = parseSignal(text());
        if (signal) abort.abort(new Killed(signal));
        break;
      }
      case 'K':
        void control(text());
        break;
      default:
        socket.destroy();
    }
  };
  socket.on('error', () => undefined);
  socket.on('close', () => abort.abort(new Killed('KILL')));
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of reader.push(chunk)) take(frame);
    } catch {
      socket.destroy();
    }
  });
}
