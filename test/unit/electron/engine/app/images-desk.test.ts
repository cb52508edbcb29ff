import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../electron/api/diagnostic.ts';
import { isConcerned, refuseNodes } from '../../../../../electron/engine/app/images-desk.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';

it('the disks of every node are judged for the one image for all, whichever nodes were named', () => {
  const shared = { site: { media: { delivery: 'one-image' } } } as const;
  expect(['pve1', 'pve2'].filter((node) => isConcerned(shared, ['pve1'], node))).toEqual(['pve1', 'pve2']);
  const own = { site: { media: { delivery: 'stick-per-node' } } } as const;
  expect(['pve1', 'pve2'].filter((node) => isConcerned(own, ['pve1'], node))).toEqual(['pve1']);
  expect(['pve1', 'pve2'].filter((node) => isConcerned(own, undefined, node))).toEqual(['pve1', 'pve2']);
});

function refused(example: string, nodes: readonly string[]): string {
  const { site } = parseSite(readFileSync(`examples/${example}/site.toml`, 'utf8'));
  if (!site) throw new Error(`${example} is not read`);
  try {
    refuseNodes({ site }, nodes);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0].code;
    throw error;
  }
  return `nothing of ${site.media.delivery}`;
}

it('one node cannot be named where one image installs all, but the image itself can, by the site it is for', () => {
  expect(refused('three-node-dhcp', ['pve1'])).toBe('image.one-for-all');
  expect(refused('three-node-dhcp', ['hospital'])).toBe('nothing of one-image');
  expect(refused('three-node-dhcp', [])).toBe('nothing of one-image');
});

it('a node that our media do not install cannot be named', () => {
  expect(refused('two-node', ['nobody'])).toBe('image.node-unknown');
  expect(refused('two-node', ['pve-node1'])).toBe('nothing of stick-per-node');
});
