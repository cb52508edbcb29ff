import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { openSpool } from '../../../installer-assets/stacks/monitoring/data_collector/spool.ts';
import type { Overview } from '../../../installer-assets/stacks/monitoring/protocol/overview.ts';
import type { SamplesAnswer } from '../../../installer-assets/stacks/monitoring/protocol/sample.ts';
import { startPostgres } from '../support/postgres.ts';
import { webProgram } from '../support/program.ts';
import { ADMIN_PASSWORD, ask, Browser, INGEST_TOKEN } from '../support/web.ts';
import { builtPrograms, type CollectorProgram, collectorProgram } from './support/collector-program.ts';
import { type SimulatedCluster, simulatedCluster } from './support/simulated-cluster.ts';
import { type TestWeb, testWeb } from './support/test-web.ts';
import { until } from './support/until.ts';

let site: SimulatedCluster;
let programs: Awaited<ReturnType<typeof builtPrograms>>;
beforeAll(async () => {
  programs = await builtPrograms();
  site = await simulatedCluster(['pve1', 'pve2']);
  await site.ok('pve1', 'qm create 100 --name vm-100 --memory 1024 --scsi0 tank:1');
  await site.ok('pve1', 'qm start 100');
  await site.settled();
});
afterAll(async () => {
  await site.close();
  programs.remove();
});

/** Rounds that come soon after each other, where it is not the rhythm that is asked about. */
const QUICK = { COLLECT_SECONDS: '0.25' };

/** A collector with a spool of its own and a web of its own: the tests mostly wait, so they do it side by side. */
async function bench({
  onTestFinished,
}: TestContext): Promise<{ readonly web: TestWeb; readonly collector: CollectorProgram }> {
  const web = await testWeb(INGEST_TOKEN);
  const spool = mkdtempSync(join(site.folder, 'spool-'));
  const collector = collectorProgram(programs.folder, {
    ...site.env,
    INGEST_URL: `http://127.0.0.1:${web.port}`,
    SPOOL_FOLDER: spool,
  });
  onTestFinished(async () => {
    await collector.stop();
    await web.close();
  });
  return { web, collector };
}

const samplesOf = (web: TestWeb): readonly string[] =>
  [...web.stored.values()].flatMap(({ samples }) => samples.map(({ source, takenAt }) => `${source} ${takenAt}`));

describe.concurrent('the program of the image', () => {
  it('is one file that needs nothing but Node, and names no place of the machine that built it', () => {
    for (const name of ['collector.cjs', 'collector-healthcheck.cjs']) {
      const text = readFileSync(join(programs.folder, name), 'utf8');
      const wanted = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) =>
        (match[1] ?? '').replace('node:', ''),
      );
      expect(wanted.filter((module) => !builtinModules.includes(module))).toEqual([]);
      expect(text).not.toContain(process.cwd());
    }
  });

  it('brings rounds, is well by its health check, and ends well when it is told to', async (context) => {
    const { web, collector } = await bench(context);
    expect(collector.healthcheck()).toMatchObject({ status: 1, stdout: 'no round yet\n' });
    collector.start();
    await until('three rounds are stored', () => web.stored.size >= 3, collector.output);
    expect(collector.healthcheck().status).toBe(0);
    expect(await collector.end('SIGTERM')).toBe(0);
    expect(collector.output()).toContain('"event":"stopped","waiting":0');
    expect([...web.stored.keys()].sort()).toEqual([...collector.kept()].sort());
    // aligned to whole seconds, but for the first round at the start
    const times = [...web.stored.values()].map(({ takenAt }) => new Date(takenAt).getTime()).sort((a, b) => a - b);
    for (const time of times.slice(1)) expect(time % 1_000).toBeLessThan(500);
    expect(collector.output()).not.toContain(site.env.PVE_TOKEN_SECRET);
    expect(collector.output()).not.toContain(INGEST_TOKEN);
  });

  it('refuses an environment that does not fit, by the name', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(programs.folder, 'collector.cjs')], {
      env: { ...site.env, PVE_TOKEN_ID: '' },
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stdout).toContain('PVE_TOKEN_ID is not set');
  });

  it('tells web by name that Proxmox refuses the token, and not the token', async (context) => {
    const { web, collector } = await bench(context);
    collector.start({ ...QUICK, PVE_TOKEN_SECRET: 'another-secret' });
    await until('web was told', () => web.reports.length > 0, collector.output);
    await until('a round is stored', () => web.stored.size > 0, collector.output);
    expect(web.reports[0]).toMatchObject({ code: 'pve-unauthorised' });
    const [first] = web.stored.values();
    expect(first?.errors.map(({ code, node }) => `${code} ${node}`).sort()).toEqual([
      'pve-unauthorised pve1',
      'pve-unauthorised pve2',
    ]);
    expect(first?.samples).toEqual([]);
    expect(collector.output()).not.toContain('another-secret');
    const rounds = collector.kept().length;
    await until('more rounds are kept', () => collector.kept().length >= rounds + 3, collector.output);
    // told when it changed, not every round: a node that is late once, on a busy machine, is such a change
    const lines = collector.output().match(/^.*"event":"pve-unauthorised".*$/gm) ?? [];
    expect(new Set(lines.map((line) => /"node":"([^"]+)"/.exec(line)?.[1]))).toEqual(new Set(['pve1', 'pve2']));
    expect(lines.length).toBeLessThan(2 * (rounds + 3));
  });

  it('ends well while web holds its answer back, and brings the round after the next start', async (context) => {
    const { web, collector } = await bench(context);
    web.mood = 'silent';
    collector.start(QUICK);
    await until('a batch came', () => web.seen.length > 0, collector.output);
    expect(await collector.end('SIGTERM')).toBe(0);
    web.mood = 'well';
    collector.start(QUICK);
    await until('all is stored', () => collector.kept().every((id) => web.stored.has(id)), collector.output);
  });

  it('ends well while nodes take connections and never answer, and keeps what the round came to', async (context) => {
    const { web, collector } = await bench(context);
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    try {
      collector.start({ PVE_URLS: `${url},${url}`, COLLECT_SECONDS: '3600' });
      await until('the nodes were asked', () => sockets.size >= 2, collector.output);
      expect(await collector.end('SIGTERM')).toBe(0);
      const [only] = web.stored.values();
      expect(only?.errors.map(({ code, node }) => `${code} ${node}`).sort()).toEqual([
        'pve-unreachable pve1',
        'pve-unreachable pve2',
      ]);
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });
});

