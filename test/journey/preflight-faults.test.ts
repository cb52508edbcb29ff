import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeDiagnostic } from '../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../electron/api/run.ts';
import { ROOT } from '../support/test-engine.ts';
import { buildCli, eventsOf, runCli } from './support/cli.ts';

/** What is wrong with machines, clocks and cables is told with its sentence before anything is changed. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const SITE = join(ROOT, 'examples', 'two-node', 'site.toml');
const folder = mkdtempSync(join(tmpdir(), 'sitewright-preflight-'));

beforeAll(() => buildCli());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rehearse = (fault: string) =>
  runCli(['rehearse', SITE, '--json', '--fault', fault], { state: mkdtempSync(join(folder, 'case-')) });

/** Items that were begun, in order: what is not preflight may change the site. */
const begun = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'step-started' ? [event.itemId] : []));
const failures = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === 'step-finished' && event.outcome === 'failed' && event.diagnostic ? [event.diagnostic] : [],
  );

describe('a fault that would spoil the site stops it before the first change', () => {
  test.each([
    [
      'link.lossy@pve-node2',
      /^Of 20 packets from pve-node\d to \S+ \(192\.168\.1\.\d+\) over 192\.168\.1\.0\/24, 5 were lost\.$/,
      /^De 20 paquetes de pve-node\d a \S+ \(192\.168\.1\.\d+\) por 192\.168\.1\.0\/24 se perdieron 5\.$/,
    ],
    [
      'link.narrow@pve-node2',
      /^192\.168\.1\.0\/24 does not carry packets of 1500 bytes from pve-node\d to \S+ \(192\.168\.1\.\d+\), although the port of pve-node\d claims it\.$/,
      /^192\.168\.1\.0\/24 no transporta paquetes de 1500 bytes de pve-node\d a \S+/,
    ],
    [
      'address.taken@pve-node2',
      /^At 192\.168\.1\.12 another machine answers pve-node1 than pve-node2: its hardware address is 00:1b:63:84:45:e6\.$/,
      /^En 192\.168\.1\.12 responde a pve-node1 otra máquina y no pve-node2: su dirección de hardware es 00:1b:63:84:45:e6\.$/,
    ],
    [
      'disk.failing@pve-node1',
      /^The disk BTYF812304TL240AGN \(\/dev\/sda\) of pve-node1 reports that it is failing\.$/,
      /^El disco BTYF812304TL240AGN \(\/dev\/sda\) de pve-node1 avisa de que está fallando\.$/,
    ],
    [
      'clock.skewed@pve-node1',
      /^The clock of pve-node1 differs by \d{4} s from that of this laptop\.$/,
      /^El reloj de pve-node1 difiere en \d{4} s del de este portátil\.$/,
    ],
    [
      'virtualisation.off@pve-node1',
      /^The processor of pve-node1 offers no virtualisation \(VT-x or AMD-V\)\.$/,
      /^El procesador de pve-node1 no ofrece virtualización \(VT-x o AMD-V\)\.$/,
    ],
  ])('%s', async (fault, english, spanish) => {
    const end = await rehearse(fault);
    const events = eventsOf(end);
    const told = failures(events);
    expect(told.length, end.stdout.slice(-3000)).toBeGreaterThan(0);
    for (const diagnostic of told) {
      expect(describeDiagnostic(diagnostic, 'en').summary).toMatch(english);
      expect(describeDiagnostic(diagnostic, 'es').summary).toMatch(spanish);
      expect(describeDiagnostic(diagnostic, 'es').hint).not.toBe('');
      expect(diagnostic.evidence).not.toEqual([]);
    }
    expect(begun(events).filter((item) => !item.startsWith('preflight.'))).toEqual([]);
    expect(end.code).toBe(1);
  });
});

/** Told, by code and place in the run. */
const tellings = (events: readonly RunEvent[], code: string) =>
  events.flatMap((event, index) =>
    event.type === 'diagnostic' && event.diagnostic.code === code ? [{ index, diagnostic: event.diagnostic }] : [],
  );
