import type { Surface } from '../api/procedure.ts';
import { createDesks } from './app/desks.ts';
import type { EnginePorts } from './app/ports.ts';
import { createRouter } from './router.ts';
import { type EngineClient, inProcessClient } from './serve/in-process.ts';
import { type MessagePortLike, serveMessagePort } from './serve/message-port.ts';
import { type NodeHttpHandler, nodeHttpHandler } from './serve/node-http.ts';

export type { EnginePorts } from './app/ports.ts';
export type { EngineClient } from './serve/in-process.ts';
export type { NodeHttpHandler } from './serve/node-http.ts';
export { keepHeapSmall } from './serve/small-heap.ts';
export { Secret } from './shell/command.ts';
export type { SecretStore } from './workspace/secret-store.ts';

/** The application, headless. It knows no face: whoever carries it hands it its ports and serves its router. */
export interface Engine {
  /** A client in this process, behind the same gate as every other. */
  client(surface: Surface): EngineClient;
  /** For the loopback web server. */
  nodeHttpHandler(surface: Surface): NodeHttpHandler;
  /** For a window. */
  serve(port: MessagePortLike, surface: Surface): void;
  /** A path that a person picked in a native dialog, under a name that means nothing elsewhere. */
  giveHandle(handle: string, path: string): void;
  /** Stops what runs and waits for its end. */
  close(): Promise<void>;
}

/** The only place that wires. */
export function createEngine(ports: EnginePorts): Engine {
  const desks = createDesks(ports);
  const router = createRouter(desks);
  return {
    client: (surface) => inProcessClient(router, surface),
    nodeHttpHandler: (surface) => nodeHttpHandler(router, surface),
    serve: (port, surface) => serveMessagePort(router, port, surface),
    giveHandle: (handle, path) => desks.shelf.giveHandle(handle, path),
    close: () => desks.runs.close(),
  };
}
