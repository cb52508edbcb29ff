import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makePrivateKey, publicHalfOf } from '../../../../../electron/engine/bundle/ed25519.ts';
import type { EngineClient, EnginePorts } from '../../../../../electron/engine/engine.ts';
import { type Release, signRelease } from '../../../../../electron/engine/update/release-signature.ts';
import { markAtWork } from '../../../../../electron/engine/workspace/at-work.ts';
import { sha256Of } from '../../../../../electron/engine/workspace/sha256.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { openTestEngine } from '../../../../support/test-engine.ts';

const key = makePrivateKey();
const CONTENT = Buffer.from('what dpkg would unpack');
type Ended = Awaited<ReturnType<NonNullable<EnginePorts['startInstaller']>>>;
const DONE: Ended = { code: 0, error: undefined, stderr: '' };

interface Installed {
  readonly client: EngineClient;
  readonly file: string;
  readonly state: string;
  readonly resources: string;
  /** Every command that was to install something. */
  readonly asked: (readonly string[])[];
  sign(change: Partial<Release>): void;
}

/** A Sitewright 1.2.0 out of a package of this kind, whose system installs by `install`. */
function installed(
  kind: 'deb' | 'rpm' | 'AppImage' | undefined,
  install: (file: string, resources: string) => Ended | Promise<Ended> = putThere('1.3.0'),
): Installed {
  const resources = temporaryFolder('resources');
  if (kind === 'deb' || kind === 'rpm')
    writeFileSync(join(resources, 'installed.txt'), `kind ${kind}\nversion 1.2.0\n`);
  writeFileSync(join(resources, 'release-key.pub'), `ed25519 ${publicHalfOf(key)}\n`);
  const state = temporaryFolder('state');
  const appImage = join(resources, 'Sitewright.AppImage');
  const asked: (readonly string[])[] = [];
  const test = openTestEngine({
    appVersion: '1.2.0',
    resources: kind === undefined ? undefined : resources,
    env: { XDG_STATE_HOME: state, ...(kind === 'AppImage' ? { APPIMAGE: appImage } : {}) },
    startInstaller: async (program, args) => {
      asked.push([program, ...args]);
      return install(args.at(-1) ?? '', resources);
    },
  });
  onTestFinished(test.close);
  const file = join(temporaryFolder('stick'), `new.${kind ?? 'deb'}`);
  writeFileSync(file, CONTENT);
  const release: Release = {
    product: 'sitewright',
    version: '1.3.0',
    platform: process.platform,
    arch: process.arch,
    kind: kind ?? 'deb',
    sizeBytes: CONTENT.length,
    sha256: sha256Of(CONTENT),
  };
  const sign = (change: Partial<Release>) => writeFileSync(`${file}.sig`, signRelease({ ...release, ...change }, key));
  sign({});
  return { client: test.engine.client('cli'), file, state: join(state, 'sitewright'), resources, asked, sign };
}

