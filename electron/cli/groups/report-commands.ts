import { Option } from 'commander';
import { SIGNERS } from '../../api/sign-off.ts';
import { reportSetAsideCommand, reportSignCommand, type SignFlags } from '../commands/report-sign.ts';
import { reportCommand, reportVerifyCommand } from '../commands/site-runs.ts';
import type { Grammar } from '../grammar.ts';

/** The as-built document. */
export function addReportCommands({ program, run, say, siteWord, meant, json, example }: Grammar): void {
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
}
