import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../../../../electron/api/site.ts';
import { parseSite } from '../../../../../electron/engine/site/parse-site.ts';
import {
  cableSpeed,
  linkPort,
  managementPort,
  replicationPath,
} from '../../../../../renderer/wizard/network/cables.ts';
import { ALL_LAYERS, LAYERS, switched } from '../../../../../renderer/wizard/network/layers.ts';

const file = join(import.meta.dirname, '../../../../../examples/two-node/site.toml');
const { site } = parseSite(readFileSync(file, 'utf8'));
const node = site?.hosts[0];
if (!site || !node) throw new Error('the example does not parse');

describe('the cables of a node', () => {
  it('the management cable is in the port that the installer is told, the links in theirs', () => {
    expect(managementPort(node).name).toBe('eno1');
    expect(linkPort(node, 1)).toMatchObject({ name: 'enp2s0f1', speedMbps: 10_000 });
    expect(linkPort(node, 5)).toEqual({});
  });

  it('a bridge that was given a bond has the cables of the bond', () => {
    const network = {
      bonds: [{ name: 'bond0', ports: ['eno1', 'eno2'], mode: 'active-backup' as const }],
      vlans: [],
      bridges: [{ name: 'vmbr0', ports: ['bond0'], vlanAware: false }],
    };
    expect(managementPort({ ...node, network })).toEqual({ name: 'bond0: eno1 + eno2' });
  });

  it('a cable is as fast as its slower end, where both are known', () => {
    expect(cableSpeed([{ speedMbps: 10_000 }, { speedMbps: 1000 }])).toBe(1000);
    expect(cableSpeed([{ speedMbps: 10_000 }, {}])).toBeUndefined();
    expect(cableSpeed([])).toBeUndefined();
  });
});

describe('the way of copies', () => {
  const over = (cidr?: string): Site => ({
    ...site,
    cluster: { ...site.cluster, name: 'a', migration: { type: 'secure', cidr } },
  });
  it.each([
    [undefined, { over: 'management' }],
    ['192.168.1.0/24', { over: 'management' }],
    ['10.10.11.0/24', { over: 'link', link: 1 }],
    ['10.30.0.0/24', { over: 'own', cidr: '10.30.0.0/24' }],
  ])('with %s it is %o', (cidr, path) => {
    expect(replicationPath(over(cidr))).toEqual(path);
  });

  it('is none without a cluster', () => {
    expect(replicationPath({ ...site, cluster: undefined })).toBeUndefined();
  });
});

it('a layer that is pressed twice is shown as before, and the others stay', () => {
  for (const layer of LAYERS) {
    expect([...switched(ALL_LAYERS, layer)]).toEqual(LAYERS.filter((each) => each !== layer));
    expect([...switched(switched(ALL_LAYERS, layer), layer)]).toEqual([...LAYERS]);
  }
});
