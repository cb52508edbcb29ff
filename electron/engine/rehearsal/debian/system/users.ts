import type { Program } from '../../kernel/program.ts';
import { groupName, userId } from '../../kernel/user-ids.ts';
import { linesOf, parseOptions, text } from '../options.ts';
import { complain, program } from '../program.ts';

export const id = program(
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

export const whoami: Program = async (context) => {
  context.stdout(`${context.env.get('USER') ?? 'root'}\n`);
  return 0;
};

export const sudo: Program = async (context) => {
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

export const chpasswd = program({ short: 'e', long: ['encrypted'] }, async (context, options) => {
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
