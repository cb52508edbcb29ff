import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { DiagnosticError } from '../../../../../../../electron/api/diagnostic.ts';
import { buildImage, type ImageSpec } from '../../../../../../../electron/engine/bundle/oci/build/build-image.ts';
import { makeLayer } from '../../../../../../../electron/engine/bundle/oci/build/make-layer.ts';
import { packageNodes } from '../../../../../../../electron/engine/bundle/oci/build/package-nodes.ts';
import { fileNode, symlinkNode, type TarNode } from '../../../../../../../electron/engine/bundle/oci/build/tar-node.ts';
import { ImageLayout } from '../../../../../../../electron/engine/bundle/oci/layout/image-layout.ts';
import { imageParts } from '../../../../../../../electron/engine/bundle/oci/layout/image-parts.ts';
import { verifyImage } from '../../../../../../../electron/engine/bundle/oci/layout/verify-image.ts';
import { fileSource } from '../../../../../../../electron/engine/compress/range-source.ts';
import { needTools } from '../../../../../../support/needed-tools.ts';
import { temporaryFolder } from '../../../../../../support/temporary-folder.ts';

const newLayout = () => ImageLayout.openOrCreate(join(temporaryFolder('build'), 'images'));
const ENTRIES: readonly TarNode[] = [
  fileNode('app/server.js', `// a program\n${'const x = 1;\n'.repeat(5000)}`, { mode: 0o755 }),
  fileNode('etc/passwd', 'root:x:0:0::/:/bin/false\n'),
  symlinkNode('app/latest', 'server.js'),
];
const SPEC: Omit<ImageSpec, 'layers'> = {
  env: { PORT: '8000', NODE_ENV: 'production' },
  entrypoint: ['/usr/bin/node'],
  cmd: ['/app/server.js'],
  user: '10001:10001',
  workingDir: '/app',
  labels: { 'org.opencontainers.image.title': 'web' },
  exposedPorts: ['8000/tcp'],
  healthcheck: { command: ['/usr/bin/node', '/app/healthy.js'], intervalMs: 10_000, timeoutMs: 3000, retries: 3 },
  createdAt: 1_700_000_000,
};
/** What it was when this was written; another value = every image of ours gets another digest. */
const PINNED = 'sha256:a9fde3d7d49dfe330adab43346914d765dca358cace23af4f4e728479439fd6b';

async function made(layout: ImageLayout, nodes = ENTRIES, spec = SPEC) {
  const layer = await makeLayer(layout, [nodes], { comment: 'the program', mtime: 1_700_000_000 });
  return buildImage(layout, { ...spec, layers: [layer] }, 'docker.io/sitewright/web:1.0.0');
}