it.concurrent('kill -9 again and again while web fails, hangs, loses answers and is gone: nothing is lost, nothing twice', async (context) => {
  const { web, collector } = await bench(context);
  const moods = ['fails', 'answer-lost', 'silent', 'database-down', 'well', 'answer-lost'] as const;
  for (const [index, mood] of moods.entries()) {
    web.mood = mood;
    const before = collector.kept().length;
    collector.start(QUICK);
    await until(`rounds are kept while ${mood}`, () => collector.kept().length >= before + 2, collector.output);
    if (index === 3) await web.close();
    await pause(100 + index * 130);
    expect(await collector.end('SIGKILL')).toBeNull();
    if (index === 3) await web.listen();
  }
  web.mood = 'well';
  const before = collector.kept().length;
  collector.start(QUICK);
  await until('a round more is kept', () => collector.kept().length > before, collector.output);
  await until(
    'all that was kept is stored',
    () => collector.kept().every((id) => web.stored.has(id)),
    collector.output,
  );
  expect(await collector.end('SIGTERM')).toBe(0);
  expect(collector.kept().length).toBeGreaterThanOrEqual(12);
  // some came more than once, each is stored once
  expect(web.seen.length).toBeGreaterThan(web.stored.size);
  expect(new Set(samplesOf(web)).size).toBe(samplesOf(web).length);
  expect(collector.output()).not.toContain('batch-dropped');
}, 120_000);

