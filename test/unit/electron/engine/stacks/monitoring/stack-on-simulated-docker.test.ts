import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { CheckContext } from '../../../../../../electron/engine/checks/check.ts';
import { known } from '../../../../../../electron/engine/facts/fact.ts';
import { aptFiles as aptFilesFact } from '../../../../../../electron/engine/facts/host/apt-files.ts';
import { osRelease as osReleaseFact } from '../../../../../../electron/engine/facts/host/os-release.ts';
import { packages as packagesFact } from '../../../../../../electron/engine/facts/host/packages.ts';
import { makeStandInBundle } from '../../../../../../electron/engine/rehearsal/bundle/stand-in-bundle.ts';
import { debianCommandSet } from '../../../../../../electron/engine/rehearsal/debian/command-set.ts';
import { dockerCommandSet } from '../../../../../../electron/engine/rehearsal/docker/command-set.ts';
import { createWorld } from '../../../../../../electron/engine/rehearsal/kernel/world.ts';
import { type Command, type CommandKind, wireText } from '../../../../../../electron/engine/shell/command.ts';
import { composeFactSet, composeSteps } from '../../../../../../electron/engine/stacks/compose/index.ts';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { MONITORING_IMAGES } from '../../../../../../electron/engine/stacks/monitoring/images.ts';
import { monitoringApplication } from '../../../../../../electron/engine/stacks/monitoring/rehearsal/monitoring-application.ts';
import { aptFactSet } from '../../../../../../electron/engine/steps/base/apt-repository-facts.ts';
import type { ApplyContext, BundleView, View } from '../../../../../../electron/engine/steps/step.ts';
import type { ExecResult, Transport } from '../../../../../../electron/engine/transport/port.ts';
import { withExtra } from '../../../../../steps/machines.support.ts';
import { bare, CA, VAULT, VM } from '../../../../../steps/stacks.support.ts';
import { viewOf } from '../../../../../steps/support/step-bench.ts';
import { NODE1, nothingKnown, site } from '../../../../../steps/support/two-node.ts';
import { assets, stackInstance } from './rehearsed-project.ts';

const world = createWorld({
  seed: 1,
  compression: 5_000,
  commandSets: [debianCommandSet, dockerCommandSet([monitoringApplication])],
  hosts: [
    {
      name: VM,
      os: 'debian',
      osVersion: '13',
      addresses: { eth0: ['192.168.1.100/24'] },
      hardware: { cores: 2, memoryBytes: 4 * 1024 ** 3, virtualisation: false, systemSerial: 'x', disks: [], nics: [] },
      authorizedKeys: {},
    },
  ],
});
afterAll(() => world.close());

const made = makeStandInBundle(site, { paths: [] }, MONITORING_IMAGES);
const bundle: BundleView = {
  list: (folder) =>
    [...made.files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
  asset: (path) => {
    const bytes = made.files.get(path);
    return (
      bytes && { source: { bytes }, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length }
    );
  },
};
let changes = 0;

async function run(command: Command<CommandKind>): Promise<ExecResult> {
  const host = world.hosts.get(VM);
  if (!host) throw new Error('no host');
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const code = await world.run(host, ['/bin/sh', '-c', wireText(command)], {
    stdout: (chunk) => out.push(chunk),
    stderr: (chunk) => err.push(chunk),
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
  },
};

/** The view with what the simulated machine says now. */
async function look(): Promise<View> {
  const facts = [...composeFactSet(stacks, assets).facts(site, VM), ...aptFactSet.facts(site, VM)];
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
  return { ...viewOf({ ...hosts, [VM]: guest }, { vault: VAULT }), bundle };
}

async function apply(): Promise<readonly string[]> {
  const states: string[] = [];
  for (const step of composeSteps(stacks, assets)) {
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
      look,
    };
    await step.apply(context);
    const after = step.check(await look(), VM);
    expect({ id: step.id, after }).toEqual({ id: step.id, after: { state: 'satisfied' } });
  }
  return states;
}

it('the stack comes up on a bare simulated machine from the stand-in bundle; the second time nothing changes', async () => {
  expect(await apply()).toEqual([
    'stack.docker needed',
    'stack.images needed',
    'stack.files needed',
    'stack.up needed',
  ]);
  expect(world.openPorts(world.hosts.get(VM) as never).has(8000)).toBe(true);
  changes = 0;
  expect(await apply()).toEqual([
    'stack.docker satisfied',
    'stack.images satisfied',
    'stack.files satisfied',
    'stack.up satisfied',
  ]);
  expect(changes).toBe(0);
});

it('docker ps on it lists the three services, and an unhealthy one turns the test of the services red', async () => {
  const [, services] = stacks.stackOf(stackInstance).smoke(site, stackInstance);
  const context = { site, transport: () => transport, signal: new AbortController().signal } as unknown as CheckContext;
  const finding = await services?.run(context);
  expect(finding).toMatchObject({
    passed: true,
    seen: [/^db: Up/, /^web: Up/, /^data_collector: Up/].map((line) => expect.stringMatching(line)),
  });
  world.orderFault('app.web-unhealthy');
  await world.clock.sleep(120);
  const red = await services?.run(context);
  expect(red?.passed === false && describeDiagnostic(red.diagnostic, 'en').summary).toMatch(
    /^The service web on vm-dashboard is not up: Up .*\(unhealthy\)\.$/,
  );
});