describe('an image built without Docker', () => {
  it('has one digest, whatever the order of what goes in, in this process and in another', async () => {
    const [first, second] = [await newLayout(), await newLayout()];
    const image = await made(first);
    expect((await made(second, [...ENTRIES].reverse())).digest).toBe(image.digest);
    expect(image.digest).toBe(PINNED);
    const folder = temporaryFolder('another-process');
    const source = join(import.meta.dirname, '../../../../../../../electron/engine/bundle/oci');
    const program = `
      import { ImageLayout } from ${JSON.stringify(join(source, 'layout/image-layout.ts'))};
      import { makeLayer } from ${JSON.stringify(join(source, 'build/make-layer.ts'))};
      import { buildImage } from ${JSON.stringify(join(source, 'build/build-image.ts'))};
      const [folder, entries, spec] = process.argv.slice(2);
      const nodes = JSON.parse(entries).map((node) =>
        node.type === 'file' ? { ...node, content: { bytes: Buffer.from(node.content, 'base64') } } : node);
      const main = async () => {
        const layout = await ImageLayout.openOrCreate(folder);
        const layer = await makeLayer(layout, [nodes], { comment: 'the program', mtime: 1700000000 });
        const image = await buildImage(layout, { ...JSON.parse(spec), layers: [layer] });
        process.stdout.write(image.digest);
      };
      void main();`;
    await build({
      stdin: { contents: program, loader: 'ts', resolveDir: source },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: join(folder, 'make.cjs'),
      logLevel: 'error',
    });
    const entries = JSON.stringify(
      ENTRIES.map((node) =>
        node.type === 'file' && 'bytes' in node.content
          ? { ...node, content: Buffer.from(node.content.bytes).toString('base64') }
          : node,
      ),
    );
    const args = [join(folder, 'make.cjs'), join(folder, 'images'), entries, JSON.stringify(SPEC)];
    const env = { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8' };
    expect(execFileSync(process.execPath, args, { encoding: 'utf8', env })).toBe(image.digest);
  });

  it('passes its own check, and another content or setting gives another digest', async () => {
    const layout = await newLayout();
    const image = await made(layout);
    expect(await verifyImage(layout, image, 'web')).toEqual([]);
    expect((await made(layout, ENTRIES, { ...SPEC, user: '0:0' })).digest).not.toBe(image.digest);
    expect((await made(layout, [...ENTRIES, fileNode('new', '')])).digest).not.toBe(image.digest);
    expect((await layout.images()).map(({ reference }) => reference)).toEqual(['docker.io/sitewright/web:1.0.0']);
  });

  it('is what skopeo and umoci say it should be', async () => {
    needTools('skopeo', 'umoci');
    const layout = await newLayout();
    const image = await made(layout);
    const place = `oci:${layout.folder}:docker.io/sitewright/web:1.0.0`;
    const config = JSON.parse(execFileSync('skopeo', ['inspect', '--config', place], { encoding: 'utf8' })) as {
      readonly config: unknown;
    };
    expect(config).toMatchObject({
      created: '2023-11-14T22:13:20Z',
      architecture: 'amd64',
      os: 'linux',
      config: {
        User: '10001:10001',
        ExposedPorts: { '8000/tcp': {} },
        Env: ['NODE_ENV=production', 'PORT=8000'],
        Entrypoint: ['/usr/bin/node'],
        Cmd: ['/app/server.js'],
        WorkingDir: '/app',
        Labels: { 'org.opencontainers.image.title': 'web' },
      },
      history: [{ created_by: 'sitewright: the program' }],
    });
    const { manifests } = await imageParts(layout, image, 'web');
    const raw = JSON.parse(readFileSync(layout.blobPath(manifests[0]?.config.digest ?? image.digest), 'utf8'));
    expect(raw.config.Healthcheck).toEqual({
      Test: ['CMD', '/usr/bin/node', '/app/healthy.js'],
      Interval: 10_000_000_000,
      Timeout: 3_000_000_000,
      Retries: 3,
    });
    const root = join(temporaryFolder('umoci'), 'bundle');
    // umoci wants a name without slashes and colons
    await layout.addImage(image, 'web');
    execFileSync('umoci', ['unpack', '--rootless', '--image', `${layout.folder}:web`, root], { stdio: 'pipe' });
    expect(readFileSync(join(root, 'rootfs/app/latest'), 'utf8')).toMatch(/^\/\/ a program/);
    expect(lstatSync(join(root, 'rootfs/app/server.js')).mode & 0o7777).toBe(0o755);
    expect(lstatSync(join(root, 'rootfs/app/server.js')).mtimeMs).toBe(1_700_000_000_000);
  });

  it('is refused where its description makes no sense', async () => {
    const layout = await newLayout();
    const layer = await makeLayer(layout, [ENTRIES]);
    const codeOf = async (spec: ImageSpec) =>
      buildImage(layout, spec).then(
        () => 'nothing was wrong',
        (error: DiagnosticError) => error.diagnostics[0].code,
      );
    const layers = [layer];
    expect(await codeOf({ layers: [] })).toBe('oci.build-invalid');
    expect(await codeOf({ layers, exposedPorts: ['8000'] })).toBe('oci.build-invalid');
    expect(await codeOf({ layers, env: { 'A B': '' } })).toBe('oci.build-invalid');
    expect(await codeOf({ layers, workingDir: 'app' })).toBe('oci.build-invalid');
    const absent = { ...layer, descriptor: { ...layer.descriptor, size: 1 } };
    expect(await codeOf({ layers: [absent] })).toBe('oci.blob-missing');
    await expect(makeLayer(layout, [[fileNode('a', '')], [fileNode('a/b', '')]])).rejects.toThrow('oci.build-invalid');
    expect(readdirSync(join(layout.folder, 'blobs/sha256')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('packages of Debian in an image', () => {
  it.each(['xz', 'zstd', 'gzip', 'none'])('are what dpkg itself would unpack, packed with %s', async (packing) => {
    needTools('dpkg-deb', 'umoci');
    const folder = temporaryFolder('deb');
    const root = join(folder, 'pkg');
    mkdirSync(join(root, 'DEBIAN'), { recursive: true });
    writeFileSync(
      join(root, 'DEBIAN/control'),
      'Package: x\nVersion: 1\nArchitecture: all\nMaintainer: t <t@t>\nDescription: x\n',
    );
    for (const place of [
      'usr/bin',
      'usr/share/man/man1',
      'usr/share/doc/x',
      'lib/x86_64-linux-gnu',
      `opt/${'d'.repeat(120)}`,
    ])
      mkdirSync(join(root, place), { recursive: true });
    writeFileSync(join(root, 'usr/bin/tool'), 'tool '.repeat(10_000));
    chmodSync(join(root, 'usr/bin/tool'), 0o4755);
    linkSync(join(root, 'usr/bin/tool'), join(root, 'usr/bin/also'));
    symlinkSync('tool', join(root, 'usr/bin/alias'));
    writeFileSync(join(root, 'lib/x86_64-linux-gnu/libx.so.1'), 'library');
    writeFileSync(join(root, `opt/${'d'.repeat(120)}/ñ`), 'long');
    writeFileSync(join(root, 'usr/share/man/man1/tool.1'), 'manual');
    writeFileSync(join(root, 'usr/share/doc/x/copyright'), 'licence');
    writeFileSync(join(root, 'usr/share/doc/x/changelog'), 'changes');
    execFileSync('dpkg-deb', ['--root-owner-group', `-Z${packing}`, '--build', root, join(folder, 'x.deb')], {
      stdio: 'pipe',
    });

    const layout = await newLayout();
    const nodes = await packageNodes(fileSource(join(folder, 'x.deb')), 'x.deb', { keep: () => true });
    const layer = await makeLayer(layout, [nodes]);
    await buildImage(layout, { layers: [layer] }, 'x');
    execFileSync('umoci', ['unpack', '--rootless', '--image', `${layout.folder}:x`, join(folder, 'ours')], {
      stdio: 'pipe',
    });
    execFileSync('dpkg-deb', ['-x', join(folder, 'x.deb'), join(folder, 'theirs')]);
    expect(listing(join(folder, 'ours/rootfs'))).toEqual(listing(join(folder, 'theirs')));

    const slim = (await packageNodes(fileSource(join(folder, 'x.deb')), 'x.deb')).map(({ path }) => path);
    expect(slim).toContain('usr/share/doc/x/copyright');
    expect(slim.filter((path) => /man|changelog/.test(path))).toEqual([]);
  });

  it('are refused where they are damaged', async () => {
    const folder = temporaryFolder('damaged');
    writeFileSync(join(folder, 'x.deb'), '!<arch>\nnothing');
    await expect(packageNodes(fileSource(join(folder, 'x.deb')), 'x.deb')).rejects.toThrow('oci.archive-unsafe');
  });
});

/** Every path with its kind, mode, size or target, and how many names a file has. */
function listing(folder: string, inside = ''): readonly string[] {
  return readdirSync(join(folder, inside))
    .sort()
    .flatMap((name) => {
      const path = `${inside}/${name}`;
      const entry = lstatSync(join(folder, path));
      if (entry.isSymbolicLink()) return [`${path} -> ${readlinkSync(join(folder, path))}`];
      const mode = (entry.mode & 0o7777).toString(8);
      if (entry.isDirectory()) return [`${path}/ ${mode}`, ...listing(folder, path)];
      return [`${path} ${mode} ${entry.nlink} ${readFileSync(join(folder, path), 'utf8').length}`];
    });
}
