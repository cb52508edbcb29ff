import { Option } from 'commander';
import type { PveVersion } from '../../api/site.ts';
import { answersCheckCommand, answersErasureCommand, answersMakeCommand } from '../commands/answers.ts';
import type { Grammar } from '../grammar.ts';

/** The answer files of the installer. */
export function addAnswersCommands({ program, run, say, json, example }: Grammar): void {
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
}
