import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckOutcomeSchema, type CheckResult } from '../../../../../electron/api/run.ts';
import { isWithoutDifference, RunComparisonSchema, STEP_RESULTS } from '../../../../../electron/api/run-history.ts';
import { compareRuns } from '../../../../../electron/engine/run/compare-runs.ts';
import type { RecordedStep, RunRecord } from '../../../../../electron/engine/run/run-record.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const step = (id: string, more: Partial<RecordedStep> = {}): RecordedStep => ({
  id,
  title: { en: `Do ${id}`, es: `Hacer ${id}` },
  target: id.split('@')[1] ?? 'site',
  result: 'unchanged',
  durationMs: 0,
  changes: [],
  ...more,
});

const check = (id: string, outcome: CheckResult['outcome'], more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  title: { en: id, es: id },
  expected: { en: 'x', es: 'x' },
  outcome,
  seen: ['1'],
  durationMs: 1,
  ...more,
});

let minute = 0;
function record(more: Partial<Omit<RunRecord, 'run'>> & { readonly run?: Partial<RunRecord['run']> } = {}): RunRecord {
  minute += 1;
  const { run, ...rest } = more;
  return {
    run: {
      runId: `20261121T10${String(minute % 60).padStart(2, '0')}00Z-00000a`,
      kind: 'apply',
      siteId: 'toy',
      rehearsed: false,
      startedAt: '2026-11-21T10:00:00.000Z',
      outcome: 'done',
      siteSha256: 'aa',
      ...run,
    },
    steps: [],
    checks: [],
    files: new Map(),
    site: undefined,
    diagnostics: [],
    ...rest,
  };
}

const failure = { code: 'step.crashed', severity: 'error', params: {}, evidence: [], subject: {}, retryable: true };

