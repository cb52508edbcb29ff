import type { FlasherRequest } from '../../../api/drive.ts';
import { confirmationOf } from '../drive-rules.ts';

/** What does the same in a terminal: one `sitewright flash` for each drive that gets an image. */
export function equivalentCommand(request: FlasherRequest, prefix: string): string {
  return request.drives
    .flatMap(({ device, identity, task }) => {
      if (task.kind !== 'flash') return [];
      const image = task.overlayPath ?? task.basePath;
      const base = task.overlayPath === null ? [] : ['--base', task.basePath];
      const words = ['flash', image, '--to', device, '--confirm', confirmationOf({ device, identity }), ...base];
      return [[prefix, 'sitewright', ...words.map(quote)].filter((word) => word !== '').join(' ')];
    })
    .join(' && ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
