import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { BatchAnswerSchema } from '../protocol/batch.ts';
import type { CollectorError } from '../protocol/collector.ts';
import { boundedRequest } from './bounded-request.ts';
import type { Configuration } from './configuration.ts';

/** What became of a batch. */
export type Sent =
  | { readonly what: 'stored'; readonly duplicate: boolean; readonly rejected: number }
  /** No resend helps. */
  | { readonly what: 'refused'; readonly status: number }
  /** To be sent again. `isOwn`: this batch may be the reason. */
  | { readonly what: 'later'; readonly why: string; readonly afterMs: number; readonly isOwn: boolean }
  | { readonly what: 'unauthorised'; readonly status: number };

export interface WebClient {
  /** Never throws. */
  send(batchJson: string, signal?: AbortSignal): Promise<Sent>;
  /** Tells web why a round brought nothing; what web says to it is of no use. */
  report(error: CollectorError): Promise<void>;
}

const TIMEOUT_MS = 20_000;
const REPORT_TIMEOUT_MS = 4_000;
const ErrorSchema = z.object({ error: z.string() });

export function webClient({ ingestUrl, ingestToken, ingestAuthorityFile }: Configuration): WebClient {
  const post = async (path: string, body: string, timeoutMs: number, signal?: AbortSignal) =>
    boundedRequest(
      new URL(path, ingestUrl),
      {
        method: 'POST',
        agent: false,
        headers: {
          authorization: `Bearer ${ingestToken}`,
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        },
        ...(ingestAuthorityFile ? { ca: readFileSync(ingestAuthorityFile, 'utf8') } : {}),
      },
      { timeoutMs, maxBytes: 64 * 1024, ...(signal ? { signal } : {}) },
      body,
    );
  return {
    async send(batchJson, signal) {
      try {
        const answer = await post('/api/batches', batchJson, TIMEOUT_MS, signal);
        return judged(answer.status, answer.body, (answer.retryAfterSeconds ?? 0) * 1000);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        return { what: 'later', why: code ?? message, afterMs: 0, isOwn: false };
      }
    },
    async report(error) {
      await post('/api/collector', JSON.stringify({ error }), REPORT_TIMEOUT_MS).catch(() => undefined);
    },
  };
}

/** Only what web says in its own words counts: something else behind its address must not cost a batch. */
function judged(status: number, body: string, afterMs: number): Sent {
  const json = parsed(body);
  if (status === 202) {
    const answer = BatchAnswerSchema.safeParse(json);
    if (answer.success) {
      const { duplicate, rejected } = answer.data;
      return { what: 'stored', duplicate, rejected: rejected.tooOld + rejected.inFuture };
    }
  }
  if (status === 401 || status === 403) return { what: 'unauthorised', status };
  const word = ErrorSchema.safeParse(json).data?.error;
  if ((status === 400 && word === 'bad-question') || (status === 413 && word === 'too-large'))
    return { what: 'refused', status };
  return { what: 'later', why: `status ${status}`, afterMs, isOwn: status === 500 };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
