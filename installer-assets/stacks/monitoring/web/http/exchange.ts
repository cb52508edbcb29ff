import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and what is to be answered to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;
  /** Of the other side of the connection. No header is believed in this. */
  readonly address: string;
  /** Whether the connection is encrypted. */
  readonly secure: boolean;
  /** Now, by web's clock; the same throughout a request. */
  readonly now: Date;
}

/** Words of `{"error": WORD}` and their status; see PROTOCOL.md. */
export const REFUSALS = {
  'bad-question': 400,
  'no-session': 401,
  unauthorised: 401,
  forbidden: 403,
  'bad-csrf': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'too-large': 413,
  'unsupported-type': 415,
  'too-many-attempts': 429,
  failed: 500,
  'database-down': 503,
} as const;
export type RefusalWord = keyof typeof REFUSALS;

/** Ends a request with `{"error": WORD}`. */
export class Refusal extends Error {
  readonly word: RefusalWord;
  readonly headers: Readonly<Record<string, string>>;
  constructor(word: RefusalWord, headers: Readonly<Record<string, string>> = {}) {
    super(word);
    this.word = word;
    this.headers = headers;
  }
}
