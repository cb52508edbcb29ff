import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { freeBytesAt } from '../../../../../../electron/engine/bundle/make/free-space.ts';
import { checkStick } from '../../../../../../electron/engine/bundle/stick/check-stick.ts';
import { type FillStage, fillStick } from '../../../../../../electron/engine/bundle/stick/fill-stick.ts';
import type { BroughtFolder } from '../../../../../../electron/engine/bundle/stick/stick-files.ts';
import { requireRoom } from '../../../../../../electron/engine/bundle/stick/stick-target.ts';
import { openDigestCache } from '../../../../../../electron/engine/workspace/digest-cache.ts';
import { finishedBundle } from '../../../../../support/finished-bundle.ts';

const SITE = 'plaza-mayor';
const BIG = Buffer.alloc(300_000, 'layer');

let root: string;
let stick: string;
let site: string;
let program: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'sitewright-stick-'));
  [stick, site, program] = ['stick', 'office', 'program'].map((name) => join(root, name)) as [string, string, string];
  mkdirSync(stick, { recursive: true });
  mkdirSync(join(site, 'inventory'), { recursive: true });
  mkdirSync(join(program, 'sitewright-app/templates'), { recursive: true });
  writeFileSync(join(program, 'sitewright'), '#!/bin/sh\necho started\n', { mode: 0o755 });
  writeFileSync(join(program, 'sitewright-app/templates/hosts'), 'template');
  writeFileSync(join(site, 'site.toml'), 'id = "plaza-mayor"\n');
  writeFileSync(join(site, 'secrets.age'), 'encrypted');
  writeFileSync(join(site, 'host-keys.json'), '{}');
  writeFileSync(join(site, 'inventory/pve-node1.json'), '{}');
  writeFileSync(join(site, 'sources.toml'), 'user = "office"');
  writeFileSync(join(site, 'THROW-AWAY-PASSPHRASE.txt'), 'open sesame');
  await bundle({ 'images/blobs/sha256/aa': BIG, 'debs/pve/a_1%3a2_all.deb': 'package' });
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const bundle = (files: Record<string, Uint8Array | string>, id = SITE) =>
  finishedBundle(join(site, 'bundle'), id, files);

interface Filled {
  readonly isComplete: boolean;
  readonly changes: Partial<Record<FillStage, readonly string[]>>;
}
interface Over {
  readonly brought?: readonly BroughtFolder[];
  readonly siteId?: string;
  readonly plainFolder?: boolean;
  readonly stopAfter?: number;
  /** It is stopped at once when this stage has ended. */
  readonly abortAfter?: FillStage;
}
async function fill(over: Over = {}): Promise<Filled> {
  const aborted = new AbortController();
  const changes: Filled['changes'] = {};
  let asked = 0;
  const { isComplete } = await fillStick({
    target: stick,
    content: {
      siteId: over.siteId ?? SITE,
      siteRoot: site,
      siteFile: join(site, 'site.toml'),
      brought: over.brought ?? [],
      bundleFolder: join(site, 'bundle'),
      programFolder: program,
    },
    siteName: 'Plaza Mayor',
    appVersion: '1.2.3',
    plainFolder: over.plainFolder ?? true,
    now: new Date('2026-11-21T12:00:00Z'),
    isStopping: () => over.stopAfter !== undefined && asked++ >= over.stopAfter,
    tell: {
      begin: async () => undefined,
      end: async (stage, what) => {
        changes[stage] = what;
        if (stage === over.abortAfter) aborted.abort(new Error('stopped'));
      },
      progress: () => undefined,
    },
    signal: aborted.signal,
  });
  return { isComplete, changes };
}

const check = async () => checkStick(stick, { digests: await openDigestCache(undefined) });
async function refused(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof DiagnosticError) {
      const [{ code, params }] = error.diagnostics;
      return `${code} ${params.what ?? params.path ?? params.file ?? params.found ?? ''}`.trim();
    }
    throw error;
  }
  return 'it was not refused';
}
const modeOf = (path: string) => (statSync(onStick(path)).mode & 0o777).toString(8);
const onStick = (path: string) => join(stick, ...path.split('/'));

