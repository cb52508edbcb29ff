import { type MessagePortHandlerOptions, RPCHandler } from '@orpc/server/message-port';
import type { Surface } from '../../api/procedure.ts';
import type { EngineRouter } from '../router.ts';
import { type CallContext, gate } from './gate.ts';

/** Serves the router on one end of a message channel (Electron's MessagePortMain, Node's MessagePort). */
export function serveMessagePort(router: EngineRouter, port: MessagePortLike, surface: Surface): void {
  const options: MessagePortHandlerOptions<CallContext> & { clientInterceptors: never[] } = {
    clientInterceptors: [((call: never) => gate(call)) as never],
  };
  new RPCHandler<CallContext>(router, options).upgrade(port as never, { context: { surface } });
  port.start?.();
}

export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  start?(): void;
}
