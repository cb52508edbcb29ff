import { Argument, Command, Option } from 'commander';
import { REHEARSED_MEDIA } from '../api/arrival.ts';
import { DRILL_KINDS, type DrillKind } from '../api/drill.ts';
import { SITE_TEMPLATES, type SiteTemplate } from '../api/new-site.ts';
import { SIGNERS } from '../api/sign-off.ts';
import { PVE_VERSIONS, type PveVersion } from '../api/site.ts';
import type { Language } from '../api/text.ts';
import { type AddressPlanFlags, addressPlanCommand } from './commands/address-plan.ts';
import { answersCheckCommand, answersErasureCommand, answersMakeCommand } from './commands/answers.ts';
import { type ArriveFlags, arriveCommand } from './commands/arrive.ts';
import {
  type BundleMakeFlags,
  bundleDeltaCommand,
  bundleDiffCommand,
  bundleJoinCommand,
  bundleMakeCommand,
  bundlePatchCommand,
  bundleSplitCommand,
  bundleUpdateCommand,
  bundleVerifyCommand,
} from './commands/bundle.ts';
import { checkCommand } from './commands/check.ts';
import { bundlePushCommand, bundleStickCommand } from './commands/deployment.ts';
import { type DrillFlags, drillCommand } from './commands/drill.ts';
import { explainCommand } from './commands/explain.ts';
import { type HandoverFlags, handoverCommand } from './commands/handover.ts';
import { type HistoryFlags, historyCommand } from './commands/history.ts';
import { inventoryCommand } from './commands/inventory.ts';
import {
  drivesCommand,
  type FlashOptions,
  flashCommand,
  type ImageMakeOptions,
  imageInspectCommand,
  imageMakeCommand,
  imageRetargetCommand,
  type RetargetOptions,
} from './commands/media.ts';
import { reportSetAsideCommand, reportSignCommand, type SignFlags } from './commands/report-sign.ts';
import { secretsInitCommand, secretsListCommand, secretsSetCommand, secretsShowCommand } from './commands/secrets.ts';
import { type SecretsHandoverFlags, secretsHandoverCommand } from './commands/secrets-handover.ts';
import { secretsRotateCommand } from './commands/secrets-rotate.ts';
import { serveCommand } from './commands/serve.ts';
import { sheetCommand } from './commands/sheet.ts';
import {
  type SiteExportFlags,
  type SiteImportFlags,
  type SiteNewFlags,
  siteDiffCommand,
  siteExportCommand,
  siteImportCommand,
  siteNewCommand,
} from './commands/site.ts';
import { type SiteFromClusterFlags, siteFromClusterCommand } from './commands/site-from-cluster.ts';
import {
  type ApplyFlags,
  applyCommand,
  exportTerraformCommand,
  planCommand,
  rehearseCommand,
  reportCommand,
  reportVerifyCommand,
  smokeCommand,
  type WorkFlags,
} from './commands/site-runs.ts';
import {
  type StackFlags,
  stackBackupCommand,
  stackBackupsCommand,
  stackRemoveCommand,
  stackRestoreCommand,
} from './commands/stack.ts';
import { supportCommand } from './commands/support.ts';
import { type UpdateFlags, updateCommand } from './commands/update.ts';
import { HELP } from './help.ts';
import type { ExitCode, Session } from './session.ts';
import { localiseHelp, optionValues } from './usage.ts';

/** Runs one command over a session that is opened only when a command really runs (never for --help). */
export type RunCommand = (work: (session: Session) => Promise<ExitCode>) => Promise<void>;

/**
 * argv -> client calls. Reads top to bottom as the journey does.
 * @param ownSite the site of the deployment stick that this runs from: what is meant where none is named
 */
