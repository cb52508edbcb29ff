import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Site } from '../../../../../../electron/api/site.ts';
import type { CheckContext } from '../../../../../../electron/engine/checks/check.ts';
import { known } from '../../../../../../electron/engine/facts/fact.ts';
import { aptFiles as aptFilesFact } from '../../../../../../electron/engine/facts/host/apt-files.ts';
import { osRelease as osReleaseFact } from '../../../../../../electron/engine/facts/host/os-release.ts';
import { packages as packagesFact } from '../../../../../../electron/engine/facts/host/packages.ts';
import { openStandInBundle } from '../../../../../../electron/engine/rehearsal/bundle/open-stand-in-bundle.ts';
import type { NeededImage } from '../../../../../../electron/engine/rehearsal/bundle/stand-in-images.ts';
import { debianCommandSet } from '../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import type { SimApplication } from '../../../../../../electron/engine/rehearsal/docker/application.ts';
import { dockerCommandSet } from '../../../../../../electron/engine/rehearsal/docker/command-set.ts';
import { serveWorld } from '../../../../../../electron/engine/rehearsal/kernel/serve-world.ts';
import { createWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { registryCommandSet } from '../../../../../../electron/engine/rehearsal/registry/command-set.ts';
import { type Command, type CommandKind, Secret, wireText } from '../../../../../../electron/engine/shell/command.ts';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { MONITORING_IMAGES } from '../../../../../../electron/engine/stacks/monitoring/images.ts';
import { monitoringApplication } from '../../../../../../electron/engine/stacks/monitoring/rehearsal/monitoring-application.ts';
import { stackFactSets, stackSteps } from '../../../../../../electron/engine/stacks/stack-steps.ts';
import { aptFactSet } from '../../../../../../electron/engine/steps/base/apt-repository-facts.ts';
import type { ApplyContext, View } from '../../../../../../electron/engine/steps/step.ts';
import type { ExecResult, Transport } from '../../../../../../electron/engine/transport/port.ts';
import { withExtra } from '../../../../../steps/machines.support.ts';
import { bare, CA, VAULT, VM } from '../../../../../steps/stacks.support.ts';
import { viewOf } from '../../../../../steps/support/step-bench.ts';
import { NODE1, nothingKnown } from '../../../../../steps/support/two-node.ts';
import { assets } from './rehearsed-project.ts';

/** A bare Debian machine of the rehearsal, and the stack's steps over it: programs, Docker and registry as simulated. */
export async function simulatedMachine(
  site: Site,
  parts: {
    readonly images?: readonly NeededImage[];
    readonly applications?: readonly SimApplication[];
    /** Of every command; default 022. */
    readonly umask?: number;
  } = {},
) {
  const world = createWorld({
    seed: 1,
    compression: 5_000,
    commandSets: [
      debianCommandSet,
      dockerCommandSet([monitoringApplication, ...(parts.applications ?? [])]),
      registryCommandSet(),
    ],
    hosts: [
      {
        name: VM,
        os: 'debian',
        osVersion: '13',
        addresses: { eth0: ['192.168.1.100/24'] },
        hardware: {
          cores: 2,
          memoryBytes: 4 * 1024 ** 3,
          virtualisation: false,
          systemSerial: 'x',
          disks: [],
          nics: [],
        },
        authorizedKeys: {},
      },
    ],
  });
  const served = await serveWorld(world);

  const folder = mkdtempSync(join(tmpdir(), 'sitewright-stand-ins-'));
  let opened = 0;
  const bundleOf = (of: Site, images: readonly NeededImage[]) => {
    opened += 1;
    return openStandInBundle(of, join(folder, 'own'), join(folder, `stand-ins-${opened}`), images);
  };
  const first = await bundleOf(site, parts.images ?? MONITORING_IMAGES);
  let now = { site, bundle: first.bundle };
  const secrets = new Map<string, string>();
  let changes = 0;

  async function run(command: Command<CommandKind>): Promise<ExecResult> {
    const host = world.hosts.get(VM);
    if (!host) throw new Error('no host');
    const out: Uint8Array[] = [];
    const err: Uint8Array[] = [];
    const code = await world.run(host, ['/bin/sh', '-c', wireText(command)], {
      stdout: (chunk) => out.push(chunk),
      stderr: (chunk) => err.push(chunk),
      ...(parts.umask === undefined ? {} : { umask: parts.umask }),
    });
    return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
  }

  const transport: Transport = {
    host: VM,
    exec: (command: Command<CommandKind>) => {
      if (command.kind === 'change') changes += 1;
      return run(command);
    },
    job: (_id, command) => {
      changes += 1;
      return run(command);
    },
    async upload(asset, target, options) {
      changes += 1;
      const bytes = 'bytes' in asset.source ? asset.source.bytes : new Uint8Array(readFileSync(asset.source.path));
      const files = world.hosts.get(VM)?.files;
      files?.write(target, bytes, options.mode);
      files?.chmod(target, options.mode);
      if (options.owner) files?.chown(target, options.owner);
    },
    forward: (_address, port) => served.dialer.connect('192.168.1.100', port),
  };

  /** The view with what the simulated machine says now. */
  async function look(): Promise<View> {
    const facts = [...stackFactSets(stacks, assets), aptFactSet].flatMap((set) => set.facts(now.site, VM));
    const ask = async (fact: (typeof facts)[number]) => fact.parse(await run(fact.command));
    const extra = new Map<string, Awaited<ReturnType<typeof ask>>>();
    for (const fact of facts) extra.set(fact.id, await ask(fact));
    const hosts = withExtra(bare(), NODE1, 'monitoring.cluster-ca', known(CA));
    const guest = {
      ...nothingKnown(),
      packages: packagesFact.parse(await run(packagesFact.command)),
      aptFiles: aptFilesFact.parse(await run(aptFilesFact.command)),
      osRelease: osReleaseFact.parse(await run(osReleaseFact.command)),
      extra,
    };
    const view = viewOf(
      { ...hosts, [VM]: guest },
      {
        vault: [...VAULT, ...secretsOf(now.site)],
        bundle: now.bundle,
        secrets: Object.fromEntries(secrets),
      },
    );
    return { ...view, site: now.site, facts: { ...view.facts, takenAt: new Date(world.now()).toISOString() } };
  }

  async function apply(): Promise<readonly string[]> {
    const states: string[] = [];
    for (const step of stackSteps(stacks, assets)) {
      if (!step.targets(now.site).includes(VM)) continue;
      const view = await look();
      const verdict = step.check(view, VM);
      states.push(
        `${step.id} ${verdict.state}${verdict.state === 'blocked' ? ` ${JSON.stringify(verdict.diagnostic)}` : ''}`,
      );
      if (verdict.state !== 'needed') continue;
      const context: ApplyContext = {
        ...view,
        target: VM,
        transport: () => transport,
        signal: new AbortController().signal,
        note: () => {},
        progress: () => {},
        wait: (ms) => world.clock.sleep(ms / 1000),
        now: () => world.now(),
        storeSecret: async (ref, secret) => {
          secrets.set(ref, secret.reveal());
        },
        look,
      };
      await step.apply(context);
      const after = step.check(await look(), VM);
      expect({ id: step.id, after }).toMatchObject({ id: step.id, after: { state: 'satisfied' } });
    }
    return states;
  }

  return {
    world,
    transport,
    standIns: first.standIns,
    secrets,
    look,
    apply,
    /** From now on the site is another one, or its bundle has other images. */
    become: async (next: Site, images: readonly NeededImage[]) => {
      now = { site: next, bundle: (await bundleOf(next, images)).bundle };
    },
    /** How many changes were asked for since the last question. */
    changesSince: () => {
      const seen = changes;
      changes = 0;
      return seen;
    },
    /** What a check may use. */
    checkContext: (secret: string): CheckContext => ({
      site: now.site,
      transport: () => transport,
      dialer: served.dialer,
      signal: new AbortController().signal,
      secret: () => new Secret(secret),
      wait: (ms) => world.clock.sleep(ms / 1000),
      now: () => world.now(),
    }),
    close: async () => {
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the options of its stacks name. */
function secretsOf({ stacks: instances }: Site): readonly string[] {
  return [...JSON.stringify(instances.map(({ options }) => options)).matchAll(/"(secret:[a-z0-9-]+)"/g)].map(
    ([, ref = '']) => ref,
  );
}
