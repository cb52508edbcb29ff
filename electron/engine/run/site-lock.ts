import { randomBytes } from 'node:crypto';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import { type Known, known } from '../facts/fact.ts';
import { extraFact } from '../facts/registry.ts';
import type { SiteFacts } from '../facts/site-facts.ts';
import { failureOf } from '../pve/failure.ts';
import { follow } from '../shell/follow.ts';
import type { Transport } from '../transport/port.ts';
import {
  breakScript,
  type HeldLock,
  parseHeld,
  renewScript,
  type SiteLockHolder,
  siteLockFact,
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
   * Costs one round trip, once; a run that changes nothing never calls it. `facts` are what is known now: which hosts answer, and
   * which of them holds a lock of somebody else. Called before each change, with looks that came later, it costs nothing more.
   */
  hold(run: RunContext, facts: SiteFacts): Promise<void>;
  /** What {@link hold} would throw for a lock that these facts show; asks nobody and takes nothing. */
  refuse(facts: SiteFacts): Promise<void>;
  /**
   * Gives it back, if it is ours. Never throws.
   * @param ended a run of this laptop that was broken off: where nothing was left to change, its lock is still there
   */
  release(run: RunContext, ended?: string): Promise<void>;
}

export interface SiteLockOptions {
  /** The hosts that may carry the lock; the first of them that answers does. At least one. */
  readonly hosts: readonly string[];
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
  const token = randomBytes(12).toString('hex');
  const over = new AbortController();
  /** Where it was asked for: the answer may have been lost. */
  const asked = new Set<string>();
  let holding: Promise<void> | undefined;
  let heldSinceMs = Number.POSITIVE_INFINITY;

  const take = async (run: RunContext, facts: SiteFacts): Promise<void> => {
    const up = options.hosts.filter((host) => facts.hosts.get(host)?.reached);
    for (const host of up) {
      if (!(await takeOn(run, host))) continue;
      for (const other of up) if (other !== host) await clear(run, other, lockIn(facts, other));
      heldSinceMs = run.clock.now();
      void renew(run, host);
      return;
    }
    // what is left of the site may still be mended
    const hosts = options.hosts.join(', ');
    run.emit({ type: 'diagnostic', diagnostic: diagnostic('run.lock-not-taken', { params: { hosts } }) });
  };

  /** false = that host does not answer any more. */
  const takeOn = async (run: RunContext, host: string): Promise<boolean> => {
    const holder = { ...options.self, token, runId: run.runId, startedAt: new Date(run.clock.now()).toISOString() };
    const command = takeScript(holder);
    const transport = options.transport(host);
    // whoever loses the race for a lock that was cleared looks again at who won
    for (let attempt = 1; ; attempt += 1) {
      asked.add(host);
      const result = await transport.exec(command, { signal: run.signal }).catch((error: unknown) => {
        if (!(error instanceof DiagnosticError)) throw error;
        // sent again: where it had been taken, our own token says so
        if (attempt <= 3 && error.diagnostics[0].retryable) return 'again' as const;
        if (error.diagnostics[0].code === 'transport.unreachable') return 'silent' as const;
        throw error;
      });
      if (result === 'silent') return false;
      if (result === 'again') {
        await run.clock.wait(2_000 * attempt, run.signal);
        continue;
      }
      if (result.code !== 0) throw new DiagnosticError(failureOf(host, command, result));
      if (result.stdout.startsWith('taken')) return true;
      const held = parseHeld(result.stdout.replace(/^held\n/, ''));
      if (held.holder?.token === token) return true; // the answer to our taking was lost
      asked.delete(host);
      await takeOver(run, host, held, attempt <= 3);
    }
  };

  /**
   * Another laptop whose way to the first host is cut holds the lock of the site elsewhere. Only where the look saw one, or could
   * not tell, is that host asked again; one that has fallen silent is believed as it was seen.
   */
  const clear = async (run: RunContext, host: string, seen: Known<HeldLock | undefined>): Promise<void> => {
    if (seen.known && (!seen.value || seen.value.holder?.token === token)) return;
    const { command, parse } = siteLockFact;
    const result = await options
      .transport(host)
      .exec(command, { signal: run.signal })
      .catch((error: unknown) => {
        if (!(error instanceof DiagnosticError)) throw error;
        run.signal.throwIfAborted();
        return undefined;
      });
    const now = result ? parse(result) : seen;
    if (result && !now.known) throw new DiagnosticError(failureOf(host, command, result));
    if (now.known && now.value && now.value.holder?.token !== token) await takeOver(run, host, now.value, true);
  };

