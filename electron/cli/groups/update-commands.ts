import { type UpdateFlags, updateCommand } from '../commands/update.ts';
import type { Grammar } from '../grammar.ts';

/** A new version of this program, by a file. */
export function addUpdateCommands({ program, run, say, json, example }: Grammar): void {
  example(
    json(
      program
        .command('update <file>')
        .description(say('update'))
        .option('--accept-older', say('acceptOlder'))
        .option('--dry-run', say('updateDryRun')),
    ),
    'update /media/stick/sitewright_1.2.0_amd64.deb',
  ).action((file: string, options: UpdateFlags) => run((session) => updateCommand(session, file, options)));
}
