import { Killed, parseSignal, SIGNALS } from '../../kernel/killed.ts';
import type { Program } from '../../kernel/program.ts';
import { parseOptions, UsageError } from '../options.ts';
import { complain, program } from '../program.ts';
import { runOr } from './run-command.ts';

export const sleep = program({ short: '', long: ['help', 'version'] }, async (context, options) => {
  if (options.operands.length === 0)
    throw new UsageError("sleep: missing operand\nTry 'sleep --help' for more information.", 1);
  let total = 0;
  for (const operand of options.operands) {
    const match = /^(\d*\.?\d+|infinity)([smhd]?)$/.exec(operand);
    if (!match)
      throw new UsageError(`sleep: invalid time interval '${operand}'\nTry 'sleep --help' for more information.`, 1);
    total += operand.startsWith('inf')
      ? 1e9
      : Number(match[1]) * ({ '': 1, s: 1, m: 60, h: 3600, d: 86400 }[match[2] ?? ''] ?? 1);
  }
  await context.sleep(total);
  return 0;
});

export const timeout: Program = async (context) => {
  let options: ReturnType<typeof parseOptions>;
  try {
    options = parseOptions(context.argv, {
      short: 's:k:v',
      long: ['signal=', 'kill-after=', 'preserve-status', 'foreground', 'verbose'],
      stopAtOperand: true,
      usageCode: 125,
    });
  } catch (error) {
    context.stderr(`${(error as Error).message}\n`);
    return 125;
  }
  const [limit, ...command] = options.operands;
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(limit ?? '');
  if (!match)
    return complain(
      context,
      limit === undefined
        ? "missing operand\nTry 'timeout --help' for more information."
        : `invalid time interval '${limit}'\nTry 'timeout --help' for more information.`,
      125,
    );
  const seconds = Number(match[1]) * ({ '': 1, s: 1, m: 60, h: 3600, d: 86400 }[match[2] ?? ''] ?? 1);
  const signal = parseSignal(options.get('s', 'signal') ?? 'TERM') ?? 'TERM';
  const limiter = new AbortController();
  const stop = () => limiter.abort(context.signal.reason);
  context.signal.addEventListener('abort', stop, { once: true });
  let expired = false;
  const waiting = new AbortController();
  if (seconds > 0)
    context.world.outwait(seconds, waiting.signal).then(
      () => {
        expired = true;
        limiter.abort(new Killed(signal));
      },
      () => undefined,
    );
  const code = await runOr(context, command, { signal: limiter.signal }).finally(() => {
    waiting.abort();
    context.signal.removeEventListener('abort', stop);
  });
  if (!expired) return code;
  if (options.has('preserve-status')) return code;
  return signal === 'KILL' ? 128 + SIGNALS.KILL : 124;
};
