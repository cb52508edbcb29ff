import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { z } from 'zod';
import { type Client, CONTRACT_CASES, exampleSite } from '../../contract/cases.ts';

// The page's policy allows no eval; zod would try it for speed.
z.config({ jitless: true });

/** Runs inside the real window: the contract suite over ports that the main process hands out. */
declare global {
  interface Window {
    runContractCase?: (index: number) => Promise<string>;
  }
}

let port: MessagePort | undefined;

async function connect(): Promise<Client> {
  port?.close();
  const fresh = await new Promise<MessagePort>((resolve) => {
    const onMessage = (event: MessageEvent) => {
      const first = event.ports[0];
      if (event.data !== 'sitewright:engine-port' || !first) return;
      window.removeEventListener('message', onMessage);
      resolve(first);
    };
    window.addEventListener('message', onMessage);
    (window as unknown as { sitewright: { requestPort(): void } }).sitewright.requestPort();
  });
  fresh.start();
  port = fresh;
  return createORPCClient<Client>(new RPCLink({ port: fresh }));
}

window.runContractCase = async (index) => {
  const client = await connect();
  const site = await exampleSite(client);
  await CONTRACT_CASES[index]?.run({ surface: 'window', client, site, reconnect: connect });
  return 'kept';
};
