import { errnoText, FileError } from '../../kernel/files/file-error.ts';
import { changeMode } from '../file-mode.ts';
import { absolute, UsageError } from '../options.ts';
import { complain, forEachPath, program } from '../program.ts';
import { followed, HELP, needOperand } from './operands.ts';

export const mkdir = program(
  { short: 'pm:v', long: ['parents', 'mode=', 'verbose', 'help', 'version'] },
  (context, options) => {
    needOperand(context, options.operands);
    const mode = options.get('m', 'mode');
    const bits = mode === undefined ? 0o777 & ~context.umask : changeMode(mode, 0o777, true);
    if (bits === undefined) return complain(context, `invalid mode '${mode}'`);
    return forEachPath(
      context,
      options.operands,
      (path) => {
        const full = absolute(context, path).replace(/\/+$/, '');
        if (!options.has('p', 'parents')) context.host.files.makeDirectory(full, bits);
        else {
          const isNew = !context.host.files.stat(full);
          context.host.files.makeDirectories(full, 0o777 & ~context.umask);
          if (isNew && mode !== undefined) context.host.files.chmod(full, bits);
        }
      },
      (path, reason) => `cannot create directory '${path}': ${reason}`,
    );
  },
);

export const rmdir = program({ short: 'p', long: ['parents', 'help', 'version'] }, (context, options) => {
  needOperand(context, options.operands);
  return forEachPath(
    context,
    options.operands,
    (path) => {
      const stat = context.host.files.stat(absolute(context, path));
      if (stat && stat.kind !== 'directory') throw new FileError('ENOTDIR', path);
      context.host.files.remove(absolute(context, path));
    },
    (path, reason) => `failed to remove '${path}': ${reason}`,
  );
});

export const rm = program(
  {
    short: 'rRfdiv',
    long: ['recursive', 'force', 'dir', 'verbose', 'help', 'version', 'preserve-root', 'one-file-system'],
  },
  (context, options) => {
    const force = options.has('f', 'force');
    if (!force) needOperand(context, options.operands);
    const recursive = options.has('r', 'R', 'recursive');
    return forEachPath(
      context,
      options.operands,
      (path) => {
        const full = absolute(context, path);
        if (full.replace(/\/+/g, '/') === '/' && recursive)
          throw new Error("it is dangerous to operate recursively on '/'");
        const stat = context.host.files.stat(full.replace(/(.)\/+$/, '$1'));
        if (!stat) {
          if (force) return;
          throw new FileError('ENOENT', path);
        }
        if (stat.kind === 'directory' && !recursive && !options.has('d', 'dir')) throw new FileError('EISDIR', path);
        if (recursive) context.host.files.removeTree(full.replace(/(.)\/+$/, '$1'));
        else context.host.files.remove(full);
      },
      (path, reason) => `cannot remove '${path}': ${reason}`,
    );
  },
);

export const touch = program(
  { short: 'camt:d:r:', long: ['no-create', 'date=', 'reference=', 'help', 'version'] },
  (context, options) => {
    if (options.operands.length === 0) throw new UsageError(`touch: missing file operand\n${HELP('touch')}`, 1);
    const date = options.get('d', 'date');
    const at =
      date === undefined
        ? undefined
        : Date.parse(date.startsWith('@') ? new Date(Number(date.slice(1)) * 1000).toISOString() : date);
    if (at !== undefined && Number.isNaN(at)) return complain(context, `invalid date format '${date}'`);
    return forEachPath(
      context,
      options.operands,
      (path) => {
        if (options.has('c', 'no-create') && !followed(context, path)) return;
        const full = absolute(context, path);
        if (!context.host.files.realpath(full))
          context.host.files.write(full, new Uint8Array(0), 0o666 & ~context.umask);
        context.host.files.touch(full, at);
      },
      (path, reason) => `cannot touch '${path}': ${reason}`,
    );
  },
);

export const mktemp = program(
  { short: 'dp:tuq', long: ['directory', 'tmpdir?', 'suffix=', 'dry-run', 'help', 'version'] },
  (context, options) => {
    const inTemp = options.has('p', 'tmpdir', 't') || options.operands.length === 0;
    const template = options.operands[0] ?? 'tmp.XXXXXXXXXX';
    const run = /X{3,}(?=[^X]*$)/.exec(template);
    if (!run) return complain(context, `too few X's in template '${template}'`);
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    const random = [...run[0]].map(() => letters[Math.floor(context.world.random() * letters.length)]).join('');
    const name =
      template.slice(0, run.index) + random + template.slice(run.index + run[0].length) + (options.get('suffix') ?? '');
    const folder = options.get('p', 'tmpdir') || context.env.get('TMPDIR') || '/tmp';
    const shown = inTemp ? `${folder}/${name}` : name;
    try {
      if (options.has('u', 'dry-run')) {
        context.stdout(`${shown}\n`);
        return 0;
      }
      if (options.has('d', 'directory')) context.host.files.makeDirectory(absolute(context, shown), 0o700);
      else context.host.files.write(absolute(context, shown), new Uint8Array(0), 0o600);
    } catch (error) {
      return complain(
        context,
        `failed to create ${options.has('d', 'directory') ? 'directory' : 'file'} via template '${inTemp ? `${folder}/${template}` : template}': ${errnoText(error)}`,
      );
    }
    context.stdout(`${shown}\n`);
    return 0;
  },
);
