import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Site } from '../../../../../../electron/api/site.ts';
import { parseSite } from '../../../../../../electron/engine/site/parse-site.ts';
import { applySiteRules } from '../../../../../../electron/engine/site/rules/index.ts';
import { ROOT } from '../../../../../support/test-engine.ts';

const plain = parseSite(readFileSync(join(ROOT, 'examples', 'two-node', 'site.toml'), 'utf8')).site as Site;

test('a storage of a machine must be on the node of its template too: the clone is made there', () => {
  const [machine] = plain.machines;
  const [storage] = plain.storages;
  if (!machine || storage?.type !== 'zfspool') throw new Error('the example has no machine on a pool');
  const elsewhere = { ...machine, node: 'pve-node2', storage: 'fast', replication: undefined, ha: undefined };
  const codes = (nodes: readonly string[]) => {
    const disks = Object.fromEntries(Object.entries(storage.disks).filter(([name]) => nodes.includes(name)));
    const site = {
      ...plain,
      storages: [...plain.storages, { ...storage, id: 'fast', disks }],
      machines: [elsewhere],
    } as Site;
    return applySiteRules(site)
      .filter((entry) => entry.subject.field === 'machines[0].storage')
      .map((entry) => entry.code);
  };
  expect(codes(['pve-node2'])).toEqual(['site.storage-not-at-template']);
  expect(codes(['pve-node1', 'pve-node2'])).toEqual([]);
});

test('an image that is not Debian is told: the packages of the bundle are for Debian', () => {
  const codes = (image: string) =>
    applySiteRules({ ...plain, templates: plain.templates.map((template) => ({ ...template, image })) })
      .filter((entry) => entry.subject.field === 'templates[0].image')
      .map((entry) => entry.code);
  expect(codes('noble-server-cloudimg-amd64.img')).toEqual(['site.image-not-debian']);
  expect(codes('debian-13-genericcloud-amd64.qcow2')).toEqual([]);
});
