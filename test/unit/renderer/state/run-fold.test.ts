import { describe, expect, it } from 'vitest';
import type { NodeArrival, Visitor } from '../../../../electron/api/arrival.ts';
import { diagnostic } from '../../../../electron/api/diagnostic.ts';
import type { DrillView } from '../../../../electron/api/drill.ts';
import type { PlanItem } from '../../../../electron/api/plan.ts';
import type { CheckResult, RunEvent } from '../../../../electron/api/run.ts';
import { emptyRun, foldRun, type RunState } from '../../../../renderer/state/run-fold.ts';

const AT = '2026-11-21T06:00:00.000Z';
const item = (id: string): PlanItem => ({
  id,
  stepId: id.split('@')[0] ?? id,
  title: { en: id, es: id },
  phase: 'cluster',
  target: 'pve-node1',
  risk: 'safe',
  action: 'apply',
  changes: [{ what: 'planned', after: 'yes' }],
  waitsFor: [],
});
const check = (id: string, outcome: CheckResult['outcome']): CheckResult => ({
  id,
  title: { en: id, es: id },
  expected: { en: '', es: '' },
  outcome,
  seen: [],
  durationMs: 1,
});
/** Events without number and date, numbered from 1 as a run does. */
type Body = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'seq' | 'at'> : never) : never;
const numbered = (bodies: readonly Body[]): RunEvent[] =>
  bodies.map((body, index) => ({ ...body, seq: index + 1, at: AT }) as RunEvent);

const STARTED: Body = {
  type: 'run-started',
  runId: 'r',
  kind: 'rehearse',
  siteId: 's',
  rehearsed: true,
  appVersion: '0',
  by: 'me',
};
const PLAN: Body = { type: 'plan', items: [item('a@x'), item('b@x')] };
const finished = (
  itemId: string,
  outcome: 'changed' | 'unchanged' | 'failed',
  changes: { what: string; after: string }[] = [],
): Body => ({
  type: 'step-finished',
  itemId,
  outcome,
  changes,
  durationMs: 1500,
  ...(outcome === 'failed' ? { diagnostic: diagnostic('app.engine-silent', {}) } : {}),
});
const arrival = (host: string, phase: NodeArrival['phase']): Body => ({
  type: 'arrival',
  node: { host, address: '192.168.1.11', os: 'pve', origin: 'installed', phase, segments: [], diagnostics: [] },
});
const visitor = (id: string, host?: string): Body => ({
  type: 'visitor',
  visitor: { id, at: AT, kind: 'unknown-machine', fromAddress: '192.168.1.77', diagnostics: [], host } as Visitor,
});
const drill = (state: DrillView['state']): Body => ({
  type: 'drill',
  drill: {
    kind: 'failover',
    title: { en: '', es: '' },
    warning: { en: '', es: '' },
    target: 'vm-dashboard',
    state,
    figures: [],
    moments: [],
    left: [],
  },
});
const log = (text: string, level: 'out' | 'note' = 'out'): Body => ({ type: 'log', host: 'pve-node1', level, text });

