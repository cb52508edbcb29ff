import { describe, expect, it, test } from 'vitest';
import { diagnostic, fail } from '../../../../../electron/api/diagnostic.ts';
import { PlanSchema } from '../../../../../electron/api/plan.ts';
import type { Site } from '../../../../../electron/api/site.ts';
import type { HostFacts } from '../../../../../electron/engine/facts/host-facts.ts';
import { holdsOf } from '../../../../../electron/engine/plan/away.ts';
import { makePlan } from '../../../../../electron/engine/plan/make-plan.ts';
import { selectItems } from '../../../../../electron/engine/plan/select-items.ts';
import { awayHosts, speakerOf } from '../../../../../electron/engine/plan/standing.ts';
import { Secret } from '../../../../../electron/engine/shell/command.ts';
import type { CheckVerdict, Step, View } from '../../../../../electron/engine/steps/step.ts';
import { memberFacts, silentSight, type ToyCluster, toySite } from './standing-toy.ts';

const THREE: ToyCluster = { nodes: ['n1', 'n2', 'n3'] };
const TWO: ToyCluster = { nodes: ['n1', 'n2'], witness: true };
const NEEDED: CheckVerdict = { state: 'needed', changes: [{ what: 'x', after: 'y' }] };
const UNKNOWN: CheckVerdict = { state: 'blocked', diagnostic: diagnostic('pve.no-quorum', { params: { host: 'n1' } }) };

function viewOf(cluster: ToyCluster, silent: readonly string[], machines: Site['machines'] = []): View {
  const site = toySite(cluster, machines);
  return {
    site,
    facts: {
      takenAt: '2026-03-01T10:00:00.000Z',
      hosts: new Map(
        site.hosts.map(({ name }) => [
          name,
          silent.includes(name) ? silentSight(name) : { reached: true, facts: memberFacts(cluster, name) as HostFacts },
        ]),
      ),
    },
    bundle: { list: () => [], asset: () => undefined, images: new Map() },
    secret: () => new Secret('x'),
  };
}

function step(
  id: string,
  verdict: CheckVerdict | ((view: View, at: string) => CheckVerdict),
  more: Partial<Step> = {},
): Step {
  return {
    id: id as Step['id'],
    phase: 'base',
    title: () => ({ en: id, es: id }),
    targets: (site) => site.hosts.filter(({ roles }) => roles.includes('pve-node')).map(({ name }) => name),
    needs: [],
    risk: 'safe',
    order: 'parallel',
    // as the real ones: a host that was not reached is never decided about
    check: (view, at) => {
      const sight = view.facts.hosts.get(at);
      if (sight && !sight.reached && !sight.expected) return { state: 'blocked', diagnostic: sight.diagnostic };
      return typeof verdict === 'function' ? verdict(view, at) : verdict;
    },
    apply: async () => {},
    ...more,
  };
}
const only = (name: string): Pick<Step, 'targets'> => ({ targets: () => [name] });
/** `id@target: host that holds it`. */
const held = (view: View, ...steps: readonly Step[]): readonly string[] => {
  const holdOf = holdsOf(steps, view);
  return steps.flatMap((entry) =>
    entry.targets(view.site).flatMap((target) => {
      const hold = holdOf(entry, target);
      return hold ? [`${entry.id}@${target}: ${hold.host}`] : [];
    }),
  );
};

describe('whose silence is an absence', () => {
  const away = (cluster: ToyCluster, silent: readonly string[]) => [...awayHosts(viewOf(cluster, silent)).keys()];

  it.each<[string, ToyCluster, readonly string[], readonly string[]]>([
    ['a member of a quorate cluster', THREE, ['n3'], ['n3']],
    ['several of them', { nodes: ['n1', 'n2', 'n3', 'n4', 'n5'] }, ['n1', 'n4'], ['n1', 'n4']],
    ['nobody, without quorum', { ...THREE, quorate: false }, ['n3'], []],
    ['nobody, where no member answers', THREE, ['n1', 'n2', 'n3'], []],
    ['no node that is yet to join', { ...THREE, unlisted: ['n3'] }, ['n3'], []],
    ['no node whose join broke off', { ...THREE, halfJoined: ['n3'] }, ['n3'], []],
    ['a witness with a vote', TWO, ['witness'], ['witness']],
    ['no witness whose vote is yet to be set up', { ...TWO, noDevice: true }, ['witness'], []],
    ['a witness that needs no vote', { ...THREE, witness: true, noDevice: true }, ['witness'], ['witness']],
  ])('%s', (_, cluster, silent, expected) => {
    expect(away(cluster, silent)).toEqual(expected);
  });

  it('a host key that changed is a question of trust', () => {
    const view = viewOf(THREE, []);
    const hosts = new Map(view.facts.hosts).set('n3', silentSight('n3', 'transport.host-key-changed'));
    expect([...awayHosts({ ...view, facts: { ...view.facts, hosts } }).keys()]).toEqual([]);
  });

  it('a site without a cluster has none', () => {
    const view = viewOf(THREE, ['n3']);
    const { cluster: _, ...site } = view.site;
    expect(awayHosts({ ...view, site: site as Site }).size).toBe(0);
  });
});

