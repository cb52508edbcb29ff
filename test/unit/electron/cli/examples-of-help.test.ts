import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../../electron/cli/program.ts';
import { secretUses } from '../../../../electron/engine/site/derive.ts';
import { parseSite } from '../../../../electron/engine/site/parse-site.ts';

/** Every command that does something, with the words that reach it. */
function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

/** What stands after `$ sitewright ` in the help of one command. */
function exampleOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return /\$ sitewright (.*)/.exec(text)?.[1] ?? '';
}

const all = () => leaves(createProgram(async () => {}, 'en', '1.0.0'));
const examples = all().map(exampleOf);

describe('the example in the help of every command', () => {
  it.each(examples)('is taken as it stands: %s', async (example) => {
    let runs = 0;
    const program = createProgram(
      async () => {
        runs += 1;
      },
      'en',
      '1.0.0',
    );
    for (const command of [program, ...program.commands, ...leaves(program)]) {
      command.exitOverride().configureOutput({ outputError: () => {} });
    }
    await program.parseAsync(example.split(' '), { from: 'user' });
    expect(runs).toBe(1);
  });

  it('names secrets, machines and the version that the shipped example has', () => {
    const { site } = parseSite(readFileSync('examples/two-node/site.toml', 'utf8'));
    if (!site) throw new Error('the example is not read');
    const secrets = secretUses(site).map(({ ref }) => ref.replace('secret:', ''));
    const named = examples.flatMap((example) => /^secrets (?:set|show) \S+ (\S+)/.exec(example)?.[1] ?? []);
    expect(named).toHaveLength(2);
    for (const name of named) expect(secrets).toContain(name);
    const nodes = examples.join(' ').match(/pve-node\d+/g) ?? [];
    expect(nodes.length).toBeGreaterThan(4);
    const hosts = site.hosts.map(({ name }) => name);
    for (const node of nodes) expect(hosts).toContain(node);
    for (const version of examples.join(' ').match(/(?<=--pve |proxmox-ve_)\d\.\d/g) ?? []) {
      expect(version).toBe(site.pve.version);
    }
  });
});
