import { afterAll, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { MONITORING_IMAGES } from '../../../../../../electron/engine/stacks/monitoring/images.ts';
import { stackSteps } from '../../../../../../electron/engine/stacks/stack-steps.ts';
import { VM } from '../../../../../steps/stacks.support.ts';
import { site } from '../../../../../steps/support/two-node.ts';
import { sh } from '../../../../../support/simulated-site.ts';
import { assets, stackInstance } from './rehearsed-project.ts';
import { simulatedMachine } from './simulated-machine.ts';

const machine = await simulatedMachine(site);
afterAll(() => machine.close());
const { world } = machine;
const host = world.hosts.get(VM) ?? never();
const files = stackSteps(stacks, assets).find(({ id }) => id === 'stack.files') ?? never();
const bareAddress = stacks.stackOf(stackInstance).smoke(site, stackInstance).at(-1);

it('a machine whose port 80 somebody has gets the dashboard all the same, and nothing of that program changes', async () => {
  world.openPort(host, 80, { description: 'nginx', http: (_request, response) => response.end('ours') });
  const before = files.check(await machine.look(), VM);
  expect(before.state === 'needed' && before.changes.at(-1)).toEqual({
    what: 'port 80',
    before: 'another program',
    after: 'left as it is',
  });
  expect(await machine.apply()).toContain('stack.up needed');
  expect(world.openPorts(host).get(80)?.description).toBe('nginx');
  expect(await bareAddress?.run(machine.checkContext(''))).toMatchObject({
    passed: 'not-applicable',
    seen: ['port 80 of vm-dashboard: another program'],
  });
});

it('it is said in every plan until the port is free; then the dashboard takes it', async () => {
  const there = files.check(await machine.look(), VM);
  expect(
    there.state === 'satisfied' && there.warnings?.map((warning) => describeDiagnostic(warning, 'en').summary),
  ).toEqual([
    'Port 80 of vm-dashboard is taken by a program outside of Docker: its bare address does not lead to the dashboard.',
  ]);
  world.closePort(host, 80);
  const free = files.check(await machine.look(), VM);
  expect(free.state === 'needed' && free.changes.at(-1)).toEqual({ what: 'port 80', after: 'leads to port 8000' });
  await machine.apply();
  expect(await bareAddress?.run(machine.checkContext(''))).toMatchObject({ passed: true });
  machine.changesSince();
  await machine.apply();
  expect(machine.changesSince()).toBe(0);
});

it('a project that is written before the dashboard and publishes port 80 gets it: the dashboard lets go of it first', async () => {
  const compose = 'services: { front: { image: "acme/front:1", ports: ["80:8080"], restart: unless-stopped } }';
  const front = {
    stack: 'compose',
    id: 'front',
    on: VM,
    options: { folder: 'stacks/front' },
    files: [{ name: 'compose.yaml', base64: Buffer.from(compose).toString('base64') }],
  };
  await machine.become({ ...site, stacks: [front, ...site.stacks] }, [
    ...MONITORING_IMAGES,
    { reference: 'acme/front:1', command: [] },
  ]);
  expect(await machine.apply()).toContain('stack.up needed');
  expect(await sh(world, "docker ps --format '{{.Names}} {{.Ports}}'", { host: VM })).toMatchObject({
    stdout: expect.stringMatching(/^front-front-1 .*:80->8080\/tcp/m),
  });
});

function never(): never {
  throw new Error('not there');
}
