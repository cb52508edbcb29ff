import { Killed, parseSignal, SIGNALS } from '../kernel/killed.ts';
import type { Program, ProgramContext } from '../kernel/program.ts';
import { builtins } from '../kernel/shell/builtins.ts';
import { groupName, userId } from '../kernel/user-ids.ts';
import { KERNELS } from './base-system.ts';
import { lookUpName } from './names.ts';
import { absolute, linesOf, parseOptions, text, UsageError } from './options.ts';
import { complain, nameOf, program } from './program.ts';
import { log, settingsOf } from './settings.ts';

/** printf, echo, test, [, true, false, pwd as programs: the shell's own code. */
const fromShell =
  (name: string): Program =>
  (context) =>
    context.spawn(['sh', '-c', `${name === '[' ? '[' : name} "$@"`, name, ...context.argv.slice(1)]);

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LONG_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Minutes that a zone is ahead of UTC at a moment, from the machine's own tables; unknown zones count as UTC. */
function zoneOffset(zone: string, at: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    const match = /GMT([-+])(\d+):(\d+)/.exec(name);
    return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  } catch {
    return 0;
  }
}

function formatDate(format: string, at: number, offsetMinutes: number): string {
  const local = new Date(at + offsetMinutes * 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const sign = offsetMinutes < 0 ? '-' : '+';
  const size = Math.abs(offsetMinutes);
  const zone = `${sign}${two(Math.floor(size / 60))}${two(size % 60)}`;
  const expand = (letter: string): string => {
    switch (letter) {
      case 'Y':
        return String(local.getUTCFullYear());
      case 'y':
        return two(local.getUTCFullYear() % 100);
      case 'm':
        return two(local.getUTCMonth() + 1);
      case 'd':
        return two(local.getUTCDate());
      case 'e':
        return String(local.getUTCDate()).padStart(2);
      case 'H':
        return two(local.getUTCHours());
      case 'I':
        return two(local.getUTCHours() % 12 || 12);
      case 'M':
        return two(local.getUTCMinutes());
      case 'S':
        return two(local.getUTCSeconds());
      case 'N':
        return String(local.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0');
      case 's':
        return String(Math.floor(at / 1000));
      case 'F':
        return `${expand('Y')}-${expand('m')}-${expand('d')}`;
      case 'T':
        return `${expand('H')}:${expand('M')}:${expand('S')}`;
      case 'R':
        return `${expand('H')}:${expand('M')}`;
      case 'a':
        return DAYS[local.getUTCDay()] as string;
      case 'A':
        return LONG_DAYS[local.getUTCDay()] as string;
      case 'b':
        return MONTHS[local.getUTCMonth()] as string;
      case 'u':
        return String(local.getUTCDay() || 7);
      case 'w':
        return String(local.getUTCDay());
      case 'j':
        return String(Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 0)) / 86_400_000)).padStart(
          3,
          '0',
        );
      case 'z':
        return zone;
      case 'Z':
        return offsetMinutes === 0 ? 'UTC' : zone.slice(0, 3);
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case '%':
        return '%';
      default:
        return `%${letter}`;
    }
  };
  return format.replace(/%-?(:?[a-zA-Z%])/g, (whole, letter: string) => {
    if (letter === ':z') return `${zone.slice(0, 3)}:${zone.slice(3)}`;
    const value = expand(letter);
    return whole.startsWith('%-') ? value.replace(/^0+(?=.)/, '') : value;
  });
}

