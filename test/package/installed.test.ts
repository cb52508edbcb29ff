import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyFileIdentity, stampOf } from '../support/flash-one.ts';
import { type CleanRoot, makeCleanRoot, ownFolder } from './support/clean-root.ts';
import { readFuses } from './support/fuses.ts';

const HOME = '/opt/Sitewright';
const WINDOW = `${HOME}/sitewright-window`;
const PROGRAM = `${HOME}/resources/program/sitewright`;
/** A package that was made before; else one is made. */
const GIVEN = process.env.SITEWRIGHT_PACKAGE;

let work: string;
let root: CleanRoot;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'sitewright-made-'));
  root = makeCleanRoot(GIVEN ?? makePackage());
});
afterAll(() => {
  root?.close();
  rmSync(work, { recursive: true, force: true });
});

/** As `npm run package` makes it, compressed little. */
function makePackage(): string {
  const electron = process.env.SITEWRIGHT_TEST_ELECTRON;
  if (!electron) throw new Error('SITEWRIGHT_TEST_ELECTRON names no Electron; run `npm test -- package`');
  const words = ['--electron-dist', join(electron, '..'), '--target', 'deb', '--quick', '--out', work];
  const made = spawnSync(process.execPath, ['build/package.mjs', ...words], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`the package was not made: ${made.stdout}${made.stderr}`);
  const name = readdirSync(work).find((file) => file.endsWith('.deb'));
  return join(work, name ?? '');
}

const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

describe('the command line of an installed package', () => {
  it('is in the path and needs no Node.js', async () => {
    expect(await root.run(['sitewright', '--version'])).toMatchObject({ code: 0, out: `${version}\n` });
    expect((await root.run(['sh', '-c', 'command -v node nodejs'])).code).not.toBe(0);
  });

  it('rehearses a whole site of its own examples, with its report, as an ordinary user without a network', async () => {
    const out = ownFolder(root, 'rehearsal');
    const site = `${HOME}/resources/examples/two-node/site.toml`;
    const done = await root.run(['sitewright', 'rehearse', site, '--out', out]);
    expect(done.code, done.out + done.err).toBe(0);
    expect(done.out.match(/✔ rehearsed/g)).toHaveLength(7);
    for (const name of ['report.html', 'report.pdf', 'report.json', 'report.md'])
      expect(statSync(root.path(join(out, name))).size, name).toBeGreaterThan(1000);
    expect((await root.run(['sitewright', 'report', 'verify', out])).code).toBe(0);
  });

  it('serves the page to a browser, with its policy', async () => {
    const ask = [
      'sitewright serve --port 18473 >/tmp/served 2>&1 & server=$!',
      'for try in $(seq 100); do grep -q 18473 /tmp/served && break; sleep 0.1; done',
      'exec 3<>/dev/tcp/127.0.0.1/18473',
      'printf "GET / HTTP/1.1\\r\\nHost: 127.0.0.1:18473\\r\\nConnection: close\\r\\n\\r\\n" >&3; cat <&3',
      'kill $server',
    ].join('\n');
    const { out } = await root.run(['bash', '-c', ask]);
    expect(out).toMatch(/^HTTP\/1\.1 200/);
    expect(out).toContain("script-src 'self'");
    expect(out).toContain('<div id="root">');
  });

  it('runs the flasher that lies beside it, and no other script', async () => {
    const folder = ownFolder(root, 'flashing');
    const seen = (name: string) => root.path(join(folder, name));
    const image = Buffer.alloc(3 * 1024 * 1024, 'sitewright');
    image.write('CD001', ISO_MARK_AT, 'latin1');
    writeFileSync(seen('base.iso'), image);
    const { uid, gid } = statSync(root.path('/home/technician'));
    const identity = emptyFileIdentity(seen('stick.img'));
    for (const name of ['base.iso', 'stick.img']) chownSync(seen(name), uid, gid);
    const request = {
      version: 2,
      drives: [
        {
          device: join(folder, 'stick.img'),
          identity: { ...identity, backingFile: join(folder, 'stick.img') },
          task: {
            kind: 'flash',
            basePath: join(folder, 'base.iso'),
            baseStamp: stampOf(seen('base.iso')),
            overlayPath: null,
          },
        },
      ],
    };
    const flasher = `${HOME}/resources/flasher/flasher.cjs`;
    const done = await root.run([PROGRAM, flasher], { stdin: `${JSON.stringify(request)}\n` });
    expect(done.code, done.out + done.err).toBe(0);
    expect(readFileSync(seen('stick.img')).equals(image)).toBe(true);
    writeFileSync(seen('other.cjs'), 'console.log("ran")');
    const other = await root.run([PROGRAM, join(folder, 'other.cjs')]);
    expect(other.code).toBe(2);
    expect(other.out).not.toContain('ran');
  });
});

describe('an installed package', () => {
  it('is found by the desktop: menu, icon, kind of file', async () => {
    const desktop = readFileSync(root.path('/usr/share/applications/sitewright.desktop'), 'utf8');
    expect(desktop).toContain(`Exec=${WINDOW} %f`);
    expect(desktop).toContain('MimeType=application/x-sitewright-site;');
    const kinds = readFileSync(root.path('/usr/share/mime/packages/sitewright.xml'), 'utf8');
    expect(kinds).toContain('pattern="*.site.toml"');
    for (const size of [16, 48, 256])
      expect(existsSync(root.path(`/usr/share/icons/hicolor/${size}x${size}/apps/sitewright.png`))).toBe(true);
  });

  it('says what it is made of and under which licences', () => {
    const folder = root.path(`${HOME}/resources/licences`);
    const bom = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string; readonly purl: string }[];
    };
    expect(bom.bomFormat).toBe('CycloneDX');
    const names = bom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['electron', 'node', 'react', 'zod', 'ssh2', 'openpgp', 'pdfkit']));
    // tools that only build or test it are not in it
    for (const absent of ['vitest', 'esbuild', 'electron-builder', 'typescript']) expect(names).not.toContain(absent);
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['react', 'ssh2', '@patternfly/react-core'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

describe('the switches in Electron’s binary', () => {
  it('are set', () => {
    expect(readFuses(root.path(WINDOW))).toMatchObject({
      runAsNode: 'off',
      cookieEncryption: 'on',
      nodeOptions: 'off',
      nodeCliInspect: 'off',
      asarIntegrity: 'on',
      onlyLoadAppFromAsar: 'on',
    });
  });
});

/** Where an ISO says that it is one. */
const ISO_MARK_AT = 16 * 2048 + 1;
