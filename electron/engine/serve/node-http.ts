import type { IncomingMessage, ServerResponse } from 'node:http';
import { RPCHandler } from '@orpc/server/node';
import type { Surface } from '../../api/procedure.ts';
import type { EngineRouter } from '../router.ts';
import { gate } from './gate.ts';

export type NodeHttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The router as a function that the loopback server is handed: answers /rpc/..., false where there is no procedure. */
export function nodeHttpHandler(router: EngineRouter, surface: Surface): NodeHttpHandler {
  const handler = new RPCHandler(router, { clientInterceptors: [(options) => gate(options as never) as never] });
  return async (request, response) =>
    (await handler.handle(request, response, { prefix: '/rpc', context: { surface } })).matched;
}
