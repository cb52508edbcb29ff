import type { Site, StackInstance } from '../../../api/site.ts';
import type { AssetStore } from '../asset-store.ts';
import { stacks } from '../index.ts';
import { type ComposeInstance, composeInstances } from '../registry.ts';
import type { InstancePlace, Stack } from '../stack.ts';

/** An instance that the site names, or that comes with one. */
export interface KnownInstance {
  readonly instance: StackInstance;
  readonly stack: Stack;
  readonly place: InstancePlace;
  /** Where it is a compose project. */
  readonly compose?: ComposeInstance;
}

/** Undefined = the site has none of this name. Throws `stack.*` for options that are not valid. */
export function instanceOf(site: Site, assets: AssetStore, id: string): KnownInstance | undefined {
  const instance = stacks.instancesOf(site).find((each) => each.id === id);
  if (!instance) return undefined;
  const stack = stacks.stackOf(instance);
  const compose = composeInstances(stacks, site, instance.on, assets).find((each) => each.instance.id === id);
  return {
    instance,
    stack,
    place: {
      instanceId: id,
      host: instance.on,
      folder: compose?.folder ?? '',
      project: compose?.application.project ?? '',
    },
    ...(compose ? { compose } : {}),
  };
}

/** The other instances that cannot do without this one: nobody else in the site provides what they require. */
export function dependants(site: Site, instance: StackInstance): readonly string[] {
  const others = stacks.instancesOf(site).filter((each) => each.id !== instance.id);
  const only = stacks
    .stackOf(instance)
    .provides.filter((what) => !others.some((each) => stacks.stackOf(each).provides.includes(what)));
  return others
    .filter((each) => stacks.stackOf(each).requires.some((what) => only.includes(what)))
    .map((each) => each.id);
}
