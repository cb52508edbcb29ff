// The .rpm, of the same tree as the .deb, by rpmbuild (Debian has it in its package rpm). Made and read back here; never installed on
// a system that has rpm as its own.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillSystemTree } from './system-tree.mjs';

/** By what is in them, so that Fedora's and openSUSE's names both fit. */
const REQUIRES = [
  'libgtk-3.so.0',
  'libnss3.so',
  'libatk-bridge-2.0.so.0',
  'libatspi.so.0',
  'libcups.so.2',
  'libdrm.so.2',
].concat([
  'libgbm.so.1',
  'libasound.so.2',
  'libXtst.so.6',
  'libX11-xcb.so.1',
  'libXss.so.1',
  'libxkbcommon.so.0',
  'libnotify.so.4',
]);

/** Gives the file that was written. */
export function makeRpm({ app, folder, icons, out, quick }) {
  const root = join(out, 'work', 'rpm-root');
  const top = join(out, 'work', 'rpm');
  fillSystemTree({ root, folder, icons, app, kind: 'rpm' });
  rmSync(top, { recursive: true, force: true });
  mkdirSync(join(top, 'SPECS'), { recursive: true });
  const spec = join(top, 'SPECS', 'sitewright.spec');
  writeFileSync(
    spec,
    `${[
      // what is in it was built elsewhere: nothing is stripped, compiled or looked through for what it needs
      '%global __os_install_post %{nil}',
      '%global debug_package %{nil}',
      '%global _build_id_links none',
      '%global _buildhost sitewright',
      `%global _binary_payload ${quick ? 'w1.gzdio' : 'w6.xzdio'}`,
      `Name: ${app.name}`,
      `Version: ${app.version}`,
      'Release: 1',
      'Summary: Installs air-gapped Proxmox sites from one plan',
      `License: ${app.license}`,
      'AutoReqProv: no',
      ...REQUIRES.map((name) => `Requires: ${name}()(64bit)`),
      'Recommends: polkit udisks2 xdg-utils openssh-clients',
      '%description',
      app.description,
      '%files',
      ...filesOf(root),
    ].join('\n')}\n`,
  );
  const words = ['-bb', '--target', 'x86_64', '--buildroot', root, '--define', `_topdir ${top}`, spec];
  const packed = spawnSync('rpmbuild', words, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (packed.status !== 0)
    throw new Error(`rpmbuild could not pack the package: ${packed.error?.message ?? packed.stderr}`);
  const name = `${app.name}-${app.version}-1.x86_64.rpm`;
  renameSync(join(top, 'RPMS/x86_64', name), join(out, name));
  for (const each of [root, top]) rmSync(each, { recursive: true, force: true });
  return join(out, name);
}

/** Every file by its mode; of the folders only what is ours. */
function filesOf(root) {
  const lines = [];
  const visit = (inside) => {
    const found = lstatSync(join(root, inside));
    const isOwnFolder = found.isDirectory() && inside.startsWith('/opt/');
    const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
    if (isOwnFolder) lines.push(`%dir %attr(${mode}, root, root) "${inside}"`);
    else if (found.isSymbolicLink()) lines.push(`"${inside}"`);
    else if (!found.isDirectory()) lines.push(`%attr(${mode}, root, root) "${inside}"`);
    if (found.isDirectory()) for (const name of readdirSync(join(root, inside)).sort()) visit(`${inside}/${name}`);
  };
  for (const name of ['opt', 'usr']) visit(`/${name}`);
  return lines;
}
