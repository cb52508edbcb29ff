import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine, openCommandLine, ROOT } from '../support/command-line.ts';
import { makeStandIn } from '../support/iso/stand-in-iso.ts';

let cli: CommandLine;
beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('make-then-flash');
  cli.ownSite('site');
  for (const name of ['secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
    cpSync(`${ROOT}/examples/two-node/${name}`, cli.path('site', name));
}, 180_000);
afterAll(() => cli.close());

it('image make and then flash work at once on a base that was downloaded a moment ago, without naming it again', async () => {
  const file = cli.path('stick.img');
  writeFileSync(file, '');
  makeStandIn('proxmox', cli.path('base.iso'));
  const sha256 = createHash('sha256')
    .update(readFileSync(cli.path('base.iso')))
    .digest('hex');
  const make = ['image', 'make', 'site/site.toml', '--base', 'base.iso', '--accept-base', sha256, '--out', 'media'];
  expect(await cli.run(make)).toMatchObject({ code: 0, err: '' });
  const overlay = 'media/pve-node1.overlay';
  const flashed = await cli.run(['flash', overlay, '--to', file, '--confirm', realpathSync(file)]);
  expect(flashed).toMatchObject({ code: 0, err: '' });
  expect(await cli.run([...make, '--full'])).toMatchObject({ code: 0 });
  expect(readFileSync(file).equals(readFileSync(cli.path('media', 'pve-node1.iso')))).toBe(true);
}, 180_000);

it('flash makes no file: a name typed wrongly is refused', async () => {
  const file = cli.path('stik.img');
  const refused = await cli.run(['flash', 'media/pve-node1.overlay', '--to', file, '--confirm', file]);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('flash.no-such-file') });
  expect(existsSync(file)).toBe(false);
});