  /** A laptop that does not reach our host may have taken another since: the looks that follow its changes and ours show it. */
  const watch = async (run: RunContext, facts: SiteFacts): Promise<void> => {
    for (const host of options.hosts) {
      const sight = facts.hosts.get(host);
      const seen = lockIn(facts, host);
      if (asked.has(host) || !seen.known || !seen.value) continue;
      if (sight?.reached && (sight.asked?.fromMs ?? 0) > heldSinceMs) await clear(run, host, seen);
    }
  };

  /** Breaks a lock whose holder is gone, or that a person said to take. Throws who holds any other. */
  const takeOver = async (run: RunContext, host: string, held: HeldLock, mayTry: boolean): Promise<void> => {
    const isGone = held.holder !== undefined && (await options.isGone(held.holder));
    const isStale = held.ageSeconds > STALE_AFTER_S;
    if (!mayTry || !(isGone || (isStale && options.takeStale))) throw new DiagnosticError(heldByOther(held, host));
    const whose = held.holder ? `run ${held.holder.runId} of ${held.holder.user} on ${held.holder.laptop}` : 'nobody';
    run.emit({ type: 'log', host, level: 'note', text: `takes over the lock of ${whose}, ${held.ageSeconds} s old` });
    await run.record('lock-taken-over', { holder: held.holder ?? null, ageSeconds: held.ageSeconds, isGone });
    await options.transport(host).exec(breakScript(held.holder?.token), { signal: run.signal });
  };

  const renew = async (run: RunContext, host: string): Promise<void> => {
    const transport = options.transport(host);
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

  /** Takes the lock of this token, or of a run by its id, off these hosts. */
  const giveBack = async (run: RunContext, whose: string, hosts: Iterable<string>): Promise<void> => {
    const ends = [...hosts].map((host) =>
      options
        .transport(host)
        .exec(breakScript(whose), { timeoutMs: 10_000 })
        .catch(() =>
          run.emit({ type: 'log', host, level: 'note', text: 'the lock of the site could not be given back' }),
        ),
    );
    await Promise.all(ends);
  };

  return {
    async hold(run, facts) {
      heldHere.add(token);
      holding ??= take(run, facts).catch(async (error: unknown) => {
        await giveBack(run, token, asked); // where another host refused, the first has it
        asked.clear();
        heldHere.delete(token);
        holding = undefined; // a link that was down may be up at the next step
        throw error;
      });
      await holding;
      await watch(run, facts);
    },
    async refuse(facts) {
      for (const held of await locksOfOthers(options.hosts, facts, options.isGone))
        if (!(held.ageSeconds > STALE_AFTER_S && options.takeStale))
          throw new DiagnosticError(heldByOther(held, held.host));
    },
    async release(run, ended) {
      over.abort();
      if (holding) await holding.catch(() => {}).then(() => giveBack(run, token, asked));
      else if (ended !== undefined) await giveBack(run, ended, options.hosts);
      heldHere.delete(token);
    },
  };
}

function lockIn(facts: SiteFacts, host: string): Known<HeldLock | undefined> {
  const sight = facts.hosts.get(host);
  return sight?.reached ? extraFact(sight.facts, siteLockFact) : known(undefined);
}

/** The locks that others hold by these facts; a run of this laptop that has ended holds none. */
export async function locksOfOthers(
  hosts: readonly string[],
  facts: SiteFacts,
  isGone: SiteLockOptions['isGone'],
): Promise<readonly (HeldLock & { readonly host: string })[]> {
  const found: (HeldLock & { readonly host: string })[] = [];
  for (const host of hosts) {
    const seen = lockIn(facts, host);
    if (!seen.known || !seen.value) continue;
    const { holder } = seen.value;
    if (holder === undefined || !(await isGone(holder))) found.push({ ...seen.value, host });
  }
  return found;
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
