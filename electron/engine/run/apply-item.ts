import { setMaxListeners } from 'node:events';
import { type Diagnostic, describeDiagnostic, diagnostic } from '../../api/diagnostic.ts';
import type { Change } from '../../api/plan.ts';
import { checkItem } from '../plan/check-item.ts';
import { itemId, itemView } from '../plan/item-view.ts';
import { awayHosts, speakerOf } from '../plan/standing.ts';
import { follow } from '../shell/follow.ts';
import type { ApplyContext, CheckVerdict, Step } from '../steps/step.ts';
import type { Transport } from '../transport/port.ts';
import type { ApplyOptions } from './apply-options.ts';
import type { SightOfSite } from './sight-of-site.ts';
import { isLockedElsewhere } from './site-lock.ts';
import { asDiagnostics, type RunContext } from './start-run.ts';

export interface ItemResult {
  readonly outcome: 'changed' | 'unchanged' | 'failed' | 'cancelled';
  readonly changes: readonly Change[];
  readonly diagnostic?: Diagnostic;
}

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_DEADLINE_MS = 3_600_000;
const FIRST_BACKOFF_MS = 2_000;

/** Hosts whose facts an item changes; those that are away are not waited for. */
export function touchedHosts(step: Step, options: ApplyOptions, sight: SightOfSite, target: string): readonly string[] {
  const speaker = speakerOf(step, sight.view(), target);
  const own = target === 'site' ? sight.hosts() : [speaker];
  const away = awayHosts(sight.view());
  return [...new Set(step.touches?.(options.site, speaker) ?? own)].filter((host) => !away.has(host));
}

/**
 * Makes one claim true: looks (at known facts), and only where it is not true yet records, applies, looks again. Emits
 * `step-started` only when something will be sent.
 */
export async function applyItem(
  run: RunContext,
  options: ApplyOptions,
  sight: SightOfSite,
  step: Step,
  target: string,
): Promise<ItemResult> {
  const id = itemId(step, target);
  const touched = touchedHosts(step, options, sight, target);
  const subject = { step: id, ...(target === 'site' ? {} : { host: target }) };
  const check = (): CheckVerdict => checkItem(step, sight.view(), target);

  let verdict = check();
  if ((verdict.state === 'blocked' || verdict.state === 'later') && sight.isOld(touched)) {
    await sight.look(touched); // other steps have changed the site since
    verdict = check();
  }
  if (verdict.state === 'satisfied') return { outcome: 'unchanged', changes: [] };
  if (verdict.state === 'blocked') return { outcome: 'failed', changes: [], diagnostic: verdict.diagnostic };
  if (verdict.state === 'later') {
    const waiting = diagnostic('step.still-waiting', { params: { step: id }, evidence: verdict.waitsFor, subject });
    return { outcome: 'failed', changes: [], diagnostic: waiting };
  }

  const { changes } = verdict;
  const attempts = options.attempts ?? DEFAULT_ATTEMPTS;
  for (let attempt = 1; ; attempt += 1) {
    const refusal = step.guard?.(itemView(step, sight.view(), target), speakerOf(step, sight.view(), target));
    let failure: Diagnostic;
    if (refusal) failure = refusal;
    else {
      try {
        await options.siteLock?.hold(run, sight.facts());
      } catch (error) {
        if (!isLockedElsewhere(error)) throw error;
        run.halt(error.diagnostics[0]);
        return { outcome: 'cancelled', changes: [] };
      }
      // On the disk before anything is sent: a power cut from here on shows as an interrupted item.
      await run.record('step-started', { item: id, hosts: touched, attempt, risk: step.risk, changes });
      if (attempt === 1) run.emit({ type: 'step-started', itemId: id, hosts: [...touched] });
      const thrown = await applyOnce(run, options, sight, step, target);
      if (run.signal.aborted) return { outcome: 'cancelled', changes, diagnostic: stoppedNow(id, target, thrown) };
      if (!thrown) {
        try {
          await sight.look(touched);
        } catch (error) {
          if (!run.signal.aborted) throw error;
          // It was done; only that it is true was not seen any more.
          return { outcome: 'cancelled', changes, diagnostic: stoppedNow(id, target, undefined) };
        }
        const after = check();
        if (after.state === 'satisfied') return { outcome: 'changed', changes };
        return { outcome: 'failed', changes, diagnostic: notConverged(id, after, subject) };
      }
      failure = thrown;
    }
    if (failure.code === 'transport.host-key-changed') run.halt(failure);
    if (!failure.retryable || attempt >= attempts || run.stopMode() !== undefined) {
      await sight.look(touched).catch(() => {}); // others should see what it left; what failed is what is told
      return { outcome: 'failed', changes, diagnostic: failure };
    }
    const waitMs = FIRST_BACKOFF_MS * 2 ** (attempt - 1);
    run.emit({
      type: 'log',
      host: target,
      itemId: id,
      level: 'note',
      text: `${describeDiagnostic(failure, 'en').summary} Trying again in ${waitMs / 1000} s (${attempt + 1} of ${attempts}).`,
    });
    try {
      await run.clock.wait(waitMs, run.signal);
      await sight.look(touched);
    } catch (error) {
      if (!run.signal.aborted) throw error;
      return { outcome: 'cancelled', changes, diagnostic: stoppedNow(id, target, failure) };
    }
    const now = check();
    if (now.state === 'satisfied') return { outcome: 'changed', changes };
    // Somebody asked to stop, or another item halted the run, while this one waited.
    if (now.state !== 'needed' || run.stopMode() !== undefined)
      return { outcome: 'failed', changes, diagnostic: failure };
  }
}

