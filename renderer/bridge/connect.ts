import { createORPCClient } from '@orpc/client';
import { RPCLink as FetchLink } from '@orpc/client/fetch';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../electron/api/contract.ts';

export type EngineClient = ContractRouterClient<Contract>;

/** What the preload script gives the page in the application window; absent in a browser. */
export interface WindowBridge {
  requestPort(): void;
  pick(
    kind: 'iso' | 'site' | 'sources' | 'exported' | 'update' | 'key' | 'folder',
  ): Promise<{ readonly handle: string; readonly name: string } | undefined>;
}
declare global {
  interface Window {
    readonly sitewright?: WindowBridge;
  }
}

/** A client to the engine: over the message port in the window, over the loopback server in a browser. */
export async function connectEngine(): Promise<EngineClient> {
  return window.sitewright ? overPort(window.sitewright) : overHttp();
}

async function overPort(bridge: WindowBridge): Promise<EngineClient> {
  const port = await new Promise<MessagePort>((resolve) => {
    const onMessage = (event: MessageEvent) => {
      const first = event.ports[0];
      if (event.source !== window || event.data !== 'sitewright:engine-port' || !first) return;
      window.removeEventListener('message', onMessage);
      resolve(first);
    };
    window.addEventListener('message', onMessage);
    bridge.requestPort();
  });
  port.start();
  // A page that goes away lets its port go first: Electron 25 loses the renderer over a live port on a reload.
  window.addEventListener('pagehide', () => port.close());
  return createORPCClient(new PortLink({ port }));
}

const TOKEN_KEY = 'sitewright.token';

/** The token comes behind # and leaves the address at once; the tab keeps it for a reload. */
function overHttp(): EngineClient {
  const given = /^#token=([A-Za-z0-9_-]+)/.exec(window.location.hash)?.[1];
  if (given) {
    sessionStorage.setItem(TOKEN_KEY, given);
    window.history.replaceState(null, '', `${window.location.pathname}#/`);
  }
  const token = sessionStorage.getItem(TOKEN_KEY) ?? '';
  return createORPCClient(
    new FetchLink({ url: `${window.location.origin}/rpc`, headers: () => ({ authorization: `Bearer ${token}` }) }),
  );
}