describe('what a silent host holds back', () => {
  const view = viewOf(THREE, ['n3']);

  it('is what works on it, whatever the others have to do', () => {
    expect(held(view, step('a.x', NEEDED))).toEqual(['a.x@n3: n3']);
  });

  it('is a check that rests on it or names it', () => {
    const rests = step(
      'a.rests',
      (seen) => {
        const sight = seen.facts.hosts.get('n3');
        return sight?.reached === false && !sight.expected
          ? { state: 'blocked', diagnostic: sight.diagnostic }
          : NEEDED;
      },
      only('n1'),
    );
    const names = step(
      'a.names',
      () => {
        throw fail('cluster.member-offline', { params: { host: 'n3' }, subject: { host: 'n3' } });
      },
      only('n1'),
    );
    const other = step('a.other', UNKNOWN, only('n1'));
    expect(held(view, rests, names, other)).toEqual(['a.rests@n1: n3', 'a.names@n1: n3']);
  });

  it('is what declares that it concerns it, unless it is true', () => {
    const concerns = () => ['n1', 'n3'];
    expect(
      held(
        view,
        step('a.open', NEEDED, { ...only('n1'), concerns }),
        step('a.true', { state: 'satisfied' }, { ...only('n1'), concerns }),
        step('a.by-itself', NEEDED, { targets: () => ['n1'], concerns: () => [] }),
      ),
    ).toEqual(['a.open@n1: n3']);
  });

  it('is what its guard forbids while a vote is missing; the witness of an odd cluster takes none', () => {
    const guard = () => diagnostic('cluster.member-offline', { params: { host: 'n3' } });
    const disruptive = step('a.disruptive', NEEDED, { ...only('n1'), guard });
    expect(held(view, disruptive)).toEqual(['a.disruptive@n1: n3']);
    const odd = viewOf({ ...THREE, witness: true, noDevice: true }, ['witness']);
    expect(held(odd, disruptive)).toEqual([]);
  });

  it('is nothing that says of itself that it concerns nobody: its guard has the word', () => {
    const guard = () => diagnostic('availability.quorum-at-risk', { params: { node: 'n1', left: 1, needed: 2 } });
    const asked = { targets: () => ['n1', 'n3'], guard, check: () => NEEDED };
    expect(held(view, step('a.asked-for', NEEDED, { ...asked, concerns: () => [] }))).toEqual([]);
    expect(held(view, step('a.asked-for', NEEDED, asked))).toEqual(['a.asked-for@n1: n3', 'a.asked-for@n3: n3']);
  });

  it('is the machine that the cluster has on it, not the one that the site file has there', () => {
    const machines = [
      { id: 100, name: 'moved-away', node: 'n3' },
      { id: 101, name: 'moved-there', node: 'n1' },
      { id: 102, name: 'to-make-there', node: 'n3' },
    ] as unknown as Site['machines'];
    const there = viewOf({ ...THREE, places: { 100: 'n1', 101: 'n3' } }, ['n3'], machines);
    const runs = step('a.runs', NEEDED, { targets: () => machines.map(({ name }) => name) });
    expect(held(there, runs)).toEqual(['a.runs@moved-there: n3', 'a.runs@to-make-there: n3']);
  });

  it('tells the host, and what the check or the guard said', () => {
    const guard = () => diagnostic('cluster.member-offline', { params: { host: 'n3' } });
    const hold = holdsOf([], view)(step('a.x', NEEDED, { guard }), 'n1');
    expect(hold?.diagnostic).toMatchObject({
      code: 'step.host-away',
      params: { host: 'n3' },
      subject: { host: 'n3', step: 'a.x@n1' },
    });
    expect(hold?.diagnostic.evidence[0]).toContain('n3');
  });
});

