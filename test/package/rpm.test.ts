import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { HOME, VERSION } from './support/installed.ts';
import { packageIn } from './support/packages.ts';
import { installRpm, type RpmRoot } from './support/rpm-root.ts';
import { run } from './support/run.ts';

describe('the .rpm, by rpm itself', () => {
  let work: string;
  let rpm: RpmRoot;
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'sitewright-rpm-'));
    rpm = installRpm(packageIn(inject('packages'), '.rpm'), work);
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('is installed into an empty system, and is there as it was packed', () => {
    expect(rpm.query('%{NAME} %{VERSION} %{ARCH}')).toBe(`sitewright ${VERSION} x86_64`);
    // sizes, modes, owners, digests, links: a line for whatever differs
    expect(rpm.verify()).toBe('');
    expect(statSync(join(rpm.root, HOME, 'chrome-sandbox')).mode & 0o7777).toBe(0o4755);
    expect(readFileSync(join(rpm.root, HOME, 'resources/installed.txt'), 'utf8')).toBe(
      `kind rpm\nversion ${VERSION}\n`,
    );
  });

  it('runs no script of its own, and asks for no package by the name that one distribution has for it', () => {
    expect(rpm.query('[%{PREIN}%{POSTIN}%{PREUN}%{POSTUN}]').replaceAll('(none)', '')).toBe('');
    const needed = rpm.query('[%{REQUIRENAME}\n]').split('\n').filter(Boolean);
    expect(needed.length).toBeGreaterThan(5);
    for (const name of needed) expect(name).toMatch(/^(rpmlib\(\w+\)|lib[\w.-]+\.so(\.\d+)*\(\)\(64bit\))$/);
  });

  it('holds what the .deb holds', () => {
    const ours = (paths: readonly string[]) =>
      paths.map((path) => path.replace(/^\./, '').replace(/\/$/, '')).filter((path) => path.startsWith('/opt/'));
    const inDeb = ours(
      run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$0" | tar -t', packageIn(inject('packages'), '.deb')]).split('\n'),
    );
    expect(ours(rpm.query('[%{FILENAMES}\n]').split('\n')).sort()).toEqual(
      inDeb.filter((path) => path !== '/opt').sort(),
    );
  });

  it('has a command line that works from there', () => {
    const link = readlinkSync(join(rpm.root, 'usr/bin/sitewright'));
    const program = join(rpm.root, link);
    expect(run(program, ['--version'])).toBe(`${VERSION}\n`);
    const site = join(rpm.root, HOME, 'resources/examples/two-node/site.toml');
    const state = { ...process.env, XDG_STATE_HOME: join(work, 'rpm-state') };
    expect(spawnSync(program, ['check', site], { encoding: 'utf8', env: state })).toMatchObject({ status: 0 });
  });

  it('goes again without a trace', () => {
    rpm.erase();
    expect(existsSync(join(rpm.root, HOME))).toBe(false);
    expect(existsSync(join(rpm.root, 'usr/bin/sitewright'))).toBe(false);
  });
});
