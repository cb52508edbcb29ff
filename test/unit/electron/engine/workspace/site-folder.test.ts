import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { writeFileAtomic } from '../../../../../electron/engine/workspace/atomic-file.ts';
import { openBundle } from '../../../../../electron/engine/workspace/bundle-folder.ts';
import { LOCK_FILE, lockFolder, lockHolder } from '../../../../../electron/engine/workspace/folder-lock.ts';
import { readPassphrase } from '../../../../../electron/engine/workspace/passphrase.ts';
import { forgetSite, recentSites, rememberSite } from '../../../../../electron/engine/workspace/recent-sites.ts';
import { openSiteFolder, saveSiteText } from '../../../../../electron/engine/workspace/site-folder.ts';
import { siteStateFolder, userStateFolder } from '../../../../../electron/engine/workspace/state-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitewright-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function problem(work: Promise<unknown>): Promise<DiagnosticError['diagnostics'][0]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw new Error(`no diagnostic: ${String(error)}`);
  return error.diagnostics[0];
}

/** A process that lives until it is told to end. */
function bystander() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = (): Promise<void> => {
    child.stdin.end();
    return ended;
  };
  return { pid: child.pid ?? 0, end };
}
const lockText = (over: object) =>
  JSON.stringify({
    pid: 1,
    host: hostname(),
    purpose: 'applying',
    startedAt: '2026-01-02T03:04:05.000Z',
    process: '',
    token: 'other',
    ...over,
  });

describe('the lock of a site folder', () => {
  it('is held once, names its holder to the second, and is free again after its release', async () => {
    const first = await lockFolder(folder, 'applying the plan');
    expect(await problem(lockFolder(folder, 'editing'))).toMatchObject({
      code: 'workspace.locked',
      params: { pid: process.pid, host: hostname(), purpose: 'applying the plan', since: first.holder.startedAt },
    });
    expect((await lockHolder(folder))?.token).toBe(first.holder.token);
    await first.release();
    await first.release();
    await (await lockFolder(folder, 'editing')).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to exactly one of many who want it at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, 'racing')));
    expect(tries.filter((entry) => entry.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual([LOCK_FILE]);
  });

  it('goes to exactly one of many when a dead process left it behind', async () => {
    const dead = bystander();
    await dead.end();
    await writeFile(join(folder, LOCK_FILE), lockText({ pid: dead.pid }));
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, 'racing')));
    expect(tries.filter((entry) => entry.status === 'fulfilled')).toHaveLength(1);
  });

  it('is not taken from a living process, and is taken when another process has its number now', async () => {
    const alive = bystander();
    await writeFile(join(folder, LOCK_FILE), lockText({ pid: alive.pid }));
    expect((await problem(lockFolder(folder, 'x'))).code).toBe('workspace.locked');
    await writeFile(join(folder, LOCK_FILE), lockText({ pid: alive.pid, process: 'other-boot 42' }));
    await (await lockFolder(folder, 'x')).release();
    await alive.end();
  });

  it('of another computer is never taken, and the way out is named', async () => {
    await writeFile(join(folder, LOCK_FILE), lockText({ host: 'other-laptop' }));
    const found = await problem(lockFolder(folder, 'x'));
    expect(found).toMatchObject({
      code: 'workspace.locked-elsewhere',
      params: { host: 'other-laptop', lock: join(folder, LOCK_FILE) },
    });
  });

  it('without content is respected while it is fresh and cleared when it is old', async () => {
    const path = join(folder, LOCK_FILE);
    await writeFile(path, '');
    expect((await problem(lockFolder(folder, 'x'))).code).toBe('workspace.locked');
    await utimes(path, 0, 0);
    await (await lockFolder(folder, 'x')).release();
  });

  it('that someone else took over is left alone on release', async () => {
    const mine = await lockFolder(folder, 'x');
    await writeFile(join(folder, LOCK_FILE), lockText({}));
    await mine.release();
    expect(await readFile(join(folder, LOCK_FILE), 'utf8')).toContain('other');
  });
});

describe('writing files', () => {
  it('replaces the whole file with the asked mode and leaves nothing beside it', async () => {
    const path = join(folder, 'deep', 'a.txt');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, 'two', { mode: 0o600 });
    expect(await readFile(path, 'utf8')).toBe('two');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.txt']);
  });

  it('leaves the old file and no temp file where it cannot write', async () => {
    await mkdir(join(folder, 'target'));
    await writeFile(join(folder, 'target', 'inside'), '');
    expect((await problem(writeFileAtomic(join(folder, 'target'), 'x'))).code).toBe('workspace.not-writable');
    expect(await readdir(folder)).toEqual(['target']);
  });
});

