import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface BoundedAnswer {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  readonly body: string;
}

export interface Bounds {
  /** For the whole exchange, from the first packet to the last byte. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** The other side took longer than it may. */
export class TooSlow extends Error {}
/** The other side sent more than it may. */
export class TooLong extends Error {}

/** One exchange over HTTP or HTTPS that ends within its bounds, whatever the other side does. */
export function boundedRequest(
  url: URL,
  options: RequestOptions & { readonly ca?: string },
  bounds: Bounds,
  body?: string,
): Promise<BoundedAnswer> {
  return new Promise((resolve, reject) => {
    const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = ask(url, { ...options, ...(bounds.signal ? { signal: bounds.signal } : {}) });
    const timer = setTimeout(() => {
      fail(new TooSlow(`no answer within ${bounds.timeoutMs} ms`));
      outgoing.destroy();
    }, bounds.timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    outgoing.on('error', fail);
    outgoing.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > bounds.maxBytes) {
          fail(new TooLong(`the answer is longer than ${bounds.maxBytes} bytes`));
          outgoing.destroy();
        } else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('close', () => fail(new Error('the connection broke off')));
      response.on('end', () => {
        clearTimeout(timer);
        const retryAfter = Number(response.headers['retry-after']);
        resolve({
          status: response.statusCode ?? 0,
          retryAfterSeconds: retryAfter > 0 ? retryAfter : undefined,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.end(body);
  });
}
