import { Command, Option } from 'commander';
import type { PveVersion } from '../api/site.ts';
import type { Language } from '../api/text.ts';
import { answersCheckCommand, answersMakeCommand } from './commands/answers.ts';
import { checkCommand } from './commands/check.ts';
import {
  drivesCommand,
  flashCommand,
  type ImageMakeOptions,
  imageInspectCommand,
  imageMakeCommand,
} from './commands/media.ts';
import { serveCommand } from './commands/serve.ts';
import {
  applyCommand,
  exportTerraformCommand,
  planCommand,
  rehearseCommand,
  reportCommand,
  reportVerifyCommand,
  smokeCommand,
} from './commands/site-runs.ts';
import { HELP } from './help.ts';
import type { ExitCode, Session } from './session.ts';

/** Runs one command over a session that is opened only when a command really runs (never for --help). */
export type RunCommand = (work: (session: Session) => Promise<ExitCode>) => Promise<void>;

/** argv -> client calls. Reads top to bottom as the journey does. */
export function createProgram(run: RunCommand, language: Language, version: string): Command {
  const say = (key: keyof typeof HELP) => HELP[key][language];
  const program = new Command('sitewright').description(say('program')).version(version);
  program.addOption(new Option('--lang <language>', say('lang')).choices(['en', 'es']));
  program.option('--passphrase-fd <n>', say('passphraseFd'));
  const json = (command: Command) => command.option('--json', say('json'));
  const example = (command: Command, text: string) =>
    command.addHelpText('after', `\n${say('examples')}:\n  $ sitewright ${text}`);
  const simulated = (command: Command) =>
    command
      .option('--fault <name>', say('fault'), (name: string, all: string[] = []) => [...all, name])
      .option('--speed <times>', say('speed'));

  example(json(program.command('check <site>').description(say('check'))), 'check examples/two-node/site.toml').action(
    (site: string, options) => run((session) => checkCommand(session, site, options)),
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
        .addOption(new Option('--pve <version>').choices(['8.4', '9.1', '9.2']).makeOptionMandatory())
        .option('--inventory <file>'),
    ),
    'answers check pve-node1.toml --pve 9.2 --inventory pve-node1.json',
  ).action((files: string[], options: { pve: PveVersion; inventory?: string; json?: boolean }) =>
    run((session) => answersCheckCommand(session, files, options)),
  );

  const image = program.command('image').description(say('image'));
  example(
    json(
      image
        .command('make <site>')
        .description(say('imageMake'))
        .requiredOption('--base <iso>')
        .requiredOption('--out <dir>', say('out'))
        .option('--full')
        .option('--accept-base <sha256>'),
    ),
    'image make site.toml --base proxmox-ve_8.4-1.iso --out media',
  ).action((site: string, options: ImageMakeOptions) => run((session) => imageMakeCommand(session, site, options)));
  example(
    json(image.command('inspect <file>').description(say('imageInspect'))),
    'image inspect media/pve-node1.iso --json',
  ).action((file: string, options) => run((session) => imageInspectCommand(session, file, options)));

  example(json(program.command('drives').description(say('drives')).option('--virtual')), 'drives --json').action(
    (options) => run((session) => drivesCommand(session, options)),
  );
  example(
    json(
      program
        .command('flash <image>')
        .description(say('flash'))
        .requiredOption('--to <device>')
        .requiredOption('--confirm <serial>')
        .option('--base <iso>'),
    ),
    'flash media/pve-node1.overlay --to /dev/sdb --confirm 4C530001230927114092',
  ).action((file: string, options: { to: string; confirm: string; base?: string; json?: boolean }) =>
    run((session) => flashCommand(session, file, options)),
  );

  for (const [name, command] of [
    ['plan', planCommand],
    ['apply', applyCommand],
    ['smoke', smokeCommand],
  ] as const) {
    example(
      simulated(json(program.command(`${name} <site>`).description(say(name)).option('--rehearsal', say('rehearsal')))),
      `${name} site.toml`,
    ).action((site: string, options) => run((session) => command(session, site, options)));
  }

  const report = program.command('report').description(say('report'));
  example(
    json(
      report
        .command('make <site>', { isDefault: true })
        .description(say('reportMake'))
        .option('--out <dir>', say('out'))
        .option('--run <id>'),
    ),
    'report site.toml --out report',
  ).action((site: string, options) => run((session) => reportCommand(session, site, options)));
  example(json(report.command('verify <folder>').description(say('reportVerify'))), 'report verify report').action(
    (folder: string, options) => run((session) => reportVerifyCommand(session, folder, options)),
  );

  example(
    simulated(
      json(
        program
          .command('rehearse <site>')
          .description(say('rehearse'))
          .option('--out <dir>', say('out'))
          .option('--keep', say('keep')),
      ),
    ),
    'rehearse examples/two-node/site.toml --out rehearsal',
  ).action((site: string, options) => run((session) => rehearseCommand(session, site, options)));

  const exported = program.command('export').description(say('export'));
  example(
    exported.command('terraform <site>').description(say('exportTerraform')).requiredOption('--out <dir>', say('out')),
    'export terraform site.toml --out terraform',
  ).action((site: string, options: { out: string }) =>
    run((session) => exportTerraformCommand(session, site, options)),
  );

  example(
    program.command('serve').description(say('serve')).option('--port <n>').option('--open'),
    'serve --open',
  ).action((options) => run((session) => serveCommand(session, options)));
  return program;
}
