import { spawn } from 'node:child_process';
import { fail } from '../../api/diagnostic.ts';
import type { RawHost, RawRequest } from './raw-host.ts';
import { tcpDialer } from './tcp-dialer.ts';

const KILL_AFTER_MS = 3_000;

/** The machine we run on as a host: for the command line started on a node itself. The one file with child_process. */
export function localHost(host: string): RawHost {
  return {
    host,
    run: (request) => runLocally(host, request),
    forward: (address, port) => tcpDialer.connect(address, port),
    async close() {},
  };
}

function runLocally(host: string, request: RawRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const subject = { host };
    if (request.signal?.aborted) {
      reject(fail('transport.stopped', { params: { host }, subject }));
      return;
    }
    // Its own process group, so that stopping reaches what it started.
    const child = spawn('/bin/sh', ['-c', request.line], {
      detached: true,
      stdio: [request.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    let stopping: Error | undefined;
    const timers: NodeJS.Timeout[] = [];
    const signalGroup = (name: 'SIGTERM' | 'SIGKILL'): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch {
        // Already gone.
      }
    };
    const stop = (reason: Error): void => {
      if (stopping) return;
      stopping = reason;
      signalGroup('SIGTERM');
      timers.push(setTimeout(() => signalGroup('SIGKILL'), KILL_AFTER_MS));
    };
    const onAbort = (): void => stop(fail('transport.stopped', { params: { host }, subject }));
    const settle = (act: () => void): void => {
      for (const timer of timers) clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
      act();
    };
    request.signal?.addEventListener('abort', onAbort, { once: true });
    timers.push(
      setTimeout(() => {
        const seconds = Math.round(request.timeoutMs / 1000);
        stop(fail('transport.command-timeout', { params: { host, seconds }, subject }));
      }, request.timeoutMs),
    );
    child.stdout?.on('data', request.onOut);
    child.stderr?.on('data', request.onErr);
    child.on('error', (error) =>
      settle(() => reject(fail('transport.connection-lost', { params: { host }, evidence: [error.message], subject }))),
    );
    child.on('close', (code, signal) =>
      settle(() => {
        if (stopping) reject(stopping);
        else if (code !== null) resolve(code);
        else {
          const name = (signal ?? 'unknown').replace(/^SIG/, '');
          reject(fail('transport.killed', { params: { host, signal: name }, subject }));
        }
      }),
    );
    const { stdin } = child;
    if (request.stdin && stdin) {
      stdin.on('error', () => {}); // a command need not read all of its input
      feed(stdin, request.stdin).catch((error) => stop(error instanceof Error ? error : new Error(String(error))));
    }
  });
}

async function feed(stdin: NodeJS.WritableStream, input: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of input) {
    if (!stdin.writable) return;
    if (!stdin.write(chunk)) {
      await new Promise<void>((resolve) => {
        stdin.once('drain', resolve);
        stdin.once('close', resolve);
      });
    }
  }
  stdin.end();
}
