import { describe, expect, it } from 'vitest';
import { describeDiagnostic, fail } from '../../../../../electron/api/diagnostic.ts';
import type { RunEvent } from '../../../../../electron/api/run.ts';
import type { Selection } from '../../../../../electron/api/selection.ts';
import { makePlan } from '../../../../../electron/engine/plan/make-plan.ts';
import { selectItems } from '../../../../../electron/engine/plan/select-items.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import type { Step } from '../../../../../electron/engine/steps/step.ts';
import { outcomes, ToySite } from './toy-site.ts';

const finishedDiagnostic = (events: readonly RunEvent[], itemId: string) =>
  events.find((event) => event.type === 'step-finished' && event.itemId === itemId);

const part = (selection: Selection, steps: readonly Step[], toy: ToySite) => ({
  selected: selectItems(steps, toy.site, selection),
});

describe('applying a part of a site', () => {
  it('works on the selected items alone, where what they need is true', async () => {
    const toy = new ToySite(['h1', 'h2']);
    const steps = [toy.step('a'), toy.step('b', { needs: ['toy.a'] }), toy.step('c')];
    await toy.apply(steps, part({ only: ['toy.a'] }, steps, toy));
    expect([...toy.commands].sort()).toEqual(['h1: add a', 'h2: add a']);
    const { result, plan } = await toy.apply(steps, part({ only: ['toy.b'], nodes: ['h2'] }, steps, toy));
    expect(result).toMatchObject({ outcome: 'done', changed: 1, failed: 0 });
    expect(plan?.items.map((item) => item.id)).toEqual(['toy.b@h2']);
    expect(toy.commands.at(-1)).toBe('h2: add b');
  });

  it('blocks what needs something that is neither true nor selected, and names it', async () => {
    const toy = new ToySite(['h1', 'h2']);
    const steps = [toy.step('a'), toy.step('b', { needs: ['toy.a'] }), toy.step('c')];
    const { result, events, plan } = await toy.apply(steps, part({ only: ['toy.b', 'toy.c'] }, steps, toy));
    expect(result).toMatchObject({ outcome: 'failed', changed: 2, failed: 2 });
    expect([...toy.commands].sort()).toEqual(['h1: add c', 'h2: add c']);
    const blocked = finishedDiagnostic(events, 'toy.b@h1');
    expect(blocked).toMatchObject({ offers: ['retry'], diagnostic: { code: 'selection.needs-unselected' } });
    expect(
      blocked?.type === 'step-finished' && blocked.diagnostic && describeDiagnostic(blocked.diagnostic, 'en').summary,
    ).toBe('toy.b@h1 needs toy.a@h1, toy.a@h2, which is not true yet and not selected.');
    expect(plan?.items.map((item) => [item.id, item.action])).toEqual([
      ['toy.b@h1', 'blocked'],
      ['toy.b@h2', 'blocked'],
      ['toy.c@h1', 'apply'],
      ['toy.c@h2', 'apply'],
    ]);
  });

  it('offers to skip only what may be skipped; what needs it on the same target is left out too, and the run is done', async () => {
    const toy = new ToySite(['h1', 'h2']);
    toy.onCommand = (host, word) => {
      if (host === 'h1' && word === 'b') throw fail('transport.login-refused', { params: { host, user: 'root' } });
    };
    const steps = [
      toy.step('a'),
      toy.step('b', { needs: ['toy.a'], skippable: true }),
      toy.step('c', { needs: ['toy.b'], skippable: true }),
    ];
    const failed = await toy.apply(steps);
    expect(finishedDiagnostic(failed.events, 'toy.b@h1')).toMatchObject({ offers: ['retry', 'skip'] });
    expect(outcomes(failed.events)).toContain('toy.c@h2 skipped');

    const skipped = await toy.apply(steps, part({ skip: ['toy.b@h1'] }, steps, toy));
    expect(skipped.result).toMatchObject({ outcome: 'done', changed: 1, failed: 0 });
    expect([...outcomes(skipped.events)].sort()).toEqual([
      'toy.a@h1 unchanged',
      'toy.a@h2 unchanged',
      'toy.b@h1 skipped',
      'toy.b@h2 unchanged',
      'toy.c@h1 skipped',
      'toy.c@h2 changed',
    ]);
    expect(skipped.plan?.items.filter((item) => item.leftOut).map((item) => item.id)).toEqual(['toy.b@h1', 'toy.c@h1']);
  });

  it('refuses a plan of the whole for a part', async () => {
    const toy = new ToySite(['h1']);
    const steps = [toy.step('a'), toy.step('b')];
    const seen = (await toy.apply([])).plan;
    expect(seen).toBeDefined();
    const whole = makePlan({
      steps,
      view: {
        site: toy.site,
        facts: await toy.gather(undefined, undefined, new AbortController().signal),
        bundle: { list: () => [], asset: () => undefined, images: new Map() },
        secret: () => new Secret('x'),
      },
      appVersion: '1.0.0',
      assets: {},
      stableFacts: (facts) => [...facts.hosts].map(([name, sight]) => [name, sight]),
    });
    const { result } = await toy.apply(steps, { plan: whole, ...part({ only: ['toy.a'] }, steps, toy) });
    expect(result).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'run.plan-stale' }] });
    expect(toy.commands).toEqual([]);
  });
});
