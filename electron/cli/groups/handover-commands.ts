import { type HandoverFlags, handoverCommand } from '../commands/handover.ts';
import type { Grammar } from '../grammar.ts';

/** What the customer is given. */
export function addHandoverCommands({ program, run, say, example, live }: Grammar): void {
  example(
    live(
      program
        .command('handover <site>')
        .description(say('handover'))
        .option('--to <dir>', say('handoverDir'))
        .option('--to-cluster', say('handoverCluster'))
        .option('--with-vault', say('handoverVault')),
    ),
    'handover site.toml --to /media/customer',
  ).action((site: string, options: HandoverFlags) => run((session) => handoverCommand(session, site, options)));
}
