import { createHash } from 'node:crypto';
import type { DockerState } from '../../../electron/engine/rehearsal/docker/docker-state.ts';
import type { BlobStore, NodeJson } from '../../../electron/engine/rehearsal/kernel/files/file-tree.ts';
import type { SimWorld } from '../../../electron/engine/rehearsal/kernel/world.ts';
import type { PveSlice } from '../../../electron/engine/rehearsal/pve/model/slice.ts';

/** What may differ between two ways to the same site: keys and random names, moments, logs, traces of jobs. */
const FLEETING = [
  /^\/(run|tmp|proc|sys|dev)\//,
  /^\/var\/(log|cache|tmp)\//,
  /^\/var\/lib\/(sitewright\/(jobs|preflight)|pve-manager|pve-cluster|systemd|apt\/lists|dpkg\/info)\b/,
  /\/\.[^/]+\.part$/,
];
const FLEETING_CLUSTER_FILES = /(^|\/)(lrm_status|\.|manager_status|rrd|.*\.lock|pve-ssl\.(key|pem)|ssh_known_hosts)/;

/** The site as one list of claims, so that two of them can be compared and a difference names itself. */
export function finalState(world: SimWorld): Readonly<Record<string, string>> {
  const claims: Record<string, string> = {};
  const blobs: BlobStore = { put: () => {}, get: () => new Uint8Array(0) };
  const state = world.saveState(blobs);
  for (const host of state.hosts) {
    const at = host.name;
    claims[`${at} powered`] = String(host.powered);
    claims[`${at} addresses`] = JSON.stringify(host.addresses);
    claims[`${at} packages`] = JSON.stringify(Object.entries(host.packages).sort());
    for (const [name, unit] of Object.entries(host.units)) claims[`${at} unit ${name}`] = JSON.stringify(unit);
    addFiles(claims, at, '', host.files);
    claims[`${at} jobs`] = host.transientUnits.filter((unit) => unit.state === 'running').length.toString();
  }
  const pve = state.slices.pve as PveSlice;
  for (const [name, node] of Object.entries(pve.nodes)) {
    const files = Object.entries(pve.databases[node.databaseId]?.files ?? {});
    for (const [path, file] of files) {
      if (!FLEETING_CLUSTER_FILES.test(path)) claims[`${name} /etc/pve/${path}`] = withoutChance(file.text);
    }
    claims[`${name} guests`] = JSON.stringify(
      Object.entries(node.guests).map(([id, guest]) => [id, guest.bootedHost ?? 'not up']),
    );
    claims[`${name} pools`] = Object.keys(node.pools).sort().join();
    claims[`${name} volumes`] = Object.keys(node.volumes).sort().join();
    claims[`${name} replication`] = Object.keys(node.replication).sort().join();
    claims[`${name} halfway`] = node.halfway ?? 'no';
  }
  claims['witness clusters'] = JSON.stringify(
    Object.entries(pve.qnetd).map(([host, qnetd]) => [host, Object.keys(qnetd.clusters)]),
  );
  const docker = state.slices.docker as DockerState;
  for (const [name, host] of Object.entries(docker.hosts)) {
    claims[`${name} images`] = host.images
      .flatMap((image) => image.tags)
      .sort()
      .join();
    claims[`${name} containers`] = host.containers
      .map((entry) => `${entry.name} ${entry.image} ${entry.state}`)
      .sort()
      .join();
    claims[`${name} volumes and networks`] = [...host.volumes, ...host.networks].sort().join();
  }
  return claims;
}

function addFiles(claims: Record<string, string>, host: string, path: string, node: NodeJson): void {
  if (FLEETING.some((pattern) => pattern.test(`${path}/`) || pattern.test(path))) return;
  const owner = `${node.m.toString(8)} ${node.o ?? 'root'}:${node.g ?? 'root'}`;
  if ('d' in node) {
    for (const [name, child] of Object.entries(node.d)) addFiles(claims, host, `${path}/${name}`, child);
    return;
  }
  let content = '';
  if ('f' in node) {
    const text = Buffer.from(node.f, 'base64').toString('utf8');
    content = text.length > 4000 ? createHash('sha256').update(text).digest('hex') : withoutChance(text);
  } else if ('b' in node) content = node.b;
  else if ('l' in node) content = `-> ${node.l}`;
  claims[`${host} ${path}`] = `${owner} ${content}`;
}

/** Without keys, random names and moments. */
function withoutChance(text: string): string {
  return (
    text
      // of the collector's token, which the simulated site makes up
      .replace(/^(SITEWRIGHT_CONFIG=[0-9a-f]{16})-[0-9a-f]{16}$/m, '$1')
      .replace(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g, '<PEM>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<UUID>')
      .replace(/([0-9a-f]{2}:){5}[0-9a-f]{2}/gi, '<MAC>')
      .replace(/\b[0-9a-f]{32,}\b/gi, '<HEX>')
      .replace(/[A-Za-z0-9+/_-]{40,}={0,2}/g, '<KEY>')
      .replace(/\b1[789]\d{8}(\d{3})?\b/g, '<TIME>')
      .replace(/\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*/g, '<TIME>')
  );
}
