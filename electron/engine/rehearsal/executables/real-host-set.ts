import type { CommandSet, SimHost, VirtualMount, World } from '../kernel/program.ts';
import type { RealHostHands } from './real-hands.ts';
import { RealHostFiles } from './real-host-files.ts';

interface RealHostSet {
  readonly set: CommandSet;
  /** While true, files that a real host brings stay as they are; false = they are replaced as programs ask. */
  layingOut(now: boolean): void;
}

/**
 * The command set that must be registered first: it has no programs, and gives every host its real files before the other
 * sets look at them. `fresh`: the node is laid out now, and files that the real host brings stay as they are.
 */
export function realHostSet(
  roots: ReadonlyMap<string, string>,
  hands: ReadonlyMap<string, RealHostHands>,
  mounts: readonly VirtualMount[],
  fresh: boolean,
): RealHostSet {
  let layingOut = fresh;
  const given = new WeakSet<SimHost>();
  const give = (world: World, host: SimHost) => {
    const root = roots.get(host.name);
    if (root === undefined || given.has(host)) return;
    given.add(host);
    const real = hands.get(host.name);
    const files = new RealHostFiles({
      root,
      inside: () => real?.inside(),
      mounts,
      host: () => host,
      onChange: () => world.changed(),
      keepExisting: () => layingOut,
    });
    Object.defineProperty(host, 'files', { value: files, enumerable: true });
    if (real) Object.defineProperty(host, 'real', { value: real, enumerable: true });
  };
  return {
    set: {
      id: 'real-hosts',
      programs: {},
      installedOn: () => false,
      initialState: () => ({}),
      start: (world) => {
        for (const host of world.hosts.values()) give(world, host);
      },
      hostChanged: (world, host, change) => {
        if (change === 'created') give(world, host);
      },
    },
    layingOut: (now) => {
      layingOut = now;
    },
  };
}
