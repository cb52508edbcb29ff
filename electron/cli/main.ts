import { existsSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { type Diagnostic, diagnostic } from '../api/diagnostic.ts';
import type { Language } from '../api/text.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { askOnTerminal } from './ask.ts';
import { type InstalledPlace, installedPlace } from './installed-place.ts';
import { createProgram, type RunCommand } from './program.ts';
import { runFlasherOf } from './run-flasher-of.ts';
import { EXIT, type ExitCode, type Session, type View } from './session.ts';
import { isExecutable, type StickPlace, stickApp, stickPlace, stickSite } from './stick-place.ts';
import { BadValueError, usageDiagnostic } from './usage.ts';
import { printFailure } from './view/diagnostics.ts';
import { diagnosticsOf, exitCodeFor } from './view/failure.ts';

declare const SITEWRIGHT_VERSION: string;

/** The command line: the only file that knows argv and ends the process. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const language = languageOf(argv);
  const asJson = argv.includes('--json');
  process.on('SIGINT', endCancelled);
  process.on('SIGTERM', endCancelled);
  let exitCode: ExitCode = EXIT.done;
  const installed = isExecutable() ? installedPlace() : undefined;
  const stick = isExecutable() && !installed ? stickPlace() : undefined;
  const run: RunCommand = async (work) => {
    const lacks = stick && lackOf(stick, argv);
    if (lacks) {
      printFailure(viewFor(language), [lacks], asJson);
      exitCode = exitCodeFor([lacks]);
      return;
    }
    const ownRoot = stick?.root === undefined ? join(__dirname, '..', '..') : stickApp(stick.root);
    const root = installed?.app ?? ownRoot;
    const engine = openEngine(argv, root, stick?.root, installed);
    const session = openSession(engine, language, root);
    try {
      exitCode = await work(session);
    } catch (error) {
      const diagnostics = diagnosticsOf(error);
      printFailure(session, diagnostics, asJson);
      exitCode = exitCodeFor(diagnostics);
    } finally {
      await engine.close();
    }
  };
  const ownSite = stick && stickSite(stick.root ?? '');
  const program = createProgram(run, language, SITEWRIGHT_VERSION, ownSite);
  overrideExit(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const problem = argumentProblem(error, program, argv);
    if (problem) printFailure(viewFor(language), [problem], asJson);
    exitCode = problem || !(error instanceof CommanderError) || error.exitCode !== 0 ? EXIT.badInput : EXIT.done;
  }
  await flush();
  process.exit(exitCode);
}

/** What is wrong with the arguments; undefined where only help or the version was asked for. */
function argumentProblem(error: unknown, program: Command, argv: readonly string[]): Diagnostic | undefined {
  if (error instanceof BadValueError) return error.diagnostic;
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined;
  return usageDiagnostic(error, commandOf(program, argv));
}

/** The command that was meant, as far as its words are known: `sitewright image make`. */
function commandOf(program: Command, argv: readonly string[]): string {
  const words = [program.name()];
  let at = program;
  for (const word of argv) {
    const child = at.commands.find((command) => command.name() === word);
    if (!child) continue;
    words.push(word);
    at = child;
  }
  return words.join(' ');
}

/** Every command of commander throws instead of ending the process, so that bad arguments are exit 2. */
function overrideExit(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} });
  for (const child of command.commands) overrideExit(child);
}

/** Why nothing can be started from the stick: none is mounted, or the site that nobody named lacks on it. */
function lackOf({ root, lookedAt }: StickPlace, argv: readonly string[]): Diagnostic | undefined {
  if (root === undefined) return diagnostic('deploy.no-stick', { params: { places: lookedAt.join(', ') } });
  const namesSite = argv.some((word) => word.endsWith('.toml') || existsSync(join(word, 'site.toml')));
  if (namesSite || existsSync(stickSite(root))) return undefined;
  return diagnostic('deploy.half-copied', { params: { folder: root, what: 'site/site.toml' } });
}

/**
 * @param stickRoot the deployment stick that this was started from
 * @param installed the package that it was started from
 */
function openEngine(
  argv: readonly string[],
  root: string,
  stickRoot: string | undefined,
  installed: InstalledPlace | undefined,
): Engine {
  const stickProgram = installed?.program ?? join(root, 'dist', 'stick');
  return createEngine({
    appVersion: SITEWRIGHT_VERSION,
    shippedRoot: root,
    examplesRoot: installed?.examples ?? join(root, 'examples'),
    flasherPath: installed?.flasher ?? join(root, 'dist', 'flasher', 'flasher.cjs'),
    ...(stickRoot === undefined ? { stickProgram } : { stickRoot }),
    resources: installed?.resources,
    temporaryRoot: tmpdir(),
    env: process.env,
    by: userName(),
    passphraseFd: numberAfter(argv, '--passphrase-fd'),
    askPassphrase: process.stdin.isTTY && process.stderr.isTTY ? askOnTerminal : undefined,
  });
}

/** Ctrl+C where no run has to be stopped first: what only looks is left at once; its lock is seen to be of a dead process. */
function endCancelled(): void {
  process.exit(EXIT.cancelled);
}

function viewFor(language: Language): View {
  return {
    language,
    out: process.stdout,
    err: process.stderr,
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  };
}

function openSession(engine: Engine, language: Language, root: string): Session {
  return {
    client: engine.client('cli'),
    serve: engine.nodeHttpHandler,
    pageFolder: join(root, 'dist', 'renderer'),
    ...viewFor(language),
    onInterrupt: (listener) => {
      let times = 0;
      process.off('SIGINT', endCancelled);
      process.off('SIGTERM', endCancelled);
      const onSignal = () => {
        times += 1;
        listener(times);
      };
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
      return () => {
        process.off('SIGINT', onSignal);
        process.off('SIGTERM', onSignal);
        process.on('SIGINT', endCancelled);
        process.on('SIGTERM', endCancelled);
      };
    },
  };
}

/** The person as the system knows them; a container may know nobody. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? process.env.USERNAME ?? 'unknown';
  }
}

function languageOf(argv: readonly string[]): Language {
  const given = valueAfter(argv, '--lang');
  if (given === 'en' || given === 'es') return given;
  const system =
    process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return system.toLowerCase().startsWith('es') ? 'es' : 'en';
}

function valueAfter(argv: readonly string[], name: string): string | undefined {
  const index = argv.indexOf(name);
  if (index >= 0) return argv[index + 1];
  return argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

function numberAfter(argv: readonly string[], name: string): number | undefined {
  const value = valueAfter(argv, name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** process.exit would cut a pipe that is slower than we are. */
async function flush(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))),
  );
}

if (!isExecutable() || !runFlasherOf(installedPlace())) {
  process.stdout.on('error', () => process.exit(EXIT.failed));
  main().catch((error: unknown) => {
    const argv = process.argv.slice(2);
    printFailure(viewFor(languageOf(argv)), diagnosticsOf(error), argv.includes('--json'));
    process.exit(EXIT.failed);
  });
}