const firstChange = (events: readonly RunEvent[]) =>
  events.findIndex((event) => event.type === 'step-started' && !event.itemId.startsWith('preflight.'));

test('slow cables are told of before the first change, and over them no cluster is made', async () => {
  const end = await rehearse('link.slow@pve-node2');
  const events = eventsOf(end);
  const told = tellings(events, 'preflight.latency');
  expect(told.length).toBeGreaterThan(0);
  for (const { index, diagnostic } of told) {
    expect(index).toBeLessThan(firstChange(events));
    expect(diagnostic.severity).toBe('warning');
    expect(describeDiagnostic(diagnostic, 'en').summary).toMatch(
      /^From pve-node\d to \S+ \(192\.168\.1\.\d+\) the answer takes 4\d(\.\d+)? ms on average over 192\.168\.1\.0\/24; the cluster wants less than 5 ms\.$/,
    );
    expect(describeDiagnostic(diagnostic, 'es').summary).toMatch(
      /^De pve-node\d a \S+ \(192\.168\.1\.\d+\) la respuesta tarda 4\d(,\d+)? ms de media por 192\.168\.1\.0\/24; el clúster pide menos de 5 ms\.$/,
    );
  }
  const failed = failures(events);
  expect([...new Set(failed.map(({ code }) => code))]).toEqual(['preflight.latency']);
  for (const diagnostic of failed) expect(describeDiagnostic(diagnostic, 'en').summary).toContain('over 10.10.1');
  expect(begun(events).filter((item) => /^cluster\.(create|join-node)@/.test(item))).toEqual([]);
  expect(end.code).toBe(1);
});

test('one bad cable is found after the links have their addresses and before the cluster is made', async () => {
  const end = await rehearse('link.lossy@pve-node2:enp2s0f0');
  const events = eventsOf(end);
  const told = failures(events);
  expect(told.length).toBeGreaterThan(0);
  for (const diagnostic of told)
    expect(describeDiagnostic(diagnostic, 'en').summary).toMatch(
      /^Of 20 packets from pve-node\d to pve-node\d \(10\.10\.10\.1\d\) over 10\.10\.10\.0\/24, 5 were lost\.$/,
    );
  const started = begun(events);
  expect(started).toContain('base.cluster-links@pve-node2');
  expect(started.some((item) => item.startsWith('cluster.links@'))).toBe(true);
  expect(started.filter((item) => /^cluster\.(create|join-node)@/.test(item))).toEqual([]);
  expect(end.code).toBe(1);
});

test('a clock that will be set is told of before the first change and stops nothing', async () => {
  const end = await rehearse('clock.skewed@pve-node2');
  const events = eventsOf(end);
  const [told] = tellings(events, 'preflight.clock-node');
  if (!told) throw new Error(`not told: ${end.stdout.slice(-2000)}`);
  expect(told.index).toBeLessThan(firstChange(events));
  expect(told.diagnostic.severity).toBe('warning');
  expect(describeDiagnostic(told.diagnostic, 'en').summary).toMatch(
    /^The clock of pve-node2 differs by \d{4} s from that of pve-node1\.$/,
  );
  expect(describeDiagnostic(told.diagnostic, 'es').summary).toMatch(
    /^El reloj de pve-node2 difiere en \d{4} s del de pve-node1\.$/,
  );
  expect(end.code, end.stdout.slice(-2000)).toBe(0);
});

test('the figures of every path are in the log of the run, from each node to every other', async () => {
  const end = await rehearse('disk.failing@pve-node2');
  const notes = eventsOf(end).flatMap((event) =>
    event.type === 'log' && event.level === 'note' && event.itemId?.startsWith('preflight.network@')
      ? [`${event.host} -> ${event.text}`]
      : [],
  );
  for (const [from, to] of [
    ['pve-node1', 'pve-node2'],
    ['pve-node2', 'pve-node1'],
    ['pve-node1', 'witness'],
    ['pve-node2', 'witness'],
  ])
    expect(
      notes.some((note) => note.startsWith(`${from} -> ${to} `) && /0 of 20 lost, 1500 bytes carried(, |$)/.test(note)),
    ).toBe(true);
});
