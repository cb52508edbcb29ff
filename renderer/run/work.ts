import { useMemo } from 'react';
import { create } from 'zustand';
import { lasting, type ShownPlan, type WorkOrder } from './work-order.ts';

interface Work {
  /** What was last asked for on this page, without what was typed for one run alone; Retry asks for it again. */
  readonly order: WorkOrder;
  readonly shown?: ShownPlan | undefined;
  /** The item whose details are on the screen, where a person chose one. */
  readonly chosen?: string | undefined;
}

export interface WorkInHand extends Work {
  /** A plan was made. */
  show(shown: ShownPlan): void;
  /** A run was begun. */
  begin(order: WorkOrder): void;
  choose(itemId: string | undefined): void;
}

const WHOLE: Work = { order: { rehearsed: true } };

const useWorks = create<{ readonly of: Readonly<Record<string, Work>> }>(() => ({ of: {} }));

/** What a person is about on the install page of a site; it outlives a look at another page. */
export function useWork(siteRef: string): WorkInHand {
  const work = useWorks((state) => state.of[siteRef] ?? WHOLE);
  return useMemo(() => {
    const put = (next: Work) => useWorks.setState(({ of }) => ({ of: { ...of, [siteRef]: next } }));
    return {
      ...work,
      show: (shown) => put({ order: shown.order, shown }),
      begin: (order) => put({ order: lasting(order) }),
      choose: (chosen) => put({ ...work, chosen }),
    };
  }, [work, siteRef]);
}
