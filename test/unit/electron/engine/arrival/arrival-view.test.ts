import { describe, expect, test } from 'vitest';
import type { NodeReport } from '../../../../../electron/api/arrival.ts';
import { describeDiagnostic } from '../../../../../electron/api/diagnostic.ts';
import { type ArrivalFact, waitingSince, withFact } from '../../../../../electron/engine/arrival/arrival-state.ts';
import { arrivalView } from '../../../../../electron/engine/arrival/arrival-view.ts';
import { timeOfDay } from '../../../../../electron/engine/arrival/time-of-day.ts';
import { learnFrom, PATIENCE, usualDuration } from '../../../../../electron/engine/arrival/usual-durations.ts';
import { arrivalSite } from './support/arrival-site.ts';

const START = Date.parse('2026-11-21T14:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const webhook = (seconds: number) =>
  ({ source: 'webhook', at: at(seconds), machine: {}, disks: [], nics: [], hostKeys: [] }) satisfies NodeReport;
const traits = { isPve: true, restartsItself: false, addressByLease: false };
const dhcp = arrivalSite({ dhcp: true, delivery: 'one-image' });
const [node1, node2] = dhcp.hosts;
if (!node1 || !node2) throw new Error('the site has two nodes');

const installing = [
  { kind: 'asked', at: at(90) },
  { kind: 'answered', at: at(91) },
] as const;
const taken = installing.reduce((state, fact) => withFact(state, fact, traits), waitingSince(at(0)));

describe('the view of a machine', () => {
  test('an installed machine is to be freed of its stick, or of the virtual CD that one image may be', () => {
    const installed = withFact(taken, { kind: 'report', at: at(500), report: webhook(500) }, traits);
    const [todo] = arrivalView(dhcp, node2, installed, {}, START + 501_000).diagnostics;
    if (!todo) throw new Error('nothing is said to be done');
    expect(todo.code).toBe('arrival.pull-stick');
    expect(describeDiagnostic(todo, 'en').hint).toContain('its stick or virtual CD');
    expect(describeDiagnostic(todo, 'es').hint).toContain('su memoria USB o CD virtual');
  });

  test('a machine that took its answer and goes silent is told so after the usual time, not before', () => {
    const { ms } = usualDuration(dhcp, 'installing', {}) ?? { ms: 0 };
    const early = arrivalView(dhcp, node2, taken, {}, START + 91_000 + ms);
    expect(early.silentSince).toBeUndefined();
    expect(early.usually?.ms).toBe(ms);
    const late = arrivalView(dhcp, node2, taken, {}, START + 91_000 + ms * PATIENCE);
    expect(late.silentSince).toBe(new Date(START + 91_000 + ms).toISOString());
    expect(late.diagnostics.map(({ code }) => code)).toEqual(['arrival.silent-installing']);
    expect(late.diagnostics[0]?.params).toMatchObject({ host: 'pve-node2', since: timeOfDay(at(91)) });
  });

  test('what the first machine of the site took is what is usual for the next', () => {
    const first = [
      ...installing,
      {
        kind: 'report',
        at: at(91 + 292),
        report: webhook(383),
      },
      { kind: 'powered', at: at(400) },
      { kind: 'probe', at: at(500), up: true, ssh: true, api: true },
      {
        kind: 'host-key',
        at: at(501),
        hostKey: { fingerprint: `SHA256:${'a'.repeat(43)}`, state: 'from-report', at: at(501) },
      },
    ] as const;
    const done = first.reduce((state, fact) => withFact(state, fact, traits), waitingSince(at(0)));
    const learnt = learnFrom('pve-node1', done, {});
    const view = arrivalView(dhcp, node2, taken, learnt, START + 100_000);
    expect(view.usually).toEqual({ ms: 292_000, learntFrom: 'pve-node1' });
    expect(learnFrom('pve-node2', done, learnt)).toEqual(learnt);
  });

  test('a machine that was there already teaches nothing, and a phase caught at its end is no measure', () => {
    const there = [
      { kind: 'probe', at: at(5), up: true, ssh: true, api: true },
      { kind: 'host-key', at: at(6), hostKey: { fingerprint: `SHA256:${'a'.repeat(43)}`, state: 'pinned', at: at(6) } },
    ] as const;
    const state = there.reduce((before, fact) => withFact(before, fact, traits), waitingSince(at(0)));
    expect(learnFrom('witness', state, {})).toEqual({});
    const documented = usualDuration(dhcp, 'restarting', {})?.ms ?? 0;
    const caught = usualDuration(dhcp, 'restarting', { restarting: { ms: 2_000, learntFrom: 'pve-node1' } })?.ms;
    expect(caught).toBe(documented / 3);
  });

  test('a machine that is there already only has to start: it asks for no answer and has no stick', () => {
    const witness = dhcp.hosts.find(({ origin }) => origin === 'existing');
    if (!witness) throw new Error('the site has a witness');
    const powered = withFact(waitingSince(at(0)), { kind: 'powered', at: at(10) }, { ...traits, isPve: false });
    const view = arrivalView(dhcp, witness, powered, {}, START + 3_600_000);
    expect(view.usually).toEqual(usualDuration(dhcp, 'restarting', {}));
    expect(view.diagnostics.map(({ code }) => code)).toEqual(['arrival.silent-start']);
  });

  test('without DHCP the whole installation is one phase, and it may take longer', () => {
    const alone = arrivalSite();
    expect(usualDuration(alone, 'powered', {})?.ms).toBeGreaterThan(usualDuration(dhcp, 'powered', {})?.ms ?? 0);
    expect(usualDuration(alone, 'waiting', {})).toBeUndefined();
    expect(usualDuration(alone, 'installed', {})).toBeUndefined();
  });

  test('an installed node that switches off asks for its stick to be pulled; one that restarts, at once', () => {
    const done: ArrivalFact = { kind: 'report', at: at(400), report: webhook(400) };
    const off = withFact(taken, done, traits);
    expect(arrivalView(dhcp, node1, off, {}, START + 401_000).diagnostics.map(({ code }) => code)).toEqual([
      'arrival.pull-stick',
    ]);
    const restarts = arrivalSite({ rebootMode: 'reboot', dhcp: true });
    const again = withFact(taken, done, { ...traits, restartsItself: true });
    const [host] = restarts.hosts;
    if (!host) throw new Error('the site has a node');
    expect(arrivalView(restarts, host, again, {}, START + 401_000).diagnostics.map(({ code }) => code)).toEqual([
      'arrival.pull-stick-now',
    ]);
  });

  test('a key that waits for a person is no silence of the machine', () => {
    const facts = [
      { kind: 'probe', at: at(5), up: true, ssh: true, api: true },
      { kind: 'host-key', at: at(6), hostKey: { fingerprint: `SHA256:${'a'.repeat(43)}`, state: 'seen', at: at(6) } },
    ] as const;
    const state = facts.reduce((before, fact) => withFact(before, fact, traits), waitingSince(at(0)));
    const view = arrivalView(dhcp, node1, state, {}, START + 3_600_000);
    expect(view.silentSince).toBeUndefined();
    expect(view.diagnostics.map(({ code }) => code)).toEqual(['arrival.compare-key']);
  });

  test('keys are left to the report of the node while it may come, and asked of a person after', () => {
    const reports = arrivalSite({ laptop: { address: '192.168.1.50' } });
    const [host] = reports.hosts;
    if (!host) throw new Error('the site has a node');
    const facts = [
      { kind: 'probe', at: at(5), up: true, ssh: true, api: true },
      { kind: 'host-key', at: at(6), hostKey: { fingerprint: `SHA256:${'a'.repeat(43)}`, state: 'seen', at: at(6) } },
    ] as const;
    const state = facts.reduce((before, fact) => withFact(before, fact, traits), waitingSince(at(0)));
    const codes = (seconds: number) =>
      arrivalView(reports, host, state, {}, START + seconds * 1000).diagnostics.map(({ code }) => code);
    expect(codes(60)).toEqual([]);
    expect(codes(400)).toEqual(['arrival.compare-key']);
  });
});
