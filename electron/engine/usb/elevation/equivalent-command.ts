import type { FlasherRequest } from '../../../api/drive.ts';
import { confirmationOf } from '../drive-rules.ts';

/**
 * What does the same in a terminal: one `sitewright flash` for each drive that gets an image, `sitewright drives` for those that
 * are only looked at. A re-target needs what the request does not hold: {@link retargetCommand}.
 */
export function equivalentCommand(request: FlasherRequest, prefix: string): string {
  const commands = request.drives.flatMap(({ device, identity, task }) => {
    if (task.kind === 'identify') return [commandLine(prefix, ['drives'])];
    if (task.kind !== 'flash') return [];
    const image = task.overlayPath ?? task.basePath;
    const base = task.overlayPath === null ? [] : ['--base', task.basePath];
    const words = ['flash', image, '--to', device, '--confirm', confirmationOf({ device, identity }), ...base];
    return [commandLine(prefix, words)];
  });
  return [...new Set(commands)].join(' && ');
}

/** What makes a stick another node's, in a terminal. */
export function retargetCommand(
  of: {
    readonly target: string;
    readonly siteFile: string;
    readonly base: string;
    readonly node: string;
    readonly acceptBase: string | undefined;
  },
  prefix: string,
): string {
  const { target, siteFile, base, node, acceptBase } = of;
  const accept = acceptBase === undefined ? [] : ['--accept-base', acceptBase];
  return commandLine(prefix, ['image', 'retarget', target, siteFile, '--base', base, '--node', node, ...accept]);
}

function commandLine(prefix: string, words: readonly string[]): string {
  return [prefix, 'sitewright', ...words.map(quote)].filter((word) => word !== '').join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
