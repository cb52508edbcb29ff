import type { World } from '../kernel/program.ts';

/** A fault ordered for this machine (`install.hangs@pve1`), or plain: then it happens to the first that asks. */
export function takeAt(world: World, name: string, machine: string): boolean {
  return world.takeFault(`${name}@${machine}`) || world.takeFault(name);
}
