import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { growthOf, type Memory, memoryOf, sumOf } from './process-memory.ts';
import { FIRST_LINE, LAST_LINE } from './talking-step.ts';

declare const SITEWRIGHT_ROOT: string;

const LINES = Number(process.env.SITEWRIGHT_BENCH_LINES ?? '1000000');
const SETTLE_MS = 3_000;
const EVERY_MS = 500;

/**
 * A million lines of output in one step: a real run of the real runner over SSH, while a browser shows the step's log and follows.
 * Rate at which the engine took the lines, tasks over 50 ms in the page, memory (PSS) of all that a user has running (engine and
 * browser; the machines that talk are another process), and how long finding the first and the last line took.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const state = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
  const children: ChildProcess[] = [];
  const start = (...words: readonly string[]): ChildProcess => {
    const child = fork(join(SITEWRIGHT_ROOT, '.cache', 'bench', 'log-million.process.cjs'), [...words]);
    children.push(child);
    return child;
  };
  const served = await chromium.launchServer({
    executablePath: process.env.SITEWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  });
  try {
    const { networkFile } = await told<{ networkFile: string }>(start('site', state));
    const engine = start('engine', state, networkFile, String(LINES));
    const { url, runId } = await told<{ url: string; runId: string }>(engine);
    const browser = await chromium.connect(served.wsEndpoint());
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await showLog(page, url);
    const memory = (): Memory => memoryOf({ engine: engine.pid ?? 0, browser: served.process().pid ?? 0 });
    const before = memory();
    const samples: Memory[] = [];
    const sampling = setInterval(() => samples.push(memory()), EVERY_MS);
    const offered = told<{ offeredMs: number }>(engine);
    const startedAt = performance.now();
    engine.send('go');
    const { offeredMs } = await offered;
    await page.locator('.sw-log').getByText(LAST_LINE, { exact: true }).waitFor({ timeout: 120_000 });
    const shownMs = performance.now() - startedAt;
    clearInterval(sampling);
    const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
    const firstFoundMs = await found(page, FIRST_LINE);
    const lastFoundMs = await found(page, LAST_LINE);
    await page.waitForTimeout(2000);
    const sums = samples.map(sumOf);
    const peak = samples[sums.indexOf(Math.max(...sums))] ?? before;
    const third = sums.slice(Math.floor((sums.length * 2) / 3));
    const half = Math.floor(third.length / 2);
    const after = memory();
    return {
      lines: LINES,
      runId,
      cpus: cpus().length,
      load: loadavg()[0],
      offeredMs,
      linesPerSecond: LINES / (offeredMs / 1000),
      shownAfterMs: shownMs - offeredMs,
      longTasks: longTasks.length,
      longestTaskMs: Math.max(0, ...longTasks),
      pssBeforeMiB: before,
      pssPeakGrowthMiB: sumOf(peak) - sumOf(before),
      peakGrowthOf: growthOf(before, peak),
      pssEndGrowthMiB: sumOf(after) - sumOf(before),
      endGrowthOf: growthOf(before, after),
      pssLastThirdDriftMiB: mean(third.slice(half)) - mean(third.slice(0, half)),
      firstFoundMs,
      lastFoundMs,
    };
  } finally {
    await served.close();
    await Promise.all(children.map(ended));
    rmSync(state, { recursive: true, force: true });
  }
}

async function showLog(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => {
    const seen: number[] = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
    Object.assign(window, { longTasks: seen });
  });
  await page.goto(url);
  await page.getByRole('button', { name: 'Open two-node', exact: true }).click();
  await page.locator('.sw-nav a[href$="/install"]').click();
  await page.locator('.sw-log').waitFor();
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
}

/** The next thing that a process of ours says. */
function told<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve(message as T);
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill();
  });
}

async function found(page: Page, text: string): Promise<number> {
  const startedAt = performance.now();
  const field = page.getByRole('searchbox', { name: 'Find' });
  await field.fill(text);
  await field.press('Enter');
  await page.locator('.sw-log-here', { hasText: text }).first().waitFor({ timeout: 60_000 });
  return performance.now() - startedAt;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
