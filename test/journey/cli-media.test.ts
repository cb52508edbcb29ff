import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, truncateSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildCommandLine,
  type CommandLine,
  EXAMPLE,
  jsonLines,
  openCommandLine,
  ROOT,
} from '../support/command-line.ts';
import { makeStandIn, run } from '../support/iso/stand-in-iso.ts';
import { attachLoop } from '../support/loop-device.ts';

let cli: CommandLine;
let sha256: string;
const NODES = ['pve-node1', 'pve-node2'];
const MIB = 1024 * 1024;

beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('media');
  makeStandIn('proxmox', cli.path('base.iso'));
  sha256 = createHash('sha256')
    .update(readFileSync(cli.path('base.iso')))
    .digest('hex');
  expect(await cli.run(['answers', 'make', EXAMPLE, '--out', 'answers'])).toMatchObject({ code: 0, err: '' });
}, 180_000);
afterAll(() => cli.close());

/** What xorriso, the vendor's own tool, reads in an image or on a device. */
function readBack(image: string, name: string): string {
  const target = cli.path(`read-back-${basename(image)}-${name}`);
  // A device is read-only for it; `stdio:` says that this is no optical drive.
  run('xorriso', [
    '-osirrox',
    'on',
    '-indev',
    image.startsWith('/dev/') ? `stdio:${image}` : image,
    '-extract',
    `/${name}`,
    target,
  ]);
  return readFileSync(target, 'utf8');
}