const date = program(
  {
    short: 'ud:s:Ir:R',
    long: ['utc', 'universal', 'date=', 'set=', 'iso-8601?', 'rfc-3339=', 'reference=', 'help', 'version'],
  },
  (context, options) => {
    const { world, host } = context;
    const settings = settingsOf(world, host);
    let at = world.now() + settings.clockOffsetSeconds * 1000;
    const set = options.get('s', 'set');
    if (set !== undefined) {
      const wanted = set.startsWith('@') ? Number(set.slice(1)) * 1000 : Date.parse(`${set.replace(' ', 'T')}Z`);
      if (Number.isNaN(wanted)) return complain(context, `invalid date '${set}'`);
      settings.clockOffsetSeconds = Math.round((wanted - world.now()) / 1000);
      world.changed();
      at = wanted;
    }
    const given = options.get('d', 'date');
    if (given !== undefined && given !== 'now') {
      const match = /^@(-?\d+(?:\.\d+)?)$/.exec(given);
      const relative = /^([-+]?\d+) (second|minute|hour|day)s?( ago)?$/.exec(given);
      if (match) at = Number(match[1]) * 1000;
      else if (relative) {
        const unit = { second: 1, minute: 60, hour: 3600, day: 86400 }[relative[2] as string] ?? 1;
        at += Number(relative[1]) * unit * 1000 * (relative[3] ? -1 : 1);
      } else at = Date.parse(/[zZ]|[-+]\d\d:?\d\d$/.test(given) ? given : `${given.replace(' ', 'T')}Z`);
      if (Number.isNaN(at)) return complain(context, `invalid date '${given}'`);
    }
    const isUtc = options.has('u', 'utc', 'universal') || context.env.get('TZ') === 'UTC';
    const offset = isUtc ? 0 : zoneOffset(settings.timezone, at);
    const [format, extra] = options.operands;
    if (extra !== undefined)
      return complain(context, `extra operand '${extra}'\nTry 'date --help' for more information.`);
    if (format !== undefined && !format.startsWith('+')) return complain(context, `invalid date '${format}'`);
    const iso = options.values.get('iso-8601')?.at(-1) ?? (options.has('I') ? '' : undefined);
    const pattern =
      format?.slice(1) ??
      (iso !== undefined
        ? iso === '' || iso === 'date'
          ? '%F'
          : '%FT%T%:z'
        : options.has('R')
          ? '%a, %d %b %Y %T %z'
          : '%a %b %e %T %Z %Y');
    context.stdout(`${formatDate(pattern, at, offset)}\n`);
    return 0;
  },
);

const sleep = program({ short: '', long: ['help', 'version'] }, async (context, options) => {
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

const hostname = program(
  { short: 'fsIidA', long: ['fqdn', 'long', 'short', 'all-ip-addresses', 'ip-address', 'domain', 'help', 'version'] },
  (context, options) => {
    const { host, world } = context;
    const name = text(host.files.read('/etc/hostname')).trim();
    if (options.operands[0] !== undefined) {
      host.files.write('/etc/hostname', Buffer.from(`${options.operands[0]}\n`));
      return 0;
    }
    const addresses = [...host.addresses.values()].flat().map((entry) => entry.split('/')[0]);
    if (options.has('I', 'all-ip-addresses')) context.stdout(`${addresses.join(' ')} \n`);
    else if (options.has('i', 'ip-address')) context.stdout(`${lookUpName(world, host, name)[0]?.address ?? ''}\n`);
    else if (options.has('f', 'fqdn', 'long') || options.has('d', 'domain')) {
      const full = lookUpName(world, host, name)[0]?.canonical ?? name;
      context.stdout(`${options.has('d', 'domain') ? full.split('.').slice(1).join('.') : full}\n`);
    } else context.stdout(`${name}\n`);
    return 0;
  },
);

const uname = program(
  { short: 'asnrvmpio', long: ['all', 'kernel-name', 'nodename', 'kernel-release', 'machine', 'help', 'version'] },
  (context, options) => {
    const kernel = KERNELS[context.host.osVersion] ?? '6.1.0-sim';
    const parts: string[] = [];
    const all = options.has('a', 'all');
    if (all || options.has('s', 'kernel-name') || options.values.size === 0) parts.push('Linux');
    if (all || options.has('n', 'nodename')) parts.push(context.host.name);
    if (all || options.has('r', 'kernel-release')) parts.push(kernel);
    if (all || options.has('v')) parts.push('#1 SMP PREEMPT_DYNAMIC');
    if (all || options.has('m', 'machine')) parts.push('x86_64');
    if (all || options.has('o')) parts.push('GNU/Linux');
    context.stdout(`${parts.join(' ')}\n`);
    return 0;
  },
);

const id = program(
  { short: 'ugnGr', long: ['user', 'group', 'name', 'groups', 'help', 'version'] },
  (context, options) => {
    const user = options.operands[0] ?? context.env.get('USER') ?? 'root';
    const number = userId(context.host, user);
    if (number === undefined) return complain(context, `'${user}': no such user`);
    const isName = options.has('n', 'name');
    const groups = linesOf(text(context.host.files.read('/etc/group')))
      .map((line) => line.split(':'))
      .filter((fields) => fields[0] === user || fields[3]?.split(',').includes(user));
    const gid = groups.find((fields) => fields[0] === user)?.[2] ?? String(number);
    if (options.has('u', 'user')) context.stdout(`${isName ? user : number}\n`);
    else if (options.has('g', 'group')) context.stdout(`${isName ? groupName(context.host, Number(gid)) : gid}\n`);
    else if (options.has('G', 'groups'))
      context.stdout(`${groups.map((fields) => (isName ? fields[0] : fields[2])).join(' ')}\n`);
    else
      context.stdout(
        `uid=${number}(${user}) gid=${gid}(${groupName(context.host, Number(gid))}) groups=${groups.map((fields) => `${fields[2]}(${fields[0]})`).join(',')}\n`,
      );
    return 0;
  },
);

const env: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: 'iu:0C:S:',
    long: ['ignore-environment', 'unset=', 'chdir=', 'null'],
    stopAtOperand: true,
    usageCode: 125,
  });
  const values = new Map(options.has('i', 'ignore-environment') ? [] : context.env);
  for (const name of [...(options.values.get('u') ?? []), ...(options.values.get('unset') ?? [])]) values.delete(name);
  let at = 0;
  for (; at < options.operands.length; at += 1) {
    const match = /^([^=]+)=([\s\S]*)$/.exec(options.operands[at] as string);
    if (!match) break;
    values.set(match[1] as string, match[2] as string);
  }
  const command = options.operands.slice(at);
  if (command.length === 0) {
    for (const [name, value] of values) context.stdout(`${name}=${value}\n`);
    return 0;
  }
  return runOr(context, command, { env: values });
};

