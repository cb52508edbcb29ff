import type { Program } from '../../kernel/program.ts';
import { absolute } from '../options.ts';
import { complain } from '../program.ts';

type FindAction = 'print' | 'print0' | 'delete' | 'exec';

export const find: Program = async (context) => {
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
