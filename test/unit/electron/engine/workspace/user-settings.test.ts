import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsDesk } from '../../../../../electron/engine/app/settings-desk.ts';
import { readUserSettings } from '../../../../../electron/engine/workspace/user-settings.ts';

let state: string;
let desk: SettingsDesk;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'sitewright-settings-'));
  desk = new SettingsDesk({
    state,
    get sites() {
      return readUserSettings(state).siteFolder ?? '/home/ana/sites';
    },
    cache: state,
    siteState: () => state,
  });
});
afterEach(() => rm(state, { recursive: true, force: true }));

const file = () => join(state, 'settings.json');

describe('what a user chose', () => {
  it('is the defaults until something is chosen, and no language: that is the system’s', () => {
    expect(desk.read()).toEqual({
      theme: 'system',
      motion: 'system',
      logTextPx: 12,
      siteFolder: '/home/ana/sites',
      isOwnSiteFolder: false,
    });
  });

  it('keeps what a change leaves out, for the next start as well', async () => {
    await desk.change({ language: 'es', theme: 'dark' });
    await desk.change({ logTextPx: 16 });
    expect(desk.read()).toMatchObject({ language: 'es', theme: 'dark', logTextPx: 16 });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({
      version: 1,
      language: 'es',
      theme: 'dark',
      logTextPx: 16,
    });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it('takes changes that come at once one after another', async () => {
    await Promise.all([
      desk.change({ theme: 'dark' }),
      desk.change({ motion: 'less' }),
      desk.change({ language: 'en' }),
      desk.change({ logTextPx: 18 }),
    ]);
    expect(desk.read()).toMatchObject({ theme: 'dark', motion: 'less', language: 'en', logTextPx: 18 });
  });

  it('makes new sites in a folder of the user’s own, until the default is chosen again', async () => {
    const own = join(state, 'mine');
    await mkdir(own);
    expect(await desk.change({ siteFolder: own })).toMatchObject({ siteFolder: own, isOwnSiteFolder: true });
    await desk.change({ theme: 'light' });
    expect(desk.read().siteFolder).toBe(own);
    expect(await desk.change({ siteFolder: null })).toMatchObject({
      siteFolder: '/home/ana/sites',
      isOwnSiteFolder: false,
    });
  });

  it('refuses a folder below a file, keeps what was chosen, and takes the next change', async () => {
    await writeFile(join(state, 'a-file'), '');
    await expect(desk.change({ siteFolder: join(state, 'a-file', 'sites') })).rejects.toMatchObject({
      diagnostics: [expect.objectContaining({ code: 'workspace.not-writable' })],
    });
    expect(desk.read().isOwnSiteFolder).toBe(false);
    expect(await desk.change({ theme: 'dark' })).toMatchObject({ theme: 'dark' });
  });

  it.each([
    ['no JSON', '{"version": 1,'],
    ['another version', '{"version": 2, "theme": "dark"}'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('counts a file with %s as none', async (_what, text) => {
    await writeFile(file(), text);
    expect(readUserSettings(state)).toEqual({});
  });

  it('passes over a value that it does not know and keeps the others', async () => {
    await writeFile(file(), '{"version": 1, "theme": "sepia", "logTextPx": 13, "language": "es", "newer": true}');
    expect(readUserSettings(state)).toEqual({ language: 'es' });
  });
});
