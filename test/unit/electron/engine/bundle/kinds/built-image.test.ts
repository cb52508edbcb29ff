import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import type { Need } from '../../../../../../electron/engine/bundle/kinds/kind.ts';
import { requireLock, writeLock } from '../../../../../../electron/engine/bundle/lock/lock-file.ts';
import type { ImageRecipe } from '../../../../../../electron/engine/bundle/oci/build/image-recipe.ts';
import { ImageLayout } from '../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { imageParts } from '../../../../../../electron/engine/bundle/oci/layout/image-parts.ts';
import { verifyImage } from '../../../../../../electron/engine/bundle/oci/layout/verify-image.ts';
import { verifyBundle } from '../../../../../../electron/engine/bundle/verify/verify-bundle.ts';
import { folderAssets } from '../../../../../../electron/engine/stacks/asset-store.ts';
import { sha256Of } from '../../../../../../electron/engine/workspace/sha256.ts';
import { makeOnBench } from '../../../../../support/bundle-bench.ts';
import { needTools } from '../../../../../support/needed-tools.ts';
import { temporaryFolder } from '../../../../../support/temporary-folder.ts';
import { type LocalArchive, type LocalPackage, localArchive } from '../../debs/archive/support/local-archive.ts';
import { type SigningKeys, signingKeys } from '../../debs/archive/support/signing-keys.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const COPYRIGHT = (licence: string) =>
  utf8(`Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: ${licence}\n`);
const PACKAGES: readonly LocalPackage[] = [
  {
    name: 'runtime',
    version: '20-1',
    depends: ['libc', 'questions'],
    files: [
      { path: './usr/bin/' },
      { path: './usr/bin/run', data: utf8('the runtime'), mode: 0o755 },
      { path: './usr/share/doc/runtime/copyright', data: COPYRIGHT('MIT') },
    ],
  },
  {
    name: 'libc',
    version: '2.41-12',
    files: [
      { path: './usr/lib64/' },
      { path: './usr/lib64/ld.so', data: utf8('the loader'), mode: 0o755 },
      { path: './usr/share/doc/libc/copyright', data: COPYRIGHT('LGPL-2.1+') },
    ],
  },
  { name: 'questions', version: '1', depends: ['interpreter'] },
  { name: 'interpreter', version: '5' },
];
const recipe = (program: string): ImageRecipe => ({
  release: 'trixie',
  packages: ['runtime'],
  assumed: ['questions'],
  licence: 'Apache-2.0',
  entries: [
    { path: `app/${program}`, asset: `dist/${program}.cjs`, mode: 0o755 },
    { path: 'app/page', assetsBelow: 'dist/page' },
    { path: 'var/spool', folder: true, mode: 0o700, uid: 10_001, gid: 10_001 },
  ],
  entrypoint: [`/app/${program}`],
  user: '10001:10001',
});
const need = (program: string): Need => ({
  kind: 'image',
  name: `sitewright/${program}:1.0.0`,
  why: ['stack monitoring'],
  recipe: recipe(program),
  shownAs: 'container-image',
});

let keys: SigningKeys;
let archive: LocalArchive;
beforeAll(() => {
  keys = signingKeys();
  keys.make('good', { from: '20250101T000000' });
});
afterAll(() => keys.close());
beforeEach(async () => {
  archive = await localArchive();
  archive.put('trixie', 'main', PACKAGES);
  for (const suite of ['trixie-updates', 'trixie-security'])
    archive.put(suite, 'main', [{ name: 'unrelated', version: '2' }]);
  for (const suite of ['trixie', 'trixie-updates', 'trixie-security']) publish(suite);
  return () => archive.close();
});

function publish(suite: string): void {
  const date = new Date(Date.now() - 86_400_000).toUTCString().replace('GMT', 'UTC');
  archive.write(suite, 'InRelease', keys.inline(archive.release(suite, { Date: date }), ['good']));
}

function order() {
  const root = temporaryFolder('built-images');
  const put = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const name of ['automatic', 'stable', 'security-automatic'])
    put(`installer-assets/keys/debian-archive-trixie-${name}.gpg`, keys.publicKey('good'));
  for (const program of ['web', 'collector']) put(`dist/${program}.cjs`, `the ${program}`);
  put('dist/page/app.js', 'the page');
  return {
    root,
    put,
    folder: join(root, 'bundle'),
    cacheFolder: join(root, 'cache'),
    assets: folderAssets(root),
    needs: [need('web'), need('collector')],
    sources: { archives: { debian: { url: archive.url() }, 'debian-security': { url: archive.url() } } },
  };
}

const itemsOf = async (folder: string) => (await requireLock(folder)).lock.items;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was wrong',
    (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics[0].code : String(error)),
  );

