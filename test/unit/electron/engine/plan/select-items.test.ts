import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import type { Selection } from '../../../../../electron/api/selection.ts';
import { allSteps } from '../../../../../electron/engine/app/all-steps.ts';
import { itemId } from '../../../../../electron/engine/plan/item-view.ts';
import { selectItems } from '../../../../../electron/engine/plan/select-items.ts';
import { folderAssets } from '../../../../../electron/engine/stacks/asset-store.ts';
import { site } from '../../../../steps/support/two-node.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const steps = allSteps(folderAssets(ROOT));

function selected(selection: Selection): readonly string[] {
  const items = selectItems(steps, site, selection);
  return steps.flatMap((step) =>
    step
      .targets(site)
      .filter((target) => items.includes(step, target))
      .map((target) => itemId(step, target)),
  );
}
function refusal(selection: Selection) {
  try {
    selectItems(steps, site, selection);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0];
  }
  throw new Error('it was not refused');
}

describe('which part of a site is meant', () => {
  it('takes everything where nothing is said', () => {
    const all = steps.flatMap((step) => step.targets(site));
    expect(selected({}).length).toBe(all.length);
  });

  it('takes steps and phases by name', () => {
    expect(selected({ only: ['base.time'] })).toEqual(
      site.hosts.filter((host) => host.os === 'pve').map((host) => `base.time@${host.name}`),
    );
    expect(selected({ only: ['storage'] }).every((id) => id.startsWith('storage.'))).toBe(true);
    expect(selected({ only: ['storage'] }).length).toBeGreaterThan(2);
  });

  it('takes a step and everything listed after it', () => {
    const ids = selected({ from: 'cluster.join-node' });
    expect(ids[0]).toBe('cluster.join-node@pve-node2');
    expect(ids).not.toContain('cluster.create@pve-node1');
    expect(ids.at(-1)).toContain('stack.up@');
    expect(selected({ from: 'storage' })[0]).toBe('storage.pool@pve-node1');
  });

  it('takes one node, and then nothing that concerns the site as a whole', () => {
    const ids = selected({ nodes: ['pve-node2'] });
    expect(ids.length).toBeGreaterThan(5);
    expect(ids.every((id) => id.endsWith('@pve-node2'))).toBe(true);
  });

  it('refuses names that the site does not know, with the known ones, nearest first', () => {
    expect(refusal({ only: ['cluster.jion-node'] })).toMatchObject({
      code: 'selection.unknown-step',
      params: { name: 'cluster.jion-node' },
    });
    expect(refusal({ only: ['cluster.jion-node'] }).evidence[0]).toBe('cluster.join-node');
    expect(refusal({ from: 'pool' }).evidence[0]).toBe('storage.pool');
    expect(refusal({ nodes: ['pve-nod2'] })).toMatchObject({ code: 'selection.unknown-node' });
    expect(refusal({ nodes: ['pve-nod2'] }).evidence[0]).toBe('pve-node2');
    expect(refusal({ skip: ['stack.upp@x'] })).toMatchObject({ code: 'selection.unknown-item' });
    expect(refusal({ only: ['storage.pool'], nodes: [site.cluster?.witness ?? ''] })).toMatchObject({
      code: 'selection.empty',
    });
  });

  it('skips only what nothing else relies on', () => {
    expect(refusal({ skip: ['cluster.create@pve-node1'] })).toMatchObject({ code: 'selection.not-skippable' });
    const phases = new Set(steps.filter((step) => step.skippable).map((step) => step.phase));
    for (const phase of ['preflight', 'base', 'cluster', 'storage'] as const)
      expect(phases.has(phase), phase).toBe(false);
    expect(phases.has('application')).toBe(true);
    expect(refusal({ skip: ['availability.rule@vm-dashboard'] })).toMatchObject({ code: 'selection.not-skippable' });
    // nothing that must not be skipped builds on something that may be, but the rule on HA: they are left out together
    const skippable = new Set(steps.filter((step) => step.skippable).map((step) => step.id as string));
    const relying = steps.filter((step) => !step.skippable && step.needs.some((need) => skippable.has(need)));
    expect(relying.map((step) => step.id)).toEqual(['availability.rule']);
  });
});
