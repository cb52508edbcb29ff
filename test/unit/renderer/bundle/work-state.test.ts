import { describe, expect, it } from 'vitest';
import type { BundleWorkView } from '../../../../electron/api/bundle.ts';
import { diagnostic } from '../../../../electron/api/diagnostic.ts';
import type { PlanItem } from '../../../../electron/api/plan.ts';
import type { RunEvent, RunEventBody } from '../../../../electron/api/run.ts';
import { isUnderWay, readiness, repeatable, workState } from '../../../../renderer/bundle/work-state.ts';
import { emptyRun, foldRun } from '../../../../renderer/state/run-fold.ts';

const item = (id: string): PlanItem => ({
  id,
  stepId: id,
  title: { en: id, es: id },
  phase: 'base',
  target: '/bundle',
  risk: 'safe',
  action: 'apply',
  changes: [],
  waitsFor: [],
});
const run = (...bodies: readonly RunEventBody[]) =>
  foldRun(
    emptyRun('r1'),
    bodies.map((body, index) => ({ ...body, seq: index + 1, at: '2026-01-01T00:00:00Z' }) as RunEvent),
  );
const view: BundleWorkView = { work: 'make', folder: '/bundle' };
const begun: readonly RunEventBody[] = [
  { type: 'bundle', bundle: view },
  { type: 'plan', items: [item('bundle.look'), item('bundle.fetch')] },
  { type: 'step-started', itemId: 'bundle.fetch' },
];
const progress = (done: number, bytesPerSecond?: number): RunEventBody => ({
  type: 'progress',
  itemId: 'bundle.fetch',
  done,
  total: 400,
  unit: 'bytes',
  ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
});

describe('work on a bundle as its page shows it', () => {
  it('is known by what the run tells, and nothing is said before', () => {
    expect(workState(undefined)).toBeUndefined();
    expect(workState(run())).toBeUndefined();
    expect(workState(run(...begun))).toMatchObject({ work: 'make', isRunning: true, percent: undefined });
  });

  it('has a time left only where there is a rate', () => {
    expect(workState(run(...begun, progress(100)))).toMatchObject({ percent: 25, leftMs: undefined });
    expect(workState(run(...begun, progress(100, 50)))).toMatchObject({ percent: 25, leftMs: 6000 });
    expect(workState(run(...begun, progress(401, 50)))?.leftMs).toBe(0);
  });

  it('tells the newest of what comes and what it came to, and the stage at which it was stopped', () => {
    const bringing = { kinds: [], now: [{ kind: 'file', name: 'files/a', doneBytes: 1, sizeBytes: 2 }] };
    const state = run(
      ...begun,
      { type: 'bundle', bundle: { ...view, bringing } },
      { type: 'step-finished', itemId: 'bundle.fetch', outcome: 'cancelled', changes: [], durationMs: 1 },
      { type: 'run-finished', outcome: 'cancelled', changed: 0, unchanged: 1, failed: 0, durationMs: 1 },
    );
    expect(state.bundle?.bringing).toEqual(bringing);
    expect(workState(state)).toMatchObject({ isRunning: false, stage: { state: 'cancelled' } });
  });

  it('a stick that is filled and a push to a host are known by their stages', () => {
    for (const work of ['stick', 'push'])
      expect(workState(run({ type: 'plan', items: [item(`${work}.look`)] }))?.work).toBe(work);
    expect(workState(run({ type: 'plan', items: [item('cluster.join')] }))).toBeUndefined();
  });
});

describe('a run on the page of the bundle', () => {
  it('goes on from its start to its end, though it has not told yet what it is', () => {
    const started: RunEventBody = {
      type: 'run-started',
      runId: 'r1',
      kind: 'bundle',
      siteId: 's1',
      rehearsed: false,
      appVersion: '1.0.0',
      by: 'ana',
    };
    const finished: RunEventBody = {
      type: 'run-finished',
      outcome: 'done',
      changed: 0,
      unchanged: 0,
      failed: 0,
      durationMs: 1,
    };
    expect([undefined, run(), run(started), run(started, finished)].map(isUnderWay)).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(workState(run(started))).toBeUndefined();
  });

  it('is begun again by a button where it was on the bundle of the site, and is no way to carry it', () => {
    const of = (bundle: BundleWorkView) => repeatable(run({ type: 'bundle', bundle }), '/bundle');
    expect(of(view)).toBe('make');
    expect(of({ work: 'verify', folder: '/bundle' })).toBe('verify');
    expect(of({ work: 'verify', folder: '/stick/bundle' })).toBeUndefined();
    expect(of({ work: 'split', folder: '/bundle' })).toBeUndefined();
    expect(repeatable(undefined, undefined)).toBeUndefined();
    expect(repeatable(run({ type: 'bundle', bundle: view }), undefined)).toBeUndefined();
  });
});

describe('whether one can leave with a bundle', () => {
  const made = { state: 'made', signature: 'own', lacking: [], diagnostics: [] } as const;
  const file = '/site/bundle/bundle.lock.toml';
  const broken = diagnostic('bundle.lock-broken', { params: { file, what: 'TOML' }, subject: { file } });
  const newer = diagnostic('bundle.lock-newer', { params: { file, found: 2, current: 1 }, subject: { file } });
  const unread = diagnostic('workspace.unreadable-file', { params: { path: file, why: 'EACCES' }, subject: { file } });
  const other = diagnostic('workspace.unreadable-file', {
    params: { path: '/site/sources.toml', why: 'EACCES' },
    subject: { file: '/site/sources.toml' },
  });
  const none = { count: 0, missing: 0 };
  const two = { count: 2, missing: 0 };
  it.each([
    ['nothing is there and nothing is needed: it is to be made', { ...made, state: 'none' }, none, 'none'],
    ['all needs lie there without a lock', { ...made, state: 'none' }, two, 'by-hand'],
    ['one of them does not', { ...made, state: 'none' }, { count: 2, missing: 1 }, 'none'],
    ['its lock is broken', { ...made, state: 'none', diagnostics: [broken] }, none, 'bad'],
    ['its lock is broken, and all needs lie there', { ...made, state: 'none', diagnostics: [broken] }, two, 'bad'],
    ['its lock is that of a newer Sitewright', { ...made, state: 'none', diagnostics: [newer] }, none, 'bad'],
    ['its lock may not be read', { ...made, state: 'none', diagnostics: [unread] }, none, 'bad'],
    ['there is none, and its settings may not be read', { ...made, state: 'none', diagnostics: [other] }, none, 'none'],
    ['files lack: making goes on', { ...made, state: 'begun' }, none, 'begun'],
    ['reading it found a file altered', { ...made, checked: { at: '', ok: false } }, none, 'bad'],
    ['reading it found it right', { ...made, checked: { at: '', ok: true } }, none, 'complete'],
    ['another key has signed it', { ...made, signature: 'other-key' }, none, 'bad'],
    ['its signature does not fit', { ...made, signature: 'bad' }, none, 'bad'],
    ['the site needs more', { ...made, lacking: ['postgres:16'] }, none, 'lacking'],
    ['all is well, signed or not', { ...made, signature: 'none' }, none, 'complete'],
  ] as const)('%s', (_title, look, needs, expected) => {
    const { lacking, diagnostics } = look;
    expect(readiness({ ...look, lacking: [...lacking], diagnostics: [...diagnostics] }, needs)).toBe(expected);
  });
});