describe('images of our own in a bundle', () => {
  it('are made of signed packages and our programs, once for all that share a layer; the lock names what is in them', async () => {
    const made = order();
    await makeOnBench(made);
    const [collector, web] = await itemsOf(made.folder);
    expect(web).toMatchObject({
      name: 'sitewright/web:1.0.0',
      version: '1.0.0',
      licence: 'Apache-2.0 AND LGPL-2.1-or-later AND MIT',
      detail: { licences: ['libc: LGPL-2.1-or-later', 'runtime: MIT'] },
    });
    // what only questions at installation time need stays away
    const packages = (web?.detail?.packages ?? []) as readonly string[];
    expect(packages.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['libc 2.41-12', 'runtime 20-1']);
    const shared = web?.files.filter(({ path }) => collector?.files.some((other) => other.path === path));
    expect(shared).toHaveLength(1);
    const layout = await ImageLayout.open(join(made.folder, 'images'));
    const { descriptor } = await layout.image('docker.io/sitewright/web:1.0.0');
    expect(descriptor.digest).toBe(web?.digest);
    expect(await verifyImage(layout, descriptor, 'web')).toEqual([]);
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('hold the files, owners and links that are described, as other programs read them too', async () => {
    needTools('skopeo', 'umoci');
    const made = order();
    await makeOnBench(made);
    const place = join(made.root, 'layout');
    execFileSync('skopeo', [
      'copy',
      '--quiet',
      `oci:${join(made.folder, 'images')}:docker.io/sitewright/web:1.0.0`,
      `oci:${place}:web`,
    ]);
    execFileSync('umoci', ['unpack', '--rootless', '--image', `${place}:web`, join(made.root, 'out')], {
      stdio: 'pipe',
    });
    const rootfs = join(made.root, 'out/rootfs');
    const content = (path: string) => readFileSync(join(rootfs, path), 'utf8');
    expect(['usr/bin/run', 'app/web', 'app/page/app.js', 'lib64/ld.so'].map(content)).toEqual([
      'the runtime',
      'the web',
      'the page',
      'the loader',
    ]);
    const layout = await ImageLayout.open(join(made.folder, 'images'));
    const { descriptor } = await layout.image('docker.io/sitewright/web:1.0.0');
    const { manifests } = await imageParts(layout, descriptor, 'web');
    const own = layout.blobPath(manifests[0]?.layers[1]?.digest ?? descriptor.digest);
    const listed = execFileSync('tar', ['-tzvf', own, '--numeric-owner'], { encoding: 'utf8' });
    expect(listed).toMatch(/^drwx------ 10001\/10001 .* var\/spool\/$/m);
    expect(listed).toMatch(/^-rwxr-xr-x 0\/0 .* app\/web$/m);
  });

  it('have one digest on every laptop; another program gives another', async () => {
    const [first, second, third] = [order(), order(), order()];
    third.put('dist/web.cjs', 'the web, mended');
    for (const each of [first, second, third]) await makeOnBench(each);
    const digests = async (folder: string) => (await itemsOf(folder)).map(({ digest }) => digest);
    expect(await digests(second.folder)).toEqual(await digests(first.folder));
    const [collector, web] = await digests(first.folder);
    expect(await digests(third.folder)).toEqual([collector, expect.not.stringMatching(web ?? '')]);
  });

  it('are made again of what the lock names where the laptop has them no more, and the archive is not asked', async () => {
    const made = order();
    await makeOnBench(made);
    const before = await requireLock(made.folder);
    archive.put('trixie-security', 'main', [{ name: 'runtime', version: '20-2' }]);
    for (const suite of ['trixie', 'trixie-updates', 'trixie-security']) archive.remove(suite, 'InRelease');
    rmSync(join(made.folder, 'images/blobs'), { recursive: true });
    rmSync(made.cacheFolder, { recursive: true });
    const again = await makeOnBench(made);
    expect(again.broughtFiles).toBe(7);
    expect(Buffer.from((await requireLock(made.folder)).bytes).toString()).toBe(Buffer.from(before.bytes).toString());
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('are made again where the laptop has them damaged', async () => {
    const made = order();
    await makeOnBench(made);
    rmSync(join(made.folder, 'images/blobs'), { recursive: true });
    const cached = join(made.cacheFolder, 'own-images/images/blobs/sha256');
    const names = readdirSync(cached);
    for (const name of names) writeFileSync(join(cached, name), Buffer.alloc(statSync(join(cached, name)).size, 'x'));
    expect((await makeOnBench(made)).broughtFiles).toBe(names.length);
    expect((await verifyBundle(made.folder)).ok).toBe(true);
    for (const name of names) expect(sha256Of(readFileSync(join(cached, name)))).toBe(name);
  });

  it('are locked anew where the laptop has them damaged', async () => {
    const made = order();
    await makeOnBench(made);
    const before = (await itemsOf(made.folder)).map(({ digest }) => digest);
    const cached = join(made.cacheFolder, 'own-images/images/blobs/sha256');
    for (const name of readdirSync(cached))
      writeFileSync(join(cached, name), Buffer.alloc(statSync(join(cached, name)).size, 'x'));
    rmSync(made.folder, { recursive: true });
    await makeOnBench(made);
    expect((await itemsOf(made.folder)).map(({ digest }) => digest)).toEqual(before);
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('carry the licences of their packages: a choice in brackets, a free text by its digest', async () => {
    const text = utf8('As it comes.\n');
    archive.put('trixie', 'main', [
      { name: 'runtime', version: '20-1', depends: ['choice', 'free', 'plain'] },
      {
        name: 'choice',
        version: '1',
        files: [{ path: './usr/share/doc/choice/copyright', data: COPYRIGHT('GPL-2 or ISC') }],
      },
      { name: 'free', version: '1', files: [{ path: './usr/share/doc/free/copyright', data: text }] },
      { name: 'plain', version: '1', files: [{ path: './usr/share/doc/plain/copyright', data: COPYRIGHT('MIT') }] },
    ]);
    publish('trixie');
    const made = { ...order(), needs: [need('web')] };
    await makeOnBench(made);
    const [web] = await itemsOf(made.folder);
    expect(web?.detail?.licences).toEqual([
      'choice: GPL-2.0-only OR ISC',
      `free: Debian: /usr/share/doc/free/copyright (SHA-256 ${sha256Of(text)})`,
      'plain: MIT',
      'runtime: Debian: the package has no copyright file',
    ]);
    expect(web?.licence).toBe(
      'Apache-2.0 AND (GPL-2.0-only OR ISC) AND MIT; of 2 packages as Debian says (/usr/share/doc/*/copyright)',
    );
  });

  it('that cannot be made hide nothing: a registry that does not answer is told beside the archive that does not', async () => {
    const made = order();
    for (const suite of ['trixie', 'trixie-updates', 'trixie-security']) archive.remove(suite, 'InRelease');
    const { recipe: _none, ...pulled } = { ...need('web'), name: '127.0.0.1:1/office/tool:1' };
    const error = await makeOnBench({ ...made, needs: [pulled, need('web')] }).catch((reason: unknown) => reason);
    if (!(error instanceof DiagnosticError)) throw error;
    const areas = error.diagnostics.map(({ code }) => code.split('.')[0]);
    expect(areas).toContain('archive');
    expect(areas.filter((area) => area === 'download' || area === 'registry')).toHaveLength(1);
  });

  it('are not taken for those of a lock when the application has other programs by now', async () => {
    const made = order();
    await makeOnBench(made);
    rmSync(join(made.folder, 'images/blobs'), { recursive: true });
    rmSync(made.cacheFolder, { recursive: true });
    made.put('dist/web.cjs', 'the web, mended');
    expect(await codeOf(makeOnBench({ ...made, assets: folderAssets(made.root) }))).toBe('bundle.image-differs');
  });

  it('take the place of an archive that an earlier version was given, which leaves the disk', async () => {
    const made = order();
    const path = 'images/web-1.0.0.tar';
    const file = { path, sizeBytes: 10, sha256: 'a'.repeat(64) };
    const old = { kind: 'image', name: 'sitewright/web:1.0.0', source: 'by hand', digest: `sha256:${file.sha256}` };
    mkdirSync(join(made.folder, 'images'), { recursive: true });
    await writeLock(made.folder, {
      schemaVersion: 1,
      site: 'test-site',
      items: [{ ...old, sizeBytes: 10, licence: 'not said', why: ['stack monitoring'], files: [file] }],
      made: [],
    });
    await makeOnBench({ ...made, needs: [need('web')] });
    expect((await itemsOf(made.folder)).map(({ source }) => source)).toEqual(['built by Sitewright']);
    expect((await verifyBundle(made.folder)).ok).toBe(true);
  });

  it('tell how far they are, and a package that cannot be had is named', async () => {
    const made = order();
    const told: { readonly done: number; readonly total: number }[] = [];
    await makeOnBench({ ...made, onStanding: (standing) => told.push(standing) });
    const ends = told.at(-1);
    expect(ends?.done).toBe(ends?.total);
    expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).sort((a, b) => a - b));
    const lacking = { ...need('web'), recipe: { ...recipe('web'), packages: ['runtime', 'nowhere'] } };
    expect(await codeOf(makeOnBench({ ...order(), needs: [lacking] }))).toMatch(/^(packages|archive)\./);
    expect(readdirSync(made.folder)).toContain('bundle.lock.toml');
  });
});
