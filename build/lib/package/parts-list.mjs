// What a package is made of, for whoever has to answer for it: a CycloneDX list of every npm package whose code is in it and of the
// two runtimes, and the licences of all of them in one file.
import { readdirSync, readFileSync } from 'node:fs';
import { EXTERNAL } from '../bundle.mjs';
import { at } from '../tree.mjs';
import { packageAt, packageOf } from './modules.mjs';

const ENTRIES = [
  'electron/main/main.ts',
  'electron/main/engine-process.ts',
  'electron/preload/preload.ts',
  'electron/cli/main.ts',
  'electron/flasher/main.ts',
  'renderer/main.tsx',
  'installer-assets/stacks/monitoring/web/web.ts',
  'installer-assets/stacks/monitoring/data_collector/collector.ts',
  'installer-assets/stacks/monitoring/page/app.ts',
];
const FILES = ['.svg', '.woff2', '.woff', '.ttf', '.png', '.jpg', '.eot'];

/** The npm packages whose code is bundled, and those that lie in the package as they are. @param modules see moduleClosure */
export async function shippedPackages(modules) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    entryPoints: ENTRIES.map((path) => at(path)),
    absWorkingDir: at('.'),
    outdir: at('dist'),
    write: false,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'error',
    external: [...EXTERNAL, 'pg-native', 'cloudflare:sockets'],
    loader: { '.sql': 'text', ...Object.fromEntries(FILES.map((name) => [name, 'empty'])) },
  });
  const paths = new Set([
    ...modules.map(({ path }) => path),
    ...Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []),
  ]);
  return [...paths]
    .map((path) => ({ path, ...packageAt(path) }))
    .filter(({ name, version }) => name !== undefined && version !== undefined)
    .map(({ path, name, version, license, licenses = [] }) => ({
      path,
      name,
      version,
      licence: typeof license === 'string' ? license : (license?.type ?? licenses.map(({ type }) => type).join(' OR ')),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @param runtimes `[{name, version, licence}]`: what is in it beside npm packages */
export function bomText(app, packages, runtimes) {
  const component = (type, name, version, licence, purl) => ({
    type,
    'bom-ref': purl,
    name,
    version,
    ...(licence ? { licenses: [licenceEntry(licence)] } : {}),
    purl,
  });
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: component('application', app.name, app.version, app.license, `pkg:generic/${app.name}@${app.version}`),
    },
    components: [
      ...runtimes.map(({ name, version, licence }) =>
        component('framework', name, version, licence, `pkg:generic/${name}@${version}`),
      ),
      ...packages.map(({ name, version, licence }) =>
        component('library', name, version, licence, `pkg:npm/${name.replace('@', '%40')}@${version}`),
      ),
    ].filter((entry, index, all) => all.findIndex((other) => other.purl === entry.purl) === index),
  };
  return `${JSON.stringify(bom, null, 1)}\n`;
}

/** An SPDX name by itself is an id; words between names make an expression. */
function licenceEntry(licence) {
  return /\s/.test(licence) ? { expression: licence } : { license: { id: licence } };
}

/** Every licence's text; where a package brings none, what it calls itself. */
export function noticesText(packages) {
  const parts = packages.map(({ path, name, version, licence }) => {
    const texts = readdirSync(at(path), { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
      .map((entry) => readFileSync(at(path, entry.name), 'utf8').trim());
    return [`${name} ${version}: ${licence || 'see its own words'}`, ...texts].join('\n\n');
  });
  const fonts =
    'Red Hat Display, Red Hat Text, Red Hat Mono (fonts): Copyright Red Hat, Inc. SIL Open Font License 1.1, https://openfontlicense.org';
  return `${[...parts, fonts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
