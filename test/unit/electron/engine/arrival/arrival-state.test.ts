import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ArrivalFact,
  type ArrivalState,
  type MachineTraits,
  MISSES_UNTIL_GONE,
  phaseOf,
  rankOf,
  waitingSince,
  withFact,
} from '../../../../../electron/engine/arrival/arrival-state.ts';

const START = Date.parse('2026-11-21T08:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const node: MachineTraits = { isPve: true, restartsItself: false, addressByLease: false };
const KEY = `SHA256:${'a'.repeat(43)}`;
const report = (source: 'webhook' | 'first-boot' | 'ssh', seconds = 0) => ({
  source,
  at: at(seconds),
  machine: {},
  disks: [],
  nics: [],
  hostKeys: [],
});
const key = (state: 'seen' | 'from-report' | 'different', seconds: number): ArrivalFact => ({
  kind: 'host-key',
  at: at(seconds),
  hostKey: { fingerprint: KEY, state, at: at(seconds) },
});
const probe = (seconds: number, up: boolean, ssh: boolean, api: boolean): ArrivalFact => ({
  kind: 'probe',
  at: at(seconds),
  up,
  ssh,
  api,
});

function reached(facts: readonly ArrivalFact[], traits: MachineTraits = node): ArrivalState {
  return facts.reduce((state, fact) => withFact(state, fact, traits), waitingSince(at(0)));
}
const way = (state: ArrivalState) => state.segments.map(({ phase }) => phase);

describe('the way of a machine', () => {
  test('with DHCP: answer, webhook, stick pulled, SSH, API', () => {
    const state = reached([
      { kind: 'powered', at: at(10) },
      { kind: 'asked', at: at(100) },
      { kind: 'answered', at: at(101) },
      { kind: 'report', at: at(400), report: report('webhook', 400) },
      { kind: 'powered', at: at(420) },
      probe(500, true, true, false),
      key('from-report', 501),
      probe(505, true, true, true),
    ]);
    expect(way(state)).toEqual([
      'waiting',
      'powered',
      'asked',
      'installing',
      'installed',
      'restarting',
      'ssh',
      'ready',
    ]);
  });

  test('without DHCP: nothing is heard until the installed system starts', () => {
    const state = reached([
      { kind: 'powered', at: at(10) },
      probe(600, true, false, false),
      probe(640, true, true, true),
      key('from-report', 645),
    ]);
    expect(way(state)).toEqual(['waiting', 'powered', 'restarting', 'ssh', 'ready']);
  });

  test('a machine that restarts by itself is on its way again as soon as it is installed', () => {
    const facts: ArrivalFact[] = [
      { kind: 'asked', at: at(1) },
      { kind: 'answered', at: at(2) },
      { kind: 'report', at: at(300), report: report('webhook') },
    ];
    expect(phaseOf(reached(facts, { ...node, restartsItself: true }))).toBe('restarting');
    expect(phaseOf(reached(facts))).toBe('installed');
  });

  test('pressing the button twice in a moment is once; minutes later the stick was pulled', () => {
    const once: ArrivalFact[] = [
      { kind: 'powered', at: at(0) },
      { kind: 'powered', at: at(30) },
    ];
    expect(phaseOf(reached(once))).toBe('powered');
    expect(phaseOf(reached([...once, { kind: 'powered', at: at(400) }]))).toBe('restarting');
  });

  test('a live installer with the leased address of the node is not the installed system', () => {
    const facts: ArrivalFact[] = [
      { kind: 'asked', at: at(1) },
      { kind: 'answered', at: at(2) },
      probe(10, true, false, false),
    ];
    expect(phaseOf(reached(facts, { ...node, addressByLease: true }))).toBe('installing');
    expect(phaseOf(reached(facts))).toBe('restarting');
  });

  test('a key that nothing confirms holds a machine back, a different one takes it back', () => {
    const facts = [probe(1, true, true, true), key('seen', 2)];
    expect(phaseOf(reached(facts))).toBe('ssh');
    expect(phaseOf(reached([...facts, key('from-report', 3)]))).toBe('ready');
    expect(phaseOf(reached([...facts, key('from-report', 3), key('different', 4)]))).toBe('ssh');
  });

  test('a host that is no PVE node needs no API', () => {
    const facts = [probe(1, true, true, false), key('from-report', 2)];
    expect(phaseOf(reached(facts, { ...node, isPve: false }))).toBe('ready');
    expect(phaseOf(reached(facts))).toBe('ssh');
  });

  test('one lost probe is no restart; several in a row are, and the key is looked at anew', () => {
    const ready = [probe(1, true, true, true), key('from-report', 2)];
    const lost = Array.from({ length: MISSES_UNTIL_GONE }, (_, turn) => probe(10 + turn, false, false, false));
    expect(phaseOf(reached([...ready, ...lost.slice(1)]))).toBe('ready');
    const gone = reached([...ready, ...lost]);
    expect(phaseOf(gone)).toBe('restarting');
    expect(gone.hostKey).toBeUndefined();
    expect(phaseOf(reached([...ready, ...lost, probe(60, true, true, true)]))).toBe('ssh');
  });

  test('an answer given again forgets what was known of the earlier installation', () => {
    const state = reached([
      probe(1, true, true, true),
      key('from-report', 2),
      { kind: 'report', at: at(3), report: report('first-boot') },
      { kind: 'asked', at: at(60) },
    ]);
    expect(phaseOf(state)).toBe('asked');
    expect(state.report).toBeUndefined();
    expect(state.hostKey).toBeUndefined();
  });

  test('a look by SSH adds to a report and does not take its place', () => {
    const state = reached([
      { kind: 'report', at: at(3), report: { ...report('webhook'), bootMode: 'efi' } },
      { kind: 'report', at: at(9), report: { ...report('ssh'), memoryBytes: 7 } },
    ]);
    expect(state.report).toMatchObject({ source: 'webhook', bootMode: 'efi', memoryBytes: 7 });
  });
});

const facts = fc.array(
  fc.record({
    step: fc.integer({ min: -5, max: 400 }),
    what: fc.integer({ min: 0, max: 9 }),
    bits: fc.integer({ min: 0, max: 7 }),
  }),
  { maxLength: 60 },
);

function build(
  list: readonly { readonly step: number; readonly what: number; readonly bits: number }[],
): ArrivalFact[] {
  let seconds = 0;
  return list.map(({ step, what, bits }) => {
    seconds += step;
    if (what === 0) return { kind: 'powered', at: at(seconds) };
    if (what === 1) return { kind: 'asked', at: at(seconds) };
    if (what === 2) return { kind: 'answered', at: at(seconds) };
    if (what === 3) return { kind: 'report', at: at(seconds), report: report('webhook', seconds) };
    if (what === 4) return { kind: 'report', at: at(seconds), report: report('first-boot', seconds) };
    if (what === 5) return key((['seen', 'from-report', 'different'] as const)[bits % 3] ?? 'seen', seconds);
    const ssh = (bits & 2) !== 0;
    return probe(seconds, ssh || (bits & 1) !== 0, ssh, (bits & 4) !== 0);
  });
}

describe('whatever becomes known, in whatever order', () => {
  test('segments follow each other without gap and without going back in time; only the last is open', () => {
    fc.assert(
      fc.property(facts, fc.boolean(), (list, restartsItself) => {
        const { segments } = reached(build(list), { ...node, restartsItself });
        segments.forEach((segment, index) => {
          const next = segments[index + 1];
          expect(segment.to).toBe(next?.from);
          if (next) {
            expect(next.from >= segment.from).toBe(true);
            expect(next.phase).not.toBe(segment.phase);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test('a machine goes back only because it was switched on, asked, stopped answering, or shows another key', () => {
    fc.assert(
      fc.property(facts, (list) => {
        let state = waitingSince(at(0));
        for (const fact of build(list)) {
          const next = withFact(state, fact, node);
          if (rankOf(phaseOf(next)) < rankOf(phaseOf(state))) {
            const isMissing =
              fact.kind === 'probe' && (!fact.ssh || fact.api === false) && state.misses >= MISSES_UNTIL_GONE - 1;
            const isOtherKey = fact.kind === 'host-key' && fact.hostKey.state !== 'from-report';
            expect(fact.kind === 'powered' || fact.kind === 'asked' || isMissing || isOtherKey).toBe(true);
          }
          state = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('nothing is ready without SSH, a trusted key and the API', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const state = reached(build(list));
        if (phaseOf(state) !== 'ready') return;
        expect(state.hostKey?.state).toBe('from-report');
        expect(state.api || state.misses > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
