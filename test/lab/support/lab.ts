import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { LabHost } from './lab-host.ts';
import { LabSite, type RunningCommand, troublesOf } from './lab-site.ts';
import { type Cable, makeSwitches, removeSwitches, setCable } from './network.ts';
import { eventually } from './processes.ts';
import { type SimulatedNode, Simulator } from './simulator.ts';
import { dressAsNode } from './stand-ins.ts';

/** Switches: the management network and one for cluster link 0. */
const LANS = ['mgmt', 'link0'];
/** Into the management network; `ctl` is the laptop's place in the lab. */
const LAPTOP_CABLE: Cable = { port: 'eth0', lan: 'mgmt', address: '10.77.0.1' };
/** Moments of an installation are as short as this. */
const LOOK_EVERY_MS = 15;
/** The vendor's delays are five times shorter; those of corosync, chrony, apt and systemd are their own. */
const COMPRESSION = 5;

type RootKind = 'node' | 'witness' | 'machine';
/** Debian of their roots (build/lib/lab-roots.mjs). */
const RELEASE = { witness: '12', machine: '13' } as const;

export interface LabNode {
  readonly name: string;
  readonly number: number;
}

export interface LabOptions {
  /** `by hand`: the packages for the witness' vote lie in it; `made`: there is none, the test makes it. */
  readonly bundle?: 'by hand' | 'made';
  readonly compression?: number;
  /** A folder of what lies beside site.toml. */
  readonly brought?: string;
}

/** A whole lab: hosts, the simulator behind the nodes, the laptop's site folder. One a test file. */
export class Lab {
  readonly folder: string;
  readonly site: LabSite;
  readonly simulator: Simulator;
  readonly hosts = new Map<string, LabHost>();
  readonly roots: Readonly<Record<RootKind, string>>;

  private constructor(folder: string, roots: Lab['roots'], compression: number) {
    this.folder = folder;
    this.roots = roots;
    this.site = new LabSite(folder);
    this.simulator = new Simulator(join(folder, 'sim'), compression);
  }

  /** Opens a lab of a test file: switches, site folder with key, vault and bundle. No host yet. */
  static async open(
    name: string,
    siteText: (publicKey: string) => string,
    { bundle = 'by hand', compression = COMPRESSION, brought }: LabOptions = {},
  ): Promise<Lab> {
    const all = process.env.SITEWRIGHT_LAB_FOLDER;
    if (!all) throw new Error('the lab needs namespaces of its own: npm run lab');
    const lab = new Lab(
      join(all, name),
      JSON.parse(process.env.SITEWRIGHT_LAB_ROOTS ?? '{}') as Lab['roots'],
      compression,
    );
    await makeSwitches(LANS, LAPTOP_CABLE);
    const { node, witness } = lab.roots;
    const byHand = { 'debs/pve': join(node, 'debs'), 'debs/witness': join(witness, 'debs') };
    if (brought !== undefined) cpSync(brought, lab.site.folder, { recursive: true });
    await lab.site.make(siteText, bundle === 'by hand' ? byHand : {});
    return lab;
  }

  host(name: string): LabHost {
    const host = this.hosts.get(name);
    if (!host) throw new Error(`the lab has no host ${name}`);
    return host;
  }

  /** Nodes of 10.77.0.N (management, on vmbr0) and 10.77.10.N (link 0, on eno2); plain Debian hosts of 10.77.0.N. */
  async add(
    nodes: readonly LabNode[],
    plain: Readonly<Partial<Record<'witness' | 'machine', LabNode>>> = {},
  ): Promise<void> {
    const made: SimulatedNode[] = [];
    for (const node of nodes) made.push({ host: this.#makeHost(node, 'node'), os: 'pve', osVersion: '8.4' });
    for (const kind of ['witness', 'machine'] as const) {
      const host = plain[kind];
      if (host) made.push({ host: this.#makeHost(host, kind), os: 'debian', osVersion: RELEASE[kind] });
    }
    for (const { host, os } of made) {
      await host.make(this.site.publicKey);
      if (os === 'pve') dressAsNode(host);
      this.hosts.set(host.name, host);
    }
    await this.simulator.add(made);
    await Promise.all(made.map(({ host }) => host.boot()));
  }

  /** What the jobs of a step on a host have printed. */
  jobLog(host: string, step: string): string {
    return this.host(host)
      .list('/var/lib/sitewright/jobs')
      .filter((job) => job.startsWith(step))
      .map((job) => this.host(host).read(`/var/lib/sitewright/jobs/${job}/log`))
      .join('\n');
  }

  /** Waits until the job of a step has got this far; fails at once where the run has ended without it. */
  reached(run: RunningCommand, host: string, job: string, words: RegExp): Promise<void> {
    return whileRunning(run, `${job} said ${words}`, () => words.test(this.jobLog(host, job)));
  }

  /** Waits until a run (`--json`) has begun one of the items whose id begins like this. */
  begun(run: RunningCommand, item: string): Promise<void> {
    const isIt = (line: string) => line.includes('"type":"step-started"') && line.includes(`"itemId":"${item}`);
    return whileRunning(run, `it began ${item}`, () => run.output().split('\n').some(isIt));
  }

  /** Pulls the cable of the laptop, or puts it in again. */
  setLaptopCable(plugged: boolean): Promise<void> {
    return setCable('ctl', LAPTOP_CABLE, plugged);
  }

  async close(): Promise<void> {
    await Promise.all([...this.hosts.values()].map((host) => host.cut()));
    await this.simulator.stop();
    for (const host of this.hosts.values()) await host.destroy();
    await removeSwitches();
  }

  #makeHost({ name, number }: LabNode, kind: RootKind): LabHost {
    const management: Cable = {
      port: 'eno1',
      lan: 'mgmt',
      address: `10.77.0.${number}`,
      ...(kind === 'node' ? { bridge: 'vmbr0' } : {}),
    };
    const link: Cable = { port: 'eno2', lan: 'link0', address: `10.77.10.${number}` };
    return new LabHost({
      name,
      folder: join(this.folder, 'hosts', name),
      base: join(this.roots[kind], 'root'),
      cables: kind === 'node' ? [management, link] : [management],
      runsContainers: kind === 'machine',
      shared: join(this.folder, 'sim'),
      onPower: async (on) => {
        await this.simulator.ask({ do: 'power', host: name, on });
      },
    });
  }
}

async function whileRunning(run: RunningCommand, what: string, isThere: () => boolean): Promise<void> {
  let isOver = false;
  const look = eventually(
    () => {
      if (!isOver && !isThere()) throw new Error(`the run did not come so far that ${what}`);
    },
    240,
    LOOK_EVERY_MS,
  );
  const end = run.end.then(({ stdout, stderr }) => {
    if (isOver || isThere()) return;
    throw new Error(`the run ended before ${what}: ${troublesOf(stdout).join('; ')}\n${stderr.slice(-3000)}`);
  });
  await Promise.race([look, end]).finally(() => {
    isOver = true;
  });
}
