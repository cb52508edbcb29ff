import { createHash } from 'node:crypto';
import { memoryUsed, processorLoad } from '../background/statistics.ts';
import { ApiError } from '../cli/api-error.ts';
import { clusterOf, isQuorate, memberNames, nodeAddress, onlineNodes, unitActive } from '../model/cluster.ts';
import { databaseOf, readText } from '../model/database.ts';
import { type GuestConfig, guestsOf, readGuest } from '../model/guest-config.ts';
import { bootDrive } from '../model/guest-disks.ts';
import { haResource, managerStatus } from '../model/ha-config.ts';
import { servedFingerprint } from '../model/node-init.ts';
import { pveSlice } from '../model/slice.ts';
import { unmanagedSpace } from '../model/space.ts';
import { contentOf, enabledOn, isShared, storageStatus, storagesOf } from '../model/storage-config.ts';
import { parseSize } from '../model/volumes.ts';
import type { ApiCall } from './call.ts';

/** GET /cluster/status. With corosync stopped it still lists nodes as they were last seen. */
export function clusterStatus(call: ApiCall): unknown[] {
  const { world, node } = call;
  const conf = world.now() >= node.clusterVisibleAt ? clusterOf(world, node) : undefined;
  const single = !conf;
  const online = unitActive(call.host, 'corosync')
    ? onlineNodes(world, node)
    : memberNames(world, node).filter((name) => world.hosts.get(name)?.powered);
  const names = conf ? conf.nodes.map((entry) => entry.name) : [node.name];
  const entries = names.map((name) => {
    const address = nodeAddress(world, name);
    return {
      id: `node/${name}`,
      ...(address === undefined ? {} : { ip: address }),
      level: '',
      local: name === node.name ? 1 : 0,
      name,
      nodeid: single ? 0 : (conf.nodes.find((entry) => entry.name === name)?.nodeid ?? 0),
      online: single || online.includes(name) ? 1 : 0,
      type: 'node',
    };
  });
  if (!conf) return entries;
  const head = {
    id: 'cluster',
    name: conf.clusterName,
    nodes: conf.nodes.length,
    quorate: isQuorate(world, node) ? 1 : 0,
    type: 'cluster',
    version: conf.configVersion,
  };
  return [head, ...entries];
}

/** GET /cluster/config/nodes. */
export function configNodes(call: ApiCall): unknown[] {
  return (clusterOf(call.world, call.node)?.nodes ?? []).map((entry) => ({
    name: entry.name,
    node: entry.name,
    nodeid: String(entry.nodeid),
    quorum_votes: String(entry.votes),
    ...Object.fromEntries(Object.entries(entry.rings).map(([link, address]) => [`ring${link}_addr`, address])),
  }));
}

export function totem(call: ApiCall): unknown {
  const conf = clusterOf(call.world, call.node);
  if (!conf) return null;
  return {
    cluster_name: conf.clusterName,
    config_version: String(conf.configVersion),
    interface: Object.fromEntries(
      Object.entries(conf.links).map(([link, priority]) => [
        link,
        { ...(priority ? { knet_link_priority: priority } : {}), linknumber: link },
      ]),
    ),
    ip_version: 'ipv4-6',
    link_mode: 'passive',
    secauth: 'on',
    ...(conf.tokenCoefficient ? { token_coefficient: conf.tokenCoefficient } : {}),
    version: '2',
  };
}

/** GET /cluster/config/join. */
export function joinInformation(call: ApiCall): unknown {
  const text = readText(databaseOf(call.world, call.node), 'corosync.conf');
  const conf = clusterOf(call.world, call.node);
  if (!conf || text === undefined) {
    throw new ApiError(
      'node is not in a cluster, no join info available! at /usr/share/perl5/PVE/API2/ClusterConfig.pm line 557',
      { code: 424 },
    );
  }
  return {
    config_digest: createHash('sha1').update(text).digest('hex'),
    nodelist: conf.nodes.map((entry) => {
      const state = pveSlice(call.world).nodes[entry.name];
      const fingerprint = state && servedFingerprint(call.world, state);
      return {
        name: entry.name,
        nodeid: String(entry.nodeid),
        pve_addr: nodeAddress(call.world, entry.name),
        ...(fingerprint === undefined ? {} : { pve_fp: fingerprint }),
        quorum_votes: String(entry.votes),
        ...Object.fromEntries(Object.entries(entry.rings).map(([link, address]) => [`ring${link}_addr`, address])),
      };
    }),
    preferred_node: call.node.name,
    totem: totem(call),
  };
}

