import { createHash } from 'node:crypto';
import { DiagnosticError, describeDiagnostic } from '../../../electron/api/diagnostic.ts';
import type { Site } from '../../../electron/api/site.ts';
import { lookAtSite } from '../../../electron/engine/facts/look-at-site.ts';
import type { SiteFacts } from '../../../electron/engine/facts/site-facts.ts';
import { makeStandInBundle } from '../../../electron/engine/rehearsal/bundle/stand-in-bundle.ts';
import { debianCommandSet } from '../../../electron/engine/rehearsal/debian/command-set.ts';
import type { SimHostSpec } from '../../../electron/engine/rehearsal/kernel/program.ts';
import { createWorld, type SimWorld } from '../../../electron/engine/rehearsal/kernel/world.ts';
import { pveCommandSet } from '../../../electron/engine/rehearsal/pve/command-set.ts';
import { type Command, type CommandKind, logText, Secret, wireText } from '../../../electron/engine/shell/command.ts';
import { stepFactSets, steps } from '../../../electron/engine/steps/index.ts';
import type { ApplyContext, BundleView, CheckVerdict, Step, View } from '../../../electron/engine/steps/step.ts';
import type { ExecResult, Transport } from '../../../electron/engine/transport/port.ts';

/** Simulated seconds pass this much faster. */
const COMPRESSION = 200;

/** The client dies: nothing of it catches this. */
class Killed extends Error {}

export interface SimulatedSiteOptions {
  readonly faults?: readonly string[];
  /** 1 = real delays. */
  readonly compression?: number;
  /** Machines that stand there beside those of the site, until the site names them. */
  readonly further?: Site['hosts'];
  /** The client dies right after each change had its effect, once for each different change. */
  readonly killAfterEachChange?: boolean;
}

export interface SimulatedSite {
  readonly world: SimWorld;
  readonly vault: ReadonlyMap<string, Secret>;
  /** Round trips that were made. */
  trips(): number;
  /** Changing commands, uploads and jobs that were sent. */
  changes(): readonly string[];
  look(): Promise<SiteFacts>;
  /** Walks the steps in order, as the runner does; gives the verdict of each item after it. */
  walk(phases: readonly Step['phase'][]): Promise<ReadonlyMap<string, string>>;
  /** From now on the site file says this. */
  describe(next: Site): void;
  /** Does something as a step would; gives the sentence of its failure. */
  act(target: string, work: (context: ApplyContext) => Promise<void>): Promise<string | undefined>;
  /** The machine of this name is wiped and installed anew. */
  reinstall(name: string): void;
  close(): void;
}

