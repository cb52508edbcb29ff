import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { createDesks } from '../../electron/engine/app/desks.ts';
import { createRouter } from '../../electron/engine/router.ts';
import { inProcessClient } from '../../electron/engine/serve/in-process.ts';
import { nodeHttpHandler } from '../../electron/engine/serve/node-http.ts';
import { change } from '../../electron/engine/shell/command.ts';
import type { Step } from '../../electron/engine/steps/step.ts';
import { startLoopbackServer } from '../../electron/server/loopback-server.ts';

declare const SITEWRIGHT_ROOT: string;

const LINES = Number(process.env.SITEWRIGHT_BENCH_LINES ?? '1000000');
const LINES_A_COMMAND = 25_000;
const FIRST = 'the very first line';
const LAST = 'the very last line';

/**
 * A million lines of output in one step: a real run of the real runner over SSH to the simulated node, whose commands print as
 * fast as they can, while a browser shows the step's log and follows. Rate at which the engine took the lines, tasks over 50 ms in
 * the page, memory (PSS) of engine and browser together, and how long finding the first and the last line took.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
  const desks = createDesks({
    appVersion: 'bench',
    shippedRoot: SITEWRIGHT_ROOT,
    examplesRoot: join(SITEWRIGHT_ROOT, 'examples'),
    flasherPath: '',
    temporaryRoot: folder,
    env: { XDG_STATE_HOME: join(folder, 'state') },
    by: 'bench',
  });
  const router = createRouter(desks);
  const server = await startLoopbackServer({
    handleRpc: nodeHttpHandler(router, 'http'),
    pageFolder: join(SITEWRIGHT_ROOT, 'dist', 'renderer'),
  });
  const browser = await chromium.launch({
    executablePath: process.env.SITEWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  });
  try {
    const site = join(SITEWRIGHT_ROOT, 'examples', 'two-node', 'site.toml');
    await inProcessClient(router, 'cli').sites.open({ path: site });
    const ready = await desks.shelf.ready(site, 'cli');
    const talk = talkingStep();
    const runId = await desks.runs.apply({
      ready,
      rehearsal: { faults: [], keep: false, compression: 400 },
      steps: [talk.step],
    });
    await talk.begun;
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(() => {
      const seen: number[] = [];
      new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
      Object.assign(window, { longTasks: seen });
    });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Open two-node', exact: true }).click();
    await page.locator('.sw-nav a[href$="/install"]').click();
    await page.locator('.sw-log').waitFor();
    await page.waitForTimeout(3000);
    await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
    const before = pssMiB();
    const samples: number[] = [];
    const sampling = setInterval(() => samples.push(pssMiB()), 500);
    const startedAt = performance.now();
    talk.go();
    await talk.said;
    const offeredMs = performance.now() - startedAt;
    await page.locator('.sw-log').getByText(LAST, { exact: true }).waitFor({ timeout: 120_000 });
    const shownMs = performance.now() - startedAt;
    clearInterval(sampling);
    const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
    const firstFoundMs = await found(page, FIRST);
    const lastFoundMs = await found(page, LAST);
    await page.waitForTimeout(2000);
    const third = samples.slice(Math.floor((samples.length * 2) / 3));
    const half = Math.floor(third.length / 2);
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
      pssPeakGrowthMiB: Math.max(...samples) - before,
      pssEndGrowthMiB: pssMiB() - before,
      pssLastThirdDriftMiB: mean(third.slice(half)) - mean(third.slice(0, half)),
      firstFoundMs,
      lastFoundMs,
    };
  } finally {
    await browser.close();
    await server.close();
    await desks.runs.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A step like any other whose commands print a lot; it begins when told. */
function talkingStep() {
  let go: () => void = () => {};
  let isDone = false;
  const started = new Promise<void>((resolve) => {
    go = resolve;
  });
  let told: () => void = () => {};
  const begun = new Promise<void>((resolve) => {
    told = resolve;
  });
  let ended: () => void = () => {};
  const said = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const text = Array.from(
    { length: LINES_A_COMMAND },
    (_, index) => `Unpacking package-${index} (1.${index % 97}-2+deb13u1) over (1.${index % 89}-1) ... ok\n`,
  ).join('');
  const bytes = Buffer.from(text);
  const step: Step = {
    id: 'bench.talk',
    phase: 'base',
    title: () => ({ en: 'Talk', es: 'Hablar' }),
    targets: (site) => site.hosts.slice(0, 1).map(({ name }) => name),
    needs: [],
    risk: 'safe',
    order: 'parallel',
    check: () =>
      isDone ? { state: 'satisfied' } : { state: 'needed', changes: [{ what: 'talk', after: `${LINES} lines` }] },
    async apply(context) {
      const host = context.transport(context.target);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await host.upload({ source: { bytes }, sha256, sizeBytes: bytes.length }, '/root/talk.txt', { mode: 0o600 });
      told();
      await started;
      await host.exec(change`echo ${FIRST}`);
      for (let count = 0; count < LINES; count += LINES_A_COMMAND) await host.exec(change`cat /root/talk.txt`);
      await host.exec(change`echo ${LAST}`);
      isDone = true;
      ended();
    },
  };
  return { step, begun, said, go: () => go() };
}

async function found(page: Page, text: string): Promise<number> {
  const startedAt = performance.now();
  const field = page.getByRole('searchbox', { name: 'Find' });
  await field.fill(text);
  await field.press('Enter');
  await page.locator('.sw-log-here', { hasText: text }).first().waitFor({ timeout: 60_000 });
  return performance.now() - startedAt;
}

/** Of this process (engine, simulated site, this bench) and all below it (the browser). */
function pssMiB(): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = fileOr(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  const kib = [...parents.keys()]
    .filter(isOurs)
    .map((pid) => Number(/^Pss:\s+(\d+)/m.exec(fileOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return Math.round((kib.reduce((sum, value) => sum + value, 0) / 1024) * 10) / 10;
}

/** A process may end while it is looked at. */
function fileOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