export function createProgram(run: RunCommand, language: Language, version: string, ownSite?: string): Command {
  const siteWord = ownSite === undefined ? '<site>' : '[site]';
  const meant = (site: string | undefined): string => site ?? ownSite ?? '';
  const values = optionValues(language);
  const say = (key: keyof typeof HELP) => HELP[key][language];
  const program = new Command('sitewright')
    .description(say('program'))
    .version(version, '-V, --version', say('version'));
  program.addOption(new Option('--lang <language>', say('lang')).choices(['en', 'es']));
  program.option('--passphrase-fd <n>', say('passphraseFd'), values.fd);
  const json = (command: Command) => command.option('--json', say('json'));
  const example = (command: Command, text: string) =>
    command.addHelpText('after', `\n${say('examples')}:\n  $ sitewright ${text}`);
  const simulated = (command: Command) =>
    command.option('--fault <name>', say('fault'), values.fault).option('--speed <times>', say('speed'), values.speed);

  example(
    json(program.command(`check ${siteWord}`).description(say('check'))),
    'check examples/two-node/site.toml',
  ).action((site: string | undefined, options) => run((session) => checkCommand(session, meant(site), options)));

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
  example(json(program.command('explain <words...>').description(say('explain'))), 'explain pve.no-quorum').action(
    (words: string[], options) => run((session) => explainCommand(session, words, options)),
  );

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

  const answers = program.command('answers').description(say('answers'));
  example(
    json(answers.command('make <site>').description(say('answersMake')).requiredOption('--out <dir>', say('out'))),
    'answers make site.toml --out answers',
  ).action((site: string, options: { out: string; json?: boolean }) =>
    run((session) => answersMakeCommand(session, site, options)),
  );
  example(
    json(
      answers
        .command('check <files...>')
        .description(say('answersCheck'))
        .addOption(new Option('--pve <version>', say('pve')).choices(['8.4', '9.1', '9.2']).makeOptionMandatory())
        .option('--inventory <file>', say('inventory')),
    ),
    'answers check answers/pve-node1.toml --pve 8.4 --inventory pve-node1.json',
  ).action((files: string[], options: { pve: PveVersion; inventory?: string; json?: boolean }) =>
    run((session) => answersCheckCommand(session, files, options)),
  );

  example(
    json(answers.command('erasure <site>').description(say('answersErasure'))),
    'answers erasure site.toml',
  ).action((site: string, options) => run((session) => answersErasureCommand(session, site, options)));

  example(
    json(program.command('inventory <site> <node> <file>').description(say('inventoryBring'))),
    'inventory site.toml pve-node1 lsblk.json',
  ).action((site: string, node: string, file: string, options) =>
    run((session) => inventoryCommand(session, site, node, file, options)),
  );

  example(
    json(program.command('sheet <site>').description(say('sheet')).requiredOption('--out <file>', say('sheetOut'))),
    'sheet site.toml --out field-sheet.html',
  ).action((site: string, options: { out: string; json?: boolean }) =>
    run((session) => sheetCommand(session, site, options)),
  );

  example(
    json(
      program
        .command('address-plan <site>')
        .description(say('addressPlan'))
        .requiredOption('--subnet <network>', say('addressSubnet'))
        .option('--from <address>', say('addressFrom'))
        .option('--to <address>', say('addressTo'))
        .option('--nodes <n>', say('addressNodes'), values.count)
        .option('--link <network>', say('addressLink'), values.several)
        .option('--renumber', say('addressRenumber'))
        .option('--write', say('addressWrite')),
    ),
    'address-plan site.toml --subnet 192.168.50.0/24 --write',
  ).action((site: string, options: AddressPlanFlags) => run((session) => addressPlanCommand(session, site, options)));

  const image = program.command('image').description(say('image'));
  example(
    json(
      image
        .command('make <site>')
        .description(say('imageMake'))
        .requiredOption('--base <iso>', say('base'))
        .requiredOption('--out <dir>', say('out'))
        .option('--node <name>', say('onlyNode'), values.several)
        .option('--full', say('full'))
        .option('--rewrite', say('rewrite'))
        .option('--accept-base <sha256>', say('acceptBase'), values.digest),
    ),
    'image make site.toml --base proxmox-ve_8.4-1.iso --out media',
  ).action((site: string, options: ImageMakeOptions) => run((session) => imageMakeCommand(session, site, options)));
  example(
    json(image.command('inspect <file>').description(say('imageInspect'))),
    'image inspect media/pve-node1.overlay --json',
  ).action((file: string, options) => run((session) => imageInspectCommand(session, file, options)));

  example(
    json(
      image
        .command('retarget <target> <site>')
        .description(say('imageRetarget'))
        .requiredOption('--base <iso>', say('base'))
        .requiredOption('--node <name>', say('retargetNode'))
        .option('--accept-base <sha256>', say('acceptBase'), values.digest)
        .option('--verify-whole', say('verifyWhole')),
    ),
    'image retarget /dev/sdb site.toml --base proxmox-ve_8.4-1.iso --node pve-node2',
  ).action((target: string, site: string, options: RetargetOptions) =>
    run((session) => imageRetargetCommand(session, target, site, options)),
  );

  example(
    json(
      program
        .command('drives')
        .description(say('drives'))
        .option('--virtual', say('virtual'))
        .option('--site <site>', say('drivesSite')),
    ),
    'drives --json',
  ).action((options) => run((session) => drivesCommand(session, options)));
  example(
    json(
      program
        .command('flash <images...>')
        .description(say('flash'))
        .requiredOption('--to <device>', say('to'), values.several)
        .requiredOption('--confirm <serial>', say('confirm'), values.several)
        .option('--base <iso>', say('flashBase'))
        .option('--accept-large <serial>', say('acceptLarge')),
    ),
    'flash media/pve-node1.overlay --to /dev/sdb --confirm 4C530001230927114092',
  ).action((files: string[], options: FlashOptions) => run((session) => flashCommand(session, files, options)));

  const bundle = program.command('bundle').description(say('bundle'));
  const sourced = (command: Command) => json(command.option('--sources <file>', say('bundleSources')));
  example(
    sourced(bundle.command('make <site>').description(say('bundleMake')).option('--out <dir>', say('bundleOut'))),
    'bundle make site.toml --out /media/stick/bundle',
  ).action((site: string, options: BundleMakeFlags) => run((session) => bundleMakeCommand(session, site, options)));
  example(
    sourced(
      bundle
        .command('update <site>')
        .description(say('bundleUpdate'))
        .option('--out <dir>', say('bundleOut'))
        .option('--write', say('bundleWrite')),
    ),
    'bundle update site.toml',
  ).action((site: string, options: BundleMakeFlags & { write?: boolean }) =>
    run((session) => bundleUpdateCommand(session, site, options)),
  );
  example(
    json(
      bundle
        .command('verify <folder>')
        .description(say('bundleVerify'))
        .option('--site <site>', say('bundleSite'))
        .option('--rehearse', say('bundleRehearse')),
    ),
    'bundle verify /media/stick/bundle --site site.toml',
  ).action((folder: string, options) => run((session) => bundleVerifyCommand(session, folder, options)));
  example(
    json(bundle.command('diff <before> <after>').description(say('bundleDiff'))),
    'bundle diff /media/stick/bundle bundle',
  ).action((before: string, after: string, options) =>
    run((session) => bundleDiffCommand(session, before, after, options)),
  );
  example(
    json(
      bundle
        .command('stick <folder>')
        .description(say('bundleStick'))
        .requiredOption('--site <site>', say('bundleStickSite'))
        .option('--plain-folder', say('plainFolder')),
    ),
    'bundle stick /media/stick --site site.toml',
  ).action((folder: string, options: { site: string; plainFolder?: boolean; json?: boolean }) =>
    run((session) => bundleStickCommand(session, folder, options)),
  );
  example(
    json(
      bundle
        .command('push <site>')
        .description(say('bundlePush'))
        .requiredOption('--to <host>', say('pushTo'))
        .option('--prune', say('pushPrune')),
    ),
    'bundle push site.toml --to vm-dashboard',
  ).action((site: string, options: { to: string; prune?: boolean; json?: boolean }) =>
    run((session) => bundlePushCommand(session, site, options)),
  );
  const carrying = (command: Command) => json(command.requiredOption('--out <dir>', say('out')));
  example(
    carrying(bundle.command('delta <before> <after>').description(say('bundleDelta'))),
    'bundle delta old-bundle bundle --out delta',
  ).action((before: string, after: string, options: { out: string; json?: boolean }) =>
    run((session) => bundleDeltaCommand(session, before, after, options)),
  );
  example(
    json(bundle.command('patch <folder> <delta>').description(say('bundlePatch'))),
    'bundle patch /media/stick/bundle delta',
  ).action((folder: string, delta: string, options) =>
    run((session) => bundlePatchCommand(session, folder, delta, options)),
  );
  example(
    carrying(
      bundle
        .command('split <folder>')
        .description(say('bundleSplit'))
        .requiredOption('--size <size>', say('bundleSize'), values.size),
    ),
    'bundle split bundle --size 3900MB --out volumes',
  ).action((folder: string, options: { out: string; size: number; json?: boolean }) =>
    run((session) => bundleSplitCommand(session, folder, options)),
  );
  example(
    carrying(bundle.command('join <folders...>').description(say('bundleJoin'))),
    'bundle join /media/stick1 /media/stick2 --out bundle',
  ).action((folders: string[], options: { out: string; json?: boolean }) =>
    run((session) => bundleJoinCommand(session, folders, options)),
  );

  example(
    simulated(
      json(
        program
          .command('arrive <site>')
          .description(say('arrive'))
          .option('--key <host=fingerprint>', say('key'), values.key)
          .option('--rehearsal', say('arriveRehearsal'))
          .option('--keep', say('keep'))
          .addOption(new Option('--media <how>', say('media')).choices(REHEARSED_MEDIA)),
      ),
    ),
    'arrive site.toml',
  ).action((site: string, options: ArriveFlags) => run((session) => arriveCommand(session, site, options)));

  const live = (command: Command) => simulated(json(command.option('--rehearsal', say('rehearsal'))));
  const selecting = (command: Command) =>
    command
      .option('--only <steps>', say('only'), values.list)
      .option('--from <step>', say('from'))
      .option('--node <names>', say('nodes'), values.list)
      .option('--skip <item>', say('skip'), values.list)
      .option('--prune', say('prune'))
      .option('--confirm <name>', say('pruneConfirm'), values.several);
  example(
    selecting(live(program.command(`plan ${siteWord}`).description(say('plan')))),
    'plan site.toml --only storage,machines',
  ).action((site: string | undefined, options: WorkFlags) =>
    run((session) => planCommand(session, meant(site), options)),
  );
  example(
    selecting(live(program.command(`apply ${siteWord}`).description(say('apply'))))
      .option('--dry-run', say('dryRun'))
      .option('--wipe <serial>', say('wipe'), values.several)
      .option('--take-lock', say('takeLock')),
    'apply site.toml --from storage.pool --node pve-node2',
  ).action((site: string | undefined, options: ApplyFlags) =>
    run((session) => applyCommand(session, meant(site), options)),
  );
  example(live(program.command(`smoke ${siteWord}`).description(say('smoke'))), 'smoke site.toml').action(
    (site: string | undefined, options) => run((session) => smokeCommand(session, meant(site), options)),
  );

  example(
    live(
      program
        .command('drill <site>')
        .description(say('drill'))
        .addArgument(new Argument('[kind]', say('drillKind')).choices(DRILL_KINDS)),
    )
      .option('--machine <name>', say('drillMachine'))
      .option('--node <name>', say('drillNode'))
      .option('--link <n>', say('drillLink'), values.link)
      .option('--confirm <name>', say('drillConfirm'))
      .option('--take-lock', say('takeLock')),
    'drill site.toml failover --machine vm-dashboard --confirm vm-dashboard',
  ).action((site: string, kind: DrillKind | undefined, options: DrillFlags) =>
    run((session) => drillCommand(session, site, kind, options)),
  );

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

  example(
    json(program.command('history <site> [runs...]').description(say('history')).option('--all', say('historyAll'))),
    'history site.toml',
  ).action((site: string, runs: string[], options: HistoryFlags) =>
    run((session) => historyCommand(session, site, runs, options)),
  );

  const report = program.command('report').description(say('report'));
  example(
    json(
      report
        .command(`make ${siteWord}`, { isDefault: true })
        .description(say('reportMake'))
        .option('--out <dir>', say('out'))
        .option('--run <id>', say('run')),
    ),
    'report site.toml --out report',
  ).action((site: string | undefined, options) => run((session) => reportCommand(session, meant(site), options)));
  example(
    json(
      report
        .command('sign <site>')
        .description(say('reportSign'))
        .requiredOption('--name <name>', say('signName'))
        .addOption(new Option('--as <who>', say('signAs')).choices(SIGNERS).default('installer'))
        .option('--date <day>', say('signDate'))
        .option('--signature <file>', say('signature'))
        .option('--run <id>', say('run')),
    ),
    'report sign site.toml --name Ortega --signature signature.png',
  ).action((site: string, options: SignFlags) => run((session) => reportSignCommand(session, site, options)));
  example(
    report
      .command('set-aside <site>')
      .description(say('reportSetAside'))
      .requiredOption('--confirm <name>', say('setAsideConfirm'))
      .option('--run <id>', say('run')),
    'report set-aside site.toml --confirm municipal',
  ).action((site: string, options: { confirm: string; run?: string }) =>
    run((session) => reportSetAsideCommand(session, site, options)),
  );
  example(json(report.command('verify <folder>').description(say('reportVerify'))), 'report verify report').action(
    (folder: string, options) => run((session) => reportVerifyCommand(session, folder, options)),
  );

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

  example(
    simulated(
      json(
        program
          .command('rehearse <site>')
          .description(say('rehearse'))
          .option('--out <dir>', say('out'))
          .option('--keep', say('keep'))
          .option('--bundle-alone', say('bundleAlone')),
      ),
    ),
    'rehearse examples/two-node/site.toml --out rehearsal',
  ).action((site: string, options) => run((session) => rehearseCommand(session, site, options)));

  example(
    json(program.command(`support ${siteWord}`).description(say('support')).option('--out <file>', say('supportOut'))),
    'support site.toml --out support.tar.gz',
  ).action((site: string | undefined, options) => run((session) => supportCommand(session, meant(site), options)));

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

  const exported = program.command('export').description(say('export'));
  example(
    exported.command('terraform <site>').description(say('exportTerraform')).requiredOption('--out <dir>', say('out')),
    'export terraform site.toml --out terraform',
  ).action((site: string, options: { out: string }) =>
    run((session) => exportTerraformCommand(session, site, options)),
  );

  example(
    program
      .command('serve')
      .description(say('serve'))
      .option('--port <n>', say('port'), values.port)
      .option('--open', say('open')),
    'serve --open',
  ).action((options) => run((session) => serveCommand(session, options)));
  localiseHelp(program, language);
  return program;
}
