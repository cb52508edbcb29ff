import { describe, expect, test } from 'vitest';
import { parseAnswerRequest } from '../../../../../electron/engine/arrival/answer-request.ts';
import { type Assignment, matchMachine } from '../../../../../electron/engine/arrival/match-machine.ts';
import { arrivalSite } from './support/arrival-site.ts';

const site = arrivalSite({ dhcp: true });

interface Machine {
  readonly serial?: string;
  readonly board?: string;
  readonly tag?: string;
  readonly macs?: readonly string[];
}

function asks({ serial, board, tag, macs = [] }: Machine) {
  const request = parseAnswerRequest({
    $schema: { version: '1.0' },
    product: { fullname: 'Proxmox VE', product: 'pve', enable_btrfs: true },
    iso: { release: '9.2', isorelease: '1' },
    dmi: {
      system: { ...(serial === undefined ? {} : { serial }), name: 'RM-2200' },
      baseboard: { ...(board === undefined ? {} : { serial: board }) },
      chassis: { ...(tag === undefined ? {} : { asset_tag: tag }) },
    },
    network_interfaces: macs.map((mac, index) => ({ link: `eno${index}`, mac })),
    something_new: true,
  });
  if (!request) throw new Error('the request was not understood');
  return request;
}
const match = (machine: Machine, assignments: readonly Assignment[] = []) =>
  matchMachine(site, asks(machine), assignments);

describe('which node a machine is', () => {
  test.each([
    ['its management MAC in lower case, as 9.1 sends it', { macs: ['02:00:00:00:01:01'] }],
    ['the MAC of another port in upper case, as 9.2 sends it', { macs: ['02:00:00:00:01:02'.toUpperCase()] }],
    ['its serial in another case', { serial: 'serial-1' }],
    ['the serial of its board', { board: 'SERIAL-1' }],
    ['its asset tag', { tag: 'tag-1 ' }],
    ['everything', { macs: ['02:00:00:00:01:01'], serial: 'SERIAL-1', tag: 'TAG-1' }],
  ])('is told by %s', (_what, machine) => {
    expect(match(machine)).toMatchObject({ kind: 'node', host: 'pve-node1' });
  });

  test('is not told by anything that nobody planned', () => {
    expect(match({ serial: 'SERIAL-9', macs: ['02:00:00:00:09:01'] })).toEqual({ kind: 'unknown' });
    expect(match({})).toEqual({ kind: 'unknown' });
  });

  test('a network card of one node in another points to both: nobody gets an answer', () => {
    expect(match({ macs: ['02:00:00:00:01:01'], serial: 'SERIAL-2' })).toMatchObject({
      kind: 'conflict',
      points: [{ host: 'pve-node1' }, { host: 'pve-node2' }],
    });
  });

  test('a planned serial that the machine contradicts is no match; what firmware leaves empty contradicts nothing', () => {
    expect(match({ macs: ['02:00:00:00:01:01'], serial: 'SPARE-77' })).toEqual({
      kind: 'contradiction',
      host: 'pve-node1',
      planned: 'SERIAL-1',
      seen: 'SPARE-77',
    });
    for (const serial of ['To Be Filled By O.E.M.', 'Default string', '0', ''])
      expect(match({ macs: ['02:00:00:00:01:01'], serial })).toMatchObject({ kind: 'node', host: 'pve-node1' });
  });

  test('two machines with the same placeholder are not the same machine', () => {
    const planned = {
      ...site,
      hosts: site.hosts.map((host) =>
        host.hardware ? { ...host, hardware: { ...host.hardware, systemSerial: 'Default string' } } : host,
      ),
    };
    expect(matchMachine(planned, asks({ serial: 'Default string' }), [])).toEqual({ kind: 'unknown' });
  });

  test('what a person assigned wins, by any of its MACs', () => {
    const assignment: Assignment = {
      host: 'pve-node2',
      macs: ['02:00:00:00:09:01', '02:00:00:00:09:02'],
      at: '2026-11-21T14:00:00.000Z',
      by: 'test',
    };
    expect(match({ macs: ['02:00:00:00:09:02'.toUpperCase()] }, [assignment])).toMatchObject({
      kind: 'node',
      host: 'pve-node2',
    });
    expect(match({ macs: ['02:00:00:00:09:03'] }, [assignment])).toEqual({ kind: 'unknown' });
  });

  test('a network adapter that goes from an assigned machine to another does not take the node with it', () => {
    const assignment: Assignment = {
      host: 'pve-node2',
      macs: ['02:00:00:00:09:01'],
      systemSerial: 'SPARE-7',
      at: '2026-11-21T14:00:00.000Z',
      by: 'test',
    };
    const macs = ['02:00:00:00:09:01'];
    expect(match({ macs, serial: 'spare-7' }, [assignment])).toMatchObject({ host: 'pve-node2' });
    expect(match({ macs }, [assignment])).toMatchObject({ host: 'pve-node2' });
    expect(match({ macs, serial: 'SPARE-8' }, [assignment])).toEqual({ kind: 'unknown' });
    expect(match({ macs, serial: 'SERIAL-1' }, [assignment])).toMatchObject({ host: 'pve-node1' });
  });
});

describe('a request for an answer', () => {
  test.each([
    ['no object', 7],
    ['another schema', { $schema: { version: '2.0' } }],
    [
      'MACs that are no list',
      { $schema: { version: '1.0' }, product: {}, iso: { release: '9.2' }, network_interfaces: 'x' },
    ],
  ])('that is %s is none', (_what, body) => {
    expect(parseAnswerRequest(body)).toBeUndefined();
  });

  test('is cut to what may be shown', () => {
    const { machine } = asks({ serial: `S${'x'.repeat(3000)}`, macs: ['nonsense', '02:AA:00:00:00:01'] });
    expect(machine.systemSerial).toHaveLength(256);
    expect(machine.macs).toEqual(['02:aa:00:00:00:01']);
  });
});
