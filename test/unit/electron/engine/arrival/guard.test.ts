import { describe, expect, test } from 'vitest';
import { afterAnswer, afterProof, afterRelease, mayAnswer } from '../../../../../electron/engine/arrival/guard.ts';

const at = '2026-11-21T14:00:00.000Z';

describe('the guard against a second installation', () => {
  test('a node gets its answer, and gets it again while nothing proves that it is installed', () => {
    expect(mayAnswer(undefined)).toBe(true);
    expect(mayAnswer(afterAnswer(afterAnswer(undefined, at), at))).toBe(true);
  });

  for (const by of ['webhook', 'first-boot', 'ssh'] as const) {
    test(`after a proof by ${by} it gets none`, () => {
      expect(mayAnswer(afterProof(afterAnswer(undefined, at), at, by))).toBe(false);
    });
  }

  test('a release holds for one answer', () => {
    const released = afterRelease(afterProof(afterAnswer(undefined, at), at, 'webhook'), at);
    expect(mayAnswer(released)).toBe(true);
    expect(mayAnswer(afterProof(released, at, 'ssh'))).toBe(true);
    const again = afterProof(afterAnswer(released, at), at, 'webhook');
    expect(mayAnswer(again)).toBe(false);
  });

  for (const by of ['webhook', 'first-boot'] as const) {
    test(`a release that was not used ends with a ${by} report: the node was installed by another way`, () => {
      const later = '2026-11-22T14:00:00.000Z';
      const released = afterRelease(afterProof(afterAnswer(undefined, at), at, 'webhook'), at);
      const again = afterProof(released, later, by);
      expect(mayAnswer(again)).toBe(false);
      expect(again.installed).toEqual({ at: later, by });
    });
  }

  test('the first proof stays', () => {
    const guard = afterProof(afterProof(undefined, at, 'webhook'), '2026-11-22T14:00:00.000Z', 'ssh');
    expect(guard.installed).toEqual({ at, by: 'webhook' });
  });
});