async function runOr(
  context: ProgramContext,
  command: readonly string[],
  options: Parameters<ProgramContext['spawn']>[1] = {},
): Promise<number> {
  const [word = ''] = command;
  const cwd = options.cwd ?? context.cwd;
  const found = context.world.findProgram(context.host, word, cwd);
  if (found === 'missing') return complain(context, `'${word}': No such file or directory`, 127);
  if (found === 'denied') return complain(context, `'${word}': Permission denied`, 126);
  return context.spawn(command, options);
}

const timeout: Program = async (context) => {
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
  const timer =
    seconds === 0
      ? Promise.resolve()
      : context.world.sleep(seconds).then(
          () => {
            if (waiting.signal.aborted) return;
            expired = true;
            limiter.abort(new Killed(signal));
          },
          () => undefined,
        );
  void timer;
  const code = await runOr(context, command, { signal: limiter.signal });
  waiting.abort();
  context.signal.removeEventListener('abort', stop);
  if (!expired) return code;
  if (options.has('preserve-status')) return code;
  return signal === 'KILL' ? 128 + SIGNALS.KILL : 124;
};

/** nohup, setsid: the command runs on when the connection is cut, until the host loses power. */
const detached: Program = async (context) => {
  const options = parseOptions(context.argv, { short: 'fcw', long: ['fork', 'wait', 'ctty'], stopAtOperand: true });
  const command = options.operands;
  if (command.length === 0) return complain(context, "missing operand\nTry 'nohup --help' for more information.", 125);
  const [word = ''] = command;
  if (context.world.findProgram(context.host, word, context.cwd) !== 'found')
    return complain(context, `failed to run command '${word}': No such file or directory`, 127);
  const running = context.world.run(context.host, command, {
    env: context.env,
    cwd: context.cwd,
    stdin: context.input,
    stdout: (chunk) => context.stdout(chunk),
    stderr: (chunk) => context.stderr(chunk),
  });
  if (options.has('f', 'fork')) return 0;
  return Promise.race([
    running,
    new Promise<never>((_resolve, reject) =>
      context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true }),
    ),
  ]);
};

const locks = new WeakMap<object, Map<string, Promise<unknown>>>();

