import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleLinuxProgram } from '../../../../build/lib/linux-program.mjs';
import { labSite } from '../../../lab/support/site-text.ts';
import {
  buildCommandLine,
  type CommandLine,
  type Ended,
  EXAMPLE,
  openCommandLine,
} from '../../../support/command-line.ts';
import { finishedBundle } from '../../../support/finished-bundle.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJmCmSWlK5mEKoXQX7kEGTYVaKUpTiQ4OHLUSGJ9yUP lab';

let office: CommandLine;
let stick: string;
beforeAll(async () => {
  await buildCommandLine();
  expect(await bundleLinuxProgram()).toBeUndefined();
  office = openCommandLine('stick');
  stick = office.path('stick');
  mkdirSync(stick);
  mkdirSync(office.path('site'));
  writeFileSync(office.path('site', 'site.toml'), labSite({ nodes: [1, 2], witness: false, key: KEY }));
  writeFileSync(office.path('site', 'secrets.age'), 'age-encryption.org/v1\n');
  await finishedBundle(office.path('site', 'bundle'), 'lab', { 'files/guide.pdf': 'guide' });
}, 180_000);
afterAll(() => office?.close());

/** Runs the program as a node would: no Node.js in sight, nothing of this environment. */
function onNode(args: readonly string[], program = join(stick, 'sitewright'), cwd = office.folder): Promise<Ended> {
  const env = { PATH: '/nonexistent', HOME: office.folder, XDG_STATE_HOME: office.path('node'), LANG: 'C.UTF-8' };
  return new Promise((resolve) => {
    execFile(program, [...args], { env, cwd, timeout: 60_000 }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
      resolve({ code, out, err });
    });
  });
}

describe('the program of a deployment stick', { timeout: 180_000 }, () => {
  it('is brought onto a stick with bundle, site and lock; a folder of the laptop’s own disk only where that is meant', async () => {
    const words = ['bundle', 'stick', stick, '--site', office.path('site', 'site.toml')];
    const filled = await office.run([...words, '--plain-folder']);
    expect(filled.code, filled.out + filled.err).toBe(0);
    expect(filled.out).toContain('/mnt/usb_datos/sitewright apply');
    expect(readFileSync(join(stick, 'site/bundle/files/guide.pdf'), 'utf8')).toBe('guide');
    // of what the program was made of as well as of what lies beside it
    const licences = readdirSync(join(stick, 'sitewright-app/licences'));
    expect(licences).toEqual(
      expect.arrayContaining(['node.txt', 'ssh2.txt', 'commander.txt', 'zod.txt', 'openpgp.txt']),
    );
  });

  it('is one file for Linux on x64 that needs no Node.js and nothing of what is installed', async () => {
    const head = readFileSync(join(stick, 'sitewright')).subarray(0, 20);
    expect(head.subarray(1, 4).toString('latin1')).toBe('ELF');
    expect(head.readUInt16LE(18)).toBe(62);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await onNode(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('means the stick’s own site where none is named', async () => {
    expect(await onNode(['check'])).toMatchObject({ code: 0, out: 'Nothing stops the plan.\n' });
  });

  it('changes and plans nothing on a machine that is no host of the site', async () => {
    const { code, err } = await onNode(['plan']);
    expect(err).toContain('is no host of site lab: none of its addresses is theirs.');
    expect(err).toContain('deploy.not-a-host');
    expect(err).toContain('Plug the stick into pve1 (10.77.0.11)');
    expect(code).toBe(2);
  });

  it('says what is wrong at once before it reads the bundle: a byte that turned is only told on a machine of the site', async () => {
    const guide = join(stick, 'site/bundle/files/guide.pdf');
    writeFileSync(guide, 'GUIDE');
    expect((await onNode(['plan'])).err).toContain('deploy.not-a-host');
    writeFileSync(guide, 'guide');
  });

  it('says which site it is for when another one is asked for', async () => {
    const other = office.path('other.toml');
    copyFileSync(EXAMPLE, other);
    const { code, err } = await onNode(['apply', other]);
    expect(err).toContain('was filled for site lab; what is asked for is site municipal.');
    expect(err).toContain('deploy.wrong-site');
    expect(code).toBe(2);
  });

  it('copied away from a stick that is mounted noexec it finds the stick in the folder one stands in', async () => {
    const copy = office.path('sitewright-copy');
    copyFileSync(join(stick, 'sitewright'), copy);
    expect(await onNode(['check'], copy, stick)).toMatchObject({ code: 0, out: 'Nothing stops the plan.\n' });
    // where anybody may lay down programs none are read
    chmodSync(stick, 0o777);
    expect((await onNode(['check'], copy, stick)).err).toContain('deploy.no-stick');
    chmodSync(stick, 0o755);
    const { code, err } = await onNode(['apply'], copy);
    expect(err).toContain(
      `No deployment stick was found. Looked at: ${office.folder}, /mnt/usb_datos.  deploy.no-stick`,
    );
    expect(code).toBe(2);
  });

  it('copied to where anybody may lay a folder beside it, it reads nothing there', async () => {
    const open = office.path('open');
    mkdirSync(open);
    chmodSync(open, 0o1777);
    for (const name of ['sitewright', 'sitewright-stick.json']) copyFileSync(join(stick, name), join(open, name));
    const { code, err } = await onNode(['check'], join(open, 'sitewright'));
    expect(err).toContain('deploy.no-stick');
    expect(code).toBe(2);
  });

  it('started from a half-copied stick it says what lacks, and does nothing', async () => {
    rmSync(join(stick, 'site/bundle/files/guide.pdf'));
    const { code, err } = await onNode(['apply']);
    expect(err).toContain('is not whole: site/bundle/files/guide.pdf.');
    expect(err).toContain('deploy.half-copied');
    expect(code).toBe(1);
    rmSync(join(stick, 'site/site.toml'));
    expect((await onNode(['plan'])).err).toContain('is not whole: site/site.toml.');
    rmSync(join(stick, 'sitewright-stick.json'));
    expect((await onNode(['plan', office.path('site', 'site.toml')])).err).toContain(
      'is not whole: sitewright-stick.json.',
    );
  });
});
