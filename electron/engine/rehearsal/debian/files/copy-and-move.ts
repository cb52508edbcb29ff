import { errnoText, FileError } from '../../kernel/files/file-error.ts';
import type { ProgramContext } from '../../kernel/program.ts';
import { userId } from '../../kernel/user-ids.ts';
import { changeMode } from '../file-mode.ts';
import { absolute, UsageError } from '../options.ts';
import { complain, forEachPath, nameOf, program } from '../program.ts';
import { baseName, followed, HELP, needOperand } from './operands.ts';

/** Where each source goes: into a directory, or onto a name. */
function targets(
  context: ProgramContext,
  operands: readonly string[],
  directory: string | undefined,
  neverInto: boolean,
): readonly { from: string; to: string }[] {
  const name = nameOf(context);
  needOperandFile(name, operands, directory);
  const sources = directory === undefined ? operands.slice(0, -1) : operands;
  const last = directory ?? (operands.at(-1) as string);
  const intoDirectory = directory !== undefined || (!neverInto && followed(context, last)?.kind === 'directory');
  if (sources.length > 1 && !intoDirectory) throw new UsageError(`${name}: target '${last}' is not a directory`, 1);
  return sources.map((from) => ({ from, to: intoDirectory ? `${last.replace(/\/+$/, '')}/${baseName(from)}` : last }));
}

function needOperandFile(name: string, operands: readonly string[], directory: string | undefined): void {
  if (operands.length === 0) throw new UsageError(`${name}: missing file operand\n${HELP(name)}`, 1);
  if (directory === undefined && operands.length === 1)
    throw new UsageError(`${name}: missing destination file operand after '${operands[0]}'\n${HELP(name)}`, 1);
}

function copyTree(context: ProgramContext, from: string, to: string, keep: boolean, followLinks: boolean): void {
  const { files } = context.host;
  const source = followLinks ? (files.realpath(from) ?? from) : from;
  const stat = files.stat(source);
  if (!stat) throw new FileError('ENOENT', from);
  if (stat.kind === 'directory') {
    if (!files.stat(to)) files.makeDirectory(to, stat.mode);
    for (const name of files.list(source) ?? []) copyTree(context, `${source}/${name}`, `${to}/${name}`, keep, false);
  } else if (stat.kind === 'symlink') {
    if (files.stat(to)) files.remove(to);
    files.symlink(stat.target ?? '', to);
    return;
  } else {
    const isNew = !files.stat(to);
    files.write(to, Uint8Array.from(files.read(source) ?? new Uint8Array(0)), stat.mode & ~(keep ? 0 : context.umask));
    if (keep && !isNew) files.chmod(to, stat.mode);
  }
  if (keep) {
    files.chown(to, stat.owner, stat.group);
    if (stat.kind === 'file') files.touch(to, stat.modifiedAt);
  }
}

export const cp = program(
  {
    short: 'rRafpdTt:nuvL',
    long: [
      'recursive',
      'archive',
      'force',
      'preserve?',
      'no-target-directory',
      'target-directory=',
      'no-clobber',
      'update',
      'verbose',
      'help',
      'version',
      'dereference',
    ],
  },
  (context, options) => {
    const archive = options.has('a', 'archive');
    const recursive = archive || options.has('r', 'R', 'recursive');
    const pairs = targets(
      context,
      options.operands,
      options.get('t', 'target-directory'),
      options.has('T', 'no-target-directory'),
    );
    let code = 0;
    for (const { from, to } of pairs) {
      const stat = followed(context, from) ?? context.host.files.stat(absolute(context, from));
      if (!stat) code = complain(context, `cannot stat '${from}': No such file or directory`);
      else if (stat.kind === 'directory' && !recursive)
        code = complain(context, `-r not specified; omitting directory '${from}'`);
      else if (options.has('n', 'no-clobber') && context.host.files.stat(absolute(context, to))) continue;
      else {
        try {
          copyTree(
            context,
            absolute(context, from),
            absolute(context, to),
            archive || options.has('p', 'preserve'),
            !recursive || options.has('L'),
          );
        } catch (error) {
          code = complain(context, `cannot create regular file '${to}': ${errnoText(error)}`);
        }
      }
    }
    return code;
  },
);

