import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import {
  bundleOnHost,
  type PushOrder,
  type PushStage,
  pushBundle,
} from '../../../../../../electron/engine/bundle/push/push-bundle.ts';
import { realClock } from '../../../../../../electron/engine/shell/clock.ts';
import { createRedactor } from '../../../../../../electron/engine/shell/redactor.ts';
import { type HostTransport, hostTransport } from '../../../../../../electron/engine/transport/host-transport.ts';
import type { Transport } from '../../../../../../electron/engine/transport/port.ts';
import { readOnly } from '../../../../../../electron/engine/transport/read-only-gate.ts';
import type { SshHost } from '../../../../../../electron/engine/transport/ssh.ts';
import { sha256Of } from '../../../../../../electron/engine/workspace/sha256.ts';
import { finishedBundle } from '../../../../../support/finished-bundle.ts';
import { type RealSshd, startRealSshd } from '../../../../../support/real-sshd.ts';
import { sshTo } from '../../../../../support/ssh-to.ts';

const SITE = 'plaza-mayor';
const LAYER = randomBytes(400_000);
/** More than what is on its way at any moment. */
const LARGE = randomBytes(12_000_000);

let sshd: RealSshd;
let raw: SshHost;
let host: HostTransport;
const said: string[] = [];
let root: string;
let bundle: string;
let far: string;
beforeAll(async () => {
  sshd = await startRealSshd();
  raw = await sshTo(sshd, 'vm-dashboard');
  host = hostTransport({
    raw,
    user: 'root',
    redactor: createRedactor([]),
    clock: { ...realClock, wait: async () => undefined },
    onLog: ({ level, text }) => said.push(`${level} ${text}`),
  });
});
afterAll(async () => {
  await raw?.close();
  await sshd?.stop();
});
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'sitewright-bundle-push-'));
  bundle = join(root, 'bundle');
  far = join(root, 'var/lib with a blank/bundle');
  said.length = 0;
  await finishedBundle(bundle, SITE, { 'images/blobs/sha256/aa': LAYER, 'debs/pve/a_1%3a2~x_all.deb': 'package' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Changes = Partial<Record<PushStage, readonly string[]>>;
async function push(over: Partial<PushOrder> = {}, to: Transport = host): Promise<Changes> {
  const changes: Changes = {};
  await pushBundle(to, {
    siteId: SITE,
    bundleFolder: bundle,
    farFolder: far,
    prune: false,
    isStopping: () => false,
    tell: {
      begin: async () => undefined,
      end: async (stage, what) => {
        changes[stage] = what;
      },
      progress: () => undefined,
    },
    ...over,
  });
  return changes;
}
const onHost = () => bundleOnHost(readOnly(host), { siteId: SITE, bundleFolder: bundle, farFolder: far });
/** The same host with so much room on its disk, besides what a push leaves free. */
const withRoom = (bytes: number): Transport => ({
  ...host,
  exec: async (command, options) => {
    const result = await host.exec(command, options);
    const stdout = result.stdout.replace(/^(\s*\d+\s+)\d+(\s*\0)/, `$1${256 * 1024 * 1024 + bytes}$2`);
    return { ...result, stdout };
  },
});
const there = (path: string) => join(far, ...path.split('/'));

async function refused(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0].code;
    throw error;
  }
  return 'it was not refused';
}

