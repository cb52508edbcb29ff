import { describe, expect, test } from 'vitest';
import {
  afterAnswer,
  afterAssignment,
  afterProof,
  afterRelease,
  type Guards,
  refusalOf,
} from '../../../../../electron/engine/arrival/guard.ts';

const at = '2026-11-21T14:00:00.000Z';
const later = '2026-11-22T14:00:00.000Z';
const A = { systemSerial: 'A', macs: ['02:00:00:00:0a:01', '02:00:00:00:0a:02'] };
const B = { systemSerial: 'B', macs: ['02:00:00:00:0b:01'] };
const node = 'pve-node1';

const answered = (machine = A, guards: Guards = {}) => afterAnswer(guards, node, machine, at);
const installed = (by: 'webhook' | 'first-boot' | 'ssh' = 'webhook', guards: Guards = answered()) =>
  afterProof(guards, node, by === 'ssh' ? undefined : A, at, by);
const isRefused = (guards: Guards, machine = A, host = node) => refusalOf(guards, host, machine)?.why;

describe('the guard against a second installation', () => {
  test('a machine gets its answer, and gets it again while nothing proves that it is installed', () => {
    expect(isRefused({})).toBeUndefined();
    expect(isRefused(answered(A, answered()))).toBeUndefined();
  });

  for (const by of ['webhook', 'first-boot', 'ssh'] as const) {
    test(`after a proof by ${by} it gets none`, () => {
      expect(refusalOf(installed(by), node, A)).toEqual({ why: 'this-machine', installedAs: node, at, by });
    });
  }

  test('after a proof by SSH of an installation that nobody asked for, whoever asks gets none', () => {
    const guards = afterProof({}, node, undefined, at, 'ssh');
    expect([isRefused(guards, A), isRefused(guards, B)]).toEqual(['this-machine', 'this-machine']);
    // Its report says which machine it is, and the first proof stays.
    const told = afterProof(guards, node, A, later, 'first-boot');
    expect(told[node]?.machines).toEqual([{ machine: A, answers: [], installed: { at, by: 'ssh' } }]);
  });

  test('a release holds for one installation', () => {
    const released = afterRelease(installed(), node, A, at);
    expect(isRefused(released)).toBeUndefined();
    expect(isRefused(afterProof(released, node, undefined, at, 'ssh'))).toBeUndefined();
    const begun = answered(A, released);
    expect(isRefused(begun)).toBeUndefined();
    expect(isRefused(installed('webhook', begun))).toBe('this-machine');
  });

  for (const by of ['webhook', 'first-boot'] as const) {
    test(`a release that was not used ends with a ${by} report: the node was installed by another way`, () => {
      const again = afterProof(afterRelease(installed(), node, undefined, at), node, A, later, by);
      expect(refusalOf(again, node, A)).toMatchObject({ at: later, by });
    });
  }

  test('a machine is known by every port that its installer or its report named', () => {
    const asks = { macs: ['02:00:00:00:0a:01'] };
    const reports = { macs: ['02:00:00:00:0a:01', '02:00:00:00:0a:02'] };
    const guards = afterProof(afterAnswer({}, node, asks, at), node, reports, at, 'webhook');
    expect(refusalOf(guards, node, { macs: ['02:00:00:00:0a:02'] })?.why).toBe('this-machine');
  });

  test('the first proof stays', () => {
    const guards = afterProof(installed(), node, A, later, 'first-boot');
    expect(refusalOf(guards, node, A)).toMatchObject({ at, by: 'webhook' });
  });
});

describe('two machines and one node', () => {
  test('a node that is installed on one is given to no other, also when that one had begun', () => {
    expect(isRefused(installed(), B)).toBe('other-machine');
    const both = answered(B, answered());
    expect(isRefused(both, B)).toBeUndefined();
    expect(isRefused(installed('webhook', both), B)).toBe('other-machine');
  });

  test('a release of one lets the other through neither before nor after it was used', () => {
    const forB = afterRelease(installed(), node, B, at);
    expect([isRefused(forB, A), isRefused(forB, B)]).toEqual(['this-machine', undefined]);
    const begun = answered(B, forB);
    expect([isRefused(begun, A), isRefused(begun, B)]).toEqual(['this-machine', undefined]);
    const done = afterProof(begun, node, B, later, 'webhook');
    expect([isRefused(done, A), isRefused(done, B)]).toEqual(['this-machine', 'this-machine']);
  });

  test('a release without a machine is for the one that was installed last', () => {
    const released = afterRelease(installed(), node, undefined, at);
    expect([isRefused(released, A), isRefused(released, B)]).toEqual([undefined, 'other-machine']);
  });

  test('a report of the one that is replaced does not end the release of the other', () => {
    const forB = afterRelease(installed(), node, B, at);
    expect(isRefused(afterProof(forB, node, A, later, 'first-boot'), B)).toBeUndefined();
  });

  test('a release goes over to the machine that the node is given to by hand, if it was not used', () => {
    const given = afterAssignment(afterRelease(installed(), node, A, at), node, B);
    expect([isRefused(given, A), isRefused(given, B)]).toEqual(['this-machine', undefined]);
    const used = afterAssignment(answered(A, afterRelease(installed(), node, A, at)), node, B);
    expect(isRefused(installed('webhook', used), B)).toBe('other-machine');
  });

  test('SSH at the address proves the installation of the machine that was answered last', () => {
    const begun = answered(B, afterRelease(installed(), node, B, at));
    expect(isRefused(afterProof(begun, node, undefined, later, 'ssh'), B)).toBe('this-machine');
  });
});

describe('one machine and two nodes', () => {
  test('a machine that is installed as one node is not made another without a release', () => {
    expect(refusalOf(installed(), 'pve-node2', A)).toMatchObject({ why: 'other-node', installedAs: node });
    const released = afterRelease(installed(), 'pve-node2', A, at);
    const begun = afterAnswer(released, 'pve-node2', A, later);
    expect(isRefused(begun, A, 'pve-node2')).toBeUndefined();
    // What it was is erased: another one may become that.
    expect(isRefused(begun, B)).toBeUndefined();
  });

  test('a network adapter that goes from machine to machine makes them no one machine', () => {
    const adapter = '02:00:00:00:0f:01';
    const first = { systemSerial: 'A', macs: [adapter] };
    const guards = afterProof(afterAnswer({}, node, first, at), node, first, at, 'webhook');
    expect(isRefused(guards, { systemSerial: 'B', macs: [adapter] }, 'pve-node2')).toBeUndefined();
    expect(isRefused(guards, { systemSerial: 'a ', macs: [adapter] }, 'pve-node2')).toBe('other-node');
  });
});
