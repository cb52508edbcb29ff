import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeNodes } from '../../../../../../../electron/engine/bundle/oci/build/merge-nodes.ts';
import { readTarNodes } from '../../../../../../../electron/engine/bundle/oci/build/read-tar-nodes.ts';
import {
  directoryNode,
  fileNode,
  symlinkNode,
  type TarNode,
} from '../../../../../../../electron/engine/bundle/oci/build/tar-node.ts';
import { writeTar } from '../../../../../../../electron/engine/bundle/oci/build/write-tar.ts';
import { needTools } from '../../../../../../support/needed-tools.ts';
import { temporaryFolder } from '../../../../../../support/temporary-folder.ts';

async function tarOf(nodes: readonly TarNode[], mtime = 0): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writeTar(nodes, mtime)) parts.push(part);
  return Buffer.concat(parts);
}

const plain = (nodes: readonly TarNode[]) =>
  nodes.map((node) =>
    node.type === 'file' && 'bytes' in node.content
      ? { ...node, content: Buffer.from(node.content.bytes).toString('latin1') }
      : node,
  );
const paths = (nodes: readonly TarNode[]) => nodes.map(({ path }) => path);
const hardlink = (path: string, target: string): TarNode => ({
  type: 'hardlink',
  path,
  target,
  mode: 0o644,
  uid: 0,
  gid: 0,
});

const LONG = `${'long-folder-name/'.repeat(12)}${'n'.repeat(120)}`;