describe('a site folder', () => {
  it('opens by its path or by its file, and says so when there is none', async () => {
    await writeFile(join(folder, 'site.toml'), '');
    const byFolder = await openSiteFolder(folder);
    const byFile = await openSiteFolder(join(folder, 'site.toml'));
    expect(byFile.vaultFile).toBe(join(folder, 'secrets.age'));
    expect({ ...byFolder, lock: 0 }).toEqual({ ...byFile, lock: 0 });
    expect((await problem(openSiteFolder(join(folder, 'none')))).code).toBe('workspace.folder-missing');
  });

  it('does not overwrite what was edited by hand in between', async () => {
    await writeFile(join(folder, 'site.toml'), 'old');
    const site = await openSiteFolder(folder);
    await saveSiteText(site, 'old', 'new');
    expect((await problem(saveSiteText(site, 'old', 'newer'))).code).toBe('workspace.changed-meanwhile');
    expect(await readFile(join(folder, 'site.toml'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['site.toml']);
  });

  it('is remembered, newest first, each once', async () => {
    const day = (number: number) => new Date(Date.UTC(2026, 0, number));
    await rememberSite(folder, '/a/site.toml', day(1));
    await rememberSite(folder, '/b/site.toml', day(2));
    await rememberSite(folder, '/a/site.toml', day(3));
    expect((await recentSites(folder)).map((entry) => entry.siteFile)).toEqual(['/a/site.toml', '/b/site.toml']);
    await forgetSite(folder, '/a/site.toml');
    expect((await recentSites(folder)).map((entry) => entry.siteFile)).toEqual(['/b/site.toml']);
  });

  it('has its state where each system keeps such things', () => {
    const linux = { platform: 'linux', env: {}, home: '/home/u' } as const;
    expect(siteStateFolder(linux, 'municipal')).toBe('/home/u/.local/state/sitewright/sites/municipal');
    expect(userStateFolder({ ...linux, env: { XDG_STATE_HOME: '/x' } })).toBe('/x/sitewright');
    expect(userStateFolder({ ...linux, env: { XDG_STATE_HOME: 'relative' } })).toBe('/home/u/.local/state/sitewright');
    expect(userStateFolder({ platform: 'darwin', env: {}, home: '/Users/u' })).toBe(
      '/Users/u/Library/Application Support/Sitewright',
    );
    expect(userStateFolder({ platform: 'win32', env: { LOCALAPPDATA: 'C:\\L' }, home: 'C:\\Users\\u' })).toBe(
      'C:\\L\\Sitewright',
    );
    expect(() => siteStateFolder(linux, '../../etc')).toThrow(RangeError);
  });
});

describe('the bundle folder', () => {
  it('lists plain files by folder with their digests and follows no links', async () => {
    await mkdir(join(folder, 'debs/pve'), { recursive: true });
    await writeFile(join(folder, 'debs/pve/b.deb'), 'abc');
    await writeFile(join(folder, 'debs/pve/a.deb'), '');
    await symlink('/etc/hostname', join(folder, 'debs/pve/c.deb'));
    const bundle = await openBundle(folder);
    expect(bundle.list('debs/pve')).toEqual(['a.deb', 'b.deb']);
    expect(bundle.asset('debs/pve/b.deb')).toEqual({
      source: { path: join(folder, 'debs/pve/b.deb') },
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sizeBytes: 3,
    });
    expect(bundle.asset('../secrets.age')).toBeUndefined();
    expect((await openBundle(join(folder, 'none'))).list('debs')).toEqual([]);
  });

  it('hashes a file again only when it changed', async () => {
    const cacheFile = join(folder, 'cache.json');
    const bundle = join(folder, 'bundle');
    await mkdir(bundle);
    await writeFile(join(bundle, 'a'), 'abc');
    await openBundle(bundle, { cacheFile });
    // What the cache says is believed as long as the file is the same one: a marked digest shows it.
    const marked = (await readFile(cacheFile, 'utf8')).replace(/[0-9a-f]{64}/, '0'.repeat(64));
    await writeFile(cacheFile, marked);
    expect((await openBundle(bundle, { cacheFile })).asset('a')?.sha256).toBe('0'.repeat(64));
    await writeFile(join(bundle, 'a'), 'abd');
    expect((await openBundle(bundle, { cacheFile })).asset('a')?.sha256).toMatch(/^a52d159f/);
  });
});

describe('the passphrase where nobody is asked', () => {
  it('comes from a file of mode 0600, without its line end', async () => {
    const file = join(folder, 'it s secret');
    await writeFile(file, 'correct horse\r\n', { mode: 0o600 });
    expect((await readPassphrase({ file }))?.reveal()).toBe('correct horse');
    expect(await readPassphrase({})).toBeUndefined();
  });

  it.each([0o644, 0o640, 0o660, 0o700])('is refused from a file of mode %i, with the exact cure', async (mode) => {
    const file = join(folder, 'it s secret');
    await writeFile(file, 'correct horse', { mode });
    const found = await problem(readPassphrase({ file, platform: 'linux' }));
    expect(found.code).toBe('vault.passphrase-file-mode');
    expect(found.params.quoted).toBe(`'${file}'`);
    expect(JSON.stringify(found)).not.toContain('horse');
  });

  it('is refused from a missing or empty file and from a folder', async () => {
    await writeFile(join(folder, 'empty'), '\n', { mode: 0o600 });
    for (const file of [join(folder, 'none'), join(folder, 'empty'), folder]) {
      expect((await problem(readPassphrase({ file }))).code).toBe('vault.passphrase-file');
    }
  });

  it('comes from a file descriptor, and a closed one is said', async () => {
    const file = join(folder, 'p');
    await writeFile(file, 'from descriptor\n');
    const { openSync } = await import('node:fs');
    expect((await readPassphrase({ fd: openSync(file, 'r') }))?.reveal()).toBe('from descriptor');
    expect((await problem(readPassphrase({ fd: 9999 }))).code).toBe('vault.passphrase-fd');
  });
});
