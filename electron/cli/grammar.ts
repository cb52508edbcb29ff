import { Command, Option } from 'commander';
import type { Language } from '../api/text.ts';
import { HELP } from './help.ts';
import type { ExitCode, Session } from './session.ts';
import { optionValues } from './usage.ts';

/** Runs one command over a session that is opened only when a command really runs (never for --help). */
export type RunCommand = (work: (session: Session) => Promise<ExitCode>) => Promise<void>;

/** The words that all commands are written with: what they are given, and the options that many have. */
export interface Grammar {
  readonly program: Command;
  readonly run: RunCommand;
  readonly say: (key: keyof typeof HELP) => string;
  readonly values: ReturnType<typeof optionValues>;
  /** How a site is named in the usage: it may be left out on a deployment stick. */
  readonly siteWord: string;
  readonly meant: (site: string | undefined) => string;
  readonly json: (command: Command) => Command;
  readonly example: (command: Command, text: string) => Command;
  readonly simulated: (command: Command) => Command;
  readonly live: (command: Command) => Command;
  readonly selecting: (command: Command) => Command;
}

/** @param ownSite the site of the deployment stick that this runs from: what is meant where none is named */
export function grammarOf(run: RunCommand, language: Language, version: string, ownSite?: string): Grammar {
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
  const live = (command: Command) => simulated(json(command.option('--rehearsal', say('rehearsal'))));
  const selecting = (command: Command) =>
    command
      .option('--only <steps>', say('only'), values.list)
      .option('--from <step>', say('from'))
      .option('--node <names>', say('nodes'), values.list)
      .option('--skip <item>', say('skip'), values.list)
      .option('--prune', say('prune'))
      .option('--confirm <name>', say('pruneConfirm'), values.several);
  return { program, run, say, values, siteWord, meant, json, example, simulated, live, selecting };
}
