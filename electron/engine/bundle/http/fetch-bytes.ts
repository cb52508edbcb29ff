import type { IncomingHttpHeaders } from 'node:http';
import { fromFirst } from './from-first.ts';
import type { HttpClient, HttpResponse } from './http-client.ts';
import { statusFailure } from './http-failure.ts';
import { mirroredUrls } from './mirrored-urls.ts';
import { readBody, readComplaint } from './read-body.ts';
import { AskedToWait, askedWaitMs, isRetryable, withRetries } from './retry.ts';

export interface FetchOptions {
  /** More is refused. */
  readonly maxBytes: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Fetched {
  readonly bytes: Buffer;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from at last. */
  readonly url: string;
}

/**
 * Reads a small file over HTTP: mirrors in order, retries for what is retryable.
 * @throws download.* of the last address that was asked
 */
export async function fetchBytes(client: HttpClient, url: string, options: FetchOptions): Promise<Fetched> {
  return fromFirst(mirroredUrls(url, client.settings.mirrors), options.signal, (address) =>
    withRetries(
      async () => {
        const response = await client.send({ url: address, headers: options.headers, signal: options.signal });
        if (response.status !== 200) throw await answerFailure(response);
        return { bytes: await readBody(response, options.maxBytes), headers: response.headers, url: response.url };
      },
      { attempts: client.settings.attempts, clock: client.settings.clock, signal: options.signal },
    ),
  );
}

/** The failure that an answer stands for, with what the server wrote and the pause it asked for. Reads the body. */
export async function answerFailure(response: HttpResponse): Promise<Error> {
  const failure = statusFailure(response.status, response.url, await readComplaint(response));
  const waitMs = askedWaitMs(response.headers['retry-after'], Date.now());
  return waitMs !== undefined && isRetryable(failure) ? new AskedToWait(failure, waitMs) : failure;
}
