import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine, type CommandLine, jsonLines, openCommandLine, ROOT } from '../support/command-line.ts';

let cli: CommandLine;
let site: string;
let plan: string;

beforeAll(async () => {
  await buildCommandLine();
  cli = openCommandLine('erasure');
  site = cli.ownSite('site');
  for (const name of ['secrets.age', 'THROW-AWAY-PASSPHRASE.txt'])
    cpSync(`${ROOT}/examples/two-node/${name}`, cli.path('site', name));
  plan = readFileSync(site, 'utf8');
}, 180_000);
afterAll(() => cli.close());

/** The first node's disk by a filter that fits both of its disks. */
const ambiguous = () =>
  plan.replace('diskSerials = ["BTYF812304TL240AGN"]', 'diskFilter = { ID_SERIAL_SHORT = "[BS]*" }');

describe('which disk will be erased', { timeout: 180_000 }, () => {
  it('is told of the example, disk by disk', async () => {
    const { code, out } = await cli.run(['answers', 'erasure', site, '--json']);
    expect(code).toBe(0);
    const [first] = jsonLines(out);
    expect(first).toMatchObject({
      node: 'pve-node1',
      inventory: 'typed',
      disks: [
        { serial: 'BTYF812304TL240AGN', verdict: 'erased' },
        { serial: 'S6PUNX0T700398', verdict: 'kept' },
      ],
      diagnostics: [],
    });
  });

  it('stops check, answers and images alike where it is not certain', async () => {
    writeFileSync(site, ambiguous());
    try {
      const checked = await cli.run(['check', site, '--json']);
      expect(checked.code).toBe(2);
      const field = 'hosts[0].install.diskFilter';
      expect(jsonLines(checked.out)).toContainEqual(expect.objectContaining({ code: 'erasure.filter-many', field }));
      for (const order of [
        ['answers', 'erasure', site],
        ['answers', 'make', site, '--out', 'out'],
        ['image', 'make', site, '--base', 'none.iso', '--out', 'out'],
      ]) {
        const { code, out, err } = await cli.run(order);
        expect({ order, code }).toEqual({ order, code: 2 });
        expect(out + err).toContain('erasure.filter-many');
      }
      expect(existsSync(cli.path('out', 'pve-node1.toml'))).toBe(false);
    } finally {
      writeFileSync(site, plan);
    }
  });

  it('cannot be told of a machine of which nothing is known, which stops nothing', async () => {
    const [head = ''] = plan.split('[hosts.hardware]');
    const rest = plan.slice(plan.indexOf('[[hosts]]\nname = "pve-node2"'));
    writeFileSync(site, head + rest);
    try {
      const { code, out } = await cli.run(['answers', 'erasure', site, '--json']);
      expect(code).toBe(0);
      expect(jsonLines(out)[0]).toMatchObject({ node: 'pve-node1', inventory: 'none', disks: [] });
      expect((await cli.run(['answers', 'make', site, '--out', 'unknown'])).code).toBe(0);
    } finally {
      writeFileSync(site, plan);
    }
  });

  it('is told from a pasted listing, and a disk whose serial differs is named', async () => {
    const listing = (serial: string) =>
      JSON.stringify({
        blockdevices: [
          {
            name: 'sda',
            path: '/dev/sda',
            type: 'disk',
            size: 240e9,
            model: 'Intel',
            serial,
            tran: 'sata',
            rota: false,
          },
          {
            name: 'sdb',
            path: '/dev/sdb',
            type: 'disk',
            size: 960e9,
            model: 'Samsung',
            serial: 'S6PUNX0T700398',
            tran: 'sata',
            rota: false,
          },
        ],
      });
    writeFileSync(cli.path('lsblk.json'), listing('BTYF812304TL240AGX'));
    expect((await cli.run(['inventory', site, 'pve-node1', 'lsblk.json'])).code).toBe(0);
    const { code, out } = await cli.run(['answers', 'erasure', site, '--json']);
    expect(code).toBe(2);
    expect(JSON.stringify(jsonLines(out)[0])).toContain('erasure.');
    writeFileSync(cli.path('lsblk.json'), listing('BTYF812304TL240AGN'));
    expect((await cli.run(['inventory', site, 'pve-node1', 'lsblk.json'])).code).toBe(0);
    const again = await cli.run(['answers', 'erasure', site, '--json']);
    expect(jsonLines(again.out)[0]).toMatchObject({
      inventory: 'imported',
      disks: [{ verdict: 'erased' }, { verdict: 'kept' }],
    });
    expect(again.code).toBe(0);
  });
});
