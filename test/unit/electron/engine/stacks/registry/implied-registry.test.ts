import { expect, it } from 'vitest';
import { stacks } from '../../../../../../electron/engine/stacks/index.ts';
import { registryHosts, usedRegistry } from '../../../../../../electron/engine/stacks/registry/registry-hosts.ts';
import { site } from '../../../../../steps/support/two-node.ts';

const named = { stack: 'registry', id: 'images', on: 'pve-witness', options: { port: 5443 } };

it('a site that names no registry has one on the machine of the first stack that requires it', () => {
  expect(stacks.instancesOf(site)).toEqual([
    ...site.stacks,
    { stack: 'registry', id: 'registry', on: 'vm-dashboard', options: {} },
  ]);
  expect(usedRegistry(stacks, site).name).toBe('192.168.1.100:5000');
  expect(stacks.instancesOf({ ...site, stacks: [] })).toEqual([]);
});

it('its name gives way to what a person called theirs', () => {
  const taken = { ...site, stacks: site.stacks.map((instance) => ({ ...instance, id: 'registry' })) };
  expect(stacks.instancesOf(taken).map(({ id }) => id)).toEqual(['registry', 'site-registry']);
});

it('a registry that the site names is the one, on its host and port', () => {
  const witness = site.hosts.find(({ os }) => os === 'debian');
  const own = { ...site, stacks: [...site.stacks, { ...named, on: witness?.name ?? '' }] };
  expect(stacks.instancesOf(own)).toBe(own.stacks);
  expect(usedRegistry(stacks, own).name).toBe(`${witness?.address}:5443`);
  expect(registryHosts(stacks).names(own)).toEqual([witness?.name]);
});
