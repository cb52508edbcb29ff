import { expect, test } from 'vitest';
import { fail } from '../../../../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { selectItems } from '../../../../../electron/engine/plan/select-items.ts';
import { change } from '../../../../../electron/engine/shell/command.ts';
import { memberFacts, silentSight, type ToyCluster, toySite } from '../plan/standing-toy.ts';
import { outcomes, ToySite } from './toy-site.ts';

const NODES = ['n1', 'n2', 'n3'];
const CLUSTER: ToyCluster = { nodes: NODES };

/** A toy site whose hosts are members of one quorate cluster. */
function standing(): ToySite {
  const toy = new ToySite(NODES);
  Object.assign(toy.site, toySite(CLUSTER));
  const gather = toy.gather;
  toy.gather = async (...args) => {
    const seen = await gather(...args);
    const hosts = [...seen.hosts].map(
      ([name, sight]) =>
        [
          name,
          sight.reached ? { ...sight, facts: { ...sight.facts, ...memberFacts(CLUSTER, name) } as HostFacts } : sight,
        ] as const,
    );
    return { ...seen, hosts: new Map(hosts) };
  };
  return toy;
}
const off = (toy: ToySite, name: string) => toy.sights.set(name, silentSight(name));
const codes = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === 'step-finished' && event.diagnostic ? [`${event.itemId} ${event.diagnostic.code}`] : [],
  );
const notices = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.type === 'diagnostic' ? [`${event.diagnostic.code} ${event.diagnostic.params.host ?? ''}`] : [],
  );

test('a host that is away fails the run by one item, the rest of it is not run, and the others are worked on', async () => {
  const toy = standing();
  off(toy, 'n3');
  const { result, events } = await toy.apply([toy.step('a'), toy.step('b', { needs: ['toy.a'] })]);
  expect([...outcomes(events)].sort()).toEqual([
    'toy.a@n1 changed',
    'toy.a@n2 changed',
    'toy.a@n3 failed',
    'toy.b@n1 changed',
    'toy.b@n2 changed',
    'toy.b@n3 skipped',
  ]);
  expect(codes(events)).toEqual(['toy.a@n3 step.host-away', 'toy.b@n3 step.host-away']);
  expect(notices(events)).toEqual(['run.host-away n3']);
  expect(result).toMatchObject({ outcome: 'failed', changed: 4, failed: 1 });
  expect(toy.commands.filter((line) => line.startsWith('n3'))).toEqual([]);
  // one look with all the others, one more when nothing else was left to do
  expect(toy.looks.filter((hosts) => hosts.includes('n3'))).toEqual(['n1+n2+n3', 'n3']);
});

test('where all the rest is true already it is not done either, and nobody is asked twice', async () => {
  const toy = standing();
  off(toy, 'n3');
  for (const name of NODES) toy.words.get(name)?.add('a');
  const { result, events } = await toy.apply([toy.step('a')]);
  expect(outcomes(events)).toEqual(['toy.a@n1 unchanged', 'toy.a@n2 unchanged', 'toy.a@n3 failed']);
  expect(result).toMatchObject({ outcome: 'failed', changed: 0, failed: 1 });
  expect(toy.looks).toEqual(['n1+n2+n3']);
});

test('a host that is back when nothing else is left is worked on in the same run', async () => {
  const toy = standing();
  off(toy, 'n3');
  toy.onCommand = (_, word) => {
    if (word === 'b') toy.sights.delete('n3');
  };
  const { result, events } = await toy.apply([toy.step('a'), toy.step('b', { needs: ['toy.a'] })]);
  expect(outcomes(events).slice(-2)).toEqual(['toy.a@n3 changed', 'toy.b@n3 changed']);
  expect(result).toMatchObject({ outcome: 'done', changed: 6, failed: 0 });
});

test('a host that drops out in mid-run takes only what concerns it along', async () => {
  const toy = standing();
  toy.onCommand = (host, word) => {
    if (host !== 'n3' || word !== 'a') return;
    off(toy, 'n3');
    throw fail('transport.unreachable', { params: { host, address: '10.0.0.3', port: 22 }, subject: { host } });
  };
  const { result, events } = await toy.apply(
    [toy.step('a'), toy.step('b', { needs: ['toy.a'] }), toy.step('c', { needs: ['toy.b'], on: ['n1'] })],
    { attempts: 1 },
  );
  expect([...outcomes(events)].sort()).toEqual([
    'toy.a@n1 changed',
    'toy.a@n2 changed',
    'toy.a@n3 failed',
    'toy.b@n1 changed',
    'toy.b@n2 changed',
    'toy.b@n3 failed',
    'toy.c@n1 changed',
  ]);
  expect(codes(events)).toEqual(['toy.a@n3 transport.unreachable', 'toy.b@n3 step.host-away']);
  expect(notices(events)).toEqual(['run.host-away n3']);
  expect(result).toMatchObject({ outcome: 'failed' });
});

