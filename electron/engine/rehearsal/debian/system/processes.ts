import { parseSignal } from '../../kernel/killed.ts';
import type { Program } from '../../kernel/program.ts';
import { parseOptions } from '../options.ts';
import { complain, nameOf } from '../program.ts';

export const kill: Program = async (context) => {
  const [first = '', ...rest] = context.argv.slice(1);
  const name = first.startsWith('-') ? first.slice(1) : 'TERM';
  const signal = name === '0' ? 0 : parseSignal(name);
  if (signal === undefined) return complain(context, `unknown signal: ${name}`);
  let code = 0;
  for (const entry of first.startsWith('-') ? rest : [first, ...rest]) {
    if (!context.world.kill(context.host, Number(entry), signal)) {
      context.stderr(`kill: (${entry}): No such process\n`);
      code = 1;
    }
  }
  return code;
};

export const pgrep: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: 'fxlac',
    long: ['full', 'exact', 'list-name', 'list-full', 'count'],
    usageCode: 2,
  });
  const expression = new RegExp(options.operands[0] ?? '');
  const hits = [...context.world.processes.values()].filter((entry) => {
    if (entry.host.name !== context.host.name || entry.id === context.processId) return false;
    return expression.test(options.has('f', 'full') ? entry.argv.join(' ') : (entry.argv[0]?.split('/').at(-1) ?? ''));
  });
  for (const entry of hits) {
    if (nameOf(context) === 'pkill') context.world.kill(context.host, entry.id, 'TERM');
    else context.stdout(`${entry.id}${options.has('a', 'list-full') ? ` ${entry.argv.join(' ')}` : ''}\n`);
  }
  return hits.length > 0 ? 0 : 1;
};
