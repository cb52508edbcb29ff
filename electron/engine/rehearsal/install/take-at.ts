import type { World } from '../kernel/program.ts';

/** A fault ordered for this machine (`install.hangs@pve1`), or plain: then it happens to the first that asks. */
export function takeAt(world: World, name: string, machine: string): boolean {
  return world.takeFault(`${name}@${machine}`) || world.takeFault(name);
}

/** Faults that last, by world, once they have happened. */
const met = new WeakMap<World, Set<string>>();

/** A fault that lasts: at this machine, or plain at every one. It counts as used from now on. */
export function lastsAt(world: World, name: string, machine: string): boolean {
  const names = [`${name}@${machine}`, name].filter((each) => world.hasFault(each));
  const known = met.get(world) ?? new Set();
  for (const each of names) known.add(each);
  met.set(world, known);
  return names.length > 0;
}

/** Whether an ordered fault has happened, once or for good. */
export function isFaultUsed(world: World, name: string): boolean {
  return !world.hasFault(name) || met.get(world)?.has(name) === true;
}
