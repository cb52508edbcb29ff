import { createHash } from 'node:crypto';
import { cpSync, readFileSync, realpathSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine, jsonLines, openCommandLine, ROOT } from '../support/command-line.ts';
import { makeStandIn } from '../support/iso/stand-in-iso.ts';
import { attachLoop, type LoopDevice } from '../support/loop-device.ts';

const MIB = 1024 * 1024;
let cli: CommandLine;
let site: string;
let sha256: string;
const loops: LoopDevice[] = [];

beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('sticks');
  site = cli.ownSite('site');
  for (const name of ['secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
    cpSync(`${ROOT}/examples/two-node/${name}`, cli.path('site', name));
  makeStandIn('proxmox', cli.path('base.iso'));
  sha256 = createHash('sha256')
    .update(readFileSync(cli.path('base.iso')))
    .digest('hex');
  const make = ['image', 'make', site, '--base', 'base.iso', '--accept-base', sha256];
  expect(await cli.run([...make, '--out', 'site/media'])).toMatchObject({ code: 0, err: '' });
  expect(await cli.run([...make, '--out', 'full', '--full'])).toMatchObject({ code: 0, err: '' });
}, 180_000);
afterEach(() => {
  for (const loop of loops.splice(0)) loop.detach();
});
afterAll(() => cli.close());

function stick(name: string, sizeMib = 64): LoopDevice & { readonly file: string } {
  writeFileSync(cli.path(name), '');
  truncateSync(cli.path(name), sizeMib * MIB);
  const file = realpathSync(cli.path(name));
  const loop = attachLoop(file);
  loops.push(loop);
  return { ...loop, file };
}

const fresh = (node: string) => readFileSync(cli.path('full', `${node}.iso`));
const holds = (file: string, image: Buffer) => readFileSync(file).subarray(0, image.length).equals(image);

/** What `drives` says of one of our loop devices. */
async function seenOn(device: string) {
  const { code, out } = await cli.run(['drives', '--virtual', '--site', site, '--json']);
  expect(code).toBe(0);
  return jsonLines(out).find((line) => line.device === device);
}

describe('several sticks at once', { timeout: 120_000 }, () => {
  it('are written by one command, and one that is too small fails alone', async () => {
    const [one, small, two] = [stick('one.img'), stick('small.img', 8), stick('two.img')];
    const images = ['pve-node1', 'pve-node1', 'pve-node2'].map((node) => `site/media/${node}.overlay`);
    const to = [one, small, two].flatMap(({ device, file }) => ['--to', device, '--confirm', file]);
    const { code, out } = await cli.run(['flash', ...images, ...to, '--base', 'base.iso', '--json']);
    const ends = jsonLines(out).filter(({ type }) => type === 'step-finished');
    expect(code).not.toBe(0);
    expect(Object.fromEntries(ends.map(({ itemId, outcome }) => [itemId, outcome]))).toEqual({
      [`media.flash@${one.device}`]: 'changed',
      [`media.flash@${small.device}`]: 'failed',
      [`media.flash@${two.device}`]: 'changed',
    });
    expect(holds(one.file, fresh('pve-node1'))).toBe(true);
    expect(holds(two.file, fresh('pve-node2'))).toBe(true);
    expect(readFileSync(small.file).every((byte) => byte === 0)).toBe(true);
  });

  it('need a drive and a serial each', async () => {
    const order = ['flash', 'site/media/pve-node1.overlay', 'site/media/pve-node2.overlay', '--to', '/dev/null'];
    const refused = await cli.run([...order, '--confirm', 'x']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('cli.flash-pairs') });
  });
});

