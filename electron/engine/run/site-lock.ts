import { randomBytes } from 'node:crypto';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import { failureOf } from '../pve/failure.ts';
import { follow } from '../shell/follow.ts';
import type { Transport } from '../transport/port.ts';
import {
  breakScript,
  type HeldLock,
  parseHeld,
  renewScript,
  type SiteLockHolder,
  takeScript,
} from './site-lock-script.ts';
import type { RunContext } from './start-run.ts';

const RENEW_EVERY_MS = 180_000;
/** After this long without a word a lock may be taken, and only by a person who says so. */
export const STALE_AFTER_S = 900;

/** Keeps two laptops from changing one site at the same time. */
export interface SiteLock {
  /**
   * Holds the lock, from the first call to {@link release}. Throws `run.site-locked` or `run.site-lock-stale`, naming the other.
   * Costs one round trip, once; a run that changes nothing never calls it.
   */
  hold(run: RunContext): Promise<void>;
  /**
   * Gives it back, if it is ours. Never throws.
   * @param ended a run of this laptop that was broken off: where nothing was left to change, its lock is still there
   */
  release(run: RunContext, ended?: string): Promise<void>;
}

export interface SiteLockOptions {
  /** The host that carries the lock. */
  readonly host: string;
  readonly transport: (host: string) => Transport;
  readonly self: Omit<SiteLockHolder, 'token' | 'runId' | 'startedAt'>;
  /** Whether this holder was a process of this laptop that has ended. */
  readonly isGone: (holder: SiteLockHolder) => Promise<boolean>;
  /** A person said that a lock nobody renews is to be taken. */
  readonly takeStale: boolean;
}

/** Tokens of the locks that runs of this process hold or are taking. */
const heldHere = new Set<string>();

/** Whether a run of this very process still has this lock. One that ended while its node was away could not give it back. */
export function isHeldHere(holder: SiteLockHolder): boolean {
  return heldHere.has(holder.token);
}

export function siteLock(options: SiteLockOptions): SiteLock {
  const { host } = options;
  const token = randomBytes(12).toString('hex');
  const over = new AbortController();
  let holding: Promise<void> | undefined;

  const take = async (run: RunContext): Promise<void> => {
    const holder = { ...options.self, token, runId: run.runId, startedAt: new Date(run.clock.now()).toISOString() };
    const command = takeScript(holder);
    const transport = options.transport(host);
    // whoever loses the race for a lock that was cleared looks again at who won
    for (let attempt = 1; ; attempt += 1) {
      const result = await transport.exec(command, { signal: run.signal }).catch((error: unknown) => {
        // sent again: where it had been taken, our own token says so
        if (attempt <= 3 && error instanceof DiagnosticError && error.diagnostics[0].retryable) return undefined;
        throw error;
      });
      if (!result) {
        await run.clock.wait(2_000 * attempt, run.signal);
        continue;
      }
      if (result.code !== 0) throw new DiagnosticError(failureOf(host, command, result));
      if (result.stdout.startsWith('taken')) break;
      const held = parseHeld(result.stdout.replace(/^held\n/, ''));
      if (held.holder?.token === token) break; // the answer to our taking was lost
      const isGone = held.holder !== undefined && (await options.isGone(held.holder));
      const isStale = held.ageSeconds > STALE_AFTER_S;
      if (attempt > 3 || !(isGone || (isStale && options.takeStale)))
        throw new DiagnosticError(heldByOther(held, host));
      const whose = held.holder ? `run ${held.holder.runId} of ${held.holder.user} on ${held.holder.laptop}` : 'nobody';
      run.emit({ type: 'log', host, level: 'note', text: `takes over the lock of ${whose}, ${held.ageSeconds} s old` });
      await run.record('lock-taken-over', { holder: held.holder ?? null, ageSeconds: held.ageSeconds, isGone });
      await transport.exec(breakScript(held.holder?.token), { signal: run.signal });
    }
    void renew(run, transport);
  };

  const renew = async (run: RunContext, transport: Transport): Promise<void> => {
    for (;;) {
      const round = new AbortController();
      const unlink = follow(round, over.signal);
      try {
        await run.clock.wait(RENEW_EVERY_MS, round.signal);
        const result = await transport.exec(renewScript(token), { signal: round.signal });
        if (result.code === 0 || over.signal.aborted) continue;
        run.halt(diagnostic('run.lock-lost', { params: { host }, subject: { host } }));
        return;
      } catch {
        if (over.signal.aborted) return;
        // no way to the node just now; the next round says whether it is still ours
      } finally {
        unlink();
      }
    }
  };

  return {
    async hold(run) {
      heldHere.add(token);
      holding ??= take(run).catch((error: unknown) => {
        if (!(error instanceof DiagnosticError) || error.diagnostics[0].code !== 'transport.unreachable') throw error;
        // what is left of the site may still be mended
        run.emit({
          type: 'diagnostic',
          diagnostic: diagnostic('run.lock-not-taken', { params: { host }, subject: { host } }),
        });
      });
      try {
        await holding;
      } catch (error) {
        heldHere.delete(token);
        holding = undefined; // a link that was down may be up at the next step
        throw error;
      }
    },
    async release(run, ended) {
      over.abort();
      const left = holding ? token : ended;
      if (left === undefined) return;
      await Promise.resolve(holding)
        .then(() => options.transport(host).exec(breakScript(left), { timeoutMs: 10_000 }))
        .catch(() =>
          run.emit({ type: 'log', host, level: 'note', text: 'the lock of the site could not be given back' }),
        );
      heldHere.delete(token);
    },
  };
}

/** The sentence about a lock that somebody else holds. */
export function heldByOther({ holder, ageSeconds }: HeldLock, host: string): Diagnostic {
  const minutes = Math.floor(ageSeconds / 60);
  const params = {
    user: holder?.user ?? '?',
    laptop: holder?.laptop ?? '?',
    runId: holder?.runId ?? '?',
    since: holder?.startedAt ?? '?',
    host,
    minutes,
  };
  return diagnostic(ageSeconds > STALE_AFTER_S ? 'run.site-lock-stale' : 'run.site-locked', {
    params,
    subject: { host },
  });
}

/** Whether a run has to stop because the site is another's. */
export function isLockedElsewhere(error: unknown): error is DiagnosticError {
  return error instanceof DiagnosticError && /^run\.site-lock/.test(error.diagnostics[0].code);
}
