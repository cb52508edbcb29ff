import type { Command } from 'commander';
import {
  type StackFlags,
  stackBackupCommand,
  stackBackupsCommand,
  stackRemoveCommand,
  stackRestoreCommand,
} from '../commands/stack.ts';
import type { Grammar } from '../grammar.ts';

/** Saving, restoring and removing what runs in the machines. */
export function addStackCommands({ program, run, say, example, live }: Grammar): void {
  const stack = program.command('stack').description(say('stack'));
  const onInstance = (command: Command) => live(command).option('--take-lock', say('takeLock'));
  example(
    onInstance(stack.command('backup <site> <instance>').description(say('stackBackup'))).option(
      '--out <file>',
      say('stackOut'),
    ),
    'stack backup site.toml monitoring --out monitoring.dump',
  ).action((site: string, instance: string, options: StackFlags & { out?: string }) =>
    run((session) => stackBackupCommand(session, site, instance, options)),
  );
  example(
    live(stack.command('backups <site> <instance>').description(say('stackBackups'))),
    'stack backups site.toml monitoring',
  ).action((site: string, instance: string, options: StackFlags) =>
    run((session) => stackBackupsCommand(session, site, instance, options)),
  );
  example(
    onInstance(stack.command('restore <site> <instance>').description(say('stackRestore')))
      .requiredOption('--from <file>', say('stackFrom'))
      .option('--confirm <name>', say('stackConfirm')),
    'stack restore site.toml monitoring --from monitoring.dump --confirm monitoring',
  ).action((site: string, instance: string, options: StackFlags & { from: string; confirm?: string }) =>
    run((session) => stackRestoreCommand(session, site, instance, options)),
  );
  example(
    onInstance(stack.command('remove <site> <instance>').description(say('stackRemove')))
      .option('--with-data', say('stackWithData'))
      .option('--confirm <name>', say('stackConfirm')),
    'stack remove site.toml monitoring --confirm monitoring',
  ).action((site: string, instance: string, options: StackFlags & { withData?: boolean; confirm?: string }) =>
    run((session) => stackRemoveCommand(session, site, instance, options)),
  );
}
