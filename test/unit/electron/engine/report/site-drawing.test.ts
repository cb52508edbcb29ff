import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { siteDrawing } from '../../../../../electron/engine/report/site-drawing.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import { ROOT } from '../../../../support/test-engine.ts';

const { site } = parseSite(readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8'));
if (!site) throw new Error('the example does not parse');
const [first] = site.hosts;
if (!first) throw new Error('the example has no host');

const texts = (of: typeof site) =>
  siteDrawing(of, 'en').shapes.flatMap((shape) => (shape.shape === 'text' ? [shape.text] : []));

it('holds every machine with its addresses, every network, and what runs on a node', () => {
  const told = texts(site);
  for (const host of site.hosts) expect(told).toEqual(expect.arrayContaining([host.name, host.address]));
  for (const link of site.network.links)
    expect(told).toEqual(expect.arrayContaining([`Cluster link ${link.id}`, link.cidr]));
  expect(told).toContain('vm-dashboard');
});

it('has a dot where a machine is on a network, and none elsewhere', () => {
  const dots = siteDrawing(site, 'es').shapes.filter(({ shape }) => shape === 'dot');
  const on = site.hosts.map(({ links }) => 1 + site.network.links.filter(({ id }) => links[id] !== undefined).length);
  expect(dots).toHaveLength(on.reduce((sum, count) => sum + count, 0));
});

it('however many machines there are: all within the drawing, one below the other, on one page of paper', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), (count) => {
      const hosts = Array.from({ length: count }, (_, index) => ({ ...first, name: `pve-${index}` }));
      const { shapes, width, height } = siteDrawing({ ...site, hosts }, 'en');
      expect(height).toBeLessThan(1000);
      const boxes = shapes.filter((shape) => shape.shape === 'box');
      expect(boxes).toHaveLength(count);
      for (const [index, box] of boxes.entries()) {
        expect(box.y + box.height).toBeLessThanOrEqual(boxes[index + 1]?.y ?? height);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
      }
    }),
    { numRuns: 30 },
  );
});
