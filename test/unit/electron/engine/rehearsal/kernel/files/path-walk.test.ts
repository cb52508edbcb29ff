import * as fs from 'node:fs';
import { expect, it } from 'vitest';
import { FileError } from '../../../../../../../electron/engine/rehearsal/kernel/files/file-error.ts';
import { newDirectory } from '../../../../../../../electron/engine/rehearsal/kernel/files/file-tree.ts';
import { HostFileSystem } from '../../../../../../../electron/engine/rehearsal/kernel/files/host-file-system.ts';
import { mountAt, walkPath } from '../../../../../../../electron/engine/rehearsal/kernel/files/path-walk.ts';
import type { SimHost, VirtualMount } from '../../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { temporaryFolder } from '../../../../../../support/temporary-folder.ts';

const FOLDERS = ['a', 'a/b', 'a/b/c'];
const FILE = 'a/file';
/** As many links one after the other as Linux follows; the next is one too many. */
const MOST_LINKS = 40;

function linksIn(base: string): Readonly<Record<string, string>> {
  const chain = Array.from({ length: MOST_LINKS }, (_, at) => [`chain${at + 1}`, at === 0 ? 'a' : `chain${at}`]);
  return {
    folder: 'a',
    'folder-slash': 'a/',
    'to-file': 'a/file',
    'to-file-slash': 'a/file/',
    'to-file-dot': 'a/file/.',
    'into-file': 'a/file/x',
    absolute: `${base}/a/b`,
    up: 'a/b/..',
    'a/b/outside': '../../a/file',
    through: 'folder/b/../file',
    dangling: 'none',
    'dangling-slash': 'none/',
    itself: 'itself',
    ring1: 'ring2',
    ring2: 'a/../ring1',
    ...Object.fromEntries(chain),
    'one-too-many': `chain${MOST_LINKS}`,
  };
}

const ENDS = [
  ...['', '/', '/.', '/..', '/./', '//', '/b', '/b/', '//b', '/./b', '/.//b/.', '/b/../../a/file', '/../a/file'],
  ...['/none', '/none/', '/none/..', '/file', '/file/', '/file/.', '/file/..', '/b/outside', '/b/outside/'],
];

function both(mounts: readonly VirtualMount[] = []) {
  const base = fs.realpathSync(temporaryFolder('path-walk'));
  const root = newDirectory(0o755, 0);
  const options = { host: () => ({ name: 'a' }) as SimHost, now: () => 0, onChange: () => undefined };
  const files = new HostFileSystem({ root, mounts, ...options, hasProgram: () => false });
  files.makeDirectories(base);
  for (const folder of FOLDERS) {
    fs.mkdirSync(`${base}/${folder}`);
    files.makeDirectory(`${base}/${folder}`);
  }
  fs.writeFileSync(`${base}/${FILE}`, 'x');
  files.write(`${base}/${FILE}`, Buffer.from('x'));
  const links = linksIn(base);
  for (const [path, target] of Object.entries(links)) {
    fs.symlinkSync(target, `${base}/${path}`);
    files.symlink(target, `${base}/${path}`);
  }
  const paths = ['', ...FOLDERS, FILE, 'none', ...Object.keys(links)].flatMap((start) =>
    ENDS.map((end) => `${base}${start === '' ? '' : `/${start}`}${end}`),
  );
  return { base, files, paths };
}

/** What a call gives, or the name of its error. */
function ending(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error instanceof FileError ? error.code : (error as NodeJS.ErrnoException).code;
  }
}

const kindOf = (stat: fs.Stats): string => (stat.isDirectory() ? 'directory' : stat.isFile() ? 'file' : 'symlink');

it('every path leads where the kernel of this machine leads it, or is refused as there', () => {
  const { files, paths } = both();
  const walked = (path: string, followLast: boolean, shown: (canonical: string) => unknown): unknown => {
    const end = walkPath(path, followLast, (canonical) => files.stat(canonical));
    return 'refused' in end ? end.refused : files.stat(end.path) ? shown(end.path) : 'ENOENT';
  };
  const ours = paths.map((path) => [
    path,
    walked(path, false, (canonical) => files.stat(canonical)?.kind),
    walked(path, true, (canonical) => canonical),
  ]);
  const real = paths.map((path) => [
    path,
    ending(() => kindOf(fs.lstatSync(path))),
    ending(() => fs.realpathSync.native(path)),
  ]);
  expect(ours).toEqual(real);
  for (const code of ['ENOENT', 'ENOTDIR', 'ELOOP']) expect(real.flat()).toContain(code);
});

it.each([
  'new',
  'new/',
  'new/.',
  'none/new',
  'dangling',
  'dangling/',
  'none/new/',
  'folder/new',
  'folder/new/',
  'to-file',
  'to-file/',
  'to-file/new',
  'to-file/new/',
  'a/file/',
  'a/b/',
  'ring1',
])('a file is written at %s as the kernel of this machine writes it', (place) => {
  const { base, files } = both();
  const path = `${base}/${place}`;
  const real = ending(() => fs.writeFileSync(path, 'new'));
  expect(ending(() => files.write(path, Buffer.from('new')))).toBe(real);
  const seen = ['new', 'none', 'a/new', FILE].map((name) => `${base}/${name}`);
  expect(seen.map((name) => files.stat(name)?.sizeBytes)).toEqual(
    seen.map((name) => fs.lstatSync(name, { throwIfNoEntry: false })?.size),
  );
});

