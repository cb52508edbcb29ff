import { describe, expect, it } from 'vitest';
import { fail } from '../../../../../electron/api/diagnostic.ts';
import type { DrillView } from '../../../../../electron/api/drill.ts';
import type { Drill, DrillContext, DrillTry } from '../../../../../electron/engine/drills/drill.ts';
import { type DrillHands, runDrill } from '../../../../../electron/engine/drills/run-drill.ts';
import type { View } from '../../../../../electron/engine/steps/step.ts';
import { site } from '../../../../steps/support/two-node.ts';

/** Only the order of calls is at stake here: nothing is reached. */
const NOWHERE = {} as View;
const text = (words: string) => ({ en: words, es: words });

interface Setup {
  readonly attempt?: Partial<DrillTry>;
  readonly guard?: Drill['guard'];
  readonly differs?: readonly string[];
  readonly rehearsed?: boolean;
  readonly stop?: AbortController;
}

async function walk({ attempt = {}, guard, differs = [], rehearsed = false, stop }: Setup) {
  const calls: string[] = [];
  const told: DrillView[] = [];
  let now = 1_000;
  const signal = (stop ?? new AbortController()).signal;
  const drill: Drill = {
    order: { kind: 'link' },
    title: text('title'),
    warning: text('warning'),
    target: 'pve-node2',
    lastsSeconds: 1,
    refused: undefined,
    guard: (view) => {
      calls.push('guard');
      return guard?.(view);
    },
    begin: () => {
      calls.push('begin');
      return {
        run: async (context) => {
          calls.push('run');
          await attempt.run?.(context);
        },
        putBack: async (context, haste) => {
          calls.push(`put back, ${haste}`);
          return (await attempt.putBack?.(context, haste)) ?? [];
        },
      };
    },
  };
  const hands: DrillHands = {
    site,
    now: () => now,
    note: () => {},
    reconnect: async () => {},
    endJob: async () => {},
    switchOn: () => {},
    signal,
    rehearsed,
    handsWith: (each) => ({
      look: async () => NOWHERE,
      wait: async (ms) => {
        each.throwIfAborted();
        now += ms;
      },
      read: () => fail('drill.no-ha') as never,
      change: () => fail('drill.no-ha') as never,
    }),
    differsFromBefore: async () => {
      calls.push('differs');
      return differs;
    },
    tell: (state) => told.push(state),
  };
  const end = await runDrill(drill, NOWHERE, hands);
  return { calls, end, states: [...new Set(told.map((entry) => entry.state))], told };
}

const breaks = async (context: DrillContext) => {
  context.broken();
  await context.wait(2_000);
  context.moment('bad', text('cut'));
};

describe('a drill runs', () => {
  it('from its guard over the break to a site that is compared with what it was', async () => {
    const { calls, end, states } = await walk({
      attempt: {
        run: async (context) => {
          await breaks(context);
          context.figure({ id: 'x', title: text('x'), value: 3, unit: 'seconds' });
        },
      },
    });
    expect(calls).toEqual(['guard', 'begin', 'run', 'put back, patient', 'differs']);
    expect(states).toEqual(['running', 'putting-back', 'passed']);
    expect(end).toMatchObject({ figures: [{ value: 3 }], moments: [{ afterMs: 2_000, kind: 'bad' }], left: [] });
  });

  it('and is never called passed where it was rehearsed', async () => {
    expect((await walk({ rehearsed: true })).end.state).toBe('rehearsed');
  });

  it('not at all where its guard refuses: nothing is begun and nothing put back', async () => {
    const { calls, end } = await walk({ guard: () => fail('drill.no-ha').diagnostics[0] });
    expect(calls).toEqual(['guard']);
    expect(end).toMatchObject({ state: 'failed', diagnostic: { code: 'drill.no-ha' }, moments: [] });
  });
});

describe('a drill that fails', () => {
  it('is put back, and says why', async () => {
    const { calls, end } = await walk({
      attempt: {
        run: async () => {
          throw fail('drill.no-ha');
        },
      },
    });
    expect(calls).toEqual(['guard', 'begin', 'run', 'put back, patient', 'differs']);
    expect(end).toMatchObject({ state: 'failed', diagnostic: { code: 'drill.no-ha' } });
  });

  it('by a mistake of ours is told as that and put back all the same', async () => {
    const { calls, end } = await walk({
      attempt: {
        run: async () => {
          throw new TypeError('x is not a function');
        },
      },
    });
    expect(calls).toContain('put back, patient');
    expect(end.diagnostic).toMatchObject({
      code: 'step.crashed',
      evidence: [expect.stringContaining('not a function')],
    });
  });

  it('where something is left, or the plan has something to do that it had not before', async () => {
    const left = await walk({ attempt: { putBack: async () => [text('a cable is out')] } });
    expect(left.calls.at(-1)).toBe('put back, patient');
    expect(left.end).toMatchObject({ state: 'failed', left: [{ en: 'a cable is out' }] });
    const changed = await walk({ differs: ['availability.ha@vm'] });
    expect(changed.end).toMatchObject({
      state: 'failed',
      diagnostic: { code: 'drill.site-changed' },
      left: [{ en: 'The plan has something to do: availability.ha@vm. Apply the site.' }],
    });
  });

  it('to put back says so as something that is left', async () => {
    const { end } = await walk({
      attempt: {
        putBack: async () => {
          throw new Error('no way to the node');
        },
      },
    });
    expect(end).toMatchObject({
      state: 'failed',
      left: [{ en: 'Putting pve-node2 back was not possible: no way to the node' }],
    });
  });
});

describe('a drill that is stopped', () => {
  it('while it breaks the site is put back without waiting for anybody, over a signal of its own', async () => {
    const stop = new AbortController();
    let isAborted: boolean | undefined;
    const { calls, end } = await walk({
      stop,
      attempt: {
        run: async (context) => {
          await breaks(context);
          stop.abort();
          context.signal.throwIfAborted();
        },
        putBack: async (context) => {
          isAborted = context.signal.aborted;
          return [];
        },
      },
    });
    expect(calls).toEqual(['guard', 'begin', 'run', 'put back, stopped']);
    expect(isAborted).toBe(false);
    expect(end).toMatchObject({ state: 'stopped', left: [] });
    expect(end.diagnostic).toBeUndefined();
  });

  it('while a person is waited for ends the waiting, and what can be put back still is', async () => {
    const stop = new AbortController();
    const { calls, end } = await walk({
      stop,
      attempt: {
        run: breaks,
        putBack: async (context, haste) => {
          if (haste === 'stopped') return [text('switch it on')];
          context.waitsFor(text('switch it on'));
          stop.abort();
          context.signal.throwIfAborted();
          return [];
        },
      },
    });
    expect(calls).toEqual(['guard', 'begin', 'run', 'put back, patient', 'put back, stopped']);
    expect(end).toMatchObject({ state: 'stopped', left: [{ en: 'switch it on' }] });
    expect(end.waitsFor).toBeUndefined();
  });
});
