import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../electron/api/run.ts';
import { createEngine, type EngineClient } from '../../electron/engine/engine.ts';
import { parseSite } from '../../electron/engine/site/parse-site.ts';
import { serveSite } from '../journey/support/served-site.ts';
import { sizedSite } from '../journey/support/sized-site.ts';
import { median } from './measure.ts';

declare const SITEWRIGHT_ROOT: string;

const ROUNDS = 5;
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC sized';
/** Simulated seconds pass so much faster while the site is built; while it is measured they are real ones. */
const BUILD_COMPRESSION = 50;

/**
 * A second `apply` on simulated sites of 3 and of 32 nodes, with the delays that real nodes showed: wall seconds of the run, round
 * trips, and the processor time of either side. The simulated hosts live in a process of their own, as they would otherwise take
 * the engine's; on a machine of few cores they still take it the wall time.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const small = await measureSize(3);
  const large = await measureSize(32);
  return {
    rounds: ROUNDS,
    processors: availableParallelism(),
    // of the last minute: our two processes are two of it, what is above is others'
    load: loadavg()[0],
    nodes3: small,
    nodes32: large,
    wall32To3: large.medianSeconds / small.medianSeconds,
    engineCpuPerHost32To3: large.engineCpuSeconds / large.roundTrips / (small.engineCpuSeconds / small.roundTrips),
  };
}

async function measureSize(nodes: number) {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
  try {
    const file = join(folder, 'site.toml');
    writeFileSync(file, sizedSite({ nodes, version: '8.4', key: KEY }));
    const server = await startServer(folder);
    const samples: Sample[] = [];
    try {
      await withEngine(folder, async (apply) => {
        await apply(file);
      });
      await server.atRealSpeed();
      await withEngine(folder, async (apply) => {
        await apply(file);
        for (let round = 0; round < ROUNDS; round += 1) samples.push(await sampleOf(server, () => apply(file)));
      });
    } finally {
      server.stop();
    }
    return inFigures(samples, nodes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Sample {
  readonly seconds: number;
  readonly engineCpuSeconds: number;
  readonly hostsCpuSeconds: number;
  readonly trips: readonly number[];
  readonly changed: number;
}

async function sampleOf(server: Server, work: () => Promise<readonly RunEvent[]>): Promise<Sample> {
  const [startedAt, cpu, hostsCpu] = [performance.now(), process.cpuUsage(), server.cpuSeconds()];
  const events = await work();
  const used = process.cpuUsage(cpu);
  const end = events.find((event) => event.type === 'run-finished');
  const note = events.findLast((event) => event.type === 'log' && event.text.startsWith('round trips: '));
  return {
    seconds: (performance.now() - startedAt) / 1000,
    engineCpuSeconds: (used.user + used.system) / 1e6,
    hostsCpuSeconds: server.cpuSeconds() - hostsCpu,
    trips: note?.type === 'log' ? [...note.text.matchAll(/ (\d+)(?=,|$)/g)].map((match) => Number(match[1])) : [],
    changed: end?.type === 'run-finished' ? end.changed : Number.NaN,
  };
}

function inFigures(samples: readonly Sample[], nodes: number) {
  const of = (pick: (sample: Sample) => number): number => Number(median(samples.map(pick)).toFixed(3));
  return {
    nodes,
    medianSeconds: of(({ seconds }) => seconds),
    seconds: samples.map(({ seconds }) => Number(seconds.toFixed(3))),
    engineCpuSeconds: of(({ engineCpuSeconds }) => engineCpuSeconds),
    simulatedHostsCpuSeconds: of(({ hostsCpuSeconds }) => hostsCpuSeconds),
    mostRoundTripsOfAHost: of(({ trips }) => Math.max(...trips)),
    roundTrips: of(({ trips }) => trips.reduce((sum, count) => sum + count, 0)),
    changed: of(({ changed }) => changed),
  };
}

type Apply = (site: string) => Promise<readonly RunEvent[]>;

async function withEngine(folder: string, work: (apply: Apply) => Promise<void>): Promise<void> {
  const engine = createEngine({
    appVersion: 'bench',
    shippedRoot: SITEWRIGHT_ROOT,
    examplesRoot: join(SITEWRIGHT_ROOT, 'examples'),
    flasherPath: '',
    temporaryRoot: folder,
    env: {
      XDG_STATE_HOME: join(folder, 'served', 'state'),
      SITEWRIGHT_REHEARSAL_NETWORK: join(folder, 'served', 'network.json'),
    },
    by: 'bench',
  });
  const client = engine.client('cli');
  try {
    await work(async (site) =>
      follow(client, (await client.runs.apply({ site, rehearsal: { faults: [], keep: true, compression: 1 } })).runId),
    );
  } finally {
    await engine.close();
  }
}

async function follow(client: EngineClient, runId: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of await client.runs.events({ runId, after: 0 })) events.push(event);
  const end = events.at(-1);
  if (end?.type !== 'run-finished' || end.outcome !== 'done')
    throw new Error(
      `the run did not end well: ${JSON.stringify(events.filter((event) => event.type === 'step-finished' && event.outcome === 'failed'))} ${JSON.stringify(end)}`,
    );
  return events;
}

interface Server {
  cpuSeconds(): number;
  /** From now on the simulated delays are those of real nodes. */
  atRealSpeed(): Promise<void>;
  stop(): void;
}

/** The simulated hosts of a site in a process of their own. */
async function startServer(folder: string): Promise<Server> {
  const script = `require(${JSON.stringify(__filename)}).serve(${JSON.stringify(folder)})`;
  const child: ChildProcess = spawn(process.execPath, ['--max-semi-space-size=64', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = (word: string): Promise<void> =>
    new Promise((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        if (chunk.includes(word)) resolve();
      });
      child.once('close', (code) => reject(new Error(`the simulated site ended with ${code}`)));
    });
  await said('fast');
  return {
    // clock ticks of user and system, 100 a second (proc(5))
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    atRealSpeed: async () => {
      const done = said('real');
      child.stdin?.write('real');
      await done;
    },
    stop: () => child.kill('SIGKILL'),
  };
}

/** Serves the site of a folder, fast; goes on at real speed from the same moment when asked to. */
export async function serve(folder: string): Promise<void> {
  const { site } = parseSite(readFileSync(join(folder, 'site.toml'), 'utf8'));
  if (!site) throw new Error('the generated site is not one');
  const place = join(folder, 'served');
  mkdirSync(place, { recursive: true });
  const fast = await serveSite(site, place, { compression: BUILD_COMPRESSION });
  process.stdout.write('fast\n');
  process.stdin.once('data', () => {
    const from = fast.save();
    void fast
      .close()
      .then(() => serveSite(site, place, { compression: 1, from }))
      .then(() => process.stdout.write('real\n'));
  });
}
