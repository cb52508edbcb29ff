import { DiagnosticError } from '../../../api/diagnostic.ts';
import { type Clock, realClock } from '../../shell/clock.ts';

export interface RetryOptions {
  /** Tries in all; default 4. */
  readonly attempts?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
const LONGEST_ASKED_WAIT_MS = 60_000;

/** A failure after which a server asked for a pause (Retry-After). */
export class AskedToWait extends DiagnosticError {
  readonly waitMs: number;
  constructor(cause: DiagnosticError, waitMs: number) {
    super(...cause.diagnostics);
    this.waitMs = waitMs;
  }
}

/** Repeats what fails retryably, with growing pauses. The last failure is thrown. */
export async function withRetries<T>(
  work: (attempt: number) => Promise<T>,
  { attempts = 4, signal, clock = realClock }: RetryOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= attempts || !isRetryable(error)) throw error;
      await clock.wait(error instanceof AskedToWait ? error.waitMs : backoffMs(attempt), signal);
    }
  }
}

export function isRetryable(error: unknown): boolean {
  return error instanceof DiagnosticError && error.diagnostics.every((entry) => entry.retryable);
}

/** The pause after the n-th failure, n from 1: 0.5 s doubled each time up to 20 s, a third of it by chance. */
export function backoffMs(attempt: number, chance: number = Math.random()): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return Math.round(whole * (2 / 3 + chance / 3));
}

/** The pause a server asks for, in seconds or as a date (RFC 9110, 10.2.3), at most a minute; undefined = none asked. */
export function askedWaitMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const asked = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(asked) ? undefined : Math.min(LONGEST_ASKED_WAIT_MS, Math.max(0, asked));
}
