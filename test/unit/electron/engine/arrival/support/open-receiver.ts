import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Visitor } from '../../../../../../electron/api/arrival.ts';
import type { Site } from '../../../../../../electron/api/site.ts';
import { ArrivalBook } from '../../../../../../electron/engine/arrival/arrival-book.ts';
import type { ArrivalFact } from '../../../../../../electron/engine/arrival/arrival-state.ts';
import { openArrivalStore } from '../../../../../../electron/engine/arrival/arrival-store.ts';
import { makeArrivalIdentity, readArrivalIdentity } from '../../../../../../electron/engine/arrival/identity.ts';
import { type ReceiverLimits, startReceiver } from '../../../../../../electron/engine/arrival/receiver.ts';
import { arrivalTokens } from '../../../../../../electron/engine/arrival/tokens.ts';
import { Secret } from '../../../../../../electron/engine/shell/command.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { arrivalSite } from './arrival-site.ts';
import { askBody } from './install-messages.ts';

export const identity = readArrivalIdentity(makeArrivalIdentity(arrivalSite()).pem);

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** A receiver with its book on a free port of this machine, and what it tells; both end with the test. */
export async function openReceiver(
  options: {
    site?: Site;
    folder?: string;
    limits?: Partial<ReceiverLimits>;
    answerOf?: (host: string) => string;
    now?: () => number;
    onHostKeys?: () => Promise<void>;
  } = {},
) {
  const site = options.site ?? arrivalSite({ dhcp: true, delivery: 'one-image' });
  const folder = options.folder ?? temporaryFolder('receiver');
  const store = await openArrivalStore(join(folder, 'arrivals.json'));
  const tokens = arrivalTokens(new Secret('the secret of the site'), site.id);
  const visitors: Visitor[] = [];
  const facts: { readonly host: string; readonly fact: ArrivalFact }[] = [];
  const keys: string[] = [];
  const troubles: unknown[] = [];
  const book = new ArrivalBook({
    site,
    tokens,
    store,
    answerOf: options.answerOf ?? ((host) => `# the answer of ${host}\n`),
    now: options.now ?? (() => Date.parse('2026-11-21T14:00:00.000Z')),
    by: 'test',
    onFact: (host, fact) => facts.push({ host, fact }),
    onVisitor: (visitor) => visitors.push(visitor),
    onHostKeys:
      options.onHostKeys ??
      (async (host, given, report) => void keys.push(`${host} ${given.length} ${report.hostKeys[0]}`)),
    onTrouble: (error) => troubles.push(error),
  });
  const receiver = await startReceiver({
    address: '127.0.0.1',
    port: 0,
    identity,
    handle: (request) => book.handle(request),
    onHandshakeFailed: (address) => book.handshakeFailed(address),
    ...(options.limits ? { limits: options.limits } : {}),
  });
  onTestFinished(async () => {
    await receiver.close();
    await store.settled();
  });
  const send = (path: string, body: unknown, more: { method?: string; headers?: Record<string, string> } = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const request = httpsRequest(
        {
          host: '127.0.0.1',
          port: receiver.port,
          path,
          method: more.method ?? 'POST',
          ca: identity.certificatePem,
          headers: { 'content-type': 'application/json; charset=utf-8', ...more.headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    });
  const bearer = { headers: { authorization: `Bearer ${tokens.bearer.reveal()}` } };
  const ask = (change: Readonly<Record<string, unknown>> = {}) => send(tokens.answerPath, askBody(change), bearer);
  return { site, folder, store, tokens, visitors, facts, keys, troubles, book, receiver, send, ask, bearer };
}