describe('tar as it is written', () => {
  const nodes: readonly TarNode[] = [
    directoryNode('etc', { mode: 0o755 }),
    fileNode('etc/passwd', 'root:x:0:0\n', { mode: 0o640, uid: 0, gid: 42 }),
    fileNode('etc/ñandú', 'not ASCII'),
    fileNode('usr/bin/su', 'x'.repeat(513), { mode: 0o4755 }),
    hardlink('usr/bin/su2', 'usr/bin/su'),
    symlinkNode('usr/bin/sh', '../../bin/dash'),
    symlinkNode('usr/bin/far', `/${LONG}`),
    fileNode(LONG, 'deep'),
    fileNode(`${'p'.repeat(90)}/${'q'.repeat(90)}`, 'split'),
    fileNode('var/empty', ''),
    fileNode('var/owner', 'far', { uid: 4_000_000, gid: 3_000_000 }),
    { type: 'character', path: 'dev/null', mode: 0o666, uid: 0, gid: 0, major: 1, minor: 3 },
    { type: 'fifo', path: 'run/pipe', mode: 0o600, uid: 0, gid: 0 },
  ];

  it('comes back the same', async () => {
    expect(plain(readTarNodes(await tarOf(nodes)))).toEqual(plain(nodes));
  });

  it('is understood by GNU tar and libarchive, names, owners, links and modes', async () => {
    needTools('tar', 'bsdtar');
    const file = join(temporaryFolder('tar'), 'it.tar');
    writeFileSync(file, await tarOf(nodes, 86_400));
    const list = (tool: string, args: readonly string[]) =>
      execFileSync(tool, args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' } });
    const listed = list('tar', ['--numeric-owner', '--full-time', '-tvf', file]);
    expect(listed).toContain('-rwsr-xr-x 0/0');
    expect(listed).toContain('-rw-r----- 0/42');
    expect(listed).toContain('4000000/3000000');
    expect(listed).toContain('usr/bin/su2 link to usr/bin/su');
    expect(listed).toContain('usr/bin/sh -> ../../bin/dash');
    expect(listed).toContain(`usr/bin/far -> /${LONG}`);
    expect(listed).toContain('1970-01-02 00:00:00 etc/ñandú');
    expect(list('bsdtar', ['-tf', file]).split('\n')).toEqual(
      expect.arrayContaining(['etc/', 'etc/ñandú', LONG, `${'p'.repeat(90)}/${'q'.repeat(90)}`]),
    );
  });

  it('refuses a file of this computer that has another size than was said', async () => {
    const folder = temporaryFolder('size');
    writeFileSync(join(folder, 'f'), 'four');
    const said = (sizeBytes: number) => tarOf([fileNode('f', { path: join(folder, 'f'), sizeBytes })]);
    expect(readTarNodes(await said(4))).toHaveLength(1);
    await expect(said(3)).rejects.toThrow('4 bytes');
    await expect(said(5)).rejects.toThrow('4 bytes');
  });
});

describe('tar as others write it', () => {
  it.each(['v7', 'ustar', 'gnu', 'oldgnu', 'pax'])('is read from GNU tar in the form %s', (format) => {
    const folder = temporaryFolder('forms');
    const long = format === 'v7' || format === 'ustar' ? 'short' : LONG;
    mkdirSync(join(folder, 'in', long, '..'), { recursive: true });
    writeFileSync(join(folder, 'in', long), 'deep');
    linkSync(join(folder, 'in', long), join(folder, 'in/z-link'));
    symlinkSync('nowhere', join(folder, 'in/dangling'));
    mkdirSync(join(folder, 'in/empty'));
    const tar = execFileSync('tar', [
      '--format',
      format,
      '--sort=name',
      '--owner=5',
      '--group=6',
      '--numeric-owner',
      '-cC',
      join(folder, 'in'),
      '.',
    ]);
    const nodes = readTarNodes(tar);
    const found = (path: string) => nodes.find((node) => node.path === path);
    const holder = found(long);
    const link = found('z-link');
    expect([holder?.type, link?.type].sort()).toEqual(['file', 'hardlink']);
    expect(found('dangling')).toMatchObject({ type: 'symlink', target: 'nowhere' });
    expect(found('empty')).toMatchObject({ type: 'directory', uid: 5, gid: 6 });
  });

  it.each([
    ['leads out of the image', fileNode('a', 'x'), 'a', '../../etc/shadow'],
    ['would be a whiteout', fileNode('a', 'x'), 'a', '.wh.etc'],
  ])('is refused where a name %s', async (why, node, from, to) => {
    const tar = await tarOf([node]);
    tar.fill(0, 0, 100);
    tar.write(to, 0);
    expect(from).toBe('a');
    resum(tar);
    expect(() => readTarNodes(tar)).toThrow(why);
  });

  it('is refused where a hard link leads to nothing before it, to another place, or is of an unknown kind', async () => {
    expect(() => readTarNodes(Buffer.alloc(0))).not.toThrow();
    const tar = await tarOf([fileNode('a', ''), hardlink('b', 'a')]);
    const loose = Buffer.from(tar.subarray(512));
    expect(() => readTarNodes(loose)).toThrow('leads to no file');
    const sparse = await tarOf([fileNode('a', '')]);
    sparse.write('S', 156);
    resum(sparse);
    expect(() => readTarNodes(sparse)).toThrow('not read');
  });

  it('never brings an unsafe path, whatever the bytes are', async () => {
    const seed = await tarOf([
      fileNode('etc/x', 'data'),
      symlinkNode('l', '/etc'),
      hardlink('m', 'etc/x'),
      fileNode(LONG, 'y'),
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (changes, sums) => {
          const tar = Buffer.from(seed);
          for (const [at, byte] of changes) tar[at] = byte;
          if (sums) for (let at = 0; at + 512 <= tar.length; at += 512) resum(tar, at);
          try {
            for (const { path } of readTarNodes(tar)) expect(path).not.toMatch(/(^|\/)\.\.(\/|$)|^\/|\0/);
          } catch (error) {
            expect((error as Error).constructor.name).toBe('Error');
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('trees laid one over the other', () => {
  it('are sorted, with the folders on the way, each thing once', () => {
    const merged = mergeNodes([[fileNode('b/c/d', '1'), fileNode('a', '1')], [fileNode('b/c/d', '2')]]);
    expect(paths(merged)).toEqual(['a', 'b', 'b/c', 'b/c/d']);
    expect(plain(merged)[3]).toMatchObject({ content: '2' });
  });

  it('put what lies behind a link to a folder where the link leads', () => {
    const merged = mergeNodes([
      [symlinkNode('lib', 'usr/lib'), directoryNode('usr/lib')],
      [directoryNode('lib'), fileNode('lib/x86/ld.so', 'loader'), hardlink('lib/ld2', 'lib/x86/ld.so')],
    ]);
    expect(merged.find(({ path }) => path === 'lib')?.type).toBe('symlink');
    // the first in order carries the content
    expect(merged.find(({ path }) => path === 'usr/lib/ld2')?.type).toBe('file');
    expect(merged.find(({ path }) => path === 'usr/lib/x86/ld.so')).toMatchObject({
      type: 'hardlink',
      target: 'usr/lib/ld2',
    });
  });

  it('merge /usr where that is asked for', () => {
    const merged = mergeNodes([[fileNode('bin/sh', 's'), fileNode('usr/bin/env', 'e')]], { usrMerged: true });
    expect(paths(merged)).toEqual(['bin', 'usr', 'usr/bin', 'usr/bin/env', 'usr/bin/sh']);
    expect(merged[0]).toMatchObject({ type: 'symlink', target: 'usr/bin' });
  });

  it('are refused where a file and a folder claim one place, links run in circles, or a hard link is left alone', () => {
    expect(() => mergeNodes([[fileNode('a/b', '')], [fileNode('a', '')]])).toThrow('/a is a folder');
    expect(() => mergeNodes([[fileNode('a', '')], [fileNode('a/b', '')]])).toThrow('/a is a folder');
    expect(() => mergeNodes([[symlinkNode('a', 'b'), symlinkNode('b', 'a'), fileNode('a/x', '')]])).toThrow('circles');
    expect(() => mergeNodes([[hardlink('a', 'nothing')]])).toThrow('leads to no file');
    expect(paths(mergeNodes([[symlinkNode('up', '../../..'), fileNode('up/x', '')]]))).toEqual(['up', 'x']);
  });
});

function resum(tar: Buffer, at = 0): void {
  tar.fill(0x20, at + 148, at + 156);
  let sum = 0;
  for (let index = 0; index < 512; index += 1) sum += tar[at + index] as number;
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
}