const CASES: readonly {
  readonly title: string;
  readonly events: readonly Body[];
  readonly see: (state: RunState) => unknown;
  readonly expected: unknown;
}[] = [
  {
    title: 'a run that has started is rehearsed or not, and has no outcome',
    events: [STARTED],
    see: (s) => [s.kind, s.rehearsed, s.startedAt, s.outcome],
    expected: ['rehearse', true, AT, undefined],
  },
  {
    title: 'a plan makes every step wait with the changes it foresees',
    events: [STARTED, PLAN],
    see: (s) => s.items.map((e) => [e.state, e.changes[0]?.what]),
    expected: [
      ['waiting', 'planned'],
      ['waiting', 'planned'],
    ],
  },
  {
    title: 'a started step runs and the others wait',
    events: [STARTED, PLAN, { type: 'step-started', itemId: 'b@x' }],
    see: (s) => s.items.map((e) => [e.state, e.startedAt]),
    expected: [
      ['waiting', undefined],
      ['running', AT],
    ],
  },
  {
    title: 'progress belongs to its step and is gone when the step ends',
    events: [
      STARTED,
      PLAN,
      { type: 'progress', itemId: 'a@x', done: 1, total: 4, unit: 'bytes' },
      { type: 'progress', itemId: 'b@x', done: 3, total: 4, unit: 'bytes' },
      finished('a@x', 'changed'),
    ],
    see: (s) => s.items.map((e) => e.progress?.done),
    expected: [undefined, 3],
  },
  {
    title: 'a finished step shows what it changed; where it says nothing the foreseen changes stay',
    events: [STARTED, PLAN, finished('a@x', 'changed', [{ what: 'real', after: 'yes' }]), finished('b@x', 'unchanged')],
    see: (s) => s.items.map((e) => [e.state, e.changes[0]?.what, e.durationMs]),
    expected: [
      ['changed', 'real', 1500],
      ['unchanged', 'planned', 1500],
    ],
  },
  {
    title: 'a failed step carries its diagnostic',
    events: [STARTED, PLAN, finished('a@x', 'failed')],
    see: (s) => [s.items[0]?.state, s.items[0]?.diagnostic?.code, s.items[1]?.state],
    expected: ['failed', 'app.engine-silent', 'waiting'],
  },
  {
    title: 'what may be done about a failed step comes with its failure, and goes when it runs again',
    events: [
      STARTED,
      PLAN,
      { ...finished('a@x', 'failed'), offers: ['retry', 'skip'] } as Body,
      { ...finished('b@x', 'failed'), offers: ['retry'] } as Body,
      finished('b@x', 'changed'),
    ],
    see: (s) => s.items.map((e) => e.offers),
    expected: [['retry', 'skip'], undefined],
  },
  {
    title: 'an event of an unknown step changes nothing',
    events: [STARTED, PLAN, { type: 'step-started', itemId: 'c@x' }],
    see: (s) => s.items.map((e) => e.state),
    expected: ['waiting', 'waiting'],
  },
  {
    title: 'a check that runs again replaces its older result',
    events: [
      { type: 'check-started', checkId: 'one', title: { en: '', es: '' } },
      { type: 'check-finished', result: check('one', 'failed') },
      { type: 'check-started', checkId: 'two', title: { en: '', es: '' } },
      { type: 'check-finished', result: check('one', 'rehearsed') },
    ],
    see: (s) => [s.checks.map((c) => [c.id, c.outcome]), s.runningChecks],
    expected: [[['one', 'rehearsed']], ['two']],
  },
  {
    title: 'of checks that are not asked again the older answer stays, in its place and with its run',
    events: [
      {
        type: 'checks-standing',
        checks: [
          { result: check('one', 'failed'), runId: 'r1', at: AT },
          { result: check('two', 'rehearsed'), runId: 'r1', at: AT },
        ],
      },
      { type: 'check-started', checkId: 'one', title: { en: '', es: '' } },
      { type: 'check-finished', result: check('one', 'rehearsed') },
    ],
    see: (s) => [s.checks.map((c) => [c.id, c.outcome]), s.checksOfBefore],
    expected: [
      [
        ['one', 'rehearsed'],
        ['two', 'rehearsed'],
      ],
      { two: { runId: 'r1', at: AT } },
    ],
  },
  {
    title: 'log lines keep their order and their numbers',
    events: [log('first'), STARTED, log('second')],
    see: (s) => s.log.map((line) => [line.seq, line.text]),
    expected: [
      [1, 'first'],
      [3, 'second'],
    ],
  },
  {
    title: 'a note that says what the host has just said is not told twice',
    events: [log('db started'), log('db started', 'note'), log('web started', 'note'), log('db started', 'note')],
    see: (s) => s.log.map((line) => [line.level, line.text]),
    expected: [
      ['out', 'db started'],
      ['note', 'web started'],
      ['note', 'db started'],
    ],
  },
  {
    title: 'a diagnostic of the run itself is kept beside those of its steps',
    events: [STARTED, { type: 'diagnostic', diagnostic: diagnostic('app.engine-silent', {}) }],
    see: (s) => s.diagnostics.map((d) => d.code),
    expected: ['app.engine-silent'],
  },
  {
    title: 'the rates of a stick stay in order, also after it has ended',
    events: [
      STARTED,
      PLAN,
      { type: 'progress', itemId: 'a@x', done: 1, total: 4, unit: 'bytes', bytesPerSecond: 10 },
      { type: 'progress', itemId: 'a@x', done: 2, total: 4, unit: 'bytes' },
      { type: 'progress', itemId: 'a@x', done: 3, total: 4, unit: 'bytes', bytesPerSecond: 30 },
      finished('a@x', 'changed'),
    ],
    see: (s) => s.items.map((e) => e.rates.map((rate) => rate.bytesPerSecond)),
    expected: [[10, 30], []],
  },
  {
    title: 'a machine that is told of again replaces its older self and keeps its place',
    events: [arrival('one', 'waiting'), arrival('two', 'waiting'), arrival('one', 'ssh')],
    see: (s) => s.arrivals.map((node) => [node.host, node.phase]),
    expected: [
      ['one', 'ssh'],
      ['two', 'waiting'],
    ],
  },
  {
    title: 'looks at the ports are kept by machine, oldest first',
    events: [
      {
        type: 'probes',
        probes: [
          { host: 'one', up: true, ssh: false },
          { host: 'two', up: true, ssh: true, api: true },
        ],
      },
      { type: 'probes', probes: [{ host: 'one', up: true, ssh: true }] },
    ],
    see: (s) => [s.probes.one?.map((tick) => tick.ssh), s.probes.two?.map((tick) => tick.api)],
    expected: [[false, true], [true]],
  },
  {
    title: 'a certificate stays with the look in which it was seen',
    events: [
      { type: 'probes', probes: [{ host: 'one', up: true, ssh: true, api: true, apiFingerprint: 'AA:BB' }] },
      { type: 'probes', probes: [{ host: 'one', up: true, ssh: true, api: true }] },
    ],
    see: (s) => s.probes.one?.map((tick) => tick.apiFingerprint),
    expected: ['AA:BB', undefined],
  },
  {
    title: 'a drill that is told of again replaces its older self',
    events: [STARTED, drill('running'), drill('putting-back'), drill('rehearsed')],
    see: (s) => [s.drill?.state, s.drill?.target],
    expected: ['rehearsed', 'vm-dashboard'],
  },
  {
    title: 'a visitor that is given a node stays one visitor',
    events: [visitor('v'), visitor('w'), visitor('v', 'pve-node1')],
    see: (s) => s.visitors.map((entry) => [entry.id, entry.host]),
    expected: [
      ['v', 'pve-node1'],
      ['w', undefined],
    ],
  },
  {
    title: 'the end sets the outcome and the time',
    events: [STARTED, { type: 'run-finished', outcome: 'done', changed: 1, unchanged: 2, failed: 0, durationMs: 9 }],
    see: (s) => [s.outcome, s.finishedAt, s.seq],
    expected: ['done', AT, 2],
  },
];