const flock: Program = async (context) => {
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

const logger = program({ short: 't:p:s', long: ['tag=', 'priority='] }, (context, options) => {
  log(context.world, context.host, options.get('t', 'tag') ?? 'root', options.operands.join(' '));
  return 0;
});

const nproc = program({ short: '', long: ['all', 'ignore=', 'help'] }, (context) => {
  context.stdout(`${context.host.hardware.cores}\n`);
  return 0;
});

const uptime = program({ short: 'psV', long: ['since', 'pretty'] }, (context, options) => {
  const booted = context.world.bootedAt(context.host);
  if (options.has('s', 'since')) context.stdout(`${new Date(booted).toISOString().slice(0, 19).replace('T', ' ')}\n`);
  else
    context.stdout(
      ` up ${Math.floor((context.world.now() - booted) / 60000)} min,  0 users,  load average: 0.08, 0.05, 0.01\n`,
    );
  return 0;
});

const sync: Program = async () => 0;

type FindAction = 'print' | 'print0' | 'delete' | 'exec';

const find: Program = async (context) => {
  const args = context.argv.slice(1);
  const roots: string[] = [];
  while (args[0] !== undefined && !args[0].startsWith('-') && args[0] !== '(' && args[0] !== '!')
    roots.push(args.shift() as string);
  if (roots.length === 0) roots.push('.');
  let maxDepth = Number.POSITIVE_INFINITY;
  let minDepth = 0;
  const tests: ((path: string, name: string) => boolean)[] = [];
  let action = 'print' as FindAction;
  let command: string[] = [];
  const { files } = context.host;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] as string;
    const value = () => {
      at += 1;
      return args[at] ?? '';
    };
    let negate = false;
    let word = arg;
    if (word === '!' || word === '-not') {
      negate = true;
      word = value();
    }
    const add = (test: (path: string, name: string) => boolean) =>
      tests.push((path, name) => test(path, name) !== negate);
    const glob = (pattern: string) =>
      new RegExp(
        `^${pattern
          .replace(/[.+^${}()|\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      );
    if (word === '-maxdepth') maxDepth = Number(value());
    else if (word === '-mindepth') minDepth = Number(value());
    else if (word === '-name') {
      const expression = glob(value());
      add((_path, name) => expression.test(name));
    } else if (word === '-path') {
      const expression = glob(value());
      add((path) => expression.test(path));
    } else if (word === '-type') {
      const kind = { f: 'file', d: 'directory', l: 'symlink', b: 'block', c: 'character' }[value()];
      add((path) => files.stat(absolute(context, path))?.kind === kind);
    } else if (word === '-empty')
      add(
        (path) =>
          files.stat(absolute(context, path))?.sizeBytes === 0 || files.list(absolute(context, path))?.length === 0,
      );
    else if (word === '-newer') {
      const reference = files.stat(absolute(context, value()))?.modifiedAt ?? 0;
      add((path) => (files.stat(absolute(context, path))?.modifiedAt ?? 0) > reference);
    } else if (word === '-print' || word === '-print0' || word === '-delete') action = word.slice(1) as FindAction;
    else if (word === '-exec') {
      action = 'exec';
      const end = args.findIndex((entry, index) => index > at && (entry === ';' || entry === '+'));
      command = args.slice(at + 1, end);
      at = end;
    } else if (word !== '-a' && word !== '-xdev' && word !== '-depth')
      return complain(context, `unknown predicate \`${word}'`);
  }
  let code = 0;
  const found: string[] = [];
  const visit = (path: string, depth: number) => {
    const stat = files.stat(absolute(context, path));
    if (!stat) {
      code = complain(context, `'${path}': No such file or directory`);
      return;
    }
    const name = path.split('/').at(-1) ?? path;
    const isHit = depth >= minDepth && tests.every((test) => test(path, name));
    if (isHit && action !== 'delete') found.push(path);
    if (stat.kind === 'directory' && depth < maxDepth)
      for (const child of [...(files.list(absolute(context, path)) ?? [])].sort())
        visit(`${path.replace(/\/$/, '')}/${child}`, depth + 1);
    if (isHit && action === 'delete') found.push(path);
  };
  for (const root of roots) visit(root, 0);
  for (const path of found) {
    if (action === 'print') context.stdout(`${path}\n`);
    else if (action === 'print0') context.stdout(`${path}\0`);
    else if (action === 'delete') {
      try {
        files.remove(absolute(context, path));
      } catch (error) {
        code = complain(context, `cannot delete '${path}': ${(error as Error).message}`);
      }
    } else await context.spawn(command.map((word) => word.replaceAll('{}', path)));
  }
  return code;
};

