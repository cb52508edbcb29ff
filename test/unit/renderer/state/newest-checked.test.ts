import { describe, expect, it } from 'vitest';
import { newestChecked } from '../../../../renderer/state/run.ts';
import { emptyRun, type RunState } from '../../../../renderer/state/run-fold.ts';

const run = (runId: string, startedAt: string, checks: number): RunState => ({
  ...emptyRun(runId),
  startedAt,
  checks: Array.from({ length: checks }, (_, index) => ({
    id: String(index),
    title: { en: '', es: '' },
    expected: { en: '', es: '' },
    outcome: 'passed' as const,
    seen: [],
    durationMs: 1,
  })),
});
const EARLY = '2026-11-21T06:00:00.000Z';
const LATE = '2026-11-21T07:00:00.000Z';

describe('the smoke tests on the screen', () => {
  it.each([
    ['none has run', {}, undefined],
    ['only by themselves', { smoke: run('smoke', EARLY, 0) }, 'smoke'],
    [
      'an install without tests does not hide them',
      { smoke: run('smoke', EARLY, 5), install: run('in', LATE, 0) },
      'smoke',
    ],
    ['a later rehearsal has newer ones', { smoke: run('smoke', EARLY, 5), install: run('in', LATE, 5) }, 'in'],
    ['later by themselves', { smoke: run('smoke', LATE, 0), install: run('in', EARLY, 5) }, 'smoke'],
    ['only those of a rehearsal', { install: run('in', EARLY, 5) }, 'in'],
  ] as const)('%s', (_, at, expected) => {
    expect(newestChecked(at)?.runId).toBe(expected);
  });
});
