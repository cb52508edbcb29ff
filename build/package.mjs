// npm run package [-- --target dir,deb,rpm,AppImage] [--electron-dist FOLDER] [--release-key FILE.pub] [--out FOLDER] [--quick]: the application as others
// install it. `dir` is made by electron-builder; the .deb and the .rpm are made of that folder with Debian's own tools, since
// electron-builder would download a packer for them. Everything else (AppImage, nsis, dmg) is electron-builder's, and was never tried.
// --electron-dist takes an unpacked Electron runtime in place of the official download; --quick compresses little (for tests).
// --release-key is the public half that `node build/sign-release.mjs --new-key` wrote: without it the package takes no updates by file.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { at } from './lib/tree.mjs';

ensureInstalled();
const { values } = parseArgs({
  options: {
    target: { type: 'string', default: process.platform === 'linux' ? 'dir,deb' : 'dir' },
    'electron-dist': { type: 'string' },
    'release-key': { type: 'string' },
    out: { type: 'string', default: at('dist/package') },
    quick: { type: 'boolean', default: false },
  },
});
const targets = values.target.split(',').filter(Boolean);
const out = resolve(values.out);

const { bundleNode, bundlePage } = await import('./lib/bundle.mjs');
const { bundleMonitoring } = await import('./lib/monitoring.mjs');
const { bundleLinuxProgram } = await import('./lib/linux-program.mjs');
await bundleNode();
await bundlePage();
await bundleMonitoring();
const withoutProgram = await bundleLinuxProgram();
if (withoutProgram !== undefined) fail(`no command line for the package: ${withoutProgram}`);

const app = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const electron = electronOf(values['electron-dist']);
const { makeIcons } = await import('./lib/package/icons.mjs');
const { stageApp } = await import('./lib/package/stage.mjs');
const { bomText, noticesText, shippedPackages } = await import('./lib/package/parts-list.mjs');
const { electronBuilderConfig } = await import('./electron-builder.config.mjs');

const work = join(out, 'work');
rmSync(work, { recursive: true, force: true });
const [staged, modulesFolder, resources, icons] = ['app', 'modules', 'resources', 'icons'].map((name) =>
  join(work, name),
);
makeIcons(icons);
const modules = stageApp(staged, modulesFolder);
const packages = await shippedPackages(modules);
const runtimes = [
  { name: 'electron', version: electron.version, licence: 'MIT' },
  { name: 'node', version: '20.20.2', licence: 'MIT' },
];
fillResources();

const builder = await import('electron-builder');
const { build, Platform } = builder.default ?? builder;
const { projectDir, ...config } = electronBuilderConfig({
  electron,
  staged,
  modules: modulesFolder,
  resources,
  icons,
  out,
});
const theirs = targets.filter((name) => !['deb', 'rpm'].includes(name));
const made = await build({
  projectDir,
  targets: Platform.current().createTarget(theirs.length > 0 ? theirs : ['dir']),
  config,
  publish: 'never',
});
for (const file of made) process.stdout.write(`${file}\n`);
if (process.platform === 'linux') {
  const folder = join(out, 'linux-unpacked');
  const of = { app, folder, icons, out, quick: values.quick };
  const { makeDeb } = await import('./lib/package/deb.mjs');
  const { makeRpm } = await import('./lib/package/rpm.mjs');
  if (targets.includes('deb')) process.stdout.write(`${makeDeb(of)}\n`);
  if (targets.includes('rpm')) process.stdout.write(`${makeRpm(of)}\n`);
}

/** What lies beside the archive: the command line with its runtime, what runs as root, the examples, who is owed thanks. */
function fillResources() {
  cpSync(at('dist/stick'), join(resources, 'program'), { recursive: true });
  mkdirSync(join(resources, 'flasher'), { recursive: true });
  cpSync(at('dist/flasher/flasher.cjs'), join(resources, 'flasher/flasher.cjs'));
  cpSync(at('examples'), join(resources, 'examples'), { recursive: true });
  if (values['release-key'] !== undefined) cpSync(resolve(values['release-key']), join(resources, 'release-key.pub'));
  const licences = join(resources, 'licences');
  mkdirSync(licences, { recursive: true });
  cpSync(at('LICENSE'), join(licences, 'LICENSE.txt'));
  writeFileSync(join(licences, 'THIRD-PARTY-NOTICES.txt'), noticesText(packages));
  writeFileSync(join(licences, 'sbom.cdx.json'), bomText(app, packages, runtimes));
}

/** The runtime: a folder that somebody unpacked, which says its version, or the one that package.json names. */
function electronOf(folder) {
  if (folder === undefined) return { version: app.devDependencies.electron };
  const dist = resolve(folder);
  if (!existsSync(join(dist, 'version'))) fail(`${dist} holds no Electron runtime: it has no file "version"`);
  return { dist, version: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') };
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
