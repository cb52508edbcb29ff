import { spawn } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Lab } from '../lab/support/lab.ts';
import { namespaceOf } from '../lab/support/network.ts';
import { must, run as runProgram } from '../lab/support/processes.ts';
import { labSite } from '../lab/support/site-text.ts';
import { type AnsibleRun, writeAnsibleRun } from './ansible-run.ts';
import { median } from './measure.ts';

declare const SITEWRIGHT_ROOT: string;

const NODES = [1, 2, 3];
const ROUNDS = 5;
const MARK = 'bench-result: ';

interface LabModules {
  readonly missingForLab: () => { readonly why: string } | undefined;
  readonly makeLabFolder: () => string;
  readonly clearLab: (folder: string) => void;
  readonly INSIDE: readonly string[];
  readonly makeRoots: () => Promise<Readonly<Record<string, string>>>;
  readonly bundleNode: (names: readonly string[]) => Promise<void>;
}

/**
 * The second `apply` on three real hosts of the lab (npm run lab), and an Ansible playbook that reads the same facts of the same
 * hosts, over the same SSH servers, in turn. The simulated vendor programs answer with the delays of real nodes.
 */
export async function run(): Promise<Readonly<Record<string, unknown>>> {
  const lab = await labModules();
  const missing = lab.missingForLab();
  if (missing) return { skipped: `the lab cannot run here: ${missing.why}` };
  if ((await runProgram(['ansible-playbook', '--version'])).code !== 0)
    return { skipped: 'there is no ansible-playbook: apt-get install ansible-core' };
  await lab.bundleNode(['rehearsal/sim-host']);
  const roots = await lab.makeRoots();
  const folder = lab.makeLabFolder();
  try {
    return await inside(lab.INSIDE, folder, roots);
  } finally {
    lab.clearLab(folder);
  }
}

/** This same bench in namespaces of the lab's own. */
function inside(words: readonly string[], folder: string, roots: unknown): Promise<Readonly<Record<string, unknown>>> {
  const [program = '', ...rest] = words;
  const script = `require(${JSON.stringify(__filename)}).measure().then((r) => console.log(${JSON.stringify(MARK)} + JSON.stringify(r)), (e) => { console.error(e); process.exit(1); })`;
  const child = spawn(program, [...rest, process.execPath, '-e', script], {
    env: { ...process.env, SITEWRIGHT_LAB_FOLDER: folder, SITEWRIGHT_LAB_ROOTS: JSON.stringify(roots) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const line = said.split('\n').find((entry) => entry.startsWith(MARK));
      if (line) resolve(JSON.parse(line.slice(MARK.length)) as Readonly<Record<string, unknown>>);
      else reject(new Error(`the lab gave no result: ${said.slice(-3000)}`));
    });
  });
}

/** Runs inside the lab's namespaces. */
export async function measure(): Promise<Readonly<Record<string, unknown>>> {
  const lab = await Lab.open('bench', (key) => labSite({ nodes: NODES, witness: false, key }), {
    compression: 1,
  });
  try {
    await lab.add(NODES.map((number) => ({ name: `pve${number}`, number: 10 + number })));
    const first = await lab.site.apply();
    if (first.code !== 0) throw new Error(`the first apply ended with ${first.code}: ${first.stdout}${first.stderr}`);
    const addresses = NODES.map((number) => `10.77.0.${10 + number}`);
    const ansible = writeAnsibleRun(lab.folder, addresses, join(lab.folder, 'site-key'));
    const ours = (): Promise<void> => noOp(lab);
    const samples = {
      ours: [] as Sample[],
      playbook: [] as Sample[],
      playbookOfFiles: [] as Sample[],
      oneScript: [] as Sample[],
    };
    await sample(() => playbook(ansible, ansible.playbook));
    await sample(ours);
    for (let round = 0; round < ROUNDS; round += 1) {
      samples.ours.push(await sample(ours));
      samples.playbook.push(await sample(() => playbook(ansible, ansible.playbook)));
      samples.playbookOfFiles.push(await sample(() => playbook(ansible, ansible.playbookOfFiles)));
      samples.oneScript.push(await sample(() => playbook(ansible, ansible.oneScript)));
    }
    const figures = Object.fromEntries(
      Object.entries(samples).map(([name, list]) => [name, inFigures(list, NODES.length)]),
    ) as Readonly<Record<keyof typeof samples, ReturnType<typeof inFigures>>>;
    const pveshMs = await timed(() => lab.host('pve1').ok('pvesh', 'get', '/version', '--output-format', 'json'));
    return {
      hosts: NODES.length,
      rounds: ROUNDS,
      processors: availableParallelism(),
      load: loadavg()[0],
      ...figures,
      timesFasterThanPlaybook: figures.playbook.medianSeconds / figures.ours.medianSeconds,
      timesFasterThanPlaybookOfFiles: figures.playbookOfFiles.medianSeconds / figures.ours.medianSeconds,
      timesFasterThanOneScript: figures.oneScript.medianSeconds / figures.ours.medianSeconds,
      parts: await partsOf(lab),
      playbookTasks: ansible.tasks,
      pveshTasks: ansible.pveshTasks,
      simulatedPveshSeconds: pveshMs / 1000,
      ansible: (await must(['ansible-playbook', '--version'])).split('\n')[0],
    };
  } finally {
    await lab.close();
  }
}

