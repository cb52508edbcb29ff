import { expect, it } from 'vitest';
import { PHASES } from '../../../../../electron/api/plan.ts';
import { allSteps } from '../../../../../electron/engine/app/all-steps.ts';
import { outlineSteps } from '../../../../../electron/engine/plan/outline-steps.ts';
import { folderAssets } from '../../../../../electron/engine/stacks/asset-store.ts';
import { site } from '../../../../steps/support/two-node.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const steps = allSteps(folderAssets(ROOT));

it('tells every step of the site on every host that it works on, in the order of the plan, and no other', () => {
  const outline = outlineSteps(steps, site);
  const told = outline.flatMap(({ stepId, targets }) => targets.map((target) => `${stepId}@${target}`));
  expect(told).toEqual(steps.flatMap((step) => step.targets(site).map((target) => `${step.id}@${target}`)));
  expect(new Set(outline.map(({ phase }) => phase))).toEqual(new Set(PHASES.filter((phase) => phase !== 'removal')));
});

it('a site without machines has no step for one', () => {
  const bare = { ...site, machines: [], stacks: [], replication: [] };
  const phases = outlineSteps(steps, bare).map(({ phase }) => phase);
  expect(phases).toContain('cluster');
  expect(phases).not.toContain('application');
});
