import { afterEach, expect, test } from 'vitest';
import { interfaceCalled, interfaces } from '../../../../../../electron/engine/facts/host/interfaces.ts';
import { wireText } from '../../../../../../electron/engine/shell/command.ts';
import { type LabWorld, labHost, openLab } from '../../rehearsal/pve/support/lab-world.ts';

let lab: LabWorld | undefined;
afterEach(() => lab?.world.close());

test.each([
  ['9.1', ['enx020000000001']],
  ['8.4', undefined],
] as const)('%s: the further names of a port are read where it has some, and lead to it', async (version, names) => {
  lab = openLab([labHost('pve1', 'pve', version, '192.0.2.11')]);
  const seen = interfaces.parse(await lab.run('pve1', wireText(interfaces.command)));
  if (!seen.known) throw new Error(seen.why);
  expect(interfaceCalled(seen.value, 'eth0')?.altNames).toEqual(names);
  expect(interfaceCalled(seen.value, 'enx020000000001')?.name).toBe(names && 'eth0');
});

test('a name of its own goes before a further name of another', () => {
  const entry = { mac: '', up: true, master: '', addresses: [], physical: true, mtu: 1500 };
  const list = [
    { ...entry, name: 'nic1', altNames: ['nic0'] },
    { ...entry, name: 'nic0' },
  ];
  expect(interfaceCalled(list, 'nic0')?.name).toBe('nic0');
});