describe('pushing a bundle to a host', { timeout: 180_000 }, () => {
  it('brings all of it with the lock last, sends nothing a second time, and then only what lacks or differs over there', async () => {
    const changes = await push();
    expect(changes.bring?.at(-1)).toBe('bundle.lock.toml');
    for (const path of ['images/blobs/sha256/aa', 'debs/pve/a_1%3a2~x_all.deb', 'sbom.cdx.json', 'bundle.lock.toml'])
      expect(readFileSync(there(path)).equals(readFileSync(join(bundle, path))), path).toBe(true);
    // small files come in one piece, the lock by itself
    expect(said.filter((line) => line.includes('cat >'))).toHaveLength(1);
    const held = await onHost();
    expect(held).toMatchObject({ host: 'vm-dashboard', files: 4, missingFiles: 0, removable: [] });
    expect(held.bytes).toBeGreaterThan(LAYER.length);
    expect(held.disk.totalBytes).toBeGreaterThan(held.disk.freeBytes);

    said.length = 0;
    expect(await push()).toEqual({ look: [], bring: [], clear: [] });
    expect(said.filter((line) => line.startsWith('change'))).toEqual([]);

    rmSync(there('sbom.cdx.json'));
    truncateSync(there('debs/pve/a_1%3a2~x_all.deb'), 3);
    expect(await onHost()).toMatchObject({ missingFiles: 2 });
    const turned = Buffer.from(LAYER);
    turned[5] = (turned[5] ?? 0) ^ 1;
    writeFileSync(there('images/blobs/sha256/aa'), turned);
    expect([...((await push()).bring ?? [])].sort()).toEqual([
      'debs/pve/a_1%3a2~x_all.deb',
      'images/blobs/sha256/aa',
      'sbom.cdx.json',
    ]);
    expect(readFileSync(there('images/blobs/sha256/aa')).equals(LAYER)).toBe(true);
  });

  it('goes on where the connection was lost, in the middle of a file', async () => {
    await finishedBundle(bundle, SITE, { 'images/blobs/sha256/bb': LARGE });
    let drops = 0;
    const tell: PushOrder['tell'] = {
      begin: async () => undefined,
      end: async () => undefined,
      progress: (_, doneBytes) => {
        if (drops > 0 || doneBytes < 8_000_000) return;
        drops += 1;
        sshd.dropConnections();
      },
    };
    await push({ tell });
    expect(drops).toBe(1);
    expect(said.filter((line) => /cat >>.*bb\..*\.part/.test(line))).toHaveLength(1);
    expect(readFileSync(there('images/blobs/sha256/bb')).equals(LARGE)).toBe(true);
    expect(readdirSync(there('images/blobs/sha256'))).toEqual(['bb']);
  });

  it('stopped on request it leaves no lock over there, and the next push ends it', async () => {
    let asked = 0;
    expect((await push({ isStopping: () => asked++ > 0 })).bring).toBeUndefined();
    expect(existsSync(there('bundle.lock.toml'))).toBe(false);
    await push();
    expect(await onHost()).toMatchObject({ missingFiles: 0 });
  });

  it('says what no lock names any more, and removes that alone, only where it is asked to', async () => {
    await push();
    const outside = join(root, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'precious'), 'x');
    symlinkSync(outside, there('link'));
    const hostile = ['-rf', 'a b', 'quote\'"$(touch x)`id`', 'new\nline', '..hidden', 'debs/old_1_all.deb'];
    for (const path of hostile) writeFileSync(there(path), 'old');
    expect((await onHost()).removable.map(({ path }) => path).sort()).toEqual([...hostile].sort());
    expect((await push()).clear).toEqual([]);
    expect((await push({ prune: true })).clear).toHaveLength(hostile.length);
    expect((await onHost()).removable).toEqual([]);
    expect(readdirSync(far).sort()).toEqual(['bundle.lock.toml', 'debs', 'images', 'link', 'sbom.cdx.json']);
    expect(readdirSync(there('debs'))).toEqual(['pve']);
    expect(existsSync(join(outside, 'precious'))).toBe(true);
    expect(existsSync(join(root, 'x'))).toBe(false);

    rmSync(bundle, { recursive: true });
    await finishedBundle(bundle, SITE, { 'images/blobs/sha256/aa': LAYER });
    expect((await push({ prune: true })).clear).toEqual(['- debs/pve/a_1%3a2~x_all.deb']);
    expect(readdirSync(far).sort()).toEqual(['bundle.lock.toml', 'images', 'link', 'sbom.cdx.json']);
  });

  it('a full host is helped by removing first what no lock names, and only where it is asked to', async () => {
    await push();
    rmSync(bundle, { recursive: true });
    await finishedBundle(bundle, SITE, { 'images/blobs/sha256/bb': LARGE });
    const almost = withRoom(LARGE.length - 300_000);
    expect(await refused(push({}, almost))).toBe('deploy.host-full');
    expect(existsSync(there('bundle.lock.toml'))).toBe(true);
    expect(await refused(push({ prune: true }, withRoom(LARGE.length - 500_000)))).toBe('deploy.host-full');
    expect(existsSync(there('images/blobs/sha256/aa'))).toBe(true);

    said.length = 0;
    const { bring, clear } = await push({ prune: true }, almost);
    expect([...(clear ?? [])].sort()).toEqual(['- debs/pve/a_1%3a2~x_all.deb', '- images/blobs/sha256/aa']);
    expect(bring).toEqual(['images/blobs/sha256/bb', 'bundle.lock.toml']);
    const at = (word: string) => said.findIndex((line) => line.includes(word));
    expect(at('rm -f')).toBeGreaterThan(-1);
    expect(at('rm -f')).toBeLessThan(at('cat >'));
    expect(readdirSync(far).sort()).toEqual(['bundle.lock.toml', 'images', 'sbom.cdx.json']);
    expect(await onHost()).toMatchObject({ missingFiles: 0, removable: [] });
  });

  it('what broke off counts as there, and is gone on with also where it is pruned', async () => {
    await finishedBundle(bundle, SITE, { 'images/blobs/sha256/bb': LARGE });
    mkdirSync(there('images/blobs/sha256'), { recursive: true });
    const part = there(`images/blobs/sha256/.bb.${sha256Of(LARGE).slice(0, 12)}.part`);
    writeFileSync(part, LARGE.subarray(0, 8_000_000));
    expect(await refused(push({}, withRoom(3_000_000)))).toBe('deploy.host-full');
    expect((await push({ prune: true }, withRoom(4_500_000))).clear).toEqual([]);
    expect(said.filter((line) => /cat >>.*bb\..*\.part/.test(line))).toHaveLength(1);
    expect(readFileSync(there('images/blobs/sha256/bb')).equals(LARGE)).toBe(true);
    expect(existsSync(part)).toBe(false);
  });

  it('says that the host could not store it where its folder cannot be made', async () => {
    writeFileSync(join(root, 'var'), 'a file');
    expect(await refused(push())).toBe('transport.upload-refused');
  });

  it('never brings what is not what the lock says, and says that it is the laptop’s', async () => {
    const file = join(bundle, 'debs/pve/a_1%3a2~x_all.deb');
    writeFileSync(file, 'PACKAGE');
    expect(await refused(push())).toBe('deploy.bundle-changed');
    expect(existsSync(there('debs/pve/a_1%3a2~x_all.deb'))).toBe(false);
    expect(existsSync(there('bundle.lock.toml'))).toBe(false);
    rmSync(file);
    expect(await refused(push())).toBe('bundle.file-missing');
  });

  it('refuses the bundle of another site and one that is not finished', async () => {
    expect(await refused(push({ siteId: 'other' }))).toBe('bundle.other-site');
    rmSync(join(bundle, 'bundle.lock.toml'));
    expect(await refused(push())).toBe('bundle.no-lock');
    expect(existsSync(far)).toBe(false);
  });
});
