// The .deb, by dpkg-deb.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillSystemTree } from './system-tree.mjs';

/** What Electron's binary is linked with, and what it opens while it runs. Debian 12's names and, after |, those of Debian 13 and Ubuntu 24.04. */
const DEPENDS = [
  'libc6 (>= 2.28)',
  'libstdc++6',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libcups2 | libcups2t64',
  'libdrm2',
  'libgbm1',
  'libasound2 | libasound2t64',
  'libxss1',
  'libxtst6',
  'libx11-xcb1',
  'libxkbcommon0',
  'libnotify4',
  'libuuid1',
];
/** Writing sticks asks through polkit; passphrases are kept by the keyring; links open in a browser. */
const RECOMMENDS = [
  'pkexec | policykit-1',
  'udisks2',
  'libsecret-1-0',
  'xdg-utils',
  'openssh-client',
  'shared-mime-info',
];

/** Gives the file that was written. */
export function makeDeb({ app, folder, icons, out, quick }) {
  const root = join(out, 'work', 'deb');
  fillSystemTree({ root, folder, icons, app, kind: 'deb' });
  mkdirSync(join(root, 'DEBIAN'));
  const copyright = join(root, 'usr/share/doc/sitewright');
  mkdirSync(copyright, { recursive: true });
  writeFileSync(join(copyright, 'copyright'), COPYRIGHT, { mode: 0o644 });
  for (const each of ['usr/share/doc', 'usr/share/doc/sitewright', 'DEBIAN']) chmodSync(join(root, each), 0o755);
  const installedKiB = Math.ceil(sizeOf(root) / 1024);
  writeFileSync(
    join(root, 'DEBIAN/control'),
    `${[
      `Package: ${app.name}`,
      `Version: ${app.version}`,
      'Architecture: amd64',
      'Maintainer: The Sitewright authors <maintainers@sitewright.invalid>',
      `Installed-Size: ${installedKiB}`,
      `Depends: ${DEPENDS.join(', ')}`,
      `Recommends: ${RECOMMENDS.join(', ')}`,
      'Section: admin',
      'Priority: optional',
      'Description: installs air-gapped Proxmox sites from one plan',
      ` ${app.description}`,
      ' .',
      ' The window is sitewright-window, the command line is sitewright; both are',
      ' whole without internet, and neither needs Node.js.',
    ].join('\n')}\n`,
    { mode: 0o644 },
  );
  const file = join(out, `${app.name}_${app.version}_amd64.deb`);
  const compression = quick ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6'];
  rmSync(file, { force: true });
  const packed = spawnSync('dpkg-deb', ['--build', '--root-owner-group', ...compression, root, file], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (packed.status !== 0)
    throw new Error(`dpkg-deb could not pack the package: ${packed.error?.message ?? packed.stderr}`);
  rmSync(root, { recursive: true, force: true });
  return file;
}

const COPYRIGHT = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Sitewright
Comment: What the package is made of is listed in /opt/Sitewright/resources/licences
 (sbom.cdx.json, THIRD-PARTY-NOTICES.txt); Electron's and Chromium's licences lie in /opt/Sitewright.

Files: *
Copyright: The Sitewright authors
License: Apache-2.0
 On Debian systems the whole text is in /usr/share/common-licenses/Apache-2.0.
`;

function sizeOf(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}
