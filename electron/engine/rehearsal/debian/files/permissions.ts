import type { Program } from '../../kernel/program.ts';
import { groupId, groupName, userId, userName } from '../../kernel/user-ids.ts';
import { changeMode } from '../file-mode.ts';
import { absolute, UsageError } from '../options.ts';
import { complain, nameOf, program } from '../program.ts';
import { followed, HELP, walk } from './operands.ts';

export const chmod: Program = (context) => {
  // A mode such as -x or u-w,-r looks like an option; GNU takes it for the mode.
  const argv = [...context.argv];
  const index = argv.findIndex((arg, place) => place > 0 && /^-[rwxXst]+$/.test(arg));
  const first = index > 0 ? argv.splice(index, 1)[0] : undefined;
  return program(
    { short: 'Rvcf', long: ['recursive', 'verbose', 'changes', 'quiet', 'silent', 'help', 'version'] },
    (inner, options) => {
      const [given, ...rest] = options.operands;
      const mode = first ?? given;
      const paths = first === undefined ? rest : options.operands;
      if (mode === undefined) throw new UsageError(`chmod: missing operand\n${HELP('chmod')}`, 1);
      if (paths.length === 0) throw new UsageError(`chmod: missing operand after '${mode}'\n${HELP('chmod')}`, 1);
      if (changeMode(mode, 0, false) === undefined) return complain(inner, `invalid mode: '${mode}'\n${HELP('chmod')}`);
      let code = 0;
      for (const path of paths) {
        if (!followed(inner, path)) {
          code = complain(inner, `cannot access '${path}': No such file or directory`);
          continue;
        }
        const apply = (full: string) => {
          const stat = inner.host.files.stat(inner.host.files.realpath(full) ?? full);
          const bits = stat && changeMode(mode, stat.mode, stat.kind === 'directory');
          if (bits !== undefined) inner.host.files.chmod(full, bits);
        };
        if (options.has('R', 'recursive')) walk(inner, absolute(inner, path), apply);
        else apply(absolute(inner, path));
      }
      return code;
    },
  )({ ...context, argv });
};

export const chown: Program = program(
  { short: 'Rvcfh', long: ['recursive', 'verbose', 'changes', 'quiet', 'no-dereference', 'help', 'version'] },
  (context, options) => {
    const name = nameOf(context);
    const [spec, ...paths] = options.operands;
    if (spec === undefined || paths.length === 0) throw new UsageError(`${name}: missing operand\n${HELP(name)}`, 1);
    const isGroup = name === 'chgrp';
    const [user = '', group] = isGroup ? ['', spec] : spec.split(/[:.]/, 2);
    const owner = /^\d+$/.test(user) ? userName(context.host, Number(user)) : user;
    if (owner !== '' && !/^\d+$/.test(user) && userId(context.host, owner) === undefined)
      return complain(context, `invalid user: '${spec}'`);
    const groupText =
      group === undefined
        ? undefined
        : group === ''
          ? owner
          : /^\d+$/.test(group)
            ? groupName(context.host, Number(group))
            : group;
    if (
      groupText !== undefined &&
      group !== '' &&
      !/^\d+$/.test(group ?? '') &&
      groupId(context.host, groupText) === undefined
    )
      return complain(context, `invalid group: '${isGroup ? group : spec}'`);
    let code = 0;
    for (const path of paths) {
      if (!context.host.files.stat(absolute(context, path)))
        code = complain(context, `cannot access '${path}': No such file or directory`);
      else if (options.has('R', 'recursive'))
        walk(context, absolute(context, path), (full) => context.host.files.chown(full, owner, groupText));
      else context.host.files.chown(absolute(context, path), owner, groupText);
    }
    return code;
  },
);
