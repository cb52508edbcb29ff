import { beforeEach, expect, it } from 'vitest';
import { type NamedStick, useNamedSticks } from '../../../../renderer/media/named-sticks.ts';

const STICK: NamedStick = {
  device: '/dev/sdb',
  confirm: 'AA01',
  identity: 'first insertion',
  model: 'Stick',
  sizeBytes: 8e9,
  held: [],
  node: 'pve1',
  image: 'pve1.overlay',
  namedAt: '2026-11-21T09:00:00Z',
};

beforeEach(() => useNamedSticks.setState({ named: [], begun: {}, firstSeen: {} }));

it('a named stick keeps its name while it stays plugged in', () => {
  const { name, see } = useNamedSticks.getState();
  name(STICK);
  see([{ confirm: 'AA01', identity: 'first insertion' }], true);
  expect(useNamedSticks.getState().named).toEqual([STICK]);
});

it('one that was pulled out and plugged in again, or another in its place, has to be named anew', () => {
  const { name, see } = useNamedSticks.getState();
  name(STICK);
  see([{ confirm: 'AA01', identity: 'second insertion' }], true);
  expect(useNamedSticks.getState().named).toEqual([]);
});