export const mv = program(
  {
    short: 'fnTt:v',
    long: ['force', 'no-clobber', 'no-target-directory', 'target-directory=', 'verbose', 'help', 'version'],
  },
  (context, options) => {
    const { files } = context.host;
    let code = 0;
    for (const { from, to } of targets(
      context,
      options.operands,
      options.get('t', 'target-directory'),
      options.has('T', 'no-target-directory'),
    )) {
      const source = absolute(context, from);
      const target = absolute(context, to);
      if (!files.stat(source)) {
        code = complain(context, `cannot stat '${from}': No such file or directory`);
        continue;
      }
      if (options.has('n', 'no-clobber') && files.stat(target)) continue;
      try {
        files.rename(source, target);
      } catch (error) {
        if (error instanceof FileError && error.code === 'EXDEV') {
          try {
            copyTree(context, source, target, true, false);
            files.removeTree(source);
            continue;
          } catch (inner) {
            code = complain(context, `cannot move '${from}' to '${to}': ${errnoText(inner)}`);
            continue;
          }
        }
        code = complain(context, `cannot move '${from}' to '${to}': ${errnoText(error)}`);
      }
    }
    return code;
  },
);

export const ln = program(
  {
    short: 'sfnTrv',
    long: ['symbolic', 'force', 'no-dereference', 'no-target-directory', 'verbose', 'help', 'version'],
  },
  (context, options) => {
    const { files } = context.host;
    const operands =
      options.operands.length === 1
        ? [options.operands[0] as string, `./${baseName(options.operands[0] as string)}`]
        : options.operands;
    if (operands.length === 0) throw new UsageError(`ln: missing file operand\n${HELP('ln')}`, 1);
    const last = operands.at(-1) as string;
    const plainTarget =
      files.stat(absolute(context, last))?.kind === 'symlink' &&
      options.has('n', 'no-dereference', 'T', 'no-target-directory');
    const isDirectory =
      !plainTarget && !options.has('T', 'no-target-directory') && followed(context, last)?.kind === 'directory';
    let code = 0;
    for (const source of operands.slice(0, -1)) {
      const link = isDirectory ? `${last.replace(/\/+$/, '')}/${baseName(source)}` : last;
      const full = absolute(context, link);
      try {
        if (files.stat(full)) {
          if (!options.has('f', 'force')) throw new FileError('EEXIST', link);
          files.remove(full);
        }
        if (options.has('s', 'symbolic')) files.symlink(source, full);
        else {
          const data = files.read(absolute(context, source));
          if (data === undefined) return complain(context, `failed to access '${source}': No such file or directory`);
          files.write(full, Uint8Array.from(data));
        }
      } catch (error) {
        code = complain(
          context,
          `failed to create ${options.has('s', 'symbolic') ? 'symbolic' : 'hard'} link '${link}': ${errnoText(error)}`,
        );
      }
    }
    return code;
  },
);

export const install = program(
  {
    short: 'dm:o:g:DTt:Cv',
    long: [
      'directory',
      'mode=',
      'owner=',
      'group=',
      'no-target-directory',
      'target-directory=',
      'compare',
      'verbose',
      'help',
      'version',
    ],
  },
  (context, options) => {
    const { files } = context.host;
    const modeTextGiven = options.get('m', 'mode') ?? '755';
    const mode = changeMode(modeTextGiven, 0, true);
    if (mode === undefined) return complain(context, `invalid mode '${modeTextGiven}'`);
    const owner = options.get('o', 'owner');
    const group = options.get('g', 'group');
    if (owner !== undefined && userId(context.host, owner) === undefined)
      return complain(context, `invalid user '${owner}'`);
    const finish = (path: string) => {
      files.chmod(path, mode);
      if (owner !== undefined || group !== undefined) files.chown(path, owner ?? '', group);
    };
    if (options.has('d', 'directory')) {
      needOperand(context, options.operands);
      return forEachPath(
        context,
        options.operands,
        (path) => {
          files.makeDirectories(absolute(context, path));
          finish(absolute(context, path));
        },
        (path, reason) => `cannot create directory '${path}': ${reason}`,
      );
    }
    for (const { from, to } of targets(
      context,
      options.operands,
      options.get('t', 'target-directory'),
      options.has('T', 'no-target-directory'),
    )) {
      const data = from === '/dev/stdin' ? undefined : files.read(absolute(context, from));
      if (data === undefined && from !== '/dev/stdin')
        return complain(context, `cannot stat '${from}': No such file or directory`);
      const full = absolute(context, to);
      if (options.has('D')) files.makeDirectories(full.slice(0, full.lastIndexOf('/')));
      try {
        const existing = files.stat(full);
        if (existing && existing.kind !== 'directory') files.remove(full);
        files.write(full, Uint8Array.from(data ?? new Uint8Array(0)), mode);
      } catch (error) {
        return complain(context, `cannot create regular file '${to}': ${errnoText(error)}`);
      }
      finish(full);
    }
    return 0;
  },
);
