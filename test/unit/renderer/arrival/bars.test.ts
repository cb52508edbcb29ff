import { describe, expect, it } from 'vitest';
import type { ArrivalPhase, NodeArrival } from '../../../../electron/api/arrival.ts';
import { barsOf, probeCells, stretchOf } from '../../../../renderer/arrival/bars.ts';

const minute = (at: number) => `2026-11-21T14:${String(at).padStart(2, '0')}:00.000Z`;
const ms = (at: number) => Date.parse(minute(at));
/** Phases with the minute at which each begins; the last one is open. */
function node(way: readonly (readonly [ArrivalPhase, number])[], silentSince?: number): NodeArrival {
  return {
    host: 'pve-node1',
    address: '192.168.1.11',
    os: 'pve',
    origin: 'installed',
    phase: way.at(-1)?.[0] ?? 'waiting',
    segments: way.map(([phase, from], index) => {
      const next = way[index + 1];
      return { phase, from: minute(from), ...(next ? { to: minute(next[1]) } : {}) };
    }),
    ...(silentSince === undefined ? {} : { silentSince: minute(silentSince) }),
    diagnostics: [],
  };
}
const drawn = (entry: NodeArrival, now: number) =>
  barsOf(entry, ms(now)).map((bar) => [bar.tone, (bar.fromMs - ms(0)) / 60_000, (bar.toMs - ms(0)) / 60_000, bar.open]);

describe('the bars of a machine', () => {
  it('nothing is drawn while nothing is known', () => {
    expect(drawn(node([['waiting', 0]]), 10)).toEqual([]);
  });
  it('each known phase is one bar, and SSH and then ready are one stretch of being here', () => {
    const way = node([
      ['waiting', 0],
      ['powered', 1],
      ['asked', 2],
      ['installing', 3],
      ['restarting', 8],
      ['ssh', 10],
      ['ready', 11],
    ]);
    expect(drawn(way, 15)).toEqual([
      ['power', 1, 2, false],
      ['answer', 2, 3, false],
      ['installing', 3, 8, false],
      ['power', 8, 10, false],
      ['here', 10, 15, true],
    ]);
  });
  it('silence is drawn as expected up to the usual time, and as silence from there', () => {
    const way = node(
      [
        ['asked', 2],
        ['installing', 3],
      ],
      8,
    );
    expect(drawn(way, 20)).toEqual([
      ['answer', 2, 3, false],
      ['expected', 3, 8, false],
      ['silent', 8, 20, true],
    ]);
  });
  it('a machine that was never heard of can be silent too', () => {
    expect(drawn(node([['waiting', 0]], 5), 7)).toEqual([
      ['expected', 0, 5, false],
      ['silent', 5, 7, true],
    ]);
  });
  it('a clock that lags behind the events draws no bar backwards', () => {
    expect(drawn(node([['installing', 9]]), 3)).toEqual([['installing', 9, 9, true]]);
  });
});

describe('the looks at a port', () => {
  const tick = (at: number, ssh: boolean) => ({ at: minute(at), up: ssh, ssh });
  it('a cell is up when the port answered at any look in it', () => {
    const x = (at: number) => ((at - ms(0)) / 60_000) * 5;
    const looks = [0, 1, 2, 3, 4, 5].map((at) => tick(at, at === 1 || at === 5));
    expect(probeCells(looks, (t) => t.ssh, x, 10).map((cell) => [cell.x, cell.up])).toEqual([
      [0, true],
      [10, false],
      [20, true],
    ]);
  });
  it('cells are as wide as the time between looks, and a long pause stays a pause', () => {
    const x = (at: number) => ((at - ms(0)) / 60_000) * 10;
    const looks = [0, 3, 6, 9, 40, 43].map((at) => tick(at, true));
    expect(probeCells(looks, (t) => t.ssh, x, 10).map((cell) => [cell.x, cell.width])).toEqual([
      [0, 36],
      [36, 36],
      [72, 36],
      [396, 36],
    ]);
  });
  it('the drawing begins with the first thing known and ends no earlier than the last look', () => {
    const probes = { one: [tick(4, false), tick(30, true)] };
    expect(stretchOf(minute(3), [node([['waiting', 2]])], probes, ms(20))).toEqual({ fromMs: ms(2), toMs: ms(30) });
  });
});
