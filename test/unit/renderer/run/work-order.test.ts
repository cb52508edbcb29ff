import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../electron/api/plan.ts';
import {
  lasting,
  partOf,
  removing,
  requestOf,
  skipping,
  type WorkOrder,
  wiping,
} from '../../../../renderer/run/work-order.ts';

const plan: Plan = {
  siteId: 's',
  madeAt: '2026-11-21T06:00:00.000Z',
  fingerprint: 'f00d',
  items: [],
  orphans: [],
  diagnostics: [],
};
const REAL: WorkOrder = { rehearsed: false };
const REHEARSED: WorkOrder = { rehearsed: true };

describe('what the engine is asked for', () => {
  it('the whole work on the simulated site is a rehearsal, with the fault that was picked', () => {
    expect(requestOf('ref', REHEARSED, 'join.hangs')).toMatchObject({
      call: 'rehearse',
      input: { site: 'ref', rehearsal: { faults: ['join.hangs'], keep: true } },
    });
  });
  it('a part of it is applied there, and goes on from the kept site', () => {
    const order = { ...REHEARSED, selection: { only: ['storage'] } };
    expect(requestOf('ref', order, '')).toMatchObject({
      call: 'apply',
      input: { selection: { only: ['storage'] }, rehearsal: { faults: [], keep: true } },
    });
  });
  it('on real machines nothing says rehearsal', () => {
    const { input } = requestOf('ref', { ...REAL, takeLock: true }, 'join.hangs');
    expect(input).toEqual({ site: 'ref', takeLock: true });
  });
  it('on real machines the plan on the screen is the one that is applied', () => {
    expect(requestOf('ref', REAL, '', { plan, order: REAL }).input).toEqual({ site: 'ref', planFingerprint: 'f00d' });
  });
  it('a plan of something else is no plan of this', () => {
    const part = partOf(REAL, { from: 'storage' });
    expect(requestOf('ref', part, '', { plan, order: REAL }).input).not.toHaveProperty('planFingerprint');
    expect(requestOf('ref', REHEARSED, '', { plan, order: REHEARSED }).input).not.toHaveProperty('planFingerprint');
  });
});

describe('an order', () => {
  it('leaves undone what was asked before and now, each once', () => {
    const once = skipping({ ...REAL, selection: { from: 'storage' } }, 'stack.up@vm');
    expect(skipping(skipping(once, 'machines.agent@vm'), 'stack.up@vm').selection).toEqual({
      from: 'storage',
      skip: ['stack.up@vm', 'machines.agent@vm'],
    });
  });
  it('removes each name that was typed, once', () => {
    expect(removing(removing(removing(REAL, 'isos'), 'vm-archive'), 'isos').prune).toEqual({
      confirmed: ['isos', 'vm-archive'],
    });
  });
  it('empties each disk whose serial was typed, on the simulated site too, and only in this run', () => {
    const order = wiping(wiping(wiping(REHEARSED, 'THIN-1'), 'THIN-2'), 'THIN-1');
    expect(order.wipe).toEqual(['THIN-1', 'THIN-2']);
    expect(requestOf('site', order, '')).toMatchObject({ call: 'apply', input: { wipe: ['THIN-1', 'THIN-2'] } });
    expect(partOf(order, undefined)).toEqual(REHEARSED);
  });
  it('tried again takes no lock and empties no disk that was not typed for again', () => {
    const order = { ...wiping(skipping(removing(REAL, 'isos'), 'stack.up@vm'), 'THIN-1'), takeLock: true };
    expect(lasting(order)).toEqual(skipping(removing(REAL, 'isos'), 'stack.up@vm'));
  });
  it('of another part keeps where it goes and what was asked to go, and forgets what was left undone', () => {
    const before = { ...removing(skipping(REHEARSED, 'stack.up@vm'), 'isos'), takeLock: true };
    expect(partOf(before, { nodes: ['pve-node1'] })).toEqual({
      rehearsed: true,
      selection: { nodes: ['pve-node1'] },
      prune: { confirmed: ['isos'] },
    });
    expect(partOf(REAL, undefined)).toEqual(REAL);
  });
});