describe('two runs beside each other', () => {
  it('tell what became worse before what became better, each with both sides', () => {
    const before = record({
      steps: [step('a@n1', { result: 'failed' }), step('b@n1', { result: 'changed' }), step('c@n1')],
    });
    const after = record({
      steps: [step('a@n1', { result: 'changed' }), step('b@n1', { result: 'interrupted' }), step('c@n1')],
    });
    const { steps } = compareRuns(before, after);
    expect(steps).toMatchObject({ present: 'both', same: 1 });
    expect(steps.differences.map(({ id, trend, differs }) => [id, trend, differs])).toEqual([
      ['b@n1', 'worse', ['result']],
      ['a@n1', 'better', ['result']],
    ]);
    expect(steps.differences[0]).toMatchObject({ before: { result: 'changed' }, after: { result: 'interrupted' } });
  });

  it('call a second run that finds all true neither worse nor better', () => {
    const changes = [{ what: 'file', after: 'x' }];
    const one = record({ steps: [step('a@n1', { result: 'changed', durationMs: 60_000, changes })] });
    const [found] = compareRuns(one, record({ steps: [step('a@n1')] })).steps.differences;
    expect(found).toMatchObject({ trend: 'other', differs: ['result', 'changes'], before: { changes } });
  });

  it('tell of a duration only where it is much, of the same result, and of real machines', () => {
    const took = (durationMs: number, rehearsed = false) =>
      record({ run: { rehearsed }, steps: [step('a@n1', { result: 'changed', durationMs })] });
    const differs = (one: RunRecord, two: RunRecord) => compareRuns(one, two).steps.differences[0]?.differs;
    expect(differs(took(60_000), took(80_000))).toEqual(['duration']);
    expect(differs(took(60_000), took(64_999))).toBeUndefined(); // less than 5 s
    expect(differs(took(600_000), took(700_000))).toBeUndefined(); // less than a quarter of the longer one
    expect(differs(took(60_000, true), took(600_000))).toBeUndefined();
  });

  it('tell of steps that only one of them had, without blaming either, unless the step failed', () => {
    const before = record({ steps: [step('a@n1'), step('gone@n2')] });
    const after = record({ steps: [step('a@n1'), step('new@n3'), step('bad@n3', { result: 'failed' })] });
    const found = compareRuns(before, after).steps.differences;
    expect(found.map(({ id, trend }) => [id, trend])).toEqual([
      ['bad@n3', 'worse'],
      ['new@n3', 'other'],
      ['gone@n2', 'other'],
    ]);
    expect(found.at(-1)).not.toHaveProperty('after');
  });

  it('do not list what only one of them has at all', () => {
    const smoke = record({ run: { kind: 'smoke' }, checks: [check('a', 'passed')] });
    const apply = record({ steps: [step('a@n1', { result: 'changed' })] });
    const compared = compareRuns(apply, smoke);
    expect(compared.steps).toMatchObject({ present: 'before', differences: [] });
    expect(compared.checks).toMatchObject({ present: 'after', differences: [] });
    expect(isWithoutDifference(compared)).toBe(true);
  });

  it('count a rehearsed check as a passed one, and a check that fails of something else as another result', () => {
    const diagnosed = (code: string) => ({ diagnostic: { ...failure, code } as CheckResult['diagnostic'] });
    const before = record({
      checks: [check('a', 'rehearsed'), check('b', 'passed'), check('c', 'failed', diagnosed('smoke.a'))],
    });
    const after = record({
      checks: [check('a', 'passed'), check('b', 'failed'), check('c', 'failed', diagnosed('smoke.b'))],
    });
    const { checks } = compareRuns(before, after);
    expect(checks.same).toBe(1);
    expect(checks.differences.map(({ id, trend }) => [id, trend])).toEqual([
      ['b', 'worse'],
      ['c', 'other'],
    ]);
  });

  it('say what the plan said otherwise where both kept it, and only that it did where not', () => {
    const text = readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8');
    const other = text.replace(/^name = ".*"/m, 'name = "Another name"');
    const [one, two] = [parseSite(text).draft, parseSite(other).draft];
    const before = record({ run: { siteSha256: 'aa' }, site: one });
    expect(compareRuns(before, record({ run: { siteSha256: 'bb' }, site: two })).site).toMatchObject({
      state: 'changed',
      differences: [{ path: 'name', right: 'Another name' }],
    });
    expect(compareRuns(before, record({ run: { siteSha256: 'bb' } })).site).toEqual({ state: 'changed' });
    expect(compareRuns(before, record({ run: { siteSha256: 'aa' } })).site.state).toBe('same');
    expect(compareRuns(before, record({ run: { siteSha256: undefined } })).site).toEqual({ state: 'unknown' });
  });

  it('name the files that one of them had otherwise', () => {
    const files = (...entries: readonly (readonly [string, string])[]) => record({ files: new Map(entries) });
    expect(compareRuns(files(['a', '1'], ['b', '2']), files(['b', '3'], ['c', '4'])).files).toEqual([
      { name: 'a', before: '1' },
      { name: 'b', before: '2', after: '3' },
      { name: 'c', after: '4' },
    ]);
    expect(compareRuns(files(['a', '1']), files()).files).toEqual([]);
  });

  const anyStep = fc
    .record({ id: fc.constantFrom('a@n1', 'b@n1', 'c@n2', 'd@site'), result: fc.constantFrom(...STEP_RESULTS) })
    .chain(({ id, result }) => fc.nat(90_000).map((durationMs) => step(id, { result, durationMs })));
  const anyCheck = fc
    .tuple(fc.constantFrom('x', 'y'), fc.constantFrom(...CheckOutcomeSchema.options))
    .map(([id, outcome]) => check(id, outcome));
  const anyRun = fc
    .record({
      steps: fc.uniqueArray(anyStep, { selector: ({ id }) => id }),
      checks: fc.uniqueArray(anyCheck, { selector: ({ id }) => id }),
    })
    .map((parts) => record(parts));

  it('are the same as themselves, and turned round tell the same turned round', () => {
    const turned = { worse: 'better', better: 'worse', other: 'other' } as const;
    fc.assert(
      fc.property(anyRun, anyRun, (one, two) => {
        expect(isWithoutDifference(compareRuns(one, one))).toBe(true);
        const [there, back] = [compareRuns(one, two), compareRuns(two, one)];
        RunComparisonSchema.parse(there);
        for (const part of ['steps', 'checks'] as const) {
          expect(back[part].same).toBe(there[part].same);
          const trends = (list: readonly { readonly id: string; readonly trend: keyof typeof turned }[]) =>
            new Map(list.map(({ id, trend }) => [id, trend]));
          const here = trends(there[part].differences);
          expect(trends(back[part].differences)).toEqual(new Map([...here].map(([id, trend]) => [id, turned[trend]])));
        }
      }),
    );
  });
});