it.concurrent('a spool that is killed in the middle of its writing has every batch that it said to have', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-hammer-'));
  try {
    const program = join(folder, 'hammer.cjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'support/spool-hammer.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    const said = new Set<string>();
    for (let run = 0; run < 8; run += 1) {
      const child = spawn(process.execPath, [program, join(folder, 'spool')], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      await until('it writes', () => text.split('\n').length > 20 + run * 7);
      const over = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await over;
      for (const line of text.split('\n').slice(0, -1))
        if (line.startsWith('-')) said.delete(line.slice(1));
        else said.add(line);
    }
    const spool = await openSpool(join(folder, 'spool'), 1e9, {
      info: () => undefined,
      warn: () => undefined,
      error: () => undefined,
      debug: () => undefined,
    });
    const waiting = spool.waiting();
    const found = new Set(waiting.map(({ batchId }) => batchId));
    expect([...said].filter((id) => !found.has(id))).toEqual([]);
    expect(found.size).toBe(waiting.length);
    for (const entry of waiting) expect(await spool.read(entry)).toContain(entry.batchId);
    expect(spool.droppedSamples).toBe(0);
    expect(said.size).toBeGreaterThan(100);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

it.concurrent('fills the real dashboard over its real database: nodes, guest and cluster are there, and what came while web was killed too', async (context) => {
  const { collector } = await bench(context);
  const postgres = await startPostgres();
  const real = await webProgram(await postgres.newDatabase());
  try {
    await real.start();
    collector.start({ ...QUICK, INGEST_URL: `http://localhost:${real.port}` });
    await until('two rounds are kept', () => collector.kept().length >= 2, collector.output);
    await real.end('SIGKILL');
    const during = collector.kept().length;
    await until('two more are kept', () => collector.kept().length >= during + 2, collector.output);
    await real.start();
    await until('web takes again', () => /web-takes-again/.test(collector.output()), collector.output);
    expect(await collector.end('SIGTERM')).toBe(0);
    collector.start({ INGEST_URL: `http://localhost:${real.port}`, COLLECT_SECONDS: '3600' });
    await until(
      'nothing waits',
      () =>
        /"event":"batch-stored"/.test(collector.output().split('"event":"stopped"').at(-1) ?? '') &&
        collector.kept().every((id) => collector.output().includes(`"event":"batch-stored","batchId":"${id}"`)),
      collector.output,
    );
    expect(await collector.end('SIGTERM')).toBe(0);

    const browser = new Browser(real.port);
    await browser.logIn('admin', ADMIN_PASSWORD);
    const overview = (await browser.ask('/api/overview')).json() as Overview;
    expect(overview.cluster?.value).toMatchObject({ name: 'municipal', quorate: true });
    expect(overview.nodes.map(({ name, online }) => `${name} ${online}`).sort()).toEqual(['pve1 true', 'pve2 true']);
    expect(overview.nodes[0]?.latest?.memoryTotalBytes).toBe(25_276_063_744);
    expect(overview.guests).toMatchObject([{ source: 'qemu/100', node: 'pve1', status: 'running' }]);
    expect(overview.collector.lastError).toBeNull();
    const answer = (await browser.ask('/api/samples?limit=1000')).json() as SamplesAnswer;
    const mine = answer.samples.filter(({ source }) => source === 'node/pve1').map(({ takenAt }) => takenAt);
    expect(new Set(mine).size).toBe(mine.length);
    expect(mine).toHaveLength(collector.kept().length);
    expect((await ask(real.port, '/api/health')).status).toBe(200);
  } finally {
    await collector.end('SIGKILL');
    await real.stop();
    await postgres.stop();
  }
}, 120_000);

// alone: an answer that is late because of others would look like one that a clock made late
it('goes on in its rhythm while the clock is set back a day and forward a year', async (context) => {
  const { web, collector } = await bench(context);
  const [shim, ahead] = [join(programs.folder, 'clock.cjs'), join(programs.folder, 'ahead')];
  writeFileSync(
    shim,
    `const { readFileSync } = require('node:fs');
    const real = Date, now = Date.now;
    const offset = () => Number(readFileSync(${JSON.stringify(ahead)}, 'utf8') || 0);
    global.Date = class extends real {
      constructor(...given) { given.length === 0 ? super(now() + offset()) : super(...given); }
      static now() { return now() + offset(); }
    };`,
  );
  const DAY_MS = 86_400_000;
  for (const [days, rounds] of [
    [0, 2],
    [-1, 4],
    [365, 6],
    [0, 8],
  ] as const) {
    writeFileSync(ahead, String(days * DAY_MS));
    if (rounds === 2) collector.start({ COLLECT_SECONDS: '0.5', NODE_OPTIONS: `--require ${shim}` });
    await until(`rounds of ${days} days ahead are stored`, () => web.stored.size >= rounds, collector.output);
  }
  expect(collector.healthcheck().status).toBe(0);
  expect(await collector.end('SIGTERM')).toBe(0);
  const batches = [...web.stored.values()];
  const days = new Set(batches.map(({ takenAt }) => takenAt.slice(0, 10)));
  expect(days.size).toBe(3);
  const times = batches.map(({ takenAt }) => takenAt);
  expect(new Set(times).size).toBe(times.length);
  for (const { errors, samples } of batches) {
    expect(errors).toEqual([]);
    // the simulated guest moves nothing: a rate of a wrong interval would be another one than none
    for (const { networkInBytesPerSecond } of samples) expect(networkInBytesPerSecond ?? 0).toBe(0);
    expect(samples.map(({ source }) => source)).toContain('qemu/100');
  }
  expect(collector.output()).not.toMatch(/round-failed/);
}, 180_000);
