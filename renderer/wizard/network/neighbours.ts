import type { Site } from '../../../electron/api/site.ts';
import type { Speech } from '../../text/text.ts';
import type { Layers } from './layers.ts';
import type { Neighbour } from './neighbour-box.tsx';

/** What hangs on the management network besides the nodes: gateway, laptop, witness, servers of storages, the people. */
export function neighboursOf(site: Site, layers: Layers, { say }: Speech): readonly Neighbour[] {
  const { management, laptop } = site.network;
  const servers = layers.has('replication')
    ? site.storages.flatMap((storage) => ('server' in storage ? [storage] : []))
    : [];
  return [
    {
      part: 'gateway',
      name: say('network.gatewayBox'),
      address: management.gateway,
      note: say('network.notNeeded'),
      optional: true,
    },
    ...(laptop
      ? [{ part: 'laptop', name: say('network.laptopBox'), address: laptop.address, note: say('network.laptopNote') }]
      : []),
    ...site.hosts
      .filter((host) => !host.roles.includes('pve-node'))
      .map((host) => ({
        part: `host-${host.name}`,
        name: host.name,
        address: host.address,
        note: host.name === site.cluster?.witness ? say('network.thirdVote') : host.os,
        vote: host.name === site.cluster?.witness,
      })),
    ...servers.map((storage) => ({
      name: say('layers.storageServer', { id: storage.id }),
      address: storage.server,
      note: say(storage.type === 'pbs' ? 'layers.backupServer' : 'layers.sharedStorage'),
    })),
    ...(layers.has('machines')
      ? [
          {
            name: say('network.people'),
            address: say('network.onVm'),
            note: say('network.usePage'),
            optional: true,
          },
        ]
      : []),
  ];
}