test('a step that fails for a reason of its own still stops what needs it', async () => {
  const toy = standing();
  off(toy, 'n3');
  toy.onCommand = (host, word) => {
    if (host === 'n2' && word === 'a') throw new Error('its own');
  };
  const { events } = await toy.apply([toy.step('a'), toy.step('b', { needs: ['toy.a'] })]);
  expect([...outcomes(events)].sort()).toEqual([
    'toy.a@n1 changed',
    'toy.a@n2 failed',
    'toy.a@n3 failed',
    'toy.b@n1 skipped',
    'toy.b@n2 skipped',
    'toy.b@n3 skipped',
  ]);
});

test('a claim about the cluster is made true from another node while the first one is away', async () => {
  const toy = standing();
  off(toy, 'n1');
  const { result, events } = await toy.apply([toy.step('a', { on: ['n1'], forCluster: true })]);
  expect(outcomes(events)).toEqual(['toy.a@n1 changed']);
  expect(toy.commands).toEqual(['n2: add a']);
  expect(result.outcome).toBe('done');
});

test('a step does not wait, look by look, for a host that was away when it began', async () => {
  const toy = standing();
  off(toy, 'n3');
  const a = toy.step('a', {
    on: ['n1'],
    touches: () => NODES,
    apply: async (context) => {
      await context.transport('n1').exec(change`add a`);
      await context.look(...NODES);
    },
  });
  const { events } = await toy.apply([a]);
  expect(outcomes(events)).toEqual(['toy.a@n1 changed']);
  expect(events.find(({ type }) => type === 'step-started')).toMatchObject({ hosts: ['n1', 'n2'] });
  expect(toy.looks).toEqual(['n1+n2+n3', 'n1+n2', 'n1+n2']);
});

test('what is left undone on request is left undone, not waited for', async () => {
  const toy = standing();
  off(toy, 'n3');
  const steps = [toy.step('a', { on: ['n3'], skippable: true }), toy.step('b', { on: ['n3'], needs: ['toy.a'] })];
  const { result, events } = await toy.apply(steps, {
    selected: selectItems(steps, toy.site, { skip: ['toy.a@n3'] }),
  });
  expect(outcomes(events)).toEqual(['toy.a@n3 skipped', 'toy.b@n3 skipped']);
  expect(codes(events)).toEqual([]);
  expect(result).toMatchObject({ outcome: 'done', failed: 0 });
});

test('what was seen true of a host before it went away is still known after such a run', async () => {
  const toy = standing();
  const steps = [toy.step('a'), toy.step('b', { needs: ['toy.a'] })];
  const first = await toy.apply(steps);
  expect(first.result.outcome).toBe('done');
  toy.time += 60_000;
  off(toy, 'n3');
  const second = await toy.apply(steps);
  expect(second.result.outcome).toBe('failed');
  const truths = await toy.store.truths();
  expect([...truths].map(([id, { runId }]) => `${id} ${runId === first.runId ? 'first' : 'second'}`).sort()).toEqual([
    'toy.a@n1 second',
    'toy.a@n2 second',
    'toy.a@n3 first',
    'toy.b@n1 second',
    'toy.b@n2 second',
    'toy.b@n3 first',
  ]);
});

test('stopped while a host is away, what waited for it is told as stopped', async () => {
  const toy = standing();
  off(toy, 'n3');
  const run = await toy.start([toy.step('a', { on: ['n1', 'n3'] }), toy.step('b', { needs: ['toy.a'] })]);
  toy.onCommand = (_, word) => {
    if (word === 'a') run.active.stop('after-step');
  };
  const { result, events } = await run.finished;
  expect([...outcomes(events)].sort()).toEqual([
    'toy.a@n1 changed',
    'toy.a@n3 cancelled',
    'toy.b@n1 cancelled',
    'toy.b@n2 cancelled',
    'toy.b@n3 cancelled',
  ]);
  expect(result.outcome).toBe('cancelled');
});
