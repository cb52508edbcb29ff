import type { Program, ProgramContext } from '../../kernel/program.ts';
import { dropRules, writeDropRules } from '../model/drop-rules.ts';

/** iptables -I|-A|-D|-C|-S CHAIN ...: rules stay as they were given, in memory as the kernel's do (a restart forgets them). */
export const iptables: Program = async (context) => {
  const words = context.argv.slice(1).filter((word) => word !== '-w' && word !== '--wait');
  const [action = '', chain, ...rest] = words;
  await context.sleep(0.02);
  const rules = dropRules(context.host);
  if (action === '-S' || action === '--list-rules') {
    for (const rule of rules) if (chain === undefined || rule.startsWith(`${chain} `)) context.stdout(`-A ${rule}\n`);
    return 0;
  }
  // -I takes the place of the new rule, and 1 is what it takes unsaid
  const said = action === '-I' && rest[0] === '1' ? rest.slice(1) : rest;
  if (chain === undefined || !/^(INPUT|OUTPUT)$/.test(chain) || said.length === 0 || /^\d+$/.test(said[0] ?? ''))
    return refuse(context, words);
  const rule = `${chain} ${said.join(' ')}`;
  const at = rules.indexOf(rule);
  const keep = (kept: readonly string[]): number => {
    writeDropRules(context.world, context.host, kept);
    return 0;
  };
  switch (action) {
    case '-I':
      return keep([rule, ...rules]);
    case '-A':
      return keep([...rules, rule]);
    case '-C':
      return at < 0 ? noSuchRule(context) : 0;
    case '-D':
      return at < 0 ? noSuchRule(context) : keep(rules.filter((_, index) => index !== at));
    default:
      return refuse(context, words);
  }
};

function noSuchRule(context: ProgramContext): number {
  context.stderr('iptables: Bad rule (does a matching rule exist in that chain?).\n');
  return 1;
}

function refuse(context: ProgramContext, words: readonly string[]): number {
  context.stderr(`iptables: not part of this rehearsal: ${words.join(' ')}\n`);
  return 2;
}
