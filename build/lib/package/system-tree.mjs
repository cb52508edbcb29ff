// What a Linux package puts where: the application below /opt, and in /usr what makes the desktop and the shell find it. The same tree
// for the .deb and the .rpm.
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WINDOW } from '../../electron-builder.config.mjs';
import { at } from '../tree.mjs';
import { ICON_SIZES, MARK } from './icons.mjs';
import { manualPage } from './manual-page.mjs';
import { polkitPolicy } from './polkit-policy.mjs';
import { POLICY_FILE } from './system-names.mjs';

const HOME = '/opt/Sitewright';
export const MIME = 'application/x-sitewright-site';

const DESKTOP = `[Desktop Entry]
Type=Application
Name=Sitewright
GenericName=Site installer
GenericName[es]=Instalador de emplazamientos
Comment=Takes an air-gapped site from bare metal to a running, verified Proxmox cluster
Comment[es]=Lleva un emplazamiento aislado de máquinas vacías a un clúster Proxmox verificado
Exec=${HOME}/${WINDOW} %f
Icon=sitewright
Terminal=false
StartupNotify=true
StartupWMClass=Sitewright
Categories=System;Network;
Keywords=proxmox;cluster;install;offline;
MimeType=${MIME};
`;

const MIME_INFO = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="${MIME}">
    <comment>Sitewright site</comment>
    <comment xml:lang="es">Emplazamiento de Sitewright</comment>
    <sub-class-of type="application/toml"/>
    <icon name="sitewright"/>
    <glob pattern="*.site.toml" weight="80"/>
    <glob pattern="site.toml" weight="80"/>
  </mime-type>
</mime-info>
`;

/** Fills `root` from electron-builder's folder; everything in it is to belong to root. @param kind deb or rpm: read by electron/engine/update */
export function fillSystemTree({ root, folder, icons, app, kind }) {
  rmSync(root, { recursive: true, force: true });
  const put = (path, content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode: 0o644 });
  };
  mkdirSync(join(root, 'opt'), { recursive: true });
  cpSync(folder, join(root, HOME), { recursive: true, verbatimSymlinks: true });
  evenModes(join(root, HOME));
  // Chromium's sandbox where the kernel gives no user namespaces to everybody (Debian before 11, Ubuntu from 24.04 on)
  chmodSync(join(root, HOME, 'chrome-sandbox'), 0o4755);
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  symlinkSync(`${HOME}/resources/program/sitewright`, join(root, 'usr/bin/sitewright'));
  symlinkSync(`${HOME}/${WINDOW}`, join(root, 'usr/bin', WINDOW));
  put(`${HOME}/resources/installed.txt`, `kind ${kind}\nversion ${app.version}\n`);
  put(POLICY_FILE, polkitPolicy(HOME));
  put('usr/share/applications/sitewright.desktop', DESKTOP);
  put('usr/share/mime/packages/sitewright.xml', MIME_INFO);
  for (const size of ICON_SIZES) {
    mkdirSync(join(root, `usr/share/icons/hicolor/${size}x${size}/apps`), { recursive: true });
    cpSync(
      join(icons, `${size}x${size}.png`),
      join(root, `usr/share/icons/hicolor/${size}x${size}/apps/sitewright.png`),
    );
  }
  mkdirSync(join(root, 'usr/share/icons/hicolor/scalable/apps'), { recursive: true });
  cpSync(at(MARK), join(root, 'usr/share/icons/hicolor/scalable/apps/sitewright.svg'));
  put('usr/share/man/man1/sitewright.1.gz', gzipSync(manualPage(app), { level: 9 }));
  evenModes(join(root, 'usr'));
}

/** No group or other may write, everybody may read, whatever the umask was here. */
function evenModes(path) {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  const runs = found.isDirectory() || (found.mode & 0o100) !== 0;
  chmodSync(path, runs ? 0o755 : 0o644);
  if (found.isDirectory()) for (const name of readdirSync(path)) evenModes(join(path, name));
}
