import { absolute } from '../options.ts';
import { complain, program } from '../program.ts';
import { baseName, needOperand } from './operands.ts';

export const readlink = program(
  {
    short: 'femnz',
    long: ['canonicalize', 'canonicalize-existing', 'canonicalize-missing', 'no-newline', 'help', 'version'],
  },
  (context, options) => {
    needOperand(context, options.operands);
    let code = 0;
    for (const path of options.operands) {
      const full = absolute(context, path);
      let result: string | undefined;
      if (options.has('f', 'e', 'm', 'canonicalize', 'canonicalize-existing', 'canonicalize-missing')) {
        result = context.host.files.realpath(full);
        if (result === undefined && !options.has('e', 'canonicalize-existing')) {
          const parent = context.host.files.realpath(full.slice(0, full.lastIndexOf('/')) || '/');
          if (parent !== undefined) result = `${parent === '/' ? '' : parent}/${baseName(full)}`;
          else if (options.has('m', 'canonicalize-missing')) result = full;
        }
      } else {
        const stat = context.host.files.stat(full);
        result = stat?.kind === 'symlink' ? stat.target : undefined;
      }
      if (result === undefined) code = 1;
      else context.stdout(`${result}${options.has('n', 'no-newline') ? '' : '\n'}`);
    }
    return code;
  },
);

export const realpath = program(
  { short: 'emsqz', long: ['canonicalize-existing', 'canonicalize-missing', 'help', 'version'] },
  (context, options) => {
    needOperand(context, options.operands);
    let code = 0;
    for (const path of options.operands) {
      const full = absolute(context, path);
      let result = context.host.files.realpath(full);
      if (result === undefined && !options.has('e', 'canonicalize-existing')) {
        const parent = context.host.files.realpath(full.slice(0, full.lastIndexOf('/')) || '/');
        if (parent !== undefined) result = `${parent === '/' ? '' : parent}/${baseName(full)}`;
        else if (options.has('m', 'canonicalize-missing')) result = full;
      }
      if (result === undefined) code = complain(context, `${path}: No such file or directory`);
      else context.stdout(`${result}\n`);
    }
    return code;
  },
);

export const basename = program(
  { short: 'as:z', long: ['multiple', 'suffix=', 'help', 'version'] },
  (context, options) => {
    needOperand(context, options.operands);
    const isMany = options.has('a', 's', 'multiple', 'suffix');
    const suffix = options.get('s', 'suffix') ?? (isMany ? undefined : options.operands[1]);
    for (const path of isMany ? options.operands : options.operands.slice(0, 1)) {
      const name = baseName(path);
      context.stdout(
        `${suffix !== undefined && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`,
      );
    }
    return 0;
  },
);

export const dirname = program({ short: 'z', long: ['help', 'version'] }, (context, options) => {
  needOperand(context, options.operands);
  for (const path of options.operands) {
    const trimmed = path.replace(/(.)\/+$/, '$1');
    const cutAt = trimmed.lastIndexOf('/');
    context.stdout(`${cutAt < 0 ? '.' : cutAt === 0 ? '/' : trimmed.slice(0, cutAt).replace(/(.)\/+$/, '$1')}\n`);
  }
  return 0;
});