/** Installs what it is given, if that is the file that was proven. */
const putThere = (version: string) => (file: string, resources: string) => {
  expect(readFileSync(file).equals(CONTENT)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(join(resources, 'installed.txt'), `kind deb\nversion ${version}\n`);
  return DONE;
};
const refusal = (asked: PromiseLike<unknown>) =>
  Promise.resolve(asked).then(
    () => 'done',
    (error: { message?: string }) => error.message,
  );
/** Anything that is a run. */
const begin = (client: EngineClient, folder: string) =>
  client.drives.flash({ writes: [{ image: join(folder, 'none'), device: join(folder, 'none'), confirm: 'none' }] });
const isRoot = process.getuid?.() === 0;
const elevated = (words: readonly string[]) => (isRoot ? words : ['pkexec', ...words]);

it('installs a copy that it made itself, by the system’s own tool, and takes the copy away', async () => {
  const { client, file, state, asked } = installed('deb');
  expect(await client.update.install({ file })).toEqual({ version: '1.3.0', way: 'installs' });
  const copy = join(state, 'updates', 'new.deb');
  expect(asked).toEqual([elevated(['/usr/bin/dpkg', '-i', copy])]);
  expect(existsSync(copy)).toBe(false);
});

it('on a system of the other kind by rpm, which is told that an accepted version is meant', async () => {
  const { client, file, asked, sign } = installed('rpm', (_, resources) => {
    writeFileSync(join(resources, 'installed.txt'), 'kind rpm\nversion 1.1.0\n');
    return DONE;
  });
  sign({ version: '1.1.0' });
  expect(await refusal(client.update.install({ file }))).toBe('update.older');
  expect(asked).toEqual([]);
  await client.update.install({ file, acceptOlder: true });
  expect(asked[0]?.slice(isRoot ? 0 : 1, -1)).toEqual(['/usr/bin/rpm', '-U', '--oldpackage', '--replacepkgs']);
});

it('an AppImage takes the place of the one that runs, whole, and nobody is asked', async () => {
  const { client, file, asked, resources } = installed('AppImage');
  expect(await client.update.install({ file })).toEqual({ version: '1.3.0', way: 'replaces' });
  expect(asked).toEqual([]);
  const replaced = join(resources, 'Sitewright.AppImage');
  expect(readFileSync(replaced).equals(CONTENT)).toBe(true);
  expect(statSync(replaced).mode & 0o777).toBe(0o755);
  expect(readdirSync(resources).sort()).toEqual(['Sitewright.AppImage', 'release-key.pub']);
});

it('begins nothing while something goes on, in this Sitewright or another one, and nothing goes on beside it', async () => {
  let begun = '';
  const { client, file, state, asked } = installed('deb', async (copy, resources) => {
    begun = String(await refusal(begin(client, state)));
    begun += ` ${await refusal(client.update.install({ file }))}`;
    return putThere('1.3.0')(copy, resources);
  });
  const unmark = markAtWork(state, 'run-1', 'flash');
  await expect.poll(() => existsSync(join(state, 'at-work'))).toBe(true);
  await expect.poll(() => refusal(client.update.install({ file: `${file}.none` }))).toBe('update.busy');
  expect(asked).toEqual([]);
  await unmark();
  await client.update.install({ file });
  expect(begun).toBe('update.under-way update.under-way');
  expect(await refusal(begin(client, state))).toBe('update.restart-first');
});

it('work of a process that died holds nothing up', async () => {
  const { client, file, state } = installed('deb');
  const unmark = markAtWork(state, 'run-1', 'flash');
  const lock = await expect
    .poll(() => readdirSync(join(state, 'at-work')))
    .toHaveLength(1)
    .then(() => {
      const [name = ''] = readdirSync(join(state, 'at-work'));
      return join(state, 'at-work', name, '.sitewright.lock');
    });
  await expect.poll(() => existsSync(lock)).toBe(true);
  const held = JSON.parse(readFileSync(lock, 'utf8')) as object;
  writeFileSync(lock, JSON.stringify({ ...held, pid: 2 ** 22 - 7, process: 'gone' }));
  expect(await refusal(client.update.install({ file }))).toBe('done');
  expect(readdirSync(join(state, 'at-work'))).toEqual([]);
  await unmark();
});

it.each<[string, Ended, string]>([
  ['the tool fails', { code: 1, error: undefined, stderr: 'dependency problems' }, 'update.install-failed'],
  ['the tool is not there', { code: null, error: 'ENOENT', stderr: '' }, 'update.no-elevation'],
  ['the tool is content and the old version still lies there', DONE, 'update.still-before'],
])('says so where %s, leaves no copy, and lets other work begin again', async (_, end, code) => {
  const { client, file, state } = installed('deb', () => end);
  expect(await refusal(client.update.install({ file }))).toBe(code);
  expect(existsSync(join(state, 'updates'))).toBe(false);
  expect(await refusal(client.update.look({ file }))).toBe('done');
  expect(await refusal(begin(client, state))).not.toMatch(/^update\./);
});

it('what was not installed, or was built without a key, takes none', async () => {
  const bare = installed(undefined);
  expect(await refusal(bare.client.update.look({ file: bare.file }))).toBe('update.not-installed');
  expect(await bare.client.update.installation()).toEqual({ version: '1.2.0', knowsReleaseKey: false });
  const { client, file, state } = installed('deb');
  expect(await client.update.installation()).toEqual({ version: '1.2.0', kind: 'deb', knowsReleaseKey: true });
  writeFileSync(
    `${file}.sig`,
    signRelease(
      {
        product: 'sitewright',
        version: '1.3.0',
        platform: 'linux',
        arch: 'x64',
        kind: 'deb',
        sizeBytes: 1,
        sha256: '0'.repeat(64),
      },
      makePrivateKey(),
    ),
  );
  expect(await refusal(client.update.install({ file }))).toBe('update.foreign-signature');
  expect(existsSync(join(state, 'updates'))).toBe(false);
});
