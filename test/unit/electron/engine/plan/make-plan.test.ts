import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../../../electron/api/diagnostic.ts';
import { PlanSchema } from '../../../../../electron/api/plan.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import type { HostSight } from '../../../../../electron/engine/facts/site-facts.ts';
import { canonicalJson } from '../../../../../electron/engine/plan/canonical-json.ts';
import { makePlan } from '../../../../../electron/engine/plan/make-plan.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import type { CheckVerdict, Step, View } from '../../../../../electron/engine/steps/step.ts';

const view = (hosts: Readonly<Record<string, HostSight>> = {}): View => ({
  site: { id: 'toy', hosts: [] } as unknown as Site,
  facts: { takenAt: '2026-03-01T10:00:00.000Z', hosts: new Map(Object.entries(hosts)) },
  bundle: { list: () => [], asset: () => undefined, images: new Map() },
  secret: () => new Secret('x'),
});
const step = (id: string, verdict: CheckVerdict, needs: readonly string[] = []): Step => ({
  id: id as Step['id'],
  phase: 'base',
  title: () => ({ en: id, es: id }),
  targets: () => ['h1'],
  needs,
  risk: 'safe',
  order: 'parallel',
  check: () => verdict,
  apply: async () => {},
});
const needed: CheckVerdict = { state: 'needed', changes: [{ what: 'x', after: 'y' }] };
const plan = (steps: readonly Step[], more: Partial<Parameters<typeof makePlan>[0]> = {}) =>
  makePlan({ steps, view: view(), appVersion: '1', assets: {}, stableFacts: (facts) => facts.hosts, ...more });

describe('plan', () => {
  it('says for every item what would happen, why not, and what it waits for', () => {
    const blocked = diagnostic('transport.login-refused', { params: { host: 'h1', user: 'root' } });
    const made = plan([
      step('a.done', { state: 'satisfied' }),
      step('a.open', needed, ['a.done']),
      step('a.next', needed, ['a.done', 'a.open']),
      step('a.later', { state: 'later', waitsFor: ['a.next'] }, ['a.open']),
      step('a.blocked', { state: 'blocked', diagnostic: blocked }),
    ]);
    expect(made.items.map((item) => [item.id, item.action, item.waitsFor])).toEqual([
      ['a.done@h1', 'skip', []],
      ['a.open@h1', 'apply', []],
      ['a.next@h1', 'apply', ['a.open']],
      ['a.later@h1', 'later', ['a.open', 'a.next']],
      ['a.blocked@h1', 'blocked', []],
    ]);
    expect(made.diagnostics).toEqual([blocked]);
    expect(PlanSchema.safeParse(made).error).toBeUndefined();
  });

  it('tells what a claim that is true warns of', () => {
    const warning = diagnostic('preflight.clock-node', { params: { host: 'h1', other: 'h2', seconds: 7200 } });
    const made = plan([step('a.done', { state: 'satisfied', warnings: [warning] })]);
    expect(made.items.map((item) => item.action)).toEqual(['skip']);
    expect(made.diagnostics).toEqual([warning]);
  });

  it('takes a check that crashes for blocked, never for needed', () => {
    const crash: Step = { ...step('a.crash', needed), check: () => JSON.parse('{') };
    expect(plan([crash]).items[0]).toMatchObject({ action: 'blocked', diagnostic: { code: 'step.crashed' } });
  });

  it('tells of hosts that should answer and do not', () => {
    const gone = diagnostic('transport.unreachable', { params: { host: 'h2', address: '10.0.0.2', port: 22 } });
    const hosts = {
      h1: { reached: false, expected: true },
      h2: { reached: false, expected: false, diagnostic: gone },
    } as const;
    expect(plan([], { view: view(hosts) }).diagnostics).toEqual([gone]);
  });

  it('refuses a list in which a step stands before one that it needs', () => {
    expect(() => plan([step('a.b', needed, ['a.c']), step('a.c', needed)])).toThrow(/not listed before/);
    expect(() => plan([step('a.b', needed), step('a.b', needed)])).toThrow(/twice/);
  });

  it('has a fingerprint that follows site, assets, version and facts, and nothing else', () => {
    const facts = (words: readonly string[]): View =>
      view({ h1: { reached: true, facts: { words } as unknown as HostFacts } });
    const base = plan([], { view: facts(['a']) }).fingerprint;
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(
      plan([], { view: { ...facts(['a']), facts: { ...facts(['a']).facts, takenAt: 'later' } } }).fingerprint,
    ).toBe(base);
    const others = [
      plan([], { view: facts(['b']) }),
      plan([], { view: facts(['a']), assets: { 'x.deb': '00' } }),
      plan([], { view: facts(['a']), appVersion: '2' }),
      plan([], { view: { ...facts(['a']), site: { id: 'other' } as unknown as Site } }),
    ].map((made) => made.fingerprint);
    expect(new Set([base, ...others]).size).toBe(5);
  });

  it('hashes equal values alike whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(canonicalJson(new Map(Object.entries(turned)))).toBe(canonicalJson(new Map(Object.entries(value))));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
