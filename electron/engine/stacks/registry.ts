import { DiagnosticError, diagnostic } from '../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../api/site.ts';
import type { AssetStore } from './asset-store.ts';
import type { ComposeApplication, Stack } from './stack.ts';

export interface StackRegistry {
  readonly stacks: readonly Stack[];
  /** Throws `stack.unknown`. */
  stackOf(instance: StackInstance): Stack;
}

/** Stacks are registered, not switched. */
export function stackRegistry(stacks: readonly Stack[]): StackRegistry {
  return {
    stacks,
    stackOf(instance) {
      const stack = stacks.find((entry) => entry.id === instance.stack);
      if (stack) return stack;
      throw new DiagnosticError(
        diagnostic('stack.unknown', {
          params: { stack: instance.stack, known: stacks.map((entry) => entry.id).join(', ') },
        }),
      );
    },
  };
}

export interface ComposeInstance {
  readonly instance: StackInstance;
  readonly application: ComposeApplication;
  /** Folder on its host. */
  readonly folder: string;
}

/** The compose instances of a host, in the order of the file. Throws DiagnosticError for bad options. */
export function composeInstances(
  registry: StackRegistry,
  site: Site,
  host: string,
  assets: AssetStore,
): readonly ComposeInstance[] {
  return site.stacks.flatMap((instance) => {
    if (instance.on !== host) return [];
    const application = registry.stackOf(instance).compose?.(site, instance, assets);
    return application ? [{ instance, application, folder: instanceFolder(instance) }] : [];
  });
}

/** Hosts that carry a stack with this need, in the order of the file. */
export function dockerHosts(registry: StackRegistry, site: Site): readonly string[] {
  return [
    ...new Set(
      site.stacks
        .filter((instance) =>
          registry.stacks.some((stack) => stack.id === instance.stack && stack.requires.includes('docker')),
        )
        .map((instance) => instance.on),
    ),
  ];
}

/** Where an instance's files lie on its host. */
export function instanceFolder(instance: StackInstance): string {
  return `/opt/sitewright/stacks/${instance.id}`;
}