/** GET /nodes. */
export function listNodes(call: ApiCall): Record<string, unknown>[] {
  const online = onlineNodes(call.world, call.node);
  return memberNames(call.world, call.node).map((name) => {
    const host = call.world.hosts.get(name);
    const state = pveSlice(call.world).nodes[name];
    const fingerprint = state && servedFingerprint(call.world, state);
    const base = {
      id: `node/${name}`,
      level: '',
      node: name,
      type: 'node',
      ...(fingerprint === undefined ? {} : { ssl_fingerprint: fingerprint }),
    };
    if (!host || !state) return { ...base, status: 'offline' };
    const space = unmanagedSpace(host, state);
    const fixed = { maxcpu: host.hardware.cores, maxdisk: space.totalBytes, maxmem: host.hardware.memoryBytes };
    if (!online.includes(name)) return { ...base, ...fixed, status: 'offline' };
    return {
      ...base,
      ...fixed,
      cpu: processorLoad(call.world, state),
      disk: space.usedBytes,
      mem: memoryUsed(call.world, state),
      status: 'online',
      uptime: Math.floor((call.world.now() - state.bootedAt) / 1000),
    };
  });
}

/** A guest as lists show it. */
export function guestEntry(
  call: ApiCall,
  nodeName: string,
  vmid: string,
  config: GuestConfig,
): Record<string, unknown> {
  const running = pveSlice(call.world).nodes[nodeName]?.guests[vmid];
  const memory = Number(config.memory ?? '512') * 2 ** 20;
  return {
    cpu: running ? 0.01 : 0,
    disk: 0,
    diskread: 0,
    diskwrite: 0,
    maxdisk: parseSize(bootDrive(config)?.options.size ?? '0') ?? 0,
    maxmem: memory,
    mem: running ? Math.floor(memory / 2) : 0,
    name: config.name ?? `VM ${vmid}`,
    netin: 0,
    netout: 0,
    status: running ? 'running' : 'stopped',
    ...(config.tags === undefined ? {} : { tags: config.tags }),
    uptime: running ? Math.floor((call.world.now() - running.startedAt) / 1000) : 0,
    vmid: Number(vmid),
  };
}

/** GET /cluster/resources, of one kind or all. */
export function clusterResources(call: ApiCall, type: string | undefined): unknown[] {
  const database = databaseOf(call.world, call.node);
  const guests = guestsOf(database).map(({ vmid, nodeName }) => {
    const config = readGuest(database, nodeName, vmid) ?? {};
    const hastate = haResource(database, `vm:${vmid}`) && managerStatus(database)?.service_status[`vm:${vmid}`]?.state;
    return {
      ...guestEntry(call, nodeName, vmid, config),
      id: `qemu/${vmid}`,
      maxcpu: Number(config.cores ?? '1') * Number(config.sockets ?? '1'),
      node: nodeName,
      template: config.template === '1' ? 1 : 0,
      type: 'qemu',
      ...(config.lock === undefined ? {} : { lock: config.lock }),
      ...(hastate === undefined ? {} : { hastate }),
    };
  });
  if (type === 'vm') return guests;
  const nodes = listNodes(call).map(({ ssl_fingerprint: _hidden, ...entry }) =>
    entry.status === 'online' ? { ...entry, 'cgroup-mode': 2 } : entry,
  );
  if (type === 'node') return nodes;
  const storages = memberNames(call.world, call.node).flatMap((name) => {
    const host = call.world.hosts.get(name);
    const state = pveSlice(call.world).nodes[name];
    if (!host || !state) return [];
    return storagesOf(database)
      .filter((section) => enabledOn(section, name))
      .map((section) => {
        const status = storageStatus(call.world, host, state, section);
        return {
          content: contentOf(section).join(','),
          disk: status.usedBytes,
          id: `storage/${name}/${section.id}`,
          maxdisk: status.totalBytes,
          node: name,
          plugintype: section.type,
          shared: isShared(section) ? 1 : 0,
          status: status.active ? 'available' : 'unknown',
          storage: section.id,
          type: 'storage',
        };
      });
  });
  if (type === 'storage') return storages;
  const networks = memberNames(call.world, call.node).map((name) => ({
    id: `sdn/${name}/localnetwork`,
    node: name,
    sdn: 'localnetwork',
    status: 'ok',
    type: 'sdn',
  }));
  return [...guests, ...nodes, ...storages, ...networks];
}
