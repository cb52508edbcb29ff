import type { Batch } from '../../../../installer-assets/stacks/monitoring/protocol/batch.ts';
import type { States } from '../../../../installer-assets/stacks/monitoring/protocol/states.ts';
import { batchOf, sampleOf } from '../../support/samples.ts';

const GIB = 1024 ** 3;

/** Whoever may name a machine could try this. */
export const HOSTILE_NAME = '<img src=x onerror=alert(1)>';

/** A site with as many nodes and guests as asked for; all is well with it. */
export function siteStates(at: Date, nodes = 3, guests = 12): States {
  const text = at.toISOString();
  const ago = (seconds: number): string => new Date(at.getTime() - seconds * 1000).toISOString();
  const names = Array.from({ length: nodes }, (_, index) => `pve-node${index + 1}`);
  const nodeOf = (index: number): string => names[index % nodes] ?? '';
  const sources = guestSources(guests);
  return {
    cluster: {
      name: 'municipal',
      quorate: true,
      nodes: names.map((name, index) => ({ name, online: true, uptimeSeconds: 86_400 * 12 + index * 3_700 })),
    },
    guests: sources.map((source, index) => ({
      source,
      name: index === 0 ? 'vm-dashboard' : index === 1 ? HOSTILE_NAME : `${ROLES[index % ROLES.length]}-${index}`,
      node: nodeOf(index),
      status: index % 11 === 10 ? 'stopped' : 'running',
      template: false,
      uptimeSeconds: index % 11 === 10 ? null : 86_400 * 3 + index * 60,
    })),
    storages: names.map((node, index) => ({
      source: `storage/${node}/local-zfs`,
      storage: 'local-zfs',
      node,
      shared: false,
      status: index >= 0 ? 'available' : 'unknown',
    })),
    ha: {
      quorate: true,
      master: { node: names[0] ?? '', status: 'active', at: text },
      localManagers: names.map((node) => ({ node, status: 'active', at: text })),
      services: [{ sid: 'vm:100', node: names[0] ?? '', state: 'started', requestState: 'started' }],
    },
    replication: [0, 1].map((index) => ({
      id: `${100 + index}-0`,
      guest: 100 + index,
      source: nodeOf(index),
      target: nodeOf(index + 1),
      disabled: false,
      schedule: '*/15',
      lastSyncAt: ago(372 + index * 130),
      lastTryAt: ago(372 + index * 130),
      nextSyncAt: null,
      durationSeconds: 9,
      failures: 0,
      error: null,
    })),
    replicationNodes: names,
    backups: sources.map((source, index) => ({
      task: `UPID:${nodeOf(index)}:${source}:vzdump`,
      guest: source,
      node: nodeOf(index),
      startedAt: ago(30_000 + index * 7),
      endedAt: ago(29_000 + index * 7),
      result: 'ok' as const,
      text: null,
    })),
  };
}

const ROLES = ['registro', 'padron', 'catastro', 'correo', 'tributos', 'archivo', 'agua', 'policia'] as const;

export function guestSources(guests: number): readonly string[] {
  return Array.from({ length: guests }, (_, index) => `${index % 4 === 3 ? 'lxc' : 'qemu'}/${100 + index}`);
}

/** A round of the collector with figures that rise and fall as those of a working day do. */
export function roundAt(at: Date, states: States, cpuRatio?: number): Batch {
  const sources = [
    ...(states.cluster?.nodes ?? []).filter(({ online }) => online).map(({ name }) => `node/${name}`),
    ...(states.guests ?? []).filter(({ status }) => status === 'running').map(({ source }) => source),
    ...(states.storages ?? []).map(({ source }) => source),
  ];
  const minutes = at.getTime() / 60_000;
  const samples = sources.map((source, index) => {
    const wave = (Math.sin(minutes / (7 + (index % 5)) + index) + 1) / 2;
    const kind = source.split('/')[0];
    const total = (kind === 'node' ? 64 : 8) * GIB;
    return sampleOf(source, at, {
      cpuRatio: kind === 'storage' ? null : (cpuRatio ?? 0.08 + 0.5 * wave),
      memoryUsedBytes: kind === 'storage' ? null : Math.round(total * (0.42 + 0.2 * wave)),
      memoryTotalBytes: kind === 'storage' ? null : total,
      diskUsedBytes: kind === 'qemu' ? null : Math.round(400 * GIB * (0.3 + 0.04 * (index % 7))),
      diskTotalBytes: kind === 'qemu' ? null : 400 * GIB,
      networkInBytesPerSecond: kind === 'storage' ? null : Math.round(2_500_000 * wave + 40_000),
      networkOutBytesPerSecond: kind === 'storage' ? null : Math.round(900_000 * (1 - wave) + 30_000),
      diskReadBytesPerSecond: kind === 'storage' ? null : Math.round(600_000 * wave),
      diskWriteBytesPerSecond: kind === 'storage' ? null : Math.round(350_000 * (1 - wave)),
    });
  });
  return batchOf(at, [], { samples, states });
}
