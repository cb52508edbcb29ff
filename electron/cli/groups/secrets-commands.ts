import { secretsInitCommand, secretsListCommand, secretsSetCommand, secretsShowCommand } from '../commands/secrets.ts';
import { type SecretsHandoverFlags, secretsHandoverCommand } from '../commands/secrets-handover.ts';
import { secretsRotateCommand } from '../commands/secrets-rotate.ts';
import type { Grammar } from '../grammar.ts';

/** The vault of a site. */
export function addSecretsCommands({ program, run, say, values, json, example }: Grammar): void {
  const secrets = program.command('secrets').description(say('secrets'));
  example(
    json(secrets.command('init <site>').description(say('secretsInit')).option('--new-ssh-key', say('newSshKey'))),
    'secrets init site.toml',
  ).action((site: string, options) => run((session) => secretsInitCommand(session, site, options)));
  example(
    json(secrets.command('set <site> <name>').description(say('secretsSet')).option('--password', say('password'))),
    'secrets set site.toml root-password-pve-node1 --password',
  ).action((site: string, name: string, options) => run((session) => secretsSetCommand(session, site, name, options)));
  example(json(secrets.command('list <site>').description(say('secretsList'))), 'secrets list site.toml').action(
    (site: string, options) => run((session) => secretsListCommand(session, site, options)),
  );
  example(
    secrets.command('show <site> <name>').description(say('secretsShow')),
    'secrets show site.toml monitoring-admin-password',
  ).action((site: string, name: string) => run((session) => secretsShowCommand(session, site, name)));
  example(
    json(secrets.command('rotate <site> [name]').description(say('secretsRotate'))),
    'secrets rotate site.toml monitoring-admin-password',
  ).action((site: string, name: string | undefined, options) =>
    run((session) => secretsRotateCommand(session, site, name, options)),
  );
  example(
    json(
      secrets
        .command('handover <site>')
        .description(say('secretsHandover'))
        .requiredOption('--out <dir>', say('out'))
        .option('--to <key>', say('handoverTo'), values.several)
        .option('--sheet', say('handoverSheet')),
    ),
    'secrets handover site.toml --to age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p --out /media/customer',
  ).action((site: string, options: SecretsHandoverFlags) =>
    run((session) => secretsHandoverCommand(session, site, options)),
  );
}
