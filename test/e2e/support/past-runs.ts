import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Change, PlanItem } from '../../../electron/api/plan.ts';
import type { CheckResult } from '../../../electron/api/run.ts';
import { openRunStore } from '../../../electron/engine/run/run-store.ts';
import { createRedactor } from '../../../electron/engine/shell/redactor.ts';
import type { OwnSite } from './own-site.ts';

export interface PastStep {
  readonly stepId: string;
  readonly title: string;
  readonly target: string;
  /** Absent = begun, and the run broke off. */
  readonly outcome?: 'changed' | 'unchanged' | 'failed';
  readonly durationMs?: number;
  readonly changes?: readonly Change[];
}

export interface PastRunMade {
  readonly at: Date;
  readonly kind: 'apply' | 'smoke';
  readonly steps?: readonly PastStep[];
  readonly checks?: readonly (readonly [id: string, outcome: CheckResult['outcome'], seen: string])[];
  /** Absent = it broke off. */
  readonly outcome?: 'done' | 'failed';
  /** site.toml as it was then. */
  readonly siteText?: string;
}

/** A run of the real site as it lies on the disk: its journal, its log and the site file that it kept. Gives its id. */
export async function makePastRun(site: OwnSite, made: PastRunMade): Promise<string> {
  const { at, kind, steps = [], checks = [], outcome } = made;
  const text = made.siteText ?? (await readFile(site.file, 'utf8'));
  let now = at.getTime();
  const run = await openRunStore({
    folder: join(site.folder, 'runs'),
    redactor: createRedactor(),
    now: () => now,
  }).create();
  const { runId } = run;
  const start = { runId, kind, siteId: 'workshop', rehearsed: false, appVersion: '0.9.0', by: 'ana' } as const;
  run.log.emit({ type: 'run-started', ...start });
  await run.journal.append('run-started', start);
  await writeFile(join(run.folder, 'site.toml'), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  await run.journal.append('used', { digests: [{ name: 'site.toml', sha256, sizeBytes: 1, source: 'site-folder' }] });
  const items = steps.map(
    ({ stepId, title, target, changes = [] }): PlanItem => ({
      id: `${stepId}@${target}`,
      stepId,
      title: { en: title, es: title },
      phase: 'base',
      target,
      risk: 'safe',
      action: 'apply',
      changes: [...changes],
      waitsFor: [],
    }),
  );
  if (items.length > 0) {
    run.log.emit({ type: 'plan', items });
    await run.journal.append('plan', { items: items.map(({ id, action }) => ({ id, action, changes: [] })) });
  }
  for (const { stepId, target, outcome: ended, durationMs = 100, changes = [] } of steps) {
    const itemId = `${stepId}@${target}`;
    run.log.emit({ type: 'step-started', itemId, hosts: [target] });
    await run.journal.append('step-started', { item: itemId, hosts: [target] });
    run.log.emit({ type: 'log', host: target, itemId, level: 'note', text: `${stepId} was here` });
    if (!ended) break;
    now += durationMs;
    const told = { outcome: ended, changes: [...changes], durationMs };
    run.log.emit({ type: 'step-finished', itemId, ...told });
    await run.journal.append('step-finished', { item: itemId, ...told });
  }
  for (const [id, ended, seen] of checks) {
    const said = { en: id, es: id };
    const result: CheckResult = { id, title: said, expected: said, outcome: ended, seen: [seen], durationMs: 1 };
    run.log.emit({ type: 'check-finished', result });
    await run.journal.append('check-finished', { result });
  }
  if (outcome) {
    const count = (wanted: string) => steps.filter((step) => step.outcome === wanted).length;
    const failed = count('failed') + checks.filter(([, ended]) => ended === 'failed').length;
    const counts = { changed: count('changed'), unchanged: count('unchanged'), failed };
    run.log.emit({ type: 'run-finished', outcome, ...counts, durationMs: now - at.getTime() });
    await run.journal.append('run-finished', { outcome, ...counts, durationMs: now - at.getTime(), diagnostics: [] });
  }
  await run.close();
  return runId;
}
