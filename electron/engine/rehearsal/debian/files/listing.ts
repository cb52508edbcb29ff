import { longListing, modeText } from '../../kernel/long-listing.ts';
import type { FileStat } from '../../kernel/program.ts';
import { groupId, userId } from '../../kernel/user-ids.ts';
import { absolute, UsageError } from '../options.ts';
import { complain, program } from '../program.ts';
import { followed, HELP } from './operands.ts';

export const ls = program(
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

export const stat = program(
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
        // a number that no user has
        U: /^\d+$/.test(found.owner) ? 'UNKNOWN' : found.owner,
        G: group,
        u: /^\d+$/.test(found.owner) ? found.owner : String(userId(context.host, found.owner) ?? 0),
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
