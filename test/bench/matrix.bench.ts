import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { startBenchEngine } from './bench-engine.ts';
import { matrixWork } from './matrix-work.ts';
import { median } from './measure.ts';
import { type ScriptFigures, scriptFigures } from './script-trace.ts';

declare const SITEWRIGHT_ROOT: string;

const ITEMS = 960;
const TRACED = ['-*', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'];
const SETTLE_MS = 1_000;
const TRACED_MS = Number(process.env.SITEWRIGHT_BENCH_MS ?? '20000');

/**
 * A run of 60 steps on 16 hosts on the install page, its events through the real contract: scripting of each update of the page.
 * Beside it the same run in a plain table that is drawn as a whole, with nothing else on its page.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
  const browser = await chromium.launch({
    executablePath: process.env.SITEWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  });
  try {
    const pageFolder = await pageWithNaive(folder);
    const ours = await measured(browser, pageFolder, openInstall);
    const naive = await measured(browser, pageFolder, openNaive);
    const ourMedian = median(ours.updates);
    const naiveMedian = median(naive.updates);
    return {
      items: ITEMS,
      load: loadavg()[0],
      updates: ours.updates.length,
      medianMs: ourMedian,
      p95Ms: quantile(ours.updates, 0.95),
      worstMs: Math.max(...ours.updates),
      scriptMs: ours.scriptMs,
      drawMs: ours.drawMs,
      longTasks: ours.longTasks.length,
      longestTaskMs: Math.max(0, ...ours.longTasks),
      naive: {
        updates: naive.updates.length,
        medianMs: naiveMedian,
        p95Ms: quantile(naive.updates, 0.95),
        scriptMs: naive.scriptMs,
        drawMs: naive.drawMs,
        longTasks: naive.longTasks.length,
      },
      ratio: ourMedian / naiveMedian,
    };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(
  browser: Browser,
  pageFolder: string,
  open: (page: Page, url: string, runId: string) => Promise<void>,
): Promise<ScriptFigures> {
  const engine = await startBenchEngine({ example: 'sixteen-node', pageFolder, concurrency: 16 });
  try {
    const work = matrixWork();
    const runId = await engine.rehearse(work.steps);
    await work.begun;
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await open(page, engine.url, runId);
    await page.waitForFunction((count) => document.querySelectorAll('td button').length >= count, ITEMS);
    await page.waitForTimeout(SETTLE_MS);
    await browser.startTracing(page, { categories: TRACED });
    work.go();
    await page.waitForTimeout(TRACED_MS);
    const trace = await browser.stopTracing();
    if (process.env.SITEWRIGHT_BENCH_TRACE)
      writeFileSync(process.env.SITEWRIGHT_BENCH_TRACE + page.url().includes('naive'), trace);
    await page.close();
    return scriptFigures(trace);
  } finally {
    await engine.close();
  }
}

async function openInstall(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Open sixteen-node', exact: true }).click();
  await page.locator('.sw-nav a[href$="/install"]').click();
}

async function openNaive(page: Page, url: string, runId: string): Promise<void> {
  const [origin, token] = url.split('/#');
  await page.goto(`${origin}/naive.html?run=${runId}#${token}`);
}

/** The built page with the plain table beside it: one server, one policy, one origin. */
async function pageWithNaive(folder: string): Promise<string> {
  const pageFolder = join(folder, 'page');
  cpSync(join(SITEWRIGHT_ROOT, 'dist', 'renderer'), pageFolder, { recursive: true });
  await build({
    entryPoints: [join(SITEWRIGHT_ROOT, 'test', 'bench', 'naive-matrix.tsx')],
    outfile: join(pageFolder, 'naive.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>naive</title></head>';
  writeFileSync(
    join(pageFolder, 'naive.html'),
    `${head}<body><div id="root"></div><script type="module" src="/naive.js"></script></body></html>`,
  );
  return pageFolder;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
