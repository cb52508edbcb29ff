import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allSteps } from '../../electron/engine/app/all-steps.ts';
import type { AssetStore } from '../../electron/engine/stacks/asset-store.ts';
import { afterPreflight } from '../../electron/engine/steps/after-preflight.ts';
import type { Step } from '../../electron/engine/steps/step.ts';

// steps are made without their files being read
const steps = allSteps({} as AssetStore);
const preflight = steps.filter(({ phase }) => phase === 'preflight').map(({ id }) => id);

test('every file of the preflight brings a step to the list', () => {
  const files = readdirSync(new URL('../../electron/engine/steps/preflight', import.meta.url)).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(preflight.length).toBe(files.length);
});

describe.each(steps.filter(({ phase }) => phase !== 'preflight').map((step) => [step.id, step] as const))(
  '%s',
  (_, step) => {
    test('begins only when the whole preflight is true', () => {
      expect(step.needs).toEqual(expect.arrayContaining(preflight));
    });
  },
);

test('the preflight itself waits for nothing that changes the site', () => {
  for (const step of steps.filter(({ phase }) => phase === 'preflight'))
    for (const need of step.needs) expect(preflight).toContain(need);
});

test('a step says what else it needs, and each need is there once', () => {
  const step = (id: Step['id'], phase: Step['phase'], needs: readonly string[]): Step => ({
    id,
    phase,
    title: () => ({ en: id, es: id }),
    targets: () => [],
    needs,
    risk: 'safe',
    order: 'parallel',
    check: () => ({ state: 'satisfied' }),
    apply: async () => {},
  });
  const [looks, first, second] = afterPreflight([
    step('preflight.looks', 'preflight', []),
    step('base.first', 'base', ['preflight.looks']),
    step('base.second', 'base', ['base.first']),
  ]);
  expect([looks?.needs, first?.needs, second?.needs]).toEqual([
    [],
    ['preflight.looks'],
    ['preflight.looks', 'base.first'],
  ]);
});

test('no cluster is made and none is joined over links that were not measured', () => {
  for (const id of ['cluster.create', 'cluster.join-node'])
    expect(steps.find((step) => step.id === id)?.needs).toContain('cluster.links');
});
