import { setMaxListeners } from 'node:events';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { DrillView } from '../../api/drill.ts';
import type { Text } from '../../api/text.ts';
import { follow } from '../shell/follow.ts';
import type { View } from '../steps/step.ts';
import type { Drill, DrillContext, Haste } from './drill.ts';

/** What a drill is given by whoever runs it; the rest of its context is made here. */
export type DrillHands = Omit<
  DrillContext,
  'broken' | 'moment' | 'figure' | 'waitsFor' | 'signal' | 'look' | 'wait' | 'read' | 'change'
> & {
  /** As the context's, with the signal that counts: a stop must not reach what puts the site back. */
  readonly handsWith: (signal: AbortSignal) => Pick<DrillContext, 'look' | 'wait' | 'read' | 'change'>;
  /** A person wants it to end. */
  readonly signal: AbortSignal;
  readonly rehearsed: boolean;
  /** What differs from how the site was before; asked again until nothing does or the time is over. Empty = as before. */
  readonly differsFromBefore: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly tell: (view: DrillView) => void;
};

/** Putting back may take a person's time, and never longer. */
const PUT_BACK_LIMIT_MS = 3 * 3_600_000;
/** What is put back after a stop waits for nobody. */
const HURRIED_LIMIT_MS = 10 * 60_000;

/**
 * Runs one drill from its guard to the site as it was. Gives its last view: passed, rehearsed, failed or stopped; a
 * refusal by its guard is `failed` with nothing begun. Never rejects for what the site did.
 */
export async function runDrill(drill: Drill, view: View, hands: DrillHands): Promise<DrillView> {
  let state: DrillView = {
    kind: drill.order.kind,
    title: drill.title,
    warning: drill.warning,
    target: drill.target,
    state: 'running',
    figures: [],
    moments: [],
    left: [],
  };
  const tell = (change: Partial<DrillView>): void => {
    state = { ...state, ...change };
    hands.tell(state);
  };
  tell({});
  const refusal = drill.guard(view);
  if (refusal) {
    tell({ state: 'failed', diagnostic: refusal });
    return state;
  }

  let brokenAt = hands.now();
  const contextOf = (signal: AbortSignal): DrillContext => ({
    ...hands,
    ...hands.handsWith(signal),
    signal,
    broken: () => {
      brokenAt = hands.now();
    },
    moment: (kind, text) => {
      const now = hands.now();
      const moment = { at: new Date(now).toISOString(), afterMs: now - brokenAt, kind, text };
      tell({ moments: [...state.moments, moment] });
    },
    figure: (figure) => tell({ figures: [...state.figures, figure] }),
    waitsFor: (text) => tell({ waitsFor: text }),
  });

  const attempt = drill.begin(view);
  let failure: Diagnostic | undefined;
  try {
    await attempt.run(contextOf(hands.signal));
  } catch (error) {
    if (!hands.signal.aborted) failure = diagnosticOf(error, drill);
  }
  const isStopped = () => hands.signal.aborted;
  tell({ state: 'putting-back', ...(failure ? { diagnostic: failure } : {}) });

  const left = await putBack(attempt, contextOf, hands.signal, drill);
  tell({ left });
  if (!isStopped() && left.length === 0) {
    const items = await hands.differsFromBefore(hands.signal).catch((error: unknown) => {
      failure ??= isStopped() ? undefined : diagnosticOf(error, drill);
      return [];
    });
    if (items.length > 0) {
      failure ??= diagnostic('drill.site-changed', { params: { items: items.join(', ') } });
      tell({
        left: [
          {
            en: `The plan has something to do: ${items.join(', ')}. Apply the site.`,
            es: `El plan tiene algo que hacer: ${items.join(', ')}. Aplique el sitio.`,
          },
        ],
      });
    }
  }
  const isBad = failure !== undefined || state.left.length > 0;
  tell({
    state: isStopped() ? 'stopped' : isBad ? 'failed' : hands.rehearsed ? 'rehearsed' : 'passed',
    waitsFor: undefined,
    ...(failure ? { diagnostic: failure } : {}),
  });
  return state;
}

/**
 * Puts back patiently. A stop that comes meanwhile ends the waiting for a person; what can be put back without one still is.
 */
async function putBack(
  attempt: ReturnType<Drill['begin']>,
  contextOf: (signal: AbortSignal) => DrillContext,
  stop: AbortSignal,
  drill: Drill,
): Promise<readonly Text[]> {
  const patience = new AbortController();
  setMaxListeners(0, patience.signal); // one for each host that is looked at
  const unlink = [stop, AbortSignal.timeout(PUT_BACK_LIMIT_MS)].map((signal) => follow(patience, signal));
  const unlessStopped = patience.signal;
  const once = async (signal: AbortSignal, haste: Haste): Promise<readonly Text[]> =>
    attempt.putBack(contextOf(signal), haste);
  try {
    if (!stop.aborted) return await once(unlessStopped, 'patient');
  } catch (error) {
    if (!unlessStopped.aborted) return [leftText(error, drill)];
  } finally {
    for (const end of unlink) end();
  }
  try {
    const limit = AbortSignal.timeout(HURRIED_LIMIT_MS);
    setMaxListeners(0, limit);
    return await once(limit, 'stopped');
  } catch (error) {
    return [leftText(error, drill)];
  }
}

function leftText(error: unknown, drill: Drill): Text {
  const why = error instanceof Error ? error.message : String(error);
  return {
    en: `Putting ${drill.target} back was not possible: ${why}`,
    es: `No fue posible restablecer ${drill.target}: ${why}`,
  };
}

function diagnosticOf(error: unknown, drill: Drill): Diagnostic {
  if (error instanceof DiagnosticError) return error.diagnostics[0];
  return diagnostic('step.crashed', {
    params: { step: `drill ${drill.order.kind}` },
    evidence: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  });
}
