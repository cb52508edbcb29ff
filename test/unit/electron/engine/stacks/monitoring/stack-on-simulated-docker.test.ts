import { afterAll, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../../../../electron/api/diagnostic.ts';
import type { CheckContext } from '../../../../../../electron/engine/checks/check.ts';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { VM } from '../../../../../steps/stacks.support.ts';
import { site } from '../../../../../steps/support/two-node.ts';
import { stackInstance } from './rehearsed-project.ts';
import { simulatedMachine } from './simulated-machine.ts';

const machine = await simulatedMachine(site);
const { world, transport, standIns, apply } = machine;
afterAll(() => machine.close());

it('the stack comes up on a bare simulated machine from the stand-in bundle; the second time nothing changes', async () => {
  expect(await apply()).toEqual([
    'stack.docker needed',
    'registry.install needed',
    'registry.serve needed',
    'registry.push needed',
    'stack.images needed',
    'stack.files needed',
    'stack.up needed',
  ]);
  expect(standIns).toContain('docker.io/library/postgres:16');
  expect(world.openPorts(world.hosts.get(VM) as never).has(8000)).toBe(true);
  machine.changesSince();
  expect(await apply()).toEqual([
    'stack.docker satisfied',
    'registry.install satisfied',
    'registry.serve satisfied',
    'registry.push satisfied',
    'stack.images satisfied',
    'stack.files satisfied',
    'stack.up satisfied',
  ]);
  expect(machine.changesSince()).toBe(0);
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

it('the bare address leads to the dashboard; what our own container has of it is no reason to give it up', async () => {
  const check = stacks.stackOf(stackInstance).smoke(site, stackInstance).at(-1);
  expect(await check?.run(machine.checkContext(''))).toEqual({
    passed: true,
    seen: ['http://192.168.1.100: status 308, http://192.168.1.100:8000/'],
  });
});