describe('what needs an item that is held back', () => {
  const view = viewOf(THREE, ['n3']);

  it('goes on elsewhere where nobody can say whether that item is true', () => {
    expect(held(view, step('a.x', { state: 'satisfied' }), step('a.y', NEEDED, { needs: ['a.x'] }))).toEqual([
      'a.x@n3: n3',
      'a.y@n3: n3',
    ]);
  });

  it('waits with it where that item is known not to be true, on the same target', () => {
    const concerns = () => ['n3'];
    const open = step('a.x', NEEDED, { ...only('n1'), concerns });
    expect(held(view, open, step('a.y', NEEDED, { needs: ['a.x'] }))).toEqual([
      'a.x@n1: n3',
      'a.y@n1: n3',
      'a.y@n3: n3',
    ]);
  });

  it('waits with it everywhere where that item is a claim about the whole cluster', () => {
    const concerns = () => ['n3'];
    const open = step('a.x', NEEDED, { ...only('n1'), concerns, forCluster: true });
    const next = step('a.y', NEEDED, { needs: ['a.x'], ...only('n2') });
    expect(held(view, open, next, step('a.z', NEEDED, { needs: ['a.y'], ...only('n2') }))).toEqual([
      'a.x@n1: n3',
      'a.y@n2: n3',
      'a.z@n2: n3',
    ]);
  });

  it('waits with it where it cannot be decided before it', () => {
    const later = step('a.y', { state: 'later', waitsFor: ['a.x'] }, only('n1'));
    expect(held(view, step('a.x', NEEDED, only('n3')), later)).toEqual(['a.x@n3: n3', 'a.y@n1: n3']);
  });

  it('but not while another item of the same step may still decide it, nor for one of another target', () => {
    const later = (id: string, target: string) =>
      step(id, { state: 'later', waitsFor: ['a.x'] }, { ...only(target), concerns: () => [] });
    const here = step('a.x', NEEDED, { targets: () => ['n1', 'n3'] });
    expect(held(view, here, later('a.y', 'n1'), later('a.z', 'n2'))).toEqual(['a.x@n3: n3']);
    const done = step('a.x', (_, at) => (at === 'n1' ? { state: 'satisfied' } : NEEDED), {
      targets: () => ['n1', 'n3'],
    });
    expect(held(view, done, later('a.y', 'n1'), later('a.z', 'n2'))).toEqual(['a.x@n3: n3', 'a.z@n2: n3']);
  });
});

describe('a claim about the cluster whose first node is silent', () => {
  const view = viewOf(THREE, ['n1']);
  const asked: string[] = [];
  const claim = (verdict: CheckVerdict, more: Partial<Step> = {}) =>
    step(
      'a.claim',
      (_, at) => {
        asked.push(at);
        return verdict;
      },
      { ...only('n1'), forCluster: true, ...more },
    );

  test('is asked of another member, and can be made true from there', () => {
    expect(held(view, claim(NEEDED))).toEqual([]);
    expect(asked).toEqual(['n2']);
    expect(speakerOf(claim(NEEDED), view, 'n1')).toBe('n2');
    expect(speakerOf(claim(NEEDED), viewOf(THREE, ['n3']), 'n1')).toBe('n1');
  });

  test('is asked of nobody else where it is about that node', () => {
    expect(held(view, step('a.own', NEEDED, only('n1')))).toEqual(['a.own@n1: n1']);
    expect(speakerOf(step('a.own', NEEDED), view, 'n1')).toBe('n1');
  });
});

describe('the plan of a site with a silent host', () => {
  const view = viewOf(THREE, ['n3']);
  const steps = [step('a.true', { state: 'satisfied' }), step('a.open', NEEDED, { needs: ['a.true'] })];
  const plan = (selected?: Parameters<typeof makePlan>[0]['selected']) =>
    makePlan({
      steps,
      view,
      appVersion: '1',
      assets: {},
      stableFacts: (facts) => [...facts.hosts.keys()],
      ...(selected ? { selected } : {}),
    });

  it('shows its items as waiting for it, tells of it once, and lets the others wait for nothing', () => {
    const made = plan();
    expect(made.items.map(({ id, action, waitsFor, diagnostic: why }) => [id, action, waitsFor, why?.code])).toEqual([
      ['a.true@n1', 'skip', [], undefined],
      ['a.true@n2', 'skip', [], undefined],
      ['a.true@n3', 'blocked', [], 'step.host-away'],
      ['a.open@n1', 'apply', [], undefined],
      ['a.open@n2', 'apply', [], undefined],
      ['a.open@n3', 'blocked', [], 'step.host-away'],
    ]);
    expect(made.diagnostics.map(({ code, params }) => [code, params.host, params.count])).toEqual([
      ['transport.unreachable', 'n3', undefined],
      ['run.host-away', 'n3', 2],
    ]);
    expect(PlanSchema.safeParse(made).error).toBeUndefined();
  });

  it('of a part that leaves it out is as if it were there', () => {
    const made = plan(selectItems(steps, view.site, { only: ['a.open'], nodes: ['n1', 'n2'] }));
    expect(made.items.map(({ id, action }) => [id, action])).toEqual([
      ['a.open@n1', 'apply'],
      ['a.open@n2', 'apply'],
    ]);
    expect(made.diagnostics.map(({ code }) => code)).toEqual(['transport.unreachable']);
  });

  it('before the site stands is blocked as ever', () => {
    const fresh = viewOf({ ...THREE, unlisted: ['n3'] }, ['n3']);
    const made = makePlan({ steps, view: fresh, appVersion: '1', assets: {}, stableFacts: () => [] });
    expect(made.items.map(({ action, waitsFor }) => [action, ...waitsFor])).toEqual([
      ['skip'],
      ['skip'],
      ['blocked'],
      ['apply', 'a.true'],
      ['apply', 'a.true'],
      ['blocked', 'a.true'],
    ]);
  });
});