const xargs: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: '0rn:I:P:',
    long: ['null', 'no-run-if-empty', 'max-args='],
    stopAtOperand: true,
  });
  const input = text(await context.stdin());
  const words = options.has('0', 'null')
    ? input.split('\0').filter((word) => word !== '')
    : options.has('I')
      ? linesOf(input)
      : input.split(/\s+/).filter((word) => word !== '');
  const command = options.operands.length === 0 ? ['echo'] : options.operands;
  if (words.length === 0 && options.has('r', 'no-run-if-empty')) return 0;
  const replace = options.get('I');
  const size = Number(options.get('n', 'max-args') ?? (replace === undefined ? Math.max(1, words.length) : 1));
  let code = 0;
  for (let at = 0; at < Math.max(words.length, 1); at += size) {
    const batch = words.slice(at, at + size);
    const argv =
      replace === undefined ? [...command, ...batch] : command.map((word) => word.replaceAll(replace, batch[0] ?? ''));
    if ((await runOr(context, argv, { stdin: new Uint8Array(0) })) !== 0) code = 123;
  }
  return code;
};

const which: Program = async (context) => {
  let code = 0;
  for (const name of context.argv.slice(1).filter((arg) => arg !== '-a' && arg !== '-s')) {
    if (context.world.findProgram(context.host, name, context.cwd) === 'found')
      context.stdout(`${name.includes('/') ? name : `/usr/bin/${name}`}\n`);
    else code = 1;
  }
  return code;
};

const whoami: Program = async (context) => {
  context.stdout(`${context.env.get('USER') ?? 'root'}\n`);
  return 0;
};

const sudo: Program = async (context) => {
  const options = parseOptions(context.argv, {
    short: 'nEHu:isSk',
    long: ['non-interactive', 'preserve-env?', 'user='],
    stopAtOperand: true,
  });
  const user = context.env.get('USER') ?? 'root';
  const mayUse =
    user === 'root' ||
    linesOf(text(context.host.files.read('/etc/group'))).some(
      (line) => line.startsWith('sudo:') && line.split(':')[3]?.split(',').includes(user),
    );
  if (!mayUse) return complain(context, 'a password is required');
  let command: readonly string[] = options.operands;
  if (options.has('i', 's')) command = ['sh', ...(command.length > 0 ? ['-c', command.join(' ')] : [])];
  if (command.length === 0) return complain(context, 'a command is required');
  const target = options.get('u', 'user') ?? 'root';
  const values = new Map([
    ...context.env,
    ['USER', target],
    ['LOGNAME', target],
    ['HOME', target === 'root' ? '/root' : `/home/${target}`],
    ['SUDO_USER', user],
  ]);
  const [word = ''] = command;
  if (context.world.findProgram(context.host, word, context.cwd) !== 'found')
    return complain(context, `${word}: command not found`);
  return context.spawn(command, { env: values });
};

const chpasswd = program({ short: 'e', long: ['encrypted'] }, async (context, options) => {
  for (const line of linesOf(text(await context.stdin()))) {
    const colon = line.indexOf(':');
    if (colon < 0) return complain(context, 'line 1: missing new password');
    const user = line.slice(0, colon);
    if (userId(context.host, user) === undefined)
      return complain(
        context,
        `(user ${user}) pam_chauthtok() failed, error:\nAuthentication token manipulation error`,
      );
    if (!options.has('e', 'encrypted')) context.world.setPassword(context.host, user, line.slice(colon + 1));
  }
  return 0;
});

const kill: Program = async (context) => {
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

const pgrep: Program = async (context) => {
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

/** Programs about the machine, time, users, processes. */
export const systemPrograms: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(
    ['true', 'false', 'echo', 'printf', 'test', '[', 'pwd']
      .filter((name) => name in builtins)
      .map((name) => [name, fromShell(name)]),
  ),
  date,
  sleep,
  hostname,
  uname,
  id,
  env,
  timeout,
  nohup: detached,
  setsid: detached,
  flock,
  logger,
  nproc,
  uptime,
  sync,
  find,
  xargs,
  which,
  whoami,
  sudo,
  chpasswd,
  kill,
  pgrep,
  pkill: pgrep,
};
