import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RealHostFiles } from '../../../../../../electron/engine/rehearsal/executables/real-host-files.ts';
import { installedPackages } from '../../../../../../electron/engine/rehearsal/executables/real-packages.ts';
import type { SimHost } from '../../../../../../electron/engine/rehearsal/kernel/program.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';

function open(keepExisting = false): { readonly root: string; readonly files: RealHostFiles } {
  const outside = temporaryFolder('real-files');
  const root = join(outside, 'root');
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(outside, 'secret'), 'of the laptop');
  const files = new RealHostFiles({
    root,
    mounts: [],
    host: () => ({ name: 'a' }) as SimHost,
    onChange: () => undefined,
    keepExisting: () => keepExisting,
  });
  return { root, files };
}

describe('the files of a real host below a root', () => {
  it('follows absolute links from the root of the host and never leads out of it', () => {
    const { root, files } = open();
    writeFileSync(join(root, 'etc/hosts'), 'inside');
    symlinkSync('/etc/hosts', join(root, 'absolute'));
    symlinkSync('../../secret', join(root, 'etc/up'));
    symlinkSync('/etc', join(root, 'folder'));
    expect(Buffer.from(files.read('/absolute') ?? []).toString()).toBe('inside');
    expect(files.realpath('/folder/hosts')).toBe('/etc/hosts');
    expect(files.read('/etc/up')).toBeUndefined();
    expect(files.read('/../../secret')).toBeUndefined();
    expect(files.stat('/absolute')).toMatchObject({ kind: 'symlink', target: '/etc/hosts' });
    files.write('/folder/new', Buffer.from('x'), 0o400);
    expect(lstatSync(join(root, 'etc/new')).mode & 0o777).toBe(0o400);
  });

  it('fails with the errno texts of Linux', () => {
    const { files } = open();
    expect(() => files.write('/no/such', Buffer.from(''))).toThrow('No such file or directory');
    expect(() => files.makeDirectory('/etc')).toThrow('File exists');
    files.write('/etc/a', Buffer.from(''));
    expect(() => files.remove('/etc')).toThrow('Directory not empty');
    expect(() => files.write('/etc/a/b', Buffer.from(''))).toThrow('Not a directory');
    expect(() => files.write('/etc', Buffer.from(''))).toThrow('Is a directory');
  });

  it('leaves what the host brings alone while a node is laid out', () => {
    const { root, files } = open(true);
    writeFileSync(join(root, 'etc/sources'), 'of the host');
    files.write('/etc/sources', Buffer.from('of the installer'));
    files.write('/etc/other', Buffer.from('of the installer'));
    expect(readFileSync(join(root, 'etc/sources'), 'utf8')).toBe('of the host');
    expect(readFileSync(join(root, 'etc/other'), 'utf8')).toBe('of the installer');
  });
});

it('counts only packages that dpkg calls installed', () => {
  const status = (name: string, state: string) => `Package: ${name}\nStatus: ${state}\nVersion: 1:2.0-1\n`;
  const text = [status('corosync-qnetd', 'install ok installed'), status('gone', 'deinstall ok config-files')];
  expect([...installedPackages(text.join('\n'))]).toEqual([['corosync-qnetd', '1:2.0-1']]);
});
