import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EvidenceRecord, numberEvidence } from '../../../../../electron/engine/report/evidence.ts';
import { keptLines } from '../../../../../electron/engine/report/evidence-log.ts';
import { evidenceInWords } from '../../../../../electron/engine/report/evidence-words.ts';
import { renderHtml } from '../../../../../electron/engine/report/render-html.ts';
import { renderMarkdown } from '../../../../../electron/engine/report/render-markdown.ts';
import { countStatements, makeReportDocument } from '../../../../../electron/engine/report/report-document.ts';
import { makeReportModel } from '../../../../../electron/engine/report/report-model.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';

const title = { en: 'Create cluster', es: 'Crear el clúster' };
const record = (n: number, type: string, fields: object = {}): EvidenceRecord => ({
  n,
  at: `2026-11-21T10:00:${String(n).padStart(2, '0')}.000Z`,
  prev: `sha-of-${n - 1}`,
  type,
  ...fields,
});
const itemId = 'cluster.create@pve-node1';
const check = {
  id: 'smoke.cluster',
  title,
  expected: title,
  outcome: 'passed',
  seen: ['quorate 1'],
  durationMs: 5,
} as const;
const own = {
  runId: 'r1',
  head: 'sha-of-5',
  wants: () => true,
  records: [
    record(1, 'run-started'),
    record(2, 'step-started', { item: itemId }),
    record(3, 'step-finished', { item: itemId, outcome: 'changed' }),
    record(4, 'check-finished', { result: check }),
    record(5, 'run-finished', { outcome: 'done' }),
  ],
};
const drillOf = (runId: string, second: number) => ({
  runId,
  head: 'h',
  wants: (key: string) => key === `drill:${runId}`,
  records: [
    record(1, 'run-started'),
    record(second, 'drill-finished', { drill: { kind: 'failover', title, target: 'pve-node1' } }),
  ],
});
const titleOf = (id: string) => (id === itemId ? title : undefined);

describe('the evidence of a report', () => {
  it('numbers the records of its run in their order, each with its digest and the one before it', () => {
    const found = numberEvidence([own], titleOf);
    expect(found.map(({ number, key, record: n, sha256, prev }) => [number, key, n, sha256, prev])).toEqual([
      ['E-001', 'run-started', 1, 'sha-of-1', 'sha-of-0'],
      ['E-002', `step:${itemId}`, 3, 'sha-of-3', 'sha-of-2'],
      ['E-003', 'check:smoke.cluster', 4, 'sha-of-4', 'sha-of-3'],
      ['E-004', 'run-finished', 5, 'sha-of-5', 'sha-of-4'],
    ]);
    expect(found[1]).toMatchObject({ host: 'pve-node1', itemId, title });
  });

  it('keeps every number when a later run adds to the report, whatever the order in which the runs are told of', () => {
    const before = numberEvidence([own, drillOf('r2', 20)], titleOf);
    const after = numberEvidence([own, drillOf('r3', 40), drillOf('r2', 20)], titleOf);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)).toMatchObject({ number: 'E-006', key: 'drill:r3', runId: 'r3' });
  });

  it('takes the last word about a thing, and nothing that the plan does not name', () => {
    const again = {
      ...own,
      records: [
        ...own.records,
        record(6, 'step-finished', { item: itemId }),
        record(7, 'step-finished', { item: 'x@y' }),
      ],
    };
    const steps = numberEvidence([again], titleOf).filter(({ key }) => key.startsWith('step:'));
    expect(steps.map((entry) => entry.record)).toEqual([6]);
  });
});

describe('a report with evidence', () => {
  const { site } = parseSite(
    readFileSync(join(import.meta.dirname, '../../../../../examples/two-node/site.toml'), 'utf8'),
  );
  if (!site) throw new Error('the example is not readable');
  const at = '2026-11-21T10:00:00.000Z';
  const item = {
    id: itemId,
    stepId: 'cluster.create',
    title,
    phase: 'cluster',
    target: 'pve-node1',
    risk: 'safe',
    action: 'apply',
    changes: [],
    waitsFor: [],
  } as const;
  const about = {
    runId: 'r1',
    kind: 'apply',
    siteId: 's',
    rehearsed: false,
    appVersion: '0.1.0',
    by: 'R. Ortega',
  } as const;
  const changes = [{ what: 'cluster', after: 'municipal' }];
  const model = makeReportModel({
    site,
    language: 'es',
    events: [
      { seq: 1, at, type: 'run-started', ...about },
      { seq: 2, at, type: 'plan', items: [item] },
      { seq: 3, at, type: 'step-finished', itemId, outcome: 'changed', durationMs: 900, changes },
      { seq: 4, at, type: 'check-finished', result: check },
      { seq: 5, at, type: 'run-finished', outcome: 'done', changed: 1, unchanged: 0, failed: 0, durationMs: 1000 },
    ],
    ...{ journalHead: 'sha-of-5', digests: [], automaticFailover: false, journals: [own] },
  });
  const document = makeReportDocument(model);

  it('leads from each number to where it is explained, and nowhere else', () => {
    const html = renderHtml(document);
    const led = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    const explained = new Set([...html.matchAll(/<b class="ev" id="([^"]*)"/g)].map(([, id]) => `#${id}`));
    expect(led.length).toBeGreaterThan(5);
    expect(led.filter((href) => !explained.has(href ?? ''))).toEqual([]);
    expect(explained.size).toBe(model.evidence.length);
    expect(renderMarkdown(document)).toMatch(/\| Crear el clúster \| pve-node1 \| hecho \| .* \| E-002 \|/);
  });

  it('counts what it says, and what of it names its evidence', () => {
    const { all, proven } = countStatements(document);
    expect(proven).toBeGreaterThan(5);
    expect(proven).toBeLessThan(all); // its journal has no record of the files that it worked with
    expect(countStatements(makeReportDocument({ ...model, evidence: [] })).proven).toBe(0);
  });

  it('says in its language what each number stands for', () => {
    const words = evidenceInWords(model);
    expect(words.map(({ title: said, says }) => [said, says[0]])).toEqual([
      ['Comienzo de la ejecución', 'Realizado por R. Ortega, con Sitewright 0.1.0'],
      ['Crear el clúster', 'hecho'],
      ['Crear el clúster', 'superada'],
      ['Fin de la ejecución', 'La ejecución terminó: hecha'],
    ]);
    expect(words[1]?.seen).toEqual(['clúster: ausente → municipal']);
    expect(words[2]?.seen).toEqual(['quorate 1']);
  });
});

it('of a long log the first and the last lines are kept, and the rest is counted', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(9), fc.integer({ min: 1, max: 9 }), (count, first, last) => {
      const kept = keptLines(first, last);
      for (let seq = 1; seq <= count; seq += 1) kept.add({ seq, at: '', host: '', level: 'out', text: '' });
      const seqs = kept.lines().map((line) => line.seq);
      const expected = Array.from({ length: count }, (_, index) => index + 1).filter(
        (seq) => seq <= first || seq > Math.max(first, count - last),
      );
      expect(seqs).toEqual(expected);
      expect(kept.leftOut()).toBe(count - expected.length);
    }),
  );
});
