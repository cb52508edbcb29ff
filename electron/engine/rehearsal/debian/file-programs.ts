import { createHash } from 'node:crypto';
import { errnoText, FileError } from '../kernel/files/file-error.ts';
import { longListing, modeText } from '../kernel/long-listing.ts';
import type { FileStat, Program, ProgramContext } from '../kernel/program.ts';
import { groupId, groupName, userId, userName } from '../kernel/user-ids.ts';
import { changeMode } from './file-mode.ts';
import { absolute, linesOf, text, UsageError } from './options.ts';
import { complain, forEachPath, nameOf, program, readOperand } from './program.ts';

const HELP = (name: string) => `Try '${name} --help' for more information.`;

function needOperand(context: ProgramContext, operands: readonly string[]): void {
  const name = nameOf(context);
  if (operands.length === 0) throw new UsageError(`${name}: missing operand\n${HELP(name)}`, 1);
}

function followed(context: ProgramContext, path: string): FileStat | undefined {
  const real = context.host.files.realpath(absolute(context, path));
  return real === undefined ? undefined : context.host.files.stat(real);
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : (trimmed.split('/').at(-1) as string);
}

const mkdir = program(
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

const rmdir = program({ short: 'p', long: ['parents', 'help', 'version'] }, (context, options) => {
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

const rm = program(
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

const cp = program(
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

const mv = program(
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

const ln = program(
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

function walk(context: ProgramContext, path: string, visit: (path: string) => void): void {
  visit(path);
  if (context.host.files.stat(path)?.kind === 'directory')
    for (const name of context.host.files.list(path) ?? []) walk(context, `${path === '/' ? '' : path}/${name}`, visit);
}

const chmod: Program = (context) => {
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

const chown: Program = program(
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

const touch = program(
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

const install = program(
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

const mktemp = program(
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
      if (options.has('u', 'dry-run')) return (context.stdout(`${shown}\n`), 0);
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

const readlink = program(
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

const realpath = program(
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

const ls = program(
  {
    short: 'l1aAdhtrRnFSp',
    long: ['all', 'almost-all', 'directory', 'human-readable', 'color?', 'full-time', 'time-style=', 'help', 'version'],
    usageCode: 2,
  },
  (context, options) => {
    const { files } = context.host;
    const isLong = options.has('l', 'n', 'full-time');
    let code = 0;
    const line = (stat: FileStat, name: string) => (isLong ? longListing(stat, name, context.world.now()) : name);
    const plain: string[] = [];
    const folders: string[] = [];
    for (const path of options.operands.length === 0 ? ['.'] : options.operands) {
      const full = absolute(context, path);
      const stat = files.stat(full);
      if (!stat) {
        code = complain(context, `cannot access '${path}': No such file or directory`, 2);
        continue;
      }
      const isFolder =
        (isLong ? stat : followed(context, path))?.kind === 'directory' ||
        (path.endsWith('/') && files.list(full) !== undefined);
      if (isFolder && !options.has('d', 'directory')) folders.push(path);
      else plain.push(line(stat, path));
    }
    for (const entry of plain) context.stdout(`${entry}\n`);
    for (const [index, path] of folders.entries()) {
      const full = absolute(context, path);
      if (folders.length + plain.length > 1) context.stdout(`${index > 0 || plain.length > 0 ? '\n' : ''}${path}:\n`);
      let names = [...(files.list(full) ?? [])].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      if (!options.has('a', 'A', 'all', 'almost-all')) names = names.filter((name) => !name.startsWith('.'));
      if (options.has('a', 'all')) names = ['.', '..', ...names];
      const stats = names.map((name) => ({ name, stat: files.stat(name === '.' ? full : `${full}/${name}`) }));
      if (options.has('t')) stats.sort((a, b) => (b.stat?.modifiedAt ?? 0) - (a.stat?.modifiedAt ?? 0));
      if (options.has('r')) stats.reverse();
      if (isLong)
        context.stdout(
          `total ${stats.reduce((sum, entry) => sum + Math.ceil((entry.stat?.sizeBytes ?? 0) / 4096) * 4, 0)}\n`,
        );
      for (const { name, stat } of stats) if (stat) context.stdout(`${line(stat, name)}\n`);
    }
    return code;
  },
);

const KINDS = {
  directory: 'directory',
  file: 'regular file',
  symlink: 'symbolic link',
  block: 'block special file',
  character: 'character special file',
};

const stat = program(
  { short: 'c:Lft', long: ['format=', 'printf=', 'dereference', 'help', 'version'] },
  (context, options) => {
    if (options.operands.length === 0) throw new UsageError(`stat: missing operand\n${HELP('stat')}`, 1);
    const format =
      options.get('c', 'format') ??
      options.get('printf') ??
      '  File: %n\n  Size: %s\t%F\nAccess: (%04a/%A)  Uid: ( %u/ %U)   Gid: ( %g/ %G)\nModify: %y';
    let code = 0;
    for (const path of options.operands) {
      const found = options.has('L', 'dereference')
        ? followed(context, path)
        : context.host.files.stat(absolute(context, path));
      if (!found) {
        code = complain(context, `cannot statx '${path}': No such file or directory`);
        continue;
      }
      const group = found.group ?? found.owner;
      const values: Readonly<Record<string, string>> = {
        n: path,
        N: found.kind === 'symlink' ? `'${path}' -> '${found.target}'` : `'${path}'`,
        s: String(found.sizeBytes),
        a: found.mode.toString(8),
        A: modeText(found),
        U: found.owner,
        G: group,
        u: String(userId(context.host, found.owner) ?? 0),
        g: String(groupId(context.host, group) ?? 0),
        F: found.kind === 'file' && found.sizeBytes === 0 ? 'regular empty file' : KINDS[found.kind],
        Y: String(Math.floor(found.modifiedAt / 1000)),
        X: String(Math.floor(found.modifiedAt / 1000)),
        Z: String(Math.floor(found.modifiedAt / 1000)),
        y: new Date(found.modifiedAt).toISOString().replace('T', ' ').replace('Z', '000000 +0000'),
        h: '1',
        b: String(Math.ceil(found.sizeBytes / 512)),
        B: '512',
        '%': '%',
      };
      const textOut = format.replace(
        /%0?(\d*)([a-zA-Z%])/g,
        (whole, width: string, letter: string) =>
          values[letter]?.padStart(Number(width || 0), '0') ?? whole.replace(/./g, '?'),
      );
      context.stdout(options.has('printf') ? textOut.replaceAll('\\n', '\n') : `${textOut}\n`);
    }
    return code;
  },
);

const checksum = (algorithm: 'sha256' | 'md5' | 'sha512' | 'sha1'): Program =>
  program(
    {
      short: 'cbtwz',
      long: ['check', 'binary', 'text', 'quiet', 'status', 'strict', 'ignore-missing', 'warn', 'help', 'version'],
    },
    async (context, options) => {
      const files = options.operands.length === 0 ? ['-'] : options.operands;
      const digestOf = async (path: string): Promise<string | undefined> => {
        const data = await readOperand(context, path);
        return data && createHash(algorithm).update(data).digest('hex');
      };
      let code = 0;
      if (!options.has('c', 'check')) {
        for (const path of files) {
          const digest = await digestOf(path);
          if (digest === undefined) code = 1;
          else context.stdout(`${digest} ${options.has('b', 'binary') ? '*' : ' '}${path}\n`);
        }
        return code;
      }
      for (const list of files) {
        const data = await readOperand(context, list);
        if (data === undefined) return 1;
        let mismatched = 0;
        let missing = 0;
        let valid = 0;
        let broken = 0;
        for (const entry of linesOf(text(data))) {
          const match = /^([0-9a-fA-F]+) [ *](.+)$/.exec(entry);
          if (!match) {
            broken += 1;
            continue;
          }
          valid += 1;
          const [, wanted = '', path = ''] = match;
          if (options.has('ignore-missing') && !followed(context, path)) continue;
          const digest = await digestOf(path);
          const quiet = options.has('status');
          if (digest === undefined) {
            missing += 1;
            if (!quiet) context.stdout(`${path}: FAILED open or read\n`);
          } else if (digest !== wanted.toLowerCase()) {
            mismatched += 1;
            if (!quiet) context.stdout(`${path}: FAILED\n`);
          } else if (!quiet && !options.has('quiet')) context.stdout(`${path}: OK\n`);
        }
        if (valid === 0)
          code = complain(context, `${list}: no properly formatted ${algorithm.toUpperCase()} checksum lines found`);
        const warn = (count: number, one: string, many: string) => {
          if (count > 0 && !options.has('status')) complain(context, `WARNING: ${count} ${count === 1 ? one : many}`);
        };
        warn(broken, 'line is improperly formatted', 'lines are improperly formatted');
        warn(missing, 'listed file could not be read', 'listed files could not be read');
        warn(mismatched, 'computed checksum did NOT match', 'computed checksums did NOT match');
        if (missing > 0 || mismatched > 0) code = 1;
      }
      return code;
    },
  );

const basename = program({ short: 'as:z', long: ['multiple', 'suffix=', 'help', 'version'] }, (context, options) => {
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
});

const dirname = program({ short: 'z', long: ['help', 'version'] }, (context, options) => {
  needOperand(context, options.operands);
  for (const path of options.operands) {
    const trimmed = path.replace(/(.)\/+$/, '$1');
    const cutAt = trimmed.lastIndexOf('/');
    context.stdout(`${cutAt < 0 ? '.' : cutAt === 0 ? '/' : trimmed.slice(0, cutAt).replace(/(.)\/+$/, '$1')}\n`);
  }
  return 0;
});

/** The coreutils that work on the file tree. */
export const filePrograms: Readonly<Record<string, Program>> = {
  mkdir,
  rmdir,
  rm,
  cp,
  mv,
  ln,
  chmod,
  chown,
  chgrp: chown,
  touch,
  install,
  mktemp,
  readlink,
  realpath,
  ls,
  stat,
  sha256sum: checksum('sha256'),
  sha512sum: checksum('sha512'),
  sha1sum: checksum('sha1'),
  md5sum: checksum('md5'),
  basename,
  dirname,
};
