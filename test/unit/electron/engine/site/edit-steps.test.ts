import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EditHistory,
  editStep,
  NO_EDITS,
  nextStep,
  takeStep,
  withStep,
} from '../../../../../electron/engine/site/edit-steps.ts';

const AT = new Date('2026-11-22T07:00:00.000Z');

function edited(history: EditHistory, before: string, after: string, fields = ['name']): EditHistory {
  const step = editStep(before, after, fields, AT);
  return step ? withStep(history, step, before, after) : history;
}

describe('the edits of a site file', () => {
  it('300 of them are put back one by one to the very first byte, and done again to the last', () => {
    const texts = Array.from(
      { length: 301 },
      (_, index) => `name = "é${index}"\r\n# kept\r\nlabel = "${index * 7}"\r\n`,
    );
    let history = NO_EDITS;
    for (const [index, text] of texts.entries()) if (index > 0) history = edited(history, texts[index - 1] ?? '', text);
    let text = texts.at(-1) ?? '';
    for (const expected of texts.slice(0, -1).reverse()) {
      const taken = takeStep(history, text, 'undo');
      expect(taken?.text).toBe(expected);
      ({ text, history } = taken ?? { text, history });
    }
    expect(nextStep(history, text, 'undo')).toBeUndefined();
    for (const expected of texts.slice(1)) {
      const taken = takeStep(history, text, 'redo');
      expect(taken?.text).toBe(expected);
      ({ text, history } = taken ?? { text, history });
    }
    expect(nextStep(history, text, 'redo')).toBeUndefined();
  });

  it('whatever the texts are, a step back and a step on are exact', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        // What went through the file of the history.
        const history = JSON.parse(JSON.stringify(edited(NO_EDITS, before, after))) as EditHistory;
        if (history.steps.length === 0) return;
        const back = takeStep(history, after, 'undo');
        expect(back?.text).toBe(before);
        expect(back && takeStep(back.history, back.text, 'redo')?.text).toBe(after);
      }),
    );
  });

  it('what was changed by hand in between is never overwritten', () => {
    const history = edited(NO_EDITS, 'name = "a"\n', 'name = "b"\n');
    expect(takeStep(history, 'name = "b"\n# by hand\n', 'undo')).toBeUndefined();
    const later = edited(history, 'name = "b"\n# by hand\n', 'name = "c"\n# by hand\n');
    const back = takeStep(later, 'name = "c"\n# by hand\n', 'undo');
    expect(back?.text).toBe('name = "b"\n# by hand\n');
    expect(back && takeStep(back.history, back.text, 'undo')).toBeUndefined();
  });

  it('a new edit after a step back takes its place', () => {
    const two = edited(edited(NO_EDITS, 'a', 'b'), 'b', 'c');
    const back = takeStep(two, 'c', 'undo');
    const history = edited(back?.history ?? NO_EDITS, 'b', 'd');
    expect(history.steps).toHaveLength(2);
    expect(nextStep(history, 'd', 'redo')).toBeUndefined();
    expect(takeStep(history, 'd', 'undo')?.text).toBe('b');
  });

  it('a power cut between the history and the text leaves both usable', () => {
    const one = edited(NO_EDITS, 'a', 'b');
    const two = edited(one, 'b', 'c');
    // The edit to c was noted, the text is still b.
    expect(takeStep(two, 'b', 'undo')?.text).toBe('a');
    expect(takeStep(two, 'b', 'redo')?.text).toBe('c');
    expect(edited(two, 'b', 'x').steps.map(({ inserted }) => inserted)).toEqual(['b', 'x']);
    // The step back to b was noted, the text is still c.
    const back = takeStep(two, 'c', 'undo');
    expect(back && takeStep(back.history, 'c', 'undo')?.text).toBe('b');
  });

  it.each([
    ['a password that was typed', 'rootPassword = "secret:x"\n', 'rootPassword = "hunter2"\n'],
    ['a password that was taken away', 'rootPassword = "hunter2"\n', 'rootPassword = "secret:x"\n'],
    ['a key', 'note = ""\n', 'note = "-----BEGIN OPENSSH PRIVATE KEY-----"\n'],
  ])('no piece of a secret is kept: %s', (_, before, after) => {
    expect(edited(edited(NO_EDITS, 'a', before), before, after)).toEqual(NO_EDITS);
  });

  it('is bounded: the oldest go first', () => {
    let history = NO_EDITS;
    for (let index = 0; index < 700; index += 1) history = edited(history, `n = ${index}`, `n = ${index + 1}`);
    expect(history.steps).toHaveLength(500);
    const long = (letter: string) => letter.repeat(900_000);
    let large = NO_EDITS;
    for (const [before, after] of ['ab', 'bc', 'cd', 'de'])
      large = edited(large, long(before ?? ''), long(after ?? ''));
    expect(large.steps).toHaveLength(1);
    expect(takeStep(large, long('e'), 'undo')?.text).toBe(long('d'));
  });
});
