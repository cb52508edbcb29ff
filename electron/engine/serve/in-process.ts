import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/fetch';
import type { Contract } from '../../api/contract.ts';
import type { Surface } from '../../api/procedure.ts';
import type { EngineRouter } from '../router.ts';
import { gate } from './gate.ts';

export type EngineClient = ContractRouterClient<Contract>;

/**
 * A client in the same process. It goes through the same handler, gate and serialisation as the other surfaces, so that
 * the command line can't see more than they do.
 */
export function inProcessClient(router: EngineRouter, surface: Surface): EngineClient {
  const handler = new RPCHandler(router, { clientInterceptors: [(options) => gate(options as never) as never] });
  const link = new RPCLink({
    url: 'http://in-process/rpc',
    fetch: async (request) => {
      const { response } = await handler.handle(request, { prefix: '/rpc', context: { surface } });
      return response ?? notFound();
    },
  });
  return createORPCClient(link);
}

function notFound(): Response {
  return new Response(
    JSON.stringify({ json: { defined: false, code: 'NOT_FOUND', status: 404, message: 'Not Found' } }),
    {
      status: 404,
      headers: { 'content-type': 'application/json' },
    },
  );
}
