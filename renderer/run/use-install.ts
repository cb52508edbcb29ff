import { useState } from 'react';
import type { Diagnostic } from '../../electron/api/diagnostic.ts';
import type { StopMode } from '../../electron/api/run.ts';
import { useEngine } from '../app/engine-context.ts';
import { useRun } from '../state/run.ts';
import { useAttempt } from '../ui/use-attempt.ts';
import { useWork, type WorkInHand } from './work.ts';
import { rehearsalWith, requestOf, type WorkOrder } from './work-order.ts';

export interface Install extends WorkInHand {
  readonly failure: readonly Diagnostic[];
  /** Something was asked for and is not answered yet. */
  readonly asking: boolean;
  /** Of that: a plan. */
  readonly isLooking: boolean;
  /** Named fault of the next rehearsal; empty = none. */
  readonly fault: string;
  setFault(name: string): void;
  /** Makes the plan of this order. A refusal is in `failure`. */
  look(order: WorkOrder): Promise<void>;
  /** The same for a dialog, which shows the refusal itself. */
  lookOrThrow(order: WorkOrder): Promise<void>;
  start(order: WorkOrder): Promise<void>;
  startOrThrow(order: WorkOrder): Promise<void>;
  stop(mode: StopMode): Promise<void>;
}

/** Plans, starts and stops the work on a site. */
export function useInstall(siteRef: string): Install {
  const engine = useEngine();
  const work = useWork(siteRef);
  const follow = useRun((state) => state.follow);
  const runId = useRun((state) => state.at.install?.runId);
  const { failure, asking, attempt } = useAttempt();
  const [isLooking, setLooking] = useState(false);
  const [fault, setFault] = useState('');

  const lookOrThrow = async (order: WorkOrder) => {
    setLooking(true);
    try {
      const plan = await engine.plan.make({
        site: siteRef,
        ...(order.rehearsed ? { rehearsal: rehearsalWith(fault) } : {}),
        ...(order.selection ? { selection: order.selection } : {}),
        ...(order.prune ? { prune: order.prune } : {}),
      });
      work.show({ plan, order });
    } finally {
      setLooking(false);
    }
  };
  const startOrThrow = async (order: WorkOrder) => {
    const request = requestOf(siteRef, order, fault, work.shown);
    const begun =
      request.call === 'rehearse' ? await engine.runs.rehearse(request.input) : await engine.runs.apply(request.input);
    work.begin(order);
    follow(engine, begun.runId);
  };
  return {
    ...work,
    failure,
    asking,
    isLooking,
    fault,
    setFault,
    look: (order) => attempt(() => lookOrThrow(order)),
    lookOrThrow,
    start: (order) => attempt(() => startOrThrow(order)),
    startOrThrow,
    stop: (mode) =>
      attempt(async () => {
        if (runId !== undefined) await engine.runs.stop({ runId, mode });
      }),
  };
}
