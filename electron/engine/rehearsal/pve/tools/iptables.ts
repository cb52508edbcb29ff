import type { Program } from '../../kernel/program.ts';
import { dropRules, writeDropRules } from '../model/drop-rules.ts';

/** iptables -I|-D|-C|-S CHAIN ... -j DROP: kept as they were given, in memory as the kernel does (a restart forgets them). */
export const iptables: Program = async (context) => {
  const words = context.argv.slice(1).filter((word) => word !== '-w' && word !== '--wait');
  const [action = '', chain = '', ...rest] = words;
  await context.sleep(0.02);
  if (action === '-S' || action === '--list-rules') {
    for (const rule of dropRules(context.host)) context.stdout(`-A ${rule}\n`);
    return 0;
  }
  if (!/^(INPUT|OUTPUT)$/.test(chain) || rest.length === 0) {
    context.stderr(`iptables: not part of this rehearsal: ${words.join(' ')}\n`);
    return 2;
  }
  const rule = `${chain} ${rest.filter((word) => word !== '1').join(' ')}`;
  const rules = dropRules(context.host);
  if (action === '-C') {
    if (rules.includes(rule)) return 0;
    context.stderr('iptables: Bad rule (does a matching rule exist in that chain?).\n');
    return 1;
  }
  if (action === '-I' || action === '-A') writeDropRules(context.world, context.host, [rule, ...rules]);
  else if (action === '-D') {
    const at = rules.indexOf(rule);
    if (at < 0) {
      context.stderr('iptables: Bad rule (does a matching rule exist in that chain?).\n');
      return 1;
    }
    writeDropRules(
      context.world,
      context.host,
      rules.filter((_, index) => index !== at),
    );
  } else {
    context.stderr(`iptables: not part of this rehearsal: ${words.join(' ')}\n`);
    return 2;
  }
  return 0;
};
