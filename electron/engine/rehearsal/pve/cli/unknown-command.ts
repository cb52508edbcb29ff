import { commandNames, commandSchema, type MajorVersion } from './command-schema.ts';

/** Blocks of a tool's short usage, as the vendor groups its commands (by the class that implements them). */
const GROUPS: Readonly<Record<string, readonly RegExp[]>> = {
  'ha-manager': [/^crm-command /, /^rules /, /^group/, /^(add|config|remove|set)$/, /^status$/],
};

/** What a tool prints (stderr) for a sub-command it does not know, or for none. */
export function unknownHelp(version: MajorVersion, tool: string, words: readonly string[]): string {
  const first = words[0];
  const head = first === undefined ? 'ERROR: no command specified\n' : `ERROR: unknown command '${tool} ${first}'\n`;
  const names = commandNames(version, tool).map((name) => name.slice(tool.length + 1));
  const groups = GROUPS[tool] ?? [/ /, /./];
  const left = new Set(names.filter((name) => name !== 'help'));
  const blocks = groups.map((group) => {
    const block = [...left].filter((name) => group.test(name)).sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
    for (const name of block) left.delete(name);
    return block;
  });
  const text = [...blocks, [...left], names.includes('help') ? ['help'] : []]
    .filter((block) => block.length > 0)
    .map((block) => block.map((name) => `       ${commandSchema(version, `${tool} ${name}`)?.usage}\n`).join(''))
    .join('\n');
  return `${head}USAGE: ${tool} <COMMAND> [ARGS] [OPTIONS]\n\n${text}`;
}

/** Deeper commands come first within a block. */
function order(name: string): number {
  return -name.split(' ').length;
}
