import { request } from 'node:http';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { Surface } from '../../electron/api/procedure.ts';
import type { Engine, EngineClient } from '../../electron/engine/engine.ts';
import { type LoopbackServer, startLoopbackServer } from '../../electron/server/loopback-server.ts';
import { ROOT } from '../support/test-engine.ts';

/** One way to reach the contract. */
export interface OpenSurface {
  readonly surface: Surface;
  readonly client: EngineClient;
  /** Breaks the way and gives a new one: a reloaded page, a lost connection. */
  reconnect(): Promise<EngineClient>;
  close(): Promise<void>;
}

export async function openHttp(engine: Engine): Promise<OpenSurface & { readonly server: LoopbackServer }> {
  const server = await startLoopbackServer({
    handleRpc: engine.nodeHttpHandler('http'),
    pageFolder: join(ROOT, 'dist', 'renderer'),
  });
  const client = () =>
    createORPCClient<EngineClient>(
      new FetchLink({ url: `${server.origin}/rpc`, headers: () => ({ authorization: `Bearer ${server.token}` }) }),
    );
  return { surface: 'http', client: client(), reconnect: async () => client(), server, close: () => server.close() };
}

export async function openWindow(engine: Engine): Promise<OpenSurface> {
  const open = () => {
    const { port1, port2 } = new MessageChannel();
    // Node's port gives the bare value where Electron's gives an event.
    const listeners = new Map<(event: { data: unknown }) => void, (value: unknown) => void>();
    engine.serve(
      {
        postMessage: (message) => port1.postMessage(message),
        on: (event, listener) => {
          const wrapped = (value: unknown) => listener({ data: value });
          listeners.set(listener, wrapped);
          return port1.on(event, wrapped);
        },
      },
      'window',
    );
    return {
      ports: [port1, port2] as const,
      client: createORPCClient<EngineClient>(new PortLink({ port: port2 as never })),
    };
  };
  let current = open();
  const shut = () => {
    for (const port of current.ports) port.close();
  };
  return {
    surface: 'window',
    client: current.client,
    reconnect: async () => {
      shut();
      current = open();
      return current.client;
    },
    close: async () => shut(),
  };
}

export async function openInProcess(engine: Engine): Promise<OpenSurface> {
  return {
    surface: 'cli',
    client: engine.client('cli'),
    reconnect: async () => engine.client('cli'),
    close: async () => {},
  };
}

/** A bare request with exactly these headers; gives status and body. */
export function rawRequest(
  server: LoopbackServer,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'POST',
  body = '{}',
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: new URL(server.origin).port, path, method, headers, setHost: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(method === 'POST' ? body : undefined);
  });
}
