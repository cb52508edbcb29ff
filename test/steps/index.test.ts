import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { allSteps } from '../../electron/engine/app/all-steps.ts';
import { folderAssets } from '../../electron/engine/stacks/asset-store.ts';
import { site, siteWithoutWitness } from './support/two-node.ts';

const steps = allSteps(folderAssets(fileURLToPath(new URL('../..', import.meta.url))));
const ids = steps.map((step) => step.id);

test('every step has an id of its own', () => {
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(steps.map((step) => [step.id, step] as const))('%s', (id, step) => {
  test('needs only steps that come before it', () => {
    const before = ids.slice(0, ids.indexOf(id));
    for (const need of step.needs) expect(before).toContain(need);
  });

  test('refuses disruptive work that the rest of the site could not bear', () => {
    if (step.risk === 'disruptive') expect(step.guard).toBeTypeOf('function');
    if (step.risk === 'disruptive') expect(step.order).toBe('one-at-a-time');
  });

  test('has a title that fits, in both languages, and says nothing else in each', () => {
    for (const target of step.targets(site)) {
      const title = step.title(site, target);
      for (const text of [title.en, title.es]) {
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThan(34);
      }
    }
  });

  test('works on hosts of the site only, with and without a witness', () => {
    for (const variant of [site, siteWithoutWitness]) {
      const names = new Set([...variant.hosts, ...variant.machines].map((host) => host.name));
      for (const target of step.targets(variant)) expect(target === 'site' || names.has(target)).toBe(true);
      for (const target of step.targets(variant))
        for (const touched of step.touches?.(variant, target) ?? []) expect(names).toContain(touched);
    }
  });
});
