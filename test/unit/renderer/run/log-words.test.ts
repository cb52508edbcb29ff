import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../../electron/api/run-lines.ts';
import { partsAround, shownText, withoutRepeats } from '../../../../renderer/run/log-words.ts';
import { joined } from '../../../../renderer/state/use-log.ts';

const line = (seq: number, text: string, level: LogLine['level'] = 'out'): LogLine => ({
  seq,
  at: '2026-03-01T10:00:00.000Z',
  host: 'h1',
  itemId: 'a',
  level,
  text,
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i, ''));

describe('the words of a log', () => {
  it('shows what controls a terminal, and what turns the order of letters, as dots', () => {
    expect(shownText('a\u001b[31mb\tc\u202ed')).toBe('a·[31mb\tc·d');
  });
  it('leaves out a note that says again what the host has just said', () => {
    const lines = [line(1, 'ok'), line(2, 'ok', 'note'), line(3, 'other', 'note')];
    expect(withoutRepeats(lines).map(({ seq }) => seq)).toEqual([1, 3]);
  });
  it('cuts a text where what is looked for stands, whatever its case', () => {
    expect(partsAround('Pool and pool', 'pool').map(({ text, isFound }) => (isFound ? `[${text}]` : text))).toEqual([
      '[Pool]',
      ' and ',
      '[pool]',
    ]);
    expect(partsAround('none', 'x')).toEqual([{ text: 'none', isFound: false }]);
  });
});

describe('a stretch of the log', () => {
  it('grows at one side and lets go at the other, and knows which side it let go', () => {
    const whole = { lines: range(1, 950), isFirst: true, isLast: false };
    const next = joined(whole, { lines: range(951, 1150), isEnd: true }, 'newer');
    expect([next.lines[0]?.seq, next.lines.at(-1)?.seq, next.isFirst, next.isLast]).toEqual([151, 1150, false, true]);
    const back = joined(next, { lines: range(1, 150), isEnd: true }, 'older');
    expect([back.lines[0]?.seq, back.lines.at(-1)?.seq, back.isFirst, back.isLast]).toEqual([1, 1000, true, false]);
  });
});
