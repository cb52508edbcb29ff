import { expect, test } from 'vitest';
import { bare, bundle, places, push, REGISTRY, VM } from './stacks.support.ts';
import { bundleOf, checkStep, sentenceOf } from './support/step-bench.ts';

const there = new Set([...places().values()].map((place) => place.slice(REGISTRY.length + 1)));

test('only what the registry lacks is sent', () => {
  expect(checkStep(push, VM, bare({ registry: there }), { bundle })).toEqual({ state: 'satisfied' });
  const [first = '', ...rest] = there;
  expect(first).toContain('monitoring-web');
  expect(checkStep(push, VM, bare({ registry: new Set(rest) }), { bundle })).toEqual({
    state: 'needed',
    changes: [{ what: 'image sitewright/monitoring-web:1.0.0', after: 'sha256:a1a1a1a1a1a1' }],
  });
});

test('years later, without a bundle, what runs asks for no push; what is nowhere blocks', () => {
  const runs = bare({ env: { config: 'x-y', images: places() } });
  expect(checkStep(push, VM, runs, { bundle: bundleOf() })).toEqual({ state: 'satisfied' });
  expect(sentenceOf(checkStep(push, VM, bare(), { bundle: bundleOf() }))).toBe(
    'The container image sitewright/monitoring-web:1.0.0 is neither on vm-dashboard nor in the bundle.',
  );
});