it.each(['folder', 'folder/', 'to-file', 'to-file/', 'a/b/c', 'a/b/c/', 'a/b', 'a/file/', 'none', 'dangling', 'ring1'])(
  'what is at %s goes as it goes on this machine, and nothing else',
  (place) => {
    const { base, files } = both();
    const path = `${base}/${place}`;
    const isFolder = fs.lstatSync(path.replace(/\/$/, ''), { throwIfNoEntry: false })?.isDirectory() === true;
    const real = ending(() => (isFolder ? fs.rmdirSync(path) : fs.unlinkSync(path)));
    expect(ending(() => files.remove(path))).toBe(real);
    expect([...(files.list(base) ?? [])].sort()).toEqual(fs.readdirSync(base).sort());
    expect(files.list(`${base}/a/b`)).toHaveLength(fs.readdirSync(`${base}/a/b`).length);
  },
);

it.each([
  ['folder', 'new'],
  ['folder/', 'new'],
  ['to-file/', 'new'],
  ['a/file', 'new/'],
  ['a/file', 'folder/new'],
  ['a/file', 'a/b/'],
  ['a/file', 'a/b'],
  ['a/file/', 'new'],
  ['a/b', 'new/'],
  ['a/b', 'a/b/c/d'],
  ['a/b/c', 'a/file'],
  ['none', 'new'],
  ['dangling', 'new'],
])('%s is renamed to %s as on this machine', (from, to) => {
  const { base, files } = both();
  const real = ending(() => fs.renameSync(`${base}/${from}`, `${base}/${to}`));
  expect(ending(() => files.rename(`${base}/${from}`, `${base}/${to}`))).toBe(real);
  for (const folder of ['', '/a'])
    expect([...(files.list(`${base}${folder}`) ?? [])].sort()).toEqual(fs.readdirSync(`${base}${folder}`).sort());
});

/** A mount of the files that it is given, at their whole paths. */
function mountOf(prefix: string, held: readonly string[], how: Partial<VirtualMount> = {}): VirtualMount {
  const base = { owner: 'root', group: 'root', modifiedAt: 0, sizeBytes: 0 };
  const refuse = (): never => {
    throw new Error('Operation not permitted');
  };
  return {
    prefix,
    mounted: () => true,
    stat: (_, path) => {
      if (held.includes(path)) return { kind: 'file', mode: 0o444, ...base };
      const isFolder = path === prefix || held.some((name) => name.startsWith(`${path}/`));
      return isFolder ? { kind: 'directory', mode: 0o555, ...base } : undefined;
    },
    list: () => undefined,
    read: (_, path) => (held.includes(path) ? Buffer.from(path) : undefined),
    write: refuse,
    remove: refuse,
    makeDirectory: refuse,
    ...how,
  };
}

it('a mount without links gives the same whether its paths are walked or not', () => {
  const held = ['/sys/one', '/sys/deep/two'];
  const walkedMount = both([mountOf('/sys', held)]);
  const plainMount = both([mountOf('/sys', held, { isPlain: true })]);
  const starts = ['/sys', '/sys/one', '/sys/deep', '/sys/deep/two', '/sys/none', '/system', 'sys/one'];
  const ends = [...ENDS, '/two', '/../one', '/two/..', '/../../sys/one'];
  const seenBy = ({ files }: typeof plainMount) =>
    starts.flatMap((start) =>
      ends.map((end) => {
        const path = `${start}${end}`;
        return [path, files.stat(path)?.kind, files.realpath(path), String(files.read(path))];
      }),
    );
  expect(seenBy(plainMount)).toEqual(seenBy(walkedMount));
  expect(plainMount.files.stat('/sys/one/')).toBeUndefined();
  expect(plainMount.files.realpath('/sys/deep/../one')).toBe('/sys/one');
  plainMount.files.symlink('/sys/deep', `${plainMount.base}/link`);
  expect(plainMount.files.realpath(`${plainMount.base}/link/two`)).toBe('/sys/deep/two');
});

it('the deepest mount over a path that is mounted now holds it, and a name that only begins alike does not', () => {
  const host = { name: 'a' } as SimHost;
  const [outer, inner] = [mountOf('/sys', []), mountOf('/sys/inner', [])];
  const away = mountOf('/sys/inner/away', [], { mounted: () => false });
  const at = (path: string) => mountAt([outer, away, inner], path, () => host)?.prefix;
  expect(['/sys', '/sys/x', '/sys/inner', '/sys/inner/away/x', '/sys/innermost'].map(at)).toEqual([
    '/sys',
    '/sys',
    '/sys/inner',
    '/sys/inner',
    '/sys',
  ]);
  expect(['/', '/system', '/sy'].map(at)).toEqual([undefined, undefined, undefined]);
});