describe('answer files', { timeout: 180_000 }, () => {
  it.each(NODES)('of %s are those of test/golden, but for the hash', (node) => {
    const plain = (text: string) => text.replace(/"\$6\$[^"]+"/, '"HASH"');
    const made = readFileSync(cli.path('answers', `${node}.toml`), 'utf8');
    expect(made).toMatch(/"\$6\$/);
    expect(plain(made)).toBe(plain(readFileSync(`${ROOT}/test/golden/site/${node}.toml`, 'utf8')));
  });

  it.each(['8.4', '9.1', '9.2'])('are accepted by answers check --pve %s when made for it', async (version) => {
    const site = cli.ownSite(`pve-${version}`);
    for (const name of ['secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
      writeFileSync(cli.path(`pve-${version}`, name), readFileSync(`${ROOT}/examples/two-node/${name}`));
    writeFileSync(site, readFileSync(site, 'utf8').replace('version = "8.4"', `version = "${version}"`));
    expect((await cli.run(['answers', 'make', site, '--out', version])).code).toBe(0);
    const files = NODES.map((node) => cli.path(version, `${node}.toml`));
    const { code, out } = await cli.run(['answers', 'check', ...files, '--pve', version, '--json']);
    expect(code).toBe(0);
    expect(jsonLines(out).map(({ file, accepted, installs }) => ({ file, accepted, installs }))).toEqual(
      files.map((file) => ({ file, accepted: true, installs: null })),
    );
  });

  it('that are rejected are exit 2, each diagnostic with code, field, sentence and hint', async () => {
    const good = readFileSync(cli.path('answers', 'pve-node1.toml'), 'utf8');
    writeFileSync(cli.path('bad.toml'), good.replace('country = "es"', 'country = "xx-no-country"'));
    const { code, out } = await cli.run([
      'answers',
      'check',
      'bad.toml',
      cli.path('answers', 'pve-node2.toml'),
      '--pve',
      '8.4',
      '--json',
    ]);
    expect(code).toBe(2);
    const [bad, fine] = jsonLines(out);
    expect(fine).toMatchObject({ accepted: true });
    expect(bad).toMatchObject({
      accepted: false,
      diagnostics: expect.arrayContaining([
        expect.objectContaining({
          severity: 'error',
          code: expect.stringMatching(/^answer\./),
          field: expect.stringContaining('country'),
          sentence: expect.stringMatching(/./),
          hint: expect.stringMatching(/./),
        }),
      ]),
    });
  });
});

describe('images', { timeout: 120_000 }, () => {
  it('of an unknown base are refused with the digest that can be accepted, and with a wrong one', async () => {
    const refused = await cli.run(['image', 'make', EXAMPLE, '--base', 'base.iso', '--out', 'none']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(`--accept-base ${sha256}`) });
    const wrong = ['--accept-base', '0'.repeat(64)];
    const other = await cli.run(['image', 'make', EXAMPLE, '--base', 'base.iso', '--out', 'none', ...wrong]);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('image.base-accept-differs') });
    expect(existsSync(cli.path('none'))).toBe(false);
  });

  it.each([
    ['overlays of a few KB', [], 'overlay'],
    ['full images', ['--full'], 'iso'],
  ])('are made as %s, each told with its digest', async (_what, flags, kind) => {
    const args = [
      'image',
      'make',
      EXAMPLE,
      '--base',
      'base.iso',
      '--out',
      'media',
      '--accept-base',
      sha256,
      ...flags,
      '--json',
    ];
    const { code, out, err } = await cli.run(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = jsonLines(out);
    expect(lines.map((line) => [line.node, line.kind])).toEqual(NODES.map((node) => [node, kind]));
    for (const { file, sha256: told, sizeBytes } of lines) {
      const bytes = readFileSync(cli.path(String(file)));
      expect(told).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(sizeBytes).toBe(bytes.length);
      if (kind === 'overlay') expect(bytes.length).toBeLessThan(100_000);
    }
  });

  it.each(NODES)('of %s hold the answer that answers make wrote, as xorriso reads it', (node) => {
    const image = cli.path('media', `${node}.iso`);
    expect(readBack(image, 'answer.toml')).toBe(readFileSync(cli.path('answers', `${node}.toml`), 'utf8'));
    expect(readBack(image, 'auto-installer-mode.toml')).toContain('iso');
  });

  it('leave no partial file', () => {
    expect(readdirSync(cli.path('media')).sort()).toEqual(
      NODES.flatMap((node) => [`${node}.iso`, `${node}.overlay`]).sort(),
    );
  });

  it('are inspected without showing the hash', async () => {
    const { code, out } = await cli.run(['image', 'inspect', 'media/pve-node1.iso', '--json']);
    expect(code).toBe(0);
    expect(JSON.stringify(jsonLines(out))).toContain('answer.toml');
    expect(out).not.toContain('$6$');
  });
});

describe('drives and sticks', { timeout: 120_000 }, () => {
  it('are listed as JSON lines, those not offered with the reason', async () => {
    const { code, out, err } = await cli.run(['drives', '--virtual', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const line of jsonLines(out)) {
      expect(line).toMatchObject({
        device: expect.stringMatching(/./),
        confirm: expect.any(String),
        sizeBytes: expect.any(Number),
      });
      expect(['offered', 'excluded']).toContain(line.verdict);
      if (line.verdict === 'excluded')
        expect(line.diagnostics).toContainEqual(
          expect.objectContaining({ code: expect.stringMatching(/^drive\./), sentence: expect.stringMatching(/./) }),
        );
    }
  });

  it('a loop device gets base and patch, confirmed by its backing path; xorriso reads the answer from it', async () => {
    const stick = cli.path('stick.img');
    writeFileSync(stick, '');
    truncateSync(stick, 64 * MIB);
    const loop = attachLoop(realpathSync(stick));
    try {
      const order = ['flash', 'media/pve-node1.overlay', '--to', loop.device, '--confirm'];
      const wrong = await cli.run([...order, 'another serial', '--lang', 'es']);
      expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('flash.confirm-mismatch') });
      expect(readFileSync(stick).every((byte) => byte === 0)).toBe(true);
      const { code, out, err } = await cli.run([...order, realpathSync(stick), '--json']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(jsonLines(out).at(-1)).toMatchObject({ type: 'run-finished', outcome: 'done', changed: 1 });
      expect(readBack(loop.device, 'answer.toml')).toBe(readFileSync(cli.path('answers', 'pve-node1.toml'), 'utf8'));
    } finally {
      loop.detach();
    }
    const image = readFileSync(cli.path('media', 'pve-node1.iso'));
    expect(readFileSync(stick).subarray(0, image.length).equals(image)).toBe(true);
  });

  it('a plain file gets the same bytes', async () => {
    const file = cli.path('plain.img');
    writeFileSync(file, '');
    const { code, err } = await cli.run([
      'flash',
      'media/pve-node2.overlay',
      '--to',
      file,
      '--confirm',
      realpathSync(file),
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const image = readFileSync(cli.path('media', 'pve-node2.iso'));
    expect(readFileSync(file).subarray(0, image.length).equals(image)).toBe(true);
  });

  it.each([
    ['a device that does not exist', '/dev/no-such-device', 'flash.not-found'],
    ['a folder', '/tmp', 'flash.not-a-drive'],
  ])('%s is refused with exit 2', async (_what, device, code) => {
    const refused = await cli.run(['flash', 'media/pve-node1.overlay', '--to', device, '--confirm', 'x']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(code) });
  });

  it('an overlay whose base is gone asks for it', async () => {
    const refused = await cli.run([
      'flash',
      'media/pve-node1.overlay',
      '--base',
      'gone.iso',
      '--to',
      cli.path('plain.img'),
      '--confirm',
      realpathSync(cli.path('plain.img')),
    ]);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('gone.iso') });
  });
});

describe('export terraform', () => {
  it('writes the main.tf of test/golden', async () => {
    const { code, out } = await cli.run(['export', 'terraform', EXAMPLE, '--out', 'terraform']);
    expect({ code, out }).toEqual({ code: 0, out: 'terraform/main.tf\n' });
    expect(readFileSync(cli.path('terraform', 'main.tf'), 'utf8')).toBe(
      readFileSync(`${ROOT}/test/golden/terraform/two-node.main.tf`, 'utf8'),
    );
  });
});