/** A site of simulated hosts with the real steps on it; what lies between is the shell of the simulated host. */
export function simulatedSite(described: Site, options: SimulatedSiteOptions = {}): SimulatedSite {
  let site = described;
  const compression = options.compression ?? COMPRESSION;
  const world = createWorld({
    seed: 1,
    compression,
    commandSets: [debianCommandSet, pveCommandSet],
    hosts: [...site.hosts, ...(options.further ?? [])].map((host) => hostSpec(site, host)),
    ...(options.faults ? { faults: options.faults } : {}),
  });
  let bundle = standInBundle(site);
  const vault = new Map<string, Secret>();
  const sent: string[] = [];
  const killed = new Set<string>();
  const ended = new Map<string, ExecResult>();
  let trips = 0;
  let facts: SiteFacts = { takenAt: '', hosts: new Map() };

  const dieOnce = (what: string): void => {
    sent.push(what);
    if (!options.killAfterEachChange || killed.has(what)) return;
    killed.add(what);
    throw new Killed(what);
  };

  const transport = (name: string): Transport => {
    const host = world.hosts.get(name);
    if (!host) throw new Error(`no simulated host ${name}`);
    const run = async (command: Command<CommandKind>, stdin?: string | Uint8Array): Promise<ExecResult> => {
      trips += 1;
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      const code = await world.run(host, ['sh', '-c', wireText(command)], {
        cwd: '/root',
        ...(stdin === undefined ? {} : { stdin: Buffer.from(stdin) }),
        env: new Map([
          ['HOME', '/root'],
          ['PATH', '/usr/sbin:/usr/bin:/sbin:/bin'],
        ]),
        stdout: (chunk) => out.push(Buffer.from(chunk)),
        stderr: (chunk) => err.push(Buffer.from(chunk)),
      });
      return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
    };
    return {
      host: name,
      exec: async (command, how) => {
        const result = await run(command, how?.stdin);
        if (command.kind === 'change') dieOnce(`${name}: ${logText(command)}`);
        return result;
      },
      upload: async (asset, target, how) => {
        if (!('bytes' in asset.source)) throw new Error('only bytes here');
        trips += 1;
        host.files.write(target, asset.source.bytes, how.mode);
        dieOnce(`${name}: upload ${target}`);
      },
      // as the real one: ended but not fetched, its result waits and it is not started again
      job: async (id, command) => {
        const key = `${name} ${id}`;
        const result = ended.get(key) ?? (await run(command));
        ended.set(key, result);
        dieOnce(`${name}: job ${id}`);
        ended.delete(key);
        return result;
      },
      forward: () => Promise.reject(new Error('no stream is opened')),
    };
  };

  const view = (): View => ({
    site,
    facts,
    bundle,
    secret: (ref) => vault.get(ref) ?? new Secret(''),
    hasSecret: (ref) => vault.has(ref),
  });
  const look = async (hosts?: readonly string[]): Promise<SiteFacts> => {
    const seen = await lookAtSite({
      site,
      sets: stepFactSets,
      takenAt: '2026-11-21T02:00:00.000Z',
      now: () => world.now(),
      open: transport,
      before: facts,
      ...(hosts ? { hosts } : {}),
    });
    facts = seen;
    return seen;
  };

  const contextOf = (target: string): ApplyContext => ({
    ...view(),
    target,
    transport,
    signal: new AbortController().signal,
    note: () => {},
    progress: () => {},
    wait: (ms) => world.sleep(ms / 1000),
    now: () => world.now(),
    look: async (...hosts) => {
      await look(hosts);
      return view();
    },
    storeSecret: async (ref, secret) => {
      vault.set(ref, secret);
    },
  });

  const apply = async (step: Step, target: string): Promise<string | undefined> => {
    for (;;) {
      try {
        await step.apply(contextOf(target));
        return undefined;
      } catch (error) {
        if (error instanceof DiagnosticError) return describeDiagnostic(error.diagnostics[0], 'en').summary;
        if (!(error instanceof Killed)) throw error;
        // a new run begins: it looks at everything first
        await look();
        if (step.check(view(), target).state === 'satisfied') return undefined;
      }
    }
  };

  return {
    world,
    vault,
    trips: () => trips,
    changes: () => sent,
    look,
    describe(next) {
      site = next;
      bundle = standInBundle(next);
    },
    reinstall(name) {
      const host = site.hosts.find((entry) => entry.name === name);
      world.removeHost(name);
      if (host) world.addHost(hostSpec(site, host));
      world.tick(); // what a Proxmox node is made of is laid out with the next tick: nobody looks before
    },
    async act(target, work) {
      await look();
      try {
        await work(contextOf(target));
        return undefined;
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        return describeDiagnostic(error.diagnostics[0], 'en').summary;
      }
    },
    async walk(phases) {
      const ends = new Map<string, string>();
      await look();
      for (const step of steps.filter((entry) => phases.includes(entry.phase))) {
        for (const target of step.targets(site)) {
          const before = step.check(view(), target);
          const failure = before.state === 'needed' ? await apply(step, target) : undefined;
          if (before.state === 'needed') await look();
          ends.set(`${step.id}@${target}`, failure ?? inWords(step.check(view(), target)));
        }
      }
      return ends;
    },
    close: () => world.close(),
  };
}

function inWords(verdict: CheckVerdict): string {
  if (verdict.state === 'blocked') return describeDiagnostic(verdict.diagnostic, 'en').summary;
  return verdict.state === 'needed' ? `needed: ${JSON.stringify(verdict.changes)}` : verdict.state;
}

function hostSpec(site: Site, host: Site['hosts'][number]): SimHostSpec {
  const isNode = host.os === 'pve';
  const disks = host.hardware?.disks ?? [{ serial: 'WITNESS1', model: 'eMMC', sizeGb: 64 }];
  const ports = Object.entries(host.links).map(([link, address]) => {
    const nic = host.hardware?.nics.find((entry) => `${entry.link}` === link);
    return [nic?.name ?? `link${link}`, [`${address}/24`]] as const;
  });
  return {
    name: host.name,
    os: isNode ? 'pve' : 'debian',
    osVersion: isNode ? site.pve.version : site.pve.version.startsWith('8') ? '12' : '13',
    addresses: { [isNode ? 'vmbr0' : 'eth0']: [`${host.address}/24`], ...Object.fromEntries(ports) },
    domain: site.network.domain,
    gateway: site.network.management.gateway,
    hardware: {
      cores: host.hardware?.cores ?? 2,
      memoryBytes: (host.hardware?.memoryGib ?? 2) * 2 ** 30,
      virtualisation: true,
      systemSerial: host.name,
      disks: disks.map((disk, index) => ({
        name: `sd${'abcdef'[index]}`,
        serial: disk.serial,
        model: disk.model ?? '',
        sizeBytes: disk.sizeGb * 1e9,
        rotational: false,
        ...(index === 0 ? { use: 'BIOS boot' } : {}),
      })),
      nics: host.hardware?.nics ?? [{ name: 'eth0', mac: '52:54:00:00:00:20', speedMbps: 1000 }],
    },
    authorizedKeys: { root: [site.access.sshPublicKey] },
  };
}

function standInBundle(site: Site): BundleView {
  const { files } = makeStandInBundle(site, { paths: [] }, []);
  return {
    list: (folder) =>
      [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
    asset: (path) => {
      const bytes = files.get(path);
      const sha256 = createHash('sha256')
        .update(bytes ?? '')
        .digest('hex');
      return bytes && { source: { bytes }, sha256, sizeBytes: bytes.length };
    },
    images: new Map(),
  };
}
