import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../../../../../electron/api/diagnostic.ts';
import { type KnownHost, ownHost, type ThisMachine } from '../../../../../../electron/engine/bundle/stick/own-host.ts';

const HOSTS: readonly KnownHost[] = [
  { name: 'pve-node1', address: '192.168.10.11', pins: [] },
  { name: 'pve-node2', address: '192.168.10.12', pins: ['KEY2'] },
  { name: 'witness', address: '192.168.10.13', pins: ['OLD', 'KEY3'] },
];
const NODE1: ThisMachine = {
  name: 'pve-node1',
  addresses: ['10.10.10.11', '192.168.10.11', 'fe80::1'],
  hostKeys: ['KEY1'],
  uid: 0,
  user: 'root',
};

function seen(over: Partial<ThisMachine>, hosts: readonly KnownHost[] = HOSTS): string {
  try {
    return ownHost('plaza', hosts, { ...NODE1, ...over });
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0].code;
    throw error;
  }
}

describe('which host of the site this machine is', () => {
  it.each<[string, Partial<ThisMachine>, string]>([
    ['its address and its name', {}, 'pve-node1'],
    ['a name with a domain, in capitals', { name: 'PVE-Node1.plaza.lan' }, 'pve-node1'],
    [
      'its address and a pinned key, whatever it is called',
      { name: 'debian', addresses: ['192.168.10.12'], hostKeys: ['KEY2'] },
      'pve-node2',
    ],
    [
      'one of several pinned keys',
      { name: 'witness', addresses: ['192.168.10.13'], hostKeys: ['X', 'KEY3'] },
      'witness',
    ],
    [
      'a pinned host whose keys cannot be read, by its name',
      { name: 'pve-node2', addresses: ['192.168.10.12'], hostKeys: [] },
      'pve-node2',
    ],
  ])('is known by %s', (_, machine, expected) => {
    expect(seen(machine)).toBe(expected);
  });

  it.each<[string, Partial<ThisMachine>, string]>([
    ['none of its addresses is a host’s', { addresses: ['192.168.10.14'] }, 'deploy.not-a-host'],
    ['only its name is a host’s', { addresses: ['172.16.0.1'] }, 'deploy.not-a-host'],
    ['it has no network', { addresses: [] }, 'deploy.not-a-host'],
    ['the address is a host’s and the name another', { name: 'pve-other' }, 'deploy.other-name'],
    [
      'the key is not the pinned one',
      { name: 'pve-node2', addresses: ['192.168.10.12'], hostKeys: ['OTHER'] },
      'deploy.other-key',
    ],
    ['it is not root', { uid: 1000, user: 'ana' }, 'deploy.not-root'],
  ])('is refused where %s', (_, machine, expected) => {
    expect(seen(machine)).toBe(expected);
  });

  it('of two hosts whose addresses it has, the one that it is called', () => {
    const twice = [...HOSTS, { name: 'vm-dashboard', address: '10.10.10.11', pins: [] }];
    expect(seen({}, twice)).toBe('pve-node1');
    expect(seen({ name: 'vm-dashboard' }, twice)).toBe('vm-dashboard');
    expect(seen({ name: 'somebody' }, twice)).toBe('deploy.not-a-host');
  });
});