describe('a run on the screen', () => {
  for (const { title, events, see, expected } of CASES) {
    it(title, () => {
      expect(see(foldRun(emptyRun('r'), numbered(events)))).toEqual(expected);
    });
    it(`${title}: the same one event at a time, and when all of it comes twice`, () => {
      const all = numbered(events);
      const single = all.reduce((state, event) => foldRun(state, [event]), emptyRun('r'));
      expect(see(single)).toEqual(expected);
      expect(see(foldRun(single, all))).toEqual(expected);
    });
  }

  it('leaves the state it was given as it was', () => {
    const before = foldRun(emptyRun('r'), numbered([STARTED, PLAN]));
    const kept = structuredClone(before);
    foldRun(before, [{ type: 'step-started', itemId: 'a@x', seq: 3, at: AT }]);
    expect(before).toEqual(kept);
  });

  it('keeps the newest 20000 lines of the log', () => {
    const many = numbered(Array.from({ length: 20_003 }, (_, index) => log(String(index))));
    const { log: lines, seq } = foldRun(emptyRun('r'), many);
    expect([lines.length, lines[0]?.text, lines.at(-1)?.text, seq]).toEqual([20_000, '3', '20002', 20_003]);
  });

  it('thins the looks at the ports instead of forgetting how it began', () => {
    const many = numbered(
      Array.from(
        { length: 5000 },
        (_, index): Body => ({
          type: 'probes',
          probes: [{ host: 'one', up: index === 0 || index === 4999, ssh: false }],
        }),
      ),
    );
    const ticks = foldRun(emptyRun('r'), many).probes.one ?? [];
    expect(ticks.length).toBeGreaterThan(300);
    expect(ticks.length).toBeLessThanOrEqual(720);
    expect([ticks[0]?.up, ticks.at(-1)?.up]).toEqual([true, true]);
  });

  it('keeps the newest 200 visitors', () => {
    const many = numbered(Array.from({ length: 205 }, (_, index) => visitor(String(index))));
    const { visitors } = foldRun(emptyRun('r'), many);
    expect([visitors.length, visitors[0]?.id, visitors.at(-1)?.id]).toEqual([200, '5', '204']);
  });
});
