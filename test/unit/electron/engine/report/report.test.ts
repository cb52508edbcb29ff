import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnostic } from '../../../../../electron/api/diagnostic.ts';
import type { DrillView } from '../../../../../electron/api/drill.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import { SiteSchema } from '../../../../../electron/api/site.ts';
import { makeReportDocument } from '../../../../../electron/engine/report/report-document.ts';
import { makeReportModel, type ReportApplication } from '../../../../../electron/engine/report/report-model.ts';
import { verifyReport } from '../../../../../electron/engine/report/verify-report.ts';
import { REPORT_FILES, writeReport } from '../../../../../electron/engine/report/write-report.ts';
import { needTools } from '../../../../support/needed-tools.ts';

const site = SiteSchema.parse({
  schemaVersion: 1,
  id: 'municipal',
  name: 'Municipalidad <b>ñandú</b>',
  language: 'es',
  country: 'ar',
  keyboard: 'es',
  timezone: 'America/Argentina/Cordoba',
  mailto: 'ops@site.example',
  pve: { version: '8.4' },
  access: { sshPublicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA', sshPrivateKey: 'secret:ssh' },
  network: {
    domain: 'site.example',
    management: { cidr: '192.168.1.0/24', gateway: '192.168.1.1', dns: ['192.168.1.1'] },
  },
  hosts: [
    {
      name: 'pve-node1',
      origin: 'existing',
      os: 'pve',
      roles: ['pve-node'],
      address: '192.168.1.11',
      links: { 1: '10.0.0.1' },
    },
  ],
});
const at = '2026-11-21T10:00:00.000Z';
const title = { en: 'Create cluster', es: 'Crear el clúster' };
const item = {
  id: 'cluster.create@site',
  stepId: 'cluster.create',
  title,
  phase: 'cluster',
  target: 'site',
  risk: 'safe',
  action: 'apply',
  changes: [],
  waitsFor: [],
} as const;
const events: readonly RunEvent[] = [
  {
    seq: 1,
    at,
    type: 'run-started',
    runId: 'r1',
    kind: 'rehearse',
    siteId: 'municipal',
    rehearsed: true,
    appVersion: '0.1.0',
    by: 'tecnico',
    planFingerprint: 'f'.repeat(64),
  },
  { seq: 2, at, type: 'plan', items: [item] },
  {
    seq: 3,
    at,
    type: 'step-finished',
    itemId: item.id,
    outcome: 'changed',
    durationMs: 900,
    changes: [{ what: 'cluster', after: 'municipal → 1 node' }],
  },
  {
    seq: 4,
    at,
    type: 'check-finished',
    result: { id: 'smoke.cluster', title, expected: title, outcome: 'rehearsed', seen: ['quorate 1'], durationMs: 5 },
  },
  { seq: 5, at, type: 'run-finished', outcome: 'done', changed: 1, unchanged: 0, failed: 0, durationMs: 1000 },
];
const journal = Buffer.from('{"record":1}\n');
const head = createHash('sha256').update(journal).digest('hex');
const chain = (bytes: Uint8Array) => ({ head: createHash('sha256').update(bytes).digest('hex') });
const model = makeReportModel({
  site,
  language: 'es',
  events,
  journalHead: head,
  digests: [{ name: 'debian-13.qcow2', sha256: 'a'.repeat(64), sizeBytes: 1, source: 'stand-in' }],
  automaticFailover: false,
});

describe('a report folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    await writeReport(model, journal, folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('verifies as written, and says what an unsigned chain cannot prove', async () => {
    const verdict = await verifyReport(folder, chain);
    expect(verdict.ok).toBe(true);
    expect(verdict.diagnostics.map((entry) => entry.code)).toEqual(['report.unsigned']);
  });

  it('fails when any byte of any file is flipped, naming the file', async () => {
    for (const name of [...REPORT_FILES, 'manifest.json']) {
      const path = join(folder, name);
      const original = await readFile(path);
      const positions =
        name === 'manifest.json' ? original.map((_, index) => index) : fc.sample(fc.nat(original.length - 1), 40);
      for (const position of new Set(
        positions.length === original.length ? original.keys() : (positions as number[]),
      )) {
        const flipped = Buffer.from(original);
        flipped[position] = (flipped[position] ?? 0) ^ (1 << (position % 8));
        await writeFile(path, flipped);
        const verdict = await verifyReport(folder, chain);
        expect(verdict.ok, `${name} at ${position}`).toBe(false);
        expect(verdict.diagnostics.some((entry) => entry.params.file === name)).toBe(true);
      }
      await writeFile(path, original);
    }
    expect((await verifyReport(folder, chain)).ok).toBe(true);
  });

  it('names a file that is missing and one that does not belong', async () => {
    const html = await readFile(join(folder, 'report.html'));
    await rm(join(folder, 'report.html'));
    await writeFile(join(folder, 'notes.txt'), 'x');
    const verdict = await verifyReport(folder, chain);
    expect(verdict.diagnostics.map((entry) => `${entry.code} ${entry.params.file ?? ''}`)).toEqual([
      'report.file-missing report.html',
      'report.file-extra notes.txt',
      'report.unsigned ',
    ]);
    await rm(join(folder, 'notes.txt'));
    await writeFile(join(folder, 'report.html'), html);
  });

  it('refuses a journal whose chain does not hold even where its digest does', async () => {
    const verdict = await verifyReport(folder, () => ({ brokenAt: 3 }));
    expect(verdict.ok).toBe(false);
    expect(verdict.diagnostics[0]?.code).toBe('report.chain-broken');
  });

  it('is marked as rehearsed and never says that a rehearsed check passed', async () => {
    const html = await readFile(join(folder, 'report.html'), 'utf8');
    expect(html).toContain('ENSAYO');
    expect(html).toContain('ensayada');
    expect(html).not.toContain('superada');
  });

  it('shows what was measured before the cluster was made, and no other note', async () => {
    const note = (seq: number, itemId: string, text: string): RunEvent => ({
      seq,
      at,
      type: 'log',
      host: 'pve-node1',
      itemId,
      level: 'note',
      text,
    });
    const measured = makeReportModel({
      site,
      language: 'es',
      events: [
        ...events,
        note(90, 'cluster.links@pve-node1', 'pve-node2 10.0.0.2: 0.21 ms (longest 0.3, jitter 0.02), 0 of 20 lost'),
        note(91, 'cluster.create@pve-node1', 'waiting for quorum'),
      ],
      journalHead: '',
      digests: [],
      automaticFailover: false,
    });
    const other = await mkdtemp(join(tmpdir(), 'report-'));
    await writeReport(measured, journal, other);
    const text = await readFile(join(other, 'report.md'), 'utf8');
    await rm(other, { recursive: true });
    expect(text).toContain('Medido antes de crear el clúster');
    expect(text).toContain('0.21 ms');
    expect(text).not.toContain('waiting for quorum');
    expect(await readFile(join(folder, 'report.md'), 'utf8')).not.toContain('Medido antes');
  });

  it('shows the smoke tests of a run of their own where the run made none itself, and whose they are', async () => {
    const result = {
      id: 'smoke.web',
      title,
      expected: title,
      outcome: 'passed',
      seen: ['status 200'],
      durationMs: 5,
    } as const;
    const laterChecks = { runId: 'r9', finishedAt: '2026-11-20T09:00:00.000Z', results: [result], journalHead: head };
    const of = (own: readonly RunEvent[]) =>
      makeReportModel({
        ...{ site, language: 'en', events: own, journalHead: head, digests: [], automaticFailover: false },
        laterChecks,
      });
    const installed = of(events.filter(({ type }) => type !== 'check-finished'));
    expect(installed.checks).toEqual([result]);
    expect(installed.checksOf).toEqual({ runId: 'r9', finishedAt: laterChecks.finishedAt, journalHead: head });
    const other = await mkdtemp(join(tmpdir(), 'report-'));
    await writeReport(installed, journal, other);
    const text = await readFile(join(other, 'report.md'), 'utf8');
    await rm(other, { recursive: true });
    expect(text).toContain('status 200');
    expect(text).toContain('Tested by the run r9, 2026-11-20T09:00:00.000Z.');
    expect(text).not.toContain('No smoke test was run.');
    // Its own are told where nothing newer stands, and only then: a test that was asked again counts.
    expect(of(events).checks).toEqual([result]);
    const { checks, checksOf } = makeReportModel({
      ...{ site, language: 'en', events, journalHead: head, digests: [], automaticFailover: false },
    });
    expect(checks).toMatchObject([{ id: 'smoke.cluster' }]);
    expect(checksOf).toBeUndefined();
  });

  it('says that a site never had a drill, or what the newest of each kind measured, when, and what it left', async () => {
    needTools('pdftotext');
    expect(await readFile(join(folder, 'report.md'), 'utf8')).toContain('Este sitio nunca tuvo un simulacro');
    const drill: DrillView = {
      kind: 'failover',
      title: { en: 'The node of vm dies', es: 'Muere el nodo de vm' },
      warning: title,
      target: 'vm',
      state: 'failed',
      figures: [
        { id: 'away', title: { en: 'vm away', es: 'vm sin servicio' }, value: 213.4, unit: 'seconds', atMost: 300 },
        { id: 'size', title: { en: 'Size', es: 'Tamaño' }, value: 1_717_986_918, unit: 'bytes' },
        { id: 'looks', title: { en: 'Looks', es: 'Miradas' }, value: 18, unit: 'times' },
      ],
      moments: [],
      left: [{ en: 'Switch pve-node1 on.', es: 'Encienda pve-node1.' }],
      diagnostic: diagnostic('drill.no-answer-after', { params: { machine: 'vm', node: 'pve-node2' } }),
    };
    const drilled = makeReportModel({
      site,
      language: 'es',
      events,
      journalHead: '',
      digests: [],
      automaticFailover: true,
      drills: [{ runId: 'r7', finishedAt: '2026-11-20T09:00:00.000Z', drill, journalHead: head }],
    });
    const other = await mkdtemp(join(tmpdir(), 'report-'));
    await writeReport(drilled, journal, other);
    const text = await readFile(join(other, 'report.md'), 'utf8');
    const pdf = execFileSync('pdftotext', ['-layout', join(other, 'report.pdf'), '-'], { encoding: 'utf8' });
    const json = JSON.parse(await readFile(join(other, 'report.json'), 'utf8'));
    await rm(other, { recursive: true });
    for (const part of [
      'Muere el nodo de vm',
      '2026-11-20T09:00:00.000Z',
      'fallido',
      'vm sin servicio: 213,4 s (como mucho 300 s)',
      'Tamaño: 1,6 GiB',
      'Miradas: 18',
      'vm corre de nuevo en pve-node2 y no responde por SSH.',
      'no quedó como antes: Encienda pve-node1.',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('nunca tuvo');
    expect(pdf).toContain('vm sin servicio: 213,4 s');
    expect(json.drills[0]).toMatchObject({
      runId: 'r7',
      journalHead: head,
      drill: { figures: [{ value: 213.4 }, {}, {}] },
    });
  });

  it('tells of each application when its data were last saved, or that they never were', () => {
    const application = { id: 'panel', title, host: 'vm', lines: [{ label: title, value: 'http://vm' }] };
    const backup = { name: '20261120T090000Z.dump', madeAt: '2026-11-20T09:00:00.000Z', sizeBytes: 4428 };
    const saved = {
      runId: 'r8',
      finishedAt: backup.madeAt,
      backup: { instance: 'panel', host: 'vm', backup, brought: true },
      journalHead: head,
    };
    const textOf = (applications: readonly ReportApplication[]) =>
      JSON.stringify(makeReportDocument({ ...model, language: 'en', applications }));
    expect(textOf([{ ...application, keepsData: true, saved }])).toContain(
      '2026-11-20T09:00:00.000Z: 20261120T090000Z.dump, 4428 bytes, proven by its SHA-256; brought off its machine',
    );
    expect(textOf([{ ...application, keepsData: true }])).toContain('"Last backup",{"text":"never made from here"');
    expect(textOf([{ ...application, keepsData: false }])).not.toContain('Last backup');
  });

  it('lets no text of the site become markup', async () => {
    const html = await readFile(join(folder, 'report.html'), 'utf8');
    expect(html).not.toContain('<b>');
    expect(html).not.toMatch(/<script|src=|href=|url\(/);
    expect(await readFile(join(folder, 'report.md'), 'utf8')).not.toContain('<b>');
  });

  it('is a PDF that an outside reader can read, made the same twice', async () => {
    needTools('pdftotext');
    const text = execFileSync('pdftotext', ['-layout', join(folder, 'report.pdf'), '-'], { encoding: 'utf8' });
    expect(text).toContain('Informe de obra');
    expect(text).toContain('ñandú');
    const again = await mkdtemp(join(tmpdir(), 'report-'));
    await writeReport(model, journal, again);
    expect(Buffer.compare(await readFile(join(again, 'report.pdf')), await readFile(join(folder, 'report.pdf')))).toBe(
      0,
    );
    await rm(again, { recursive: true });
  });
});
