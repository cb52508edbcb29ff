import { type Diagnostic, DiagnosticError } from '../../api/diagnostic.ts';
import type { Site, StackInstance } from '../../api/site.ts';
import { readPlainFolder } from '../workspace/plain-folder.ts';
import { COMPOSE_FILES, OVERRIDE_FILE } from './compose/compose-words.ts';
import type { StackRegistry } from './registry.ts';

/** Ours on the machine, lines with secrets in them, and what compose would read unasked if it were called otherwise. */
const RESERVED: ReadonlySet<string> = new Set([
  '.env',
  '.env.sha256',
  OVERRIDE_FILE,
  ...COMPOSE_FILES.map((name) => name.replace(/\.ya?ml$/, '.override$&')),
]);

/**
 * The site with what its instances bring from folders beside site.toml, so that it is whole by itself from here on: a plan, a rehearsal
 * and a stick read no folder again. An instance whose folder cannot be taken along has no files then.
 */
export async function withBroughtFiles(
  site: Site,
  root: string,
  registry: StackRegistry,
): Promise<{ readonly site: Site; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const stacks = await Promise.all(
    site.stacks.map(async (instance): Promise<StackInstance> => {
      const folder = folderOf(registry, instance);
      if (folder === undefined) return instance;
      const read = await readPlainFolder({
        root,
        folder,
        instanceId: instance.id,
        isReserved: (name) => RESERVED.has(name) || /^\.previous(\/|$)/.test(name),
      });
      diagnostics.push(...read.diagnostics);
      if (read.diagnostics.length > 0) return instance;
      const files = read.files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
      return { ...instance, files };
    }),
  );
  return { site: stacks.some((each, index) => each !== site.stacks[index]) ? { ...site, stacks } : site, diagnostics };
}

/** The folder beside site.toml that an instance brings; undefined = none, or its options do not say it rightly. */
export function folderOf(registry: StackRegistry, instance: StackInstance): string | undefined {
  const stack = registry.stacks.find(({ id }) => id === instance.stack);
  try {
    return stack?.folder?.(instance);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
