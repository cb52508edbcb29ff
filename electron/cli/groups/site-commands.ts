import { Argument, type Command, Option } from 'commander';
import { SITE_TEMPLATES, type SiteTemplate } from '../../api/new-site.ts';
import { PVE_VERSIONS } from '../../api/site.ts';
import {
  type SiteExportFlags,
  type SiteImportFlags,
  type SiteNewFlags,
  siteDiffCommand,
  siteExportCommand,
  siteImportCommand,
  siteNewCommand,
} from '../commands/site.ts';
import { type SiteFromClusterFlags, siteFromClusterCommand } from '../commands/site-from-cluster.ts';
import type { Grammar } from '../grammar.ts';

/** Whole sites: made, carried, compared. */
export function addSiteCommands({ program, run, say, values, json, example }: Grammar): void {
  const site = program.command('site').description(say('site'));
  const placed = (command: Command) => json(command.option('--in <dir>', say('sitePlace')));
  example(
    placed(
      site
        .command('new')
        .description(say('siteNew'))
        .addArgument(new Argument('<template>').choices(SITE_TEMPLATES))
        .requiredOption('--id <id>', say('siteId'))
        .requiredOption('--first-address <cidr>', say('siteAddress'))
        .option('--name <name>', say('siteName'))
        .addOption(new Option('--pve <version>', say('pveVersion')).choices(PVE_VERSIONS)),
    ),
    'site new two-node-witness --id town-hall --first-address 192.168.1.11/24',
  ).action((template: SiteTemplate, options: SiteNewFlags) =>
    run((session) => siteNewCommand(session, template, options)),
  );
  example(
    json(
      site
        .command('from-cluster <address>')
        .description(say('siteFromCluster'))
        .requiredOption('--out <dir>', say('siteFromOut'))
        .option('--name <name>', say('siteName'))
        .option('--identity <file>', say('siteFromIdentity'))
        .option('--password-fd <n>', say('siteFromPassword'), values.passwordFd)
        .option('--host-key <fingerprint>', say('siteFromKey'), values.several),
    ),
    'site from-cluster 192.168.1.11 --identity ~/.ssh/id_ed25519 --out town-hall',
  ).action((address: string, options: SiteFromClusterFlags) =>
    run((session) => siteFromClusterCommand(session, address, options)),
  );
  example(
    json(
      site
        .command('export <site>')
        .description(say('siteExport'))
        .requiredOption('--out <path>', say('siteOut'))
        .option('--with-secrets', say('siteSecrets'))
        .option('--with-reports', say('siteReports')),
    ),
    'site export site.toml --out /media/stick',
  ).action((named: string, options: SiteExportFlags) => run((session) => siteExportCommand(session, named, options)));
  example(
    placed(site.command('import <file>').description(say('siteImport')).requiredOption('--id <name>', say('siteId'))),
    'site import town-hall.sitewright --id town-hall',
  ).action((file: string, options: SiteImportFlags) => run((session) => siteImportCommand(session, file, options)));
  example(
    json(site.command('diff <left> <right>').description(say('siteDiff'))),
    'site diff before/site.toml after/site.toml',
  ).action((left: string, right: string, options) => run((session) => siteDiffCommand(session, left, right, options)));
}