/** One try; gives back why it failed. */
async function applyOnce(
  run: RunContext,
  options: ApplyOptions,
  sight: SightOfSite,
  step: Step,
  target: string,
): Promise<Diagnostic | undefined> {
  const id = itemId(step, target);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // a step may ask every host of the site at once
  const unlink = follow(controller, run.signal);
  const finishedOrLate = new AbortController();
  const deadlineMs = options.deadlineMs?.(step) ?? step.deadlineMs ?? DEFAULT_DEADLINE_MS;
  let isLate = false;
  run.clock.wait(deadlineMs, finishedOrLate.signal).then(
    () => {
      isLate = true;
      controller.abort(new Error(`${id} passed its deadline`));
    },
    () => {},
  );
  try {
    await step.apply(applyContext(run, options, sight, step, target, controller.signal));
    return undefined;
  } catch (error) {
    if (isLate) {
      return diagnostic('step.deadline', {
        params: { step: id, minutes: Math.round(deadlineMs / 60_000) },
        evidence: asDiagnostics(error, id)[0].evidence,
        subject: { step: id },
      });
    }
    // the stop itself, come back from where the step waited: nothing that anybody has to read
    if (error === controller.signal.reason) return undefined;
    return asDiagnostics(error, id)[0];
  } finally {
    sight.changed();
    finishedOrLate.abort();
    unlink();
  }
}

function applyContext(
  run: RunContext,
  options: ApplyOptions,
  sight: SightOfSite,
  step: Step,
  target: string,
  signal: AbortSignal,
): ApplyContext {
  const id = itemId(step, target);
  const view = itemView(step, sight.view(), target);
  // a step does not wait, look by look, for a host that was away when it began
  const away = awayHosts(view);
  return {
    ...view,
    ...(options.storeSecret ? { storeSecret: options.storeSecret } : {}),
    target: speakerOf(step, view, target),
    signal,
    transport(host): Transport {
      const inner = options.transports.change(host, (line) => run.emit({ type: 'log', itemId: id, ...line }));
      // A step need not pass the signal on: stopping reaches its commands anyway.
      return {
        host: inner.host,
        exec: (command, how) => inner.exec(command, { ...how, signal: how?.signal ?? signal }),
        upload: (asset, to, how) => inner.upload(asset, to, { ...how, signal: how.signal ?? signal }),
        job: (jobId, command, how) => inner.job(jobId, command, { ...how, signal: how?.signal ?? signal }),
        forward: (address, port) => inner.forward(address, port),
      };
    },
    async reconnect(host) {
      await options.transports.reconnect?.(host);
    },
    note: (text) => run.emit({ type: 'log', host: target, itemId: id, level: 'note', text }),
    progress: (done, total, unit, text) =>
      run.emit({ type: 'progress', itemId: id, done, total, unit, ...(text ? { text } : {}) }),
    wait: (ms) => run.clock.wait(ms, signal),
    now: () => run.clock.now(),
    async look(...hosts) {
      await sight.look(hosts.filter((host) => !away.has(host)));
      return itemView(step, sight.view(), target);
    },
  };
}

function stoppedNow(id: string, target: string, thrown: Diagnostic | undefined): Diagnostic {
  return diagnostic('run.stop-now', {
    params: { step: id, target },
    evidence: thrown ? [thrown.code, ...thrown.evidence] : [],
    subject: { step: id },
  });
}

function notConverged(id: string, verdict: CheckVerdict, subject: Diagnostic['subject']): Diagnostic {
  const differs =
    verdict.state === 'needed'
      ? verdict.changes.map(({ what, before, after }) => `${what}: ${before ?? '-'} -> ${after}`)
      : verdict.state === 'blocked'
        ? [verdict.diagnostic.code, ...verdict.diagnostic.evidence]
        : verdict.state === 'later'
          ? verdict.waitsFor
          : [];
  return diagnostic('step.not-converged', { params: { step: id }, evidence: differs, subject });
}
