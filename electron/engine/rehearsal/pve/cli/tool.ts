import type { Program, ProgramContext } from '../../kernel/program.ts';
import { type ApiCall, callFromContext } from '../api/call.ts';
import { WorkerResult } from '../api/worker.ts';
import { ApiError } from './api-error.ts';
import { checkParameters } from './check-parameters.ts';
import { type CommandSchema, commandNames, commandSchema } from './command-schema.ts';
import { canonicalJson, prettyJson } from './json-text.ts';
import { parseArguments } from './parse-arguments.ts';
import { textResult } from './text-table.ts';
import { unknownHelp } from './unknown-command.ts';

interface CommandInput {
  readonly values: Readonly<Record<string, string>>;
  readonly extra: readonly string[];
}

/** One sub-command: gives back its result (printed by `print`, or in the asked output format) or a WorkerResult. */
export interface ToolCommand {
  readonly run: (call: ApiCall, input: CommandInput) => Promise<unknown> | unknown;
  /** How the result is printed where the command has no output formats. */
  readonly print?: (call: ApiCall, result: unknown) => void;
  /** Start-up and work, in seconds, as observed. */
  readonly seconds: number;
  /** A task that failed still ends with exit code 0 (see pve-behaviour.md, 0.2). */
  readonly ignoresTaskResult?: boolean;
  readonly columns?: readonly string[];
  /** Without quorum: nothing else to check. */
  readonly beforeChecks?: (call: ApiCall) => void;
}

export interface Tool {
  readonly name: string;
  readonly commands: Readonly<Record<string, ToolCommand>>;
  /** Old names: `importdisk` -> `disk import`. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** A vendor's tool as a program of the simulated host. */
export function toolProgram(tool: Tool): Program {
  return async (context) => {
    const call = callFromContext(context);
    const words = context.argv.slice(1);
    const found = findCommand(tool, call.version, words);
    if (!found) {
      await context.sleep(0.4);
      context.stderr(unknownHelp(call.version, tool.name, words));
      return 255;
    }
    const command = tool.commands[found.command];
    if (!command) {
      context.stderr(`${tool.name} ${found.command}: not part of this rehearsal\n`);
      return 255;
    }
    return runCommand(context, call, found.schema, command, words.slice(found.used));
  };
}

async function runCommand(
  context: ProgramContext,
  call: ApiCall,
  schema: CommandSchema,
  command: ToolCommand,
  words: readonly string[],
): Promise<number> {
  await context.sleep(command.seconds);
  try {
    const { values, extra } = parseArguments(schema, words);
    const format = values['output-format'] ?? 'text';
    const options = {
      border: values.noborder !== '1',
      header: values.noheader !== '1',
      ...(command.columns ? { columns: command.columns } : {}),
    };
    const quiet = values.quiet === '1';
    if (schema.hasFormatOptions)
      for (const name of ['output-format', 'noborder', 'noheader', 'quiet', 'human-readable']) delete values[name];
    command.beforeChecks?.(call);
    checkParameters(call.version, schema, values);
    const result = await command.run(call, { values, extra });
    if (result instanceof WorkerResult) return result.failed && !command.ignoresTaskResult ? 255 : 0;
    if (typeof result === 'number' && !schema.hasFormatOptions && !command.print) return result;
    if (quiet) return 0;
    if (command.print) command.print(call, result);
    if (command.print === undefined || (schema.hasFormatOptions && format !== 'text')) {
      if (schema.hasFormatOptions && result !== undefined) context.stdout(formatResult(result, format, options));
    }
    return 0;
  } catch (error) {
    return printError(context, error, schema.usage);
  }
}

export function formatResult(
  result: unknown,
  format: string,
  options: { border: boolean; header: boolean; columns?: readonly string[] },
): string {
  if (format === 'json') return `${canonicalJson(result)}\n`;
  if (format === 'json-pretty') return `${prettyJson(result)}\n`;
  return textResult(result, options);
}

/** Prints an error as the vendor's tools do and gives the exit code; other errors (a stop, a bug) go on. */
export function printError(context: ProgramContext, error: unknown, usage: string): number {
  if (!(error instanceof ApiError)) throw error;
  const warnings = (error as { warnings?: readonly string[] }).warnings ?? [];
  for (const warning of warnings) context.stderr(`${warning}\n`);
  context.stderr(`${error.render()}${error.usage ? `${usage}\n` : ''}`);
  // Perl dies with errno where it is set: a missing file is the one that callers meet most.
  return /^(Error: Corosync config|Configuration file|unable to find configuration file)/.test(error.message) ? 2 : 255;
}

function findCommand(
  tool: Tool,
  version: 8 | 9,
  words: readonly string[],
): { schema: CommandSchema; command: string; used: number } | undefined {
  const alias = Object.entries(tool.aliases ?? {}).find(
    ([name]) => name === words.slice(0, name.split(' ').length).join(' '),
  );
  const used = alias ? [...alias[1].split(' '), ...words.slice(alias[0].split(' ').length)] : words;
  const shift = used.length - words.length;
  const names = commandNames(version, tool.name).map((name) => name.slice(tool.name.length + 1));
  for (let length = Math.min(3, used.length); length > 0; length -= 1) {
    const exact = used.slice(0, length).join(' ');
    const abbreviated = names.filter((name) => abbreviates(used.slice(0, length), name.split(' ')));
    const name = names.includes(exact) ? exact : abbreviated.length === 1 ? abbreviated[0] : undefined;
    const schema = name === undefined ? undefined : commandSchema(version, `${tool.name} ${name}`);
    if (schema && name !== undefined) return { schema, command: name, used: length - shift };
  }
  return undefined;
}

/** Sub-commands may be abbreviated as long as they stay unique. */
function abbreviates(words: readonly string[], name: readonly string[]): boolean {
  return (
    words.length === name.length &&
    words.every((word, index) => /^[a-z]/.test(word) && (name[index]?.startsWith(word) ?? false))
  );
}