describe('filling a deployment stick', () => {
  it('brings program, site, lock and bundle, writes its manifest last, and is then whole', async () => {
    const { changes } = await fill();
    const manifest = await check();
    expect(manifest.siteId).toBe(SITE);
    expect(manifest.living.map(({ path }) => path).sort()).toEqual([
      'site/host-keys.json',
      'site/inventory/pve-node1.json',
      'site/secrets.age',
      'site/site.toml',
    ]);
    expect(changes.copy).toContain('site/bundle/debs/pve/a_1%3a2_all.deb');
    expect(changes.copy).toContain('site/bundle/bundle.lock.toml');
    expect(readFileSync(onStick('site/bundle/images/blobs/sha256/aa'))).toEqual(BIG);
    expect(modeOf('sitewright')).toBe('755');
    expect(modeOf('sitewright-app/templates/hosts')).toBe('644');
    for (const name of ['secrets.age', 'host-keys.json', 'inventory/pve-node1.json'])
      expect(modeOf(`site/${name}`), name).toBe('600');
    expect(readFileSync(onStick('README.txt'), 'utf8')).toContain('mount -o remount,exec /mnt/usb_datos');
    expect(readdirSync(stick).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('takes nothing along that is the laptop’s: no settings of sources, no passphrase, no runs', async () => {
    mkdirSync(join(site, 'runs/r1'), { recursive: true });
    writeFileSync(join(site, 'runs/r1/journal.jsonl'), '{}');
    writeFileSync(join(site, 'bundle/notes-of-mine.txt'), 'x');
    await fill();
    expect(readdirSync(onStick('site')).sort()).toEqual([
      'bundle',
      'host-keys.json',
      'inventory',
      'secrets.age',
      'site.toml',
    ]);
    expect(existsSync(onStick('site/bundle/notes-of-mine.txt'))).toBe(false);
  });

  it('filled twice changes nothing; a newer bundle brings what is new and takes away what is gone', async () => {
    await fill();
    const before = statSync(onStick('site/bundle/images/blobs/sha256/aa'));
    expect(await fill()).toEqual({ isComplete: true, changes: { look: [], copy: [], seal: [] } });
    rmSync(join(site, 'bundle'), { recursive: true });
    await bundle({ 'images/blobs/sha256/aa': BIG, 'debs/pve/a_2_all.deb': 'newer' });
    const { changes } = await fill();
    expect([...(changes.copy ?? [])].sort()).toEqual([
      'site/bundle/bundle.lock.toml',
      'site/bundle/debs/pve/a_2_all.deb',
    ]);
    expect(readdirSync(onStick('site/bundle/debs/pve'))).toEqual(['a_2_all.deb']);
    expect(statSync(onStick('site/bundle/images/blobs/sha256/aa')).ino).toBe(before.ino);
    await check();
  });

  it.each([0, 1, 3, 6])(
    'stopped after %i files it is no stick, and filling again makes it whole',
    async (stopAfter) => {
      expect((await fill({ stopAfter })).isComplete).toBe(false);
      expect(await refused(check())).toBe('deploy.half-copied sitewright-stick.json');
      expect((await fill()).isComplete).toBe(true);
      await check();
    },
  );

  it('a stick that was whole is none while it is filled anew', async () => {
    await fill();
    rmSync(join(site, 'bundle'), { recursive: true });
    await bundle({ 'files/other': 'other' });
    await fill({ stopAfter: 2 });
    expect(await refused(check())).toBe('deploy.half-copied sitewright-stick.json');
  });

  it('is refused where no stick is mounted, and where there is no such folder', async () => {
    vi.stubEnv('HOME', root);
    expect(await refused(fill({ plainFolder: false }))).toBe('deploy.not-mounted');
    rmSync(stick, { recursive: true });
    expect(await refused(fill())).toBe('deploy.not-there');
  });

  it('is refused for another site’s stick, another site’s bundle and the site’s own folder', async () => {
    await fill();
    rmSync(join(site, 'bundle'), { recursive: true });
    await bundle({ 'files/x': 'x' }, 'other-site');
    expect(await refused(fill({ siteId: 'other-site' }))).toBe('deploy.holds-other-site plaza-mayor');
    expect(await refused(fill())).toBe('bundle.other-site other-site');
    await bundle({ 'files/x': 'x' });
    stick = join(root, 'inner');
    mkdirSync(stick);
    site = join(stick, 'site');
    mkdirSync(site);
    writeFileSync(join(site, 'site.toml'), 'id = "plaza-mayor"\n');
    await bundle({ 'files/x': 'x' });
    expect(await refused(fill())).toBe('deploy.own-folder');
  });

  it.each([
    ['cannot be read', () => writeFileSync(onStick('sitewright-stick.json'), '{"version":2}')],
    ['lacks', () => rmSync(onStick('sitewright-stick.json'))],
  ])('is refused for another site’s stick whose manifest %s', async (_, spoil) => {
    await fill();
    spoil();
    writeFileSync(onStick('site/site.toml'), '# ours\nschemaVersion = 1\nid = "elsewhere"   # never changes\n');
    expect(await refused(fill())).toBe('deploy.holds-other-site elsewhere');
    expect(readFileSync(onStick('site/secrets.age'), 'utf8')).toBe('encrypted');
    writeFileSync(onStick('site/site.toml'), 'id = "plaza-mayor"\n');
    expect((await fill()).isComplete).toBe(true);
  });

  it('leaves the stick whole until it begins to write: what is gone from the bundle goes after the manifest', async () => {
    await fill();
    rmSync(join(site, 'bundle'), { recursive: true });
    await bundle({ 'images/blobs/sha256/aa': BIG });
    await expect(fill({ abortAfter: 'look' })).rejects.toThrow('stopped');
    expect((await check()).siteId).toBe(SITE);
    await fill();
    expect(existsSync(onStick('site/bundle/debs/pve/a_1%3a2_all.deb'))).toBe(false);
    await check();
  });

  it('counts as room what it takes away first', async () => {
    const freeBytes = (await freeBytesAt(stick)) ?? 0;
    const larger = [{ from: '', path: 'larger', sizeBytes: freeBytes + 1e9, isLiving: false }];
    expect(await refused(requireRoom(stick, larger, 1e8))).toBe('deploy.no-space');
    expect(await refused(requireRoom(stick, larger, 3e9))).toBe('it was not refused');
  });

  it('gives up nothing that was made on the site: secrets newer than the laptop’s stop it until they are taken home', async () => {
    await fill();
    writeFileSync(onStick('site/secrets.age'), 'encrypted, with a token made on the site');
    expect(await refused(fill())).toBe('deploy.worked-from site/secrets.age');
    writeFileSync(join(site, 'secrets.age'), readFileSync(onStick('site/secrets.age')));
    expect((await fill()).isComplete).toBe(true);
    await check();
  });

  it('takes over a newer site file and vault of the laptop', async () => {
    await fill();
    writeFileSync(join(site, 'site.toml'), 'id = "plaza-mayor"\nname = "x"\n');
    expect((await fill()).changes.copy).toEqual(['site/site.toml']);
    await check();
  });

  it('is refused before a byte where a name could not lie on FAT', async () => {
    await bundle({ 'files/a:b': 'x' });
    expect(await refused(fill())).toBe('deploy.bad-name site/bundle/files/a:b');
    expect(readdirSync(stick)).toEqual([]);
  });

  it('is refused without a program for it', async () => {
    rmSync(join(program, 'sitewright'));
    expect(await refused(fill())).toBe('deploy.no-program');
  });

  it('a bundle that is not what its lock says never becomes a stick', async () => {
    writeFileSync(join(site, 'bundle/debs/pve/a_1%3a2_all.deb'), 'PACKAGE');
    expect(await refused(fill())).toMatch(/^bundle\.file-altered .*a_1%3a2_all\.deb$/);
    expect(await refused(check())).toBe('deploy.half-copied sitewright-stick.json');
  });
});

describe('a deployment stick at its start', () => {
  it.each([
    [
      'a file that lacks',
      () => rmSync(onStick('sitewright-app/templates/hosts')),
      'deploy.half-copied sitewright-app/templates/hosts',
    ],
    [
      'a file that is short',
      () => writeFileSync(onStick('site/bundle/images/blobs/sha256/aa'), BIG.subarray(9)),
      'deploy.half-copied site/bundle/images/blobs/sha256/aa',
    ],
    [
      'a byte that turned',
      () => writeFileSync(onStick('site/bundle/images/blobs/sha256/aa'), turned()),
      'deploy.damaged site/bundle/images/blobs/sha256/aa',
    ],
    ['a vault that lacks', () => rmSync(onStick('site/secrets.age')), 'deploy.half-copied site/secrets.age'],
    ['an empty vault', () => writeFileSync(onStick('site/secrets.age'), ''), 'deploy.half-copied site/secrets.age'],
    [
      'a manifest cut short',
      () => writeFileSync(onStick('sitewright-stick.json'), '{"format":'),
      'deploy.half-copied sitewright-stick.json: JSON',
    ],
    ['a manifest that leads out of it', () => leadOut(), 'deploy.half-copied sitewright-stick.json: files.0.path'],
  ])('is refused for %s, by name', async (_, spoil, expected) => {
    await fill();
    spoil();
    expect(await refused(check())).toBe(expected);
  });

  it('stays whole when work from it changed secrets, host keys and the site file', async () => {
    await fill();
    for (const name of ['secrets.age', 'host-keys.json', 'site.toml'])
      writeFileSync(onStick(`site/${name}`), 'changed');
    mkdirSync(onStick('site/runs/r1'), { recursive: true });
    expect((await check()).siteId).toBe(SITE);
  });

  it('sees a changed file also where its digest was known from the start before', async () => {
    await fill();
    const digests = await openDigestCache(undefined);
    await checkStick(stick, { digests });
    const file = onStick('site/bundle/images/blobs/sha256/aa');
    chmodSync(file, 0o644);
    writeFileSync(file, turned());
    expect(await refused(checkStick(stick, { digests }))).toBe('deploy.damaged site/bundle/images/blobs/sha256/aa');
  });
});

function turned(): Uint8Array {
  const bytes = Buffer.from(BIG);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  return bytes;
}

function leadOut(): void {
  const file = onStick('sitewright-stick.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { files: { path: string }[] };
  if (manifest.files[0]) manifest.files[0].path = '../outside';
  writeFileSync(file, JSON.stringify(manifest));
}

it('what a stack brings from its folder travels with the site, and what it brings no more does not stay', async () => {
  const folder = join(site, 'stacks/inventory');
  mkdirSync(join(folder, 'conf'), { recursive: true });
  writeFileSync(join(folder, 'compose.yaml'), 'services: {}');
  writeFileSync(join(folder, 'conf/a.conf'), 'a');
  const brought = { folder: 'stacks/inventory', names: ['compose.yaml', 'conf/a.conf'] };
  // two instances of one folder
  await fill({ brought: [brought, brought] });
  const there = (name: string) => onStick(`site/stacks/inventory/${name}`);
  expect(readFileSync(there('conf/a.conf'), 'utf8')).toBe('a');
  expect(readFileSync(there('compose.yaml'), 'utf8')).toBe('services: {}');
  await check();
  writeFileSync(there('.DS_Store'), 'left by a laptop');
  await fill({ brought: [{ folder: 'stacks/inventory', names: ['compose.yaml'] }] });
  expect(existsSync(there('conf/a.conf'))).toBe(false);
  expect(existsSync(there('compose.yaml'))).toBe(true);
});

it.each(['compose.yaml', 'added.conf'])('%s, changed on the stick, is not written over', async (name) => {
  const folder = join(site, 'stacks/inventory');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'compose.yaml'), 'services: {}');
  const whole = { brought: [{ folder: 'stacks/inventory', names: ['compose.yaml'] }] };
  await fill(whole);
  writeFileSync(join(stick, 'site/stacks/inventory', name), 'mended on site');
  expect(await refused(fill(whole))).toBe(`deploy.worked-from site/stacks/inventory/${name}`);
});