interface Sample {
  readonly seconds: number;
  readonly bytes: number;
}

async function noOp(lab: Lab): Promise<void> {
  const end = await lab.site.run('apply', lab.site.file, '--json');
  if (end.code !== 0) throw new Error(`apply ended with ${end.code}: ${end.stdout}${end.stderr}`);
  const finished = end.stdout.split('\n').find((line) => line.includes('"run-finished"')) ?? '';
  if (!/"changed":0\b/.test(finished)) throw new Error(`apply changed something: ${finished}`);
}

async function playbook(ansible: AnsibleRun, file: string): Promise<void> {
  const end = await runProgram(
    [
      'nsenter',
      `--net=${namespaceOf('ctl')}`,
      'env',
      ...ansible.env,
      'ansible-playbook',
      '-i',
      ansible.inventory,
      file,
    ],
    { timeoutMs: 300_000 },
  );
  if (end.code !== 0 || /failed=[1-9]|unreachable=[1-9]/.test(end.stdout))
    throw new Error(`the playbook failed: ${end.stdout.slice(-3000)}${end.stderr}`);
}

/** Wall seconds, and all bytes that the technician's machine sent and got. */
async function sample(work: () => Promise<void>): Promise<Sample> {
  const before = await wireBytes();
  const ms = await timed(work);
  return { seconds: ms / 1000, bytes: (await wireBytes()) - before };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function wireBytes(): Promise<number> {
  const text = await must(['nsenter', `--net=${namespaceOf('ctl')}`, 'cat', '/proc/net/dev']);
  const fields = /eth0:\s*(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/).map(Number) ?? [];
  return (fields[0] ?? 0) + (fields[8] ?? 0);
}

function inFigures(samples: readonly Sample[], hosts: number) {
  return {
    medianSeconds: median(samples.map(({ seconds }) => seconds)),
    seconds: samples.map(({ seconds }) => Number(seconds.toFixed(3))),
    medianBytesPerHost: Math.round(median(samples.map(({ bytes }) => bytes)) / hosts),
  };
}

/** Where the time of one run goes: what the run says of itself. */
async function partsOf(lab: Lab): Promise<Readonly<Record<string, unknown>>> {
  const startMs = await timed(() => lab.site.run('--version'));
  const { stdout } = await lab.site.run('apply', lab.site.file, '--json');
  const events = stdout.split('\n').filter((line) => line.startsWith('{"seq"'));
  return {
    startOfTheProgramSeconds: startMs / 1000,
    roundTrips: /round trips: [^"]*/.exec(stdout)?.[0],
    firstAndLastEvent: [events[0]?.slice(0, 120), events.at(-1)?.slice(0, 200)],
  };
}

async function labModules(): Promise<LabModules> {
  const load = async (name: string): Promise<object> =>
    (await import(pathToFileURL(join(SITEWRIGHT_ROOT, 'build', 'lib', name)).href)) as object;
  return {
    ...(await load('lab-machine.mjs')),
    ...(await load('lab-roots.mjs')),
    ...(await load('bundle.mjs')),
  } as LabModules;
}