describe('a written stick', { timeout: 120_000 }, () => {
  it('is known again by what is on it, and older once the plan says something else', async () => {
    const { device, file } = stick('known.img');
    expect(await seenOn(device)).not.toHaveProperty('stick');
    const flashed = await cli.run([
      'flash',
      'site/media/pve-node1.overlay',
      '--base',
      'base.iso',
      '--to',
      device,
      '--confirm',
      file,
    ]);
    expect(flashed.code).toBe(0);
    const now = { siteId: 'municipal', node: 'pve-node1', verifiedAt: expect.any(String), changed: [] };
    expect(await seenOn(device)).toMatchObject({ stick: { ...now, state: 'current' } });
    const plan = readFileSync(site, 'utf8');
    writeFileSync(site, plan.replace('gateway = "192.168.1.1" ', 'gateway = "192.168.1.2" '));
    try {
      const changed = [{ what: 'network.gateway', before: '"192.168.1.1"', after: '"192.168.1.2"' }];
      expect(await seenOn(device)).toMatchObject({ stick: { ...now, state: 'older', changed } });
    } finally {
      writeFileSync(site, plan);
    }
  });

  it('is older once the laptop has moved: its hook would report to nobody', async () => {
    const { device, file } = stick('moved.img');
    const order = ['flash', 'site/media/pve-node1.overlay', '--base', 'base.iso', '--to', device, '--confirm', file];
    expect((await cli.run(order)).code).toBe(0);
    const plan = readFileSync(site, 'utf8');
    writeFileSync(site, plan.replace('address = "192.168.1.50"', 'address = "192.168.1.51"'));
    try {
      const changed = [{ what: 'laptop', before: '192.168.1.50:8443', after: '192.168.1.51:8443' }];
      expect(await seenOn(device)).toMatchObject({ stick: { state: 'older', changed } });
    } finally {
      writeFileSync(site, plan);
    }
  });

  it('becomes another node’s, equal to a fresh one byte for byte, and is known as that', async () => {
    const { device, file } = stick('turned.img');
    await cli.run(['flash', 'site/media/pve-node1.overlay', '--base', 'base.iso', '--to', device, '--confirm', file]);
    const order = ['image', 'retarget', device, site, '--base', 'base.iso', '--node', 'pve-node2'];
    const unknown = await cli.run(order);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('image.base-unknown') });
    expect(holds(file, fresh('pve-node1'))).toBe(true);
    const { code, out } = await cli.run([...order, '--accept-base', sha256, '--json']);
    expect(code).toBe(0);
    const changes = jsonLines(out).find(({ type }) => type === 'step-finished')?.changes;
    // It was proven as a whole when it was written, so only what changes is read again.
    expect(changes).toContainEqual({ what: 'read back', after: 'sampled' });
    expect(holds(file, fresh('pve-node2'))).toBe(true);
    expect(readFileSync(file).includes('pve-node1')).toBe(false);
    expect(await seenOn(device)).toMatchObject({ stick: { node: 'pve-node2', state: 'current' } });
  });

  it('that this laptop has never proven is read as a whole when it is turned', async () => {
    const { device, file } = stick('foreign.img');
    const foreign = readFileSync(file);
    fresh('pve-node1').copy(foreign);
    writeFileSync(file, foreign);
    const order = ['image', 'retarget', device, site, '--base', 'base.iso', '--node', 'pve-node2'];
    const { code, out } = await cli.run([...order, '--accept-base', sha256, '--json']);
    expect(code).toBe(0);
    const changes = jsonLines(out).find(({ type }) => type === 'step-finished')?.changes;
    expect(changes).toContainEqual({ what: 'read back', after: 'whole' });
    expect(holds(file, fresh('pve-node2'))).toBe(true);
  });

  it('from a complete image is known too', async () => {
    const { device, file } = stick('complete.img');
    expect((await cli.run(['flash', 'full/pve-node2.iso', '--to', device, '--confirm', file])).code).toBe(0);
    expect(await seenOn(device)).toMatchObject({ stick: { siteId: 'municipal', node: 'pve-node2', state: 'current' } });
  });
});

describe('what must not be written', { timeout: 120_000 }, () => {
  it('a drive that carries something else is not turned', async () => {
    const { device, file } = stick('photos.img');
    const before = Buffer.from('holiday '.repeat(1000));
    writeFileSync(file, Buffer.concat([before, Buffer.alloc(64 * MIB - before.length)]));
    const order = ['image', 'retarget', device, site, '--base', 'base.iso', '--accept-base', sha256];
    const refused = await cli.run([...order, '--node', 'pve-node2']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/flash\.(retarget-other-base|not-a-stick)/) });
    expect(readFileSync(file).subarray(0, before.length).equals(before)).toBe(true);
  });

  it('a base altered behind its remembered digest makes no bootable stick', async () => {
    const { device, file } = stick('altered.img');
    const base = cli.path('altered.iso');
    cpSync(cli.path('base.iso'), base);
    utimesSync(base, new Date(2020, 1, 1), new Date(2020, 1, 1));
    const bytes = readFileSync(base);
    bytes.writeUInt8(bytes.readUInt8(3 * MIB) ^ 1, 3 * MIB);
    writeFileSync(base, bytes);
    const order = ['flash', 'site/media/pve-node1.overlay', '--base', base, '--to', device, '--confirm', file];
    const refused = await cli.run(order);
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringMatching(/image\.overlay-other-base|flash\.base-altered/),
    });
    expect(
      readFileSync(file)
        .subarray(0, MIB)
        .every((byte) => byte === 0),
    ).toBe(true);
  });
});
