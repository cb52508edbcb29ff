// What electron-builder is told. Tried here: `dir` on Linux, which build/lib/package makes the .deb and the .rpm of. AppImage, nsis
// and dmg are configured from electron-builder's documentation and were never made or run: their tools are downloads.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './lib/tree.mjs';

/** The window's executable; `sitewright` is the command line. */
export const WINDOW = 'sitewright-window';
const SITE_FILES = { ext: 'site.toml', name: 'Sitewright site', role: 'Editor' };

/**
 * @param electron `{dist?, version}`: a folder with an unpacked runtime, else electron-builder's own download
 * @param staged the folder that becomes app.asar, `modules` what is its node_modules
 */
export function electronBuilderConfig({ electron, staged, modules, resources, icons, out }) {
  return {
    appId: 'org.sitewright.Sitewright',
    productName: 'Sitewright',
    copyright: 'The Sitewright authors. Apache-2.0',
    electronVersion: electron.version,
    ...(electron.dist ? { electronDist: electron.dist } : {}),
    directories: { app: staged, output: out, buildResources: icons },
    files: ['**/*', { from: modules, to: 'node_modules', filter: ['**/*'] }],
    asar: true,
    asarUnpack: ['**/*.node'],
    // what is native is N-API: one build for every runtime. The modules are staged already (stage.mjs).
    beforeBuild: () => false,
    nodeGypRebuild: false,
    publish: null,
    // what runs as root and the command line lie outside the archive, for programs that are not Electron
    extraResources: [{ from: resources, to: '.', filter: ['**/*'] }],
    electronLanguages: ['en-US', 'en-GB', 'es', 'es-419'],
    electronFuses: fusesFor(electron.version),
    // a runtime unpacked for tests may carry a loader of its own
    afterExtract: ({ appOutDir }) => rmSync(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
    linux: {
      target: ['dir'],
      executableName: WINDOW,
      category: 'System',
      icon: icons,
      mimeTypes: ['application/x-sitewright-site'],
    },
    appImage: { artifactName: `Sitewright-\${version}-\${arch}.AppImage` },
    win: { target: ['nsis'], icon: join(icons, 'icon.ico'), fileAssociations: [SITE_FILES] },
    nsis: {
      artifactName: `Sitewright-\${version}-\${arch}.\${ext}`,
      oneClick: false,
      perMachine: true,
      allowToChangeInstallationDirectory: true,
    },
    mac: { target: ['dmg'], icon: join(icons, 'icon.icns'), category: 'public.app-category.utilities' },
    dmg: { title: 'Sitewright', artifactName: `Sitewright-\${version}-\${arch}.\${ext}` },
    extraMetadata: { main: 'dist/main/main.cjs' },
    projectDir: at('.'),
  };
}

/**
 * What can be switched off in Electron's binary, and is: the window's program runs nothing but app.asar. Electron looks at the
 * archive's digest on macOS and Windows only (since 16 and 30); on Linux the switch has no effect.
 */
function fusesFor(version) {
  return {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    ...(Number(version.split('.')[0]) >= 29 ? { grantFileProtocolExtraPrivileges: false } : {}),
  };
}
