import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { debuggedPage } from './debugged-page.ts';
import { median } from './measure.ts';

declare const SITEWRIGHT_ROOT: string;

const ROUNDS = Number(process.env.SITEWRIGHT_BENCH_ROUNDS ?? '7');
/** Nothing is attached before this: what watches must not be measured. */
const UNWATCHED_MS = 4_000;
const SETTLE_MS = 3_000;
const IDLE_MS = 10_000;
/** Clock ticks of /proc a second, on every Linux that Electron runs on. */
const TICKS = 100;

interface Start {
  /** From the start of the process, by the wall clock. */
  readonly pageMs: number;
  readonly paintMs: number;
  readonly usableMs: number;
  /** The first stops of the Tab key are those of the page. */
  readonly byKeyboard: boolean;
  /** CPU seconds of all processes while nobody does anything: on the list of sites, on the install page. */
  readonly idleCpuS: readonly [number, number];
}

/**
 * The application with a profile that never was: from the start of its process until the list of sites stands there and takes keys, and
 * what it costs while nobody touches it. The page notes the moment itself; the debugger is attached long after. Beside it the least
 * that this runtime can do: a window with an empty page.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const runtime = process.env.SITEWRIGHT_TEST_ELECTRON ?? (await testRuntime());
  const { openDisplay } = (await ours('virtual-display.mjs')) as {
    openDisplay(): Promise<{ env: Record<string, string>; stop(): void }>;
  };
  const display = await openDisplay();
  try {
    const starts: Start[] = [];
    const empty: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      starts.push(await start(runtime, SITEWRIGHT_ROOT, display.env, round === 0));
      empty.push((await start(runtime, emptyApp(), display.env, false)).paintMs);
    }
    const [usableMs, emptyWindowMs] = [median(starts.map((each) => each.usableMs)), median(empty)];
    return {
      rounds: ROUNDS,
      load: loadavg()[0],
      usableMs,
      worstUsableMs: Math.max(...starts.map((each) => each.usableMs)),
      pageMs: median(starts.map((each) => each.pageMs)),
      paintMs: median(starts.map((each) => each.paintMs)),
      emptyWindowMs,
      ratio: usableMs / emptyWindowMs,
      byKeyboard: starts.every((each) => each.byKeyboard),
      idleS: IDLE_MS / 1000,
      idleCpuS: { sites: starts[0]?.idleCpuS[0], install: starts[0]?.idleCpuS[1] },
    };
  } finally {
    display.stop();
  }
}

async function start(runtime: string, app: string, display: Record<string, string>, idle: boolean): Promise<Start> {
  const home = await mkdtemp(join(tmpdir(), 'sitewright-cold-'));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SITEWRIGHT|XDG)_/.test(name)));
  const begun = performance.timeOrigin + performance.now();
  const child = spawn(runtime, ['--no-sandbox', '--remote-debugging-port=0', app], {
    env: { ...env, ...display, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), XDG_STATE_HOME: join(home, 'state') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const debuggerAt = await said(child, /DevTools listening on ws:\/\/(127\.0\.0\.1:\d+)\//);
    await sleep(UNWATCHED_MS);
    const page = await debuggedPage(debuggerAt);
    const since = (name: string) =>
      page.evaluate<number>(
        `performance.timeOrigin + (performance.getEntriesByName(${JSON.stringify(name)})[0]?.startTime ?? NaN)`,
      );
    const at = {
      page: await page.evaluate<number>('performance.timeOrigin'),
      paint: await since('first-contentful-paint'),
      usable: await since('sitewright:usable'),
    };
    await page.pressTab();
    const first = await page.evaluate<string>('document.activeElement.className');
    const idleOn = async () => {
      await sleep(SETTLE_MS);
      const before = await cpuSeconds(child.pid ?? 0);
      await sleep(IDLE_MS);
      return Math.round(((await cpuSeconds(child.pid ?? 0)) - before) * 100) / 100;
    };
    const sites = idle ? await idleOn() : 0;
    if (idle) await page.evaluate("document.querySelector('.sw-first .pf-m-primary').click()");
    const install = idle ? await idleOn() : 0;
    page.close();
    return {
      pageMs: at.page - begun,
      paintMs: at.paint - begun,
      usableMs: at.usable - begun,
      byKeyboard: first === 'sw-skip',
      idleCpuS: [sites, install],
    };
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Of a process and all that it started, until now. */
async function cpuSeconds(root: number): Promise<number> {
  const stats = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
        // The name in brackets may hold blanks: what follows it is counted from there.
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return { pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
      }),
  );
  const sum = (pid: number): number =>
    (stats.find((each) => each.pid === pid)?.ticks ?? 0) +
    stats.filter(({ parent }) => parent === pid).reduce((all, each) => all + sum(each.pid), 0);
  return sum(root) / TICKS;
}

/** The floor: a window that shows one word. */
function emptyApp(): string {
  return join(SITEWRIGHT_ROOT, 'test', 'bench', 'empty-window');
}

async function testRuntime(): Promise<string> {
  const { fetchTestElectron } = (await ours('test-electron.mjs')) as {
    fetchTestElectron(): { path?: string; why: string };
  };
  const { path, why } = fetchTestElectron();
  if (!path) throw new Error(`no Electron: ${why}`);
  return path;
}

function ours(file: string): Promise<unknown> {
  return import(pathToFileURL(join(SITEWRIGHT_ROOT, 'build', 'lib', file)).href);
}

function said(child: ChildProcess, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = words.exec(text)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the window ended with ${code}: ${text.slice(-400)}`)));
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
