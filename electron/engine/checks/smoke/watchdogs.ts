import { watchdog, watchdogInWords } from '../../facts/pve/watchdog.ts';
import { pveNodes } from '../../site/derive.ts';
import type { CheckContext } from '../check.ts';

/** One line a node: by what it would reset itself when it is cut off. A node that is silent is another check's business. */
export async function watchdogLines(context: CheckContext): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { name } of pveNodes(context.site)) {
    try {
      const answer = await context.transport(name).exec(watchdog.command, { signal: context.signal });
      const seen = watchdog.parse(answer);
      lines.push(`${name}: watchdog ${seen.known ? watchdogInWords(seen.value) : `not known (${seen.why})`}`);
    } catch (error) {
      context.signal.throwIfAborted();
      lines.push(`${name}: watchdog not known (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return lines;
}
