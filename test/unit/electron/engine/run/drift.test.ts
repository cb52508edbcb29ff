import { describe, expect, it } from 'vitest';
import { diagnostic, fail } from '../../../../../electron/api/diagnostic.ts';
import type { Selection } from '../../../../../electron/api/selection.ts';
import { makePlan, type PlanInput } from '../../../../../electron/engine/plan/make-plan.ts';
import { selectItems } from '../../../../../electron/engine/plan/select-items.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import type { Step } from '../../../../../electron/engine/steps/step.ts';
import { ToySite } from './toy-site.ts';

const part = (selection: Selection, steps: readonly Step[], toy: ToySite) => ({
  selected: selectItems(steps, toy.site, selection),
});

describe('drift from the last run', () => {
  const planOf = async (toy: ToySite, steps: readonly Step[], more: Partial<PlanInput> = {}) =>
    makePlan({
      steps,
      view: {
        site: toy.site,
        facts: await toy.gather(undefined, undefined, new AbortController().signal),
        bundle: { list: () => [], asset: () => undefined, images: new Map() },
        secret: () => new Secret('x'),
      },
      appVersion: '1.0.0',
      assets: {},
      stableFacts: () => [],
      truths: await toy.store.truths(),
      ...more,
    });

  it('names what was true after the last run and is not any more, and since when; what never was true is no drift', async () => {
    const toy = new ToySite(['h1', 'h2']);
    const steps = [toy.step('a'), toy.step('b')];
    expect((await planOf(toy, steps)).items.filter((item) => item.drift)).toEqual([]);
    const { runId } = await toy.apply(steps);
    toy.words.get('h2')?.delete('a'); // somebody, by hand
    const seen = await planOf(toy, [...steps, toy.step('c')]);
    expect(seen.items.map((item) => [item.id, item.action, item.drift?.runId])).toEqual([
      ['toy.a@h1', 'skip', undefined],
      ['toy.a@h2', 'apply', runId],
      ['toy.b@h1', 'skip', undefined],
      ['toy.b@h2', 'skip', undefined],
      ['toy.c@h1', 'apply', undefined],
      ['toy.c@h2', 'apply', undefined],
    ]);
    expect(seen.items[1]?.drift?.since).toMatch(/^2026-03-01T10:00/);

    const { plan, result } = await toy.apply(steps, { truths: await toy.store.truths() });
    expect(plan?.items[1]?.drift?.runId).toBe(runId);
    expect(result).toMatchObject({ outcome: 'done', changed: 1 });
    expect((await planOf(toy, steps)).items.filter((item) => item.action !== 'skip')).toEqual([]);
  });

  it('asks the run before about what a run of a part did not come to, and never calls a half-done item drift', async () => {
    const toy = new ToySite(['h1']);
    const steps = [toy.step('a'), toy.step('b')];
    const { runId } = await toy.apply(steps);
    toy.time += 60_000;
    toy.words.get('h1')?.clear();
    toy.onCommand = (host) => {
      throw fail('transport.login-refused', { params: { host, user: 'root' } });
    };
    await toy.apply(steps, part({ only: ['toy.b'] }, steps, toy));
    const items = (await planOf(toy, steps)).items;
    expect(items.map((item) => [item.id, item.drift?.runId])).toEqual([
      ['toy.a@h1', runId],
      ['toy.b@h1', undefined],
    ]);
  });

  it('calls nothing drift that an update of the application or its files explains', async () => {
    const toy = new ToySite(['h1']);
    const steps = [toy.step('a')];
    await toy.apply(steps);
    toy.words.get('h1')?.clear();
    expect((await planOf(toy, steps)).items[0]?.drift).toBeDefined();
    expect((await planOf(toy, steps, { appVersion: '1.1.0' })).items[0]?.drift).toBeUndefined();
    expect((await planOf(toy, steps, { assets: { 'a.yaml': 'ab' } })).items[0]?.drift).toBeUndefined();
  });
});

describe('what is true and worth a word', () => {
  it('is told before anything that needs it begins, whether it was true before or was made so', async () => {
    const toy = new ToySite(['h1']);
    const warning = (seconds: number) =>
      diagnostic('preflight.clock-node', { params: { host: 'h1', other: 'h2', seconds } });
    const looks: Step = {
      ...toy.step('looks'),
      check: () => ({ state: 'satisfied', warnings: [warning(1)] }),
    };
    const measures = toy.step('measures');
    const measured: Step = {
      ...measures,
      check: (view, target) => {
        const verdict = measures.check(view, target);
        return verdict.state === 'satisfied' ? { ...verdict, warnings: [warning(2)] } : verdict;
      },
    };
    const { events, result } = await toy.apply([
      looks,
      measured,
      toy.step('work', { needs: ['toy.looks', 'toy.measures'] }),
    ]);
    expect(result.outcome).toBe('done');
    const order = events.flatMap((event) =>
      event.type === 'diagnostic'
        ? [`told ${event.diagnostic.params.seconds}`]
        : event.type === 'step-started'
          ? [event.itemId]
          : [],
    );
    expect(order).toEqual(['told 1', 'toy.measures@h1', 'told 2', 'toy.work@h1']);
  });
});
