import type { Program } from '../../kernel/program.ts';
import { absolute, parseOptions } from '../options.ts';
import { complain } from '../program.ts';

const locks = new WeakMap<object, Map<string, Promise<unknown>>>();

export const flock: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: 'nw:c:esxoEu',
    long: ['nonblock', 'nb', 'timeout=', 'wait=', 'exclusive', 'shared', 'command=', 'conflict-exit-code='],
    stopAtOperand: true,
  });
  const [file, ...rest] = options.operands;
  if (file === undefined || /^\d+$/.test(file))
    return complain(context, 'requires a lock file (locks on descriptors are not simulated)', 64);
  // util-linux takes -c after the file too.
  const command = options.get('c', 'command') ?? (rest[0] === '-c' ? rest[1] : undefined);
  const argv = command === undefined ? rest : ['sh', '-c', command];
  const path = `${context.host.name}:${absolute(context, file)}`;
  const held = locks.get(context.world) ?? new Map<string, Promise<unknown>>();
  locks.set(context.world, held);
  if (!context.host.files.stat(absolute(context, file)))
    context.host.files.write(absolute(context, file), new Uint8Array(0));
  const limit = options.get('w', 'timeout', 'wait');
  const startedAt = context.world.now();
  while (held.has(path)) {
    if (options.has('n', 'nonblock', 'nb')) return 1;
    const left = limit === undefined ? undefined : Number(limit) - (context.world.now() - startedAt) / 1000;
    if (left !== undefined && left <= 0) return 1;
    await Promise.race([held.get(path)?.catch(() => undefined), context.sleep(left ?? 3600)]);
  }
  const work = context.spawn(argv);
  held.set(path, work);
  try {
    return await work;
  } finally {
    held.delete(path);
  }
};
